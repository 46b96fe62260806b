"""What was found in one file, as plain facts that travel between processes and stand in the database.

The fenced process makes them of the library’s reports; whoever started it reads them as if an enemy had
written them: only these fields, of these kinds, no longer than this. Imports no Django.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime
from typing import Any

MOST_SIGNATURES = 200
MOST_EVIDENCE_BYTES = 8 * 1024 * 1024
LONGEST = 300
KINDS_OF_EVIDENCE = frozenset({"certificate", "crl", "ocsp", "timestamp"})
ANSWERS = frozenset({"VALID", "INVALID", "INDETERMINATE"})


@dataclass(frozen=True)
class Said:
    """A reason: a code of EN 319 102-1, a sentence, and the verdict it leads to."""

    code: str
    text: str
    verdict: str

    @classmethod
    def read(cls, told: Any) -> Said:
        return cls(_text(told["code"], 60), _text(told["text"]), _answer(told["verdict"]))


@dataclass(frozen=True)
class Proof:
    """A piece of evidence with its bytes."""

    kind: str
    raw: bytes
    about: str = ""
    said_at: datetime | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()

    @classmethod
    def read(cls, told: Any) -> Proof:
        kind = _text(told["kind"], 20)
        raw = base64.b64decode(str(told["raw"]), validate=True)
        known = kind if kind in KINDS_OF_EVIDENCE else "other"
        return cls(known, raw, _text(told["about"]), moment_of(told["said_at"]))

    def told(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "raw": base64.b64encode(self.raw).decode(),
            "about": self.about,
            "said_at": self.said_at.isoformat() if self.said_at else None,
        }


@dataclass(frozen=True)
class Link:
    """A certificate of the chain: whose, from when, until when."""

    name: str
    serial: str
    valid_from: datetime | None
    valid_until: datetime | None

    @classmethod
    def read(cls, told: Any) -> Link:
        return cls(
            _text(told["name"]), _text(told["serial"], 80),
            moment_of(told["valid_from"]), moment_of(told["valid_until"]),
        )  # fmt: skip


@dataclass(frozen=True)
class Signed:
    """One signature in plain words and codes."""

    verdict: str
    is_sound: bool = False
    layer: int = 1
    inside: str = ""
    """The file within the container that it stands in, if not in the file itself."""
    reasons: tuple[Said, ...] = ()
    warnings: tuple[str, ...] = ()
    kind: str = ""
    kind_name: str = ""
    is_seal: bool = False
    signer_name: str = ""
    signer_title: str = ""
    organisation: str = ""
    unit: str = ""
    edrpou: str = ""
    rnokpp: str = ""
    unzr: str = ""
    issuer: str = ""
    serial: str = ""
    certificate_sha256: str = ""
    certificate_from: datetime | None = None
    certificate_until: datetime | None = None
    claimed_at: datetime | None = None
    proven_at: datetime | None = None
    has_stamp: bool = False
    level: str = ""
    algorithm: str = ""
    chain: tuple[Link, ...] = ()
    proofs: tuple[Proof, ...] = field(default=(), repr=False)

    @property
    def at(self) -> datetime | None:
        """The best time known: proven, else the one the signer claims."""
        return self.proven_at or self.claimed_at

    @property
    def common_name(self) -> str:
        """Who signed: a person, else the institution of a seal, else the certificate’s number."""
        return self.signer_name or self.organisation or self.serial

    @classmethod
    def read(cls, told: Any) -> Signed:
        moments = ("certificate_from", "certificate_until", "claimed_at", "proven_at")
        words = (
            "inside", "kind", "kind_name", "signer_name", "signer_title", "organisation", "unit", "edrpou",
            "rnokpp", "unzr", "issuer", "serial", "certificate_sha256", "level", "algorithm",
        )  # fmt: skip
        more: dict[str, Any] = {name: _text(told[name], SHORT.get(name, LONGEST)) for name in words}
        more |= {name: moment_of(told[name]) for name in moments}
        return cls(
            verdict=_answer(told["verdict"]),
            is_sound=told["is_sound"] is True,
            layer=max(1, min(int(told["layer"]), 20)),
            reasons=_several(told["reasons"], Said.read),
            warnings=_several(told["warnings"], _text),
            is_seal=told["is_seal"] is True,
            has_stamp=told["has_stamp"] is True,
            chain=_several(told["chain"], Link.read),
            proofs=_several(told["proofs"], Proof.read),
            **more,
        )

    def told(self) -> dict[str, Any]:
        """As JSON takes it."""
        plain = asdict(self)
        plain["proofs"] = [each.told() for each in self.proofs]
        return _plain(plain)


SHORT = {
    "kind": 40, "kind_name": 120, "edrpou": 20, "rnokpp": 20, "unzr": 20, "serial": 80,
    "certificate_sha256": 64, "level": 40, "algorithm": 120,
}  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """A document that the signatures are over."""

    name: str
    size_bytes: int
    sha256: str
    is_signed: bool

    @classmethod
    def read(cls, told: Any) -> Covered:
        return cls(
            _text(told["name"]), max(0, int(told["size_bytes"])), _text(told["sha256"], 64),
            told["is_signed"] is True,
        )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """What one file among several is: its signatures, or why it could not be read (`problem`)."""

    place: int
    """Which of the files that were given it is."""
    document: int | None = None
    """Which of them is the document of a detached signature."""
    verdict: str = ""
    problem: str = ""
    form: str = ""
    is_detached: bool = False
    is_experimental: bool = False
    reasons: tuple[Said, ...] = ()
    warnings: tuple[str, ...] = ()
    documents: tuple[Covered, ...] = ()
    signatures: tuple[Signed, ...] = ()

    @classmethod
    def read(cls, told: Any) -> Finding:
        """Raises ValueError, KeyError or TypeError for what is no finding."""
        document = told["document"]
        try:
            return cls(
                place=int(told["place"]),
                document=None if document is None else int(document),
                verdict=_answer(told["verdict"]) if told["verdict"] else "",
                problem=_text(told["problem"]),
                form=_text(told["form"], 60),
                is_detached=told["is_detached"] is True,
                is_experimental=told["is_experimental"] is True,
                reasons=_several(told["reasons"], Said.read),
                warnings=_several(told["warnings"], _text),
                documents=_several(told["documents"], Covered.read),
                signatures=_several(told["signatures"], Signed.read),
            )
        except binascii.Error as problem:
            raise ValueError("not base64") from problem

    def told(self) -> dict[str, Any]:
        """As JSON takes it, evidence included."""
        plain = _plain({**vars(self), "signatures": None})
        plain["signatures"] = [each.told() for each in self.signatures]
        return plain

    def without_proofs(self) -> dict[str, Any]:
        """The same without the bytes of evidence: what is kept as the report."""
        told = self.told()
        for each in told["signatures"]:
            each["proofs"] = [_thin(proof) for proof in each["proofs"]]
        return told


def _thin(proof: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in proof.items() if name != "raw"} | {"raw": ""}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items() if not isinstance(each, bytes)}
    if isinstance(value, list | tuple):
        return [_plain(_fields(each)) for each in value]
    return value


def _fields(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _several(told: Any, reader: Any) -> Any:
    if not isinstance(told, list) or len(told) > MOST_SIGNATURES:
        raise ValueError("not a list, or too long")
    return tuple(reader(each) for each in told)


def _text(told: Any, most: int = LONGEST) -> str:
    if not isinstance(told, str):
        raise TypeError("not a text")
    return "".join(letter if letter.isprintable() else " " for letter in told).strip()[:most]


def _answer(told: Any) -> str:
    if told not in ANSWERS:
        raise ValueError("not a verdict")
    return str(told)


def moment_of(told: Any) -> datetime | None:
    if told is None:
        return None
    found = datetime.fromisoformat(told)
    if found.tzinfo is None:
        raise ValueError("a moment without its zone")
    return found
