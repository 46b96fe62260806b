"""What stands in each field of the profile on a given card: one home for print, export, REST and screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from obih.law.profile import CardField, Profile
from obih.registry.parties import in_words as party_in_words
from obih.registry.parties import more_of
from obih.registry.queries.records import Record
from obih.registry.vocabulary import PartyRole
from obih.ui.words import clock, short_date

Value = Any
"""A day, a moment, a number, a text, true or false, None: what JSON and a sheet can hold."""


@dataclass(frozen=True)
class Told:
    """A field of a card: its label, its value for programs and its words for people («» when empty)."""

    field: CardField
    value: Value
    text: str

    @property
    def code(self) -> str:
        return self.field.code

    @property
    def label(self) -> str:
        return self.field.title


def card_values(record: Record, rules: Profile, people: Mapping[int, str]) -> list[Told]:
    """Every field of the card of this kind, in the profile’s order, empty ones too."""
    if record.document.kind_code in rules.kinds:
        fields = rules.fields_for(record.document.kind_code)
    else:
        fields = tuple(sorted(rules.fields.values(), key=lambda each: each.order))
    return [tell(each, record, rules, people) for each in fields]


def tell(field: CardField, record: Record, rules: Profile, people: Mapping[int, str]) -> Told:
    """One field of a card. What no room keeps yet (visas, SEV messages) is empty."""
    if field.stored == "added":
        value = record.document.added.get(field.code)
    else:
        taken = VALUES.get(field.code)
        value = taken(record, rules) if taken else None
    return Told(field, value, in_words(field, value, rules, people))


def in_words(field: CardField, value: Value, rules: Profile, people: Mapping[int, str]) -> str:
    """A value as people read it."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "так" if value else "ні"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{short_date(local.date())}, {clock(local)}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, list):
        return "; ".join(str(each) for each in value)
    if field.stored == "added" and field.type == "person" and isinstance(value, int):
        return people.get(value, "")
    if field.stored == "added" and field.type == "date" and isinstance(value, str):
        return short_date(date.fromisoformat(value))
    return _coded(field, str(value), rules)


def _coded(field: CardField, value: str, rules: Profile) -> str:
    named: Mapping[str, Any] = {
        "kind": rules.kinds, "regime": rules.regimes, "channel": rules.channels,
    }.get(field.code, {})  # fmt: skip
    if value in named:
        return str(named[value].title)
    return field.choice_label(value) if field.type == "choice" else value


def _party(role: str) -> Callable[[Record, Profile], Value]:
    def taken(record: Record, rules: Profile) -> Value:
        found = record.party(role)
        return found.name if found else ""

    return taken


def _parties(role: str) -> Callable[[Record, Profile], Value]:
    return lambda record, rules: [each.name for each in record.parties if each.role == role]


def _of_sender(name: str) -> Callable[[Record, Profile], Value]:
    return lambda record, rules: getattr(record.sender, name) if record.sender else None


def _of_instance(name: str) -> Callable[[Record, Profile], Value]:
    return lambda record, rules: getattr(record.instances[0], name) if record.instances else None


def _of_copy(name: str) -> Callable[[Record, Profile], Value]:
    return lambda record, rules: getattr(record.copies[0], name) if record.copies else None


def _column(name: str) -> Callable[[Record, Profile], Value]:
    return lambda record, rules: getattr(record.document, name)


def _named(name: str, words: str = "") -> Callable[[Record, Profile], Value]:
    def taken(record: Record, rules: Profile) -> Value:
        found = getattr(record.document, name)
        return "" if found is None else str(getattr(found, words) if words else found)

    return taken


def _case_title(record: Record, rules: Profile) -> Value:
    return record.document.case_index.title if record.document.case_index else ""


def _retention(record: Record, rules: Profile) -> Value:
    case = record.document.case_index
    if case is None:
        return ""
    return f"{case.retention}, {case.article}" if case.article else case.retention


def _deadline(record: Record, rules: Profile) -> Value:
    return record.nearest.effective_on if record.nearest else None


def _deadline_changes(record: Record, rules: Profile) -> Value:
    return [
        f"{short_date(change.old_on)} → {short_date(change.new_on)}: {change.reason}"
        + (f" (погодив {change.agreed_by})" if change.agreed_by else "")
        for deadline in record.deadlines
        for change in deadline.changes
    ]


def _interim(record: Record, rules: Profile) -> Value:
    return [short_date(each.effective_on) for each in record.deadlines if each is not record.nearest]


def _indicators(record: Record, rules: Profile) -> Value:
    if record.document.closed_at:
        return "виконано"
    nearest = record.nearest
    if nearest is None:
        return "без строку"
    state = nearest.state(timezone.localdate())
    return {"late": f"прострочено {state.text}", "done": "строк дотримано"}.get(state.state, "виконується")


def _closure(record: Record, rules: Profile) -> Value:
    closure = getattr(record.document, "closure", None)
    if closure is None:
        return ""
    return f"{closure.note} ({short_date(timezone.localdate(closure.closed_at))}, {closure.closed_by_label})"


def _closed_on(record: Record, rules: Profile) -> Value:
    closed_at = record.document.closed_at
    return timezone.localdate(closed_at) if closed_at else None


VALUES: dict[str, Callable[[Record, Profile], Value]] = {
    "correspondent": _of_sender("name"),
    "addressees": _parties(PartyRole.ADDRESSEE),
    "parties": lambda record, rules: [
        party_in_words(each.role, each.name, each.number, each.dated_on) for each in more_of(record.parties)
    ],
    "correspondent_number": _of_sender("number"),
    "correspondent_date": _of_sender("dated_on"),
    "own_number": lambda record, rules: record.number,
    "own_date": lambda record, rules: timezone.localdate(record.registration.registered_at),
    "registrar": lambda record, rules: record.registration.registered_by,
    "received_at": lambda record, rules: record.registration.received_at,
    "kind": _column("kind_code"),
    "regime": _column("regime_code"),
    "title": _column("title"),
    "summary": _column("summary"),
    "form": _column("form"),
    "urgent": _column("urgent"),
    "language": _column("language"),
    "access_level": _column("access_level"),
    "access_basis": _column("access_basis"),
    "signer": _party(PartyRole.SIGNER),
    "author": _party(PartyRole.AUTHOR),
    "covering_body": _party(PartyRole.COVERING),
    "representative": _party(PartyRole.REPRESENTATIVE),
    "case_index": _named("case_index", "index"),
    "case_title": _case_title,
    "retention": _retention,
    "responsible_unit": _named("responsible_unit", "name"),
    "responsible_unit_index": _named("responsible_unit", "index"),
    "first_reviewer": _named("first_reviewer", "full_name"),
    "settlement": _named("settlement"),
    "district": _named("district"),
    "sheets_main": _of_instance("sheets_main"),
    "sheets_annex": _of_instance("sheets_annex"),
    "place": _of_instance("place"),
    "channel": _of_copy("channel_code"),
    "outside_id": _of_copy("outside_id"),
    "addressee_number": _of_copy("number_there"),
    "addressee_date": _of_copy("dated_there_on"),
    "deadline": _deadline,
    "deadline_changes": _deadline_changes,
    "interim_deadlines": _interim,
    "indicators": _indicators,
    "indicator_deadlines": _deadline,
    "execution_mark": _closure,
    "monitoring_stop": _closed_on,
    "links": lambda record, rules: [each.number for each in record.links],
    "signature": lambda record, rules: [each.name for each in record.files if each.role == "signature"],
}
