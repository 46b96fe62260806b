"""What people ask of contracts; what they may see starts from the registry’s one door."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from obih.contracts.models import ContractTerms, Vat
from obih.contracts.rules import Ending, effective_end, ending_of, sum_in_words
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.access import why_not_correct
from obih.registry.models import Document, Journal, Party, Registration
from obih.registry.queries import Record
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import PartyRole, Stream
from obih.ui.words import counted, short_date

CREATED, AGREEMENT = "contract", "additional_agreement"
CONTRACT_KINDS = frozenset({CREATED, AGREEMENT})


@dataclass(frozen=True)
class NearEnd:
    """A contract in force whose end is near or has passed."""

    document_id: UUID
    number: str
    title: str
    party: str
    sum: str
    ending: Ending
    responsible: Person | None
    prolongs: bool


@dataclass(frozen=True)
class Agreement:
    """An additional agreement of a contract, as its panel lists it."""

    document_id: UUID
    number: str
    title: str
    registered_on: date
    sum: str
    ends_on: date | None

    @property
    def url(self) -> str:
        return f"/documents/{self.document_id}/"


@dataclass(frozen=True)
class Told:
    """The terms of a contract with the end they come to and its other documents."""

    terms: ContractTerms
    ending: Ending | None
    base: Agreement | None
    agreements: list[Agreement]


@dataclass(frozen=True)
class Panel:
    """What the card of a contract shows."""

    document_id: UUID
    lines: list[tuple[str, str]]
    ending: Ending | None
    base: Agreement | None
    agreements: list[Agreement]
    terms_url: str
    agreement_url: str
    """Where its terms are corrected and an agreement to it registered; empty for who may not."""


def terms_in_words(terms: ContractTerms) -> dict[str, str]:
    """Each term under its name, as people read it."""
    return {**_own_words(terms), "До договору": base_number(terms)}


def _own_words(terms: ContractTerms) -> dict[str, str]:
    return {
        "Предмет": terms.subject,
        "Сума": sum_in_words(terms.sum, terms.currency),
        "ПДВ": str(Vat(terms.vat).label) if terms.vat else "",
        "Діє з": short_date(terms.starts_on) if terms.starts_on else "",
        "Діє до": short_date(terms.ends_on) if terms.ends_on else "",
        "Продовжується сам": (
            f"на {counted(terms.prolongs_months, 'місяць', 'місяці', 'місяців')}"
            if terms.prolongs_months
            else ""
        ),
        "Нагадати": f"за {counted(terms.warn_days, 'день', 'дні', 'днів')}" if terms.ends_on else "",
    }


def base_number(terms: ContractTerms) -> str:
    if terms.base_id is None:
        return ""
    numbers = Registration.objects.filter(document=terms.base_id, moved_to=None)
    return str(numbers.values_list("number", flat=True).first() or "")


_NUMBER = (
    Registration.objects.filter(document=OuterRef("document_id"), moved_to=None)
    .order_by("registered_at")
    .values("number")[:1]
)
_ON = (
    Registration.objects.filter(document=OuterRef("document_id"), moved_to=None)
    .order_by("registered_at")
    .values("registered_at")[:1]
)


def near_ends(today: date, actor: Actor | None = None) -> list[NearEnd]:
    """Contracts not closed whose end is within their days of warning or passed, the nearest first.

    For an actor only what he may see; without one (the nightly job) all of them.
    """
    return _told(_near(today, actor))


def _near(today: date, actor: Actor | None) -> list[tuple[ContractTerms, Ending]]:
    """Two statements, one when there is no contract with an end."""
    rows = ContractTerms.objects.filter(base=None, document__closed_at=None).select_related("document")
    if actor is not None:
        rows = rows.filter(visible_rows(actor, "document_id"))
    named = Q(ends_on__isnull=False) | Q(document__additional_agreements__ends_on__isnull=False)
    terms = list(rows.filter(named).annotate(number=Subquery(_NUMBER)).distinct())
    ends = _ends([each.document_id for each in terms]) if terms else {}
    near: list[tuple[ContractTerms, Ending]] = []
    for each in terms:
        end = effective_end(each.ends_on, ends.get(each.document_id, ()))
        if end is None:
            continue
        ending = ending_of(end, each.warn_days, each.prolongs_months, today)
        if ending.is_near:
            near.append((each, ending))
    near.sort(key=lambda pair: pair[1].on)
    return near


def _ends(bases: Sequence[UUID]) -> dict[UUID, list[date | None]]:
    """The ends that additional agreements name, in the order they were registered."""
    found: dict[UUID, list[date | None]] = {}
    rows = ContractTerms.objects.filter(base__in=bases, ends_on__isnull=False).annotate(on=Subquery(_ON))
    for base, end in rows.order_by("on").values_list("base", "ends_on"):
        found.setdefault(base, []).append(end)
    return found


def _told(near: Sequence[tuple[ContractTerms, Ending]]) -> list[NearEnd]:
    if not near:
        return []
    parties = other_parties([each.document_id for each, _ in near])
    executors = {each.document.added.get("main_executor") for each, _ in near}
    people = Person.objects.in_bulk([each for each in executors if isinstance(each, int)])
    return [
        NearEnd(
            each.document_id,
            getattr(each, "number", "") or "",
            each.document.title,
            parties.get(each.document_id, ""),
            sum_in_words(each.sum, each.currency),
            ending,
            people.get(each.document.added.get("main_executor") or 0),
            bool(each.prolongs_months),
        )
        for each, ending in near
    ]


def other_parties(documents: Sequence[UUID]) -> dict[UUID, str]:
    """Who the contract is with; one statement."""
    rows = Party.objects.filter(document__in=documents, role=PartyRole.PARTY).order_by("-order")
    told = rows.values_list("document_id", "name", "correspondent__short_name", "correspondent__name")
    return {document: short or full or name for document, name, short, full in told}


def near_count(actor: Actor, today: date | None = None) -> int:
    """How many contracts the actor sees whose end is near; nothing is asked for who sees no contract."""
    if not actor.principals:
        return 0
    return len(_near(today or timezone.localdate(), actor))


COLUMNS = (
    "Сторона", "Номер сторони", "Дата сторони", "Предмет", "Сума", "Валюта", "ПДВ", "Діє з", "Діє до",
    "Продовжується сам, місяців", "До договору",
)  # fmt: skip
"""What the sheet of a journal of contracts has besides the fields of the card."""


def cells_of(documents: Iterable[UUID]) -> dict[UUID, list[str]]:
    """A contract’s cells under `COLUMNS`; the caller has made sure that the documents may be seen. Two
    statements however many they are."""
    ids = list(documents)
    base = Registration.objects.filter(document=OuterRef("base"), moved_to=None).order_by("registered_at")
    rows = ContractTerms.objects.filter(document__in=ids).annotate(of=Subquery(base.values("number")[:1]))
    parties = {
        each.document_id: [str(each), each.number, short_date(each.dated_on) if each.dated_on else ""]
        for each in Party.objects.filter(document__in=ids, role=PartyRole.PARTY)
        .select_related("correspondent")
        .order_by("-order")
    }
    found = {document: [*told, *[""] * (len(COLUMNS) - 3)] for document, told in parties.items()}
    for each in rows:
        found[each.document_id] = [
            *parties.get(each.document_id, ["", "", ""]),
            each.subject,
            "" if each.sum is None else f"{each.sum:.2f}".replace(".", ","),
            each.currency,
            str(Vat(each.vat).label) if each.vat else "",
            short_date(each.starts_on) if each.starts_on else "",
            short_date(each.ends_on) if each.ends_on else "",
            str(each.prolongs_months or ""),
            getattr(each, "of", "") or "",
        ]
    return found


def concerns(document: Document, streams: frozenset[str]) -> bool:
    """Whether a document registered in these streams may be a contract."""
    return Stream.CONTRACTS in streams or document.kind_code in ("contract", "additional_agreement")


def panel_of(record: Record, journal: Journal, actor: Actor) -> Panel | None:
    """The terms of a contract for its card, in one statement with its base and its agreements; None about
    what is no contract. One that came without its terms (through REST) has a panel too: they are written
    down from there."""
    if record.document.kind_code not in CONTRACT_KINDS:
        return None
    told = told_of(record.document, actor)
    words = [(name, said) for name, said in _own_words(told.terms).items() if said]
    party = _party(record)
    return Panel(
        record.id,
        [("Сторона", party), *words] if party else words,
        told.ending,
        told.base,
        told.agreements,
        *_ways_on(record, told.terms, journal, actor),
    )


def told_of(document: Document, actor: Actor) -> Told:
    """The terms of a contract that the actor sees, empty ones when they were not written down, in one
    statement with its base and its agreements; of those what he sees."""
    found = {each.document_id: each for each in _family(document.pk, actor)}
    terms = found.pop(document.pk, None) or ContractTerms(document=document)
    under = [each for each in found.values() if each.base_id == document.pk]
    above = found.get(terms.base_id) if terms.base_id else None
    ends = [each.ends_on for each in under if each.ends_on]
    end = effective_end(terms.ends_on, ends)
    ending = ending_of(end, terms.warn_days, terms.prolongs_months, timezone.localdate()) if end else None
    return Told(
        terms,
        ending,
        _agreement(above) if above and above.is_seen else None,
        [_agreement(each) for each in under if each.is_seen],
    )


def _family(document_id: UUID, actor: Actor) -> list[Any]:
    """The terms of a contract, of what it belongs to and of its agreements, in the order of registration;
    `is_seen` says of each whether the actor sees its document."""
    base = ContractTerms.objects.filter(document=document_id).values("base")
    rows = ContractTerms.objects.filter(
        Q(document=document_id) | Q(base=document_id) | Q(document__in=Subquery(base))
    )
    told = rows.annotate(
        number=Subquery(_NUMBER),
        on=Subquery(_ON),
        title=F("document__title"),
        is_seen=visible_rows(actor, "document_id"),
    )
    return list(told.order_by("on"))


def _agreement(terms: Any) -> Agreement:
    return Agreement(
        terms.document_id,
        terms.number or "",
        terms.title,
        timezone.localdate(terms.on),
        sum_in_words(terms.sum, terms.currency),
        terms.ends_on,
    )


def _ways_on(record: Record, terms: ContractTerms, journal: Journal, actor: Actor) -> tuple[str, str]:
    if why_not_correct(actor, journal):
        return "", ""
    asked = urlencode({"kind": "additional_agreement", "base": record.number})
    agreement = f"/journals/{journal.code}/registration/?{asked}" if terms.base_id is None else ""
    return f"/documents/{record.id}/terms/", agreement


def _party(record: Record) -> str:
    party = record.party(PartyRole.PARTY)
    if party is None:
        return ""
    dated = f" від {short_date(party.dated_on)}" if party.dated_on else ""
    return f"{party.name}; їхній № {party.number}{dated}" if party.number else f"{party.name}{dated}"
