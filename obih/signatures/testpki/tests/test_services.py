"""Loopback services of the test PKI: they answer as RFC 3161 and RFC 6960 want, and fail as they are told."""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.signer import Digest
from obih.signatures.crypto.timestamps import read_stamp
from obih.signatures.testpki import cast, der
from obih.signatures.testpki.keys import SHA_256
from obih.signatures.testpki.revocation import Answer, certificate_id
from obih.signatures.testpki.services import LIST, OCSP_REPLY, STAMP_REPLY, Services
from obih.signatures.testpki.signatory import NOON

LETTER = cast.LETTER


def asked(url: str, body: bytes | None = None) -> tuple[str, bytes]:
    with urllib.request.urlopen(url, body, timeout=5) as answer:
        return answer.headers["Content-Type"], answer.read()


def stamp_request(data: bytes = LETTER, nonce: int = 77) -> bytes:
    imprint = der.sequence(der.algorithm(SHA_256), der.octets(Digest(SHA_256).of(data)))
    return der.sequence(der.integer(1), imprint, der.integer(nonce), der.boolean(True))


def test_the_timestamp_is_over_what_was_asked_with_the_number_asked() -> None:
    with Services() as services:
        kind, body = asked(f"{services.base}/tsp", stamp_request())
        authority = services.here(cast.TSA).certificate()
    status, token = der.children(body)
    assert kind == STAMP_REPLY and status == der.sequence(der.integer(0))
    stamp = read_stamp(token, "signature", lambda digest: digest.of(LETTER), [])
    assert (stamp.reasons, stamp.at, stamp.authority) == ([], NOON, authority)
    assert der.integer(77) in token and services.asked == ["POST /tsp"]


def test_a_timestamp_over_other_bytes_can_be_asked_for() -> None:
    with Services() as services:
        services.faults.stamps_other_bytes = True
        _, body = asked(f"{services.base}/tsp", stamp_request())
    assert read_stamp(der.children(body)[1], "signature", lambda digest: digest.of(LETTER), []).reasons


def test_the_responder_says_what_it_was_told_of_each_certificate() -> None:
    tbs = der.sequence(der.sequence(der.sequence(certificate_id(cast.HALYNA))))
    with Services() as services:
        kind, good = asked(f"{services.base}/ocsp", der.sequence(tbs))
        services.answers[cast.HALYNA.serial] = Answer(cast.HALYNA, "revoked", NOON)
        _, revoked = asked(f"{services.base}/ocsp", der.sequence(tbs))
    assert kind == OCSP_REPLY and good[:2] == b"\x30\x82"
    identifier = certificate_id(cast.HALYNA)
    assert identifier + der.implicit(0, b"") in good
    assert identifier + der.explicit(1, der.generalized(NOON)) in revoked


def test_certificates_and_lists_lie_where_certificates_say() -> None:
    with Services() as services:
        kind, raw = asked(f"{services.base}/authority.cer")
        assert services.here(cast.HALYNA).certificate().is_signed_by(Certificate(raw))
        assert asked(f"{services.base}/authority.crl")[0] == LIST
        assert asked(f"{services.base}/authority-delta.crl")[0] == LIST
        with pytest.raises(urllib.error.HTTPError):
            asked(f"{services.base}/nowhere")
    assert kind == "application/pkix-cert"
