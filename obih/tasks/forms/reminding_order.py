"""The order of reminding as a table: a row a day, and one more to add."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from obih.tasks.actions.reminding_order import EARLIEST, LATEST, MOST
from obih.tasks.stages import WHOM, Stage, Told

NUMBER = {
    "invalid": "Упишіть ціле число",
    "min_value": f"Не менше {EARLIEST}",
    "max_value": f"Не більше {LATEST}",
}


@dataclass(frozen=True)
class OrderRow:
    days: BoundField
    every: BoundField
    told: list[BoundField]


class RemindingOrderForm(forms.Form):
    """A row whose day is emptied is gone."""

    def __init__(self, data: Any = None, *, stages: Sequence[Stage]) -> None:
        initial: dict[str, Any] = {}
        for place, each in enumerate(stages):
            initial |= {f"days_{place}": each.days, f"every_{place}": each.every or None}
            initial |= {f"{one}_{place}": True for one in each.told}
        super().__init__(data, initial=initial)
        self.count = min(len(stages) + 1, MOST)
        for place in range(self.count):
            label = f"рядок {place + 1}"
            self.fields[f"days_{place}"] = self._number(f"Робочих днів від строку, {label}", EARLIEST)
            self.fields[f"every_{place}"] = self._number(f"Далі кожні, {label}", 0)
            for one in Told:
                self.fields[f"{one}_{place}"] = forms.BooleanField(
                    label=f"{WHOM[one]}, {label}", required=False,
                    widget=forms.CheckboxInput(attrs={"aria-label": f"{WHOM[one]}, {label}"}),
                )  # fmt: skip

    @staticmethod
    def _number(label: str, least: int) -> forms.IntegerField:
        widget = forms.NumberInput(attrs={"class": "input", "aria-label": label})
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=least,
            max_value=LATEST,
            error_messages=NUMBER,
            widget=widget,
        )

    def rows(self) -> Iterator[OrderRow]:
        for place in range(self.count):
            yield OrderRow(
                self[f"days_{place}"], self[f"every_{place}"], [self[f"{one}_{place}"] for one in Told]
            )

    def stages(self) -> list[Stage]:
        """What was typed; rows without a day are left out."""
        clean, found = self.cleaned_data, []
        for place in range(self.count):
            if clean.get(f"days_{place}") is None:
                continue
            told = tuple(one for one in Told if clean[f"{one}_{place}"])
            found.append(Stage(clean[f"days_{place}"], clean.get(f"every_{place}") or 0, told))
        return found
