"""The card of every kind of document takes few statements, also when everything hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.appeals import actions as appeals
from obih.appeals.tests.conftest import KOVALENKO, make_reception
from obih.council.tests.conftest import make_chamber
from obih.desk.tests.conftest import SignedIn
from obih.files.actions import receiving
from obih.files.models import PageImage, Rendition
from obih.people.principals import of_person
from obih.registry import access, actions
from obih.registry.cards import CardFile, CreatedCard, PartyEntry
from obih.registry.models import AccessRow, Document, DocumentFile, Journal, Link
from obih.registry.queries import records
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access, LinkKind, PartyRole
from obih.tasks import actions as tasks
from obih.tasks.actions import ExecutorEntry, PointEntry, ResolutionEntry

MOST_STATEMENTS = 15
TODAY = timezone.localdate()


def created(house: House, code: str, kind: str, **fields: Any) -> Document:
    house.counted.append(1)
    journal = Journal.objects.get(code=f"{code}-{house.cast.council.code}")
    card = CreatedCard(journal=journal, kind_code=kind, title="Про ремонт доріг", case=house.case, **fields)
    done = actions.register_created(card, key=f"created-{len(house.counted)}", by=house.clerk)
    return Document.objects.get(pk=done.document_id)


def letter_out(house: House) -> Document:
    to = tuple(PartyEntry(PartyRole.ADDRESSEE, name=each) for each in ("ОВА", "ДПС"))
    return created(house, "out", "out_letter", channel_code="post", parties=to)


def contract(house: House, **fields: Any) -> Document:
    party = PartyEntry(PartyRole.PARTY, correspondent=house.sender, number="77-П")
    return created(house, "con", "contract", parties=(party,), **fields)


def decision(house: House) -> Document:
    chamber = make_chamber(house)
    chamber.vote(*chamber.agenda())
    return Document.objects.get(pk=chamber.number()[0].document_id)


def appeal(house: House) -> Document:
    """With an earlier one of the same applicant, passed on and answered."""
    office = make_reception(house)
    office.appeal(KOVALENKO)
    found = office.appeal(KOVALENKO, received_at=office.ago(3), late_reason="хвороба діловода")
    told: dict[str, Any] = {"by": office.clerk}
    appeals.forward(found.pk, to_whom="РДА", sent_on=TODAY, noticed_on=TODAY, part="дорога", **told)
    appeals.answer(found.pk, result="9.3", answered_on=TODAY, number="02-12/5", **told)
    return found


def request(house: House) -> Document:
    office = make_reception(house)
    office.request(KOVALENKO)
    return office.request(KOVALENKO)


def moved(house: House) -> Document:
    letter, to = house.letter(), house.second_journal()
    actions.move_registration(letter.pk, to_journal=to, reason="не той журнал", key="moved", by=house.clerk)
    return letter


KINDS: dict[str, Callable[[House], Document]] = {
    "incoming": lambda house: house.letter(first_reviewer=house.cast.melnychenko.person),
    "outgoing": letter_out,
    "order": lambda house: created(house, "od", "order_main"),
    "contract": contract,
    "decision": decision,
    "appeal": appeal,
    "request": request,
    "moved": moved,
}


def hang_everything_on(house: House, document: Document) -> None:
    """Pages of a file, a restriction, a person, a link, a reader who keeps no journal, and tasks."""
    with receiving() as receive:
        file = CardFile(receive(BytesIO("Текст".encode()), "лист.txt"), "лист.txt")
        other = house.letter(files=(file,))
    kept = DocumentFile.objects.get(document=other)
    drawn, _ = Rendition.objects.update_or_create(content=kept.content, defaults={"pages": 1})
    PageImage.objects.get_or_create(rendition=drawn, page=1, image=kept.content, width=10, height=10)
    DocumentFile.objects.create(
        document=document, content=kept.content, name="лист.txt", order=9, added_at=kept.added_at,
        added_by_label=kept.added_by_label,
    )  # fmt: skip
    Link.objects.create(source=document, target=other, kind=LinkKind.IN_REPLY)
    document.access_level = Access.RESTRICTED
    document.added = document.added | {"main_executor": house.cast.levchuk.person.pk}
    document.save()
    row = AccessRow.objects.filter(document=document).first()
    assert row is not None
    AccessRow.objects.create(
        principal=of_person(house.cast.levchuk.person.pk), document=document, journal_id=row.journal_id,
        dated_at=row.dated_at, reason="shared", source="test",
    )  # fmt: skip
    give_tasks(house, document)


def give_tasks(house: House, document: Document) -> None:
    """A resolution from paper with two executors, and one point of it distributed further down."""
    people = house.cast.people
    main, co = (ExecutorEntry("person", people[each].person.pk) for each in ("hrytsenko", "levchuk"))
    points = (PointEntry("Підготувати відповідь", (main, replace(co, duty="co"))), PointEntry("Ще", (co,)))
    entry = ResolutionEntry(points, author=people["melnychenko"].person, mode="paper")
    made = tasks.issue_resolution(document.pk, entry, key="paper", by=house.clerk).resolution
    below = PointEntry("Зібрати дані", (ExecutorEntry("person", people["stetsenko"].person.pk),))
    part = ResolutionEntry((below,), parent_id=made.points.first().pk)  # type: ignore[union-attr]
    tasks.issue_resolution(document.pk, part, key="below", by=house.cast.actor("hrytsenko"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_card_of_each_kind_takes_few_statements(
    kind: str, house: House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "_surely_within", lambda at: False)  # as of a card of last month
    actions.seed_sample_journals(house.cast.council, TODAY.year)
    document = KINDS[kind](house)
    hang_everything_on(house, document)
    assert records(house.clerk, [document.pk])[0].links
    for username in ("boiko", "levchuk"):
        client, address = signed_in(username), f"/documents/{document.pk}/"
        client.get(address)  # the first reading of a restricted card is written down
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        assert answer.status_code == 200 and "Зібрати дані" in answer.content.decode()
        told = "\n".join(each["sql"][:110] for each in asked)
        assert len(asked) <= MOST_STATEMENTS, f"{username}: {len(asked)}\n{told}"
