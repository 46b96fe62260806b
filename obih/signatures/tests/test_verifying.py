"""Files of a card are verified apart from us, each signature over the document it was made for."""

from __future__ import annotations

import pytest

from obih.files.models import Content
from obih.files.storage import current_store
from obih.history.models import Event
from obih.people.actors import SYSTEM
from obih.signatures.actions import Beside, look_again, verify_beside
from obih.signatures.asking import CannotLook
from obih.signatures.events import SIGNATURES_VERIFIED
from obih.signatures.models import EvidencePiece, FoundSignature, TrustVersion, Verification
from obih.signatures.testpki import cast
from obih.signatures.tests.conftest import AT, LETTER, OTHER, Kept, bare, signature

pytestmark = pytest.mark.django_db


def verified(files: list[Beside]) -> list[Verification]:
    return verify_beside(files, at=AT, by=SYSTEM)


def test_a_signature_finds_its_document_by_digest_whatever_it_is_called(kept: Kept, trusted: int) -> None:
    files = kept(інший__txt=OTHER, скан__txt=LETTER, підпис__p7s=signature())
    (found,) = verified(files)
    assert (found.document_id, found.verdict) == (files[1].sha256, "VALID"), found.reasons
    assert found.trust_version == trusted
    (one,) = found.signatures.all()
    assert (one.signer_name, one.signer_title, one.edrpou) == ("Бойко Галина", "діловод", cast.COUNCIL_CODE)
    assert one.kind == "qualified_signature" and one.has_stamp and one.proven_at == cast.NOON
    assert one.rnokpp == cast.HALYNA.subject.rnokpp
    kinds = set(one.evidence.values_list("piece__kind", flat=True))
    assert {"timestamp", "certificate"} <= kinds and kinds & {"ocsp", "crl"}
    assert one.evidence.count() == EvidencePiece.objects.count()


def test_without_trust_nothing_is_valid(kept: Kept) -> None:
    (found,) = verified(kept(лист__txt=LETTER, підпис__p7s=signature()))
    assert found.verdict == "INDETERMINATE" and found.trust_version == 0
    assert found.signatures.get().is_sound


def test_a_document_that_is_not_there_is_told_of(kept: Kept, trusted: int) -> None:
    (found,) = verified(kept(інший__txt=OTHER, підпис__p7s=signature()))
    assert (found.verdict, found.document_id) == ("INDETERMINATE", None)
    assert "немає документа" in str(found.report["warnings"])


def test_the_document_comes_later_and_is_found(kept: Kept, trusted: int) -> None:
    (alone,) = kept(підпис__p7s=signature())
    assert verified([alone])[0].document_id is None
    assert not verified([alone]), "nothing new lies beside it"
    (letter,) = kept(лист__txt=LETTER)
    (found,) = verified([alone, letter])
    assert (found.document_id, found.verdict) == (letter.sha256, "VALID")
    assert not verified([alone, letter]), "what is verified stays"


def test_several_signatures_of_one_letter(kept: Kept, trusted: int) -> None:
    files = kept(лист__txt=LETTER, a__p7s=signature(), b__p7s=signature(cast.SEAL))
    found = verified(files)
    assert {each.document_id for each in found} == {files[0].sha256}
    assert [each.signatures.get().is_seal for each in found] == [False, True]


def test_a_file_that_cannot_be_read_has_its_sentence(kept: Kept, trusted: int) -> None:
    broken = bytearray(signature())
    del broken[200:400]
    (found,) = verified(kept(підпис__p7s=bytes(broken)))
    assert not found.verdict and found.problem and not found.signatures.exists()


