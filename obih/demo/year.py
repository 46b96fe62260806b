"""A year of the demonstration hromada: what it wrote, decided and agreed, loaded by real actions in the order
of their days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from obih.contracts.actions import TermsEntry, register_contract
from obih.demo import year_words as words
from obih.demo.paper import an_act
from obih.demo.senders import correspondents
from obih.demo.titles import title
from obih.law.rules import KYIV
from obih.people.actors import Actor
from obih.people.cast import Cast
from obih.registry.actions import register_created, register_incoming
from obih.registry.cards import CreatedCard, IncomingCard, NumberSource, PartyEntry
from obih.registry.models import Document, Journal, Registration
from obih.registry.rules import fraction_marks
from obih.registry.vocabulary import Access, Form, PartyRole
from obih.workdays.queries import calendar_for

PERSONAL = "ст. 11 Закону «Про інформацію»: персональні дані працівника"


@dataclass(frozen=True)
class Task:
    """Something that happened at a moment; `run` does it by real actions once the clock stands there."""

    moment: datetime
    run: Callable[[], object]


@dataclass(frozen=True)
class Year:
    """The days from which the documents of a year are drawn, the clerk and her journals by code."""

    cast: Cast
    clerk: Actor
    days: Sequence[date]
    journals: dict[str, Journal]

    def spread(self, count: int, shift: int = 0) -> Iterator[tuple[int, datetime]]:
        """`count` moments over the year, in their order, each on a working day."""
        for place in range(count):
            day = self.days[(place * len(self.days) // count + shift) % len(self.days)]
            yield place, datetime.combine(day, time(9 + (place + shift) % 8, (place * 7 + shift) % 60), KYIV)


def year_of(cast: Cast, journals: Sequence[Journal], today: date) -> Year:
    """The working days from the beginning of this year (in January and February: of the last one) on."""
    start = year_starts(today)
    calendar = calendar_for()
    span = (today - start).days
    days = [day for n in range(span) if calendar.is_working(day := start + timedelta(days=n))]
    return Year(cast, cast.actor("boiko"), days, {each.code: each for each in journals})


def year_starts(today: date) -> date:
    return date(today.year if today.month > 2 else today.year - 1, 1, 5)


def tasks_of(year: Year) -> list[Task]:
    """Everything that the year brought besides the letters of the last weeks."""
    return [
        *_series(year, "od-rada", "order_main", words.ORDERS_MAIN, 24, "розпорядження"),
        *_series(year, "k-rada", "order_staff", _with_people(words.STAFF), 24, "розпорядження"),
        *_series(
            year, "v-rada", "order_leave", _with_people(("Про надання відпустки",)), 24, "розпорядження"
        ),
        *_series(year, "vd-rada", "order_trip", _with_people(words.TRIPS), 14, "розпорядження"),
        *_series(year, "ag-rada", "order_economic", words.ECONOMIC, 12, "розпорядження"),
        *_series(year, "int-rada", "memo", words.MEMOS, 20, "доповідна записка"),
        *_series(year, "cert-rada", "certificate", _with_people(words.CERTIFICATES), 26, "довідка"),
        *_series(year, "prot-rada", "minutes", words.PROTOCOLS, 14, "протокол"),
        *_series(year, "act-rada", "act", words.ACTS, 14, "акт"),
        *_series(year, "tel-rada", "out_phone_message", words.TELEPHONE, 12, "телефонограма"),
        *_series(year, "pow-rada", "power_of_attorney", words.POWERS, 6, "довіреність"),
        *_letters_out(year, 44),
        *_letters_in(year, 44),
        *_contracts(year),
    ]


def _with_people(titles: Sequence[str]) -> list[str]:
    """Every title with every person, all titles once before the next person."""
    return [f"{each}: {who}" for who in words.PEOPLE for each in titles]


def _series(
    year: Year, code: str, kind: str, titles: Sequence[str], count: int, called: str
) -> Iterator[Task]:
    """Documents made here: an order, a memo, a certificate; the paper ones have their scan."""
    journal = year.journals[code]
    closed = journal.default_access == Access.RESTRICTED
    for place, moment in year.spread(count, shift=len(code) + ord(code[0])):
        name = titles[place % len(titles)]

        def run(place: int = place, moment: datetime = moment, name: str = name) -> None:
            with an_act(called, name, moment, f"{called} {place + 1}") as paper:
                card = CreatedCard(
                    journal=journal,
                    kind_code=kind,
                    title=name,
                    signer="Селищний голова Ігор МЕЛЬНИЧЕНКО",
                    form=Form.ELECTRONIC if place % 3 else Form.PAPER,
                    access_level=Access.RESTRICTED if closed else Access.GENERAL,
                    access_basis=PERSONAL if closed else "",
                    responsible_unit=year.cast.units["office"],
                    case=journal.default_case,
                    sheets_main=1,
                    channel_code="internal",
                    external_id=f"year-{code}-{place}",
                    files=(paper,),
                )
                register_created(card, key=f"year-{code}-{place}", by=year.clerk)

        yield Task(moment, run)


def _letters_out(year: Year, count: int) -> Iterator[Task]:
    """Answers to bodies and people, each with a copy for its addressee."""
    journal = year.journals["out-rada"]
    rng = Random(f"out {count}")
    names = [
        "Степова обласна державна адміністрація", "Калинопільська районна державна адміністрація",
        "Головне управління Держгеокадастру у Степовій області",
    ]  # fmt: skip
    known = correspondents(names)
    for place, moment in year.spread(count, shift=3):
        head = words.REPLIES[place % len(words.REPLIES)]
        name = f"{head}: {title(rng, 'letter', moment.date())}"[:300]

        def run(place: int = place, moment: datetime = moment, name: str = name) -> None:
            to = known[names[place % len(names)]]
            with an_act("лист", name, moment, f"лист {place + 1}", words.LETTER_BODY) as paper:
                card = CreatedCard(
                    journal=journal,
                    kind_code="out_letter",
                    title=name,
                    signer="Селищний голова Ігор МЕЛЬНИЧЕНКО",
                    form=Form.PAPER if place % 2 else Form.ELECTRONIC,
                    case=journal.default_case,
                    responsible_unit=year.cast.units["land" if place % 3 else "office"],
                    sheets_main=1,
                    channel_code="post" if place % 2 else "email",
                    parties=(PartyEntry(PartyRole.ADDRESSEE, correspondent=to),),
                    external_id=f"year-out-{place}",
                    files=(paper,),
                )
                register_created(card, key=f"year-out-{place}", by=year.clerk)

        yield Task(moment, run)


def _letters_in(year: Year, count: int) -> Iterator[Task]:
    """Letters of the months before the last weeks, which have theirs in `letters`."""
    journal = year.journals["in-rada"]
    rng = Random(f"in {count}")
    sender = correspondents(["Калинопільська районна державна адміністрація"])
    for place, moment in year.spread(count, shift=1):
        name = title(rng, "letter", moment.date())

        def run(place: int = place, moment: datetime = moment, name: str = name) -> None:
            with an_act("лист", name, moment, f"вхідний {place + 1}", words.LETTER_BODY) as paper:
                card = IncomingCard(
                    journal=journal,
                    kind_code="letter",
                    title=name,
                    received_at=moment - timedelta(minutes=30),
                    correspondent=next(iter(sender.values())),
                    their_number=f"01-17/{place * 13 + 101}",
                    their_date=moment.date() - timedelta(days=2),
                    form=Form.ELECTRONIC,
                    channel_code="sev",
                    case=journal.default_case,
                    first_reviewer=year.cast.melnychenko.person,
                    responsible_unit=year.cast.units["office"],
                    sheets_main=1,
                    external_id=f"year-in-{place}",
                    files=(paper,),
                )
                register_incoming(card, key=f"year-in-{place}", by=year.clerk)

        yield Task(moment, run)


def _contracts(year: Year) -> Iterator[Task]:
    """Contracts with both parties, some of them with an additional agreement 3/1."""
    journal = year.journals["con-rada"]
    bases: dict[int, Registration] = {}
    for place, moment in year.spread(len(words.CONTRACTS) * 2, shift=5):
        subject, party, worth = words.CONTRACTS[place % len(words.CONTRACTS)]
        base = place - len(words.CONTRACTS) if place >= len(words.CONTRACTS) and place % 2 else None

        def run(
            place: int = place,
            moment: datetime = moment,
            subject: str = subject,
            party: str = party,
            worth: int = worth,
            base: int | None = base,
        ) -> None:
            known = bases.get(base) if base is not None else None
            source = NumberSource()
            if known:
                marks = fraction_marks(journal.fraction_mark, 9)
                source = NumberSource(base=known.sequence, marks=marks, period=known.period)
            name = f"Додаткова угода: {subject[0].lower()}{subject[1:]}" if known else subject
            with an_act("договір", name, moment, f"договір {place + 1}") as paper:
                card = CreatedCard(
                    journal=journal,
                    kind_code="additional_agreement" if known else "contract",
                    title=name,
                    form=Form.PAPER,
                    case=journal.default_case,
                    responsible_unit=year.cast.units["finance"],
                    channel_code="internal",
                    sheets_main=3,
                    number=source,
                    parties=(
                        PartyEntry(
                            PartyRole.PARTY, name=party, number=f"{place + 7}-Д", dated_on=moment.date()
                        ),
                    ),
                    external_id=f"year-con-{place}",
                    files=(paper,),
                )
                terms = TermsEntry(
                    subject=subject,
                    sum=Decimal(worth),
                    starts_on=moment.date(),
                    ends_on=moment.date() + timedelta(days=365),
                    base_id=known.document_id if known else None,
                )
                done = register_contract(card, terms, key=f"year-con-{place}", by=year.clerk)
                bases[place] = done.registration

        yield Task(moment, run)


def known_of_year() -> bool:
    """Whether the year has been loaded already."""
    return Document.objects.filter(external_id__startswith="year-").exists()
