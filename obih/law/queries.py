"""What people and other rooms ask of the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from obih.history.models import Event
from obih.law.models import GROUPS, ProfileVersion, Rule
from obih.law.profile import Profile
from obih.ui.one_look import asked_once

KEPT_DAYS = 64


@dataclass
class _Loaded:
    """All rows of one version of the profile, with the days already put together from them."""

    number: int
    values: dict[str, list[Any]]
    days: dict[date, Profile] = field(default_factory=dict)


_loaded: dict[UUID, _Loaded] = {}


def profile(on: date | None = None) -> Profile:
    """The rules in force on a day (today by default).

    Costs one statement while nothing changes: each process keeps the rows of the version it last saw and
    asks only for the version's token. The token, not the number, decides, because a number that was rolled
    back may be given again.
    """
    day = on or timezone.localdate()
    loaded = _current()
    found = loaded.days.get(day)
    if found is None:
        if len(loaded.days) >= KEPT_DAYS:
            loaded.days.clear()
        found = loaded.days[day] = _put_together(loaded, day)
    return found


def profile_version() -> int:
    """The number a document keeps from the moment of its registration."""
    number = ProfileVersion.objects.values_list("number", flat=True).first()
    return number or 0


def rules_of(group: str, on: date) -> list[Rule]:
    """The rows of one group that hold on a day or begin later, in their order."""
    model = GROUPS[group]
    held = list(model.objects.in_force(on))
    coming = model.objects.filter(valid_from__gt=on)
    return sorted([*held, *coming], key=lambda row: (row.order, row.title, row.valid_from))


def rule_history(group: str, code: str) -> list[tuple[Rule, list[Event]]]:
    """Every row a code ever had, the newest first, each with what was announced of it."""
    model = GROUPS[group]
    rows = list(model.objects.of(code))
    label = model._meta.label_lower
    told: dict[str, list[Event]] = {}
    keys = [str(row.pk) for row in rows]
    for event in Event.objects.filter(about_kind=label, about_key__in=keys).order_by("-seq"):
        told.setdefault(event.about_key, []).append(event)
    return [(row, told.get(str(row.pk), [])) for row in rows]


def _current() -> _Loaded:
    version = asked_once("law", _version)
    if version is None:
        return _Loaded(0, {group: [] for group in GROUPS})
    token, number = version
    loaded = _loaded.get(token)
    if loaded is None:
        loaded = _Loaded(number, _read())
        _loaded.clear()
        _loaded[token] = loaded
    return loaded


def _version() -> tuple[UUID, int] | None:
    with connection.cursor() as cursor:  # asked by every request: an ORM query costs four times as much
        cursor.execute("SELECT token, number FROM law_profileversion")
        return cursor.fetchone()


def _read() -> dict[str, list[Any]]:
    return {
        group: [row.as_value() for row in model.objects.order_by("order", "title")]
        for group, model in GROUPS.items()
    }


def _put_together(loaded: _Loaded, day: date) -> Profile:
    held: dict[str, Any] = {
        group: {
            value.code: value
            for value in values
            if value.valid_from <= day and (value.valid_to is None or day <= value.valid_to)
        }
        for group, values in loaded.values.items()
    }
    return Profile(on=day, version=loaded.number, **held)
