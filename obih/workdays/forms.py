"""What people type about the calendar."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms

from obih.ui.forms import DateField
from obih.ui.words import WEEKDAYS
from obih.workdays.changes import Change
from obih.workdays.models import Kind
from obih.workdays.plans import plan_day, plan_martial_law, plan_week
from obih.workdays.rules import DayKind, Hours, Interval, SpecialDay, Week, WorkingCalendar

CLOCK = re.compile(r"(\d{1,2})(?:[:.,\s]?([0-5]\d))?")
NO_CLOCK = "Година — як 08:00, 15.45 або 8"


class ClockField(forms.Field):
    """A time of day typed as 08:00, 8.00, 0800 or 8."""

    widget = forms.TimeInput(
        format="%H:%M", attrs={"class": "input tab", "autocomplete": "off", "inputmode": "decimal"}
    )

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> time | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        found = CLOCK.fullmatch(typed)
        if not found or not typed.isascii() or int(found[1]) > 23:
            raise forms.ValidationError(NO_CLOCK)
        return time(int(found[1]), int(found[2] or 0))


class DayForm(forms.Form):
    """One day: what it is and by which decision."""

    kind = forms.ChoiceField(label="Який день", choices=Kind.choices, widget=forms.RadioSelect)
    basis = forms.CharField(
        label="Підстава", max_length=300, help_text="Розпорядження або закон, як-от «розпорядження № 15-р»"
    )
    opens = ClockField("Від")
    closes = ClockField("До")
    peacetime_only = forms.BooleanField(
        label="Не діє під час воєнного стану",
        required=False,
        help_text="Так позначають свята, їх перенесення та передсвяткові дні",
    )

    @classmethod
    def first_values(cls, special: SpecialDay | None, is_working: bool) -> dict[str, Any]:
        """What stands in the form: the day as it is kept, or the opposite of a usual day."""
        if special is None:
            return {"kind": DayKind.OFF if is_working else DayKind.WORK}
        hours = special.hours
        return {
            "kind": special.kind,
            "basis": special.basis,
            "opens": hours.opens if hours else None,
            "closes": hours.closes if hours else None,
            "peacetime_only": special.peacetime_only,
        }

    def change(self, day: date) -> Change:
        typed = self.cleaned_data
        return plan_day(
            day,
            kind=DayKind(typed["kind"]),
            basis=typed["basis"],
            peacetime_only=typed["peacetime_only"],
            opens=typed["opens"],
            closes=typed["closes"],
        )


class MartialLawForm(forms.Form):
    """The interval that lasts, or one more. Earlier ones stay as they are."""

    first_on = DateField(label="Від", lean="past")
    last_on = DateField(
        label="До", lean="near", required=False, help_text="Порожньо — триває. Останній день ще воєнний"
    )
    basis = forms.CharField(label="Підстава", max_length=300, help_text="Указ Президента, закон")

    def change(self, calendar: WorkingCalendar) -> Change:
        """The typed interval takes the place of the one that begins the same day, or joins the others."""
        typed = self.cleaned_data
        kept = [each for each in calendar.martial_law if each.first != typed["first_on"]]
        return plan_martial_law([*kept, Interval(typed["first_on"], typed["last_on"])], basis=typed["basis"])


class WeekForm(forms.Form):
    """Hours of each weekday from a day on; both empty make a day off."""

    valid_from = DateField(label="Діє з", lean="future")
    basis = forms.CharField(
        label="Підстава", max_length=300, help_text="Правила внутрішнього трудового розпорядку"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"opens_{number}"] = ClockField(f"{name.capitalize()}, від")
            self.fields[f"closes_{number}"] = ClockField(f"{name.capitalize()}, до")

    @property
    def weekdays(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(weekday, from, to) for the rows of the page."""
        return [
            (name.capitalize(), self[f"opens_{number}"], self[f"closes_{number}"])
            for number, name in enumerate(WEEKDAYS)
        ]

    @classmethod
    def first_values(cls, week: Week) -> dict[str, time]:
        found: dict[str, time] = {}
        for number, hours in enumerate(week):
            if hours:
                found |= {f"opens_{number}": hours.opens, f"closes_{number}": hours.closes}
        return found

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for number in range(7):
            opens, closes = typed.get(f"opens_{number}"), typed.get(f"closes_{number}")
            if (opens is None) is not (closes is None) or (opens and closes and opens >= closes):
                self.add_error(f"closes_{number}", "Вкажіть від і до або залиште обидва порожніми")
        return typed

    def change(self) -> Change:
        typed = self.cleaned_data
        week = tuple(
            Hours(typed[f"opens_{number}"], typed[f"closes_{number}"]) if typed[f"opens_{number}"] else None
            for number in range(7)
        )
        days: Week = (week[0], week[1], week[2], week[3], week[4], week[5], week[6])
        return plan_week(typed["valid_from"], days, basis=typed["basis"])
