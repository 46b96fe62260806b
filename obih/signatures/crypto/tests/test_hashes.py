"""GOST 34.311-95 and Kupyna give the values of their standards, in any pieces, compiled or not."""

from __future__ import annotations

import hashlib
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.signatures.crypto import gost34311_compiled, hashes, kupyna_compiled, kupyna_tables
from obih.signatures.crypto.gost34311 import Gost34311
from obih.signatures.crypto.gost34311_compiled import CompiledGost34311
from obih.signatures.crypto.kupyna import Kupyna
from obih.signatures.crypto.kupyna_compiled import CompiledKupyna
from obih.signatures.crypto.sboxes import DKE_1, round_tables

TEST_TABLE = bytes.fromhex(
    "4a92d80e6b1c7f53eb4c6dfa23810759581da342efc7609b7da1089fe46cb253"
    "6c715fd84a9e03b24ba0721d36859cfedb413f590ae7682c1fd057a4923e6b8c"
)
"""id-GostR3411-94-TestParamSet: the table of the standard's own examples."""

FROM_THE_STANDARD = [  # GOST 34.311-95, annex A.3
    (
        b"This is message, length=32 bytes",
        "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa",
    ),
    (
        b"Suppose the original message has length = 50 bytes",
        "471aba57a60a770d3a76130635c1fbea4ef14de51f78b4ae57dd893b62f55208",
    ),
    (b"", "ce85b99cc46752fffee35cab9a7b0278abb4c2d2055cff685af4912c49490f8d"),
]
WITH_DKE_1 = [  # agreed by four implementations
    (b"", "da37bdf41145e39e34111775b40646e8059c2e969c1460bb98abccb26f0f76a5"),
    (b"abc", "a34a53504d8ba070cb73a583146167a0a3c226d793440d9cea24465fe02251f2"),
    (b"a" * 31, "7f5f052424bbeebb68299238076065b77baf23a0aac651058f934d81ef4cda71"),
    (b"a" * 32, "9c74fea2102abaae222f8d61c99ec31390ddb34157a8134dbb866d9d10e99b2b"),
    (b"a" * 100, "d5077a4aaded0241d86772eaf153c8f3d4ef959f08fc4127b3e2b5402ac5e08c"),
]
KUPYNA = [  # DSTU 7564:2014, annex B
    (256, 0, "cd5101d1ccdf0d1d1f4ada56e888cd724ca1a0838a3521e7131d4fb78d0f5eb6"),
    (256, 64, "08f4ee6f1be6903b324c4e27990cb24ef69dd58dbe84813ee0a52f6631239875"),
    (256, 128, "0a9474e645a7d25e255e9e89fff42ec7eb31349007059284f0b182e452bda882"),
    (256, 256, "d305a32b963d149dc765f68594505d4077024f836c1bf03806e1624ce176c08f"),
    (
        384,
        95,
        "d9021692d84e5175735654846ba751e6d0ed0fac36dfbc0841287dcb0b5584c75016c3decc2a6e47c50b2f3811e351b8",
    ),
    (
        512,
        64,
        "3813e2109118cdfb5a6d5e72f7208dccc80a2dfb3afdfb02f46992b5edbe536b"
        "3560dd1d7e29c6f53978af58b444e37ba685c0dd910533ba5d78efffc13de62a",
    ),
    (
        512,
        128,
        "76ed1ac28b1d0143013ffa87213b4090b356441263c13e03fa060a8cada32b97"
        "9635657f256b15d5fca4a174de029f0b1b4387c878fcc1c00e8705d783fd7ffe",
    ),
]
BOTH = pytest.mark.parametrize("kind", [Gost34311, CompiledGost34311])


@BOTH
@pytest.mark.parametrize(("message", "expected"), FROM_THE_STANDARD)
def test_gost_gives_the_values_of_the_standard(kind, message: bytes, expected: str) -> None:
    one = kind(TEST_TABLE)
    one.update(message)
    assert one.digest().hex() == expected


@BOTH
@pytest.mark.parametrize(("message", "expected"), WITH_DKE_1)
def test_gost_gives_the_values_of_the_ukrainian_table(kind, message: bytes, expected: str) -> None:
    one = kind()
    one.update(message)
    assert one.digest().hex() == expected == one.digest().hex()


@given(st.lists(st.binary(max_size=200), max_size=6), st.permutations(range(16)))
def test_the_compiled_gost_agrees_with_the_reference_in_any_pieces(pieces: list[bytes], row) -> None:
    sbox = bytes.fromhex("".join(f"{digit:x}" for digit in row)) * 8
    compiled, reference = CompiledGost34311(sbox), Gost34311(sbox)
    for piece in pieces:
        compiled.update(piece)
    reference.update(b"".join(pieces))
    assert compiled.digest() == reference.digest()


def test_objects_fed_in_turns_and_in_threads_do_not_disturb_each_other() -> None:
    expected = [hashes.digest(hashes.GOST_34311, bytes([n]) * 300_000) for n in range(4)]
    got: dict[int, bytes] = {}

    def feed(n: int) -> None:
        one = CompiledGost34311()
        for _ in range(100):
            one.update(bytes([n]) * 3_000)
        got[n] = one.digest()

    threads = [threading.Thread(target=feed, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[n] for n in range(4)] == expected


def test_the_compiled_function_is_in_use_here() -> None:
    assert gost34311_compiled.self_test() and hashes.gost_class() is CompiledGost34311


def test_a_compiled_function_that_lies_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompiledGost34311, "digest", lambda self: bytes(32))
    assert gost34311_compiled.self_test() is False


@pytest.mark.parametrize("kind", [Kupyna, CompiledKupyna])
@pytest.mark.parametrize(("bits", "length", "expected"), KUPYNA)
def test_kupyna_gives_the_values_of_the_standard(kind, bits: int, length: int, expected: str) -> None:
    one = kind(bits)
    one.update(bytes(range(length)))
    assert one.digest().hex() == expected


@given(st.lists(st.binary(max_size=150), max_size=5), st.sampled_from([256, 384, 512]))
def test_kupyna_takes_its_message_in_any_pieces(pieces: list[bytes], bits: int) -> None:
    whole, parts = Kupyna(bits), CompiledKupyna(bits)
    whole.update(b"".join(pieces))
    for piece in pieces:
        parts.update(piece)
    assert whole.digest() == parts.digest()


def test_a_compiled_kupyna_is_in_use_here_and_one_that_lies_is_not_taken(monkeypatch) -> None:
    assert hashes.kupyna_class() is CompiledKupyna
    monkeypatch.setattr(CompiledKupyna, "_take", lambda self, blocks: None)
    assert kupyna_compiled.self_test() is False


def test_each_substitution_is_a_permutation() -> None:
    assert all(sorted(box) == list(range(256)) for box in kupyna_tables.S_BOXES)


def test_a_table_of_another_size_and_an_unknown_hash_are_refused() -> None:
    with pytest.raises(ValueError, match="64"):
        round_tables(DKE_1[:-1])
    with pytest.raises(hashes.UnknownHash):
        hashes.new("1.2.3.4")
    with pytest.raises(ValueError, match="256"):
        Kupyna(224)


def test_hashes_of_the_world_come_from_the_standard_library() -> None:
    assert hashes.digest("2.16.840.1.101.3.4.2.1", b"abc") == hashlib.sha256(b"abc").digest()
    assert hashes.name_of(hashes.GOST_34311) == "ГОСТ 34.311"
    assert hashes.name_of("1.2.804.2.1.1.1.1.2.2.1") == "Купина-256"
