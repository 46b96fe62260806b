"""A journal’s period before and after its end: what it gave, what stays open, whether the next is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.nomenclature.models import CaseIndex
from obih.people.access import Power, may
from obih.people.actors import Actor
from obih.registry.closing import Figures, span_words, summary_line
from obih.registry.models import (
    Allocation,
    Deadline,
    Journal,
    JournalPeriod,
    JournalReader,
    PeriodClosure,
    Registration,
)
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import visible_to
from obih.registry.streams import INCOMING_STREAMS
from obih.registry.vocabulary import PeriodKind

MOST = 1000


@dataclass(frozen=True)
class PeriodEnd:
    """A period of a journal with its figures: as they stand, or of its closure."""

    journal: Journal
    period: str
    last: int
    held: int
    figures: Figures
    closure: PeriodClosure | None
    following: JournalPeriod | None
    """The next year, when it is opened beforehand."""
    suggested_case: CaseIndex | None = None
    """The case of the next year’s list that has the index of this year’s usual one."""

    @property
    def is_closed(self) -> bool:
        return self.closure is not None

    @property
    def span(self) -> str:
        return span_words(self.journal.period_kind, self.period)

    @property
    def summary(self) -> str:
        return summary_line(self.span, self.figures)

    @property
    def case_index(self) -> str:
        """What stands in the field of the next year’s case."""
        case = self.following.default_case if self.following else self.suggested_case
        return case.index if case else ""


def year_journals(actor: Actor) -> list[Journal]:
    """Open journals numbered by the year whose ends this actor keeps: he registers there, or manages them."""
    found = Journal.objects.filter(period_kind=PeriodKind.YEAR, closed_on=None).select_related(
        "organisation", "default_case", "body"
    )
    if not may(actor, Power.MANAGE_JOURNALS):
        registers = JournalReader.objects.filter(principal__in=actor.principals, may_register=True)
        found = found.filter(pk__in=registers.values("journal"))
    return list(found.prefetch_related("readers").order_by("organisation_id", "stream", "title"))


def period_ends(journals: Sequence[Journal], period: str) -> list[PeriodEnd]:
    """These journals at the end of a period, in their order; four statements however many there are."""
    figures = _figures(journals, period)
    closures = {
        each.journal_id: each for each in PeriodClosure.objects.filter(journal__in=journals, period=period)
    }
    following = _following(period)
    opened = {
        each.journal_id: each
        for each in JournalPeriod.objects.filter(journal__in=journals, period=following).select_related(
            "default_case"
        )
    }
    cases = _cases_of(journals, following)
    return [
        _end(
            journal,
            period,
            figures.get(journal.pk, {}),
            closures.get(journal.pk),
            opened.get(journal.pk),
            cases.get((journal.organisation.code, _index(journal))),
        )
        for journal in journals
    ]


def _index(journal: Journal) -> str:
    return journal.default_case.index if journal.default_case else ""


def _end(
    journal: Journal,
    period: str,
    told: dict[str, int],
    closure: PeriodClosure | None,
    following: JournalPeriod | None,
    case: CaseIndex | None,
) -> PeriodEnd:
    source: Any = closure or told
    names = ("registered", "void", "late", "carried_over")
    figures = Figures(**{name: _of(source, name) for name in names})
    last = closure.last_sequence if closure else told.get("last") or 0
    return PeriodEnd(
        journal, period, last, 0 if closure else told.get("held", 0), figures, closure, following, case
    )


def _of(source: Any, name: str) -> int:
    return int(source.get(name, 0) if isinstance(source, dict) else getattr(source, name))


def _figures(journals: Sequence[Journal], period: str) -> dict[int, dict[str, int]]:
    """What the closing function would count now, by journal."""
    stands = Q(void=None, registration__isnull=False)
    rows = (
        Allocation.objects.filter(journal__in=journals, period=period)
        .order_by()
        .values("journal")
        .annotate(
            last=Max("sequence"),
            registered=Count("pk", filter=stands),
            voided=Count("pk", filter=Q(void__isnull=False)),
            held=Count("pk", filter=Q(void=None, registration=None)),
            late=Count("pk", filter=Q(registration__entered_at__isnull=False)),
            carried_over=Count(
                "pk",
                filter=stands & Q(registration__moved_to=None) & _open("registration__document"),
            ),
        )
    )
    found: dict[int, dict[str, int]] = {}
    for each in rows:
        told = {name: int(str(value or 0)) for name, value in each.items()}
        found[told["journal"]] = told | {"void": told["voided"]}
    return found


def _open(document: str, journal: str = "journal") -> Q:
    """Open work: what came to us and is not done, or has a term that is not met. An order or a certificate
    without a term is no work that waits."""
    unmet = Exists(Deadline.objects.filter(document=OuterRef(document), met_at=None))
    asked = Q(**{f"{journal}__stream__in": INCOMING_STREAMS}) | Q(unmet)
    return Q(**{f"{document}__closed_at": None}) & asked


def _following(period: str) -> str:
    return str(int(period) + 1) if period.isdecimal() else ""


def _cases_of(journals: Sequence[Journal], year: str) -> dict[tuple[str, str], CaseIndex]:
    if not year:
        return {}
    indexes = {each.default_case.index for each in journals if each.default_case}
    found = CaseIndex.objects.filter(
        nomenclature__year=int(year),
        nomenclature__organisation_code__in={each.organisation.code for each in journals},
        index__in=indexes,
        closed_on=None,
    ).select_related("nomenclature")
    return {(each.nomenclature.organisation_code, each.index): each for each in found}


def cases_of_year(organisation_codes: Iterable[str], year: int) -> QuerySet[CaseIndex]:
    """Open cases of a year to choose the usual one from."""
    return CaseIndex.objects.filter(
        nomenclature__year=year, nomenclature__organisation_code__in=set(organisation_codes), closed_on=None
    ).order_by("index")


def carried_over(actor: Actor, journal: Journal, period: str) -> list[JournalRow]:
    """Documents of the period that were open at its end (or are now, before it), oldest first, as far as the
    actor sees them; at most MOST."""
    closure = PeriodClosure.objects.filter(journal=journal, period=period).first()
    is_open = _open("document")
    if closure:
        is_open |= Q(document__closed_at__gt=closure.closed_at)
    ids = (
        Registration.objects.filter(
            is_open, journal=journal, period=period, moved_to=None, allocation__void=None,
            document__in=visible_to(actor),
        )
        .order_by("sequence", "suffix")
        .values_list("document_id", flat=True)[:MOST]
    )  # fmt: skip
    return load_rows(list(ids), today=timezone.localdate(), journal=journal)


def case_of_period(journal: Journal, period: str) -> CaseIndex | None:
    """The usual case of a period that was opened beforehand, if it has one."""
    with connection.cursor() as cursor:  # asked by every registration: an ORM query costs many times as much
        cursor.execute(
            "SELECT default_case_id FROM registry_journalperiod WHERE journal_id = %s AND period = %s",
            [journal.pk, period],
        )
        row = cursor.fetchone()
    return CaseIndex.objects.get(pk=row[0]) if row and row[0] else None


def usual_case(journal: Journal, today: date) -> CaseIndex | None:
    """The case offered in a journal today: of its opened year, else the journal’s own."""
    if journal.period_kind == PeriodKind.YEAR:
        return case_of_period(journal, str(today.year)) or journal.default_case
    return journal.default_case


@dataclass(frozen=True)
class Unready:
    """What a keeper of journals has to do around New Year; `year` is the one that ends."""

    year: int
    not_opened: int = 0
    not_closed: int = 0


def unready(journals: Sequence[Journal], today: date) -> Unready | None:
    """In December: how many of these journals have no next year opened. In January and February: how many
    still have last year open. None when there is nothing to do; no statement in other months."""
    yearly = [each.pk for each in journals if each.period_kind == PeriodKind.YEAR]
    if not yearly or today.month not in (12, 1, 2):
        return None
    if today.month == 12:
        opened = JournalPeriod.objects.filter(journal__in=yearly, period=str(today.year + 1)).count()
        return Unready(today.year, not_opened=len(yearly) - opened) if opened < len(yearly) else None
    year = today.year - 1
    used = Allocation.objects.filter(journal__in=yearly, period=str(year)).order_by()
    left = used.exclude(journal__closures__period=str(year)).aggregate(n=Count(F("journal"), distinct=True))
    return Unready(year, not_closed=left["n"]) if left["n"] else None
