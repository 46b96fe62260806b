"""The rows a card becomes when it is registered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone

from obih.law.profile import Profile
from obih.law.rules import due_on
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.people.models import District, Unit
from obih.registry import access_rows
from obih.registry.cards import Card, CreatedCard, IncomingCard, PartyEntry
from obih.registry.models import (
    AccessRow,
    Copy,
    Deadline,
    Document,
    DocumentFile,
    Instance,
    Journal,
    JournalReader,
    Link,
    Party,
    Registration,
)
from obih.registry.rules import NumberParts, number_key, number_parts
from obih.registry.vocabulary import Access, DeadlineSource, PartyRole
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


def texts_of(card: Card, entries: Sequence[PartyEntry]) -> list[str]:
    told = [card.title, card.summary]
    for each in entries:
        told += [each.said, each.correspondent.short_name if each.correspondent else "", each.number]
    return told


def parties_of(entries: Sequence[PartyEntry], document: Document) -> list[Party]:
    return [
        Party(
            document=document,
            role=each.role,
            order=order,
            correspondent=each.correspondent,
            person=each.person,
            unit=each.unit,
            name=each.name,
            is_natural=each.is_natural,
            address=each.address,
            contact=each.contact,
            number=each.number,
            number_key=number_key(each.number),
            dated_on=each.dated_on,
        )
        for order, each in enumerate(entries)
    ]


def copies_of(
    card: Card, entries: Sequence[PartyEntry], parties: Sequence[Party], document: Document
) -> list[Copy]:
    """The copy that came, or one for each addressee."""
    if isinstance(card, IncomingCard):
        return [
            Copy(
                document=document,
                channel_code=card.channel_code,
                arrived_at=card.received_at,
                outside_id=card.outside_id,
            )
        ]
    found = [
        Copy(
            document=document,
            party=party,
            channel_code=entry.channel_code or card.channel_code,
            address=entry.address or (entry.correspondent.address if entry.correspondent else ""),
        )
        for entry, party in zip(entries, parties, strict=True)
        if entry.role == PartyRole.ADDRESSEE
    ]
    if found and isinstance(card, CreatedCard):
        found[0].outside_id, found[0].number_there = card.outside_id, card.number_there
    return found


def instance_of(card: Card, document: Document, registration: Registration, by: Actor) -> Instance:
    return Instance(
        document=document,
        medium=card.form,
        sheets_main=card.sheets_main,
        sheets_annex=card.sheets_annex,
        place=card.place,
        holder_id=by.person_id if card.form == "paper" else None,
        since=registration.registered_at,
    )


def deadlines_of(
    card: Card, document: Document, registration: Registration, rules: Profile
) -> list[Deadline]:
    """By law and, if the letter itself names a date, by the letter; the nearer one comes first."""
    found = []
    term = rules.term(card.term_code) if card.term_code else rules.term_for(card.kind_code, card.regime_code)
    due = due_on(registration.received_at, term, calendar_for(), rules.cap_of(term)) if term else None
    if due is not None:
        found.append(
            Deadline(
                document=document,
                unit=card.responsible_unit,
                rule_code=due.rule_code,
                starts_at=registration.received_at,
                nominal_on=due.nominal,
                effective_on=due.effective,
                due_at=due.moment,
                cap_on=due.cap,
            )
        )
    if card.answer_by:
        found.append(
            Deadline(
                document=document,
                unit=card.responsible_unit,
                rule_code="letter",
                source=DeadlineSource.LETTER,
                starts_at=registration.received_at,
                nominal_on=card.answer_by,
                effective_on=card.answer_by,
            )
        )
    return sorted(found, key=lambda each: each.effective_on)


def files_of(card: Card, document: Document, registration: Registration, by: Actor) -> list[DocumentFile]:
    return [
        DocumentFile(
            document=document,
            content_id=each.stored.sha256,
            role=each.role,
            order=order,
            name=each.name,
            added_at=registration.registered_at,
            added_by_label=by.label,
        )
        for order, each in enumerate(card.files)
    ]


def links_of(card: Card, document: Document, by: Actor) -> list[Link]:
    """Only documents that the actor may see can be linked: an id must not tell that it exists."""
    targets = [each.target_id for each in card.links]
    seen = set(
        AccessRow.objects.filter(document__in=targets, principal__in=by.principals).values_list(
            "document_id", flat=True
        )
    )
    if missing := [each for each in targets if each not in seen]:
        raise Refused(f"Пов’язаного документа немає або він вам не доступний: {missing[0]}", field="links")
    return [Link(source=document, target_id=each.target_id, kind=each.kind) for each in card.links]


def grants_of(
    card: Card, registration: Registration, entries: Sequence[PartyEntry]
) -> set[access_rows.Grant]:
    """Readers are asked anew: they stand still from `hold_off_twins` on, not before."""
    to = [each for each in entries if each.role == PartyRole.ADDRESSEE]
    return access_rows.grants_of_registration(
        readers=JournalReader.objects.filter(journal=card.journal),
        restricted=card.access_level == Access.RESTRICTED,
        registrar_id=registration.registered_by_id,
        first_reviewer_id=card.first_reviewer.pk if card.first_reviewer else None,
        unit_id=card.responsible_unit.pk if card.responsible_unit else None,
        journal_id=card.journal.pk,
        executor_id=access_rows.executor_of(card.added),
        people_addressed=[each.person.pk for each in to if each.person],
        units_addressed=[each.unit.pk for each in to if each.unit],
    )


def parts_for(journal: Journal, registration: Registration, card: Card) -> NumberParts:
    """The number of this registration around its ordinal. Raises PatternProblem if something is not known."""
    return parts_in(
        journal,
        day=card.dated_on or timezone.localdate(registration.registered_at),
        unit=card.responsible_unit,
        district=card.district,
        case=registration.document.case_index,
        values=card.number_values,
    )


def parts_in(
    journal: Journal,
    *,
    day: date,
    unit: Unit | None,
    district: District | None,
    case: CaseIndex | None,
    values: Mapping[str, str],
) -> NumberParts:
    """What stands around the ordinal of a number of this journal; raises PatternProblem."""
    unit, district, case = (
        unit or journal.unit, district or journal.district, case or journal.default_case,
    )  # fmt: skip
    return number_parts(
        journal.pattern,
        {
            "case": case.index if case else "",
            "unit": unit.index if unit else "",
            "journal": journal.index,
            "district": district.index if district else "",
            "year": str(day.year),
            "yy": f"{day.year % 100:02d}",
            "convocation": journal.body.convocation if journal.body else "",
            **values,
        },
    )
