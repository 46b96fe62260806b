"""Writes the committed samples and the table in the docs anew: `python -m obih.signatures.testpki`."""

from __future__ import annotations

import sys

from obih.signatures.testpki import golden, outside

if __name__ == "__main__":
    count = golden.write(golden.FOLDER, lambda line: print(line, file=sys.stderr))  # noqa: T201
    before = golden.TABLE.read_text(encoding="utf-8") if golden.TABLE.exists() else ""
    golden.TABLE.write_text(outside.page(golden.table(), before), encoding="utf-8")
    print(f"{count} → {golden.FOLDER}; {golden.TABLE}", file=sys.stderr)  # noqa: T201
