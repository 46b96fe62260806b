"""Long documents are hashed in pieces, and a long file of signatures is taken apart where it lies."""

from __future__ import annotations

import base64
import mmap
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures.crypto import cms, hashes
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.carving import carve
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.sources import Parts, buffered, head, in_memory, opened, same
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast, der

CONTENT = bytes(range(256)) * 5000
SHA_256 = "2.16.840.1.101.3.4.2.1"


def mapped(tmp_path: Path, data: bytes) -> mmap.mmap:
    path = tmp_path / f"file {len(list(tmp_path.iterdir()))}"
    path.write_bytes(data)
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def attached(content: bytes | None = CONTENT) -> bytes:
    return cades.cms([cades.signer_info(cast.HALYNA, CONTENT)], content, [cast.HALYNA])


def element(tag: int, *parts: bytes) -> bytes:
    return der.tlv(tag, *parts)


def without_lengths(content: list[bytes]) -> bytes:
    """The attached file as streaming software writes it: no lengths, the document in portions."""
    carved = carve(attached())
    detached = carved.skeleton
    signed = detached[detached.index(b"\xa0") :]
    inner = signed[len(signed) - _length(signed) :]
    sequence = inner[len(inner) - _length(inner) :]
    kind = bytes.fromhex("06092a864886f70d010701")
    at = sequence.index(element(0x30, kind))
    octets = b"".join(element(0x04, one) for one in content)
    inside = b"\x30\x80" + kind + b"\xa0\x80\x24\x80" + octets + b"\0\0\0\0\0\0"
    body = sequence[:at] + inside + sequence[at + len(kind) + 2 :]
    outer = bytes.fromhex("06092a864886f70d010702")
    return b"\x30\x80" + outer + b"\xa0\x80\x30\x80" + body + b"\0\0" * 3


def _length(raw: bytes) -> int:
    count = raw[1] & 0x7F if raw[1] & 0x80 else 0
    return int.from_bytes(raw[2 : 2 + count], "big") if count else raw[1]


def test_an_attached_file_gives_its_document_without_copying_it(tmp_path: Path) -> None:
    data = mapped(tmp_path, attached() + b"\n")
    carved = carve(data)
    assert b"".join(carved.content.pieces()) == CONTENT and carved.rest == b"\n"
    assert len(carved.skeleton) < 3000
    short, long = cms.SignedFile(attached()), cms.SignedFile(data)
    assert in_memory(long.content, 1 << 30) == short.content and long.certificates == short.certificates
    assert verify_file(data).signatures[0].sound


def test_a_document_in_portions_without_lengths_is_found(tmp_path: Path) -> None:
    portions = [CONTENT[at : at + 70_000] for at in range(0, len(CONTENT), 70_000)]
    raw = without_lengths(portions)
    assert verify_file(raw).signatures[0].sound
    carved = carve(mapped(tmp_path, raw))
    assert b"".join(carved.content.pieces()) == CONTENT
    assert verify_file(mapped(tmp_path, raw)).signatures[0].sound


def test_a_detached_file_has_no_document(tmp_path: Path) -> None:
    data = mapped(tmp_path, attached(None))
    assert carve(data).content is None
    assert verify_file(data, Parts(mapped(tmp_path, CONTENT), ((0, len(CONTENT)),))).signatures[0].sound


def test_base64_text_is_decoded_in_pieces(tmp_path: Path) -> None:
    text = b"-----BEGIN PKCS7-----\r\n" + base64.encodebytes(attached()) + b"-----END PKCS7-----\r\n"
    for given_text in (text, base64.b64encode(attached()), b'"' + base64.b64encode(attached()) + b'"'):
        assert verify_file(mapped(tmp_path, given_text)).signatures[0].sound


@pytest.mark.parametrize(
    "broken", [b"", b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"MIIB!!", b"PK\3\4"]
)
def test_what_is_no_signature_is_refused(tmp_path: Path, broken: bytes) -> None:
    with pytest.raises(Malformed):
        verify_file(mapped(tmp_path, broken + b" " * 9_000_000))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 1200), st.integers(0, 255), st.booleans())
def test_a_changed_byte_never_breaks_the_reading(at: int, byte: int, cut: bool) -> None:
    raw = bytearray(cades.cms([cades.signer_info(cast.HALYNA, b"abc")], b"abc"))
    raw[at % len(raw)] = byte
    with suppress(Malformed):
        carved = carve(bytes(raw[:-at] if cut and at else raw))
        assert carved.content is None or carved.content.size <= len(raw)


def test_several_hashes_are_counted_in_one_pass() -> None:
    counted = hashes.digests(CONTENT, [(SHA_256, DKE_1), (hashes.GOST_34311, DKE_1), ("1.2.3", DKE_1)])
    assert counted == {
        (SHA_256, DKE_1): hashes.digest(SHA_256, CONTENT),
        (hashes.GOST_34311, DKE_1): hashes.digest(hashes.GOST_34311, CONTENT),
    }


def test_documents_are_compared_wherever_they_lie(tmp_path: Path) -> None:
    parts = Parts(mapped(tmp_path, CONTENT), ((0, 1000), (1000, len(CONTENT))))
    assert same(parts, CONTENT) and same(CONTENT, parts) and not same(parts, CONTENT[:-1] + b"x")
    assert head(parts, 3000) == CONTENT[:3000]
    assert buffered(parts)[:] == CONTENT


def test_a_short_file_is_read_and_a_long_one_is_mapped(tmp_path: Path) -> None:
    (tmp_path / "short").write_bytes(b"abc")
    with (tmp_path / "long").open("wb") as file:
        file.truncate(9 << 20)
    assert opened(tmp_path / "short") == b"abc"
    assert isinstance(opened(tmp_path / "long"), mmap.mmap)


def test_a_document_is_hashed_once_for_all_its_signatures_and_by_few_kinds(tmp_path: Path) -> None:
    parts = Parts(mapped(tmp_path, CONTENT), ((0, len(CONTENT)),))
    counted = hashes.digest(SHA_256, parts)
    assert parts.known == {(SHA_256, DKE_1): counted} and hashes.digest(SHA_256, parts) == counted
    tables = [bytes([number]) + DKE_1[1:] for number in range(hashes.MAX_KINDS + 1)]
    with pytest.raises(Malformed):
        hashes.digests(parts, [(hashes.GOST_34311, table) for table in tables])
