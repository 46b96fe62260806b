"""Questions to services of trust, and answers that are not to our question."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asn1crypto import ocsp, tsp
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures.crypto import hashes
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.evidence import answers, asking, services
from obih.signatures.crypto.evidence.answers import AnswerRefused
from obih.signatures.crypto.evidence.elements import (
    algorithm,
    element,
    identifier,
    members,
    number,
    octets,
)
from obih.signatures.crypto.signer import SHA_1, SHA_256
from obih.signatures.crypto.tests.samples import FOLDER, bundle, sample
from obih.signatures.crypto.timestamps import TST_INFO
from obih.signatures.testpki.cades import cms, signer_info
from obih.signatures.testpki.cast import AUTHORITY, HALYNA, LETTER, ROOT, TSA
from obih.signatures.testpki.keys import GOST_SIGNATURE
from obih.signatures.testpki.signatory import NOON

RANDOM = bytes(range(1, 17))
STAMP = asking.about_bytes(LETTER, hashes.GOST_34311, RANDOM)
STATUS = asking.about_certificate(HALYNA.certificate(), AUTHORITY.certificate(), RANDOM)


def time(moment: datetime) -> bytes:
    return element(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


def token(question: asking.StampQuestion = STAMP, nonce: int | None = -1, at: datetime = NOON) -> bytes:
    imprint = element(0x30, algorithm(question.digest), octets(question.imprint))
    carried = b"" if nonce is None else number(question.nonce if nonce == -1 else nonce)
    info = element(0x30, number(1), identifier("1.2.3"), imprint, number(9), time(at), carried)
    return cms([signer_info(TSA, info, content_type=TST_INFO)], info, [TSA], content_type=TST_INFO)


def stamp_answer(inside: bytes, status: bytes = b"\x02\x01\x00") -> bytes:
    return element(0x30, element(0x30, status), inside)


def status_answer(
    question: asking.StatusQuestion = STATUS, state: bytes = b"\x80\x00", nonce: bytes | None = b"",
    this: datetime = NOON, produced: datetime = NOON, until: datetime | None = None,
) -> bytes:  # fmt: skip
    later = b"" if until is None else element(0xA0, time(until))
    single = element(0x30, question.about.encoded, state, time(this), later)
    extension = element(0x30, identifier(asking.OCSP_NONCE), octets(octets(nonce or question.nonce)))
    extensions = b"" if nonce is None else element(0xA1, element(0x30, extension))
    responder = element(0xA2, octets(bytes(20)))
    data = element(0x30, responder, time(produced), element(0x30, single), extensions)
    basic = element(0x30, data, algorithm(GOST_SIGNATURE), element(0x03, b"\0" + bytes(64)))
    return element(
        0x30, b"\x0a\x01\x00", element(0xA0, element(0x30, identifier(asking.OCSP_BASIC), octets(basic)))
    )


def test_the_question_for_a_timestamp_reads_as_the_standard_says() -> None:
    question = asking.about_bytes(LETTER, SHA_256, RANDOM)
    read: Any = tsp.TimeStampReq.load(question.encoded, strict=True).native
    assert read["message_imprint"]["hash_algorithm"]["algorithm"] == "sha256"
    assert read["message_imprint"]["hashed_message"] == hashes.digest(SHA_256, LETTER)
    assert read["nonce"] == question.nonce > 0 and read["cert_req"] is True


def test_the_question_about_a_certificate_reads_as_the_standard_says() -> None:
    question = asking.StatusQuestion(
        asking.CertificateId.of(HALYNA.certificate(), AUTHORITY.certificate(), SHA_1), RANDOM
    )
    read: Any = ocsp.OCSPRequest.load(question.encoded, strict=True).native["tbs_request"]
    assert read["request_list"][0]["req_cert"]["serial_number"] == HALYNA.serial
    assert read["request_extensions"][0]["extn_value"] == RANDOM


def test_certificates_of_ukrainian_keys_are_asked_for_by_gost_34311() -> None:
    assert STATUS.about.digest == hashes.GOST_34311


def test_real_services_know_certificates_by_the_same_identifiers() -> None:
    """Each answer of a real provider is about a certificate whose issuer in the bundle has these hashes."""
    folder = FOLDER / "signatures-2" / "derived" / "ocsp"
    if not folder.exists():
        pytest.skip("справжніх зразків тут немає")
    known = [
        *bundle(),
        *(Certificate(one.read_bytes()) for one in (folder.parent / "provider_certs").glob("*")),
    ]
    for path in sorted(folder.glob("*.der")):
        data = members(members(path.read_bytes())[0])
        responses = next(one for one in data if one[:1] == b"\x30")
        chosen, _, key, _ = members(members(members(responses)[0])[0])
        digest = answers.dotted(members(chosen)[0])
        hashed = answers.split(key)[0]
        (issuer, *_) = [one for one in known if hashes.digest(digest, asking.key_bits(one)) == hashed]
        assert asking.usual_digest(issuer) == digest, path.name


def test_an_answer_to_our_question_gives_the_token() -> None:
    assert answers.token_of(stamp_answer(token()), STAMP, NOON) == token()
    assert answers.token_of(stamp_answer(token(), b"\x02\x01\x01"), STAMP, NOON) == token()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (stamp_answer(token(asking.about_bytes(b"else", hashes.GOST_34311, RANDOM))), "інших даних"),
        (stamp_answer(token(asking.about_bytes(LETTER, SHA_256, RANDOM))), "інших даних"),
        (stamp_answer(token(nonce=5)), "не на наш запит"),
        (stamp_answer(token(nonce=None)), "не на наш запит"),
        (stamp_answer(token(at=NOON - timedelta(hours=1))), "годинником"),
        (stamp_answer(b""), "без позначки"),
        (stamp_answer(token())[:-4], "не читається"),
        (stamp_answer(token()) + b"more", "без позначки"),
        (stamp_answer(cms([signer_info(TSA, LETTER)], LETTER, [])), "не позначкою"),
        (stamp_answer(b"", b"\x02\x01\x02\x03\x02\x07\x80"), "алгоритм гешування"),
        (stamp_answer(b"", b"\x02\x01\x02"), "відмовила."),
        (b"<html>", "не читається"),
        (b"", "не читається"),
    ],
)
def test_another_answer_than_asked_for_is_refused_with_a_sentence(answer: bytes, said: str) -> None:
    with pytest.raises(AnswerRefused, match=said):
        answers.token_of(answer, STAMP, NOON)


def test_what_a_service_says_of_a_certificate_is_read() -> None:
    good = answers.status_of(status_answer(), STATUS, NOON)
    assert good.state == answers.GOOD and good.this_update == NOON and good.revoked_at is None
    assert members(good.basic)[0] in status_answer()
    reason = element(0xA0, b"\x0a\x01\x01")
    revoked = answers.status_of(status_answer(state=element(0xA1, time(NOON), reason)), STATUS, NOON)
    assert revoked.state == answers.REVOKED and revoked.revoked_at == NOON
    unknown = answers.status_of(status_answer(state=b"\x82\x00", until=NOON), STATUS, NOON)
    assert unknown.state == answers.UNKNOWN and unknown.next_update == NOON
    fresh = answers.status_of(status_answer(nonce=None), STATUS, NOON)
    assert fresh.produced_at == NOON


OTHER = asking.about_certificate(TSA.certificate(), ROOT.certificate(), RANDOM)
LONG_AGO = NOON - timedelta(days=3)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (status_answer(OTHER), "іншого сертифіката"),
        (status_answer(nonce=b"0123456789abcdef"), "не на наш запит"),
        (status_answer(nonce=None, produced=LONG_AGO), "давня"),
        (status_answer(until=LONG_AGO), "не чинна"),
        (status_answer(this=NOON + timedelta(hours=2)), "не чинна"),
        (b"\x30\x03\x0a\x01\x03", "пізніше"),
        (b"\x30\x03\x0a\x01\x09", "відмовила."),
        (status_answer().replace(identifier(asking.OCSP_BASIC), identifier("1.3.6.1.5.5.7.48.1.9")), "видом"),
        (status_answer(state=b"\x85\x00"), "не читається"),
        (b"nonsense", "не читається"),
    ],
)
def test_another_status_than_asked_for_is_refused_with_a_sentence(answer: bytes, said: str) -> None:
    with pytest.raises(AnswerRefused, match=said):
        answers.status_of(answer, STATUS, NOON)


GOOD_ANSWERS = (
    (stamp_answer(token()), answers.token_of, STAMP),
    (status_answer(), answers.status_of, STATUS),
)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_rubbish_is_refused_and_breaks_nothing(noise: bytes, place: int) -> None:
    for good, read, question in GOOD_ANSWERS:
        for bad in (noise, good[:place] + noise + good[place + len(noise) :]):
            try:
                read(bad, question, NOON)
            except AnswerRefused as refusal:
                assert str(refusal).endswith(".")


def test_services_are_those_that_certificates_name() -> None:
    sample("signatures/ca_bundle/CACertificates.p7b")
    hosts = services.known_hosts(bundle())
    assert {"ca.informjust.ua:80", "czo.gov.ua:80"} <= hosts and len(hosts) > 10
    addresses = {address for one in bundle() for address in services.status_addresses(one)}
    assert any("ocsp" in address for address in addresses)
    assert any(services.list_addresses(one) for one in bundle())


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://ca.informjust.ua/services/ocsp/", "ca.informjust.ua:80"),
        ("https://CZO.gov.ua./x", "czo.gov.ua:443"),
        ("http://czo.gov.ua:8080/", "czo.gov.ua:8080"),
        ("ftp://czo.gov.ua/", ""),
        ("http://me@czo.gov.ua/", ""),
        ("http://czo.gov.ua\\@evil/", ""),
        ("http://чзо.укр/", ""),
        ("http:///x", ""),
        ("http://a:99999/", ""),
        ("http://a/" + "x" * 600, ""),
    ],
)
def test_only_plain_addresses_are_services(address: str, host: str) -> None:
    assert services.host_of(address) == host


def test_a_trusted_list_names_services_too() -> None:
    raw = b"<tsl:ServiceSupplyPoint xml:lang='uk'> http://tsp.example.ua/tsp </tsl:ServiceSupplyPoint>"
    assert services.known_hosts([], [raw]) == {"tsp.example.ua:80"}
    assert NOON.tzinfo is UTC
