"""Answers of services of trust: is this an answer, a good one, and to our question?

Whose signature is under it is not looked at here: a token and a response are verified like any other evidence
once they are in the file (`verify_file`). What is refused here is refused with a sentence for people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import core

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.evidence.asking import (
    OCSP_BASIC,
    OCSP_NONCE,
    CertificateId,
    StampQuestion,
    StatusQuestion,
)
from obih.signatures.crypto.evidence.elements import dotted, members, split
from obih.signatures.crypto.signer import read_digest
from obih.signatures.crypto.structures import MISREAD, TstInfo
from obih.signatures.crypto.timestamps import TST_INFO

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock of a service may be from ours."""
STAMP_REFUSALS = {  # PKIFailureInfo of RFC 3161, 2.4.2
    0: "алгоритм гешування їй невідомий",
    2: "запит їй незрозумілий",
    5: "дані запиту хибні",
    14: "її годинник не працює",
    15: "такої політики в неї немає",
    16: "розширення запиту їй невідомі",
    17: "додаткових даних вона не має",
    25: "вона несправна",
}
STATUS_REFUSALS = {  # OCSPResponseStatus of RFC 6960, 4.2.1
    1: "запит їй незрозумілий",
    2: "вона несправна",
    3: "просить спитати пізніше",
    5: "вимагає підписаного запиту",
    6: "вона не відповідає нам",
}
GOOD, REVOKED, UNKNOWN = "good", "revoked", "unknown"


class AnswerRefused(ValueError):
    """The answer is none, says no, or is not to our question; the sentence says which."""


@dataclass(frozen=True)
class Status:
    """What a response says of the certificate asked about; `basic` is the BasicOCSPResponse as it came."""

    basic: bytes
    state: str
    this_update: datetime
    next_update: datetime | None
    produced_at: datetime
    revoked_at: datetime | None = None


def token_of(answer: bytes, question: StampQuestion, now: datetime) -> bytes:
    """The TimeStampToken of a TimeStampResp, made just now over our bytes. Raises AnswerRefused."""
    try:
        raw, rest = ber.definite(answer)
        parts = members(raw)
        _look_at_stamp_status(parts[0])
        if rest or len(parts) != 2:
            raise AnswerRefused("Служба позначок часу відповіла без позначки.")
        _look_at_token(parts[1], question, now)
    except AnswerRefused:
        raise
    except (Malformed, *MISREAD) as problem:
        raise AnswerRefused("Відповідь служби позначок часу не читається.") from problem
    return parts[1]


def _look_at_stamp_status(raw: bytes) -> None:
    parts = members(raw)
    status = _integer(parts[0])
    if status in (0, 1):
        return
    flags = [one for one in parts[1:] if one[:1] == b"\x03"]
    bits = core.BitString.load(flags[0]).native if flags else ()
    said = next((text for bit, text in STAMP_REFUSALS.items() if bit < len(bits) and bits[bit]), "")
    raise AnswerRefused(f"Служба позначок часу відмовила{f': {said}' if said else ''}.")


def _look_at_token(token: bytes, question: StampQuestion, now: datetime) -> None:
    signed = SignedFile(token)
    if signed.content_type != TST_INFO or signed.content is None:
        raise AnswerRefused("Служба позначок часу відповіла не позначкою.")
    info = TstInfo.load(signed.content)
    imprint = info["message_imprint"]
    if (
        read_digest(imprint["hash_algorithm"]).identifier != question.digest
        or bytes(imprint["hashed_message"].native) != question.imprint
    ):
        raise AnswerRefused("Позначка часу стосується інших даних, ніж ми питали.")
    if info["nonce"].native != question.nonce:
        raise AnswerRefused("Позначка часу — відповідь не на наш запит.")
    moment: datetime = info["gen_time"].native
    if abs(_aware(moment) - now) > CLOCKS_DIFFER:
        raise AnswerRefused("Час у позначці розходиться з нашим годинником.")


