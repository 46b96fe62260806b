"""What may stand in a column of a printed journal: named parts, fields of the card, and what rooms add."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from obih.law.profile import Profile
from obih.registry.queries.records import SECTIONS, Record
from obih.registry.queries.told import RegistrationTold, files_words
from obih.registry.values import VALUES, tell
from obih.registry.vocabulary import PartyRole
from obih.ui.words import clock, short_date

More = Mapping[UUID, Mapping[str, str]]


@dataclass(frozen=True)
class Line:
    """A document as a line of a journal, with all that its columns may ask for."""

    record: Record
    registration: RegistrationTold
    """Of the journal that is printed: a document may stand in several."""
    rules: Profile
    people: Mapping[int, str]
    more: Mapping[str, str] = field(default_factory=dict)
    """What rooms above told of it."""


@dataclass(frozen=True)
class Part:
    label: str
    text: Callable[[Line], str]
    needs: frozenset[str] = frozenset()
    """Sections of the record it is made of, besides the document, its registrations and parties."""


@dataclass(frozen=True)
class Added:
    """Parts of a room above: their labels, and what they say of these documents of a stream."""

    labels: Mapping[str, str]
    tell: Callable[[Sequence[UUID]], More]
    streams: frozenset[str]


ADDED: list[Added] = []


def add_parts(
    labels: Mapping[str, str], told: Callable[[Sequence[UUID]], More], *, streams: Sequence[str]
) -> None:
    """A room above offers parts for journals of these streams. Called once, when the room is ready."""
    ADDED.append(Added(labels, told, frozenset(streams)))


def _day(at: datetime | None) -> str:
    return short_date(timezone.localdate(at)) if at else ""


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{short_date(local.date())}, {clock(local)}"


def _named(*roles: str) -> Callable[[Line], str]:
    return lambda line: "; ".join(each.name for each in line.record.parties if each.role in roles)


def _theirs(line: Line) -> str:
    sender = line.record.sender
    if sender is None:
        return ""
    dated = f"від {short_date(sender.dated_on)}" if sender.dated_on else ""
    return " ".join(part for part in (dated, f"№ {sender.number}" if sender.number else "") if part)


def _content(line: Line) -> str:
    document = line.record.document
    return f"{document.title}. {document.summary}" if document.summary else document.title


def _handed_to(line: Line) -> str:
    document = line.record.document
    told = (document.first_reviewer, document.responsible_unit)
    return ", ".join(
        each for each in (told[0].full_name if told[0] else "", told[1].name if told[1] else "") if each
    )


def _done(line: Line) -> str:
    if line.registration.void:
        return f"анульовано: {line.registration.void.reason}"
    closure = getattr(line.record.document, "closure", None)
    return f"{closure.note}, {_day(closure.closed_at)}" if closure else ""


def _sheets(line: Line) -> str:
    counts = [(each.sheets_main or 0) + (each.sheets_annex or 0) for each in line.record.instances]
    return f"{sum(counts)} арк." if sum(counts) else ""


def _files(line: Line) -> str:
    return files_words(len(line.record.files), len(line.record.withdrawn))


def _case(line: Line) -> str:
    case = line.record.document.case_index
    return f"спр. {case.index}" if case else ""


def _dated(line: Line) -> str:
    dated = line.record.document.dated_on
    return short_date(dated) if dated else _day(line.registration.registered_at)


def _due(line: Line) -> str:
    nearest = line.record.nearest
    return short_date(nearest.effective_on) if nearest else ""


def _unit(line: Line) -> str:
    unit = line.record.document.responsible_unit
    return unit.name if unit else ""


PARTS: dict[str, Part] = {
    "number": Part("реєстраційний індекс", lambda line: line.registration.number),
    "registered_on": Part("дата реєстрації", lambda line: _day(line.registration.registered_at)),
    "registered_moment": Part(
        "дата і година реєстрації", lambda line: _moment(line.registration.registered_at)
    ),
    "received_on": Part("дата надходження", lambda line: _day(line.registration.received_at)),
    "received_moment": Part("дата і година надходження", lambda line: _moment(line.registration.received_at)),
    "dated_on": Part("дата документа", _dated),
    "who": Part("кореспондент", _named(PartyRole.SENDER)),
    "their_number": Part("їхні дата й номер", _theirs),
    "addressees": Part("адресати", _named(PartyRole.ADDRESSEE)),
    "signer": Part("ким підписано", _named(PartyRole.SIGNER)),
    "content": Part("заголовок і короткий зміст", _content),
    "handed_to": Part("хто розглядає, підрозділ", _handed_to),
    "unit": Part("підрозділ", _unit),
    "done": Part("відмітка про виконання", _done),
    "case": Part("номер справи", _case),
    "due_on": Part("строк", _due, frozenset({"deadlines"})),
    "closed_on": Part("дата виконання", lambda line: _day(line.record.document.closed_at)),
    "sheets": Part("аркушів", _sheets, frozenset({"instances"})),
    "files": Part("кількість файлів", _files, frozenset({"files", "withdrawn"})),
    "by_hand": Part("порожньо, для запису рукою", lambda line: ""),
}
"""Parts every journal has."""


def labels_for(stream: str, rules: Profile) -> dict[str, str]:
    """What may be put into a column of this stream, by name, for the page where forms are changed."""
    found = {name: part.label for name, part in PARTS.items()}
    for each in ADDED:
        if stream in each.streams:
            found |= each.labels
    for code, known in sorted(rules.fields.items(), key=lambda pair: pair[1].order):
        found.setdefault(code, f"{known.title} (поле картки)")
    return found


def told_above(stream: str, ids: Sequence[UUID], wanted: frozenset[str]) -> More:
    """What rooms above say of these documents, as far as the columns ask for it."""
    found: dict[UUID, dict[str, str]] = {}
    for each in ADDED:
        if stream in each.streams and wanted.intersection(each.labels):
            for document, told in each.tell(ids).items():
                found.setdefault(document, {}).update(told)
    return found


def needs_of(parts: Iterable[str]) -> frozenset[str]:
    """Which sections of a record these parts are made of; a field of the card may need any."""
    found: frozenset[str] = frozenset()
    for name in parts:
        if name in PARTS:
            found |= PARTS[name].needs
        elif not any(name in each.labels for each in ADDED) and name in VALUES:
            found |= SECTIONS
    return found


def maker(parts: Sequence[Any], rules: Profile) -> Callable[[Line], str]:
    """What makes the text of a column: its parts one after another, empty ones left out; a part nobody
    knows says nothing."""
    steps: list[Callable[[Line], str]] = [_step(str(name), rules) for name in parts]
    if len(steps) == 1:
        return steps[0]
    return lambda line: ", ".join(told for told in [step(line) for step in steps] if told)


def _step(name: str, rules: Profile) -> Callable[[Line], str]:
    if name in PARTS:
        return PARTS[name].text
    if any(name in each.labels for each in ADDED):
        return lambda line: line.more.get(name, "")
    known = rules.fields.get(name)
    if known is None or (known.stored != "added" and name not in VALUES):
        return lambda line: ""
    return lambda line: tell(known, line.record, line.rules, line.people).text
