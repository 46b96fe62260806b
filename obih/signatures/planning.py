"""What an import of trust material would change, worked out by the fenced process and read with mistrust."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256 as hashed
from pathlib import Path
from typing import Any

from obih.signatures.asking import CRASHED, CannotLook, ask
from obih.signatures.findings import moment_of
from obih.signatures.vocabulary import TrustKind

TIMEOUT_S = 120
MOST_LINES = 20_000
STANDINGS = ("added", "present", "refused", "root")


@dataclass(frozen=True)
class PlanLine:
    """One certificate, list or answer among the files; `raw` only of what would be added."""

    kind: str
    sha256: str
    name: str
    issuer: str
    valid_from: datetime | None
    valid_until: datetime | None
    source: str
    standing: str
    is_anchor: bool
    why: str
    raw: bytes = b""

    def is_expired(self, at: datetime) -> bool:
        """Past its end; kept all the same, as old documents need it."""
        return self.valid_until is not None and self.valid_until < at

    @property
    def kind_words(self) -> str:
        return str(TrustKind(self.kind).label)

    def told(self) -> dict[str, Any]:
        """As JSON takes it, without its bytes."""
        plain = {name: value for name, value in vars(self).items() if name != "raw"}
        plain["valid_from"] = self.valid_from.isoformat() if self.valid_from else None
        plain["valid_until"] = self.valid_until.isoformat() if self.valid_until else None
        return plain

    @classmethod
    def read(cls, told: Any) -> PlanLine:
        """Raises ValueError, KeyError, TypeError for what is no such line."""
        raw = base64.b64decode(told.get("raw") or "", validate=True)
        if raw and hashed(raw).hexdigest() != told["sha256"]:
            raise ValueError("other bytes than the hash says")
        return cls(
            kind=str(TrustKind(told["kind"]).value),
            sha256=str(told["sha256"])[:64],
            name=_short(told["name"]),
            issuer=_short(told["issuer"]),
            valid_from=moment_of(told["valid_from"]),
            valid_until=moment_of(told["valid_until"]),
            source=_short(told["source"])[:255],
            standing=STANDINGS[STANDINGS.index(told["standing"])],
            is_anchor=told["is_anchor"] is True,
            why=_short(told["why"]),
            raw=raw,
        )


@dataclass(frozen=True)
class Plan:
    """What an import would do. Nothing of it has taken effect."""

    lines: tuple[PlanLine, ...]
    unread: tuple[str, ...]
    pins_added: tuple[str, ...]
    links: int
    wanted: int

    def of(self, *standings: str) -> list[PlanLine]:
        return [each for each in self.lines if each.standing in standings]

    @property
    def added(self) -> list[PlanLine]:
        return self.of("added")

    @property
    def present(self) -> list[PlanLine]:
        return self.of("present")

    @property
    def refused(self) -> list[PlanLine]:
        return self.of("refused", "root")

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.pins_added

    def told(self) -> dict[str, Any]:
        return {
            "lines": [each.told() for each in self.lines], "unread": self.unread,
            "pins_added": self.pins_added, "links": self.links, "wanted": self.wanted,
        }  # fmt: skip

    @classmethod
    def read(cls, told: Any) -> Plan:
        """Raises ValueError, KeyError, TypeError for what is no plan."""
        if len(told["lines"]) > MOST_LINES:
            raise ValueError("too many lines")
        return cls(
            tuple(PlanLine.read(each) for each in told["lines"]),
            tuple(_short(each) for each in told["unread"]),
            tuple(str(each)[:64] for each in told["pins_added"]),
            int(told["links"]),
            int(told["wanted"]),
        )


def plan(files: Sequence[tuple[str, bytes]], pins: Iterable[str], trust: bytes) -> Plan:
    """What these files (name, bytes) with these fingerprints would change in packed material.

    Raises CannotLook with a sentence.
    """
    with tempfile.TemporaryDirectory(prefix="obih-trust-", ignore_cleanup_errors=True) as folder:
        work, names = Path(folder), []
        for place, (name, raw) in enumerate(files):
            (work / str(place)).write_bytes(raw)
            names.append(name)
        answer = ask({"import": names, "pins": sorted(pins)}, trust, work, timeout_s=TIMEOUT_S)
    try:
        return Plan.read(answer["plan"])
    except (ValueError, KeyError, TypeError, binascii.Error) as problem:
        raise CannotLook(CRASHED) from problem


def _short(told: Any) -> str:
    return "".join(each if each.isprintable() else " " for each in str(told)).strip()[:300]
