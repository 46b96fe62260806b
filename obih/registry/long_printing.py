"""A long journal as one PDF: typeset part by part by a process beside, joined with page numbers that go on.

No process holds more than one part. The worker reads the next lines meanwhile, no further than `AHEAD` parts,
which wait on the disk.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from obih.registry.printing import ASSETS, JournalHead, journal_facts

PART = 300
"""Lines of a part: some 100 MB while they are typeset, the program itself and its fonts included."""
AHEAD = 3
TYPESET = Path(__file__).with_name("typeset.py")


class NotTypeset(Exception):
    """A part could not be made."""


@dataclass
class _Typesetter:
    """The process beside, and the parts it has been told of and not made yet: how many lines each has."""

    folder: Path
    process: subprocess.Popen[str]
    waiting: deque[int] = field(default_factory=deque)

    def tell(self, word: str) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(f"{word}\n")
            self.process.stdin.flush()
        except BrokenPipeError as error:
            raise NotTypeset(word) from error

    def add(self, name: str, facts: dict[str, object], lines: int) -> None:
        (self.folder / name).mkdir()
        with (self.folder / name / "facts.json").open("w") as into:
            json.dump(facts, into, ensure_ascii=False)
        self.tell(name)
        self.waiting.append(lines)

    def take(self) -> int:
        """Wait for the next answer; gives its number of pages."""
        assert self.process.stdout
        told = self.process.stdout.readline().strip()
        if not told.isdecimal():
            raise NotTypeset(str(self.process.wait()))
        return int(told)


@contextmanager
def _typesetter() -> Iterator[_Typesetter]:
    with tempfile.TemporaryDirectory(prefix="obih-print-") as folder:
        shutil.copy(ASSETS / "journal.typ", folder)
        process = subprocess.Popen(
            [sys.executable, str(TYPESET), folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            yield _Typesetter(Path(folder), process)
        finally:
            process.kill()
            process.communicate()


def long_pdf(
    into: Path,
    head: JournalHead,
    lines: Iterable[tuple[str, ...]],
    foot: str,
    closing: Callable[[], dict[str, object]],
    progress: Callable[[int], None],
    *,
    started: str = "",
) -> int:
    """Write the PDF of all lines; gives how many pages it has. `closing` tells, when the lines have gone by,
    what is not known before; `progress` is told how many lines are typeset. Raises NotTypeset."""
    with _typesetter() as typesetter:
        done = 0

        def take_one() -> None:
            nonlocal done
            typesetter.take()
            done += typesetter.waiting.popleft()
            progress(done)

        for number, some in enumerate(_parted(lines)):
            while len(typesetter.waiting) > AHEAD:
                take_one()
            facts = journal_facts(head, some.lines, foot, first=number == 0)
            if number == 0:
                facts["started"] = started
            if some.is_last:
                facts |= closing()
            typesetter.add(f"{number:05}", facts, len(some.lines))
        typesetter.tell("end")
        while typesetter.waiting:
            take_one()
        pages = typesetter.take()
        shutil.move(typesetter.folder / "whole.pdf", into)
    return pages


@dataclass(frozen=True)
class _Some:
    lines: list[tuple[str, ...]]
    is_last: bool


def _parted(lines: Iterable[tuple[str, ...]]) -> Iterable[_Some]:
    """The lines by parts; at least one part, and it is known which is the last."""
    rest = iter(lines)
    waiting = list(islice(rest, PART))
    while following := list(islice(rest, PART)):
        yield _Some(waiting, is_last=False)
        waiting = following
    yield _Some(waiting, is_last=True)
