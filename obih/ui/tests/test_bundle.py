"""The bundles are as new as their sources and as light as promised."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import django_htmx

from obih.ui import bundle

KILOBYTE = 1024


def weight(data: bytes) -> float:
    return len(gzip.compress(data, 9)) / KILOBYTE


def test_the_bundles_are_as_new_as_their_sources() -> None:
    again = "run: python -m obih.ui.bundle"
    assert (bundle.STATIC / "obih.css").read_text(encoding="utf-8") == bundle.stylesheet(), again
    assert (bundle.STATIC / "obih.js").read_text(encoding="utf-8") == bundle.script(), again


def test_every_source_is_in_its_bundle() -> None:
    assert {path.stem for path in (bundle.STATIC / "css").iterdir()} == set(bundle.STYLES.split())
    assert {path.stem for path in (bundle.STATIC / "js").iterdir()} == set(bundle.SCRIPTS.split())


def test_the_weights_are_kept() -> None:
    style, script = weight(bundle.stylesheet().encode()), weight(bundle.script().encode())
    htmx = (Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js").read_bytes()
    assert style <= 12
    assert script <= 15
    assert style + script + weight(htmx) <= 45, "the first visit has 60 KB, 15 of them for the page itself"


def test_old_browsers_understand_the_stylesheet() -> None:
    """Chrome 109 and Firefox ESR 115: no :has(), color-mix(), light-dark(), nesting."""
    css = bundle.stylesheet()
    assert not re.search(r":has\(|color-mix|light-dark|data:|&", css)


def test_colours_live_in_the_tokens_only() -> None:
    """Paper excepted: scans and letters stay white in the dark too, and print is black."""
    paper = ("scan-sheet", "paper", "thumbs", "#000", "#fff", "rgb(0 0 0")
    for path in (bundle.STATIC / "css").glob("*.css"):
        if path.stem == "tokens":
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"#[0-9A-Fa-f]{3,8}\b|rgb\(", line):
                assert any(word in line for word in paper), f"{path.name}: {line.strip()}"


def test_scripts_need_no_eval_and_no_inline_style() -> None:
    script = bundle.script()
    assert not re.search(
        r"\beval\(|new Function|\.style\b|document\.write|setTimeout\(['\"]|localStorage", script
    )
