"""How an action refuses."""

from __future__ import annotations

from datetime import date

from obih.ui.refusals import Refused


def allow(refusal: str | None) -> None:
    """Go on, or raise the refusal with its reason."""
    if refusal:
        raise Refused(refusal)


def required(value: str, sentence: str, field: str) -> str:
    """The text without spaces around it and NUL inside; Refused at the field if nothing is left."""
    text = " ".join(value.replace("\x00", "").split())
    if not text:
        raise Refused(sentence, field=field)
    return text


def in_order(start: date, end: date | None, field: str = "ended_on") -> None:
    if end and end < start:
        raise Refused(f"Кінець {end:%d.%m.%Y} раніше за початок {start:%d.%m.%Y}", field=field)
