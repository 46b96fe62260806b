"""Keys as they are printed («Ctrl+Enter», «R», «G J») and as browsers name them."""

from __future__ import annotations

_CODES = {"/": "Slash", "↑": "ArrowUp", "↓": "ArrowDown", "Esc": "Escape"}
_ARIA = {"Ctrl": "Control", "Esc": "Escape"}


def _code(name: str) -> str:
    if len(name) == 1 and name.isascii() and name.isalpha():
        return f"Key{name.upper()}"
    if len(name) == 1 and name.isdigit():
        return f"Digit{name}"
    return _CODES.get(name, name)


def key_code(printed: str) -> str:
    """«Ctrl+Shift+Enter» → the same; «R» → «KeyR»; «G J» → «KeyG KeyJ» (one after the other)."""
    return " ".join("+".join(_code(part) for part in stroke.split("+")) for stroke in printed.split())


def aria_shortcut(printed: str) -> str:
    """The value of aria-keyshortcuts: «Ctrl+Enter» → «Control+Enter»."""
    return " ".join(
        "+".join(_ARIA.get(part, part) for part in stroke.split("+")) for stroke in printed.split()
    )
