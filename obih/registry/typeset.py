"""Typesets the parts of a long journal beside the worker: each part in a fork that gives its memory back.

python typeset.py FOLDER: the folder holds `journal.typ`. A line on the standard input names a part, a folder
in it with `facts.json`; the part gets `part.pdf`, its pages count on from those of the part before, and the
number of its pages is written to the standard output. «end» joins the parts into `whole.pdf`. Two parts are
laid out at a time; a fork learns its first page when the part before knows its last. Ends with the input, and
with an error at the first part that cannot be made. Imports nothing of the project.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import typst

END = "end"
AT_ONCE = 2


@dataclass(frozen=True)
class Fork:
    """A child at work on a part; it tells over one pipe how many pages there are and hears over the other
    which is the first."""

    child: int
    told: int
    answer: int

    def pages(self) -> int:
        """Wait until it is laid out. 0 when it could not be."""
        return int(os.read(self.told, 20) or b"0")

    def finish(self, first_page: int = 0) -> None:
        """Let it write its file; an error of it is one of ours."""
        if first_page:
            os.write(self.answer, str(first_page).encode())
        os.close(self.answer)
        os.close(self.told)
        if os.waitpid(self.child, 0)[1]:
            sys.exit(1)


def main(folder: Path) -> None:
    made: list[Path] = []
    forks: deque[Fork] = deque()
    first_page = 1

    def finish_oldest() -> None:
        nonlocal first_page
        fork = forks.popleft()
        pages = fork.pages()
        fork.finish(first_page)
        first_page += pages
        _say(pages)

    for line in sys.stdin:
        if line.strip() == END:
            break
        if len(forks) == AT_ONCE:
            finish_oldest()
        made.append(folder / line.strip())
        forks.append(_forked(_typeset, folder, made[-1]))
    else:
        return  # who asked is gone
    while forks:
        finish_oldest()
    _forked(_join, folder, folder).finish(len(made))
    _say(first_page - 1)


def _say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


Hear = Callable[[], int]
Tell = Callable[[int], None]


def _forked(work: Callable[[Path, Path, Tell, Hear], None], folder: Path, part: Path) -> Fork:
    """Do it in a fork: what it took is free again afterwards. Nothing here has threads before the fork."""
    told, telling = os.pipe()
    hearing, answer = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        os.close(hearing)
        return Fork(child, told, answer)
    code = 1
    try:
        os.close(answer)
        work(folder, part, lambda it: _send(telling, it), lambda: int(os.read(hearing, 20)))
        code = 0
    finally:
        os._exit(code)


def _send(pipe: int, number: int) -> None:
    os.write(pipe, str(number).encode())


def _typeset(folder: Path, part: Path, tell: Tell, hear: Hear) -> None:
    shutil.copy(folder / "journal.typ", part)
    page = part / "page.json"
    page.write_text("1")
    compiler = typst.Compiler(
        str(part / "journal.typ"), root=str(part), ignore_system_fonts=True, sys_inputs={"from": "files"}
    )
    tell(int(compiler.query("<pages>", field="value", one=True)))
    page.write_text(str(hear()))  # only the feet are laid out anew
    compiler.compile(output=str(part / "part.pdf"), pdf_tags=False)
    (part / "facts.json").unlink()


def _join(folder: Path, whole: Path, tell: Tell, hear: Hear) -> None:
    """The parts are numbered in their order; `hear` says how many there are."""
    import pypdfium2

    parts = sorted(folder.glob("*/part.pdf"))
    assert len(parts) == hear()
    joined = pypdfium2.PdfDocument.new()
    for path in parts:
        part = pypdfium2.PdfDocument(path)
        joined.import_pages(part)
        part.close()
    joined.save(str(whole / "whole.pdf"))
    joined.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
