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
    """(archive timestamps, what speaks against the evidence itself, what to warn of).

    What speaks against a timestamp stands in its own reasons.
    """
    place = next(number for number, one in enumerate(signed.signers) if one is signer)
    stamps = archiving.read_archive_stamps(signed, place, hash_of_content, certificates)
    found = [reasons.EVIDENCE_EXCHANGED] if references.differing(signer) else []
    unread = [one for one in stamps if reasons.ARCHIVE_UNREAD in one.reasons]
    read = [one for one in stamps if one not in unread]
    return read, found, [reasons.ARCHIVE_UNREAD.text] if unread else []
