"""One stylesheet and one script out of many files: `python -m obih.ui.bundle` writes both.

The results are kept in the repository, so that a running installation builds nothing; a test
fails when they are older than their sources. Weight is the reason: on a line with 800 ms to the
server a graph of modules costs seconds, one file of 12 KB costs one round.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).parent / "static" / "ui"
LAYERS = "@layer reset,base,components,pages;"
STYLES = (
    "tokens reset base number shell bars buttons chips fields notices grid thread cards charts pages"
    " desk print"
)
SCRIPTS = "net says look layout keys form dates combobox grid draft focus session"
_IMPORT = re.compile(r'^import \{([^}]+)\} from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)


def stylesheet() -> str:
    """The whole stylesheet: sources in their order, without comments and idle spaces."""
    parts = [(STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in STYLES.split()]
    return LAYERS + "\n" + "\n".join(_tighten(part) for part in parts) + "\n"


def script() -> str:
    """The whole script: each module becomes a function called once, in the order of SCRIPTS.

    A module may import only what stands before it, by names, and export only where it declares.
    """
    done: list[str] = []
    bodies: list[str] = []
    for name in SCRIPTS.split():
        source = (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")
        for match in _IMPORT.finditer(source):
            assert match[2] in done, f"{name}.js imports {match[2]}.js, which comes later"
        bodies.append(_module(name, source))
        done.append(name)
    return "\n".join(bodies) + "\n"


def _module(name: str, source: str) -> str:
    body = _IMPORT.sub(lambda match: f"const {{{match[1].strip()}}} = $.{match[2]};", source)
    exported = [match[2] for match in _EXPORT.finditer(body)]
    body = _EXPORT.sub(r"\1", body)
    assert not re.search(r"^(import|export) ", body, re.MULTILINE), name
    body = re.sub(r"^\s*/\*\*.*?\*/\n", "", body, flags=re.DOTALL | re.MULTILINE)
    body = re.sub(r"^\s*//.*\n", "", body, flags=re.MULTILINE)
    body = re.sub(r"^\s+|\n(?=\n)", "", body, flags=re.MULTILINE).strip()
    start = "const $ = {};\n" if name == SCRIPTS.split()[0] else ""
    return f"{start}$.{name} = (() => {{\n{body}\nreturn {{{', '.join(exported)}}};\n}})();"


def _tighten(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace('url("../', 'url("')
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()


if __name__ == "__main__":
    (STATIC / "obih.css").write_text(stylesheet(), encoding="utf-8")
    (STATIC / "obih.js").write_text(script(), encoding="utf-8")
