"""Forms of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from obih.council.vocabulary import Paper
from obih.people.models import Body
from obih.registry.models import Correspondent
from obih.ui.forms import Combobox, DateField

FORMS_OF_SITTING = ("чергове", "позачергове", "дистанційне", "виїзне")


class SittingForm(forms.Form):
    """A sitting; `body` is asked only when a new one is opened."""

    body = forms.ChoiceField(label="Хто засідає")
    number = forms.CharField(
        label="Номер", max_length=10, error_messages={"required": "Упишіть номер засідання"}
    )
    held_on = DateField(label="Дата засідання")
    form = forms.ChoiceField(label="Форма", choices=[(each, each) for each in FORMS_OF_SITTING])

    def __init__(self, data: Any = None, *, bodies: Sequence[Body] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.bodies = {str(each.pk): each for each in bodies}
        if bodies:
            choices = [(str(each.pk), each.name) for each in bodies]
            self.fields["body"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["body"]
        for name, width in {"body": 12, "number": 3, "held_on": 5, "form": 4}.items():
            if name in self.fields:
                self.fields[name].width = width  # type: ignore[attr-defined]

    def clean_body(self) -> Body:
        return self.bodies[self.cleaned_data["body"]]


class SigningForm(forms.Form):
    on = DateField(label="Коли підписано", lean="past")


class AddresseeForm(forms.Form):
    """Who gets a decision: any of the four ways, or several at once."""

    group = forms.ChoiceField(label="Група адресатів", required=False)
    correspondent = forms.Field(label="Кореспондент", required=False)
    unit = forms.ChoiceField(label="Підрозділ", required=False)
    person = forms.ChoiceField(label="Посадова особа", required=False)
    name = forms.CharField(label="Або впишіть", max_length=300, required=False)
    paper = forms.ChoiceField(label="Що", choices=Paper.choices)
    channel = forms.ChoiceField(label="Як")
    everywhere = forms.BooleanField(label="Додати до розсилки всіх рішень засідання", required=False)

    def __init__(
        self, data: Any = None, *, choices: dict[str, list[Any]], correspondents_url: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for name, rows in choices.items():
            first = [] if name == "channel" else [("", "—")]
            self.fields[name].choices = [*first, *rows]  # type: ignore[attr-defined]
        self.fields["correspondent"].widget = Combobox(correspondents_url, display=_name_of)
        widths = {"group": 6, "correspondent": 6, "unit": 6, "person": 6, "name": 6, "paper": 3, "channel": 3}
        for name, width in widths.items():
            self.fields[name].width = width  # type: ignore[attr-defined]

    def clean_correspondent(self) -> Correspondent | None:
        value = self.cleaned_data.get("correspondent")
        if not value:
            return None
        found = Correspondent.objects.filter(pk=value).first() if str(value).isdecimal() else None
        if found is None:
            raise forms.ValidationError("Виберіть кореспондента зі списку")
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        box = self.fields["correspondent"].widget
        assert isinstance(box, Combobox)
        typed = box.typed(self.data, "correspondent")
        if typed and not told.get("correspondent") and not told.get("name"):
            told["name"] = typed
        return told


def _name_of(value: Any) -> str:
    found = Correspondent.objects.filter(pk=value).first() if str(value).isdecimal() else None
    return str(found or "")
