"""What people type about people. Refusals come from the actions and stand at their fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from obih.people.actions.accounts import SCOPES
from obih.people.declension import CASES, decline_name, decline_position
from obih.people.models import (
    Appointment,
    Body,
    District,
    Organisation,
    Person,
    Position,
    Unit,
)
from obih.people.vocabulary import AbsenceKind, BodyKind, OrganisationKind, Role, Scope, Sex
from obih.ui.forms import DateField

REQUIRED = "Заповніть це поле"
WIDTHS = {
    **dict.fromkeys(("surname", "given_name", "patronymic", "sex", "email", "phone", "district"), 4),
    **dict.fromkeys(("started_on", "ends_on", "starts_on", "on", "opened_on", "held_on", "expires_on"), 3),
    **dict.fromkeys(("index", "rank", "edrpou", "convocation", "number", "duty", "katottg"), 3),
    **dict.fromkeys(("kind", "code", "scope", "role", "category", "form", "username"), 4),
    **dict.fromkeys(
        ("organisation", "parent", "into", "unit", "acting", "successor", "person", "secretary"), 6
    ),
}
"""How many of the twelve columns of a row a field takes; the others take all."""


class PlainForm(forms.Form):
    """A form whose fields say in our words that they are empty."""

    declines = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.width = WIDTHS.get(name)  # type: ignore[attr-defined]
            if "required" in field.error_messages and not isinstance(field, DateField):
                field.error_messages["required"] = REQUIRED
            field.error_messages.setdefault("invalid_choice", "Оберіть зі списку")


def chosen_from(queryset: Any, label: str, *, required: bool = True, **more: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(queryset, label=label, required=required, empty_label="", **more)


def open_units() -> Any:
    return Unit.objects.open_on(timezone.localdate()).select_related("organisation")


def open_organisations() -> Any:
    return Organisation.objects.filter(closed_on=None)


def working_people() -> Any:
    return Person.objects.filter(left_on=None)


class OrganisationForm(PlainForm):
    name = forms.CharField(label="Повна назва", max_length=300)
    short_name = forms.CharField(label="Коротка назва", max_length=120, required=False)
    kind = forms.ChoiceField(label="Вид", choices=OrganisationKind.choices)
    code = forms.SlugField(
        label="Код латиницею",
        max_length=40,
        help_text="Назавжди: за ним організацію знаходять інші програми.",
    )
    edrpou = forms.RegexField(
        r"^\d{8}(\d{2})?$",
        label="Код ЄДРПОУ",
        required=False,
        error_messages={"invalid": "ЄДРПОУ — це 8 цифр"},
    )
    parent = chosen_from(None, "Підпорядкована", required=False)
    address = forms.CharField(label="Адреса", max_length=300, required=False)
    email = forms.EmailField(label="Електронна пошта", required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)

    def __init__(self, *args: Any, existing: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = open_organisations()  # type: ignore[attr-defined]
        if existing:
            del self.fields["code"], self.fields["kind"]


class UnitForm(PlainForm):
    name = forms.CharField(label="Назва", max_length=300)
    index = forms.CharField(
        label="Індекс", max_length=20, required=False, help_text="Стоїть у номерах документів."
    )
    parent = chosen_from(None, "Входить до", required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = open_units().filter(organisation=organisation)  # type: ignore[attr-defined]


class RenameForm(PlainForm):
    name = forms.CharField(label="Нова назва", max_length=300)
    on = DateField(label="З якого дня")
    reason = forms.CharField(
        label="Підстава", max_length=300, help_text="Рішення чи розпорядження, номер і дата."
    )


class MoveForm(PlainForm):
    parent = chosen_from(
        None, "Входить до", required=False, help_text="Порожнє — підпорядковано керівництву."
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = open_units().filter(organisation=unit.organisation_id).exclude(path__startswith=unit.path)
        self.fields["parent"].queryset = others  # type: ignore[attr-defined]


class MergeForm(PlainForm):
    into = chosen_from(None, "Приєднати до")
    on = DateField(label="З якого дня")
    reason = forms.CharField(label="Підстава", max_length=300)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = open_units().filter(organisation=unit.organisation_id).exclude(path__startswith=unit.path)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class CloseForm(PlainForm):
    on = DateField(label="З якого дня")
    reason = forms.CharField(label="Підстава", max_length=300)


class DayForm(PlainForm):
    on = DateField(label="Останній день")


class DeclinedForm(PlainForm):
    """A form with cases corrected by hand: an empty field means what the rule gives."""

    declines = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for case, label in CASES.items():
            self.fields[f"form_{case}"] = forms.CharField(label=label, max_length=300, required=False)

    def forms_typed(self) -> dict[str, str]:
        typed = {case: " ".join(self.cleaned_data.pop(f"form_{case}", "").split()) for case in CASES}
        return {case: text for case, text in typed.items() if text}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.cleaned_data = cleaned
        own = self.forms_typed()
        rule = self.by_rule(cleaned)
        cleaned["forms"] = {case: text for case, text in own.items() if text != rule.get(case)}
        return cleaned

    def by_rule(self, cleaned: dict[str, Any]) -> dict[str, str]:
        raise NotImplementedError


class PositionForm(DeclinedForm):
    title = forms.CharField(label="Назва посади", max_length=200)
    unit = chosen_from(None, "Підрозділ", required=False, help_text="Порожнє — керівництво організації.")
    district = chosen_from(District.objects.all(), "Старостинський округ", required=False)
    is_unit_head = forms.BooleanField(label="Керує підрозділом і тими, що під ним", required=False)
    is_leader = forms.BooleanField(label="Може першим розглядати документи", required=False)
    rank = forms.IntegerField(label="Порядок у списках", min_value=1, max_value=999, initial=100)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = open_units().filter(organisation=organisation)  # type: ignore[attr-defined]

    def by_rule(self, cleaned: dict[str, Any]) -> dict[str, str]:
        return decline_position(cleaned.get("title", ""))


class PersonForm(DeclinedForm):
    surname = forms.CharField(label="Прізвище", max_length=80)
    given_name = forms.CharField(label="Власне ім’я", max_length=80)
    patronymic = forms.CharField(label="По батькові", max_length=80, required=False)
    sex = forms.ChoiceField(label="Стать", choices=[("", "визначити за ім’ям"), *Sex.choices], required=False)
    email = forms.EmailField(label="Службова пошта", required=False)
    phone = forms.CharField(label="Телефон", max_length=60, required=False)

    def by_rule(self, cleaned: dict[str, Any]) -> dict[str, str]:
        parts = {name: cleaned.get(name, "") for name in ("surname", "given_name", "patronymic", "sex")}
        return decline_name(**parts)


class PositionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Position) -> str:  # type: ignore[override]
        where = obj.unit.name if obj.unit else obj.organisation.short_name
        return f"{obj.title} — {where}"


class AppointForm(PlainForm):
    position = PositionChoice(None, label="Посада", empty_label="")
    started_on = DateField(label="З якого дня")
    is_main = forms.BooleanField(label="Основна посада", required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        positions = Position.objects.filter(closed_on=None).select_related("unit", "organisation")
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]


class SubstituteForm(PlainForm):
    acting = chosen_from(None, "Хто виконує обов’язки")
    starts_on = DateField(label="З")
    ends_on = DateField(label="До", lean="future")
    scope = forms.ChoiceField(label="Обсяг", choices=Scope.choices)
    basis = forms.CharField(label="Підстава", max_length=300, help_text="Розпорядження, його номер і дата.")

    def __init__(self, *args: Any, absent: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acting"].queryset = working_people().exclude(pk=absent.person_id)  # type: ignore[attr-defined]


class AbsenceForm(PlainForm):
    kind = forms.ChoiceField(
        label="Причина",
        choices=AbsenceKind.choices,
        help_text="Колегам видно лише відпустку й відрядження; про решту — тільки дні.",
    )
    starts_on = DateField(label="З", lean="future")
    ends_on = DateField(label="До", lean="future")


class DismissForm(PlainForm):
    on = DateField(label="Останній день")
    successor = chosen_from(None, "Хто приймає справи", required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = working_people().exclude(pk=person.pk)  # type: ignore[attr-defined]


class AccountForm(PlainForm):
    username = forms.CharField(
        label="Ім’я для входу", max_length=60, help_text="Латинські літери, напр. boiko."
    )
    role = forms.ChoiceField(label="Роль", choices=Role.choices, initial=Role.STAFF)
    organisation = chosen_from(None, "В організації")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = open_organisations()  # type: ignore[attr-defined]


class RoleForm(PlainForm):
    role = forms.ChoiceField(label="Роль", choices=Role.choices)
    organisation = chosen_from(None, "В організації")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = open_organisations()  # type: ignore[attr-defined]


class BodyForm(PlainForm):
    name = forms.CharField(label="Назва", max_length=300)
    kind = forms.ChoiceField(label="Вид", choices=BodyKind.choices)
    organisation = chosen_from(None, "Організація")
    convocation = forms.CharField(label="Скликання", max_length=10, required=False)
    opened_on = DateField(label="Діє з")
    secretary = chosen_from(
        None, "Секретар", required=False, help_text="Йому приходять документи, адресовані цьому органу."
    )

    def __init__(self, *args: Any, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secretary"].queryset = working_people()  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = open_organisations()  # type: ignore[attr-defined]
        if body:
            for name in ("kind", "organisation", "opened_on"):
                del self.fields[name]


class MemberForm(PlainForm):
    person = chosen_from(None, "Хто")
    duty = forms.CharField(label="Обов’язок", max_length=60, initial="член", required=False)
    started_on = DateField(label="З якого дня")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = working_people()  # type: ignore[attr-defined]


class SittingForm(PlainForm):
    number = forms.CharField(label="Номер", max_length=20)
    held_on = DateField(label="Дата")
    form = forms.ChoiceField(
        label="Форма",
        choices=[(each, each) for each in ("чергове", "позачергове", "дистанційне", "виїзне")],
    )


class DistrictForm(PlainForm):
    name = forms.CharField(label="Назва округу", max_length=120)
    index = forms.CharField(label="Індекс", max_length=20, required=False)


class SettlementForm(PlainForm):
    category = forms.ChoiceField(
        label="Категорія", choices=[(each, each) for each in ("село", "селище", "місто")], initial="село"
    )
    name = forms.CharField(label="Назва", max_length=120)
    katottg = forms.CharField(label="Код КАТОТТГ", max_length=19, help_text="«UA» і 17 цифр.")
    district = chosen_from(District.objects.all(), "Старостинський округ", required=False)


class TokenForm(PlainForm):
    name = forms.CharField(label="Яка це програма", max_length=120)
    organisation = chosen_from(None, "В якій організації діє")
    scopes = forms.MultipleChoiceField(
        label="Що їй дозволено", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    expires_on = DateField(label="Діє до", lean="future", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = open_organisations()  # type: ignore[attr-defined]
