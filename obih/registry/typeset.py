"""Typesets one part of a long journal in a process of its own, which gives its memory back when it ends.

python typeset.py FOLDER: the folder holds `journal.typ`, `facts.json` and `page.json`. Writes how many pages
the part has, reads the number of its first page from the standard input, writes `part.pdf`. Imports nothing
of the project.
"""

from __future__ import annotations

import sys
from pathlib import Path

import typst


def main(folder: Path) -> None:
    page = folder / "page.json"
    page.write_text("2")
    compiler = typst.Compiler(
        str(folder / "journal.typ"), root=str(folder), ignore_system_fonts=True, sys_inputs={"from": "files"}
    )
    pages = compiler.query("<pages>", field="value", one=True)
    sys.stdout.write(f"{str(pages).strip()}\n")
    sys.stdout.flush()
    page.write_text(sys.stdin.readline().strip())
    compiler.compile(output=str(folder / "part.pdf"), pdf_tags=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
