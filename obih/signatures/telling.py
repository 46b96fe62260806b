"""The library’s report on a file put into plain facts (`findings.py`)."""

from __future__ import annotations

from collections.abc import Iterable

from obih.signatures import describing
from obih.signatures.crypto import hashes, names
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.reasons import Reason, Verdict, overall
from obih.signatures.crypto.report import FileReport, SignatureReport
from obih.signatures.findings import (
    LONGEST,
    MOST_EVIDENCE_BYTES,
    MOST_SIGNATURES,
    Covered,
    Finding,
    Link,
    Proof,
    Said,
    Signed,
)


def finding_of(report: FileReport, place: int, document: int | None = None) -> Finding:
    """The finding of the file at this place; `document` is the place of what it was verified over."""
    return Finding(
        place=place,
        document=document,
        verdict=report.verdict.value,
        form=report.form[:60],
        is_detached=report.detached,
        is_experimental=report.experimental,
        documents=tuple(
            Covered(each.name[:LONGEST], each.size, each.sha256, bool(each.signed_by))
            for each in report.documents[:MOST_SIGNATURES]
        ),
        reasons=_reasons(report.reasons),
        warnings=tuple(each[:LONGEST] for each in report.warnings[:MOST_SIGNATURES]),
        signatures=tuple(_layers(report))[:MOST_SIGNATURES],
    )


def _layers(report: FileReport, layer: int = 1, inside: str = "") -> Iterable[Signed]:
    """Signatures of the file, then those of signed files inside it."""
    for one in report.signatures:
        yield signed_of(one, layer, inside)
    if report.inner is not None:
        yield from _layers(report.inner, layer + 1, inside)
    for name, part in report.parts:
        yield from _layers(part, layer + 1, name)


def signed_of(one: SignatureReport, layer: int = 1, inside: str = "") -> Signed:
    """One signature in plain facts; countersignatures are told as warnings."""
    common = Signed(
        verdict=one.verdict.value,
        is_sound=one.sound,
        layer=layer,
        inside=inside[:LONGEST],
        reasons=_reasons(one.reasons),
        warnings=tuple(_warnings(one)),
        claimed_at=one.claimed_at,
        proven_at=one.proven_at,
        has_stamp=any(overall(each.reasons) is not Verdict.INVALID for each in one.stamps),
        level=one.signer.level,
        chain=tuple(_link(each) for each in one.chain),
        proofs=tuple(_proofs(one)),
    )
    return common if one.certificate is None else _with_certificate(common, one, one.certificate)


def _with_certificate(common: Signed, one: SignatureReport, certificate: Certificate) -> Signed:
    about = describing.subject(certificate)
    told = vars(common) | {
        "kind": certificate.kind.code,
        "kind_name": certificate.kind.name,
        "is_seal": certificate.is_seal,
        "signer_name": _person(certificate, about),
        "signer_title": about["title"],
        "organisation": about["organization"],
        "unit": about["unit"],
        "edrpou": about["edrpou"],
        "rnokpp": about["rnokpp"],
        "unzr": about["unzr"],
        "issuer": names.first(certificate.issuer, names.COMMON_NAME),
        "serial": f"{certificate.serial:X}",
        "certificate_sha256": certificate.sha256,
        "certificate_from": certificate.not_before,
        "certificate_until": certificate.not_after,
        "algorithm": f"{describing.key_name(certificate)}, {hashes.name_of(one.signer.digest.identifier)}",
    }
    return Signed(**told)


def _person(certificate: Certificate, about: dict[str, str]) -> str:
    """A person has a surname; of a seal the common name, mostly that of the institution, is told."""
    return about["name"] if not certificate.is_seal else about["common_name"]


def _reasons(found: Iterable[Reason]) -> tuple[Said, ...]:
    return tuple(Said(each.code, each.text, each.verdict.value) for each in dict.fromkeys(found))


def _warnings(one: SignatureReport) -> Iterable[str]:
    yield from (each[:LONGEST] for each in one.warnings)
    for inner in one.countersignatures:
        who = describing.subject(inner.certificate)["name"] if inner.certificate else "невідомо хто"
        yield f"Цей підпис засвідчено ще одним: {who}, {describing.VERDICTS[inner.verdict]}"[:LONGEST]


def _link(certificate: Certificate) -> Link:
    given = certificate.subject
    name = names.first(given, names.COMMON_NAME) or names.first(given, names.ORGANIZATION)
    return Link(name[:LONGEST], f"{certificate.serial:X}"[:80], certificate.not_before, certificate.not_after)


def _proofs(one: SignatureReport) -> Iterable[Proof]:
    """Its evidence, as much as is kept; larger lists of revoked ones stay in the trust material alone."""
    told = [*one.chain, *(each.authority for each in one.stamps if each.authority)]
    known = {each.sha256: names.first(each.subject, names.COMMON_NAME) for each in told}
    room = MOST_EVIDENCE_BYTES
    for each in one.evidence:
        room -= len(each.raw)
        if room < 0:
            return
        yield Proof(each.kind, each.raw, known.get(each.about, each.about)[:LONGEST], each.at)
