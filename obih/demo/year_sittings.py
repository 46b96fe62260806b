"""What the year brought from sittings, appeals and requests; and numbers with a life of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial

from obih.appeals.actions import (
    ReceptionEntry,
    record_reception,
    register_appeal,
    register_request,
)
from obih.appeals.rules import Applicant
from obih.council import actions as council
from obih.council.rules import Votes
from obih.demo import year_words as words
from obih.demo.paper import an_act
from obih.demo.year import Task, Year
from obih.law.rules import KYIV
from obih.people.models import Body
from obih.registry.actions import close_document, reserve_numbers, return_number, void_number
from obih.registry.actions.dispatch import Sending, note_sent
from obih.registry.cards import IncomingCard
from obih.registry.models import Copy, Document, Journal, Reservation
from obih.registry.streams import INCOMING_STREAMS
from obih.registry.vocabulary import Access, Form, ReservationPurpose

COUNCIL_VOTES, EXECUTIVE_VOTES = Votes(20, 1, 2, 0, 27), Votes(9, 0, 1, 0, 12)


def sittings_of(year: Year) -> Iterator[Task]:
    """Three sessions of the council, five sittings of the executive committee, their decisions numbered."""
    body, journal = year.cast.council_body, year.journals["dec-rada"]
    for place in range(3):
        yield _sitting(year, body, journal, 30 + place, place, 3, words.COUNCIL_ITEMS, COUNCIL_VOTES)
    body, journal = year.cast.executive_body, year.journals["dec-vykonkom"]
    for place in range(5):
        yield _sitting(year, body, journal, 1 + place, place, 5, words.EXECUTIVE_ITEMS, EXECUTIVE_VOTES)


def _sitting(
    year: Year,
    body: Body,
    journal: Journal,
    number: int,
    place: int,
    of: int,
    items: tuple[str, ...],
    votes: Votes,
) -> Task:
    day = year.days[(2 * place + 1) * len(year.days) // (2 * of)]
    moment = datetime.combine(day, time(16, 20), KYIV)

    def run() -> None:
        by = year.clerk
        sitting = council.open_sitting(body, number=str(number), held_on=day, by=by)
        entries = [
            council.AgendaEntry(number=str(n), title=each, rapporteur_name="Андрій Гриценко")
            for n, each in enumerate(items, start=1)
        ]
        council.put_agenda(sitting, entries, by=by)
        agenda = list(sitting.agenda.all())
        for item in agenda:
            with an_act("рішення", item.title, moment, f"рішення {number}-{item.number}") as paper:
                council.attach_draft(item, paper.stored, by=by)
        council.record_votes(sitting, [council.VoteEntry(item.pk, votes) for item in agenda], by=by)
        council.number_decisions(sitting, journal, key=f"year-sitting-{body.pk}-{number}", by=by)

    return Task(moment, run)


def appeals_of(year: Year) -> Iterator[Task]:
    """Appeals by post and at receptions, and requests for information."""
    for place, moment in year.spread(24, shift=2):
        yield Task(moment, partial(_appeal, year, place, moment))
    for place, moment in year.spread(14, shift=4):
        yield Task(moment, partial(_request, year, place, moment))


def _applicant(place: int) -> Applicant:
    name = words.APPLICANTS[place % len(words.APPLICANTS)]
    return Applicant(name, words.APPEALS[place % len(words.APPEALS)][1], "(000) 2-11-44")


def _appeal(year: Year, place: int, moment: datetime) -> None:
    journal = year.journals["appeals-rada"]
    title, _ = words.APPEALS[place % len(words.APPEALS)]
    if place % 4 == 0:
        entry = ReceptionEntry(
            journal=journal, leader=year.cast.melnychenko.person, held_on=moment.date(),
            applicant=_applicant(place), substance=title, unit=year.cast.units["office"],
            charge="розглянути й відповісти",
        )  # fmt: skip
        record_reception(entry, key=f"year-reception-{place}", by=year.clerk)
        return
    with an_act("заява", title, moment, f"звернення {place + 1}", words.APPEAL_BODY) as paper:
        card = IncomingCard(
            journal=journal, kind_code="citizen_appeal", title=title, received_at=moment - timedelta(hours=1),
            channel_code="post" if place % 2 else "email", form=Form.PAPER, case=journal.default_case,
            first_reviewer=year.cast.melnychenko.person, sheets_main=1, access_level=Access.RESTRICTED,
            external_id=f"year-appeal-{place}", files=(paper,),
        )  # fmt: skip
        register_appeal(card, [_applicant(place)], key=f"year-appeal-{place}", by=year.clerk)


def _request(year: Year, place: int, moment: datetime) -> None:
    journal = year.journals["requests-rada"]
    title = words.REQUESTS[place % len(words.REQUESTS)]
    with an_act("запит", title, moment, f"запит {place + 1}", words.APPEAL_BODY) as paper:
        card = IncomingCard(
            journal=journal, kind_code="info_request", title=title, received_at=moment - timedelta(hours=1),
            channel_code="email", form=Form.ELECTRONIC, case=journal.default_case,
            responsible_unit=year.cast.units["legal"], sheets_main=1, external_id=f"year-request-{place}",
            files=(paper,),
        )  # fmt: skip
        register_request(card, [_applicant(place + 3)], key=f"year-request-{place}", by=year.clerk)


def weeks_of(year: Year) -> Iterator[Task]:
    """On the last hour of each week letters go out and what is older than ten days gets its mark."""
    last = datetime.combine(year.days[-1], time(17, 0), KYIV)
    for day in year.days:
        if day.weekday() == 4:
            moment = datetime.combine(day, time(16, 45), KYIV)
            yield Task(moment, partial(_week, year, moment, last - timedelta(days=12)))


def _week(year: Year, moment: datetime, lately: datetime) -> None:
    for copy in Copy.objects.filter(
        document__external_id__startswith="year-out-", sent_at=None, document__created_at__lt=moment
    ):
        sending = Sending(
            copy.pk, tracking_number=f"20300{copy.pk:08d}" if copy.channel_code == "post" else ""
        )
        note_sent(copy.document_id, [sending], sent_at=moment - timedelta(minutes=50), by=year.clerk)
    done = Document.objects.filter(
        registrations__journal__stream__in=INCOMING_STREAMS,
        registrations__journal__in=[each.pk for each in year.journals.values()],
        created_at__lt=min(moment - timedelta(days=6), lately),
        closed_at=None,
        points=None,
    ).exclude(external_id__startswith="demo-")
    for place, document in enumerate(done):
        close_document(document.pk, note=words.DONE[place % len(words.DONE)], by=year.clerk)


def numbers_of(year: Year) -> Iterator[Task]:
    """One number held, one given back, one made void: what a register shows besides documents."""
    journal = year.journals["od-rada"]
    moment = datetime.combine(year.days[len(year.days) // 2], time(12, 5), KYIV)

    def run() -> None:
        day = moment.date()
        held = reserve_numbers(
            journal, count=3, holder="Ольга Ткаченко", until=day + timedelta(days=5),
            note="під термінові розпорядження", purpose=ReservationPurpose.HELD, by=year.clerk,
        )  # fmt: skip
        return_number(held[1], by=year.clerk)
        spoiled = Reservation.objects.get(pk=held[2]).allocation_id
        void_number(spoiled, reason="Зіпсований бланк", by=year.clerk)

    yield Task(moment, run)
