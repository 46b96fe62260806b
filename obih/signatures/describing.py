"""The report on a file of signatures as data (for programs) and as lines (for people)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from obih.signatures.crypto import hashes, names
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.keys import KeyProblem, UnsupportedAlgorithm
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import CADES, Document, FileReport, SignatureReport
from obih.signatures.crypto.sources import size_of
from obih.signatures.crypto.timestamps import Stamp
from obih.signatures.crypto.trust.evidence import Evidence

VERDICTS = {
    Verdict.VALID: "підпис дійсний",
    Verdict.INVALID: "підпис недійсний",
    Verdict.INDETERMINATE: "дійсність не встановлено",
}
TECHNICAL = (
    "Це технічний звіт: він не замінює перевірки засобом із експертним висновком. "
    "Офіційна перевірка — на сайті Центрального засвідчувального органу (czo.gov.ua)."
)
TITLES = (
    ("Підписувач", "name"),
    ("Посада", "title"),
    ("Установа", "organization"),
    ("РНОКПП", "rnokpp"),
    ("ЄДРПОУ", "edrpou"),
    ("УНЗР", "unzr"),
)
STAMPS = {"content": "вміст", "signature": "підпис", "archive": "усі докази"}
STATES = {"ocsp": "відповідь OCSP", "crl": "список відкликаних"}


def as_data(report: FileReport) -> dict[str, Any]:
    """Everything the report says, for JSON; moments in ISO 8601."""
    return {
        "verdict": report.verdict.value,
        "reasons": [_reason(one) for one in report.reasons],
        "form": report.form,
        "experimental": report.experimental,
        "detached": report.detached,
        "content_bytes": None if report.content is None else size_of(report.content),
        "warnings": report.warnings,
        "at": _iso(report.at),
        "trust": report.trust_version or None,
        "signatures": [_signature(one) for one in report.signatures],
        "documents": [
            {"name": one.name, "bytes": one.size, "sha256": one.sha256, "signed_by": one.signed_by}
            for one in report.documents
        ],
        "parts": [{"name": name, "report": as_data(part)} for name, part in report.parts],
        "inner": as_data(report.inner) if report.inner else None,
    }


def as_lines(report: FileReport, layer: int = 1, first: int = 1) -> Iterator[str]:
    """The same for people, in Ukrainian; signatures of all layers are numbered from `first` on."""
    if layer == 1:
        yield f"{report.verdict.value} — {VERDICTS[report.verdict]}"
    yield _form(report) + (f" (шар {layer})" * (layer > 1))
    yield from (f"  Увага: {warning}" for warning in report.warnings)
    yield from (f"  {_document(one, first)}" for one in report.documents)
    for number, one in enumerate(report.signatures, first):
        yield ""
        yield f"Підпис {number}: {one.verdict.value} — {VERDICTS[one.verdict]}"
        yield from (f"  {line}" for line in _lines(one))
    if report.inner:
        yield ""
        yield "Підписаний документ сам є файлом підпису:"
        yield from as_lines(report.inner, layer + 1, first + len(report.signatures))
    following = first + len(report.signatures) + (len(report.inner.all_signatures()) if report.inner else 0)
    for name, part in report.parts:
        yield ""
        yield f"Файл «{name}»: {part.verdict.value} — {VERDICTS[part.verdict]}"
        yield from as_lines(part, layer + 1, following)
        following += len(part.all_signatures())
    if layer == 1:
        yield ""
        yield TECHNICAL


def _form(report: FileReport) -> str:
    kind = "відокремлений" if report.detached else "разом із документом"
    shown = f"Файл підпису {kind}" if report.form == CADES else f"Форма: {report.form}"
    proven = ", перевірено лише на власних зразках цієї форми" if report.experimental else ""
    return f"{shown}, підписів: {len(report.all_signatures())}{proven}"


def _document(one: Document, first: int) -> str:
    numbers = ", ".join(str(first - 1 + number) for number in one.signed_by)
    covered = f"підписано (підпис {numbers})" if numbers else "не підписано"
    return f"Документ «{one.name}», {one.size} Б, SHA-256 {one.sha256}: {covered}"


def _lines(one: SignatureReport) -> Iterator[str]:
    if one.certificate is not None:
        yield from _about(one.certificate)
        yield f"Алгоритм: {key_name(one.certificate)}, {hashes.name_of(one.signer.digest.identifier)}"
    yield f"Рівень: {one.signer.level}" + (f", у контейнері: {one.place}" if one.place else "")
    if one.claimed_at:
        yield f"Час за словами підписувача: {_shown(one.claimed_at)}"
    for stamp in one.stamps:
        believed = ", службі довіряють" if stamp.trusted else ""
        yield f"Позначка часу на {STAMPS[stamp.kind]}: {_shown(stamp.at)}, {_authority(stamp)}{believed}"
    if one.proven_at:
        yield f"Доведено, що підпис уже був: {_shown(one.proven_at)}"
    if one.chain:
        yield "Ланцюг: " + " ← ".join(names.first(each.subject, names.COMMON_NAME) for each in one.chain)
    if one.granted is not None:
        yield f"Служба надавача за довірчим списком: {'кваліфікована' if one.granted else 'без статусу'}"
    for each in one.evidence:
        if each.kind in STATES and one.certificate is not None and each.about == one.certificate.sha256:
            yield f"Стан сертифіката: {STATES[each.kind]} від {_shown(each.at)}"
    if one.sound:
        yield "Підписані дані не змінено: підпис їм відповідає."
    yield from (f"Причина: {reason.text} [{reason.code}]" for reason in dict.fromkeys(one.reasons))
    yield from (f"Увага: {warning}" for warning in one.warnings)
    for inner in one.countersignatures:
        yield f"Засвідчено ще одним підписом: {inner.verdict.value}"


def _about(certificate: Certificate) -> Iterator[str]:
    about = subject(certificate)
    yield from (f"{title}: {about[key]}" for title, key in TITLES if about[key])
    yield f"Вид: {certificate.kind.name}"
    yield f"Сертифікат: {certificate.serial:X}, видав {names.first(certificate.issuer, names.COMMON_NAME)}"
    yield f"Чинний: {_shown(certificate.not_before)} – {_shown(certificate.not_after)}"


def subject(certificate: Certificate) -> dict[str, str]:
    """Who a certificate is about: person, post, institution, the three codes; empty where it is silent."""
    given = certificate.subject
    full = f"{names.first(given, names.SURNAME)} {names.first(given, names.GIVEN_NAME)}".strip()
    return {
        "name": full or names.first(given, names.COMMON_NAME),
        "common_name": names.first(given, names.COMMON_NAME),
        "title": names.first(given, names.TITLE),
        "organization": names.first(given, names.ORGANIZATION),
        "unit": names.first(given, names.UNIT),
        "rnokpp": certificate.rnokpp,
        "edrpou": certificate.edrpou,
        "unzr": certificate.ukrainian.get("unzr", ""),
    }


def key_name(certificate: Certificate) -> str:
    """The algorithm of its key, or why it cannot be read."""
    try:
        return certificate.key.name
    except (KeyProblem, UnsupportedAlgorithm) as problem:
        return str(problem)


def _signature(one: SignatureReport) -> dict[str, Any]:
    signer = one.signer
    return {
        "verdict": one.verdict.value,
        "reasons": [_reason(reason) for reason in dict.fromkeys(one.reasons)],
        "sound": one.sound,
        "warnings": one.warnings,
        "level": signer.level,
        "place": one.place,
        "digest": hashes.name_of(signer.digest.identifier),
        "signature_algorithm": signer.algorithm.identifier,
        "claimed_at": _iso(one.claimed_at),
        "proven_at": _iso(one.proven_at),
        "judged_at": _iso(one.judged_at),
        "service_granted": one.granted,
        "certificate": None if one.certificate is None else _certificate(one.certificate),
        "timestamps": [
            {
                "over": stamp.kind,
                "at": _iso(stamp.at),
                "policy": stamp.policy,
                "trusted": stamp.trusted,
                "authority": None if stamp.authority is None else _certificate(stamp.authority),
                "reasons": [_reason(reason) for reason in stamp.reasons],
            }
            for stamp in one.stamps
        ],
        "chain": [_certificate(each) for each in one.chain],
        "evidence": [_evidence(each) for each in one.evidence],
        "countersignatures": [_signature(inner) for inner in one.countersignatures],
    }


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "about": one.about,
        "at": _iso(one.at),
        "sha256": hashlib.sha256(one.raw).hexdigest(),
        "bytes": len(one.raw),
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "subject": subject(certificate),
        "issuer": names.first(certificate.issuer, names.COMMON_NAME),
        "serial": f"{certificate.serial:X}",
        "sha256": certificate.sha256,
        "not_before": _iso(certificate.not_before),
        "not_after": _iso(certificate.not_after),
        "kind": certificate.kind.code,
        "kind_name": certificate.kind.name,
        "key": key_name(certificate),
    }


def _reason(reason: Any) -> dict[str, str]:
    return {"code": reason.code, "text": reason.text}


def _authority(stamp: Stamp) -> str:
    if stamp.authority is None:
        return "служба невідома"
    return names.first(stamp.authority.subject, names.COMMON_NAME)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _shown(moment: datetime | None) -> str:
    return "невідомо" if moment is None else moment.strftime("%d.%m.%Y %H:%M:%S UTC")
