"""Which hash functions a Ukrainian signature may name, and the quickest way to each that works here.

Whoever asks gets an object with `update` and `digest`; an unknown name raises UnknownHash, never a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Protocol

from obih.signatures.crypto import gost34311_compiled, kupyna_compiled
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.gost34311 import Gost34311
from obih.signatures.crypto.kupyna import Kupyna
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.sources import Content, Remembering, pieces

UA = "1.2.804.2.1.1.1"
"""The arc of Ukrainian cryptography (order № 1236/5/453 of 20.08.2012, z1399-12)."""

GOST_34311 = f"{UA}.1.2.1"
KUPYNA = {f"{UA}.1.2.2.1": 256, f"{UA}.1.2.2.2": 384, f"{UA}.1.2.2.3": 512}
BROKEN = {"1.2.840.113549.2.5": "md5", "1.3.14.3.2.26": "sha1"}
"""Named in old certificates and OCSP identifiers; no content is proven by them."""

SOUND = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
    "2.16.840.1.101.3.4.2.4": "sha224",
}


class Hash(Protocol):
    """What this room needs of a hash function."""

    def update(self, data: bytes, /) -> None: ...
    def digest(self) -> bytes: ...


MAX_KINDS = 16
"""Hash functions, with their tables, that one document may be hashed by."""
Wanted = tuple[str, bytes]
"""A hash function by its identifier, with the substitution table it is to use."""


class UnknownHash(ValueError):
    """The identifier of a hash function that nobody here knows."""


def new(identifier: str, sbox: bytes = DKE_1) -> Hash:
    """A fresh hash by its object identifier; the table matters to GOST 34.311 only."""
    if identifier == GOST_34311:
        return gost_class()(sbox)
    if identifier in KUPYNA:
        return kupyna_class()(KUPYNA[identifier])
    if identifier in SOUND:
        return hashlib.new(SOUND[identifier])
    if identifier in BROKEN:
        return hashlib.new(BROKEN[identifier], usedforsecurity=False)
    raise UnknownHash(identifier)


def digest(identifier: str, data: Content, sbox: bytes = DKE_1) -> bytes:
    """The hash of a document; a long one is taken in pieces. Raises UnknownHash."""
    wanted = identifier, sbox
    new(*wanted)
    return digests(data, [wanted])[wanted]


def digests(data: Content, wanted: Iterable[Wanted]) -> dict[Wanted, bytes]:
    """Several hashes of one document in one pass over it; those nobody knows are left out.

    Raises Malformed when a document that remembers is asked for more kinds than any honest file has.
    """
    known = data.known if isinstance(data, Remembering) else {}
    running: dict[Wanted, Hash] = {}
    wanted = list(wanted)
    for one in wanted:
        with suppress(UnknownHash):
            if one not in known:
                running.setdefault(one, new(*one))
    if len(known) + len(running) > MAX_KINDS:
        raise Malformed(f"документ підписано за понад {MAX_KINDS} різними геш-функціями")
    for piece in pieces(data) if running else ():
        for each in running.values():
            each.update(piece)
    counted = {one: each.digest() for one, each in running.items()}
    known.update(counted)
    return {one: known[one] for one in wanted if one in known}


def name_of(identifier: str) -> str:
    """What people call it."""
    if identifier == GOST_34311:
        return "ГОСТ 34.311"
    if identifier in KUPYNA:
        return f"Купина-{KUPYNA[identifier]}"
    return (SOUND | BROKEN).get(identifier, identifier).upper()


@lru_cache(maxsize=1)
def gost_class() -> Callable[[bytes], Gost34311]:
    """The compiled function where its self-test passes, else the reference. Decided once in a process."""
    return gost34311_compiled.CompiledGost34311 if gost34311_compiled.self_test() else Gost34311


@lru_cache(maxsize=1)
def kupyna_class() -> Callable[[int], Kupyna]:
    """The compiled function where its self-test passes, else the reference. Decided once in a process."""
    return kupyna_compiled.CompiledKupyna if kupyna_compiled.self_test() else Kupyna
