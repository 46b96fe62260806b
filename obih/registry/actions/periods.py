"""The end of a journal’s year, and the next one opened beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.registry.access import why_not_keep_periods
from obih.registry.closing import span_words, why_not_end_yet
from obih.registry.events import PERIOD_CLOSED, PERIOD_OPENED
from obih.registry.models import Journal, JournalPeriod, PeriodClosure
from obih.registry.numbering import close_period
from obih.registry.vocabulary import PeriodKind
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


@dataclass(frozen=True)
class Outcome:
    """What became of one journal when many were asked for: `refusal` is empty when it was done."""

    journal: Journal
    refusal: str = ""

    @property
    def done(self) -> bool:
        return not self.refusal


def close_journal_period(journal: Journal, period: str, *, by: Actor) -> None:
    """Close a period: it gives no more numbers, also to late entries; numbers held and not used become void.

    The figures of the summary line are counted under the lock of the journal’s counter and kept in
    `PeriodClosure`. Open documents stay in work under their numbers. Raises Refused; there is no way back.
    """
    if refusal := why_not_keep_periods(by, journal) or why_not_close_yet(journal, period):
        raise Refused(refusal)
    if PeriodClosure.objects.filter(journal=journal, period=period).exists():
        raise Refused(f"Журнал «{journal.title}» за {span_words(journal.period_kind, period)} уже закрито")
    span = span_words(journal.period_kind, period)
    with unit_of_work():
        close_period(
            journal,
            period,
            unused_because=f"Не використано до закриття журналу за {span}",
            at=timezone.now(),
            by=by,
        )
        record(PERIOD_CLOSED, by=by, about=journal, title=journal.title, span=span, period=period)


def why_not_close_yet(journal: Journal, period: str) -> str | None:
    """Why this period has not ended yet, or None."""
    body = journal.body
    return why_not_end_yet(
        journal.period_kind,
        period,
        timezone.localdate(),
        calendar_for().is_working,
        lasting=body.convocation if body else "",
    )


def close_journal_periods(journals: Sequence[Journal], period: str, *, by: Actor) -> list[Outcome]:
    """Close the period of each journal in a transaction of its own; one that is refused stops no other."""
    return [_tried(journal, lambda it: close_journal_period(it, period, by=by)) for journal in journals]


def open_period(journal: Journal, period: str, default_case: CaseIndex | None, *, by: Actor) -> JournalPeriod:
    """Open a year of a journal beforehand with its usual case, or give an opened one another case.

    What is registered in that year takes this case when its card names none. Raises Refused.
    """
    _check(journal, period, default_case, by)
    with unit_of_work():
        opened, is_new = JournalPeriod.objects.get_or_create(
            journal=journal,
            period=period,
            defaults={
                "default_case": default_case,
                "opened_at": timezone.now(),
                "opened_by_label": by.label,
            },
        )
        if not is_new and opened.default_case == default_case:
            return opened
        JournalPeriod.objects.filter(pk=opened.pk).update(default_case=default_case)
        opened.default_case = default_case
        record(
            PERIOD_OPENED, by=by, about=journal, title=journal.title,
            span=span_words(journal.period_kind, period), period=period,
            case=f", справа {default_case.index}" if default_case else "",
        )  # fmt: skip
    return opened


def _check(journal: Journal, period: str, case: CaseIndex | None, by: Actor) -> None:
    if refusal := why_not_keep_periods(by, journal):
        raise Refused(refusal)
    this_year = timezone.localdate().year
    if journal.period_kind != PeriodKind.YEAR or period not in (str(this_year), str(this_year + 1)):
        raise Refused(f"Наперед відкривають {this_year} і {this_year + 1} рік журналу з річною нумерацією")
    if PeriodClosure.objects.filter(journal=journal, period=period).exists():
        raise Refused(f"Журнал «{journal.title}» за {period} рік уже закрито")
    if case and (
        str(case.nomenclature.year) != period
        or case.nomenclature.organisation_code != journal.organisation.code
    ):
        raise Refused(f"Справа {case.index} не з номенклатури цієї установи на {period} рік")


def open_periods(
    journals: Sequence[Journal], period: str, indexes: Mapping[int, str], *, by: Actor
) -> list[Outcome]:
    """Open the year of each journal; `indexes` tells, by journal, the index of its case («» for none)."""

    def opening(journal: Journal) -> None:
        index, case = indexes.get(journal.pk, "").strip(), None
        if index:
            case = (
                CaseIndex.objects.filter(
                    nomenclature__organisation_code=journal.organisation.code,
                    nomenclature__year=int(period),
                    index=index,
                    closed_on=None,
                )
                .select_related("nomenclature")
                .first()
            )
            if case is None:
                raise Refused(f"У номенклатурі на {period} рік немає справи {index}")
        open_period(journal, period, case, by=by)

    return [_tried(journal, opening) for journal in journals]


def _tried(journal: Journal, do: object) -> Outcome:
    assert callable(do)
    try:
        do(journal)
    except Refused as refusal:
        return Outcome(journal, str(refusal))
    return Outcome(journal)
