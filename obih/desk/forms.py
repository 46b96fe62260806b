"""Forms of the desk itself; the card’s own form is the registry’s."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from obih.people.actors import Actor
from obih.registry.models import Correspondent, Journal
from obih.registry.queries import JournalFilter, correspondents_for
from obih.ui.forms import Combobox, DateField

FIRST_FILTERS = (
    "q", "state", "since", "until", "kind", "correspondent", "case_index", "access_level",
    "first_reviewer", "responsible_unit", "correspondent_number", "correspondent_date",
)  # fmt: skip


def filter_form(filters: JournalFilter) -> forms.Form:
    """The panel of filters: the usual ones first, the rest for the fold; names as in the address.

    A directory of thousands is asked through a combobox, never written out.
    """
    form: forms.Form = filters.form
    assert filters.journal is not None
    code = filters.journal.code
    field = form.fields["correspondent"]
    field.widget = Combobox(
        lambda: f"{reverse('desk:correspondent_options', args=[code])}?known=1",
        display=lambda key: _correspondent_name(filters.actor, key),
    )
    for each in form.fields.values():
        if isinstance(each.widget, forms.TextInput | forms.Select | forms.NumberInput):
            each.widget.attrs.setdefault("class", "input")
        each.width = 3  # type: ignore[attr-defined]
        if isinstance(each, forms.ModelChoiceField):
            each.empty_label = "усі"
        elif isinstance(each, forms.ChoiceField) and isinstance(each.widget, forms.Select):
            each.widget.choices = [("", "усі"), *(pair for pair in each.widget.choices if pair[0] != "")]
    return form


def _correspondent_name(actor: Actor, key: Any) -> str:
    """The name of an entry the actor may see; of others nothing, whatever number stands in the address."""
    number = str(key)
    known = number.isdecimal() and len(number) < 19
    found = correspondents_for(actor).filter(pk=int(number)).first() if known else None
    return str(found) if found else ""


class ReasonForm(forms.Form):
    """Why something is undone; the reason stays in the history."""

    reason = forms.CharField(
        label="Причина",
        max_length=300,
        error_messages={"required": "Напишіть причину: вона лишиться в журналі подій"},
    )


class DeadlineForm(forms.Form):
    """A deadline moved to another day."""

    on = DateField(label="Нова дата", lean="future", help_text="0512, +10 або «пт»")
    reason = forms.CharField(
        label="Причина", max_length=300, error_messages={"required": "Напишіть, чому строк переноситься"}
    )
    agreed_by = forms.CharField(
        label="Хто погодив", max_length=300, required=False, help_text="Посада, ім’я або лист, яким погоджено"
    )


class ShareForm(forms.Form):
    """Access for a person or a unit, with the reason."""

    to = forms.ChoiceField(label="Кому", error_messages={"required": "Виберіть людину або підрозділ"})
    why = forms.CharField(
        label="Навіщо",
        max_length=200,
        error_messages={"required": "Напишіть, навіщо: причину видно на картці"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "Виберіть"), *choices]  # type: ignore[attr-defined]


class CorrespondentForm(forms.ModelForm):
    """A correspondent of the directory."""

    class Meta:
        model = Correspondent
        fields = (
            "name", "short_name", "is_natural", "edrpou", "rnokpp", "address", "settlement", "email", "phone",
        )  # fmt: skip
        error_messages = {"name": {"required": "Упишіть назву або прізвище"}}

    WIDTHS = {
        "name": 8,
        "short_name": 4,
        "edrpou": 2,
        "rnokpp": 2,
        "address": 5,
        "settlement": 3,
        "email": 4,
        "phone": 4,
        "is_natural": 4,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, width in self.WIDTHS.items():
            self.fields[name].width = width  # type: ignore[attr-defined]
        self.fields["short_name"].help_text = "Як читати в журналі: «Черкаська ОВА»"
        self.fields["edrpou"].help_text = "8 цифр; для людини не вказуйте"
        self.fields["rnokpp"].help_text = "10 цифр; лише для людини"
        known = self.instance.pk is not None
        self.fields["aliases"] = forms.CharField(
            label="Інші назви",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text="Скорочені, колишні, народні: кожна з нового рядка. За ними теж знайде",
            initial="\n".join(each.name for each in self.instance.aliases.all()) if known else "",
        )
        self.fields["aliases"].width = 8  # type: ignore[attr-defined]

    def clean_aliases(self) -> list[str]:
        """One name a line; a form that did not show the field changes nothing of them."""
        if self.add_prefix("aliases") not in self.data:
            return [each.name for each in self.instance.aliases.all()] if self.instance.pk else []
        return [line.strip()[:300] for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


class HandOverForm(forms.Form):
    """Who takes over, and by what order."""

    successor = forms.ChoiceField(
        label="Хто приймає справи", error_messages={"required": "Виберіть наступника"}
    )
    left_on = DateField(label="Останній робочий день", lean="near")
    why = forms.CharField(
        label="Підстава",
        max_length=300,
        help_text="Наприклад, розпорядження № 112-к від 20.11.2026",
        error_messages={"required": "Впишіть підставу: її видно на кожному документі"},
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].choices = [("", "Виберіть"), *choices]  # type: ignore[attr-defined]


JOURNAL_LABELS = {
    "code": "Код",
    "organisation": "Установа",
    "unit": "Підрозділ",
    "district": "Старостинський округ",
    "body": "Орган",
    "default_case": "Справа, якщо не вказано іншої",
    "default_access": "Доступ, якщо не вказано іншого",
}


class JournalForm(forms.ModelForm):
    """A journal as it is opened; what numbers were given under cannot be changed later."""

    class Meta:
        model = Journal
        fields = (
            "title", "code", "organisation", "stream", "pattern", "index", "period_kind", "unit", "district",
            "body", "default_case", "default_access", "opened_on",
        )  # fmt: skip
        field_classes: ClassVar = {"opened_on": DateField}
        labels: ClassVar = JOURNAL_LABELS
        help_texts: ClassVar = {
            "pattern": "{seq} порядковий номер, {case} індекс справи, {unit}, {journal}, {year}, {yy}",
            "code": "Латинськими літерами, для адреси сторінки: in-rada",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.width = {"title": 8, "pattern": 6}.get(name, 4)  # type: ignore[attr-defined]
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = "—"


class JournalSettingsForm(forms.ModelForm):
    """What may be changed of a journal that has given numbers."""

    class Meta:
        model = Journal
        fields = (
            "title",
            "pattern",
            "index",
            "default_case",
            "default_access",
            "unit",
            "district",
            "closed_on",
        )
        field_classes: ClassVar = {"closed_on": DateField}
        labels: ClassVar = JOURNAL_LABELS
        help_texts: ClassVar = {
            "pattern": JournalForm.Meta.help_texts["pattern"],
            "closed_on": "Закритий журнал номерів не дає; документи лишаються",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.width = {"title": 8, "pattern": 6}.get(name, 4)  # type: ignore[attr-defined]
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = "—"


class ReaderForm(forms.Form):
    """Who reads a journal and what he may there."""

    principal = forms.ChoiceField(label="Хто", error_messages={"required": "Виберіть, хто читатиме журнал"})
    may_register = forms.BooleanField(label="реєструє", required=False)
    restricted_too = forms.BooleanField(label="бачить і обмежений доступ", required=False)

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"].choices = [("", "Виберіть"), *choices]  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """By what a document was executed."""

    note = forms.CharField(
        label="Чим виконано",
        max_length=300,
        help_text="Наприклад, відповідь 512/02-15 від 24.11.2026 або «прийнято до відома»",
        error_messages={"required": "Напишіть, чим виконано: номер відповіді або «прийнято до відома»"},
    )
