"""Everything a person has decided to rely on, read once and never changed afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.trust import pins as pinning
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.links import Known
from obih.signatures.crypto.trust.ocsp import Response
from obih.signatures.crypto.trust.reading import Found, read_item
from obih.signatures.crypto.trust.sources import Shelf
from obih.signatures.crypto.trust.trusted_lists import Services, TrustedList

MAX_FILES, MAX_FILE_BYTES = 10_000, 64 * 1024 * 1024
PINS_FILE = "pins.txt"


@dataclass(frozen=True, eq=False)
class TrustStore:
    """Anchors, other certificates, evidence of revocation. `version` tells one content from another."""

    anchors: tuple[Certificate, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    """All of them, the anchors too."""
    crls: tuple[bytes, ...] = ()
    responses: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    """Trusted lists (TS 119 612) as they came in."""
    pins: frozenset[str] = frozenset()
    version: str = ""
    unread: tuple[str, ...] = field(default=())
    """Names of what was given and is nothing of this kind."""
    known_links: Known = field(default_factory=dict, repr=False)
    """Links inside this material that have been counted: they need not be counted again."""

    def items(self) -> list[tuple[str, bytes]]:
        """Everything of it as files, each named by its hash."""
        raws = [*(one.raw for one in self.certificates), *self.crls, *self.responses, *self.lists]
        return [(hashlib.sha256(raw).hexdigest(), raw) for raw in raws]

    @cached_property
    def services(self) -> Services:
        """Services of the trusted lists whose signer is pinned; of others nothing is taken."""
        return Services(one for one in read_lists(self.lists) if one.is_signed_by_one_of(self.pins))

    @cached_property
    def shelf(self) -> Shelf:
        """The material, found by what it is asked for."""
        return Shelf(
            self.certificates,
            [RevocationList(one) for one in self.crls],
            [Response(one) for one in self.responses],
        )

    @classmethod
    def from_folder(cls, path: Path | str) -> TrustStore:
        """Whatever lies in the folder and below, told by content. `pins.txt` there takes the place of the
        built-in pins; a root that lies there as a file of its own is believed too: a person put it there.

        Raises OSError for no such folder, ValueError for a bad line of pins.
        """
        folder = Path(path)
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder}: немає такої теки")
        chosen = folder / PINS_FILE
        pins = pinning.read_pins(chosen.read_text(encoding="utf-8")) if chosen.exists() else None
        files = [one for one in sorted(folder.rglob("*")) if one.is_file() and one != chosen][:MAX_FILES]
        items = [(str(one.relative_to(folder)), _read(one)) for one in files]
        return cls.of(items, pins, by_hand=True)

    @classmethod
    def of(
        cls, items: Iterable[tuple[str, bytes]], pins: Iterable[str] | None = None, *, by_hand: bool = False
    ) -> TrustStore:
        """From files (name, bytes). `pins` None means the built-in ones; only pinned roots are believed,
        and with `by_hand` also a root that is a file of its own."""
        chosen = pinning.built_in() if pins is None else pinning.normal(pins)
        found = [read_item(name, data) for name, data in items]
        certificates = list(dict.fromkeys(one for each in found for one in each.certificates))
        alone = {each.certificates[0] for each in found if by_hand and each.alone}
        lists = _distinct(each.lists for each in found)
        named = Services(one for one in read_lists(lists) if one.is_signed_by_one_of(chosen))
        certificates = list(dict.fromkeys([*certificates, *named.certificates()]))
        believed = {one.sha256 for one in (*alone, *named.roots())} | chosen
        anchors = [one for one in certificates if one.sha256 in believed and is_root(one)]
        store = cls(
            anchors=tuple(anchors),
            certificates=tuple(certificates),
            crls=_distinct(each.crls for each in found),
            responses=_distinct(each.responses for each in found),
            lists=lists,
            pins=chosen,
            version=_version(found, anchors),
            unread=tuple(each.name for each in found if each.empty),
        )
        store.__dict__["services"] = named  # what the property would read again
        return store


def _read(path: Path) -> bytes:
    """Nothing of a file too big to be trust material: it is named as unread."""
    return path.read_bytes() if path.stat().st_size <= MAX_FILE_BYTES else b""


def read_lists(raws: Iterable[bytes]) -> Iterator[TrustedList]:
    """Those that can be read."""
    for raw in raws:
        with suppress(Malformed, Refused):
            listed = TrustedList(raw)
            _ = listed.services
            yield listed


def is_root(one: Certificate) -> bool:
    """True for a self-issued authority; its own signature adds nothing to a pin and is not looked at here."""
    return one.is_self_issued and one.is_authority


def _distinct(groups: Iterable[Iterable[bytes]]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))


def _version(found: list[Found], anchors: list[Certificate]) -> str:
    parts = {hashlib.sha256(one).digest() for each in found for one in each.everything()}
    parts |= {hashlib.sha256(b"anchor" + one.raw).digest() for one in anchors}
    return hashlib.sha256(b"".join(sorted(parts))).hexdigest()
