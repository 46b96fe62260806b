"""Form fields that say in plain words what is wrong with what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils import timezone

from obih.law.profile import CardField
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.models import Correspondent
from obih.registry.queries.correspondents import correspondents_for
from obih.registry.rules import name_key, number_key
from obih.ui.forms import Combobox, DateField
from obih.ui.words import thousands

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
MOST = {"text": 300, "long_text": 20_000}
MOST_SHEETS = 32_767
NO_NUMBER = "б/н"


class TextField(forms.CharField):
    """One line or many; too long or with unprintable characters is told, never cut."""

    def __init__(self, *, most: int, many_lines: bool = False, **kwargs: Any) -> None:
        attrs = {"class": "input", "autocomplete": "off"}
        widget = forms.Textarea(attrs | {"rows": 2}) if many_lines else forms.TextInput(attrs)
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)
        self.most, self.many_lines = most, many_lines
        # Django would speak of NUL in its own words; `to_python` says it in ours.
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if len(text) > self.most:
            raise ValidationError(
                f"Тут уміщується {thousands(self.most)} знаків, а вставлено {thousands(len(text))}",
                code="long",
            )
        if UNPRINTABLE.search(text):
            raise ValidationError(
                "У тексті є недруковані знаки: наберіть його або вставте ще раз", code="unprintable"
            )
        return text if self.many_lines else " ".join(text.split())


class NumberOfTheirsField(TextField):
    """Their number as it stands on the paper; «без номера» in any writing becomes «б/н»."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return NO_NUMBER if text and not number_key(text) else text


class CountField(forms.IntegerField):
    default_error_messages = {"invalid": "Упишіть ціле число"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "input tab", "inputmode": "numeric"}))
        super().__init__(min_value=0, max_value=MOST_SHEETS, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value[:20] if isinstance(value, str) else value)


class HourField(forms.TimeField):
    """«10:30», «1030» or «10»."""

    default_error_messages = {"invalid": "Година — як 10:30"}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "input tab", "placeholder": "10:30"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            digits = re.fullmatch(r"\s*(\d{1,2})[:.\s]?(\d{2})?\s*", value)
            if digits and int(digits[1]) < 24 and int(digits[2] or 0) < 60:
                return time(int(digits[1]), int(digits[2] or 0))
        return super().to_python(value)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Model) -> str:
        assert isinstance(obj, Person)
        return obj.full_name


class CorrespondentField(forms.Field):
    """An entry of the directory or, if none was chosen, the words typed in the box.

    Cleans to a Correspondent or to a text. Words that are exactly an entry’s name or code are that entry.
    """

    def __init__(self, *, actor: Actor, url: str, **kwargs: Any) -> None:
        super().__init__(widget=Combobox(url, display=self._shown), **kwargs)
        self.actor = actor

    def clean(self, value: Any) -> Any:
        assert isinstance(self.widget, Combobox)
        found = correspondents_for(self.actor)
        if isinstance(value, Correspondent):
            return value
        if value not in self.empty_values:
            chosen = (
                found.filter(pk=int(value)).first()
                if str(value).isdecimal() and len(str(value)) < 15
                else None
            )
            if chosen is None:
                raise ValidationError(
                    "Такого кореспондента немає в довіднику: оберіть зі списку або впишіть назву"
                )
            return chosen
        typed = TextField(most=300, required=self.required, error_messages=self.error_messages).clean(
            self.widget.text
        )
        if not typed:
            return ""
        return found.filter(name_key=name_key(typed)).first() or self._by_code(typed) or typed

    def _by_code(self, typed: str) -> Correspondent | None:
        if not re.fullmatch(r"\d{8,10}", typed):
            return None
        return Correspondent.objects.filter(edrpou=typed).first()

    def _shown(self, value: Any) -> str:
        if isinstance(value, Correspondent):
            return str(value)
        if not str(value).isdecimal() or len(str(value)) > 15:
            return str(value)
        return str(correspondents_for(self.actor).filter(pk=int(value)).first() or "")


def added_field(field: CardField, people: Callable[[], QuerySet[Person]]) -> forms.Field:
    """The form field of a field kept among the added ones; cleans to what JSON can hold. `people` gives
    those whom a field of a person offers."""
    common: dict[str, Any] = {"label": field.title, "required": field.required, "help_text": field.hint}
    if field.type == "choice":
        return forms.ChoiceField(choices=[("", "—"), *field.choices], **common)
    if field.type == "bool":
        return forms.BooleanField(**common | {"required": False})
    if field.type == "int":
        return CountField(**common)
    if field.type == "date":
        return DateField(**common)
    if field.type == "person":
        return PersonField(queryset=people(), **common)
    return TextField(most=MOST.get(field.type, 300), many_lines=field.type == "long_text", **common)


def added_value(value: Any) -> Any:
    """A cleaned value as it is kept in JSON; None when there is nothing to keep."""
    if value is None or value == "" or value is False:
        return None
    if isinstance(value, Person):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


MORNING = time(8, 0)


def moment_of(day: date, hour: time | None, now: datetime) -> datetime:
    """When a paper came: of today without an hour, now; of an earlier day, its morning — the earliest the
    office can have had it, so that no term is counted too long."""
    if hour is None:
        return now if day == timezone.localdate(now) else timezone.make_aware(datetime.combine(day, MORNING))
    return timezone.make_aware(datetime.combine(day, hour))
