"""Who is to read a document: people, units, bodies, whole institutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy

from obih.registry.forms.fields import TextField
from obih.tasks.actions.acquainting import AcquaintanceEntry
from obih.tasks.forms.executors import ReadersField
from obih.ui.forms import DateField


class AcquaintanceForm(forms.Form):
    """Who is to read, what, until when. `known` are those who may be named, «unit:3» to the name."""

    note = TextField(most=300, label="Що саме прочитати", required=False)
    due_on = DateField(label="До якого дня", lean="future", required=False, help_text="0512, +10 або «пт»")

    def __init__(self, data: Any = None, *, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["readers"] = ReadersField(
            known=known,
            url=str(reverse_lazy("tasks:readers")),
            label="Хто має ознайомитися",
            help_text="Прізвище, підрозділ, комісія або «усі»: підрозділ і установа розгорнуться в людей",
        )
        self.order_fields(["readers"])

    def typed(self) -> dict[str, Any]:
        """What stands in the boxes, looked at by nobody yet."""
        return {name: self[name].value() for name in self.fields}

    def entry(self) -> AcquaintanceEntry:
        chosen: dict[str, list[int]] = {"person": [], "unit": [], "organisation": [], "body": []}
        for each in self.cleaned_data["readers"]:
            kind, _, key = each.partition(":")
            chosen[kind].append(int(key))
        return AcquaintanceEntry(
            people=tuple(chosen["person"]),
            units=tuple(chosen["unit"]),
            organisations=tuple(chosen["organisation"]),
            bodies=tuple(chosen["body"]),
            note=self.cleaned_data["note"],
            due_on=self.cleaned_data["due_on"],
        )
