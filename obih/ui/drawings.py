"""The drawings: 33 icons on a 20-unit grid, 8 glyphs of state on a 12-unit grid, and the mark.

A drawing is written where it stands, not referred to: a fragment swapped by htmx then carries its
own icons, and repeated paths cost nothing after gzip.
"""

from __future__ import annotations

from django.utils.safestring import SafeString

ICONS: dict[str, str] = {
    "alert": '<path d="m10 3 8 14H2zM10 8v4.2M10 13.8v1.2"/>',
    "back": '<path d="M8 5 4 9l4 4M4 9h8a4 4 0 0 1 4 4v3"/>',
    "bell": '<path d="M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3"/>',
    "box": '<path d="M3 4h14v4H3zM4 8v8.5h12V8M8 11.5h4"/>',
    "calendar": '<path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5"/>',
    "chart": '<path d="M3 17h14M5.5 14V9M10 14V4M14.5 14v-3"/>',
    "check": '<path d="m4 10.5 4 4 8-9"/>',
    "clip": (
        '<path d="m15 9.5-5.3 5.3a3 3 0 0 1-4.3-4.3l6.3-6.3a2 2 0 0 1 2.9 2.9l-6.2 6.2a1 1 0 0'
        ' 1-1.5-1.4l5.2-5.2"/>'
    ),
    "clock": '<circle cx="10" cy="10" r="7"/><path d="M10 5.8V10l3 2"/>',
    "desk": '<path d="M3 9.2 10 3l7 6.2V17h-5v-5H8v5H3z"/>',
    "down": '<path d="m4 7 6 6 6-6"/>',
    "file": '<path d="M5 2.5h6.5L15 6v11.5H5zM11.5 2.5V6H15"/>',
    "filter": '<path d="M3 4h14l-5.5 6.5V16l-3 1.5v-7z"/>',
    "help": (
        '<circle cx="10" cy="10" r="7"/><path d="M7.8 8a2.2 2.2 0 1 1 3.2 2c-.8.4-1 .8-1 1.7M10 13.4v1.2"/>'
    ),
    "inbox": '<path d="M3 11h4l1.5 3h3L13 11h4v5.5H3zM3 11l2.5-7h9L17 11"/>',
    "journal": '<path d="M4 3h12v14H5.5A1.5 1.5 0 0 1 4 15.5zM4 15.5A1.5 1.5 0 0 1 5.5 14H16M8 6.5h4.5"/>',
    "key": '<circle cx="6.8" cy="10" r="3.6"/><path d="M10.4 10H17v3.2M14 10v2.4"/>',
    "link": (
        '<path d="M8.5 11.5 11.5 8.5M7 9 4.6 11.4a2.8 2.8 0 0 0 4 4L11 13M13 11l2.4-2.4a2.8 2.8 0'
        ' 0 0-4-4L9 7"/>'
    ),
    "lock": '<path d="M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9"/>',
    "mail": '<path d="M3 5h14v10.5H3zM3 5.5l7 6 7-6"/>',
    "next": '<path d="m7 4 6 6-6 6"/>',
    "off": (
        '<path d="m3 3 14 14M4.5 9a8 8 0 0 1 3-1.8M15.5 9A7.5 7.5 0 0 0 10.6 6.6M7.5 12a4 4 0 0 1'
        ' 2.4-1.1M10 14.4v1.2"/>'
    ),
    "plus": '<path d="M10 4v12M4 10h12"/>',
    "practice": '<path d="m10 2.5 7 4v7l-7 4-7-4v-7zM3 6.5l7 4 7-4M10 10.5v7"/>',
    "print": '<path d="M6 7V3h8v4M6 14H3.5V7h13v7H14M6 11.5h8V17H6z"/>',
    "search": '<circle cx="9" cy="9" r="5.5"/><path d="m13 13 4 4"/>',
    "send": '<path d="m3 10 14-6-5 13-3-5zM9 12l3.5-3.5"/>',
    "shield": (
        '<path d="m10 2.5 6.5 2.5v5c0 4-3 6.5-6.5 7.5C6.5 16.5 3.5 14 3.5 10V5zM7 10l2.2 2.2L13.2 8"/>'
    ),
    "sign": '<path d="m3 16 1-4 9.5-9.5 3 3L7 15zM11.5 4.5l3 3M10 17h7"/>',
    "stamp": '<path d="M8 3h4v4l1.5 4h-7L8 7zM4 11h12v3H4zM4 17h12"/>',
    "tree": '<path d="M4 3v11h5M4 7h5M9 5h7v4H9zM9 12h7v4H9z"/>',
    "user": '<circle cx="10" cy="6.8" r="3.3"/><path d="M3.5 17c.6-3.6 3.2-5 6.5-5s5.9 1.4 6.5 5"/>',
    "x": '<path d="m5 5 10 10M15 5 5 15"/>',
}

