"""What we send to browsers is understood by the oldest ones we promised: Chrome 109 and Firefox ESR 115.

A feature is named with what first understood it. What an old browser merely passes over (a property it does not
know) is let be; what would take a rule, a selector list or a whole module with it is not.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

OURS = Path(__file__).resolve().parents[2] / "obih"
MADE = {"obih.css", "obih.js"}
"""Bundles made of the sources beside them."""
STYLES = sorted(path for path in OURS.glob("*/static/**/*.css") if path.name not in MADE)
SCRIPTS = sorted(path for path in OURS.glob("*/static/**/*.js") if path.name not in MADE)
TEMPLATES = sorted(OURS.glob("*/templates/**/*.html"))

NEW_IN_STYLES = {
    r":has\(": ":has(): Firefox 121",
    r"&": "nesting: Chrome 112, Firefox 117",
    r"\bcolor-mix\(": "color-mix(): Chrome 111",
    r"\blight-dark\(": "light-dark(): Chrome 123",
    r"\b(ok)?l(ch|ab)\(": "oklch(), lab(): Chrome 111",
    r"\brgba?\(\s*from|\bhsla?\(\s*from": "relative colours: Chrome 119",
    r"@scope\b": "@scope: Chrome 118",
    r"@starting-style\b": "@starting-style: Chrome 117",
    r"@property\b": "@property: Firefox 128",
    r"@view-transition\b|::view-transition": "view transitions: Chrome 111",
    r"@position-try\b|\banchor\(": "anchors: Chrome 125",
    r"\bsubgrid\b": "subgrid: Chrome 117",
    r"\blinear\(\s*[\d.]": "linear(): Chrome 113",
    r":(user-valid|user-invalid)\b": ":user-invalid: Chrome 119",
    r":dir\(": ":dir(): Chrome 120",
    r":popover-open\b|:open\b|:state\(": "popover: Chrome 114, Firefox 125",
    r"::details-content\b|::highlight\(": "Chrome 131, Firefox 140",
    r"\b(round|mod|rem|abs|sign|sin|cos|tan|atan2|pow|sqrt|hypot|log|exp)\(": "mathematics: Chrome 111, 125",
    r"\b(if|sibling-index|attr)\([^)]*type\(": "Chrome 133",
}
NEW_IN_SCRIPTS = {
    r"\b(Object|Map)\.groupBy\(": "groupBy: Chrome 117",
    r"\bArray\.fromAsync\(": "Array.fromAsync: Chrome 121",
    r"\.(toSorted|toReversed|toSpliced)\(": "toSorted: Chrome 110",
    r"\]\.with\(|\)\.with\(": "Array.with: Chrome 110",
    r"\bPromise\.(withResolvers|try)\b": "Promise.withResolvers: Chrome 119",
    r"\bURL\.(canParse|parse)\(": "URL.canParse: Chrome 120",
    r"\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(": "sets: Chrome 122",
    r"\bIterator\.": "iterator helpers: Chrome 122",
    r"\bimport\b[^;\n]*\bwith\s*\{": "import attributes: Chrome 123",
    r"/[dgimsuy]*v[dgimsuy]*[.,;)\s]": "the v flag: Chrome 112, Firefox 116",
    r"\bAbortSignal\.any\(": "AbortSignal.any: Chrome 116",
    r"\b(show|hide|toggle)Popover\(": "popover: Chrome 114",
    r"\bstartViewTransition\(": "view transitions: Chrome 111",
    r"\bIntl\.(Segmenter|DurationFormat)\b": "Intl.Segmenter: Firefox 125",
    r"\b(isWellFormed|toWellFormed)\(": "isWellFormed: Chrome 111",
    r"\bRegExp\.escape\(": "RegExp.escape: Chrome 136",
    r"\bnavigator\.userAgentData\b(?!\?)": "userAgentData: never in Firefox",
    r"(?<![\w.])navigation\.": "the navigation API: Firefox 147",
    r"\bscheduler\.": "scheduler: Firefox 142",
    r"\bCSS\.highlights\b|\bnew Highlight\(": "highlights: Firefox 140",
    r"\b(await\s+)?using\s+\w+\s*=": "using: Chrome 134",
    r"\.(setHTML|setHTMLUnsafe|moveBefore)\(": "Chrome 124",
    r"\brequestClose\(": "dialog.requestClose: Chrome 134",
    r"\bUint8Array\.fromBase64\(|\.toBase64\(": "Chrome 140",
    r"\bMath\.sumPrecise\b|\bError\.isError\b": "Chrome 134",
}
NEW_IN_TEMPLATES = {
    r"\spopover(target)?\b[ =>]": "popover: Chrome 114",
    r"\scommandfor\s*=": "commands: Chrome 135",
    r"<selectlist|<selectedcontent": "Chrome 135",
    r"shadowrootmode\s*=": "declarative shadow DOM: Chrome 111",
}


def without_comments(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"(^|\s)//[^\n]*", r"\1", text)


def without_texts(text: str) -> str:
    """Scripts without what stands in quotes: a word there is no syntax."""
    return re.sub(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", '""', text)


def found_in(text: str, features: dict[str, str]) -> list[str]:
    return [named for pattern, named in features.items() if re.search(pattern, text)]


def test_there_is_something_to_look_at() -> None:
    rooms = {path.relative_to(OURS).parts[0] for path in [*STYLES, *SCRIPTS]}
    assert {"ui", "people"} <= rooms and len(STYLES) > 10 and len(SCRIPTS) > 8


@pytest.mark.parametrize("path", STYLES, ids=lambda path: str(path.relative_to(OURS)))
def test_old_browsers_understand_the_styles(path: Path) -> None:
    text = without_comments(path.read_text(encoding="utf-8"))
    assert not found_in(re.sub(r"url\([^)]*\)|\"[^\"]*\"", "", text), NEW_IN_STYLES)
    assert "http:" not in text and "https:" not in text and "@import" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(OURS)))
def test_old_browsers_understand_the_scripts(path: Path) -> None:
    text = without_comments(path.read_text(encoding="utf-8"))
    assert not found_in(without_texts(text), NEW_IN_SCRIPTS)
    assert not re.search(r"\beval\(|new Function|document\.write|insertAdjacentHTML|outerHTML\s*=", text)
    assert "localStorage" not in text and "indexedDB" not in text, "nothing of people’s stays in the browser"
    assert not re.search(r"https?://", text), "nothing is loaded from elsewhere"


def test_old_browsers_understand_the_pages() -> None:
    for path in TEMPLATES:
        assert not found_in(path.read_text(encoding="utf-8"), NEW_IN_TEMPLATES), path


@pytest.mark.parametrize(
    ("text", "features"),
    [
        (".a:has(.b) {}", NEW_IN_STYLES),
        (".a { &:hover {} }", NEW_IN_STYLES),
        ("a { color: color-mix(in srgb, red, blue) }", NEW_IN_STYLES),
        ("rows.toSorted()", NEW_IN_SCRIPTS),
        ("Object.groupBy(rows, each)", NEW_IN_SCRIPTS),
        ("dialog.showPopover()", NEW_IN_SCRIPTS),
        ("const found = text.match(/[a--b]/v);", NEW_IN_SCRIPTS),
        ('<div popover id="a">', NEW_IN_TEMPLATES),
    ],
)  # fmt: skip
def test_a_new_feature_would_be_noticed(text: str, features: dict[str, str]) -> None:
    assert found_in(text, features)
