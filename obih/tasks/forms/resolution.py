"""A resolution as it is typed: whose, how it was given, and its points."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone

from obih.people.models import Person
from obih.registry.forms.fields import TextField
from obih.tasks import rules
from obih.tasks.actions import PointEntry, ResolutionEntry
from obih.tasks.actions.entries import MOST_POINTS
from obih.tasks.forms.executors import ExecutorRow, ExecutorsField, rows_in
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.queries.suggesting import KnownExecutors
from obih.tasks.vocabulary import DueSource, Duty, Every, Mode
from obih.ui.forms import DateField
from obih.ui.refusals import Refused
from obih.ui.words import short_date
from obih.workdays.queries import calendar_for

OWN, DRAFT = "own", "draft"
HOWS = {
    OWN: "накладаю зараз",
    DRAFT: "готую проєкт для автора",
    Mode.PAPER.value: "вношу з паперу",
    Mode.ORAL.value: "вношу сказане усно",
}
BLANK = "__p__"
_PLACE = re.compile(r"points-(\d{1,2})-(text|due_on|executor-\d{1,3}(_text)?)")


def places_in(data: Mapping[str, Any]) -> list[str]:
    """Which points were typed, in their order; at least the first. An empty point is none."""
    typed = [name for name, value in data.items() if str(value).strip()]
    found = {int(told[1]) for told in map(_PLACE.fullmatch, typed) if told}
    return [str(each) for each in sorted(found)] or ["0"]


@dataclass(frozen=True)
class PointPart:
    """The fields of one point, for the page."""

    place: str
    executor: BoundField
    text: BoundField
    due_on: BoundField
    on_control: BoundField
    every: BoundField
    every_until: BoundField

    @property
    def vague(self) -> list[str]:
        return rules.vague_words(str(self.text.value() or ""))


class ResolutionForm(forms.Form):
    """`hows` is what the actor may do here; where it is one thing only, nobody is asked. With a draft at
    hand (`hows` empty) there are the points alone."""

    refused_with = 422
    """The status of an answer with errors: 409 where somebody was first."""
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Any = None,
        *,
        known: KnownExecutors,
        hows: Sequence[str] = (),
        authors: Sequence[tuple[str, str]] = (),
        deputies: Sequence[tuple[str, str]] = (),
        places: Sequence[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.known = known
        if hows:
            self.offer(hows, authors, deputies)
        self.places = list(places or (places_in(data) if data is not None else ["0"]))[: MOST_POINTS + 1]
        for place in self.places:
            self._add_point(place)

    def offer(
        self, hows: Sequence[str], authors: Sequence[tuple[str, str]], deputies: Sequence[tuple[str, str]]
    ) -> None:
        """What is asked above the points; also of a form that was read without it and is shown again."""
        self.fields["how"] = forms.ChoiceField(
            label="Що робите",
            choices=[(each, HOWS[each]) for each in hows],
            widget=forms.RadioSelect,
            initial=hows[0],
            required=False,
        )
        if set(hows) - {OWN}:
            self.fields["author"] = forms.ChoiceField(
                label="Чия резолюція", choices=[("", "Оберіть"), *authors], required=False
            )
            self.fields["author"].widget.attrs["class"] = "input"
            self.fields["dated_on"] = DateField(
                label="Дата на папері", lean="past", required=False, help_text="Порожнє: сьогодні"
            )
        if deputies:
            self.fields["coordinator"] = forms.ChoiceField(
                label="Координує", choices=[("", "ніхто"), *deputies], required=False
            )
            self.fields["coordinator"].widget.attrs["class"] = "input"

    def _add_point(self, place: str) -> None:
        name = f"points-{place}-"
        self.fields[f"{name}executor"] = ExecutorsField(
            known=self.known,
            label="Кому",
            help_text="Перший — головний. Прізвище, посада, підрозділ, комісія або установа",
        )
        self.fields[f"{name}text"] = TextField(most=2000, many_lines=True, label="Що зробити", required=False)
        self.fields[f"{name}text"].widget.attrs |= {"data-point-text": "", "rows": 2}
        self.fields[f"{name}due_on"] = DateField(label="Виконати до", lean="future", required=False)
        self.fields[f"{name}on_control"] = forms.BooleanField(
            label="на контролі", required=False, initial=True
        )
        self.fields[f"{name}every"] = forms.ChoiceField(
            label="Повторюється", choices=Every.choices, required=False
        )
        self.fields[f"{name}every"].widget.attrs["class"] = "input"
        self.fields[f"{name}every_until"] = DateField(label="Повторювати до", lean="future", required=False)

    # ── the page ──

    def points(self) -> list[PointPart]:
        return [self._part(each) for each in self.places]

    def blank_point(self) -> PointPart:
        """A point for the page to make the next one of."""
        return ResolutionForm(known=self.known, places=[BLANK])._part(BLANK)

    def _part(self, place: str) -> PointPart:
        names = ("executor", "text", "due_on", "on_control", "every", "every_until")
        return PointPart(place, *(self[f"points-{place}-{name}"] for name in names))

    def one_more(self) -> ResolutionForm:
        """Itself with an empty point at the end; nothing is checked."""
        following = str(int(self.places[-1]) + 1)
        data = dict(self.data.items())
        data[f"points-{following}-on_control"] = "on"
        self.data, self.is_bound = data, True
        self.places.append(following)
        self._add_point(following)
        return self

    def renew_version(self, version: int) -> None:
        """What was typed, now over the draft as it stands."""
        self.data = dict(self.data.items()) | {"version": str(version)}

    def fill_in(self, text: str, days_on: str, *, on_control: bool) -> None:
        """A standard phrase into the first point that has no words yet, or into the last."""
        empty = [each for each in self.places if not str(self.data.get(f"points-{each}-text", "")).strip()]
        place, data = (empty or self.places[-1:])[0], dict(self.data.items())
        data[f"points-{place}-text"] = text
        if days_on:
            data[f"points-{place}-due_on"] = days_on
        data[f"points-{place}-on_control"] = "on" if on_control else ""
        self.data = data

    def name_executor(self, place: str, value: str, name: str) -> None:
        """Whom one names often, pressed: in the next row of his point, unless he stands there already."""
        if place not in self.places:
            return
        field, data = f"points-{place}-executor", dict(self.data.items())
        rows = rows_in(data, field)
        if all(each.token != value for each in rows):
            data |= {f"{field}-{len(rows)}": value, f"{field}-{len(rows)}_text": name}
        self.data = data

    # ── what was typed ──

    def entries(self) -> tuple[PointEntry, ...]:
        """The points, when the form is valid; a point without an executor is refused at its field by the
        action."""
        return tuple(self._entry(each) for each in self.places)

    def _entry(self, place: str) -> PointEntry:
        told = {name: self.cleaned_data[f"points-{place}-{name}"] for name in _TOLD}
        return PointEntry(
            text=told["text"],
            executors=told["executor"],
            due_on=told["due_on"],
            on_control=told["on_control"],
            every=told["every"],
            every_until=told["every_until"],
            rolls_back=bool(told["every"]),
        )

    @property
    def how(self) -> str:
        field = self.fields.get("how")
        return self.cleaned_data.get("how") or (field.initial if field else OWN)

    def entry(self, parent_id: int | None = None) -> ResolutionEntry:
        told, own = self.cleaned_data, self.how == OWN
        mode = self.how if self.how in (Mode.PAPER, Mode.ORAL) else Mode.SYSTEM
        author = None if own else _person(told.get("author"))
        return ResolutionEntry(
            self.entries(),
            author=author,
            mode=mode,
            dated_on=told.get("dated_on") if mode != Mode.SYSTEM else None,
            coordinator=_person(told.get("coordinator")),
            parent_id=parent_id,
        )

    def put(self, refused: Refused) -> None:
        """A refusal at the field of its point: `points-1-executor` counts the points as they stand."""
        parts = (refused.field or "").split("-")
        if len(parts) == 3 and parts[0] == "points" and int(parts[1]) < len(self.places):
            refused.field = f"points-{self.places[int(parts[1])]}-{parts[2]}"
        refused.put_on(self)


def _person(key: str | None) -> Person | None:
    return Person.objects.filter(pk=int(key)).first() if key else None


_TOLD = ("executor", "text", "due_on", "on_control", "every", "every_until")


def typed_from(resolution: Resolution) -> tuple[list[str], dict[str, Any]]:
    """A draft as it would be typed: the places of its points and what stands in them."""
    initial: dict[str, Any] = {"version": resolution.version}
    points = list(resolution.points.prefetch_related("assignments"))
    for place, point in enumerate(points):
        told = {
            "text": point.text,
            "due_on": point.due_on if point.due_source == DueSource.AUTHOR else None,
            "on_control": point.on_control,
            "every": point.every,
            "every_until": point.every_until,
            "executor": _rows(point),
        }
        initial |= {f"points-{place}-{name}": value for name, value in told.items()}
    return [str(each) for each in range(len(points))] or ["0"], initial


def _rows(point: Point) -> list[ExecutorRow]:
    given = sorted(point.assignments.all(), key=lambda each: (_ORDER[each.duty], each.pk))
    made_on = timezone.localdate(point.resolution.created_at)
    usual = rules.co_due(point.due_on, made_on, calendar_for()) if point.due_on else None
    return [_row(each, usual) for each in given if each.ended_at is None]


_ORDER = {Duty.MAIN.value: 0, Duty.CO.value: 1, Duty.INFO.value: 2}


def _row(each: Assignment, usual: date | None) -> ExecutorRow:
    kinds = {"person": each.person_id, "unit": each.unit_id, "body": each.body_id}
    kinds["organisation"] = each.organisation_id
    kind, key = next((kind, key) for kind, key in kinds.items() if key)
    due = short_date(each.due_on) if each.duty == Duty.CO and each.due_on and each.due_on != usual else ""
    return ExecutorRow(f"{kind}:{key}", each.label, each.duty, due)
