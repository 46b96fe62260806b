"""The trust material in force, read from the database once a version in each process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from obih.signatures.crypto.trust import TrustStore
from obih.signatures.crypto.trust.pins import built_in
from obih.signatures.models import TrustItem, TrustPin, TrustVersion
from obih.signatures.packing import pack

Made = TypeVar("Made")
Key = tuple[int, datetime | None]
FIRST: Key = (0, None)
"""Before anybody has brought anything: the built-in pins and no certificate at all."""


@dataclass(frozen=True)
class Material:
    """What is trusted in one version: files by their hash, and fingerprints of roots."""

    number: int
    items: tuple[tuple[str, bytes], ...]
    pins: frozenset[str]

    def packed(self) -> bytes:
        return pack(self.items, self.pins)

    def store(self) -> TrustStore:
        return TrustStore.of(self.items, self.pins)


class _Kept(Generic[Made]):
    """One thing made of the material in force until another version is; a look costs one short statement."""

    def __init__(self, make: Callable[[Material], Made]) -> None:
        self._make, self._lock = make, threading.Lock()
        self._kept: tuple[Key, Made] | None = None

    def now(self) -> tuple[int, Made]:
        key = _key()
        with self._lock:
            if self._kept is None or self._kept[0] != key:
                self._kept = key, self._make(material(key[0]))
            return key[0], self._kept[1]


def _key() -> Key:
    return TrustVersion.objects.values_list("number", "made_at").first() or FIRST


def version_in_force() -> int:
    """The number of the version in force; 0 before the first import."""
    return _key()[0]


def material(number: int) -> Material:
    """What stood in this version, read from the database."""
    rows = TrustItem.objects.of_version(number).order_by("sha256").values_list("sha256", "raw")
    items = tuple((sha256, bytes(raw)) for sha256, raw in rows)
    pins = set(built_in())
    for sha256, refuses in TrustPin.objects.of_version(number).values_list("sha256", "refuses"):
        (pins.discard if refuses else pins.add)(sha256)
    return Material(number, items, frozenset(pins))


_packed = _Kept(Material.packed)
_store = _Kept(Material.store)


def packed_now() -> tuple[int, bytes]:
    """The version in force and its material as the fenced process takes it."""
    return _packed.now()


def store_now() -> tuple[int, TrustStore]:
    """The version in force and its material as the library takes it."""
    return _store.now()
