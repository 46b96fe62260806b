"""Bouncy Castle says the same as we do: hashes, signatures of every kind of structure, in both directions."""

from __future__ import annotations

import random
from dataclasses import replace

from obih.signatures.crypto import hashes
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast, evidence, files, revocation
from obih.signatures.testpki.cast import HALYNA, IHOR, LETTER, TSA
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.signatory import NOON, Signatory
from obih.signatures.testpki.tests.bouncy import answers

OTHER_TABLE = bytes.fromhex("".join(f"{x:x}" for x in (3, 0, 1, 2, *range(4, 16)))) * 8
ODD_TABLE = replace(HALYNA, serial=60, key=Dstu(1060, sbox=OTHER_TABLE))
WRITTEN_OUT = replace(HALYNA, serial=61, key=Dstu(1061, written_out=True))
PEOPLE: tuple[Signatory, ...] = (HALYNA, IHOR, cast.M431_PERSON, cast.BIG_ENDIAN, ODD_TABLE, WRITTEN_OUT)


def test_hashes_are_the_same_at_every_length() -> None:
    made = random.Random(4145)
    texts = [made.randbytes(length) for length in (0, 1, 31, 32, 33, 63, 64, 65, 127, 128, 129, 1000, 5000)]
    commands: list[tuple[str | bytes | int, ...]] = []
    ours: list[str] = []
    for text in texts:
        for table in (DKE_1, OTHER_TABLE):
            commands.append(("gost", table, text))
            ours.append(hashes.digest(hashes.GOST_34311, text, table).hex())
        for identifier, bits in hashes.KUPYNA.items():
            commands.append(("kupyna", bits, text))
            ours.append(hashes.digest(identifier, text).hex())
    assert answers(*commands) == ours


def test_it_verifies_our_certificates_lists_and_answers() -> None:
    chain = [cast.ROOT, cast.AUTHORITY, cast.OCSP, TSA, *PEOPLE]
    commands: list[tuple[str | bytes | int, ...]] = [
        ("certificate", who.certificate().raw, who.by.certificate().raw) for who in chain
    ]
    authority = cast.AUTHORITY.certificate().raw
    commands.append(("list", evidence.full_list(), authority))
    commands.append(("list", evidence.delta_list(), authority))
    answer = revocation.ocsp_response(evidence.good(HALYNA))
    commands.append(("ocsp", answer, cast.OCSP.certificate().raw))
    assert answers(*commands) == ["true"] * len(commands)


def test_it_refuses_what_we_refuse() -> None:
    forged, issuer = files.PEOPLE["forged"].certificate().raw, cast.AUTHORITY.certificate().raw
    list_of_stranger = evidence.forged_list()
    assert answers(("certificate", forged, issuer), ("list", list_of_stranger, issuer)) == ["false", "false"]


def test_it_verifies_our_signatures_and_no_changed_ones() -> None:
    commands: list[tuple[str | bytes | int, ...]] = [
        ("cms", cades.signed_file(who, LETTER)) for who in PEOPLE
    ]
    both = cades.cms([cades.signer_info(who, LETTER) for who in (HALYNA, IHOR)], LETTER, [HALYNA, IHOR])
    commands += [("cms", both), ("detached", cades.signed_file(HALYNA, LETTER, attached=False), LETTER)]
    spoilt = replace(cades.signer_info(HALYNA, LETTER), signature=bytes(64))
    commands += [
        ("detached", cades.signed_file(HALYNA, LETTER, attached=False), LETTER + b"."),
        ("cms", cades.cms([spoilt], LETTER, [HALYNA])),
    ]
    expected = ["true"] * len(PEOPLE) + ["true true", "true", "false", "false"]
    assert answers(*commands) == expected


def test_it_reads_our_timestamps_as_we_do() -> None:
    token = cades.token(TSA, LETTER)
    seconds = int(NOON.timestamp())
    assert answers(("stamp", token, LETTER), ("stamp", token, b"else")) == [
        f"true true {seconds}", f"true false {seconds}",
    ]  # fmt: skip


def test_we_verify_what_it_signs() -> None:
    keys = [one for who in (HALYNA, cast.M431_PERSON) if isinstance(one := who.key, Dstu)]
    hashed = hashes.digest(hashes.GOST_34311, LETTER)
    made = answers(*(("sign", one.curve.identifier, one.secret, hashed) for one in keys))
    for who, signature in zip((HALYNA, cast.M431_PERSON), made, strict=True):
        info = replace(cades.plain_info(who, LETTER), signature=bytes.fromhex(signature))
        assert verify_file(cades.cms([info], LETTER, [who])).signatures[0].holds is True
        changed = cades.cms([info], LETTER + b"!", [who])
        assert verify_file(changed).verdict is Verdict.INVALID


def test_we_verify_files_that_it_makes_whole() -> None:
    keys = [(who, one) for who in (HALYNA, cast.M431_PERSON, ODD_TABLE) if isinstance(one := who.key, Dstu)]
    made = answers(*(("make", who.certificate().raw, key.secret, LETTER) for who, key in keys))
    for (who, _), file in zip(keys, made, strict=True):
        (one,) = verify_file(bytes.fromhex(file)).signatures
        assert one.sound and one.certificate == who.certificate()
