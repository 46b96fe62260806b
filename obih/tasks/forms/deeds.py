"""What is asked for when something is done to a task; each form carries the version that was seen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.forms.fields import TextField
from obih.tasks.actions import ExecutorEntry
from obih.tasks.forms.executors import BESIDES, URL, ExecutorsField
from obih.tasks.queries.suggesting import KnownExecutors, named_so
from obih.tasks.queries.task import TaskPage, documents_numbered, gathered, may_close, replies_to, said_now
from obih.tasks.vocabulary import DueSource, Duty
from obih.ui.forms import Combobox, DateField

MOST_NUMBERS = 20


class DeedForm(forms.Form):
    """Of a deed that needs no words. `seen` is what stood on the page, for whoever comes second."""

    version = forms.IntegerField(widget=forms.HiddenInput(), min_value=1)
    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=2000)

    def __init__(self, data: Any = None, files: Any = None, *, page: TaskPage, actor: Actor) -> None:
        super().__init__(data, files)
        self.page, self.actor = page, actor
        self.initial = {"version": page.point.version, "seen": seen_words(page)}
        self.begin()

    def begin(self) -> None:
        """What depends on the task."""

    def told(self) -> dict[str, Any]:
        """What was typed, without what the form keeps for itself."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "seen")}

    def renewed(self, page: TaskPage) -> None:
        """The same words once more, now over the task as it stands."""
        data = cast(QueryDict, self.data).copy()
        data["version"], data["seen"] = str(page.point.version), seen_words(page)
        self.data = data


def seen_words(page: TaskPage) -> str:
    return json.dumps(said_now(page), ensure_ascii=False)


def seen_before(data: Mapping[str, Any]) -> dict[str, str]:
    """What the form says the person saw; nothing of a form that was not ours."""
    try:
        told = json.loads(str(data.get("seen", ""))[:2000])
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    return {str(name): str(value)[:300] for name, value in told.items()}


class ReasonForm(DeedForm):
    reason = TextField(most=500, many_lines=True, label="Причина")

    label, missing = "Причина", "Напишіть причину: її побачать виконавці"

    def begin(self) -> None:
        self.fields["reason"].label = self.label
        self.fields["reason"].error_messages["required"] = self.missing


class ReturnForm(ReasonForm):
    label, missing = "Чого бракує", "Напишіть, чого бракує у звіті"


class PartForm(DeedForm):
    part = TextField(
        most=5000,
        many_lines=True,
        label="Що зроблено у вашій частині",
        error_messages={"required": "Напишіть, що зроблено у вашій частині"},
    )

    def begin(self) -> None:
        own = self.page.own(self.actor, Duty.CO)
        self.initial["part"] = own.part if own else ""


class LiftForm(DeedForm):
    """By what it was done; `file_too` puts the document away in the same step, where nothing else stands."""

    note = TextField(
        most=500,
        many_lines=True,
        label="Чим виконано",
        error_messages={"required": "Напишіть, чим виконано: номер відповіді або що зроблено"},
    )

    file_too = forms.BooleanField(
        label="і списати документ до справи", required=False, help_text="Інших завдань за ним немає"
    )

    def begin(self) -> None:
        sent = [each.number for each in self.page.answers if each.number and each.is_final]
        last = next((each.text for each in reversed(self.page.reports) if not each.is_interim), "")
        if self.page.others_stand or not may_close(self.actor, self.page):
            del self.fields["file_too"]
        self.initial["note"] = f"Відповідь № {', '.join(sent)}" if sent else last[:300]


class ReportForm(DeedForm):
    """What has been done: words, files, the documents that answer."""

    kind = forms.ChoiceField(
        label="Звіт",
        choices=[("final", "виконано"), ("interim", "проміжна відповідь, робота триває")],
        widget=forms.RadioSelect,
        initial="final",
    )
    text = TextField(
        most=5000,
        many_lines=True,
        label="Що зроблено",
        error_messages={"required": "Напишіть, що зроблено: кілька слів і номер відповіді"},
    )
    replies = forms.MultipleChoiceField(
        label="Чим відповіли", required=False, widget=forms.CheckboxSelectMultiple
    )
    numbers = TextField(
        most=500,
        required=False,
        label="Ще документи, якими відповіли",
        help_text="Реєстраційні номери через кому: 02-12/15, 208-од",
    )

    def begin(self) -> None:
        self.initial.update({"kind": "final", "text": gathered(self.page)})
        self.fields["text"].widget.attrs["rows"] = 6
        replies = replies_to(self.actor, self.page.point.document_id)
        if not replies:
            del self.fields["replies"]
            self.fields["numbers"].label = "Документи, якими відповіли"
            return
        self.fields["replies"].choices = replies  # type: ignore[attr-defined]
        self.initial["replies"] = [key for key, _ in replies]

    def clean_numbers(self) -> list[UUID]:
        """The documents of the numbers; one that the actor does not see is not there."""
        typed = [each.strip(" №") for each in self.cleaned_data["numbers"].replace("\n", ",").split(",")]
        wanted = list(dict.fromkeys(each for each in typed if each))
        if len(wanted) > MOST_NUMBERS:
            raise ValidationError(f"За один раз не більше {MOST_NUMBERS} номерів")
        found = documents_numbered(self.actor, wanted) if wanted else {}
        if missing := [each for each in wanted if each not in found]:
            raise ValidationError(f"Такого документа немає або він вам не доступний: {', '.join(missing)}")
        return [found[each] for each in wanted]

    def answers(self) -> list[UUID]:
        chosen = [UUID(each) for each in self.cleaned_data.get("replies") or ()]
        return list(dict.fromkeys([*chosen, *self.cleaned_data["numbers"]]))


