"""A long journal as one PDF: typeset in parts by processes beside, merged with page numbers that go on.

No process holds more than one part; two work at a time while the next lines are read.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pypdfium2

from obih.registry.printing import ASSETS, JournalHead, journal_facts

PART = 1000
"""Lines of a part: some 200 MB while they are typeset."""
AT_ONCE = 2
TYPESET = Path(__file__).with_name("typeset.py")


class NotTypeset(Exception):
    """A part could not be made."""


@dataclass
class _Part:
    folder: Path
    process: subprocess.Popen[str]

    def finish(self, first_page: int) -> int:
        """Let it write its PDF from this page on; gives the page after its last one."""
        assert self.process.stdin and self.process.stdout
        pages = self.process.stdout.readline().strip()
        if not pages.isdecimal():
            self.process.kill()
            self.process.wait()
            raise NotTypeset(self.folder.name)
        self.process.communicate(f"{first_page}\n")
        if self.process.returncode:
            raise NotTypeset(self.folder.name)
        (self.folder / "facts.json").unlink()
        return first_page + int(pages)


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
    with tempfile.TemporaryDirectory(prefix="obih-print-") as folder:
        parts, made = deque[_Part](), list[Path]()
        page, done = 1, 0

        def finish_oldest() -> None:
            nonlocal page, done
            part = parts.popleft()
            page = part.finish(page)
            made.append(part.folder / "part.pdf")
            done += PART
            progress(done)

        try:
            for number, some in enumerate(_parted(lines)):
                while len(parts) >= AT_ONCE:
                    finish_oldest()
                facts = journal_facts(head, some.lines, foot, first=number == 0)
                if number == 0:
                    facts["started"] = started
                if some.is_last:
                    facts |= closing()
                parts.append(_start(Path(folder) / f"{number:04}", facts))
            while parts:
                finish_oldest()
        finally:
            for part in parts:
                part.process.kill()
                part.process.wait()
        _merge(made, into)
    return page - 1


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


def _start(folder: Path, facts: dict[str, object]) -> _Part:
    folder.mkdir()
    shutil.copy(ASSETS / "journal.typ", folder / "journal.typ")
    (folder / "facts.json").write_text(json.dumps(facts, ensure_ascii=False))
    process = subprocess.Popen(
        [sys.executable, str(TYPESET), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return _Part(folder, process)


def _merge(parts: list[Path], into: Path) -> None:
    whole = pypdfium2.PdfDocument.new()
    try:
        for path in parts:
            part = pypdfium2.PdfDocument(path)
            whole.import_pages(part)
            part.close()
        whole.save(str(into))
    finally:
        whole.close()
