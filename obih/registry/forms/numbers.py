"""The part of a registration form that says under what number, and when it was numbered on paper."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from obih.law.profile import Profile
from obih.people.actors import Actor
from obih.registry.forms.fields import CountField, HourField, TextField, moment_of
from obih.registry.lateness import why_reason_is_asked
from obih.registry.models import Allocation, Journal
from obih.registry.numbering import NEXT, NumberSource
from obih.registry.queries.numbers import HeldNumber, held_numbers
from obih.registry.sources import NumberFrom, after, held
from obih.ui.forms import DateField
from obih.ui.words import short_date

NUMBER_FIELDS = ("number_from", "number_held", "number_base")
LATE_FIELDS = ("registered_on", "registered_time", "late_reason")
WIDTHS = {
    "number_from": 4, "number_held": 5, "number_base": 3, "registered_on": 3, "registered_time": 2,
    "late_reason": 7,
}  # fmt: skip
WAYS = (
    (NumberFrom.NEXT, "наступний"),
    (NumberFrom.HELD, "зарезервований або повернутий"),
    (NumberFrom.LETTER, "з літерою після номера"),
    (NumberFrom.FRACTION, "із дробом після номера"),
)


class HeldField(forms.ModelChoiceField):
    """A number held or free in the journal, told with whom it is held for.

    One that has been used meanwhile is still understood: registering refuses it, or knows the same request.
    """

    known: dict[Any, HeldNumber]
    journal: Journal

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            reserved = Allocation.objects.filter(journal=self.journal, reservations__isnull=False)
            found = reserved.filter(pk=value).first() if _is_uuid(value) else None
            if found is None:
                raise
            return found

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def label_from_instance(self, obj: Any) -> str:
        return told_of(self.known[obj.pk])


def _is_uuid(value: Any) -> bool:
    try:
        return bool(UUID(str(value)))
    except ValueError:
        return False


def told_of(number: HeldNumber) -> str:
    """«12 — Андрій Гриценко, до 05.12», «14 — повернутий»."""
    held_for = number.reservation
    if number.is_free or held_for is None:
        return f"{number.number} — повернутий, вільний"
    until = f", до {short_date(held_for.until)}" if held_for.until else ""
    return f"{number.number} — {held_for.holder}{until}"


class NumberPart(forms.Form):
    """Fields of the number and of a late entry, for a form that has `actor`, `journal`, `today`, `rules`.

    Call `add_number_fields()` after the form’s own fields. When the form is valid, `number_told()` gives the
    arguments `number`, `registered_at` and `late_reason` of a Card.
    """

    actor: Actor
    journal: Journal
    today: date
    rules: Profile

    def add_number_fields(self) -> None:
        self._held = {each.allocation.pk: each for each in held_numbers(self.actor, self.journal)}
        self.fields["number_from"] = forms.ChoiceField(label="Номер", required=False, choices=WAYS)
        chosen = HeldField(
            queryset=Allocation.objects.filter(pk__in=list(self._held)).order_by(
                "period", "sequence", "suffix"
            ),
            label="Який",
            required=False,
            empty_label="—" if self._held else "немає вільних",
        )
        chosen.known, chosen.journal = self._held, self.journal
        chosen.error_messages["invalid_choice"] = "Цей номер уже не вільний: оберіть інший"
        self.fields["number_held"] = chosen
        self.fields["number_base"] = CountField(label="Після №", required=False)
        self.fields["registered_on"] = DateField(label="Зареєстровано", lean="past", required=False)
        self.fields["registered_time"] = HourField(label="Година", required=False)
        self.fields["late_reason"] = TextField(most=300, label="Чому внесено пізніше", required=False)
        for name, width in WIDTHS.items():
            self.fields[name].width = width  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "number_from" in self.fields:
            cleaned["number_source"] = self._source(cleaned)
            cleaned["registered_moment"] = self._registered(cleaned)
        return cleaned

    def _source(self, cleaned: dict[str, Any]) -> NumberSource:
        way = NumberFrom(cleaned.get("number_from") or NumberFrom.NEXT)
        chosen, base = cleaned.get("number_held"), cleaned.get("number_base")
        if way == NumberFrom.HELD or (way == NumberFrom.NEXT and chosen):
            if chosen is None and not self.has_error("number_held"):
                self.add_error("number_held", "Оберіть номер зі списку")
            return held(chosen) if chosen else NEXT
        if way in (NumberFrom.LETTER, NumberFrom.FRACTION):
            if not base and not self.has_error("number_base"):
                self.add_error("number_base", "Напишіть, після якого номера")
            return after(self.journal, base, way) if base else NEXT
        return NEXT

    def _registered(self, cleaned: dict[str, Any]) -> datetime | None:
        """The moment it was numbered on paper; None for a document that is registered now."""
        day, hour, reason = (cleaned.get(name) for name in LATE_FIELDS)
        if self.has_error("registered_on") or self.has_error("registered_time"):
            return None
        if day is None:
            self._ask_for_reason(cleaned, reason)
            self._ask_for_day(cleaned)
            return None
        if not isinstance(hour, time):
            self.add_error("registered_time", "Напишіть годину, що стоїть на документі")
            return None
        now = timezone.now()
        moment = moment_of(day, hour, now)
        received = cleaned.get("received_moment")
        if moment > now:
            self.add_error("registered_on", "Цей час ще не настав: вкажіть той, що стоїть на документі")
        elif isinstance(received, datetime) and moment < received:
            self.add_error("registered_on", "Зареєструвати раніше, ніж одержано, не можна")
        if not reason and not self.has_error("late_reason"):
            self.add_error("late_reason", "Напишіть, чому документ вносять пізніше, ніж зареєстрували")
        return moment

    def _ask_for_reason(self, cleaned: dict[str, Any], reason: Any) -> None:
        received = cleaned.get("received_moment")
        silent = self.actor.kind != "person" or self.has_error("late_reason")
        if reason or silent or not isinstance(received, datetime):
            return
        if asked := why_reason_is_asked(received, timezone.now(), self.rules):
            self.add_error("late_reason", ValidationError(asked, code="late"))

    def _ask_for_day(self, cleaned: dict[str, Any]) -> None:
        """A number printed for the time without connection was written on paper then, not now."""
        chosen = cleaned.get("number_held")
        if chosen is not None and chosen.pk in self._held and self._held[chosen.pk].is_outage:
            self.add_error("registered_on", "Номер з аркуша: вкажіть день і годину, що записано на ньому")

    def number_told(self) -> dict[str, Any]:
        """What the part says, as arguments of a Card."""
        said = self.cleaned_data
        return {
            "number": said.get("number_source") or NEXT,
            "registered_at": said.get("registered_moment"),
            "late_reason": said.get("late_reason") or "",
        }
