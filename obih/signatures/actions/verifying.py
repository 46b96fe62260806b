"""Verifying files of the store and keeping what was found. Slow: for the worker, never for a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.utils import timezone

from obih.files.models import Content
from obih.files.problems import ContentMissing
from obih.files.storage import current_store
from obih.history.record import Acting, record
from obih.history.work import unit_of_work
from obih.signatures.asking import CannotLook, Group, look_at
from obih.signatures.carriers import MARKS, SURE, may_carry
from obih.signatures.events import SIGNATURES_LOOKED_AT_AGAIN, SIGNATURES_VERIFIED
from obih.signatures.findings import Finding, Proof, Signed
from obih.signatures.models import EvidencePiece, FoundEvidence, FoundSignature, Verification
from obih.signatures.trusting import packed_now, version_in_force
from obih.signatures.vocabulary import VerdictWord

TIMEOUT_S = 120
BATCH = 25
"""So many files are looked at again by one process."""
MOST_FILES = 60
"""A letter with more files than this is looked at only so far."""


@dataclass(frozen=True)
class Beside:
    """A file that lies beside others on one card."""

    sha256: str
    media_type: str


def verify_beside(files: Sequence[Beside], *, at: datetime | None = None, by: Acting) -> list[Verification]:
    """Verify what carries signatures among the files of one card, each over the document beside it that it
    was made for: found by its digest, whatever it is called. What is verified already stays as it is.

    `at` is the moment of validation, now unless told.
    """
    known = {each.sha256: each for each in files[:MOST_FILES]}
    there = set(Content.objects.filter(pk__in=list(known)).values_list("pk", flat=True))
    group = [each for each in known.values() if each.sha256 in there]
    places = _to_verify(group)
    if not places:
        return []
    version, trust = packed_now()
    asked = Group([partial(current_store().open, each.sha256) for each in group], places)
    try:
        found = look_at([asked], trust, timeout_s=TIMEOUT_S, at=at)[0]
    except CannotLook as problem:
        found = [Finding(place, problem=problem.sentence) for place in places]
    kept = []
    for each in found:
        document = None if each.document is None else group[each.document].sha256
        kept.append(_keep(each, group[each.place].sha256, document, version, by)[0])
    return kept


def _to_verify(group: Sequence[Beside]) -> list[int]:
    """Places of carriers of which nobody knows yet what they are worth among these files."""
    hashes = [each.sha256 for each in group]
    rows = Verification.objects.current().filter(content__in=hashes)
    done: set[str] = set()
    alone: set[str] = set()
    for content, document, is_detached in rows.values_list("content", "document", "is_detached"):
        if document in hashes or (document is None and not is_detached):
            done.add(content)
        elif document is None:
            alone.add(content)
    found = []
    for place, each in enumerate(group):
        if each.sha256 in done or not (each.media_type in SURE or each.media_type in MARKS):
            continue
        if each.sha256 in alone and len(group) == 1:
            continue
        if each.media_type in SURE or _may_carry(each):
            found.append(place)
    return found


def _may_carry(file: Beside) -> bool:
    with current_store().open(file.sha256) as source:
        return may_carry(file.media_type, source)


@unit_of_work()
def _keep(
    finding: Finding, content: str, document: str | None, version: int, by: Acting
) -> tuple[Verification, bool]:
    """Write down what was found; true when it says something else than before, or nobody had looked."""
    Content.objects.select_for_update(no_key=True).get(pk=content)
    report, now = finding.without_proofs(), timezone.now()
    report |= {"place": 0, "document": None if document is None else 1}
    earlier = Verification.objects.current().filter(content=content, document=document).first()
    if earlier is not None and earlier.report == report:
        earlier.trust_version, earlier.verified_at = version, now
        earlier.save(update_fields=["trust_version", "verified_at"])
        return earlier, False
    if earlier is not None:
        earlier.superseded_at = now
        earlier.save(update_fields=["superseded_at"])
    made = Verification.objects.create(
        content_id=content,
        document_id=document,
        verdict=finding.verdict,
        problem=finding.problem,
        form=finding.form,
        is_detached=finding.is_detached,
        reasons=[vars(each) for each in finding.reasons],
        report=report,
        trust_version=version,
        verified_at=now,
    )
    _keep_signatures(made, finding.signatures)
    if finding.signatures:
        record(
            SIGNATURES_VERIFIED, by=by, about=made, sha256=content, document=document or "",
            verdict=finding.verdict,
            count=len(finding.signatures), words=str(VerdictWord(finding.verdict).label),
            was=earlier.verdict if earlier else "",
        )  # fmt: skip
    return made, True


SAME_NAME = (
    "verdict", "is_sound", "layer", "kind", "kind_name", "is_seal", "signer_name", "signer_title",
    "organisation", "unit", "edrpou", "rnokpp", "unzr", "issuer", "serial", "certificate_sha256",
    "certificate_from",
    "certificate_until", "claimed_at", "proven_at", "has_stamp", "level", "algorithm",
)  # fmt: skip


def _keep_signatures(made: Verification, signatures: Sequence[Signed]) -> None:
    rows = FoundSignature.objects.bulk_create(
        FoundSignature(
            verification=made,
            order=order,
            reasons=[vars(reason) for reason in each.reasons],
            **{name: getattr(each, name) for name in SAME_NAME},
        )
        for order, each in enumerate(signatures)
    )
    pieces: dict[str, Proof] = {proof.sha256: proof for each in signatures for proof in each.proofs}
    EvidencePiece.objects.bulk_create(
        [
            EvidencePiece(sha256, kind=each.kind, raw=each.raw, about=each.about, said_at=each.said_at)
            for sha256, each in sorted(pieces.items())
        ],
        ignore_conflicts=True,
    )
    FoundEvidence.objects.bulk_create(
        FoundEvidence(signature=row, piece_id=sha256, order=order)
        for row, each in zip(rows, signatures, strict=True)
        for order, sha256 in enumerate(dict.fromkeys(proof.sha256 for proof in each.proofs))
    )


def look_again(*, every: bool = False, at: datetime | None = None, by: Acting) -> int:
    """Look again at some files whose verdict the newer trust material may change; gives how many.

    Those that stayed open; with `every` also the settled ones, because trust was taken away. A batch at a
    time: its event calls for the next one, so the queue is never held for long.
    """
    version = version_in_force()
    rows = list(
        Verification.objects.to_look_again(version, every=every).select_related("content", "document")[:BATCH]
    )
    if not rows:
        return 0
    _, trust = packed_now()
    changed = 0
    for row, finding in zip(rows, _looked_at(rows, trust, at), strict=True):
        if finding is None:
            Verification.objects.filter(pk=row.pk).update(trust_version=version)
        else:
            changed += _keep(finding, row.content_id, row.document_id, version, by)[1]
    with unit_of_work():
        record(
            SIGNATURES_LOOKED_AT_AGAIN, by=by, about=("signatures.trustversion", version),
            version=version, count=len(rows), changed=changed, every=every,
        )  # fmt: skip
    return len(rows)


def _looked_at(rows: Sequence[Verification], trust: bytes, at: datetime | None) -> list[Finding | None]:
    """All of them by one process; one by one when that breaks down, so that one bad file spoils no other.

    None where the process broke down again or the file is lost: what was said before stays.
    """
    groups = [_again(row) for row in rows]
    try:
        return [found[0] for found in look_at(groups, trust, timeout_s=TIMEOUT_S, at=at)]
    except (CannotLook, ContentMissing):
        if len(rows) == 1:
            return [None]
    return [_looked_at([row], trust, at)[0] for row in rows]


def _again(row: Verification) -> Group:
    hashes = [row.content_id, *([row.document_id] if row.document_id else [])]
    return Group(
        [partial(current_store().open, each) for each in hashes], [0], 1 if row.document_id else None
    )
