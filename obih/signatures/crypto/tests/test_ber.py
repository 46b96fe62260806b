"""BER of strangers: limits of depth, size and number, indefinite lengths made definite."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed, definite
from obih.signatures.crypto.signer import Signer


def test_what_is_definite_already_comes_back_byte_for_byte() -> None:
    given = bytes.fromhex("3009 0201 05 3004 04020102 ff")
    assert definite(given) == (given[:11], given[11:])
    long_form = bytes.fromhex("308103 020105")
    assert definite(long_form) == (long_form, b"")


def test_an_indefinite_length_becomes_definite_and_nothing_else_changes() -> None:
    assert definite(bytes.fromhex("3080 020105 3080 0401aa 0000 0000"))[0] == bytes.fromhex(
        "3008 020105 30030401aa"
    )


@pytest.mark.parametrize(
    "bad",
    [
        "", "30", "3005020105", "3080020105", "0480aabb0000", "30890000000000000000000000",
        "1fffffffffffffff01", "308400ffffff", "30030205aa", "3080",
    ],
)  # fmt: skip
def test_broken_structures_are_refused_in_a_sentence(bad: str) -> None:
    with pytest.raises(Malformed):
        definite(bytes.fromhex(bad))


def test_depth_and_number_are_limited() -> None:
    with pytest.raises(Malformed, match="вкладеність"):
        definite(b"\x30\x80" * 10_000)
    with pytest.raises(Malformed, match="елементів"):
        definite(b"\x30\x80" + b"\x05\x00" * (ber.MAX_ELEMENTS + 1) + b"\0\0")


def test_ten_megabytes_of_indefinite_lengths_are_refused_at_once() -> None:
    started = time.monotonic()
    for bomb in (b"\x30\x80" * 5_000_000, b"\x30\x80" + b"\x05\x00" * 5_000_000):
        with pytest.raises(Malformed):
            definite(bomb)
    assert time.monotonic() - started < 2


@given(st.binary(max_size=300))
def test_anything_is_read_or_refused(data: bytes) -> None:
    try:
        first, rest = definite(data)
    except Malformed:
        return
    assert definite(first) == (first, b"") and data.endswith(rest)


@pytest.mark.parametrize("raw", [b"", b"\x04\x00", b"\x10\x02ab", b"\x30\x03\x02\x01\x01", b"\x31\x00"])
def test_a_countersignature_of_strange_bytes_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed):
        Signer.load(raw)
