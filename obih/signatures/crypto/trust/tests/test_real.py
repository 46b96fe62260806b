"""Real signatures, judged with the bundle of all providers and the certificates beside them: what is shown is
VALID, what lacks evidence is INDETERMINATE, and why."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import lru_cache

import pytest

from obih.signatures.crypto import names
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Reason, Verdict
from obih.signatures.crypto.tests.samples import BUNDLE, FOLDER, bundle, sample
from obih.signatures.crypto.timestamps import read_stamp
from obih.signatures.crypto.trust import TrustStore, grounds
from obih.signatures.crypto.trust.crl import HOLD, RevocationList
from obih.signatures.crypto.trust.grounds import AUTHORITY, Defect, Missing, Role, Silence
from obih.signatures.crypto.trust.judging import Judge
from obih.signatures.crypto.trust.links import Link, Links
from obih.signatures.crypto.trust.ocsp import Answer, Response, _identifiers
from obih.signatures.crypto.trust.pins import built_in
from obih.signatures.crypto.trust.sources import Brought
from obih.signatures.crypto.verify import FileReport, verify_file

LIST = "signatures-2/trust_list/tl-ua-2022-04-19.xml"
LIST_SIGNER = "72d5de03c018b70be60b16767637ed584c1143e61b56bd3454ee99cb18f0ecda"
AT = datetime(2026, 11, 22, 18, tzinfo=UTC)
DFS = "signatures-2/p7s/dfs_testcert_content.xml"
FOX = "signatures/uapki/uapki_diia_bes_detached.content"
DOC = "signatures/own_pki/doc.txt"
NO_STATE = {Silence.NONE.of("підписувача"), Silence.NONE.of(AUTHORITY[Role.SIGNER])}
ENDED = {Defect.AUTHORITY_EXPIRED.of(Role.SIGNER), grounds.EXPIRED_UNPROVEN}
NO_STAMPER = {r"Сертифіката служби, що поставила позначку часу, немає."}
NO_ROOT, NO_ISSUER = {Missing.ROOT.of(Role.SIGNER)}, {Missing.ISSUER.of(Role.SIGNER)}
IIT = {*ENDED, Silence.STALE.of("підписувача")}
"""Of this test authority the timestamps are by nobody known, so nothing is proven of the time."""
IIT_STRANGE = {*ENDED, Silence.STRANGER.of("підписувача")}
TABLE = [  # file, document of a detached one, verdict, reasons
    ("signatures/cryptonite/cms1_ecdsa.dat", None, NO_ROOT),
    ("signatures/cryptonite/cms2_ecdsa.dat", None, NO_ROOT),
    ("signatures/cryptonite/cms_ecdsa_2sdata.dat", None, NO_ROOT),
    ("signatures/cryptonite/test_cms.p7s", None, NO_ISSUER),
    ("signatures/jkurwa/message.p7", None, {Missing.FORGED.of(Role.SIGNER)}),
    ("signatures/jkurwa/message_detached.p7", b"123", {Missing.FORGED.of(Role.SIGNER)}),
    ("signatures/own_pki/bes_detached.p7s", DOC, NO_STATE),
    ("signatures/own_pki/seal_detached.p7s", DOC, NO_STATE),
    ("signatures/own_pki/t_attached.p7s", None, NO_STATE),
    ("signatures/uapki/uapki_diia_bes_attached.p7s", None, ENDED | NO_STATE),
    ("signatures/uapki/uapki_diia_bes_custom_attrs.p7s", None, ENDED | NO_STATE),
    ("signatures/uapki/uapki_diia_bes_detached.p7s", FOX, ENDED | NO_STATE),
    ("signatures/uapki/uapki_diia_t_attached.p7s", None, NO_STATE),
    ("signatures-2/p7s/dfs_testcert_attached_ts_2017.p7s", None, ENDED | NO_STATE),
    ("signatures-2/p7s/dfs_testcert_detached_nocert_2017.p7s", DFS, ENDED | NO_STATE),
    ("signatures-2/p7s/dfs_testcert_detached_nocert_ts_2017.p7s", DFS, ENDED | NO_STATE),
    ("signatures-2/p7s/dfs_testcert_detached_ts_2017.p7s", DFS, ENDED | NO_STATE),
    ("signatures-2/p7s/dps_eseal_receipt_cades_t.p7s", None, NO_STATE),
    ("signatures-2/p7s/iit_testca_xlong_2021.p7s", None, IIT | NO_STAMPER),
    ("signatures-2/p7s/iit_testca_xlong_2022.p7s", None, IIT_STRANGE | NO_STAMPER),
    ("signatures-2/p7s/iit_testca_xlong_2023.p7s", None, IIT_STRANGE | NO_STAMPER),
    ("signatures-2/p7s/iit_testca_xlong_nested3.p7s", None, IIT | NO_STAMPER),
    ("signatures-2/p7s/vchasno_test_bes_2023.p7s", None, ENDED | NO_STATE),
    ("signatures-2/p7s/vchasno_test_bes_2024_a.p7s", None, ENDED | NO_STATE),
    ("signatures-2/p7s/vchasno_test_bes_2024_b.p7s", None, ENDED | NO_STATE),
    ("signatures-2/asice/ua-eseal.asice", None, set()),
]


@lru_cache(maxsize=1)
def store() -> TrustStore:
    """The bundle, and certificates that lie beside the samples: single roots there are believed."""
    beside = [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("signatures*/**/*.cer"))]
    return TrustStore.of([("CACertificates.p7b", sample(BUNDLE)), *beside], by_hand=True)


def of_container(name: str) -> tuple[bytes, bytes]:
    """The signature of the real ASiC-E and the manifest it is over."""
    archive = zipfile.ZipFile(io.BytesIO(sample(name)))
    return archive.read("META-INF/signature001.p7s"), archive.read("META-INF/ASiCManifest001.xml")


def judged(name: str, content: str | bytes | None = None, at: datetime = AT) -> FileReport:
    if name.endswith(".asice"):
        data, content = of_container(name)
    else:
        data = sample(name)
        content = sample(content) if isinstance(content, str) else content
    return verify_file(data, content, trust=store(), at=at)


@pytest.mark.parametrize(("name", "content", "reasons"), TABLE, ids=[row[0] for row in TABLE])
def test_a_real_signature_has_its_verdict(name: str, content: str | bytes | None, reasons: set) -> None:
    found = judged(name, content)
    expected = {one.text if isinstance(one, Reason) else one for one in reasons}
    assert {one.text for one in found.reasons} == expected
    assert found.verdict is (Verdict.INDETERMINATE if reasons else Verdict.VALID)


def test_the_real_x_long_rests_on_its_own_answers_and_a_believed_timestamp() -> None:
    (one,) = judged("signatures-2/asice/ua-eseal.asice").signatures
    assert [names.first(each.issuer, names.COMMON_NAME) for each in one.chain] == [
        '"DIIA". Qualified Trust Services Provider',
        "Central certification authority",
        "Central certification authority",
    ]
    assert sum(each.kind == "ocsp" for each in one.evidence) == 3, "on the TSA too, inside its token"
    assert not one.warnings
    assert one.proven_at == datetime(2022, 7, 7, 17, 56, 44, tzinfo=UTC)


def test_with_the_real_trusted_list_of_its_day_the_services_are_known_to_be_granted() -> None:
    beside = [("CACertificates.p7b", sample(BUNDLE)), ("tl.xml", sample(LIST))]
    with_list = TrustStore.of(beside, [*built_in(), LIST_SIGNER])
    data, manifest = of_container("signatures-2/asice/ua-eseal.asice")
    found = verify_file(data, manifest, trust=with_list, at=AT)
    (one,) = found.signatures
    assert found.verdict is Verdict.VALID and one.granted is True and not one.warnings


def test_the_same_seal_is_not_valid_without_its_answers() -> None:
    data, manifest = of_container("signatures-2/asice/ua-eseal.asice")
    spoiled = data.replace(b"20220707175645Z", b"20220707175646Z")
    found = verify_file(spoiled, manifest, trust=store(), at=AT)
    assert found.verdict is not Verdict.VALID


def test_signatures_of_their_day_lack_only_the_state_of_their_certificates() -> None:
    for name, content, day in (
        ("signatures-2/p7s/vchasno_test_bes_2024_a.p7s", None, datetime(2024, 1, 12, 16, tzinfo=UTC)),
        ("signatures/uapki/uapki_diia_bes_detached.p7s", FOX, datetime(2023, 9, 20, tzinfo=UTC)),
        ("signatures-2/p7s/dfs_testcert_attached_ts_2017.p7s", None, datetime(2017, 4, 8, tzinfo=UTC)),
    ):
        assert set(judged(name, content, day).reasons) == NO_STATE


STAMPS = sorted(path.name for path in FOLDER.glob("signatures-2/derived/tst/*.tst"))


@pytest.mark.parametrize("name", STAMPS or ["жодної"])
def test_a_real_timestamp_is_by_an_authority_that_is_believed(name: str) -> None:
    """Thirteen of fourteen authorities; some name their purpose uncritically or beside others."""
    token = sample(f"signatures-2/derived/tst/{name}")
    stamp = read_stamp(token, "signature", None, list(store().certificates))
    stamp.covers = True
    warnings = Judge(store(), AT, Brought()).judge_stamps([stamp])
    assert stamp.trusted is not name.startswith("iit_test_ca"), stamp.reasons
    if stamp.trusted:
        with_its_state = name.startswith("tsa_server_diia_2")
        assert (grounds.WARN_STAMP_STATE in warnings) is not with_its_state


ANSWERS = sorted(path.name for path in FOLDER.glob("signatures-2/derived/ocsp/*.der"))


@pytest.mark.parametrize("name", ANSWERS or ["жодної"])
def test_a_real_answer_of_ocsp_is_by_a_responder_that_may(name: str) -> None:
    response = Response(sample(f"signatures-2/derived/ocsp/{name}"))
    (answer,) = response.answers
    issuer = next(one for one in store().certificates if _is_about(answer, one))
    brought = Brought()
    brought.add_revocation(response.raw)
    judge = Judge(store(), AT, brought)
    problem = judge._witness._response_problem(response, (issuer, issuer), False)
    assert problem is (Silence.STRANGER if "testovyi" in name else None)


def _is_about(answer: Answer, issuer: Certificate) -> bool:
    return (answer.issuer_name_hash, answer.issuer_key_hash) in _identifiers(answer.digest, issuer)


def test_real_lists_of_revoked_ones_are_signed_by_their_authorities() -> None:
    pairs = (
        ("signatures/cryptonite/CZO-Full.crl", "signatures/jkurwa/CZOROOT.cer", 35),
        ("signatures/cryptonite/CZO-Delta.crl", "signatures/jkurwa/CZOROOT.cer", 0),
        ("signatures-2/crl/CA-5358AA45-Full.crl", "signatures-2/crl/CA-Justice-ECDSA-261217.cer", 246),
    )
    for name, by, count in pairs:
        listed, issuer = RevocationList(sample(name)), Certificate(sample(by))
        links = Links({}, lambda one: False, 10)
        signed = listed.algorithm, listed.tbs, listed.signature
        assert links.over("x", signed, issuer) is Link.HOLDS and len(listed) == count


def test_every_link_of_the_bundle_leads_to_a_pinned_root() -> None:
    known = store()
    judge = Judge(known, AT, Brought(), signers=10_000)
    for one in bundle():
        path, _ = judge._ways(one, Role.SIGNER, one.not_before)[0]
        assert path, names.first(one.subject, names.COMMON_NAME)


def test_a_witness_of_real_lists_knows_who_was_on_hold_when() -> None:
    listed = RevocationList(sample("signatures-2/crl/CA-5358AA45-Full.crl"))
    history = listed.history(0x5358AA454903301404000000010D0500CBD30B00)
    assert [one.reason for one in history] == [HOLD, 0]
