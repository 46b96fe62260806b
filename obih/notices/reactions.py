"""What people are told when something has happened to them. A second run tells nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from obih.history.models import Event
from obih.history.reactions_registry import on
from obih.notices.actions import tell_once
from obih.people import events
from obih.people.declension import person_in
from obih.people.models import Person
from obih.ui.words import short_date


@on(events.SUBSTITUTION_ARRANGED)
def tell_both_of_substitution(happened: Sequence[Event]) -> None:
    """Whoever acts and whoever is absent learn of the days."""
    for event in happened:
        absent = Person.objects.get(pk=int(event.about_key))
        acting = Person.objects.get(pk=event.facts["acting_id"])
        days = f"з {_day(event, 'starts_on')} до {_day(event, 'ends_on')}"
        whose = person_in(absent, "genitive")
        tell_once(acting, event.key, f"Ви виконуєте обов’язки {whose} {days}", f"/people/{absent.pk}/")
        tell_once(
            absent, event.key, f"Ваші обов’язки виконує {acting.full_name} {days}", f"/people/{absent.pk}/"
        )


@on(events.PERSON_DISMISSED)
def tell_successor(happened: Sequence[Event]) -> None:
    for event in happened:
        if successor_id := event.facts.get("successor_id"):
            leaver = Person.objects.get(pk=int(event.about_key))
            successor = Person.objects.get(pk=successor_id)
            tell_once(successor, event.key, f"Вам передано справи: {leaver.full_name}", "/")


@on(events.ROLE_GRANTED)
def tell_of_role(happened: Sequence[Event]) -> None:
    for event in happened:
        person = Person.objects.get(pk=int(event.about_key))
        role, where = event.facts.get("role", ""), event.facts.get("organisation", "")
        tell_once(person, event.key, f"Вам надано роль «{role}»: {where}", "/people/powers/")


def _day(event: Event, name: str) -> str:
    return short_date(date.fromisoformat(event.facts[name]))
