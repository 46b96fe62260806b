"""What stands beside a resolution while it is typed: standard phrases, terms, the first page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from obih.files.queries import images_of
from obih.people.actors import Actor
from obih.registry.queries import Record
from obih.registry.vocabulary import DeadlineSource
from obih.tasks.actions.phrases import FIRST
from obih.tasks.queries.to_resolve import phrases_of
from obih.ui.words import short_date
from obih.workdays.queries import calendar_for


@dataclass(frozen=True)
class OfferedPhrase:
    """A phrase with the day it gives, as it is typed into the field."""

    digit: int
    text: str
    due_on: date | None
    on_control: bool

    @property
    def on(self) -> str:
        return short_date(self.due_on) if self.due_on else ""

    @property
    def keys(self) -> str:
        return f"Digit{self.digit}|Alt+Digit{self.digit}"


def offered_phrases(actor: Actor) -> list[OfferedPhrase]:
    """One’s own phrases; until there are any, those one begins with."""
    today, calendar = timezone.localdate(), calendar_for()
    return [
        OfferedPhrase(
            each.digit,
            each.text,
            calendar.add_working_days(today, each.days) if each.days else None,
            each.on_control,
        )
        for each in phrases_of(actor.person_id) or FIRST
    ]


def offered_within(actor: Actor, day: date | None) -> list[OfferedPhrase]:
    """The same for one tap: a phrase’s day that comes after the document’s own gives way to it."""
    phrases = offered_phrases(actor)
    if day is None:
        return phrases
    return [replace(each, due_on=None) if each.due_on and each.due_on > day else each for each in phrases]


def phrase_pressed(actor: Actor, digit: str) -> OfferedPhrase | None:
    return next((each for each in offered_phrases(actor) if str(each.digit) == digit), None)


def side_of(record: Record) -> dict[str, Any]:
    """The terms of the document and its first page."""
    terms = [
        (each.effective_on, str(DeadlineSource(each.source).label))
        for each in record.deadlines
        if each.met_at is None
    ]
    return {"terms": terms, **first_page(record)}


def first_page(record: Record) -> dict[str, Any]:
    """The image of the first page, how many pages there are besides, and its size."""
    drawn = [each for each in record.files if each.pages]
    images = images_of([drawn[0].sha256]).get(drawn[0].sha256, []) if drawn else []
    if not images:
        return {"page_image": None, "more_pages": 0}
    shown = {"url": f"/files/{drawn[0].id}/pages/{images[0].page}.webp", "width": images[0].width}
    shown |= {"height": images[0].height}
    return {"page_image": shown, "more_pages": sum(each.pages or 0 for each in drawn) - 1}
