"""A tree of ASN.1 elements that can be changed anywhere and written again, right or wrong lengths at will."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

MAX_DEPTH = 24
WRAPPERS = (0x03, 0x04)
"""BIT STRING and OCTET STRING often hold another structure."""


@dataclass
class Node:
    """One element. `content` holds while it has no children; `told` is a length that is a lie."""

    tag: int
    content: bytes = b""
    children: list[Node] = field(default_factory=list)
    before: bytes = b""
    """Bytes of the content before the children (unused bits of a BIT STRING)."""
    told: bytes | None = None
    endless: bool = False
    """Written with an indefinite length."""

    def written(self) -> bytes:
        inside = (
            self.before + b"".join(one.written() for one in self.children) if self.children else self.content
        )
        if self.endless and self.tag & 0x20:
            return bytes([self.tag, 0x80]) + inside + b"\0\0"
        return bytes([self.tag]) + (self.told if self.told is not None else length(len(inside))) + inside

    def every(self) -> list[Node]:
        """This and all below."""
        found, waiting = [], [self]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting += one.children
        return found

    def copy(self) -> Node:
        return Node(self.tag, self.content, [one.copy() for one in self.children], self.before)


def length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(digits)]) + digits


def read(data: bytes, depth: int = 0) -> list[Node] | None:
    """The elements these bytes are exactly, or None."""
    found, at = [], 0
    while at < len(data):
        head = _header(data, at)
        if head is None:
            return None
        start, end = head
        tag, inside = data[at], data[start:end]
        node = Node(tag, inside)
        skipped = 1 if tag == 0x03 and inside[:1] == b"\0" else 0
        if depth < MAX_DEPTH and (tag & 0x20 or tag in WRAPPERS) and len(inside) > skipped + 1:
            below = read(inside[skipped:], depth + 1)
            if below and (tag & 0x20 or below[0].tag in (0x30, 0x04, 0x31)):
                node.children, node.before = below, inside[:skipped]
        found.append(node)
        at = end
    return found


def _header(data: bytes, at: int) -> tuple[int, int] | None:
    """(where the content begins, where it ends) of the element here."""
    if at + 2 > len(data) or data[at] & 0x1F == 0x1F:
        return None
    first, start = data[at + 1], at + 2
    size = first
    if first & 0x80:
        count = first & 0x7F
        if not 0 < count <= 4 or start + count > len(data):
            return None
        size, start = int.from_bytes(data[start : start + count], "big"), start + count
    return (start, start + size) if start + size <= len(data) else None


OIDS = [
    bytes.fromhex(one)
    for one in (
        "2a864886f70d010702", "2a864886f70d010701", "2a864886f70d0109100104", "2a864886f70d010903",
        "2a864886f70d010904", "2a864886f70d010905", "2a864886f70d010906", "2a864886f70d010910022f",
        "2a864886f70d010910020e", "2a864886f70d0109100214", "2a864886f70d0109100215",
        "2a864886f70d0109100216", "2a864886f70d0109100217", "2a864886f70d0109100218", "04008d450204",
        "2a86240201010101030101", "2a862402010101010201", "608648016503040201",
        "2b0e03021a", "2a8648ce3d040302", "2a864886f70d01010a", "551d13", "551d0f", "551d25", "551d14", "551d1b",
        "2b0601050507300101", "2b06010505070308", "2b06010505070309",
    )
]  # fmt: skip
NUMBERS = (0, 1, -1, 2, 127, 128, 255, 256, 1 << 31, 1 << 63, 1 << 64, -(1 << 63), 1 << 2048)
TIMES = (
    b"000101000000Z",
    b"991231235959Z",
    b"20261120120000Z",
    b"99991231235959Z",
    b"00000000000000Z",
    b"x",
    b"",
)


def changed(root: list[Node], other: list[Node], random: Random) -> None:
    """One change of structure somewhere; `other` gives pieces of another file."""
    everything = [one for top in root for one in top.every()]
    node = random.choice(everything)
    choice = random.randrange(14)
    if choice == 0:
        node.tag = random.choice(
            (node.tag ^ 0x20, node.tag ^ 0x80, random.randrange(256), 0x30, 0x31, 0x04, 0x02)
        )
    elif choice == 1:
        node.told = random.choice(
            (b"\x80", b"\0", b"\x84\xff\xff\xff\xff", b"\x88" + b"\xff" * 8, b"\xff", b"\x01")
        )
    elif choice == 2:
        node.endless = True
    elif choice == 3:
        node.tag, node.content, node.children = 0x06, random.choice(OIDS), []
    elif choice == 4:
        number = random.choice(NUMBERS)
        node.tag, node.children = 0x02, []
        node.content = number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
    elif choice == 5:
        node.tag, node.content, node.children = random.choice((0x17, 0x18)), random.choice(TIMES), []
    elif choice == 6 and len(node.children) > 1:
        random.shuffle(node.children)
    elif choice == 7 and node.children:
        node.children.pop(random.randrange(len(node.children)))
    elif choice == 8 and node.children:
        one = random.choice(node.children)
        node.children += [one.copy() for _ in range(random.choice((1, 2, 70, 500)))]
    elif choice == 9:
        piece = random.choice([one for top in other for one in top.every()]).copy()
        node.tag, node.content, node.children, node.before = (
            piece.tag,
            piece.content,
            piece.children,
            piece.before,
        )
    elif choice == 10:
        for _ in range(random.choice((1, 5, 60))):
            inner = Node(node.tag, node.content, node.children, node.before)
            node.tag, node.content, node.children, node.before = 0x30, b"", [inner], b""
    elif choice == 11:
        node.content, node.children = b"", []
    elif choice == 12 and node.content:
        place = random.randrange(len(node.content))
        node.children, node.content = (
            [],
            node.content[:place] + random.randbytes(1) + node.content[place + 1 :],
        )
    else:
        node.children, node.content = [], random.randbytes(random.choice((0, 1, 20, 64, 300)))
