"""The same structures in BER: lengths that are not told beforehand, documents in pieces, for tests only."""

from __future__ import annotations

from obih.signatures.testpki import der

END = b"\0\0"


def endless(element: bytes, depth: int = 4, piece: int = 1000) -> bytes:
    """The element with indefinite lengths down to this depth; an OCTET STRING there is cut into pieces.

    What is signed keeps its bytes: attributes and certificates lie deeper, or are left as they are.
    """
    tag = element[0]
    if depth < 0:
        return element
    if tag == 0x04:
        inside = der.content(element)
        pieces = [der.octets(inside[at : at + piece]) for at in range(0, len(inside), piece)]
        return b"\x24\x80" + b"".join(pieces) + END
    if not tag & 0x20:
        return element
    below = b"".join(endless(one, depth - 1, piece) for one in der.children(element))
    return bytes([tag, 0x80]) + below + END


def endless_file(file: bytes, piece: int = 1000) -> bytes:
    """A file of signatures as a streaming program writes it: only its head and its document are endless."""
    kind, wrapped = der.children(file)
    (signed,) = der.children(wrapped)
    version, digests, encapsulated, *rest = der.children(signed)
    parts = [version, digests, endless(encapsulated, 3, piece), *rest]
    inner = b"\x30\x80" + b"".join(parts) + END
    return b"\x30\x80" + kind + b"\xa0\x80" + inner + END + END


def bottomless(depth: int = 100_000) -> bytes:
    """A file of signatures in which, after its head, there are nothing but beginnings."""
    return b"\x30\x80" + der.oid("1.2.840.113549.1.7.2") + b"\xa0\x80" + b"\x30\x80" * depth
