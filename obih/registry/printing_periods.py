"""What goes over from a closed year into the next, on paper."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.closing import span_words
from obih.registry.models import Journal
from obih.registry.printing_numbers import PrintedRegister
from obih.registry.queries.periods import carried_over
from obih.registry.queries.rows import JournalRow
from obih.ui.words import short_date

CARRIED = ("№ з/п", "Номер", "Зареєстровано", "Від кого або кому", "Зміст", "Хто розглядає", "Строк")
WIDTHS = (0.6, 1.2, 1.2, 2.4, 4.2, 2.4, 1.2)


def printed_carried(
    actor: Actor, journal: Journal, period: str, *, today: date | None = None
) -> PrintedRegister:
    """«Перехідні документи»: open at the end of the period, as far as the actor sees them."""
    rows = carried_over(actor, journal, period)
    return PrintedRegister(
        title="Перехідні документи",
        journal=journal.title,
        organisation=journal.organisation.name,
        period=f"за {span_words(journal.period_kind, period)}",
        columns=CARRIED,
        widths=WIDTHS,
        lines=[(str(place), *_line(row)) for place, row in enumerate(rows, 1)],
        printed_by=actor.label,
        printed_on=today or timezone.localdate(),
    )


def _line(row: JournalRow) -> tuple[str, ...]:
    return (
        row.number,
        short_date(timezone.localdate(row.registered_at)),
        row.who,
        row.title,
        ", ".join(each for each in (row.first_reviewer, row.unit) if each),
        short_date(row.deadline.on) if row.deadline else "",
    )
