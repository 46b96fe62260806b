"""The members of a DER element, one level at a time: lists of revoked certificates are too long for a parser
that makes an object of every element. Only definite lengths; whatever is wrong raises Malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from obih.signatures.crypto.ber import Malformed

SEQUENCE, INTEGER, OBJECT, BITS, OCTETS, ENUMERATED, BOOLEAN = 0x30, 0x02, 0x06, 0x03, 0x04, 0x0A, 0x01
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
TIME = re.compile(rb"(\d{12}|\d{14})(?:[.,]\d{1,9})?Z")


class Element(NamedTuple):
    """One element: its tag, all its bytes, and those inside."""

    tag: int
    raw: bytes
    content: bytes


def members(content: bytes) -> Iterator[Element]:
    """The elements that follow each other in these bytes."""
    at, size = 0, len(content)
    while at < size:
        if at + 2 > size:
            raise Malformed("обірваний елемент")
        start, tag, length = at, content[at], content[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 4 or at + count > size:
                raise Malformed("хибна довжина елемента")
            length = int.from_bytes(content[at : at + count], "big")
            at += count
        if at + length > size:
            raise Malformed("елемент довший за своє місце")
        yield Element(tag, content[start : at + length], content[at : at + length])
        at += length


def only(data: bytes, tag: int = SEQUENCE) -> Element:
    """The one element these bytes are."""
    found = list(members(data))
    if len(found) != 1 or found[0].tag != tag:
        raise Malformed("не той елемент")
    return found[0]


class Reader:
    """Members of one element in their order, each asked for by its tag."""

    def __init__(self, content: bytes) -> None:
        self._rest = list(members(content))

    def take(self, *tags: int) -> Element:
        """The next one, which must be of such a tag (of any when none is named)."""
        if not self._rest or (tags and self._rest[0].tag not in tags):
            raise Malformed("бракує елемента")
        return self._rest.pop(0)

    def maybe(self, *tags: int) -> Element | None:
        """The next one if it is of such a tag."""
        return self._rest.pop(0) if self._rest and self._rest[0].tag in tags else None

    def end(self) -> None:
        """Nothing may follow: what is not looked at would change the bytes and not what they say."""
        if self._rest:
            raise Malformed("зайвий елемент")


def whole_bytes(one: Element) -> bytes:
    """What a BIT STRING holds that leaves no bit unused, as every signature does."""
    if one.content[:1] != b"\0":
        raise Malformed("зайві біти в підписі")
    return one.content[1:]


def integer(one: Element) -> int:
    """The number; of more than a hundred bytes it is refused."""
    if len(one.content) > 100:
        raise Malformed("завелике число")
    return int.from_bytes(one.content, "big", signed=True)


def moment(one: Element) -> datetime:
    """UTCTime or GeneralizedTime in UTC (RFC 5280, 4.1.2.5); fractions of a second are dropped."""
    matched = TIME.fullmatch(one.content)
    if not matched or one.tag not in (UTC_TIME, GENERALIZED_TIME):
        raise Malformed("хибний час")
    digits = matched[1].decode()
    if one.tag == UTC_TIME:
        if len(digits) != 12:
            raise Malformed("хибний час")
        digits = ("20" if digits < "50" else "19") + digits
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as problem:
        raise Malformed("хибний час") from problem


def extensions(content: bytes) -> dict[str, tuple[bool, bytes]]:
    """Dotted identifier → (critical, value), of the SEQUENCE of extensions these bytes are.

    One that stands twice is Malformed (RFC 5280, 4.2)."""
    found: dict[str, tuple[bool, bytes]] = {}
    for one in members(only(content).content):
        parts = Reader(one.content)
        identifier = dotted(parts.take(OBJECT))
        critical = parts.maybe(BOOLEAN)
        if identifier in found:
            raise Malformed("розширення стоїть двічі")
        found[identifier] = critical is not None and critical.content != b"\0", parts.take(OCTETS).content
    return found


def dotted(one: Element) -> str:
    """An object identifier as people write it."""
    numbers, value = [], 0
    if not one.content or len(one.content) > 64 or one.content[-1] & 0x80:
        raise Malformed("хибний ідентифікатор")
    for byte in one.content:
        value = value << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))
