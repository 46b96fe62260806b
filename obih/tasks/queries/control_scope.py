"""What the pages of control are asked for in their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.tasks.access import why_not_see_board
from obih.tasks.queries.board import BUCKETS, NAMES, Scope, watched_organisations
from obih.ui.refusals import Refused

LISTS = {**NAMES, "to_lift": "Чекає зняття з контролю", "asked": "Просять продовжити"}
WHICH = (*BUCKETS, "to_lift", "asked")


@dataclass(frozen=True)
class ControlAsked:
    """Filters of an address, checked; what makes no sense there is as if absent."""

    actor: Actor
    organisations: list[Organisation]
    scope: Scope
    which: str
    by: str
    values: Mapping[str, str]

    @property
    def organisation(self) -> int | None:
        """The one chosen organisation, or None for all of them."""
        return self.scope.organisations[0] if self.values.get("organisation") else None

    def query(self, **changes: object) -> str:
        """The filters as the end of an address, with these changes; None or an empty value leaves one out."""
        wanted = {**self.values, **changes}
        told = urlencode({name: value for name, value in wanted.items() if value not in (None, "")})
        return f"?{told}" if told else "?"


def control_asked(actor: Actor, given: Mapping[str, str]) -> ControlAsked:
    """Who asks and for what; raises Refused for whoever does not see the board."""
    if refusal := why_not_see_board(actor):
        raise Refused(refusal)
    organisations = list(watched_organisations(actor))
    chosen = [each for each in organisations if str(each.pk) == given.get("organisation")]
    kept: dict[str, str] = {"organisation": str(chosen[0].pk)} if chosen else {}
    numbers = {name: _number(given.get(name, "")) for name in ("unit", "person")}
    kept |= {name: str(number) for name, number in numbers.items() if number is not None}
    day = _day(given.get("day", ""))
    if day:
        kept["day"] = day.isoformat()
    if given.get("control"):
        kept["control"] = "1"
    which = given.get("which", "") if given.get("which", "") in WHICH else ""
    if which:
        kept["which"] = which
    by = "person" if given.get("by") == "person" else "unit"
    if by == "person":
        kept["by"] = by
    scope = Scope(
        tuple(each.pk for each in chosen or organisations), timezone.localdate(),
        control_only="control" in kept, unit=numbers["unit"], person=numbers["person"], day=day,
    )  # fmt: skip
    return ControlAsked(actor, organisations, scope, which, by, kept)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
