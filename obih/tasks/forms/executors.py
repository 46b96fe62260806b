"""Executors of a point: rows of a box that searches, a duty, a co-executor’s own day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone

from obih.registry.rules import name_key
from obih.tasks.actions import ExecutorEntry
from obih.tasks.actions.entries import MOST_EXECUTORS
from obih.tasks.actions.executors import assignment_of
from obih.tasks.queries.suggesting import named_so, names_of
from obih.tasks.vocabulary import Duty
from obih.ui.forms import Combobox, DateField, DateInput
from obih.ui.refusals import Refused

URL = "/executors/"
_NAMES = {Duty.MAIN.value: "головний", Duty.CO.value: "разом", Duty.INFO.value: "до відома"}
DUTIES = tuple(_NAMES)
BESIDES = (Duty.CO.value, Duty.INFO.value)
"""The duties of those who are added to a task later."""


@dataclass(frozen=True)
class ExecutorRow:
    """A row of the form: `token` («person:17») when chosen from the list, else the words typed."""

    token: str = ""
    text: str = ""
    duty: str = ""
    due: str = ""


def rows_in(data: Mapping[str, Any], name: str) -> list[ExecutorRow]:
    """`points-0-executor-0`, `…_text`, `…_duty`, `…_due`: rows that name somebody, in their order."""
    pattern = re.compile(re.escape(name) + r"-(\d{1,3})(_text|_duty|_due)?")
    told: dict[int, dict[str, str]] = {}
    for key, value in data.items():
        if found := pattern.fullmatch(key):
            told.setdefault(int(found[1]), {})[found[2] or ""] = str(value or "")[:300]
    rows = [
        ExecutorRow(
            each.get("", "") if each.get("_text", "x").strip() else "",
            each.get("_text", ""), each.get("_duty", ""), each.get("_due", ""),
        )
        for _, each in sorted(told.items())
    ]  # fmt: skip
    return [each for each in rows if each.token.strip() or each.text.strip()][: MOST_EXECUTORS + 1]


def _as_typed(row: ExecutorRow, name: str) -> ExecutorRow:
    """Where no script runs, the words may have been changed under the chosen id: then the words count."""
    said = name_key(row.text.partition(",")[0])
    return row if not name or name_key(name).startswith(said) else replace(row, token="")


class ExecutorsWidget(forms.Widget):
    """A row for each executor and an empty one for the next; `duties` are those offered, the first row’s
    first."""

    def __init__(self, duties: Sequence[str] = DUTIES) -> None:
        super().__init__()
        self.duties = duties

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[ExecutorRow]:
        return rows_in(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not rows_in(data, name)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [each for each in value or () if isinstance(each, ExecutorRow)]
        own = {key: told for key, told in (attrs or {}).items() if key != "id"}
        drawn = [
            _row(name, str(place), each, own, self.duties)
            for place, each in enumerate([*rows, ExecutorRow()])
        ]
        blank = _row(name, "__n__", ExecutorRow(), {"class": "input"}, self.duties)
        return render_to_string("tasks/_executors.html", {"rows": drawn, "blank": blank})


def _row(
    name: str, place: str, row: ExecutorRow, attrs: Mapping[str, Any], duties: Sequence[str]
) -> dict[str, Any]:
    own, number = f"{name}-{place}", "__m__" if place == "__n__" else int(place) + 1
    box = Combobox(URL)
    box.text = row.text
    told = dict(attrs) if place == "0" else {"class": "input"}
    told["id"] = f"id_{own}"
    if place != "0":
        told["aria-label"] = f"Виконавець {number}"
    duty = {"class": "input", "id": f"id_{own}_duty", "aria-label": f"Обов’язок виконавця {number}"}
    due = {"id": f"id_{own}_due", "aria-label": f"День співвиконавця {number}", "placeholder": "до дня"}
    first = duties[0] if place == "0" else Duty.CO.value
    choices = [(each, _NAMES[each]) for each in duties]
    return {
        "box": box.render(own, row.token, told),
        "duty": forms.Select(choices=choices).render(f"{own}_duty", row.duty or first, duty),
        "due": DateInput(lean="future").render(f"{own}_due", row.due, due),
        "is_co": (row.duty or first) == Duty.CO,
    }


class ExecutorsField(forms.Field):
    """Cleans to a tuple of `ExecutorEntry`; who is no executor here, and who has gone, is told by name."""

    def __init__(self, *, known: Mapping[str, str], duties: Sequence[str] = DUTIES, **kwargs: Any) -> None:
        super().__init__(widget=ExecutorsWidget(duties), required=False, **kwargs)
        self.known, self.duties = known, duties

    def clean(self, value: Any) -> tuple[ExecutorEntry, ...]:
        rows = [each for each in value or () if isinstance(each, ExecutorRow)]
        names = names_of(each.token.strip() for each in rows if each.text.strip())
        rows = [_as_typed(each, names.get(each.token.strip(), "")) for each in rows]
        return tuple(self._entry(row, first=place == 0) for place, row in enumerate(rows))

    def _entry(self, row: ExecutorRow, *, first: bool) -> ExecutorEntry:
        duty = row.duty if row.duty in self.duties else (self.duties[0] if first else Duty.CO.value)
        due = DateField(lean="future", required=False).clean(row.due) if duty == Duty.CO else None
        token = row.token.strip() or self._named(row.text)
        try:
            entry = ExecutorEntry.parse(token, duty, due)
            if token not in self.known:
                assignment_of(entry, timezone.localdate())
                raise Refused("Цього виконавця тут немає: оберіть зі списку")
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
        return entry

    def _named(self, text: str) -> str:
        """Typed without choosing: one whom the words mean, or which ones are meant."""
        found = named_so(self.known, text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(f"«{text.strip()}» немає серед виконавців: оберіть зі списку")
        few = "; ".join(self.known[each] for each in found[:3])
        raise ValidationError(f"«{text.strip()}» — це хто з них: {few}? Допишіть або оберіть зі списку")
