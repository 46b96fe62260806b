"""References to evidence, and the evidence itself (EN 319 122-1, A.1, 5.4): made, and compared when read.

A reference is a hash kept inside the signature of what stands elsewhere in it. A value that no reference
knows says nothing against the signature (other software adds more); a reference whose value is there but is
another one says that somebody exchanged the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obih.signatures.crypto import hashes
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.evidence.asking import issuer_name
from obih.signatures.crypto.evidence.elements import (
    SEQUENCE,
    algorithm,
    dotted,
    element,
    members,
    number,
    octets,
    split,
)
from obih.signatures.crypto.signer import (
    CERTIFICATE_REFS,
    CERTIFICATE_VALUES,
    REVOCATION_REFS,
    REVOCATION_VALUES,
    SHA_1,
    Signer,
)
from obih.signatures.crypto.structures import MISREAD


@dataclass(frozen=True)
class Revocation:
    """Evidence that something is or is not revoked: BasicOCSPResponses and CRLs, as they came."""

    responses: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    def __or__(self, other: Revocation) -> Revocation:
        """Both, each piece once."""
        return Revocation(
            tuple(dict.fromkeys(self.responses + other.responses)),
            tuple(dict.fromkeys(self.lists + other.lists)),
        )

    def __bool__(self) -> bool:
        return bool(self.responses or self.lists)


# ── making ───────────────────────────────────────────────────────────


def certificate_refs(certificates: Iterable[Certificate], digest: str) -> bytes:
    """CompleteCertificateRefs: the authorities above the signer, by hash, issuer and number."""
    return element(SEQUENCE, *(_certificate_ref(one, digest) for one in certificates))


def certificate_values(certificates: Iterable[Certificate]) -> bytes:
    """CertificateValues."""
    return element(SEQUENCE, *(one.raw for one in certificates))


def revocation_refs(groups: Sequence[Revocation], digest: str) -> bytes:
    """CompleteRevocationRefs: for the signer’s certificate, then for each that `certificate_refs` names."""
    return element(SEQUENCE, *(_crl_ocsp_ref(one, digest) for one in groups))


def revocation_values(all_of_it: Revocation) -> bytes:
    """RevocationValues."""
    parts = []
    if all_of_it.lists:
        parts.append(element(0xA0, element(SEQUENCE, *all_of_it.lists)))
    if all_of_it.responses:
        parts.append(element(0xA1, element(SEQUENCE, *all_of_it.responses)))
    return element(SEQUENCE, *parts)


def _other_hash(data: bytes, digest: str) -> bytes:
    """OtherHash: SHA-1 alone would stand bare, so every hash names its algorithm."""
    return element(SEQUENCE, algorithm(digest), octets(hashes.digest(digest, data)))


def _certificate_ref(certificate: Certificate, digest: str) -> bytes:
    names = element(SEQUENCE, element(0xA4, issuer_name(certificate)))
    issuer_serial = element(SEQUENCE, names, number(certificate.serial))
    return element(SEQUENCE, _other_hash(certificate.raw, digest), issuer_serial)


def _crl_ocsp_ref(group: Revocation, digest: str) -> bytes:
    parts = []
    if group.lists:
        ids = [element(SEQUENCE, _other_hash(one, digest)) for one in group.lists]
        parts.append(element(0xA0, element(SEQUENCE, element(SEQUENCE, *ids))))
    if group.responses:
        ids = [element(SEQUENCE, _response_name(one), _other_hash(one, digest)) for one in group.responses]
        parts.append(element(0xA1, element(SEQUENCE, element(SEQUENCE, *ids))))
    return element(SEQUENCE, *parts)


def _response_name(basic: bytes) -> bytes:
    """OcspIdentifier: who answered and when, as the response writes it."""
    fields = members(members(basic)[0])
    if fields[0][:1] == b"\xa0":
        fields = fields[1:]
    return element(SEQUENCE, fields[0], fields[1])


# ── reading ──────────────────────────────────────────────────────────


def revocation_of(signer: Signer) -> Revocation:
    """What the signature keeps as revocationValues. Raises Malformed."""
    found = Revocation()
    for raw in signer.unsigned.get(REVOCATION_VALUES, []):
        for part in members(raw):
            given = tuple(members(members(part)[0]))
            found |= Revocation(
                responses=given if part[:1] == b"\xa1" else (), lists=given if part[:1] == b"\xa0" else ()
            )
    return found


def differing(signer: Signer) -> bool:
    """True when a reference does not fit what is kept, though something is kept for it.

    A signature that keeps references alone (CAdES-C), or values alone, has nothing to compare.
    """
    try:
        return _certificates_differ(signer) or _revocation_differs(signer)
    except (Malformed, hashes.UnknownHash, *MISREAD):
        return True


def _certificates_differ(signer: Signer) -> bool:
    values = [one for raw in signer.unsigned.get(CERTIFICATE_VALUES, []) for one in members(raw)]
    refs = [one for raw in signer.unsigned.get(CERTIFICATE_REFS, []) for one in members(raw)]
    wanted = [_read_hash(members(one)[0]) for one in refs]
    return bool(values) and not _all_there(wanted, values)


def _revocation_differs(signer: Signer) -> bool:
    kept = revocation_of(signer)
    lists, responses = [], []
    for raw in signer.unsigned.get(REVOCATION_REFS, []):
        for group in members(raw):
            for part in members(group):
                ids = [members(one) for one in members(members(members(part)[0])[0])]
                if part[:1] == b"\xa0":
                    lists += [_read_hash(one[0]) for one in ids]
                elif part[:1] == b"\xa1":
                    responses += [_read_hash(one[1]) for one in ids if len(one) > 1]
    if not kept:
        return False
    return not (_all_there(lists, kept.lists) and _all_there(responses, kept.responses))


def _read_hash(raw: bytes) -> tuple[str, bytes]:
    """(algorithm, hash) of an OtherHash."""
    if raw[:1] == b"\x04":
        return SHA_1, split(raw)[0]
    chosen, value = members(raw)
    return dotted(members(chosen)[0]), split(value)[0]


def _all_there(wanted: list[tuple[str, bytes]], values: Sequence[bytes]) -> bool:
    """Whether each hash is that of some value."""
    made = {kind: {hashes.digest(kind, value) for value in values} for kind, _ in wanted}
    return all(value in made[kind] for kind, value in wanted)
