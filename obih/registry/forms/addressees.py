"""Who a document made here goes to, and who signed it: from the directory, ours, or as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from obih.people.actors import Actor
from obih.people.models import Appointment, Person, Unit
from obih.registry.cards import PartyEntry
from obih.registry.forms.fields import TextField
from obih.registry.models import CorrespondentGroup, Journal
from obih.registry.queries.correspondents import correspondents_for
from obih.registry.rules import name_key
from obih.registry.vocabulary import PartyRole
from obih.ui.forms import Combobox

MOST_ADDRESSEES = 300
_NAME = re.compile(r"addressees-(\d{1,3})(_text|_channel)?")
_TOKEN = re.compile(r"([gup]?)(\d{1,15})")


@dataclass(frozen=True)
class AddresseeRow:
    """A row of the form: `token` is an entry of the directory («5»), a group («g5»), a unit («u5») or
    a person («p5») of ours; without one `text` is the addressee."""

    token: str = ""
    text: str = ""
    channel: str = ""


def rows_of(data: Mapping[str, Any]) -> list[AddresseeRow]:
    """The rows as a form posts them and a half-filled card keeps them: `addressees-0`, `addressees-0_text`,
    `addressees-0_channel`; or one text, an addressee a line."""
    told: dict[int, dict[str, str]] = {}
    for name, value in data.items():
        if found := _NAME.fullmatch(name):
            told.setdefault(int(found[1]), {})[found[2] or ""] = str(value or "")
    rows = [
        AddresseeRow(parts.get("", ""), parts.get("_text", ""), parts.get("_channel", ""))
        for _, parts in sorted(told.items())
    ]
    plain = data.get("addressees")
    if isinstance(plain, str):
        rows += [AddresseeRow(text=line) for line in plain.splitlines()]
    return [each for each in rows if each.token.strip() or each.text.strip()][: MOST_ADDRESSEES + 1]


class AddresseesWidget(forms.Widget):
    """A combobox and a channel for each addressee, and an empty row for the next one."""

    def __init__(self, url: str, channels: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.url, self.channels = url, channels

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[AddresseeRow]:
        return rows_of(data)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(each == name or _NAME.fullmatch(each) for each in data)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        return f"{id_}-0"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        rows = [each for each in value or () if isinstance(each, AddresseeRow)]
        attrs = {key: told for key, told in (attrs or {}).items() if key != "id"}
        drawn = [self._row(str(place), each, attrs) for place, each in enumerate([*rows, AddresseeRow()])]
        one = len(rows) < 2 and not any(each.channel for each in rows)
        blank = self._row("__n__", AddresseeRow(), {"class": "input"})
        context = {"rows": drawn, "blank": blank, "one": one}
        return render_to_string("registry/addressees.html", context)

    def _row(self, place: str, row: AddresseeRow, attrs: Mapping[str, Any]) -> dict[str, Any]:
        name, number = f"addressees-{place}", "__m__" if place == "__n__" else int(place) + 1
        box = Combobox(self.url)
        box.text = row.text
        own = dict(attrs) if place in ("0", "__n__") else {"class": "input"}
        own["id"] = f"id_{name}"
        if place != "0":
            own["aria-label"] = f"Адресат {number}"
        drawn = {"box": box.render(name, row.token, own)}
        if self.channels:
            choices = [("", "як весь документ"), *self.channels]
            told = {"class": "input", "id": f"id_{name}_channel", "aria-label": f"Як надіслати, {number}"}
            drawn["channel"] = forms.Select(choices=choices).render(f"{name}_channel", row.channel, told)
        return drawn


class AddresseesField(forms.Field):
    """Cleans to a list of `PartyEntry`, a group told by its members, nobody twice."""

    def __init__(
        self, *, actor: Actor, journal: Journal, url: str, channels: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(widget=AddresseesWidget(url, channels), **kwargs)
        self.actor, self.journal = actor, journal
        self.channels = {code for code, _ in channels}

    def prepare_value(self, value: Any) -> Any:
        return [_as_row(each) for each in value or ()] if isinstance(value, list) else value

    def clean(self, value: Any) -> list[PartyEntry]:
        rows = [each for each in value or () if isinstance(each, AddresseeRow)]
        if self.required and not rows:
            raise ValidationError("Напишіть, кому документ: назва з довідника, група або просто слова")
        found: dict[tuple[object, ...], PartyEntry] = {}
        for row in rows:
            for entry in self._entries(row):
                named = entry.correspondent or entry.person or entry.unit
                key = (type(named), named.pk) if named else (None, entry.name)
                found.setdefault(key, entry)
        if len(found) > MOST_ADDRESSEES:
            raise ValidationError(f"Не більше {MOST_ADDRESSEES} адресатів в одному документі")
        return list(found.values())

    def _entries(self, row: AddresseeRow) -> list[PartyEntry]:
        channel = row.channel if row.channel in self.channels else ""
        if row.token.strip():
            return self._chosen(row.token.strip(), channel)
        typed = TextField(most=300).clean(row.text)
        group = self._groups().filter(name__iexact=typed).first()
        if group:
            return _members(group, channel)
        unit = self._units().filter(name__iexact=typed).first()
        if unit:
            return [PartyEntry(PartyRole.ADDRESSEE, unit=unit, name=unit.name, channel_code=channel)]
        known = correspondents_for(self.actor).filter(name_key=name_key(typed), merged_into=None).first()
        name = "" if known else typed
        return [PartyEntry(PartyRole.ADDRESSEE, known, name, channel_code=channel)]

    def _chosen(self, token: str, channel: str) -> list[PartyEntry]:
        told = _TOKEN.fullmatch(token)
        kind, key = (told[1], int(told[2])) if told else ("?", 0)
        if kind == "g" and (group := self._groups().filter(pk=key).first()):
            return _members(group, channel)
        if kind == "u" and (unit := self._units().filter(pk=key).first()):
            return [PartyEntry(PartyRole.ADDRESSEE, unit=unit, name=unit.name, channel_code=channel)]
        if kind == "p" and (person := Person.objects.filter(pk=key, left_on=None).first()):
            name = person.full_name
            return [PartyEntry(PartyRole.ADDRESSEE, person=person, name=name, channel_code=channel)]
        if kind == "" and (known := correspondents_for(self.actor).filter(pk=key).first()):
            return [PartyEntry(PartyRole.ADDRESSEE, known, channel_code=channel)]
        raise ValidationError("Такого адресата немає: оберіть зі списку або впишіть назву")

    def _groups(self) -> Any:
        return CorrespondentGroup.objects.filter(organisation=self.journal.organisation_id)

    def _units(self) -> Any:
        return Unit.objects.filter(organisation=self.journal.organisation_id, closed_on=None)


def _members(group: CorrespondentGroup, channel: str) -> list[PartyEntry]:
    members = group.members.filter(merged_into=None).order_by("name")
    found = [PartyEntry(PartyRole.ADDRESSEE, each, channel_code=channel) for each in members]
    if not found:
        raise ValidationError(f"У групі «{group.name}» нікого немає: додайте учасників у довіднику")
    return found


def _as_row(each: Any) -> AddresseeRow:
    return each if isinstance(each, AddresseeRow) else row_of_entry(each)


def row_of_entry(entry: PartyEntry) -> AddresseeRow:
    """The row that would give this entry again."""
    if entry.correspondent:
        return AddresseeRow(str(entry.correspondent.pk), str(entry.correspondent), entry.channel_code)
    if entry.person:
        return AddresseeRow(f"p{entry.person.pk}", entry.said, entry.channel_code)
    token = f"u{entry.unit.pk}" if entry.unit else ""
    return AddresseeRow(token, entry.said, entry.channel_code)


class SignerText(str):
    """The words of a signature; `person` is whose it is when he is one of ours."""

    person: Person | None = None


class SignerField(forms.Field):
    """A person of ours with his post, or words as typed. Cleans to `SignerText`."""

    def __init__(self, *, journal: Journal, today: date, url: str, **kwargs: Any) -> None:
        super().__init__(widget=Combobox(url, display=self._shown), **kwargs)
        self.journal, self.today = journal, today

    def clean(self, value: Any) -> SignerText:
        assert isinstance(self.widget, Combobox)
        told = _TOKEN.fullmatch(str(value or ""))
        if told and told[1] == "p":
            held = self._held().filter(person=int(told[2])).first()
            if held is None:
                raise ValidationError("Такої людини немає серед працівників: оберіть зі списку або впишіть")
            signed = SignerText(signature_of(held))
            signed.person = held.person
            return signed
        typed = self.widget.text or str(value or "")
        return SignerText(TextField(most=300, required=self.required).clean(typed))

    def _held(self) -> Any:
        held = Appointment.objects.on(self.today).select_related("person", "position")
        return held.filter(position__organisation=self.journal.organisation_id)

    def _shown(self, value: Any) -> str:
        told = _TOKEN.fullmatch(str(value))
        if told and told[1] == "p" and (held := self._held().filter(person=int(told[2])).first()):
            return signature_of(held)
        return str(value)


def signature_of(held: Appointment) -> str:
    """«Селищний голова Ігор МЕЛЬНИЧЕНКО»: the order and the letters of ДСТУ 4163:2020."""
    person = held.person
    return f"{held.position.title} {person.given_name} {person.surname.upper()}"


def entries_to_rows(entries: Iterable[PartyEntry]) -> list[AddresseeRow]:
    return [row_of_entry(each) for each in entries]
