"""DER by hand (X.690): each function gives the bytes of one element, also of such as nobody should write."""

from __future__ import annotations

from datetime import UTC, datetime

from asn1crypto import parser


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element: tag, length, content."""
    inside = b"".join(parts)
    return bytes([tag]) + length(len(inside)) + inside


def length(size: int) -> bytes:
    """The shortest form of a length (10.1)."""
    if size < 0x80:
        return bytes([size])
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """Members sorted by their bytes (11.6)."""
    return tlv(0x31, *sorted(parts))


def explicit(number: int, *parts: bytes) -> bytes:
    """[number], constructed: an explicit tag, or an implicit one of a SEQUENCE or SET."""
    return tlv(0xA0 | number, *parts)


def implicit(number: int, inside: bytes) -> bytes:
    """[number], primitive."""
    return tlv(0x80 | number, inside)


def oid(dotted: str) -> bytes:
    first, second, *rest = (int(part) for part in dotted.split("."))
    return tlv(0x06, *(_base128(number) for number in (first * 40 + second, *rest)))


def _base128(number: int) -> bytes:
    digits = [number & 0x7F]
    while number := number >> 7:
        digits.append(number & 0x7F | 0x80)
    return bytes(reversed(digits))


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def enumerated(number: int) -> bytes:
    return tlv(0x0A, bytes([number]))


def boolean(value: bool) -> bytes:
    return tlv(0x01, b"\xff" if value else b"\0")


def null() -> bytes:
    return tlv(0x05)


def octets(inside: bytes) -> bytes:
    return tlv(0x04, inside)


def bits(inside: bytes, unused: int = 0) -> bytes:
    return tlv(0x03, bytes([unused]), inside)


def utf8(text: str) -> bytes:
    return tlv(0x0C, text.encode())


def printable(text: str) -> bytes:
    return tlv(0x13, text.encode("ascii"))


def address(text: str) -> bytes:
    """GeneralName: uniformResourceIdentifier [6]."""
    return implicit(6, text.encode("ascii"))


def utc_time(moment: datetime) -> bytes:
    return tlv(0x17, moment.astimezone(UTC).strftime("%y%m%d%H%M%SZ").encode())


def generalized(moment: datetime) -> bytes:
    return tlv(0x18, moment.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())


def time(moment: datetime) -> bytes:
    """Time of RFC 5280 (4.1.2.5): two digits of the year before 2050."""
    return utc_time(moment) if moment.year < 2050 else generalized(moment)


def algorithm(identifier: str, *parameters: bytes) -> bytes:
    """AlgorithmIdentifier; nothing stands in place of parameters that are not given."""
    return sequence(oid(identifier), *parameters)


def extension(identifier: str, value: bytes, critical: bool = False) -> bytes:
    """Extension of RFC 5280 (4.1); FALSE is the default and is not written."""
    return sequence(oid(identifier), boolean(True) if critical else b"", octets(value))


def children(element: bytes) -> list[bytes]:
    """The elements directly inside this one, each as it is encoded."""
    inside: bytes = parser.parse(element)[4]
    found = []
    while inside:
        _, _, _, header, content, trailer = parser.parse(inside, strict=False)
        found.append(header + content + trailer)
        inside = inside[len(found[-1]) :]
    return found


def content(element: bytes) -> bytes:
    """What is inside an element, without tag and length."""
    inside: bytes = parser.parse(element)[4]
    return inside