def test_files_without_signatures_start_no_process(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("obih.signatures.actions.verifying.look_at", lambda *a, **k: pytest.fail("started"))
    assert verified(kept(лист__txt=LETTER)) == []


def test_a_content_that_was_swept_is_passed_by() -> None:
    assert verified([Beside("0" * 64, "application/pkcs7-signature")]) == []


def test_the_event_names_nobody(kept: Kept, trusted: int) -> None:
    verified(kept(лист__txt=LETTER, підпис__p7s=signature()))
    event = Event.objects.get(name=SIGNATURES_VERIFIED.name)
    assert event.facts["verdict"] == "VALID" and "підпис дійсний" in event.tell()
    assert "Бойко" not in event.canonical and cast.HALYNA.subject.rnokpp not in event.canonical


def test_open_verdicts_are_looked_at_again_when_trust_grows(
    kept: Kept, request: pytest.FixtureRequest
) -> None:
    files = kept(лист__txt=LETTER, a__p7s=signature(), b__p7s=signature(attached=True))
    assert {each.verdict for each in verified(files)} == {"INDETERMINATE"}
    request.getfixturevalue("trusted")
    assert look_again(at=AT, by=SYSTEM) == 2
    assert set(Verification.objects.current().values_list("verdict", flat=True)) == {"VALID"}
    earlier = Verification.objects.exclude(superseded_at=None)
    assert [each.verdict for each in earlier] == ["INDETERMINATE"] * 2, "what was said before stays"
    assert look_again(at=AT, by=SYSTEM) == 0


def test_a_lost_file_stops_no_other_from_being_looked_at_again(
    kept: Kept, request: pytest.FixtureRequest
) -> None:
    files = kept(лист__txt=LETTER, a__p7s=signature(), b__p7s=signature(attached=True))
    verified(files)
    store = current_store()
    store.remove(files[1].sha256)
    request.getfixturevalue("trusted")
    assert look_again(at=AT, by=SYSTEM) == 2 and look_again(at=AT, by=SYSTEM) == 0
    said = dict(Verification.objects.current().values_list("content", "verdict"))
    assert said == {files[1].sha256: "INDETERMINATE", files[2].sha256: "VALID"}


def test_settled_verdicts_are_looked_at_again_when_trust_is_taken_away(kept: Kept, trusted: int) -> None:
    verified(kept(лист__txt=LETTER, підпис__p7s=signature()))
    later = TrustVersion.objects.create(number=trusted + 1, made_at=AT, made_by_label="тест")
    TrustVersion.objects.get(pk=trusted).pins.update(removed_in=later)
    assert look_again(at=AT, by=SYSTEM) == 0
    assert look_again(every=True, at=AT, by=SYSTEM) == 1
    assert Verification.objects.current().get().verdict == "INDETERMINATE"


def test_the_same_answer_makes_no_second_row(kept: Kept) -> None:
    (found,) = verified(kept(лист__txt=LETTER, підпис__p7s=bare()))
    assert found.verdict == "INDETERMINATE" and not found.signatures.get().has_stamp
    TrustVersion.objects.create(number=1, made_at=AT, made_by_label="тест")
    assert look_again(at=AT, by=SYSTEM) == 1
    assert Verification.objects.get().trust_version == 1


def test_what_was_found_falls_with_its_file(kept: Kept, trusted: int) -> None:
    files = kept(лист__txt=LETTER, підпис__p7s=signature())
    verified(files)
    Content.objects.get(pk=files[1].sha256).delete()
    assert not Verification.objects.exists() and not FoundSignature.objects.exists()


def test_a_process_that_breaks_down_takes_no_earlier_word_back(
    kept: Kept, trusted: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = kept(інший__txt=OTHER, підпис__p7s=signature())
    assert verified(files)[0].verdict == "INDETERMINATE"
    TrustVersion.objects.create(number=trusted + 1, made_at=AT, made_by_label="тест")

    def broken(*given: object, **more: object) -> None:
        raise CannotLook("зламано")

    monkeypatch.setattr("obih.signatures.actions.verifying.look_at", broken)
    assert look_again(at=AT, by=SYSTEM) == 1 and look_again(at=AT, by=SYSTEM) == 0
    row = Verification.objects.get()
    assert (row.verdict, row.trust_version) == ("INDETERMINATE", trusted + 1)
