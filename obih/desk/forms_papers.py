"""Forms about paper, many documents at once, and links for colleagues."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from obih.nomenclature.models import CaseIndex
from obih.nomenclature.queries import active_cases
from obih.people.models import Account, Appointment, Person, Unit
from obih.people.queries import lower_first
from obih.registry.models import Instance
from obih.ui.forms import DateField


def open_units(today: date) -> Any:
    return Unit.objects.open_on(today).select_related("organisation")


class UnitField(forms.ModelChoiceField):
    """An open unit, with its organisation."""

    def label_from_instance(self, unit: Any) -> str:
        return f"{unit.name} ({unit.organisation.short_name})"


class MoveForm(forms.Form):
    """Where an original is now: any of the three, at least one."""

    holder = forms.ModelChoiceField(Person.objects.none(), label="У кого", required=False, empty_label="—")
    unit = UnitField(Unit.objects.none(), label="У підрозділі", required=False, empty_label="—")
    place = forms.CharField(
        label="Місце", max_length=200, required=False, help_text="Кабінет, шафа, полиця, сейф"
    )

    def __init__(self, *args: Any, instance: Instance, today: date, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {"holder": instance.holder_id, "unit": instance.unit_id, "place": instance.place},
        )
        super().__init__(*args, **kwargs)
        at_work = Appointment.objects.on(today).values("person")
        people = Person.objects.filter(pk__in=at_work) | Person.objects.filter(pk=instance.holder_id or 0)
        self.fields["holder"].queryset = people.distinct()  # type: ignore[attr-defined]
        self.fields["unit"].queryset = open_units(today)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """Which unit is handed its originals, of which day."""

    unit = UnitField(Unit.objects.none(), label="Підрозділ", required=False, empty_label="Оберіть підрозділ")
    day = DateField(label="День реєстрації", lean="past", required=False)
    earlier = forms.BooleanField(label="і раніші, ще не передані", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = open_units(today)  # type: ignore[attr-defined]
        for name, width in (("unit", 6), ("day", 3), ("earlier", 3)):
            self.fields[name].width = width  # type: ignore[attr-defined]


class ColleagueForm(forms.Form):
    """Who is to look, and, when he does not see the document, why he is let in."""

    to = forms.ChoiceField(label="Кому", error_messages={"required": "Оберіть колегу"})
    note = forms.CharField(
        label="Що сказати",
        max_length=200,
        required=False,
        help_text="Побачить лише в Обігу, у листі цього немає",
    )
    why = forms.CharField(
        label="Навіщо йому доступ", max_length=200, required=False, help_text="Причину видно на картці"
    )

    def __init__(self, *args: Any, today: date, own_account: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Оберіть"), *_colleagues(today, own_account)]  # type: ignore[attr-defined]


def _colleagues(today: date, own_account: int | None) -> list[tuple[str, str]]:
    """People at work who can sign in."""
    held = Appointment.objects.on(today).select_related("position")
    posts = {each.person_id: lower_first(each.position.title) for each in held.order_by("is_main")}
    accounts = Account.objects.filter(is_active=True, person__in=list(posts)).exclude(pk=own_account or 0)
    rows = accounts.order_by("person__surname", "person__given_name")
    return [(str(each.pk), f"{each.person.full_name}, {posts[each.person_id]}") for each in rows]


class GiveUnitForm(forms.Form):
    """A unit for many documents."""

    unit = UnitField(
        Unit.objects.none(),
        label="Підрозділ",
        empty_label="Оберіть",
        error_messages={"required": "Оберіть підрозділ"},
    )
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        error_messages={"required": "Напишіть причину: вона лишиться в картках"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = open_units(today)  # type: ignore[attr-defined]


class HandToForm(forms.Form):
    """To which unit the originals of many documents go."""

    unit = UnitField(
        Unit.objects.none(),
        label="Підрозділ",
        empty_label="Оберіть",
        error_messages={"required": "Оберіть підрозділ"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = open_units(today)  # type: ignore[attr-defined]


class GiveCaseForm(forms.Form):
    """A case of this year’s list for many documents."""

    case = forms.ModelChoiceField(
        CaseIndex.objects.none(),
        label="Справа",
        empty_label="Оберіть",
        error_messages={"required": "Оберіть справу"},
    )
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        error_messages={"required": "Напишіть причину: вона лишиться в картках"},
    )

    def __init__(self, *args: Any, today: date, organisation_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = active_cases(today.year, organisation_code)  # type: ignore[attr-defined]
