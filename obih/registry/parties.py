"""Who else stands on an incoming card: other numbers of the sender, covering bodies, co-authors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from obih.registry.vocabulary import PartyRole
from obih.ui.words import short_date

ROLES: dict[str, str] = {
    PartyRole.CO_AUTHOR: "співавтор",
    PartyRole.SENDER: "ще номер відправника",
    PartyRole.COVERING: "надіслав супровідним",
    PartyRole.DEPUTY: "депутат",
}
"""What they are called on the card; the first is meant when nobody says otherwise."""
FIRST_ORDER = 50
"""Where they begin when they are written anew: after those that have fields of their own."""


class PartyLike(Protocol):
    @property
    def role(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def dated_on(self) -> date | None: ...


Any_ = TypeVar("Any_", bound=PartyLike)


def more_of(parties: Sequence[Any_]) -> list[Any_]:
    """Those beside the ones with a field of their own (the sender, the covering body without a number)."""
    found: list[Any_] = []
    senders = 0
    for each in parties:
        if each.role == PartyRole.SENDER:
            senders += 1
            if senders > 1:
                found.append(each)
        elif each.role in (PartyRole.CO_AUTHOR, PartyRole.DEPUTY) or (
            each.role == PartyRole.COVERING and (each.number or each.dated_on)
        ):
            found.append(each)
    return found


def in_words(role: str, name: str, number: str, dated_on: date | None) -> str:
    """«надіслав супровідним: Черкаська ОВА, № 5 від 01.02.2026»."""
    theirs = " ".join(
        part
        for part in (f"№ {number}" if number else "", f"від {short_date(dated_on)}" if dated_on else "")
        if part
    )
    said = ", ".join(part for part in (name, theirs) if part)
    return f"{ROLES.get(role, role)}: {said}"
