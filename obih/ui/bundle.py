"""One stylesheet out of many files: `python -m obih.ui.bundle` writes `static/ui/obih.css`.

The result is kept in the repository, so that a running installation builds nothing; a test
fails when it is older than its sources. Weight is the reason: one request on a slow line.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"
LAYERS = "@layer reset,base,components,pages;"
PARTS = (
    "tokens reset base number shell bars buttons chips fields notices grid thread cards charts pages print"
)


def bundle() -> str:
    """The whole stylesheet: sources in their order, without comments and idle spaces."""
    parts = [(STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in PARTS.split()]
    return LAYERS + "\n" + "\n".join(_tighten(part) for part in parts) + "\n"


def _tighten(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace('url("../', 'url("')
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


if __name__ == "__main__":
    (STATIC / "obih.css").write_text(bundle(), encoding="utf-8")
