"""While a page is put together, what hardly ever changes is asked of the database once.

Which version of the rules and of the calendar is in force is asked by each part of a page that needs them;
within one page they get one answer, so a page is also of one piece. So does a registration, from its first
check to its last row; whatever else changes something asks anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponseBase

Answer = TypeVar("Answer")
_held: ContextVar[dict[str, Any] | None] = ContextVar("one_look", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Inside, `asked_once` asks once by name; outside, each time."""
    before = _held.set({})
    try:
        yield
    finally:
        _held.reset(before)


def asked_once(name: str, ask: Callable[[], Answer]) -> Answer:
    """The answer to a question of this name, asked anew unless a page that is being read has it already."""
    held = _held.get()
    if held is None:
        return ask()
    if name not in held:
        held[name] = ask()
    found: Answer = held[name]
    return found


class OneLookMiddleware:
    """Every GET is one look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with one_look():
            return self.get_response(request)
