"""What bringing files into trust material would change. Nothing takes effect here: a person looks first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from obih.signatures.crypto import names
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.trust import pins as pinning
from obih.signatures.crypto.trust.chains import Search, paths
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.grounds import Missing
from obih.signatures.crypto.trust.links import Link, Links, Signed
from obih.signatures.crypto.trust.ocsp import Response
from obih.signatures.crypto.trust.reading import read_item
from obih.signatures.crypto.trust.store import TrustStore, is_root, read_lists
from obih.signatures.crypto.trust.trusted_lists import TrustedList

MAX_LINKS = 200_000
"""Signatures counted for one import: those of a bundle are some hundreds."""


class Standing(StrEnum):
    """What is to become of one thing."""

    ADDED = "added"
    PRESENT = "present"
    """It is there already."""
    REFUSED = "refused"
    """Nothing leads from it to a root that is believed; it is not taken in."""
    ROOT = "root"
    """A root that nobody has pinned: it is not taken in until a person pins its fingerprint."""


@dataclass(frozen=True)
class Line:
    """One certificate, list or answer of an import."""

    kind: str
    """`certificate`, `crl`, `ocsp` or `trusted_list`."""
    raw: bytes = field(repr=False)
    sha256: str
    name: str
    issuer: str
    valid_from: datetime | None
    valid_until: datetime | None
    source: str
    """The file it came in."""
    standing: Standing
    is_anchor: bool = False
    why: str = ""
    """Why it is not taken in."""

    def is_expired(self, at: datetime) -> bool:
        """Past its end; kept all the same, as old documents need it."""
        return self.valid_until is not None and self.valid_until < at


@dataclass(frozen=True)
class Diff:
    """What an import would do."""

    lines: tuple[Line, ...]
    unread: tuple[str, ...]
    """Files that are nothing of this kind."""
    pins_added: tuple[str, ...]
    links: int
    """How many certificates lead to a pinned root by sound signatures …"""
    wanted: int
    """… of how many that were looked at."""

    def of(self, standing: Standing) -> list[Line]:
        return [one for one in self.lines if one.standing is standing]

    @property
    def added(self) -> list[Line]:
        return self.of(Standing.ADDED)

    @property
    def present(self) -> list[Line]:
        return self.of(Standing.PRESENT)

    @property
    def refused(self) -> list[Line]:
        """Both those that lead nowhere and roots that nobody pinned."""
        return [*self.of(Standing.REFUSED), *self.of(Standing.ROOT)]

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.pins_added


def plan_import(store: TrustStore, items: Iterable[tuple[str, bytes]], pins: Iterable[str] = ()) -> Diff:
    """What these files (name, bytes) would change in the material, with these fingerprints pinned besides.

    Every certificate must lead by sound links to a root that is pinned, every list and answer be signed by
    one it may be signed by, every trusted list by a pinned signer. Raises ValueError for a bad fingerprint.
    """
    chosen = pinning.normal(pins)
    return _Plan(store, list(items), chosen).diff()


NOT_PINNED = "Корінь не закріплено: його відбиток має підтвердити людина."
WHY = {
    Missing.ISSUER: "Сертифіката того, хто його видав, немає.",
    Missing.ROOT: "Ланцюг не веде до закріпленого кореня.",
    Missing.FORGED: "Підпис видавця хибний.",
    Missing.ALGORITHM: "Алгоритм підпису видавця тут не перевіряється.",
    Missing.TOO_MUCH: "Ланцюг заплутаний.",
}
TWO_ALGORITHMS = "Сертифікат називає два різні алгоритми свого підпису."
NO_SIGNER = "Того, хто підписав, серед сертифікатів, яким довіряють, немає."
LIST_NOT_PINNED = "Сертифікат, яким підписано довірчий список, не закріплено."
EXTENSIONS = {"certificate": "cer", "crl": "crl", "ocsp": "ocsp", "trusted_list": "xml"}


class _Plan:
    """The work of one import: the material as it would be, and what of the new leads to its anchors."""

    def __init__(self, store: TrustStore, items: list[tuple[str, bytes]], pins: frozenset[str]) -> None:
        self._store, self._new_pins = store, pins - store.pins
        self._found = [read_item(name, data) for name, data in items]
        believed = store.pins | pins | {one.sha256 for one in store.anchors}
        self._after = TrustStore.of([*store.items(), *items], believed)
        self._anchors = frozenset(one.sha256 for one in self._after.anchors)
        self._links = Links(self._after.known_links, lambda _: True, MAX_LINKS)
        self._linked: dict[str, Missing | None] = {}

    def diff(self) -> Diff:
        lines: dict[bytes, Line] = {}
        for found in self._found:
            for certificate in found.certificates:
                lines.setdefault(certificate.raw, self._certificate(certificate, found.name))
            for raw in found.crls:
                lines.setdefault(raw, self._list(RevocationList(raw), found.name))
            for raw in found.responses:
                lines.setdefault(raw, self._response(Response(raw), found.name))
            for listed in read_lists(found.lists):
                lines.setdefault(listed.raw, self._trusted_list(listed, found.name))
        return Diff(
            tuple(lines.values()),
            tuple(one.name for one in self._found if one.empty),
            tuple(sorted(self._new_pins)),
            sum(one is None for one in self._linked.values()),
            len(self._linked),
        )

    def _certificate(self, one: Certificate, source: str) -> Line:
        missing = self._missing(one)
        standing, why = Standing.ADDED, ""
        if one.sha256 in self._store.shelf.prints:
            standing = Standing.PRESENT
        elif missing is not None:
            standing, why = (Standing.ROOT, NOT_PINNED) if is_root(one) else (Standing.REFUSED, WHY[missing])
        elif not one.names_its_algorithm:
            standing, why = Standing.REFUSED, TWO_ALGORITHMS
        return Line(
            "certificate",
            one.raw,
            one.sha256,
            _shown(one.subject),
            _shown(one.issuer),
            one.not_before,
            one.not_after,
            source,
            standing,
            one.sha256 in self._anchors,
            why,
        )

    def _missing(self, one: Certificate) -> Missing | None:
        """Why nothing leads from it to an anchor; None when something does."""
        if one.sha256 not in self._linked:
            search = Search()
            ways = paths(one, self._after.shelf.named, self._anchors, self._links, one.not_before, search)
            self._linked[one.sha256] = None if next(ways, None) else search.why()
        return self._linked[one.sha256]

    def _list(self, one: RevocationList, source: str) -> Line:
        signed = one.algorithm, one.tbs, one.signature
        sound = self._is_signed(one.raw, signed, self._after.shelf.named(one.issuer))
        return self._piece(
            "crl", one.raw, _shown(one.issuer), one.this_update, one.next_update, source, sound, NO_SIGNER
        )

    def _response(self, one: Response, source: str) -> Line:
        signed = one.algorithm, one.tbs, one.signature
        candidates = [*one.certificates]
        candidates += self._after.shelf.named(one.by_name) if one.by_name is not None else []
        candidates += self._after.shelf.keyed(one.by_key) if one.by_key is not None else []
        sound = self._is_signed(one.raw, signed, candidates)
        by = next((each.subject for each in candidates), ())
        return self._piece(
            "ocsp", one.raw, _shown(one.by_name or by), one.produced_at, None, source, sound, NO_SIGNER
        )

    def _trusted_list(self, one: TrustedList, source: str) -> Line:
        sound = one.is_signed_by_one_of(self._after.pins)
        why = one.problem or f"{LIST_NOT_PINNED} SHA-256: {one.signer.sha256 if one.signer else ''}"
        name = f"{one.operator}, № {one.number}"
        return self._piece("trusted_list", one.raw, name, one.issued, one.next_update, source, sound, why)

    def _is_signed(self, raw: bytes, signed: Signed, candidates: Iterable[Certificate]) -> bool:
        """True when one of these, led to an anchor, signed the bytes."""
        print_of = hashlib.sha256(raw).hexdigest()
        return any(
            self._links.over(print_of, signed, by, lasting=True) is Link.HOLDS and self._missing(by) is None
            for by in dict.fromkeys(candidates)
        )

    def _piece(
        self,
        kind: str,
        raw: bytes,
        name: str,
        since: datetime,
        until: datetime | None,
        source: str,
        sound: bool,
        why: str,
    ) -> Line:
        held = raw in (*self._store.crls, *self._store.responses, *self._store.lists)
        standing = Standing.PRESENT if held else Standing.ADDED if sound else Standing.REFUSED
        told = "" if standing is not Standing.REFUSED else why
        print_of = hashlib.sha256(raw).hexdigest()
        return Line(kind, raw, print_of, name, "", since, until, source, standing, False, told)


def _shown(name: Name) -> str:
    return names.first(name, names.COMMON_NAME) or names.first(name, names.ORGANIZATION)
