"""Rows of further parties on an incoming card: a role, a name, their number and date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from obih.people.actors import Actor
from obih.registry.cards import PartyEntry
from obih.registry.forms.fields import NumberOfTheirsField, TextField
from obih.registry.parties import ROLES
from obih.registry.queries.correspondents import correspondents_for
from obih.registry.rules import name_key
from obih.registry.vocabulary import PartyRole
from obih.ui.forms import DateField
from obih.ui.words import short_date

MOST, BLANK = 20, 2
_NAME = re.compile(r"parties-(\d{1,2})_(role|name|number|date)")


@dataclass(frozen=True)
class PartyRow:
    """A row as it is typed."""

    role: str = PartyRole.CO_AUTHOR.value
    name: str = ""
    number: str = ""
    dated: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.name.strip() or self.number.strip() or self.dated.strip())


def rows_of(data: Mapping[str, Any]) -> list[PartyRow]:
    """The rows as a form posts them and a half-filled card keeps them, or one text, a co-author a line."""
    told: dict[int, dict[str, str]] = {}
    for name, value in data.items():
        if found := _NAME.fullmatch(name):
            told.setdefault(int(found[1]), {})[found[2]] = str(value or "")
    rows = [
        PartyRow(each.get("role") or PartyRole.CO_AUTHOR.value, each.get("name", ""), each.get("number", ""),
                 each.get("date", ""))
        for _, each in sorted(told.items())
    ]  # fmt: skip
    plain = data.get("parties")
    if isinstance(plain, str):
        rows += [PartyRow(name=line) for line in plain.splitlines()]
    return [each for each in rows if not each.is_empty][: MOST + 1]


def row_of(role: str, name: str, number: str, dated_on: date | None) -> PartyRow:
    return PartyRow(role, name, number, short_date(dated_on) if dated_on else "")


class PartiesWidget(forms.Widget):
    """A line for each party and two empty ones; without scripts too."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[PartyRow]:
        return rows_of(data)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(each == name or _NAME.fullmatch(each) for each in data)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0_name"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [each for each in value or () if isinstance(each, PartyRow)]
        shown = [*rows, *[PartyRow()] * BLANK][:MOST]
        context = {"rows": list(enumerate(shown)), "roles": list(ROLES.items()), "name": name}
        told = {key: value for key, value in (attrs or {}).items() if key.startswith("aria-")}
        return render_to_string("registry/party_rows.html", context | {"told": told})


class PartiesField(forms.Field):
    """Cleans to a list of `PartyEntry`; a sender’s second number needs no name."""

    def __init__(self, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(widget=PartiesWidget(), **kwargs)
        self.actor = actor

    def clean(self, value: Any) -> list[PartyEntry]:
        rows: Sequence[PartyRow] = [each for each in value or () if isinstance(each, PartyRow)]
        if len(rows) > MOST:
            raise ValidationError(f"Не більше {MOST} рядків")
        return [self._entry(row) for row in rows if not row.is_empty]

    def _entry(self, row: PartyRow) -> PartyEntry:
        if row.role not in ROLES:
            raise ValidationError("Оберіть роль зі списку")
        name = TextField(most=300, required=False).clean(row.name)
        number = NumberOfTheirsField(most=120, required=False).clean(row.number)
        dated_on = DateField(lean="past", required=False).clean(row.dated)
        if not name and row.role != PartyRole.SENDER:
            raise ValidationError(f"Упишіть назву або ім’я: {ROLES[row.role]}")
        found = (
            correspondents_for(self.actor).filter(name_key=name_key(name), merged_into=None) if name else None
        )
        known = found.first() if found is not None else None
        return PartyEntry(PartyRole(row.role), known, "" if known else name, number=number, dated_on=dated_on)
