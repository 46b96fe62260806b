"""What the fenced process does: verifies the files of a group, or says what an import would change."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from obih.signatures.crypto import reasons
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.trust import Line, Standing, TrustStore, plan_import
from obih.signatures.crypto.within import NotSigned
from obih.signatures.findings import Finding
from obih.signatures.packing import unpack
from obih.signatures.telling import finding_of

NO_MEMORY = "Файл завеликий для перевірки"
NOT_AMONG = "Серед файлів поруч немає документа, над яким стоїть цей підпис, або документ змінено"


def done(task: dict[str, Any], work: Path) -> dict[str, Any]:
    """The answer to a task: findings group by group."""
    items, pins = unpack((work / "trust").read_bytes())
    trust = TrustStore.of(items, pins)
    if "import" in task:
        return {"plan": _planned(task, work, trust)}
    at = datetime.fromisoformat(task["at"]) if task.get("at") else None
    groups = [[one.told() for one in _Group(work, group, trust, at).findings()] for group in task["groups"]]
    return {"groups": groups}


def _planned(task: dict[str, Any], work: Path, trust: TrustStore) -> dict[str, Any]:
    """What an import would change; of what would be added also the bytes."""
    brought = [(name, (work / str(place)).read_bytes()) for place, name in enumerate(task["import"])]
    diff = plan_import(trust, brought, task["pins"])
    return {
        "lines": [_line(each) for each in diff.lines],
        "unread": list(diff.unread),
        "pins_added": list(diff.pins_added),
        "links": diff.links,
        "wanted": diff.wanted,
    }


def _line(one: Line) -> dict[str, Any]:
    is_new = one.standing is Standing.ADDED
    return {
        "kind": one.kind,
        "sha256": one.sha256,
        "name": one.name,
        "issuer": one.issuer,
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
        "source": one.source,
        "standing": one.standing.value,
        "is_anchor": one.is_anchor,
        "why": one.why,
        "raw": base64.b64encode(one.raw).decode() if is_new else "",
    }


class _Group:
    """Files that lay side by side: any of them may be the document of a signature beside it."""

    def __init__(self, work: Path, group: dict[str, Any], trust: TrustStore, at: datetime | None) -> None:
        self._paths = [work / str(each) for each in group["files"]]
        self._names: Sequence[str] = group["names"]
        self._carriers: Sequence[int] = group["carriers"]
        self._pair: int | None = group.get("pair")
        """The only document beside a signature: verified over it even when the digests differ."""
        self._trust, self._at = trust, at

    def findings(self) -> Iterator[Finding]:
        for place in self._carriers:
            try:
                yield self._finding(place)
            except NotSigned:
                yield Finding(place=place)
            except Malformed as problem:
                yield Finding(place=place, problem=_sentence(problem))
            except MemoryError:
                yield Finding(place=place, problem=NO_MEMORY)

    def _finding(self, place: int) -> Finding:
        alone = self._verified(place)
        if not alone.detached:
            return finding_of(alone, place)
        for other in self._documents(place):
            report = self._verified(place, other)
            if _is_over(report) or other == self._pair:
                return finding_of(report, place, other)
        alone.warnings.append(NOT_AMONG)
        return finding_of(alone, place)

    def _verified(self, place: int, document: int | None = None) -> FileReport:
        return verify_any(
            self._paths[place],
            name=self._names[place],
            content=None if document is None else self._paths[document],
            trust=self._trust,
            at=self._at,
        )

    def _documents(self, place: int) -> list[int]:
        """What may be its document: other files, those that carry no signatures first."""
        others = [each for each in range(len(self._paths)) if each != place]
        return sorted(others, key=lambda each: (each == self._pair, each in self._carriers, each))


def _is_over(report: FileReport) -> bool:
    """Whether this is the document that was signed: one of the signatures is over its digest."""
    return any(one.holds and reasons.CONTENT_CHANGED not in one.reasons for one in report.signatures)


def _sentence(problem: Malformed) -> str:
    told = str(problem) or "файл підпису не читається"
    return told[:1].upper() + told[1:]