GLYPHS: dict[str, str] = {
    "done": '<path d="M1.5 6.5 4.8 9.6 10.8 2.6" stroke-width="1.8"/>',
    "filed": '<path d="M1.2 2h9.6v2.8H1.2zM2 4.8v5.4h8V4.8"/>',
    "late": (
        '<path d="M6 .2 11.8 6 6 11.8.2 6z" fill="currentColor" stroke="none"/>'
        '<path d="M5 2.6h2l-.35 4.3h-1.3zM5.1 7.8h1.8v1.7H5.1z" class="cut-out"/>'
    ),
    "new": '<path d="M6 .9 11.1 6 6 11.1.9 6z"/>',
    "shut": '<path d="M2 5.4h8v5.4H2zM3.6 5.4V3.6a2.4 2.4 0 0 1 4.8 0v1.8" stroke-width="1.5"/>',
    "soon": '<path d="M6 .9 11.1 6 6 11.1.9 6z"/><path d="M6 3.4V6l1.7 1.2"/>',
    "void": '<path d="M6 .9 11.1 6 6 11.1.9 6zM2 2l8 8"/>',
    "work": (
        '<path d="M6 .9 11.1 6 6 11.1.9 6z"/><path d="M6 .9v10.2L.9 6z" fill="currentColor" stroke="none"/>'
    ),
}

MARK = (
    '<path d="m14 0 4.2 4.2L14 8.4 9.8 4.2zM4.2 9.8 8.4 14l-4.2 4.2L0 14zM23.8 9.8 28 14l-4.2 '
    '4.2-4.2-4.2zM14 19.6l4.2 4.2L14 28l-4.2-4.2z"/>'
    '<path d="m8.4 5.6 2.8 2.8-2.8 2.8-2.8-2.8zM8.4 16.8l2.8 2.8-2.8 2.8-2.8-2.8zM19.6 16.8l2.8 '
    '2.8-2.8 2.8-2.8-2.8z" opacity=".55"/>'
    '<path d="m19.6 5.6 2.8 2.8-2.8 2.8-2.8-2.8z" fill="none" stroke="currentColor" stroke-width="1.2"/>'
)


def _svg(css_class: str, grid: int, body: str) -> SafeString:
    return SafeString(f'<svg class="{css_class}" viewBox="0 0 {grid} {grid}" aria-hidden="true">{body}</svg>')


_ICON = {name: _svg("i", 20, body) for name, body in ICONS.items()}
_GLYPH = {name: _svg("g", 12, body) for name, body in GLYPHS.items()}
_MARK = SafeString(f'<svg viewBox="0 0 28 28" fill="currentColor" aria-hidden="true">{MARK}</svg>')


def icon(name: str) -> SafeString:
    """The icon as SVG; an unknown name is a programmer's mistake and raises KeyError."""
    return _ICON[name]


def glyph(state: str) -> SafeString:
    """The glyph of a state as SVG; the states are the keys of GLYPHS."""
    return _GLYPH[state]


def mark() -> SafeString:
    """Eight stitches in a ring, one open: the document now on its way."""
    return _MARK
