"""The registers of reserved and of void numbers on paper, and the sheet for the time without connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Journal
from obih.registry.printing import compiled
from obih.registry.queries.numbers import held_numbers, late_entries, reservations, stubs
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.words import short_date

RESERVED = (
    "№ з/п", "Номер", "За ким", "До якого дня", "Для чого", "Ким і коли зарезервовано", "Чим закінчилося",
)  # fmt: skip
VOID = ("№ з/п", "Номер", "Що за ним стояло", "Причина анулювання", "Коли анульовано", "Хто анулював")
LATE = ("№ з/п", "Номер", "Одержано", "Зареєстровано", "Внесено", "Чому внесено пізніше", "Хто вніс")
SHEET = ("Номер", "Дата", "Година", "Від кого або кому", "Про що", "Внесено до системи")
TITLES = {
    "reserved": "Реєстр зарезервованих номерів",
    "void": "Реєстр анульованих номерів",
    "late": "Реєстр записів, внесених пізніше",
}


@dataclass(frozen=True)
class PrintedRegister:
    """A register of numbers as lines of a page; `widths` are shares of the sheet."""

    title: str
    journal: str
    organisation: str
    period: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    lines: list[tuple[str, ...]]
    printed_by: str
    printed_on: date


def printed_register(
    actor: Actor, journal: Journal, sort: str, *, period: str = "", today: date | None = None
) -> PrintedRegister:
    """One of the registers of a journal, as far as the actor reads it. Raises KeyError for another sort."""
    columns, widths, lines = {"reserved": _reserved, "void": _void, "late": _late}[sort](
        actor, journal, period
    )
    return PrintedRegister(
        title=TITLES[sort],
        journal=journal.title,
        organisation=journal.organisation.name,
        period=period,
        columns=columns,
        widths=widths,
        lines=[(str(place), *line) for place, line in enumerate(lines, 1)],
        printed_by=actor.label,
        printed_on=today or timezone.localdate(),
    )


Lines = tuple[tuple[str, ...], tuple[float, ...], list[tuple[str, ...]]]


def _reserved(actor: Actor, journal: Journal, period: str) -> Lines:
    lines: list[tuple[str, ...]] = [
        (
            each.allocation.number,
            each.holder,
            short_date(each.until) if each.until else "",
            ". ".join(part for part in (each.get_purpose_display(), each.note) if part),
            f"{each.reserved_by_label}, {_moment(each.reserved_at)}",
            f"{each.get_outcome_display()}, {_moment(each.ended_at)}" if each.ended_at else "",
        )
        for each in reservations(actor, journal, period=period)
    ]
    return RESERVED, (0.6, 1.2, 2.4, 1.2, 2.4, 2.4, 1.8), lines


def _void(actor: Actor, journal: Journal, period: str) -> Lines:
    lines: list[tuple[str, ...]] = [
        (
            each.number,
            "зареєстрований документ" if each.was_registered else "документа не було",
            each.reason,
            _moment(each.voided_at),
            each.voided_by,
        )
        for each in stubs(actor, journal, period=period)
    ]
    return VOID, (0.6, 1.4, 1.8, 4, 1.5, 2), lines


def _late(actor: Actor, journal: Journal, period: str) -> Lines:
    lines: list[tuple[str, ...]] = [
        (
            each.number,
            _moment(each.received_at),
            _moment(each.registered_at),
            _moment(each.entered_at),
            each.reason,
            each.entered_by,
        )
        for each in late_entries(actor, journal, period=period)
    ]
    return LATE, (0.6, 1.4, 1.5, 1.5, 1.5, 3.5, 2), lines


def register_pdf(register: PrintedRegister) -> bytes:
    return compiled(
        "register.typ",
        {
            "title": register.title,
            "journal": register.journal,
            "organisation": register.organisation,
            "period": register.period,
            "columns": register.columns,
            "widths": register.widths,
            "lines": register.lines,
            "foot": f"Надруковано {short_date(register.printed_on)}, {register.printed_by}",
        },
    )


def outage_sheet(actor: Actor, journal: Journal, *, today: date | None = None) -> bytes | None:
    """The numbers kept for the time without connection, each with a blank line; None if there are none."""
    day = today or timezone.localdate()
    numbers = [
        each.number
        for each in held_numbers(actor, journal, purpose=ReservationPurpose.OUTAGE)
        if not each.is_free
    ]
    if not numbers:
        return None
    return compiled(
        "outage.typ",
        {
            "journal": journal.title,
            "organisation": journal.organisation.name,
            "columns": SHEET,
            "numbers": numbers,
            "foot": f"Надруковано {short_date(day)}, {actor.label}",
        },
    )


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{short_date(local.date())}, {local:%H:%M}"
