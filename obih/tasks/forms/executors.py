"""Rows of a box that searches, as many as are named: executors with a duty and a day, readers without."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from obih.tasks.queries.suggesting import KnownExecutors, named_so, names_of
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


class RowsWidget(forms.Widget):
    """A row for each who is named and an empty one for the next. `duties` are those offered, the first row’s
    first; without them a row is the box alone."""

    def __init__(self, duties: Sequence[str] = DUTIES, *, url: str = URL, called: str = "Виконавець") -> None:
        super().__init__()
        self.duties, self.url, self.called = duties, url, called

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[ExecutorRow]:
        return rows_in(data, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not rows_in(data, name)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [each for each in value or () if isinstance(each, ExecutorRow)]
        own = {key: told for key, told in (attrs or {}).items() if key != "id"}
        drawn = [self._row(name, str(place), each, own) for place, each in enumerate([*rows, ExecutorRow()])]
        blank = self._row(name, "__n__", ExecutorRow(), {"class": "input"})
        return render_to_string(
            "tasks/_executors.html", {"rows": drawn, "blank": blank, "alone": not self.duties}
        )

    def _row(self, name: str, place: str, row: ExecutorRow, attrs: Mapping[str, Any]) -> dict[str, Any]:
        own, number = f"{name}-{place}", "__m__" if place == "__n__" else int(place) + 1
        box = Combobox(self.url)
        box.text = row.text
        told = dict(attrs) if place == "0" else {"class": "input"}
        told["id"] = f"id_{own}"
        if place != "0":
            told["aria-label"] = f"{self.called} {number}"
        drawn: dict[str, Any] = {"box": box.render(own, row.token, told)}
        if not self.duties:
            return drawn
        duty = {"class": "input", "id": f"id_{own}_duty", "aria-label": f"Обов’язок виконавця {number}"}
        due = {"id": f"id_{own}_due", "aria-label": f"День співвиконавця {number}", "placeholder": "до дня"}
        first = self.duties[0] if place == "0" else Duty.CO.value
        choices = [(each, _NAMES[each]) for each in self.duties]
        return drawn | {
            "duty": forms.Select(choices=choices).render(f"{own}_duty", row.duty or first, duty),
            "due": DateInput(lean="future").render(f"{own}_due", row.due, due),
            "is_co": (row.duty or first) == Duty.CO,
        }


class ExecutorsField(forms.Field):
    """Cleans to a tuple of `ExecutorEntry`; who is no executor here, and who has gone, is told by name."""

    def __init__(self, *, known: KnownExecutors, duties: Sequence[str] = DUTIES, **kwargs: Any) -> None:
        super().__init__(widget=RowsWidget(duties), required=False, **kwargs)
        self.known, self.duties = known, duties

    def clean(self, value: Any) -> tuple[ExecutorEntry, ...]:
        rows = as_meant(value, lambda tokens: names_of(each for each in tokens if each in self.known))
        return tuple(self._entry(row, first=place == 0) for place, row in enumerate(rows))

    def _entry(self, row: ExecutorRow, *, first: bool) -> ExecutorEntry:
        duty = row.duty if row.duty in self.duties else (self.duties[0] if first else Duty.CO.value)
        due = DateField(lean="future", required=False).clean(row.due) if duty == Duty.CO else None
        token = row.token.strip() or the_one_named(self.known, row.text, missing="немає серед виконавців")
        try:
            entry = ExecutorEntry.parse(token, duty, due)
            if token not in self.known:
                if self.known.belong_here(token):
                    assignment_of(entry, timezone.localdate())
                raise Refused("Цього виконавця тут немає: оберіть зі списку")
        except Refused as refused:
            raise ValidationError(refused.sentence) from refused
        return entry


class ReadersField(forms.Field):
    """Cleans to the values of `known` that were named, each once; at least one."""

    def __init__(self, *, known: Mapping[str, str], url: str, **kwargs: Any) -> None:
        super().__init__(widget=RowsWidget((), url=url, called="Читач"), required=False, **kwargs)
        self.known = known

    def clean(self, value: Any) -> tuple[str, ...]:
        rows = as_meant(value, lambda tokens: {each: self.known.get(each, "") for each in tokens})
        if len(rows) > MOST_EXECUTORS:
            raise ValidationError(
                f"Рядків забагато: не більше {MOST_EXECUTORS}. Назвіть підрозділ або зробіть два списки"
            )
        found = [
            each.token.strip() or the_one_named(self.known, each.text, missing="тут немає") for each in rows
        ]
        if not found:
            raise ValidationError("Назвіть людину, підрозділ, комісію або установу")
        if any(each not in self.known for each in found):
            raise ValidationError("Когось із названих тут немає: оберіть зі списку")
        return tuple(dict.fromkeys(found))


def as_meant(value: Any, names_of_those: Callable[[Iterable[str]], Mapping[str, str]]) -> list[ExecutorRow]:
    """Rows that name somebody; where no script runs the words may stand over an id chosen before. Names are
    asked only of those who may be named: whether a strange id fits some words is nobody’s business."""
    rows = [each for each in value or () if isinstance(each, ExecutorRow)]
    names = names_of_those([each.token.strip() for each in rows if each.text.strip() and each.token.strip()])
    return [_as_typed(each, names.get(each.token.strip(), "")) for each in rows]


def the_one_named(known: Mapping[str, str], text: str, *, missing: str) -> str:
    """Typed without choosing: the one whom the words mean; else a ValidationError tells which may be."""
    found = named_so(known, text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise ValidationError(f"«{text.strip()}» {missing}: оберіть зі списку")
    few = "; ".join(known[each] for each in found[:3])
    raise ValidationError(f"«{text.strip()}» — це хто з них: {few}? Допишіть або оберіть зі списку")
