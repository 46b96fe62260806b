"""A signature raised: BES → T → X-Long (EN 319 122-1), and stamped anew before its evidence ages.

Each function takes the bytes of a CAdES file and gives those of a NEW one; the file that came is never
rewritten, and in the new one every signed byte is as it was (`same_signatures` shows it). Whether the
evidence is true is told by `verify_file` over the new file, not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from obih.signatures.crypto import hashes
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.evidence import archiving, references
from obih.signatures.crypto.evidence.asking import StampQuestion
from obih.signatures.crypto.evidence.pieces import Pieces
from obih.signatures.crypto.evidence.references import Revocation
from obih.signatures.crypto.signer import (
    CERTIFICATE_REFS,
    CERTIFICATE_VALUES,
    REVOCATION_REFS,
    REVOCATION_VALUES,
    SHA_256,
    SIGNATURE_STAMP,
    Signer,
)


class CannotRaise(ValueError):
    """Why nothing may be added to this file; a sentence."""


@dataclass(frozen=True)
class Proof:
    """What is kept for one certificate of a chain."""

    certificate: Certificate
    revocation: Revocation = field(default_factory=Revocation)


def stamp_digest(signer: Signer) -> str:
    """With which hash a timestamp over this signature is asked for: the signer’s own where it is sound."""
    own = signer.digest.identifier
    return SHA_256 if own in hashes.BROKEN else own


def is_stamped(signer: Signer) -> bool:
    """True when a timestamp over the signature is there (CAdES-T or above)."""
    return SIGNATURE_STAMP in signer.unsigned


def is_complete(signer: Signer) -> bool:
    """True when the evidence itself is in the file (CAdES-X Long or above)."""
    return CERTIFICATE_VALUES in signer.unsigned and REVOCATION_VALUES in signer.unsigned


def stamped(data: bytes, place: int, token: bytes) -> bytes:
    """BES → T: with this TimeStampToken over the signature. Raises Malformed, CannotRaise."""
    pieces = _amendable(data)
    signer = pieces.signers[place].plus(SIGNATURE_STAMP, token)
    return _checked(data, pieces.with_signer(place, signer))


def completed(data: bytes, place: int, chain: Sequence[Proof], others: Sequence[Proof] = ()) -> bytes:
    """T → X-Long: `chain` leads from the signer’s certificate to the root, `others` are of timestamps.

    References and values are of the signer’s chain (A.1.1, A.1.2, 5.4.2); what timestamps need stands beside,
    in the certificates and CRLs of the file (5.5.3). Raises Malformed, CannotRaise.
    """
    pieces = _amendable(data)
    signer = pieces.signers[place]
    if signer.has(CERTIFICATE_VALUES) or signer.has(REVOCATION_VALUES):
        raise CannotRaise("Докази в підписі вже є: їх не переписуємо.")
    digest = stamp_digest(SignedFile(data).signers[place])
    above = [one.certificate for one in chain[1:]]
    whole = Revocation()
    for one in chain:
        whole |= one.revocation
    if not signer.has(CERTIFICATE_REFS) and not signer.has(REVOCATION_REFS):
        signer = signer.plus(CERTIFICATE_REFS, references.certificate_refs(above, digest))
        groups = [one.revocation for one in chain]
        signer = signer.plus(REVOCATION_REFS, references.revocation_refs(groups, digest))
    signer = signer.plus(CERTIFICATE_VALUES, references.certificate_values(above))
    signer = signer.plus(REVOCATION_VALUES, references.revocation_values(whole))
    pieces = pieces.with_signer(place, signer)
    own = [chain[0].certificate] if chain else []
    return _checked(data, with_proofs(pieces, others, own))


def ready_to_seal(data: bytes, place: int, proofs: Sequence[Proof]) -> bytes:
    """With what verifies the newest timestamp until now, so that the next one is over it too."""
    return _checked(data, with_proofs(_amendable(data), proofs))


def with_proofs(pieces: Pieces, proofs: Iterable[Proof], own: Iterable[Certificate] = ()) -> Pieces:
    """With certificates and revocation among those of the file, each once."""
    proofs = list(proofs)
    revocation = Revocation()
    for one in proofs:
        revocation |= one.revocation
    return pieces.with_material([*own, *(one.certificate for one in proofs)], revocation)


def seal_question(
    data: bytes, place: int, content: bytes, random: bytes
) -> tuple[StampQuestion, archiving.Sealing]:
    """What an archive timestamp is asked for, and the index to be put into it (`sealed`)."""
    digest = stamp_digest(SignedFile(data).signers[place])
    wanted = archiving.sealing(_amendable(data), place, content, digest)
    imprint = hashes.digest(digest, wanted.data)
    return StampQuestion(digest, imprint, int.from_bytes(random[:8], "big") >> 1), wanted


def sealed(data: bytes, place: int, token: bytes, index: bytes) -> bytes:
    """With an archive timestamp over everything the file holds of this signature (archive-time-stamp-v3)."""
    return _checked(data, archiving.sealed(_amendable(data), place, token, index))


def same_signatures(one: bytes, other: bytes) -> bool:
    """True when both files have the same signatures over the same signed bytes, in the same order."""
    first, second = Pieces.of(one), Pieces.of(other)
    return first.encapsulated == second.encapsulated and [each.signed for each in first.signers] == [
        each.signed for each in second.signers
    ]


def _amendable(data: bytes) -> Pieces:
    pieces = Pieces.of(data)
    if any(one.has(old) for one in pieces.signers for old in archiving.OLD_ARCHIVE_STAMPS):
        raise CannotRaise("У файлі архівна позначка часу старого зразка: доповнення її зруйнувало б.")
    return pieces


def _checked(before: bytes, after: Pieces) -> bytes:
    made = after.encoded
    if not same_signatures(before, made):
        raise Malformed("доповнений файл розійшовся з тим, що прийшов")
    return made
