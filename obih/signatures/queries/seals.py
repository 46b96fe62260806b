"""Signatures of files as they are shown on cards: one statement, however many cards and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from obih.signatures.findings import Finding
from obih.signatures.models import FoundSignature, Raising, Verification
from obih.signatures.rules import Holder
from obih.signatures.vocabulary import VerdictWord

Key = TypeVar("Key")


@dataclass(frozen=True)
class Seal:
    """One signature as a card shows it; no personal number is in it."""

    verdict: str
    is_sound: bool
    kind_name: str
    is_seal: bool
    name: str
    title: str
    organisation: str
    edrpou: str
    has_stamp: bool
    at: datetime | None
    is_proven: bool
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return words_of(self.verdict, (self,))

    @property
    def holder(self) -> Holder:
        """As the rules compare it with what the card names."""
        return Holder(self.verdict, self.name, self.organisation, self.edrpou, self.is_seal, self.has_stamp)


@dataclass(frozen=True)
class FileSeals:
    """What is known of one file that carries signatures."""

    sha256: str
    document: str | None
    """The hash of the document that they stand over, when it lies beside the file."""
    verdict: str
    problem: str
    form: str
    is_detached: bool
    warnings: tuple[str, ...]
    verified_at: datetime
    seals: tuple[Seal, ...]
    covered: frozenset[str] = frozenset()
    """Hashes of documents inside that its signatures cover."""
    evidence: str = ""
    """The level of the file with more evidence that we keep beside the original; empty when there is none.
    The verdicts are then those of that file; all else is told of what came."""

    @property
    def words(self) -> str:
        """The verdict on the file in words: «підпис дійсний», «підписи дійсні», «печатка дійсна»."""
        if not self.verdict:
            return "підпис не читається" if self.problem else "без підпису"
        return words_of(self.verdict, self.seals)


def words_of(verdict: str, seals: Sequence[Seal]) -> str:
    """What a verdict is called for these signatures and seals."""
    several, kinds = len(seals) > 1, {each.is_seal for each in seals}
    if kinds == {True, False}:
        what, valid = "підпис і печатка" if len(seals) == 2 else "підписи й печатки", "дійсні"
    elif kinds == {True}:
        what, valid = ("печатки", "дійсні") if several else ("печатка", "дійсна")
    else:
        what, valid = ("підписи", "дійсні") if several else ("підпис", "дійсний")
    if verdict == VerdictWord.VALID:
        return f"{what} {valid}"
    if verdict == VerdictWord.INDETERMINATE:
        return f"{what}: дійсність не встановлено"
    if any(each.verdict != VerdictWord.INVALID for each in seals):
        return f"не всі {'печатки' if kinds == {True} else 'підписи'} дійсні"
    return f"{what} не{valid}"


def seals_of(hashes: Iterable[str]) -> dict[str, FileSeals]:
    """What is known of these files, which lie side by side, by their hashes; one statement."""
    return seals_among({"": list(hashes)})[""]


def seals_among(groups: Mapping[Key, Iterable[str]]) -> dict[Key, dict[str, FileSeals]]:
    """The same for many cards at once; still one statement, none without files.

    A signature is shown over a document only where both lie on the same card: what stands beside it elsewhere
    is nobody’s business here.
    """
    told = {key: list(hashes) for key, hashes in groups.items()}
    wanted = {each for hashes in told.values() for each in hashes}
    rows = _rows(wanted) if wanted else []
    return {key: read_told(rows, hashes) for key, hashes in told.items()}


def read_told(rows: Iterable[Any], hashes: Sequence[str]) -> dict[str, FileSeals]:
    """What rows of `told_columns` say of files that lie side by side."""
    by_content: dict[str, list[FileSeals]] = {}
    for row in rows:
        by_content.setdefault(row["content"], []).append(_seals(row))
    return _chosen(hashes, by_content)


def _chosen(hashes: Sequence[str], rows: Mapping[str, Sequence[FileSeals]]) -> dict[str, FileSeals]:
    beside, found = set(hashes), {}
    for sha256 in hashes:
        here = [each for each in rows.get(sha256, ()) if each.document is None or each.document in beside]
        if here:
            found[sha256] = min(here, key=lambda each: each.document is None)
    return found


_SHOWN = (
    "verdict", "is_sound", "kind_name", "is_seal", "signer_name", "signer_title", "organisation", "edrpou",
    "has_stamp", "claimed_at", "proven_at", "reasons",
)  # fmt: skip


def told_columns() -> dict[str, Any]:
    """The columns of a verification, its signatures among them, for whoever puts them into a statement of
    its own: rows of `Verification.objects.current()`."""
    mine = FoundSignature.objects.filter(verification=OuterRef("pk")).order_by("order")
    shown = JSONObject(**{name: name for name in _SHOWN})
    raised = Raising.objects.filter(content=OuterRef("content_id"), raised__verifications__superseded_at=None)
    return {
        "content": "content_id", "document": "document_id", "verdict": "verdict", "problem": "problem",
        "form": "form", "documents": "report__documents", "is_detached": "is_detached",
        "warnings": "report__warnings", "verified_at": "verified_at",
        "seals": ArraySubquery(mine.values(told=shown)),
        "raised": ArraySubquery(raised.exclude(raised=None).values(told=JSONObject(**_RAISED))),
    }  # fmt: skip


_PROVEN = FoundSignature.objects.filter(verification=OuterRef("raised__verifications__pk")).order_by("order")
_RAISED: dict[str, Any] = {
    "document": "document_id",
    "level": "level",
    "verdict": "raised__verifications__verdict",
    "seals": ArraySubquery(
        _PROVEN.values(told=JSONObject(verdict="verdict", is_sound="is_sound", reasons="reasons"))
    ),
}
"""What the file with more evidence says."""


def told_of(content: str) -> ArraySubquery:
    """The same as a column of rows that have a content under this name."""
    rows = Verification.objects.current().filter(content=OuterRef(content))
    return ArraySubquery(rows.values(told=JSONObject(**told_columns())))


def _rows(hashes: Iterable[str]) -> list[Any]:
    rows = Verification.objects.current().filter(content__in=list(hashes))
    return [told for (told,) in rows.values_list(JSONObject(**told_columns()))]


def _seals(row: Any) -> FileSeals:
    found = _came(row)
    raised = [each for each in row["raised"] if each["document"] == row["document"] and each["verdict"]]
    if not raised or len(raised[0]["seals"]) != len(found.seals):
        return found
    seals = tuple(
        replace(seal, verdict=more["verdict"], is_sound=more["is_sound"], reasons=_texts(more["reasons"]))
        for seal, more in zip(found.seals, raised[0]["seals"], strict=True)
    )
    return replace(found, verdict=raised[0]["verdict"], seals=seals, evidence=raised[0]["level"])


def _came(row: Any) -> FileSeals:
    return FileSeals(
        sha256=row["content"],
        document=row["document"],
        verdict=row["verdict"],
        problem=row["problem"],
        form=row["form"],
        is_detached=row["is_detached"],
        warnings=tuple(row["warnings"] or ()),
        verified_at=datetime.fromisoformat(row["verified_at"]),
        seals=tuple(_seal(each) for each in row["seals"]),
        covered=frozenset(each["sha256"] for each in row["documents"] or () if each["is_signed"]),
    )


def _seal(told: dict[str, Any]) -> Seal:
    proven, claimed = told["proven_at"], told["claimed_at"]
    at = proven or claimed
    return Seal(
        verdict=told["verdict"],
        is_sound=told["is_sound"],
        kind_name=told["kind_name"],
        is_seal=told["is_seal"],
        name=told["signer_name"],
        title=told["signer_title"],
        organisation=told["organisation"],
        edrpou=told["edrpou"],
        has_stamp=told["has_stamp"],
        at=datetime.fromisoformat(at) if at else None,
        is_proven=proven is not None,
        reasons=_texts(told["reasons"]),
    )


def _texts(reasons: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(each["text"] for each in reasons)


def report_of(sha256: str, beside: Iterable[str]) -> tuple[Verification, Finding] | None:
    """The newest look at a file with its whole report, among these files; personal numbers included, so only
    for whoever has the file itself before him. Where we keep more evidence beside it, the look at that."""
    ours = Raising.objects.filter(content=sha256).exclude(raised=None)
    rows = Verification.objects.current().filter(Q(content=sha256) | Q(content__in=ours.values("raised")))
    there = set(beside)
    here = [each for each in rows if each.document_id is None or each.document_id in there]
    if not here:
        return None
    row = min(here, key=lambda each: (each.document_id is None, each.content_id == sha256))
    return row, Finding.read(row.report)
