"""What a single decision says of its sitting: in which, on which item, how it was voted, who spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from obih.council import rules
from obih.council.actions.agenda import person_named
from obih.council.actions.deciding import DecisionEntry
from obih.council.models import AgendaItem
from obih.council.queries import composition_on, recent_sittings, speakers
from obih.council.vocabulary import Majority
from obih.people.models import Sitting
from obih.registry.cards import CardFile, CardLink, CreatedCard
from obih.registry.forms import CreatedForm
from obih.registry.forms.fields import CountField, TextField
from obih.registry.models import Journal
from obih.ui.forms import DateField
from obih.ui.words import short_date

NEW = "new"
FIGURES = ("in_favour", "against", "abstained", "not_voting", "composition")
PLACE = (
    ("sitting", (("decision_sitting", 6), ("decision_sitting_number", 3), ("decision_held_on", 3))),
    ("item", (("decision_item", 2), ("decision_rapporteur", 6), ("decision_majority", 4))),
    (
        "votes",
        (
            ("decision_in_favour", 2),
            ("decision_against", 2),
            ("decision_abstained", 2),
            ("decision_not_voting", 3),
            ("decision_composition", 3),
        ),
    ),
)
"""The lines of the screen that these fields stand in."""
LABELS = {
    "in_favour": "За",
    "against": "Проти",
    "abstained": "Утримались",
    "not_voting": "Не голосували",
    "composition": "Загальний склад",
}


class SittingChoice(forms.ChoiceField):
    """A sitting of the body, or a new one; cleans to the Sitting or None."""

    def __init__(self, sittings: Sequence[Sitting], **kwargs: Any) -> None:
        self.sittings = {str(each.pk): each for each in sittings}
        told = [
            (key, f"№ {each.number}, {each.form}, {short_date(each.held_on)}")
            for key, each in self.sittings.items()
        ]
        super().__init__(choices=[*told, (NEW, "нове: номер і дата поруч")], **kwargs)

    def clean(self, value: Any) -> Any:
        return self.sittings.get(super().clean(value))


class DecisionPart(forms.Form):
    """The fields of a decision, for a form that has `journal` with its body.

    Call `add_decision_fields()`; when the form is valid `entry()` tells what they say.
    """

    journal: Journal

    def add_decision_fields(self) -> None:
        assert self.journal.body is not None
        sittings = recent_sittings(self.journal.body)
        self.fields["decision_sitting"] = SittingChoice(sittings, label="Засідання")
        self.fields["decision_sitting_number"] = TextField(most=10, label="№ нового", required=False)
        self.fields["decision_held_on"] = DateField(lean="past", label="Дата нового", required=False)
        self.fields["decision_item"] = TextField(most=20, label="Пункт")
        self.fields["decision_item"].error_messages["required"] = "Напишіть номер пункту порядку денного"
        self.fields["decision_rapporteur"] = TextField(most=200, label="Доповідач", required=False)
        self.fields["decision_majority"] = forms.ChoiceField(
            label="Більшість", choices=Majority.choices, required=False
        )
        for name in FIGURES:
            needed = name in ("in_favour", "composition")
            made = CountField(label=LABELS[name], required=needed)
            made.error_messages["required"] = "Скільки «за»?" if name == "in_favour" else "Скільки всього?"
            self.fields[f"decision_{name}"] = made
        for _, places in PLACE:
            for name, width in places:
                self.fields[name].width = width  # type: ignore[attr-defined]
        usual = {
            "decision_sitting": str(sittings[0].pk) if sittings else NEW,
            "decision_majority": Majority.HALF,
            "decision_composition": composition_on(self.journal.body, timezone.localdate()),
        }
        self.initial = usual | dict(self.initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "decision_item" in self.fields:
            self._check_sitting(cleaned)
            self._check_item(cleaned)
            self._check_votes(cleaned)
        return cleaned

    def _check_sitting(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("decision_sitting") or self.has_error("decision_sitting"):
            return
        if not cleaned.get("decision_sitting_number") and not self.has_error("decision_sitting_number"):
            self.add_error("decision_sitting_number", "Який номер засідання?")
        held_on = cleaned.get("decision_held_on")
        if held_on is None and not self.has_error("decision_held_on"):
            self.add_error("decision_held_on", "Коли було засідання?")
        elif held_on is not None and held_on > timezone.localdate():
            self.add_error("decision_held_on", "Засідання ще не було")

    def _check_item(self, cleaned: dict[str, Any]) -> None:
        sitting, number = cleaned.get("decision_sitting"), cleaned.get("decision_item")
        if sitting is None or not number:
            return
        item = AgendaItem.objects.filter(sitting=sitting, number=number).first()
        if item is not None and not cleaned.get("decision_rapporteur"):
            cleaned["decision_rapporteur"] = item.speaker

    def _check_votes(self, cleaned: dict[str, Any]) -> None:
        if any(self.has_error(f"decision_{name}") for name in FIGURES):
            return
        votes = self._votes(cleaned)
        majority = cleaned.get("decision_majority") or Majority.HALF
        if refusal := rules.why_not_counted(votes):
            self.add_error("decision_in_favour", refusal)
        elif not rules.is_adopted(votes, majority):
            least = rules.needed(votes.composition, majority)
            self.add_error("decision_in_favour", f"Не прийнято: треба щонайменше {least} «за»")

    def _votes(self, cleaned: Mapping[str, Any]) -> rules.Votes:
        return rules.Votes(**{name: cleaned.get(f"decision_{name}") or 0 for name in FIGURES})

    def entry(self) -> DecisionEntry:
        said = self.cleaned_data
        sitting: Sitting | None = said["decision_sitting"]
        held_on = sitting.held_on if sitting else said["decision_held_on"]
        assert self.journal.body is not None
        name = said.get("decision_rapporteur") or ""
        known = person_named(name, speakers(self.journal.body, held_on)) if name else None
        return DecisionEntry(
            body=self.journal.body,
            number=sitting.number if sitting else said["decision_sitting_number"],
            held_on=held_on,
            item=said["decision_item"],
            votes=self._votes(said),
            majority=said.get("decision_majority") or Majority.HALF,
            rapporteur_id=known.pk if known else None,
            rapporteur_name=name,
        )


class DecisionForm(DecisionPart, CreatedForm):
    """The card of a decision registered by itself, with its sitting, item and votes."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.add_decision_fields()

    def to_card(
        self, files: Sequence[CardFile] = (), *, links: Sequence[CardLink] = (), **more: Any
    ) -> CreatedCard:
        return super().to_card(files, links=links, **more | {"dated_on": self.entry().held_on})


class PlacingForm(DecisionPart):
    """The sitting, item and votes of a decision that was registered without them."""

    def __init__(self, data: Any = None, *, journal: Journal, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.journal = journal
        self.add_decision_fields()
