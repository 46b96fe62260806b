"""The test PKI: each certificate by its issuer, the same bytes every time, and each level of CAdES."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from obih.signatures.crypto import reasons
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast, evidence, files, longterm
from obih.signatures.testpki.cast import HALYNA, LETTER, TSA
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.profiles import EDRPOU, RNOKPP
from obih.site.config import PROJECT_ROOT

EVERYBODY = files.ROOTS | files.SERVICES | files.PEOPLE


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "forged"])
def test_each_certificate_is_signed_by_its_issuer_and_read_whole(name: str) -> None:
    who = EVERYBODY[name]
    certificate, issuer = who.certificate(), who.by.certificate()
    assert certificate.may_be_issued_by(issuer) and certificate.is_signed_by(issuer)
    assert certificate.extensions and certificate.policies is not None and certificate.statements is not None
    assert (certificate.rnokpp, certificate.edrpou) == (who.subject.rnokpp, who.subject.edrpou)
    assert certificate.key_usage and not certificate.unreadable


def test_a_forged_certificate_names_the_authority_that_did_not_sign_it() -> None:
    forged, issuer = cast.FORGED.certificate(), cast.AUTHORITY.certificate()
    assert forged.may_be_issued_by(issuer) and not forged.is_signed_by(issuer)


def test_kinds_of_signature_follow_from_the_certificates() -> None:
    kinds = {name: who.certificate().kind.code for name, who in files.PEOPLE.items()}
    assert kinds["halyna"] == kinds["halyna-rsa-pss"] == "qualified_signature"
    assert kinds["liudmyla-without-device"] == "advanced_signature"
    assert kinds["seal"] == "qualified_seal" and kinds["seal-without-device"] == "advanced_seal"
    assert kinds["roman-not-qualified"] == "other"
    assert EDRPOU != RNOKPP


@pytest.mark.parametrize("name", [name for name in files.PEOPLE if name != "forged"])
def test_everybody_signs_and_is_verified(name: str) -> None:
    who = files.PEOPLE[name]
    info = cades.stamped(cades.signer_info(who, LETTER), TSA)
    (one,) = verify_file(cades.cms([info], LETTER, [who])).signatures
    assert one.sound and one.signer.level == "CAdES-T" and not one.warnings


@pytest.mark.parametrize("who", [HALYNA, cast.EC_HALYNA])
def test_each_level_is_told_by_its_attributes(who) -> None:
    kept = evidence.kept(who)
    levels = {"CAdES-BES": cades.signer_info(who, LETTER)}
    levels["CAdES-EPES"] = cades.signer_info(who, LETTER, extra=[cades.policy()])
    levels["CAdES-T"] = cades.stamped(levels["CAdES-EPES"], TSA)
    levels["CAdES-C"] = longterm.with_references(levels["CAdES-T"], kept)
    levels["CAdES-X Long"] = longterm.with_values(levels["CAdES-C"], kept)
    levels["CAdES-A"] = longterm.archived(levels["CAdES-X Long"], TSA, LETTER, [who.certificate()])
    for level, info in levels.items():
        report = verify_file(cades.cms([info], LETTER, [who]))
        assert report.signatures[0].signer.level == level and report.signatures[0].sound, level
        assert report.verdict is Verdict.INDETERMINATE


def test_a_signer_may_be_named_by_his_key_and_several_may_sign() -> None:
    infos = [cades.signer_info(HALYNA, LETTER, by_key_identifier=True), cades.signer_info(cast.IHOR, LETTER)]
    report = verify_file(cades.cms(infos, LETTER, [HALYNA, cast.IHOR]))
    assert [one.certificate for one in report.signatures] == [
        HALYNA.certificate(), cast.IHOR.certificate(),
    ] and all(one.sound for one in report.signatures)  # fmt: skip


def test_a_countersignature_and_a_content_stamp_hold() -> None:
    info = cades.signer_info(HALYNA, LETTER, extra=[cades.content_stamp(TSA, LETTER)])
    (one,) = verify_file(
        cades.cms([cades.countersigned(info, cast.IHOR)], LETTER, [HALYNA, cast.IHOR])
    ).signatures
    assert one.sound and one.countersignatures[0].sound and one.stamps[0].kind == "content"
    bad = cades.countersigned(info, cast.IHOR, over=b"something else")
    assert reasons.COUNTERSIGNATURE_BAD in verify_file(cades.cms([bad], LETTER, [HALYNA, cast.IHOR])).reasons


def test_addresses_of_services_can_be_moved_and_the_root_stays_the_same() -> None:
    moved = HALYNA.at("http://127.0.0.1:9")
    assert b"http://127.0.0.1:9/ocsp" in moved.certificate().raw
    assert moved.by.by.certificate() == cast.ROOT.certificate()
    assert moved.certificate().is_signed_by(moved.by.certificate())


def test_a_key_with_another_table_signs_by_it() -> None:
    table = bytes.fromhex("".join(f"{x:x}" for x in (3, 0, 1, 2, *range(4, 16)))) * 8
    who = replace(HALYNA, key=Dstu(1, sbox=table))
    assert verify_file(cades.signed_file(who, LETTER)).signatures[0].sound


def test_another_process_makes_the_same_bytes(tmp_path) -> None:
    code = "import sys; from obih.site.cli import main; sys.exit(main(['testpki', sys.argv[1]]))"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=PROJECT_ROOT, check=True, capture_output=True
    )
    for folder, group in (("trust", files.trust_files()), ("people", files.people_files())):
        for name, data in group.items():
            assert (tmp_path / folder / name).read_bytes() == data, name
