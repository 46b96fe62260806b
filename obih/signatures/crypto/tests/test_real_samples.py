"""Real samples are sound with providers’ certificates and never VALID without trust, as their list says."""

from __future__ import annotations

import json

import pytest

from obih.signatures.crypto import names, reasons
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.dstu4145 import by_python
from obih.signatures.crypto.keys import DstuKey
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.tests.samples import FOLDER, bundle, others, sample
from obih.signatures.crypto.verify import verify_file

DFS = "signatures-2/p7s/dfs_testcert_content.xml"
FOX = "signatures/uapki/uapki_diia_bes_detached.content"
DOC = "signatures/own_pki/doc.txt"
SOUND = [  # file, document of a detached one, kind, level, number of signatures
    ("signatures/cryptonite/cms1_ecdsa.dat", None, "other", "CAdES-BES", 1),
    ("signatures/cryptonite/cms2_ecdsa.dat", None, "other", "CAdES-BES", 1),
    ("signatures/cryptonite/cms_ecdsa_2sdata.dat", None, "other", "CAdES-BES", 2),
    ("signatures/cryptonite/test_cms.p7s", None, "advanced_signature", "CAdES-BES", 1),
    ("signatures/jkurwa/message.p7", None, "other", "CAdES-BES", 1),
    ("signatures/jkurwa/message_detached.p7", b"123", "other", "CAdES-BES", 1),
    ("signatures/own_pki/bes_detached.p7s", DOC, "qualified_signature", "CAdES-BES", 1),
    ("signatures/own_pki/seal_detached.p7s", DOC, "qualified_seal", "CAdES-BES", 1),
    ("signatures/own_pki/t_attached.p7s", None, "qualified_signature", "CAdES-T", 1),
    ("signatures/uapki/uapki_diia_bes_attached.p7s", None, "advanced_seal", "CAdES-BES", 1),
    ("signatures/uapki/uapki_diia_bes_custom_attrs.p7s", None, "advanced_seal", "CAdES-BES", 1),
    ("signatures/uapki/uapki_diia_bes_detached.p7s", FOX, "advanced_seal", "CAdES-BES", 1),
    ("signatures/uapki/uapki_diia_t_attached.p7s", None, "advanced_seal", "CAdES-T", 1),
    ("signatures-2/p7s/dfs_testcert_attached_ts_2017.p7s", None, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/dfs_testcert_detached_nocert_2017.p7s", DFS, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/dfs_testcert_detached_nocert_ts_2017.p7s", DFS, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/dfs_testcert_detached_ts_2017.p7s", DFS, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/dps_eseal_receipt_cades_t.p7s", None, "advanced_seal", "CAdES-T", 1),
    ("signatures-2/p7s/iit_testca_xlong_2021.p7s", None, "advanced_signature", "CAdES-X Long", 1),
    ("signatures-2/p7s/iit_testca_xlong_2022.p7s", None, "advanced_signature", "CAdES-X Long", 1),
    ("signatures-2/p7s/iit_testca_xlong_2023.p7s", None, "advanced_signature", "CAdES-X Long", 1),
    ("signatures-2/p7s/iit_testca_xlong_nested3.p7s", None, "advanced_signature", "CAdES-X Long", 3),
    ("signatures-2/p7s/vchasno_test_bes_2023.p7s", None, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/vchasno_test_bes_2024_a.p7s", None, "advanced_signature", "CAdES-BES", 1),
    ("signatures-2/p7s/vchasno_test_bes_2024_b.p7s", None, "advanced_signature", "CAdES-BES", 1),
]
STAMPS = sorted(path.name for path in FOLDER.glob("signatures-2/derived/tst/*.tst"))
WITHOUT_AUTHORITY = "iit_testca"
"""The certificate of this test TSA was never published."""


def document(given: str | bytes | None) -> bytes | None:
    return sample(given) if isinstance(given, str) else given


@pytest.mark.parametrize(("name", "content", "kind", "level", "count"), SOUND, ids=[row[0] for row in SOUND])
def test_a_real_signature_is_sound(name: str, content, kind: str, level: str, count: int) -> None:
    report = verify_file(sample(name), document(content), [*bundle(), *others()])
    signatures = report.all_signatures()
    assert report.verdict is Verdict.INDETERMINATE and len(signatures) == count
    assert all(one.sound for one in signatures), [one.reasons for one in signatures]
    assert signatures[0].certificate.kind.code == kind and signatures[0].signer.level == level
    expected = {reasons.NO_TRUST} | ({reasons.STAMP_UNKNOWN} if WITHOUT_AUTHORITY in name else set())
    assert set(report.reasons) == expected


@pytest.mark.parametrize(("name", "content", "kind", "level", "count"), SOUND, ids=[row[0] for row in SOUND])
def test_a_changed_document_is_refused(name: str, content, kind: str, level: str, count: int) -> None:
    given = document(content)
    report = verify_file(sample(name), given, [*bundle(), *others()])
    changed = bytes([report.content[0] ^ 4]) + report.content[1:]
    if given is not None:
        bad = verify_file(sample(name), changed, [*bundle(), *others()])
        assert bad.verdict is Verdict.INVALID and reasons.CONTENT_CHANGED in bad.reasons
    else:
        assert reasons.CONTENT_DIFFERS in verify_file(sample(name), changed).reasons


@pytest.mark.parametrize("name", STAMPS or ["жодної"])
def test_a_real_timestamp_is_signed_by_its_authority(name: str) -> None:
    report = verify_file(sample(f"signatures-2/derived/tst/{name}"), certificates=[*bundle(), *others()])
    if name.startswith("iit_test_ca"):
        assert reasons.NO_CERTIFICATE in report.reasons
    else:
        assert report.signatures[0].sound, report.reasons


def test_every_certificate_of_the_bundle_is_signed_by_one_of_it() -> None:
    certificates = bundle()
    assert len(certificates) == 618
    unproven = [
        one for one in certificates
        if not any(one.may_be_issued_by(other) and one.is_signed_by(other) for other in certificates)
    ]  # fmt: skip
    assert not unproven, [names.first(one.subject, names.COMMON_NAME) for one in unproven]


def test_the_reference_agrees_on_real_keys_of_both_sizes() -> None:
    keys = [one for one in bundle() if isinstance(one.key, DstuKey)][:6]
    for one in keys:
        issuer = next(other for other in bundle() if one.may_be_issued_by(other))
        assert isinstance(issuer.key, DstuKey)
        point = issuer.key.point
        from obih.signatures.crypto.libcrypto import multiplier

        assert multiplier()(point, 3, 5) == by_python(point, 3, 5)


def test_what_certificates_of_test_persons_say() -> None:
    seal = Certificate(sample("signatures/jkurwa/SFS_1.cer"))
    assert seal.edrpou == "39292197"
    person = Certificate(sample("signatures/cryptonite/pkiExample_DSTU4145_M257_PB/userfiz_certificate.cer"))
    assert person.rnokpp == "292431128" and person.is_signed_by(
        Certificate(sample("signatures/cryptonite/pkiExample_DSTU4145_M257_PB/root_certificate.cer"))
    )
    assert Certificate(sample("signatures-2/p7s/dfs_testcert_2017.cer")).rnokpp == "1111111111"
    assert not seal.unreadable and not person.unreadable


def test_fields_and_points_agree_with_vectors_of_another_implementation() -> None:
    from obih.signatures.crypto.curves import CURVES

    f = CURVES[0].field
    for case in json.loads(sample("signatures/vectors/dstu4145/gf2m163_arith.json"))["field_cases"]:
        a, result = int(case["a"], 16), int(case["result"], 16)
        b = int(case.get("b", "0"), 16)
        got = {
            "add": lambda a=a, b=b: a ^ b,
            "multiply": lambda a=a, b=b: f.multiply(a, b),
            "square": lambda a=a: f.square(a),
            "invert": lambda a=a: f.inverse(a),
        }[case["op"]]()
        assert got == result, case


def test_what_is_no_signature_is_told_apart() -> None:
    from obih.signatures.crypto.ber import Malformed

    for name in ("signatures/jkurwa/enc_message.p7", "signatures/cryptonite/ocsp_response.dat", DFS):
        with pytest.raises(Malformed):
            SignedFile(sample(name))
