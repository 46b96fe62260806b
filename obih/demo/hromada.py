"""The demonstration hromada: people, rules, journals and lately received letters, loaded by real actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.utils import timezone

from obih.demo.clock import at_moment
from obih.demo.drawing import YEARS
from obih.demo.letters import LETTERS, Letter
from obih.demo.paper import printed
from obih.demo.senders import correspondents
from obih.demo.year import Task
from obih.files.actions import receiving
from obih.law.actions import seed_profile
from obih.law.rules import KYIV
from obih.nomenclature.actions import open_nomenclature
from obih.nomenclature.models import CaseIndex
from obih.nomenclature.queries import active_cases
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.cast import Cast, make_cast
from obih.people.models import Settlement
from obih.registry.actions import (
    change_journal,
    open_journal,
    register_incoming,
    seed_journals,
    seed_sample_journals,
    set_reader,
)
from obih.registry.actions.journals import SEEDED_READERS
from obih.registry.cards import CardFile, IncomingCard
from obih.registry.models import Correspondent, Document, Journal
from obih.registry.vocabulary import Access, Form, Stream
from obih.workdays.actions import seed_calendar
from obih.workdays.queries import calendar_for

STREAM_OF = {"citizen_appeal": Stream.APPEALS, "info_request": Stream.INFORMATION}
LETTERS_CASE = "02-10"
OWN_JOURNALS = (
    ("appeals-rada", Stream.APPEALS, "Звернення громадян", "ЗГ-{seq}/{yy}", "02-12"),
    ("requests-rada", Stream.INFORMATION, "Запити на інформацію", "ЗПІ-{seq}/{yy}", "02-14"),
)
PAPER = frozenset({"post", "in_person", "courier"})


@dataclass(frozen=True)
class Hromada:
    """What the demonstration stands on."""

    cast: Cast
    journals: Sequence[Journal]


def make_hromada(passwords: Mapping[str, str] | None = None) -> Hromada:
    """Rules, calendar, people, nomenclature and journals, whatever of them is missing.

    Without `passwords` everyone has the tests’ weak ones: never on an installation that others can reach.
    """
    seed_profile(by=SYSTEM)
    seed_calendar(by=SYSTEM)
    cast = make_cast(passwords)
    _open_journals(cast)
    return Hromada(cast, known_journals())


def _open_journals(cast: Cast) -> None:
    """The council’s three journals of incoming documents; one for each of the others that keep their own."""
    year = timezone.localdate().year
    for organisation in (cast.council, cast.executive, cast.school):
        nomenclature = open_nomenclature(
            organisation.code, year, organisation_title=organisation.short_name, by=SYSTEM
        )
        journal = seed_journals(organisation, year - YEARS, by=SYSTEM)
        if journal.default_case is None:
            change_journal(journal, {"default_case": nomenclature.cases.get(index=LETTERS_CASE)}, by=SYSTEM)
        seed_sample_journals(organisation, year - YEARS, leave_out=tuple(STREAM_OF.values()))
    cases = {case.index: case for case in active_cases(year, cast.council.code)}
    for code, stream, title, pattern, case in OWN_JOURNALS:
        if not Journal.objects.filter(code=code).exists():
            _open_journal(cast, code, stream, title, pattern, cases[case])


def _open_journal(cast: Cast, code: str, stream: Stream, title: str, pattern: str, case: CaseIndex) -> None:
    journal = open_journal(
        {
            "code": code,
            "organisation": cast.council,
            "stream": stream,
            "title": title,
            "pattern": pattern,
            "default_case": case,
            "opened_on": date(timezone.localdate().year - YEARS, 1, 1),
        },
        by=SYSTEM,
    )
    for role, rights in SEEDED_READERS.items():
        set_reader(journal, principals.of_role(role, cast.council.pk), by=SYSTEM, **rights)


def known_journals() -> list[Journal]:
    """Every journal with its readers, in the order they were opened."""
    journals = Journal.objects.select_related("organisation", "unit", "district", "body", "default_case")
    return list(journals.prefetch_related("readers").order_by("pk"))


def register_letters(hromada: Hromada, *, spread: bool, besides: Sequence[Task] = ()) -> int:
    """The lately received letters, each on the working day it came (`spread`) or all of them today; with
    them, in the order of their days, whatever else happened.

    Gives how many letters were registered; those that are there already stay as they are.
    """
    directory = correspondents([letter.sender for letter in LETTERS])
    known = set(
        Document.objects.filter(external_id__startswith="demo-").values_list("external_id", flat=True)
    )
    tasks = list(besides)
    for place, letter in enumerate(sorted(LETTERS, key=lambda each: -each.ago), start=1):
        if f"demo-{place}" not in known:
            moment = _moment(letter, place) if spread else timezone.now()
            register = partial(_register, hromada, letter, place, moment, directory[letter.sender])
            tasks.append(Task(moment, register))
    for task in sorted(tasks, key=lambda each: each.moment):
        with at_moment(task.moment):
            task.run()
    return len(tasks) - len(besides)


def _moment(letter: Letter, place: int) -> datetime:
    day = (datetime.now(KYIV) - timedelta(days=letter.ago)).date()
    day = day if calendar_for().is_working(day) else calendar_for().previous_working_day(day)
    return datetime.combine(day, time(9, 10 + place % 40), KYIV)


def _register(hromada: Hromada, letter: Letter, place: int, moment: datetime, sender: Correspondent) -> None:
    cast = hromada.cast
    dated = moment.date() - timedelta(days=letter.dated_ago)
    paper = letter.channel in PAPER
    with receiving() as receive:
        stored = receive(printed(letter.facts(dated, sender.address)), f"{letter.title[:60]}.pdf")
        card = IncomingCard(
            journal=journal_for_kind(hromada.journals, letter.kind, cast.council.pk),
            kind_code=letter.kind,
            title=letter.title,
            summary=letter.body[0],
            received_at=moment - timedelta(minutes=35),
            correspondent=sender,
            their_number=letter.number,
            their_date=dated if letter.number else None,
            signer=f"{letter.position} {letter.signer}".strip(),
            answer_by=moment.date() + timedelta(days=letter.answer_in) if letter.answer_in else None,
            form=Form.PAPER if paper else Form.ELECTRONIC,
            channel_code=letter.channel,
            access_level=Access.RESTRICTED if letter.basis else Access.GENERAL,
            access_basis=letter.basis,
            first_reviewer=cast.people[letter.reviewer].person,
            responsible_unit=cast.units[letter.unit] if letter.unit else None,
            settlement=Settlement.objects.filter(name=letter.settlement).first(),
            sheets_main=1,
            urgent=letter.urgent,
            external_id=f"demo-{place}",
            files=(CardFile(stored, stored.name),),
        )
        register_incoming(card, key=f"demo-{place}", by=cast.actor("boiko"))


def journal_for_kind(journals: Sequence[Journal], kind: str, organisation: int) -> Journal:
    """The organisation’s journal of the stream that this kind belongs to."""
    stream = STREAM_OF.get(kind, Stream.INCOMING)
    own = [each for each in journals if each.organisation_id == organisation]
    return next((each for each in own if each.stream == stream), own[0])
