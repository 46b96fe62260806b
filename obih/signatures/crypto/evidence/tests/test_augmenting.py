"""Evidence is added beside what is signed: nothing signed changes, and what is added is read back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from asn1crypto import core

from obih.signatures import describing
from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.evidence import archiving, augmenting, references
from obih.signatures.crypto.evidence.augmenting import CannotRaise, Proof
from obih.signatures.crypto.evidence.elements import element, members
from obih.signatures.crypto.evidence.pieces import Pieces, kept_revocation
from obih.signatures.crypto.evidence.references import Revocation
from obih.signatures.crypto.signer import CERTIFICATE_REFS, CERTIFICATE_VALUES, REVOCATION_REFS, SHA_1, Digest
from obih.signatures.crypto.tests.samples import FOLDER
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki.cades import attribute, cms, signer_info, stamped, token
from obih.signatures.testpki.cast import AUTHORITY, HALYNA, IHOR, LETTER, TSA
from obih.signatures.testpki.signatory import NOON

OLD_ARCHIVE_STAMP = "1.2.840.113549.1.9.16.2.48"
SECOND_SET = FOLDER / "signatures-2"
needs_samples = pytest.mark.skipif(not SECOND_SET.exists(), reason="справжніх зразків тут немає")


def signed(who=HALYNA, attached: bool = True, stamp_kind: str = "") -> bytes:
    """`stamp_kind`: an unsigned attribute with a timestamp over the signature."""
    info = signer_info(who, LETTER)
    if stamp_kind:
        info = info.with_unsigned(attribute(stamp_kind, token(TSA, info.signature)))
    return cms([info], LETTER if attached else None, [who.certificate()])


def chain() -> list[Proof]:
    return [
        Proof(HALYNA.certificate(), Revocation(lists=(_crl(b"1"),))),
        Proof(AUTHORITY.certificate()),
    ]


def _crl(mark: bytes) -> bytes:
    return element(0x30, element(0x04, mark))


def stamp(data: bytes, place: int = 0) -> bytes:
    signature = SignedFile(data).signers[place].signature
    return augmenting.stamped(data, place, token(TSA, signature))


def seal(data: bytes, content: bytes = LETTER, at=NOON, who=TSA) -> bytes:
    question, wanted = augmenting.seal_question(data, 0, content, bytes(8))
    assert question.imprint == hashes.digest(hashes.GOST_34311, wanted.data)
    return augmenting.sealed(data, 0, token(who, wanted.data, at), wanted.index)


def archive_stamps(data: bytes, content: bytes | None = LETTER) -> list[archiving.ArchiveStamp]:
    hasher = None if content is None else partial(Digest.of, data=content)
    return archiving.read_archive_stamps(SignedFile(data), 0, hasher, [TSA.certificate()])


def test_a_timestamp_is_added_and_the_signed_bytes_stay() -> None:
    before = signed()
    after = stamp(before)
    report = verify_file(after)
    assert report.signatures[0].sound and report.signatures[0].signer.level == "CAdES-T"
    assert report.signatures[0].stamps[0].at == NOON and augmenting.same_signatures(before, after)
    assert before == signed(), "the file that came is as it was"


def test_of_two_signers_only_the_one_meant_is_raised() -> None:
    both = cms([signer_info(HALYNA, LETTER), signer_info(IHOR, LETTER)], LETTER,
               [HALYNA.certificate(), IHOR.certificate()])  # fmt: skip
    after = stamp(both, 1)
    levels = [one.signer.level for one in verify_file(after).signatures]
    assert levels == ["CAdES-BES", "CAdES-T"] and verify_file(after).signatures[1].sound


def test_evidence_is_kept_with_references_that_fit_it() -> None:
    whole = augmenting.completed(stamp(signed()), 0, chain(), [Proof(TSA.certificate())])
    file = SignedFile(whole)
    assert file.signers[0].level == "CAdES-X Long" and not references.differing(file.signers[0])
    assert {AUTHORITY.certificate(), TSA.certificate()} <= set(file.all_certificates())
    assert references.revocation_of(file.signers[0]).lists == (_crl(b"1"),)
    assert verify_file(whole).signatures[0].sound
    with pytest.raises(CannotRaise):
        augmenting.completed(whole, 0, chain())


@pytest.mark.parametrize("kind", [CERTIFICATE_REFS, REVOCATION_REFS])
def test_evidence_exchanged_behind_its_reference_is_told(kind: str) -> None:
    file = SignedFile(augmenting.completed(stamp(signed()), 0, chain()))
    signer = file.signers[0]
    signer.unsigned[CERTIFICATE_VALUES] = [element(0x30, IHOR.certificate().raw)]
    assert references.differing(signer)
    signer = SignedFile(augmenting.completed(stamp(signed()), 0, chain())).signers[0]
    signer.unsigned[references.REVOCATION_VALUES] = [
        references.revocation_values(Revocation(lists=(_crl(b"2"),)))
    ]
    assert references.differing(signer)
    signer.unsigned.pop(references.REVOCATION_VALUES)
    assert not references.differing(signer), "references alone have nothing to be compared with"


def test_references_alone_or_broken_ones() -> None:
    signer = SignedFile(augmenting.completed(stamp(signed()), 0, chain())).signers[0]
    signer.unsigned[REVOCATION_REFS] = [b"\x30\x03\x30\x05\x01"]
    assert references.differing(signer)


def test_an_archive_timestamp_is_over_everything_in_the_file() -> None:
    whole = augmenting.completed(stamp(signed()), 0, chain())
    after = seal(whole)
    (archived,) = archive_stamps(after)
    assert archived.reasons == [] and archived.kind == "archive" and archived.at == NOON
    kept = {value for _, value in Pieces.of(whole).signers[0].values()}
    assert kept <= archived.covered and HALYNA.certificate().raw in archived.covered
    assert SignedFile(after).signers[0].level == "CAdES-A" and augmenting.same_signatures(whole, after)


def test_what_is_added_later_breaks_no_archive_timestamp() -> None:
    once = seal(augmenting.completed(stamp(signed()), 0, chain()))
    proofs = [Proof(TSA.certificate(), Revocation(lists=(_crl(b"3"),), responses=(_crl(b"4"),)))]
    twice = seal(augmenting.ready_to_seal(once, 0, proofs), at=NOON + timedelta(days=300))
    first, second = archive_stamps(twice)
    assert first.reasons == second.reasons == []
    assert second.at and first.at and second.at - first.at == timedelta(days=300)
    assert SignedFile(once).signers[0].unsigned[archiving.ARCHIVE_STAMP][0] in second.covered
    assert kept_revocation(Pieces.of(twice).crls) == Revocation((_crl(b"4"),), (_crl(b"3"),))
    assert core.Integer.load(Pieces.of(twice).version).native == 5


def test_evidence_taken_away_from_under_an_archive_timestamp_is_told() -> None:
    after = Pieces.of(seal(augmenting.completed(stamp(signed()), 0, chain(), [Proof(TSA.certificate())])))
    less = replace(after, certificates=after.certificates[:1]).encoded
    assert reasons.ARCHIVE_DIFFERS in archive_stamps(less)[0].reasons
    signer = after.signers[0]
    other = replace(signer, unsigned=signer.unsigned[1:])
    assert reasons.ARCHIVE_DIFFERS in archive_stamps(after.with_signer(0, other).encoded)[0].reasons


def test_an_archive_timestamp_over_another_document_or_signature_is_false() -> None:
    after = seal(stamp(signed(attached=False)))
    assert archive_stamps(after)[0].reasons == []
    assert archive_stamps(after, LETTER + b".")[0].reasons == [reasons.ARCHIVE_ELSEWHERE]
    assert archive_stamps(after, None)[0].reasons == [], "without the document only its own signature is seen"
    foreign = Pieces.of(after).signers[0].unsigned[-1]
    other = Pieces.of(stamp(signed(IHOR)))
    moved = replace(other.signers[0], unsigned=(*other.signers[0].unsigned, foreign))
    found = archive_stamps(other.with_signer(0, moved).encoded)[0].reasons
    assert reasons.ARCHIVE_ELSEWHERE in found and reasons.ARCHIVE_DIFFERS in found


def test_an_archive_timestamp_without_its_index_or_of_an_old_kind_proves_nothing() -> None:
    bare = stamp(signed(stamp_kind=archiving.ARCHIVE_STAMP))
    assert archive_stamps(bare)[0].reasons == [reasons.STAMP_BROKEN]
    old = signed(stamp_kind=OLD_ARCHIVE_STAMP)
    assert archive_stamps(old)[0].reasons == [reasons.ARCHIVE_UNREAD] and archive_stamps(old)[0].at is None
    with pytest.raises(CannotRaise):
        stamp(old)


def test_every_changed_byte_of_an_archive_timestamp_is_told() -> None:
    after = bytearray(seal(stamp(signed())))
    raw = bytes(after)
    at = raw.index(core.ObjectIdentifier(archiving.HASH_INDEX).dump())
    for place in range(at + 12, len(raw), 7):
        after[place] ^= 0x40
        try:
            found = archive_stamps(bytes(after))
        except ValueError:
            found = []
        assert not found or found[0].reasons, place
        after[place] ^= 0x40


def test_base64_text_and_endless_lengths_are_raised_as_well() -> None:
    import base64

    assert stamp(base64.encodebytes(signed())) == stamp(signed())
    raw = signed()
    endless = b"\x30\x80" + raw[4:] + b"\0\0"
    assert stamp(endless) == stamp(raw)


def test_a_weak_hash_of_the_signer_is_not_asked_to_be_stamped() -> None:
    signer = SignedFile(signed()).signers[0]
    assert augmenting.stamp_digest(signer) == hashes.GOST_34311
    signer.digest = type(signer.digest)(SHA_1)
    assert augmenting.stamp_digest(signer) == "2.16.840.1.101.3.4.2.1"
    assert augmenting.is_stamped(
        SignedFile(cms([stamped(signer_info(HALYNA, LETTER), TSA)], LETTER, [HALYNA])).signers[0]
    )


@needs_samples
def test_our_references_are_those_of_real_providers_byte_for_byte() -> None:
    files = [path.read_bytes() for path in sorted((SECOND_SET / "p7s").glob("iit_testca_xlong*.p7s"))]
    assert files
    for data in files:
        signer = SignedFile(data).signers[0]
        kept = references.revocation_of(signer)
        groups = [Revocation(responses=(one,)) for one in kept.responses] + [Revocation()]
        assert references.revocation_refs(groups, hashes.GOST_34311) == signer.unsigned[REVOCATION_REFS][0]
        values = [Certificate(one) for one in members(signer.unsigned[CERTIFICATE_VALUES][0])]
        assert references.certificate_refs(values, hashes.GOST_34311) == signer.unsigned[CERTIFICATE_REFS][0]


@needs_samples
def test_no_real_file_has_references_that_differ() -> None:
    container = zipfile.ZipFile(SECOND_SET / "asice" / "ua-eseal.asice")
    files = [path.read_bytes() for path in sorted((SECOND_SET / "p7s").glob("*.p7s"))]
    for data in [*files, container.read("META-INF/signature001.p7s")]:
        assert not any(references.differing(one) for one in SignedFile(data).signers)
        assert Pieces.of(data).encoded == SignedFile(data).raw


def test_the_verification_tells_of_exchanged_evidence_and_of_archive_timestamps() -> None:
    after = seal(augmenting.completed(stamp(signed()), 0, chain()))
    report = verify_file(after).signatures[0]
    assert report.sound and [one.kind for one in report.stamps] == ["signature", "archive"]
    assert "усі докази" in "\n".join(describing.as_lines(verify_file(after)))
    pieces = Pieces.of(augmenting.completed(stamp(signed()), 0, chain()))
    signer = pieces.signers[0]
    exchanged = signer.unsigned[-1].replace(_crl(b"1"), _crl(b"2"))
    other = replace(signer, unsigned=(*signer.unsigned[:-1], exchanged))
    found = verify_file(pieces.with_signer(0, other).encoded)
    assert found.verdict is reasons.Verdict.INDETERMINATE and reasons.EVIDENCE_EXCHANGED in found.reasons
    old = signed(stamp_kind=OLD_ARCHIVE_STAMP)
    assert reasons.ARCHIVE_UNREAD.text in verify_file(old).signatures[0].warnings
