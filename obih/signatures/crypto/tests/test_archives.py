"""Archives of strangers: what could harm whoever opens them is refused, each with its own code."""

from __future__ import annotations

import io
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures.crypto import archive as module
from obih.signatures.crypto.archive import Archive
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.sources import Refused
from obih.signatures.testpki.containers import zipped

SOUND = zipped({"лист.pdf": b"abc" * 1000, "тека/додаток.txt": b"def"}, packed=True)


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        Archive(data)
    assert str(caught.value) and not str(caught.value).endswith(".")
    return caught.value.code


def with_entry(
    change, name: str = "лист.pdf", data: bytes = b"abc", method: int = zipfile.ZIP_STORED
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo(name)
        change(info)
        archive.writestr(info, data, method)
    return made.getvalue()


def flagged(data: bytes, bits: int) -> bytes:
    """Both headers of the only entry with these bits set."""
    raw = bytearray(data)
    central = raw.index(b"PK\1\2")
    for at in (6, central + 8):
        raw[at : at + 2] = struct.pack("<H", struct.unpack("<H", raw[at : at + 2])[0] | bits)
    return bytes(raw)


def test_a_sound_archive_gives_its_files() -> None:
    archive = Archive(SOUND)
    assert list(archive.entries) == ["лист.pdf", "тека/додаток.txt"] and archive.hidden_bytes == 0
    assert b"".join(archive.entries["лист.pdf"].pieces()) == b"abc" * 1000
    assert archive.entries["лист.pdf"].sha256() == archive.entries["лист.pdf"].sha256()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd", "ZIP_TRAVERSAL"),
        ("a/../../b", "ZIP_TRAVERSAL"),
        ("a\\..\\..\\b", "ZIP_TRAVERSAL"),
        ("/etc/passwd", "ZIP_ABSOLUTE"),
        ("\\server\\share", "ZIP_ABSOLUTE"),
        ("C:/x", "ZIP_ABSOLUTE"),
        ("a\\b", "ZIP_NAME"),
        ("a\nb", "ZIP_NAME"),
        ("x" * 500, "ZIP_NAME"),
    ],
)
def test_names_that_lead_outside_are_refused(name: str, code: str) -> None:
    assert refused(zipped([(name, b"abc")])) == code


def test_a_name_with_a_zero_byte_is_refused() -> None:
    assert refused(zipped([("a.pdfX.exe", b"abc")]).replace(b"a.pdfX.exe", b"a.pdf\0.exe")) == "ZIP_NAME"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("one", "other"), [("a", "a"), ("Лист.pdf", "лист.PDF"), ("й", "й"), ("t", "t/")])
def test_twins_are_refused(one: str, other: str) -> None:
    assert refused(zipped([(one, b"abc"), (other, b"def")])) == "ZIP_DUPLICATE"


def test_a_link_is_refused() -> None:
    def link(info: zipfile.ZipInfo) -> None:
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16

    assert refused(with_entry(link, data=b"/etc/passwd")) == "ZIP_LINK"


@pytest.mark.parametrize("bits", [0x1, 0x41, 0x2001])
def test_an_encrypted_entry_is_refused(bits: int) -> None:
    assert refused(flagged(with_entry(lambda _: None), bits)) == "ZIP_ENCRYPTED"


def test_an_entry_encrypted_only_in_its_own_header_is_refused() -> None:
    raw = bytearray(with_entry(lambda _: None))
    raw[6] |= 1
    assert refused(bytes(raw)) == "ZIP_ENCRYPTED"


def test_another_method_of_packing_is_refused() -> None:
    assert refused(with_entry(lambda _: None, data=b"a" * 99, method=zipfile.ZIP_BZIP2)) == "ZIP_METHOD"


def test_a_second_name_in_an_extra_field_is_refused() -> None:
    def another(info: zipfile.ZipInfo) -> None:
        name = b"other.pdf"
        info.extra = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, 0) + name

    assert refused(with_entry(another)) == "ZIP_TWO_NAMES"


def test_a_bomb_is_refused_by_its_ratio() -> None:
    assert refused(zipped({"a": bytes(8 << 20)}, packed=True)) == "ZIP_BOMB"


def test_an_archive_bigger_than_allowed_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        Archive(SOUND, limit=1000)
    assert caught.value.code == "ZIP_TOO_BIG"


def test_a_lie_about_the_size_never_gives_more_than_was_said() -> None:
    raw = bytearray(zipped({"a": b"abc" * 9000}, packed=True))
    central = raw.index(b"PK\1\2")
    for at in (22, central + 24):
        raw[at : at + 4] = struct.pack("<L", 100)
    with pytest.raises(Malformed):
        b"".join(Archive(bytes(raw)).entries["a"].pieces())


def test_too_many_entries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ENTRIES", 3)
    assert refused(zipped({str(number): b"" for number in range(4)})) == "ZIP_TOO_MANY"


def test_a_list_of_entries_that_is_too_long_is_never_read() -> None:
    raw = bytearray(SOUND)
    at = raw.rindex(b"PK\5\6")
    raw[at + 12 : at + 16] = struct.pack("<L", 2 << 20)
    assert refused(bytes(raw)) == "ZIP_TOO_MANY"


def test_entries_over_each_other_are_refused() -> None:
    made = zipped([("a", b"abc"), ("b", b"abc")])
    raw = bytearray(made.replace(b"b", b"a"))  # the same header twice
    first = raw.index(b"PK\1\2")
    second = raw.index(b"PK\1\2", first + 4)
    raw[second + 42 : second + 46] = raw[first + 42 : first + 46]
    raw[second + 46 : second + 47] = b"b"
    assert refused(bytes(raw)) == "ZIP_OVERLAP"


def test_what_lies_behind_the_end_is_refused() -> None:
    assert refused(SOUND + b"more") == "ZIP_TRAILING"


def test_what_lies_between_entries_is_counted() -> None:
    assert Archive(b"#!/bin/sh\n" + SOUND).hidden_bytes == 10


def test_names_of_old_windows_are_read() -> None:
    raw = zipped({"xxxx.txt": b"abc"}).replace(b"xxxx.txt", "лист.txt".encode("cp866"))
    assert list(Archive(raw).entries) == ["лист.txt"]


def test_an_entry_with_a_descriptor_behind_it_hides_nothing() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    made = Pipe()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"abc" * 99)
        archive.writestr("b", b"def" * 99)
    assert Archive(made.getvalue()).hidden_bytes == 0


@pytest.mark.parametrize("cut", [1, 10, 30, 60, 100])
def test_a_torn_archive_is_malformed(cut: int) -> None:
    with pytest.raises(Malformed):
        Archive(SOUND[:-cut])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=4))
def test_changed_bytes_never_break_the_reading(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(SOUND)
    for at, byte in changes:
        raw[at] = byte
    try:
        for entry in Archive(bytes(raw)).entries.values():
            assert sum(map(len, entry.pieces())) <= 10_000
    except Malformed:
        return
