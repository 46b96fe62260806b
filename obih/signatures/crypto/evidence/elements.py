"""Taking an element of DER apart and putting it together again, every other byte left as it was.

Evidence is added to files whose bytes are signed: nothing here interprets what it does not change. What comes
in has been through `ber.definite`.
"""

from __future__ import annotations

from asn1crypto import core

from obih.signatures.crypto.ber import Malformed, _header, _length

SEQUENCE, SET, OCTETS, INTEGER, OBJECT = 0x30, 0x31, 0x04, 0x02, 0x06


def element(tag: int, *members: bytes) -> bytes:
    """One element of these members, in this order."""
    content = b"".join(members)
    return bytes([tag]) + _length(len(content)) + content


def split(raw: bytes) -> tuple[bytes, bytes]:
    """(content of the first element, the bytes after it). Raises Malformed."""
    opened, at = _header(raw, 0, len(raw))
    if opened.end is None:
        raise Malformed("елемент без довжини")
    return raw[at : opened.end], raw[opened.end :]


def members(raw: bytes) -> list[bytes]:
    """The members of a constructed element, each with its header. Raises Malformed."""
    rest, _ = split(raw)
    found = []
    while rest:
        _, after = split(rest)
        found.append(rest[: len(rest) - len(after)])
        rest = after
    return found


def octets(data: bytes) -> bytes:
    """An OCTET STRING of these bytes."""
    return element(OCTETS, data)


def number(value: int) -> bytes:
    """An INTEGER."""
    return bytes(core.Integer(value).dump())


def identifier(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER."""
    return bytes(core.ObjectIdentifier(dotted).dump())


def dotted(raw: bytes) -> str:
    """The identifier as people write it. Raises Malformed."""
    if raw[:1] != bytes([OBJECT]):
        raise Malformed("очікувано ідентифікатор об’єкта")
    try:
        return str(core.ObjectIdentifier.load(raw).dotted)
    except ValueError as problem:
        raise Malformed("хибний ідентифікатор об’єкта") from problem


def algorithm(dotted_identifier: str) -> bytes:
    """An AlgorithmIdentifier; NULL stands beside the hashes of the world, nothing beside ours (z1399-12)."""
    null = b"\x05\x00" if not dotted_identifier.startswith("1.2.804.") else b""
    return element(SEQUENCE, identifier(dotted_identifier), null)
