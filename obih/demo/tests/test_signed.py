"""The signed letter of the demonstration: its signatures are what the test PKI makes, to the byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from obih.demo import signed
from obih.demo.hromada import Hromada
from obih.demo.paper import printed
from obih.desk.seals import seals_of_draft
from obih.people.actors import SYSTEM
from obih.registry.models import PendingCard
from obih.registry.queries import pending_cards
from obih.registry.signed_files import files_of_card
from obih.registry.tests.conftest import make_house
from obih.signatures.actions import verify_beside
from obih.signatures.crypto.opening import verify_any
from obih.signatures.testpki import cades, cast, evidence, longterm
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.profiles import Subject
from obih.signatures.testpki.signatory import Signatory

CODE = "00000105"
HEAD = replace(
    cast.HALYNA, name="Савенко Віктор", key=Dstu(1201), serial=201,
    subject=Subject(
        signed.SENDER, "голова адміністрації", "Савенко", "Віктор", rnokpp="3000000201", edrpou=CODE
    ),
)  # fmt: skip
SEAL = replace(
    cast.SEAL, name=signed.SENDER, key=Dstu(1202), serial=202, subject=Subject(signed.SENDER, edrpou=CODE)
)


def whole(who: Signatory, letter: bytes) -> bytes:
    """CAdES-X Long over the letter, apart from it."""
    info = cades.stamped(cades.signer_info(who, letter), cast.TSA)
    kept = evidence.kept(who)
    full = longterm.with_values(longterm.with_references(info, kept), kept)
    return cades.cms([full], None, [who])


def made(letter: bytes) -> dict[str, bytes]:
    return {"letter.p7s": whole(HEAD, letter), "seal.p7s": whole(SEAL, letter)}


@pytest.mark.parametrize("name", ["letter.p7s", "seal.p7s"])
def test_the_signatures_are_what_the_test_pki_makes(name: str) -> None:
    letter = (signed.FOLDER / "letter.pdf").read_bytes()
    assert (signed.FOLDER / name).read_bytes() == made(letter)[name]
    report = verify_any(signed.FOLDER / name, content=signed.FOLDER / "letter.pdf")
    assert report.verdict.value == "INDETERMINATE" and report.signatures[0].sound


def test_the_letter_is_a_page_of_ours() -> None:
    assert (signed.FOLDER / "letter.pdf").read_bytes()[:5] == printed(signed.FACTS)[:5] == b"%PDF-"


@pytest.mark.django_db
def test_it_waits_for_its_number_and_its_signatures_are_verified() -> None:
    house = make_house()
    hromada = Hromada(house.cast, [house.journal])
    signed.let_signed_letter_wait(hromada)
    signed.let_signed_letter_wait(hromada)
    card = PendingCard.objects.get(fields__title=signed.TITLE)
    found = verify_beside(files_of_card(card.pk), at=cast.AT, by=SYSTEM)
    assert [each.document_id for each in found] == [card.files.get(role="main").content_id] * 2
    assert {each.verdict for each in found} == {"INDETERMINATE"}
    shown = seals_of_draft(pending_cards(house.clerk).get(pk=card.pk))
    assert [each.state for each in shown.seals] == ["warn", "warn"] and not shown.advice