class AskForm(DeedForm):
    """A later day is asked for."""

    wanted_on = DateField(label="До якого дня", lean="future", help_text="0512, +10 або «пт»")
    reason = TextField(
        most=500,
        many_lines=True,
        label="Чому не встигаєте",
        error_messages={"required": "Напишіть, чому не встигаєте: з цим рішення приймуть швидше"},
    )


class TermForm(DeedForm):
    """A later day is given or refused."""

    decision = forms.ChoiceField(
        label="Рішення",
        choices=[("grant", "продовжити"), ("refuse", "відмовити")],
        widget=forms.RadioSelect,
        initial="grant",
    )
    on = DateField(label="Новий строк", lean="future", required=False, help_text="0512, +10 або «пт»")
    reason = TextField(
        most=500, many_lines=True, label="Чому", error_messages={"required": "Напишіть, чому так вирішено"}
    )
    agreed_by = TextField(most=300, required=False, label="Хто погодив", help_text="Орган і посадова особа")
    agreed_letter = TextField(most=200, required=False, label="Яким листом", help_text="Номер і дата листа")

    def begin(self) -> None:
        asked = self.page.asked
        if asked is None:
            del self.fields["decision"]
        else:
            self.initial.update({"on": asked.wanted_on, "reason": asked.reason})
        self.initial["decision"] = "grant"
        if self.page.point.due_source != DueSource.LETTER:
            del self.fields["agreed_by"], self.fields["agreed_letter"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.refuses(cleaned) and not cleaned.get("on") and not self.has_error("on"):
            self.add_error("on", "Упишіть новий строк")
        return cleaned

    @staticmethod
    def refuses(cleaned: Mapping[str, Any]) -> bool:
        return cleaned.get("decision") == "refuse"


class ResumeForm(DeedForm):
    due_on = DateField(
        label="Виконати до", lean="future", required=False, help_text="Порожнє: строк лишається, як був"
    )

    def begin(self) -> None:
        self.initial["due_on"] = self.page.point.due_on


class ExecutorForm(DeedForm):
    """Another main executor."""

    executor = forms.CharField(
        label="Головний виконавець",
        widget=Combobox(URL),
        required=False,
        help_text="Почніть із прізвища або назви підрозділу",
    )
    reason = TextField(
        most=500, label="Чому змінюєте", error_messages={"required": "Напишіть, чому змінюєте виконавця"}
    )

    def clean_executor(self) -> str:
        """The one chosen, or the only one whom the typed words mean."""
        known = KnownExecutors(self.actor, timezone.localdate())
        value, typed = self.cleaned_data["executor"], str(self.data.get("executor_text", "")).strip()
        if value in known:
            return str(value)
        found = named_so(known, typed) if typed else []
        if len(found) != 1:
            few = "; ".join(known[each] for each in found[:3])
            raise ValidationError(f"Хто з них: {few}?" if few else "Оберіть виконавця зі списку")
        return found[0]


class SupplementForm(DeedForm):
    """More co-executors and readers, and words that explain."""

    text = TextField(
        most=500, many_lines=True, required=False, label="Пояснення", help_text="Змісту завдання не змінює"
    )

    def begin(self) -> None:
        known = KnownExecutors(self.actor, timezone.localdate())
        self.fields["executor"] = ExecutorsField(
            known=known,
            duties=BESIDES,
            label="Кому ще",
            help_text="Прізвище, посада, підрозділ, комісія або установа",
        )
        self.order_fields(["executor"])

    def executors(self) -> tuple[ExecutorEntry, ...]:
        told: tuple[ExecutorEntry, ...] = self.cleaned_data["executor"]
        return told
