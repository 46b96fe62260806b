"""Whatever a stranger sends as evidence, the answer comes soon and is never a crash."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.trust import TrustStore, plan_import
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.grounds import Missing, Role
from obih.signatures.crypto.trust.ocsp import Response
from obih.signatures.crypto.trust.sources import Brought, values_of
from obih.signatures.crypto.trust.tests.making import report, stamped_file, trust, with_lists
from obih.signatures.testpki import cast, evidence
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.revocation import Answer, ocsp
from obih.signatures.testpki.signatory import NOON

LONG_S = 2.0


def spoiled(data: bytes, number: int) -> Iterator[bytes]:
    """Cut, lengthened and changed in one to three bytes; the same each time."""
    dice = random.Random(len(data))
    for _ in range(number):
        changed = bytearray(data)
        for _ in range(dice.randint(1, 3)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        yield bytes(changed)
        yield data[: dice.randrange(len(data))]
        yield data + bytes([dice.randrange(256)])


def _read_list(data: bytes) -> None:
    one = RevocationList(data)
    _ = one.number, one.base, one.authority_key, one.keeps_expired_since, len(one)
    one.history(cast.TARAS.serial)


@pytest.mark.parametrize(
    ("data", "read"),
    [
        (evidence.full_list(), _read_list),
        (evidence.delta_list(), _read_list),
        (evidence.good(cast.HALYNA), Response),
        (evidence.revoked(cast.HALYNA), Response),
        (cast.HALYNA.certificate().raw, Certificate),
    ],
    ids=["list", "delta", "answer", "revoked", "certificate"],
)
def test_spoiled_evidence_is_malformed_and_nothing_else(data: bytes, read: Callable[[bytes], object]) -> None:
    for one in spoiled(data, 700):
        with suppress(Malformed):
            read(one)


def test_spoiled_evidence_never_makes_a_revoked_one_valid() -> None:
    good = evidence.good(cast.AUTHORITY)
    for one in spoiled(evidence.revoked(cast.HALYNA), 25):
        if one.startswith(evidence.revoked(cast.HALYNA)):
            continue
        with suppress(Malformed):
            assert report(stamped_file(answers=[one, good]), trust()).verdict is not Verdict.VALID


def test_spoiled_material_is_passed_over() -> None:
    for data in (evidence.full_list(), evidence.good(cast.HALYNA), cast.ROOT.certificate().raw):
        for one in spoiled(data, 60):
            TrustStore.of([("x", one)], by_hand=True)
            plan_import(trust([cast.ROOT, cast.AUTHORITY]), [("x", one)])


def test_many_false_issuers_of_one_name_end_soon_and_are_told_of() -> None:
    likes = [
        replace(cast.AUTHORITY, serial=9000 + n, not_before=NOON - timedelta(days=n + 1)) for n in range(3)
    ]
    forged = [replace(one, key=Dstu(9000 + n), signed_by=Dstu(3)) for n, one in enumerate(likes)]
    data = stamped_file(replace(cast.HALYNA, issuer=None, issued_as="Тестовий КНЕДП"), more=forged)
    started = time.process_time()
    assert report(data, with_lists()).verdict is Verdict.INDETERMINATE
    assert time.process_time() - started < LONG_S


def test_a_mesh_of_authorities_ends_soon() -> None:
    """Eight keys, each certified by every other: the paths between them are without number."""
    names = [
        replace(cast.AUTHORITY, name=f"Вузол {n}", key=Dstu(9100 + n), serial=9100 + n) for n in range(8)
    ]
    mesh = [
        replace(one, issuer=other, serial=one.serial * 10 + place)
        for one in names
        for place, other in enumerate(names)
        if one is not other
    ]
    who = replace(cast.HALYNA, serial=9300, issuer=names[0])
    data = stamped_file(who, more=mesh)
    started = time.process_time()
    found = report(data, with_lists())
    assert time.process_time() - started < LONG_S
    assert Missing.TOO_MUCH.of(Role.SIGNER) in found.reasons


def test_what_a_file_brings_is_bounded() -> None:
    brought = Brought()
    for number in range(80):
        brought.add_revocation(ocsp(cast.OCSP, Answer(replace(cast.HALYNA, serial=number + 1))))
    assert len(brought.responses) == 64 and brought.too_much


@pytest.mark.parametrize(
    "raw", [b"", b"\x30", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x31\x00", b"\xa1\x00"]
)
def test_nonsense_in_the_place_of_evidence_is_passed_over(raw: bytes) -> None:
    brought = Brought()
    assert not values_of(raw)
    brought.add_revocation(raw)
    assert not brought.responses and not brought.lists
