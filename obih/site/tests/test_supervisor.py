"""What ends is started again: at once when somebody killed it, slower each time it fails by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from obih.site.supervisor import Child, Tree


class Watched:
    """A child of a watched tree that runs a shell command; its log has a line for each start."""

    def __init__(self, folder: Path, command: str) -> None:
        words = ["sh", "-c", f"echo began $(date +%s.%N); {command}"]
        self.child = Child("web", "Вебсервер", words, dict(os.environ), folder / "log")
        self.tree = Tree(None, [self.child], say=lambda text: None)

    def while_watched(self, trouble: Callable[[], None]) -> None:
        """The trouble happens in a thread: only the main one may start a bound child."""

        def then_stop() -> None:
            try:
                trouble()
            finally:
                self.tree.told_to_stop = 2

        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(then_stop)
            self.tree.start_children()
            self.tree.watch()
            self.tree.stop()
            told.result()

    def wait_for(self, starts: int, most: float = 60.0) -> None:
        until = time.monotonic() + most
        while time.monotonic() < until:
            with contextlib.suppress(FileNotFoundError):
                if self.child.log.read_text().count("began") >= starts:
                    return
            time.sleep(0.05)
        raise AssertionError(f"not started {starts} times within {most} s")

    @property
    def pauses(self) -> list[float]:
        """Seconds from one start to the next, as the child itself wrote them down."""
        moments = [float(line.split()[1]) for line in self.child.log.read_text().splitlines()]
        return [after - before for before, after in pairwise(moments)]


def test_what_is_killed_again_and_again_is_back_as_quickly_as_the_first_time(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "exec sleep 600")

    def kill_eight_times() -> None:
        for number in range(1, 9):
            watched.wait_for(number)
            time.sleep(0.2)
            assert watched.child.process is not None
            os.kill(watched.child.process.pid, signal.SIGKILL)
        watched.wait_for(9)

    watched.while_watched(kill_eight_times)
    assert watched.child.failures == 0 and max(watched.pauses) < 5  # growing pauses would have come to 20 s


def test_what_fails_by_itself_is_started_slower_each_time(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "exit 3")
    watched.while_watched(lambda: watched.wait_for(4))
    assert watched.child.failures >= 3
    first, second, third = watched.pauses[:3]
    assert first >= 0.5 and second >= 1 and third >= 2