def status_of(answer: bytes, question: StatusQuestion, now: datetime) -> Status:
    """What an OCSPResponse says, made just now for our question. Raises AnswerRefused.

    A responder may leave the nonce out (RFC 6960, 4.4.1); then only a response that is fresh passes.
    """
    try:
        basic = basic_of(answer)
        found, nonce = read_status(basic, question.about)
    except AnswerRefused:
        raise
    except (Malformed, *MISREAD) as problem:
        raise AnswerRefused("Відповідь служби статусу сертифікатів не читається.") from problem
    if found is None:
        raise AnswerRefused("Відповідь про статус стосується іншого сертифіката.")
    if nonce is not None and nonce != question.nonce:
        raise AnswerRefused("Відповідь про статус — не на наш запит.")
    fresh = now - CLOCKS_DIFFER <= found.produced_at <= now + CLOCKS_DIFFER
    if nonce is None and not fresh:
        raise AnswerRefused("Відповідь про статус — давня, а не на наш запит.")
    if found.this_update > now + CLOCKS_DIFFER or (found.next_update or now) < now - CLOCKS_DIFFER:
        raise AnswerRefused("Відповідь про статус уже не чинна або ще не чинна.")
    return found


def basic_of(answer: bytes) -> bytes:
    """The BasicOCSPResponse of an OCSPResponse. Raises AnswerRefused, Malformed."""
    raw, _ = ber.definite(answer)
    parts = members(raw)
    status = parts[0][2] if parts[0][:2] == b"\x0a\x01" else 99
    if status != 0:
        said = STATUS_REFUSALS.get(status, "")
        raise AnswerRefused(f"Служба статусу сертифікатів відмовила{f': {said}' if said else ''}.")
    kind, body = members(members(parts[1])[0])
    if dotted(kind) != OCSP_BASIC:
        raise AnswerRefused("Служба статусу сертифікатів відповіла невідомим видом відповіді.")
    return split(body)[0]


def read_status(basic: bytes, about: CertificateId) -> tuple[Status | None, bytes | None]:
    """(what it says of this certificate, the nonce it carries). Raises Malformed, ValueError, TypeError."""
    data = members(members(basic)[0])
    nonce = None
    if data[-1][:1] == b"\xa1" and len(data) > 3:
        nonce = _nonce(members(members(data.pop())[0]))
    responses = data.pop()
    produced_at = _moment(data.pop())
    for single in members(responses):
        parts = members(single)
        if _is_about(parts[0], about):
            return _status(basic, parts, produced_at), nonce
    return None, nonce


def _status(basic: bytes, parts: list[bytes], produced_at: datetime) -> Status:
    states = {0x80: GOOD, 0xA1: REVOKED, 0x82: UNKNOWN}
    tag = parts[1][0]
    if tag not in states:
        raise Malformed("невідомий статус сертифіката")
    revoked_at = _moment(members(parts[1])[0]) if tag == 0xA1 else None
    later = next((one for one in parts[3:] if one[:1] == b"\xa0"), None)
    next_update = _moment(members(later)[0]) if later else None
    return Status(basic, states[tag], _moment(parts[2]), next_update, produced_at, revoked_at)


def _is_about(raw: bytes, about: CertificateId) -> bool:
    algorithm, name, key, serial = members(raw)
    return (
        dotted(members(algorithm)[0]) == about.digest
        and split(name)[0] == about.name_hash
        and split(key)[0] == about.key_hash
        and _integer(serial) == about.serial
    )


def _nonce(extensions: list[bytes]) -> bytes | None:
    for one in extensions:
        parts = members(one)
        if dotted(parts[0]) == OCSP_NONCE:
            value = split(parts[-1])[0]
            whole = value[:1] == b"\x04" and len(value) > 1 and value[1] == len(value) - 2
            return value[2:] if whole else value
    return None


def _integer(raw: bytes) -> int:
    return int(core.Integer.load(raw).native)


def _moment(raw: bytes) -> datetime:
    moment: datetime = core.GeneralizedTime.load(raw).native
    return _aware(moment)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
