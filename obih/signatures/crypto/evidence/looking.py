"""What a verification asks of evidence in a file, besides the timestamp over the signature."""

from __future__ import annotations

from collections.abc import Callable

from obih.signatures.crypto import reasons
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.evidence import archiving, references
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.signer import Digest, Signer


def look_at_evidence(
    signed: SignedFile,
    signer: Signer,
    hash_of_content: Callable[[Digest], bytes] | None,
    certificates: list[Certificate],
) -> tuple[list[archiving.ArchiveStamp], list[Reason], list[str]]:
    """(archive timestamps that were read, what speaks against the signature, what to warn of)."""
    place = next(number for number, one in enumerate(signed.signers) if one is signer)
    stamps = archiving.read_archive_stamps(signed, place, hash_of_content, certificates)
    found = [reason for one in stamps for reason in one.reasons if reason is not reasons.ARCHIVE_UNREAD]
    if references.differing(signer):
        found.append(reasons.EVIDENCE_EXCHANGED)
    old = any(reasons.ARCHIVE_UNREAD in one.reasons for one in stamps)
    return (
        [one for one in stamps if reasons.ARCHIVE_UNREAD not in one.reasons],
        found,
        [reasons.ARCHIVE_UNREAD.text] if old else [],
    )
