"""Signatures on cards: before registration and after it, beside whom the card names, never for strangers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from obih.desk.seals import seals_of_draft
from obih.desk.tests.conftest import SignedIn
from obih.files import kinds
from obih.files.actions import receiving
from obih.history.models import Event
from obih.people.actors import SYSTEM
from obih.registry import actions, reactions
from obih.registry.cards import CardFile
from obih.registry.models import Document, PendingCard
from obih.registry.queries import pending_cards
from obih.registry.signed_files import files_of_card, files_of_document
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import FileRole
from obih.signatures.actions import verify_beside
from obih.signatures.models import TrustItem, TrustPin, TrustVersion, Verification
from obih.signatures.testpki import cades, cast, files
from obih.signatures.tests.conftest import bare, signature

AT, LETTER = cast.AT, cast.LETTER
MOST_STATEMENTS = 15


@pytest.fixture
def trusted(db: None) -> None:
    version = TrustVersion.objects.create(number=1, made_at=timezone.now(), made_by_label="тест")
    for name, raw in files.trust_files().items():
        kind = "crl" if name.endswith(".crl") else "certificate"
        TrustItem.objects.create(
            sha256=cades.fingerprint(raw), kind=kind, raw=raw, name=name, added_in=version
        )
    TrustPin.objects.create(sha256=cast.ROOT.certificate().sha256, added_in=version)


@pytest.fixture
def waits(house: House, trusted: None) -> Callable[..., PendingCard]:
    """A card that waits with a letter and its signature, verified."""

    def made(signed: bytes | None = None, **fields: str) -> PendingCard:
        card = actions.save_pending(house.journal, {"title": "Про дороги", **fields}, by=house.clerk)
        for name, raw in (("лист.txt", LETTER), ("підпис.p7s", signed or signature())):
            with receiving() as receive:
                stored = receive(BytesIO(raw), name)
                actions.attach_pending_file(card.pk, stored, stored.name, by=house.clerk)
        verify_beside(files_of_card(card.pk), at=AT, by=SYSTEM)
        return card

    return made


@pytest.fixture
def letter(house: House, trusted: None) -> Document:
    with receiving() as receive:
        given = tuple(
            CardFile(receive(BytesIO(raw), name), name, role)
            for name, raw, role in (
                ("лист.txt", LETTER, FileRole.MAIN),
                ("підпис.p7s", signature(), FileRole.SIGNATURE),
            )
        )
        document = house.letter(files=given, signer="Діловод Галина БОЙКО")
    verify_beside(files_of_document(document.pk), at=AT, by=SYSTEM)
    return document


def plain(answer: Any) -> str:
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


def test_the_card_shows_whose_signature_it_is_and_whether_it_is_theirs(
    house: House, letter: Document, signed_in: SignedIn
) -> None:
    client, url = signed_in("boiko"), f"/documents/{letter.pk}/"
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    said = plain(answer)
    assert len(asked) <= MOST_STATEMENTS
    assert said.count("підпис дійсний") >= 3, "on both files and on the seal"
    for words in (
        "Підписи на оригіналі",
        "Бойко Галина",
        "діловод",
        "позначка часу є",
        "Підписувач той самий",
    ):
        assert words in said, words
    assert "Інша установа" in said, "the sender has another code"
    assert cast.HALYNA.subject.rnokpp not in said


def test_the_report_shows_everything_to_who_may_open_the_file(letter: Document, signed_in: SignedIn) -> None:
    file = letter.files.get(name="підпис.p7s")
    client = signed_in("boiko")
    said = plain(client.get(f"/files/{file.pk}/signatures/"))
    assert (
        "Підпис дійсний" in said and cast.HALYNA.subject.rnokpp in said and "над документом лист.txt" in said
    )
    assert client.get(f"/files/{file.pk}/signatures.pdf").content.startswith(b"%PDF-")
    plain_file = letter.files.get(name="лист.txt")
    assert client.get(f"/files/{plain_file.pk}/signatures/").status_code == 404


def test_a_stranger_learns_nothing(letter: Document, signed_in: SignedIn) -> None:
    file = letter.files.get(name="підпис.p7s")
    for url in (
        f"/documents/{letter.pk}/",
        f"/files/{file.pk}/signatures/",
        f"/files/{file.pk}/signatures.pdf",
    ):
        answer = signed_in("chuzhynska").get(url)
        assert answer.status_code == 404 and "Бойко" not in plain(answer).replace("Галина Бойко", "")


def test_the_same_file_beside_another_document_tells_nothing_of_the_first(
    house: House, letter: Document, signed_in: SignedIn
) -> None:
    with receiving() as receive:
        stored = receive(BytesIO(signature()), "підпис.p7s")
        other = house.letter(
            files=(CardFile(stored, "підпис.p7s"),), title="Інший лист", not_duplicate_because="інший"
        )
    said = plain(signed_in("boiko").get(f"/documents/{other.pk}/"))
    assert "підпис дійсний" not in said and "підпис перевіряється" in said


def test_the_waiting_list_and_the_draft_show_it_before_registration(
    house: House, waits: Callable[..., PendingCard], signed_in: SignedIn
) -> None:
    card = waits(correspondent=str(house.sender.pk), signer="Іван ПЕТРЕНКО")
    client = signed_in("boiko")
    said = plain(client.get("/waiting/"))
    assert "підпис дійсний" in said and "підписав хтось інший" in said
    url = f"/journals/{house.journal.code}/registration/?card={card.pk}"
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        said = plain(client.get(url))
    Verification.objects.update(superseded_at=AT)
    with CaptureQueriesContext(connection) as unsigned:
        assert "Інша особа" not in plain(client.get(url))
    Verification.objects.update(superseded_at=None)
    assert len(asked) <= len(unsigned) + 1, "one more for the sender’s code"
    assert "Інша особа: підписала Бойко Галина" in said and "підстава 7" in said
    file = card.files.get(name="підпис.p7s")
    assert "Підпис дійсний" in plain(client.get(f"/waiting/files/{file.pk}/signatures/"))
    assert client.get(f"/waiting/files/{file.pk}/signatures.pdf").content.startswith(b"%PDF-")
    assert signed_in("chuzhynska").get(f"/waiting/files/{file.pk}/signatures/").status_code == 404


def test_a_signature_without_a_stamp_points_at_ground_nine(
    house: House, waits: Callable[..., PendingCard], signed_in: SignedIn
) -> None:
    card = waits(bare(), channel="sev", kind="letter")
    client = signed_in("boiko")
    said = plain(client.get(f"/journals/{house.journal.code}/registration/?card={card.pk}"))
    assert "Підпис без позначки часу" in said and "підстава 9" in said and "Вирішуєте ви" in said
    said = plain(client.get(f"/waiting/{card.pk}/refusal/"))
    assert "Немає кваліфікованої електронної позначки часу" in said and "Так каже перевірка підпису" in said


def test_an_upload_and_a_registration_have_their_signatures_verified(
    house: House, waits: Callable[..., PendingCard], letter: Document
) -> None:
    Verification.objects.all().delete()
    uploaded = Event.objects.filter(name="files.content_uploaded")
    card = waits()
    Verification.objects.all().delete()
    reactions.verify_signatures_before_registration(list(uploaded.filter(about_key=str(card.pk))))
    assert Verification.objects.get().document_id
    Verification.objects.all().delete()
    registered = Event.objects.filter(name="registry.document_registered", about_key=str(letter.pk))
    reactions.verify_signatures(list(registered))
    assert Verification.objects.get().document_id
    reactions.verify_signatures(list(registered))
    assert Verification.objects.count() == 1, "a second run adds nothing"


def test_a_container_without_signatures_is_not_awaited_for_ever(house: House, trusted: None) -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", kinds.ASICE.media_type)
        archive.writestr("лист.txt", "Лист")
    card = actions.save_pending(house.journal, {"title": "Про дороги"}, by=house.clerk)
    with receiving() as receive:
        stored = receive(made.getvalue(), "лист.asice")
        actions.attach_pending_file(card.pk, stored, stored.name, by=house.clerk)
    waiting = pending_cards(house.clerk).get(pk=card.pk)
    assert seals_of_draft(waiting).marks[stored.sha256].is_awaited
    verify_beside(files_of_card(card.pk), at=AT, by=SYSTEM)
    mark = seals_of_draft(pending_cards(house.clerk).get(pk=card.pk)).marks[stored.sha256]
    assert not mark.is_awaited and (mark.words, mark.chip) != ("підпис дійсний", "done")
