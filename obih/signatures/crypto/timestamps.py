"""Timestamps (RFC 3161) inside signatures: over which bytes, when, by whom, and whether that holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.dstu4145 import KeyProblem
from obih.signatures.crypto.keys import DstuKey, UnsupportedAlgorithm, named_hash
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.signer import Digest, read_digest
from obih.signatures.crypto.sources import in_memory
from obih.signatures.crypto.structures import MISREAD, TstInfo
from obih.signatures.crypto.trust.evidence import Evidence
from obih.signatures.crypto.trust.sources import revocation_in

MAX_TOKEN = 1 << 20
TST_INFO = "1.2.840.113549.1.9.16.1.4"
CONTENT, SIGNATURE = "content", "signature"
"""Kinds of timestamps: over the document before signing, over the signature after."""


ELSEWHERE = {CONTENT: reasons.CONTENT_STAMP_ELSEWHERE, "archive": reasons.ARCHIVE_ELSEWHERE}


@dataclass
class Stamp:
    """One timestamp. `kind` is `content` (made before signing) or `signature` (made after)."""

    kind: str
    at: datetime | None = None
    policy: str = ""
    authority: Certificate | None = None
    reasons: list[Reason] = field(default_factory=list)
    raw: bytes = b""
    covers: bool = False
    """True when what it must be over was there and is what it is over."""
    trusted: bool = False
    """True when it holds and its authority is believed for its moment."""
    chain: list[Certificate] = field(default_factory=list)
    """From the authority’s certificate to the anchor; empty when none was found."""
    evidence: list[Evidence] = field(default_factory=list)
    """On the state of the authority’s certificate and of those above."""
    brought: list[Certificate] = field(default_factory=list)
    """Certificates that lie in the token."""
    brought_revocation: list[bytes] = field(default_factory=list)
    """Lists of revoked ones and answers of OCSP that lie in the token."""

    def seals(self, other: Stamp) -> bool:
        """True when it is over that other timestamp too: one over the signature is over what was signed."""
        return other.kind == CONTENT and self.kind != CONTENT


def read_stamp(
    token: bytes, kind: str, hash_of: Callable[[Digest], bytes] | None, certificates: list[Certificate]
) -> Stamp:
    """The timestamp with what speaks against it. `hash_of` hashes what it must be over; None when absent.

    Its policy is reported, never required: real authorities put anything there.
    """
    stamp = Stamp(kind, raw=token)
    try:
        signed = SignedFile(token)
        if signed.content is None or not _in_form(signed):
            raise Malformed("не позначка часу")
        info = TstInfo.load(in_memory(signed.content, MAX_TOKEN))
        moment: datetime = info["gen_time"].native
        stamp.at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        stamp.policy = info["policy"].dotted
        stamp.reasons += _signature_reasons(stamp, signed, certificates)
        imprint = info["message_imprint"]
        digest = read_digest(imprint["hash_algorithm"])
        if hash_of is not None:
            stamp.covers = hash_of(digest) == bytes(imprint["hashed_message"].native)
            if not stamp.covers:
                stamp.reasons.append(ELSEWHERE.get(kind, reasons.STAMP_ELSEWHERE))
        signer = signed.signers[0]
        if hashes.BROKEN.keys() & {digest.identifier, signer.digest.identifier, named_hash(signer.algorithm)}:
            stamp.reasons.append(reasons.STAMP_WEAK)
    except (UnsupportedAlgorithm, hashes.UnknownHash):
        stamp.reasons.append(reasons.UNKNOWN_ALGORITHM)
    except KeyProblem:
        stamp.reasons.append(reasons.KEY_BROKEN)
    except (Malformed, *MISREAD):
        stamp.reasons.append(reasons.STAMP_BROKEN)
    return stamp


def _in_form(signed: SignedFile) -> bool:
    """A token as every authority makes it (RFC 3161, 2.4.2; RFC 5652, 5.1, 5.3): one signer, and around what
    is signed only what must stand there."""
    if signed.content_type != TST_INFO or len(signed.signers) != 1 or signed.version != 3:
        return False
    (signer,) = signed.signers
    named = signer.key_identifier is not None
    return signer.digest.identifier in signed.digests and signer.version in ((1, 3) if named else (1,))


def imprint_digest(token: bytes) -> Digest | None:
    """With what a timestamp hashed; None when it cannot be read."""
    try:
        content = SignedFile(token).content
        info = TstInfo.load(in_memory(content, MAX_TOKEN)) if content is not None else None
        return read_digest(info["message_imprint"]["hash_algorithm"]) if info else None
    except (Malformed, *MISREAD):
        return None


def _signature_reasons(stamp: Stamp, signed: SignedFile, certificates: list[Certificate]) -> list[Reason]:
    signer = signed.signers[0]
    stamp.brought, stamp.brought_revocation = signed.all_certificates(), revocation_in(signed)
    stamp.authority = authority = signer.certificate_among([*stamp.brought, *certificates])
    if authority is None or signer.issuer_encoded not in (None, authority.issuer_encoded):
        return [reasons.STAMP_UNKNOWN]
    key = authority.key
    sbox = key.sbox if isinstance(key, DstuKey) else DKE_1
    stated = signer.message_digest
    if signer.signed_bytes is None or stated is None or signer.repeated:
        return [reasons.STAMP_BROKEN]
    assert signed.content is not None, "read_stamp has looked"
    if signer.digest.of(signed.content, sbox) != stated:
        return [reasons.STAMP_FALSE]
    if not key.verify(signer.algorithm, signer.signed_bytes, signer.signature):
        return [reasons.STAMP_FALSE]
    if signer.names_certificate(authority) is False:
        return [reasons.STAMP_FALSE]
    return []
