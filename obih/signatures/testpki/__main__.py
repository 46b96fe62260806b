"""Writes the committed samples and the table in the docs anew: `python -m obih.signatures.testpki`."""

from __future__ import annotations

import sys

from obih.signatures.testpki import golden

if __name__ == "__main__":
    count = golden.write(golden.FOLDER, lambda line: print(line, file=sys.stderr))  # noqa: T201
    golden.TABLE.write_text(golden.table(), encoding="utf-8")
    print(f"{count} → {golden.FOLDER}; {golden.TABLE}", file=sys.stderr)  # noqa: T201
