"""What ends is started again: at once when somebody killed it, slower each time it fails by itself."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from obih.site.supervisor import Child, Tree


class Watched:
    """A child of a watched tree that runs a shell command; its log has a line for each start."""

    def __init__(self, folder: Path, command: str) -> None:
        words = ["sh", "-c", f"echo began; {command}"]
        self.child = Child("web", "Вебсервер", words, dict(os.environ), folder / "log")
        self.tree = Tree(None, [self.child], say=lambda text: None)

    def while_watched(self, trouble: Callable[[], float]) -> float:
        """What the trouble gives; it happens in a thread, as only the main one may start a bound child."""

        def then_stop() -> float:
            try:
                return trouble()
            finally:
                self.tree.told_to_stop = 2

        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(then_stop)
            self.tree.start_children()
            self.tree.watch()
            self.tree.stop()
            return told.result()

    def seconds_until(self, starts: int, most: float = 20.0) -> float:
        began = time.monotonic()
        while time.monotonic() - began < most:
            with contextlib.suppress(FileNotFoundError):
                if self.child.log.read_text().count("began") >= starts:
                    return time.monotonic() - began
            time.sleep(0.05)
        raise AssertionError(f"not started {starts} times within {most} s")


def test_what_is_killed_again_and_again_is_back_as_quickly_as_the_first_time(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "exec sleep 600")

    def kill_six_times() -> float:
        for number in range(1, 7):
            watched.seconds_until(number)
            time.sleep(0.2)
            assert watched.child.process is not None
            os.kill(watched.child.process.pid, signal.SIGKILL)
        return watched.seconds_until(7)

    assert watched.while_watched(kill_six_times) < 4


def test_what_fails_by_itself_is_started_slower_each_time(tmp_path: Path) -> None:
    watched = Watched(tmp_path, "exit 3")

    def wait_for_the_fourth() -> float:
        watched.seconds_until(3)
        return watched.seconds_until(4)

    assert watched.while_watched(wait_for_the_fourth) > 1
    assert watched.child.failures >= 3
