"""What was found, in words: who, when, whether a byte changed, and why one may believe it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from obih.signatures.findings import Finding, Link, Said, Signed
from obih.signatures.vocabulary import EvidenceKind, VerdictWord
from obih.ui.words import short_date

OFFICIAL = "https://czo.gov.ua/verify"
TECHNICAL = (
    "Це технічний звіт: програма перевіряє математику підпису, сертифікати й докази, але вона не є засобом "
    "із експертним висновком. Офіційна перевірка — на сайті Центрального засвідчувального органу, czo.gov.ua."
)
EXPERIMENTAL = (
    "Підписи такого виду перевіряємо на власних зразках: висновок попередній, звірте його на czo.gov.ua."
)


@dataclass(frozen=True)
class Words:
    """One signature as people read it, the plain facts beside."""

    signed: Signed
    who: str
    about: str
    """Post and institution."""
    verdict: str
    state: str
    """For the chip and the frame: ok, warn, late."""
    when: str
    unchanged: str
    why: tuple[str, ...]
    """Why one may believe it; of an open or false one what is missing or wrong."""
    details: tuple[tuple[str, str], ...]
    chain: tuple[Link, ...]
    proofs: tuple[str, ...]


@dataclass(frozen=True)
class FileWords:
    """One file of signatures as people read it."""

    name: str
    document: str
    verdict: str
    state: str
    problem: str
    form: str
    is_experimental: bool
    warnings: tuple[str, ...]
    documents: tuple[str, ...]
    signatures: tuple[Words, ...]


STATES = {"VALID": "ok", "INVALID": "late", "INDETERMINATE": "warn"}


def file_words(finding: Finding, names: Sequence[str]) -> FileWords:
    """A finding in words; `names` are those of the files it speaks of by their places."""
    verdict = "Файл не читається" if finding.problem else verdict_words(finding.verdict, finding.signatures)
    return FileWords(
        name=names[finding.place],
        document="" if finding.document is None else names[finding.document],
        verdict=verdict,
        state=STATES.get(finding.verdict, "late" if finding.problem else ""),
        problem=finding.problem,
        form=finding.form,
        is_experimental=finding.is_experimental,
        warnings=finding.warnings,
        documents=tuple(
            f"{each.name}{'' if each.is_signed else ' — не підписано'}"
            for each in finding.documents
            if not finding.is_detached
        ),
        signatures=tuple(words_of(each) for each in finding.signatures),
    )


def verdict_words(verdict: str, signatures: Sequence[Signed]) -> str:
    """The title of a report: «Підпис дійсний», «Підписи дійсні», «Печатка недійсна»."""
    if not signatures:
        return "Підписів у файлі немає"
    several, seals = len(signatures) > 1, all(each.is_seal for each in signatures)
    what = ("Печатки" if several else "Печатка") if seals else ("Підписи" if several else "Підпис")
    ending = "дійсні" if several else "дійсна" if seals else "дійсний"
    if verdict == VerdictWord.VALID:
        return f"{what} {ending}"
    if verdict == VerdictWord.INDETERMINATE:
        return "Дійсність не встановлено"
    mixed = any(each.verdict != VerdictWord.INVALID for each in signatures)
    return f"Не всі {what.lower()} дійсні" if mixed else f"{what} не{ending}"


def words_of(one: Signed) -> Words:
    """One signature in words."""
    about = ", ".join(each for each in (one.signer_title, one.unit, _institution(one)) if each)
    return Words(
        signed=one,
        who=one.common_name or "Невідомо хто",
        about=about,
        verdict=verdict_words(one.verdict, [one]).lower(),
        state=STATES[one.verdict],
        when=when(one),
        unchanged=_unchanged(one),
        why=tuple(_why(one)),
        details=tuple(details(one)),
        chain=one.chain,
        proofs=tuple(_proofs(one)),
    )


def _institution(one: Signed) -> str:
    return "" if one.is_seal and one.organisation == one.signer_name else one.organisation


def when(one: Signed) -> str:
    """When it was signed, and whether that is proven."""
    if one.proven_at:
        return f"{moment(one.proven_at)}, за позначкою часу"
    if one.claimed_at:
        word = "позначку часу ще не перевірено" if one.has_stamp else "позначки часу немає"
        return f"{moment(one.claimed_at)}, за словами підписувача; {word}"
    return "Час невідомий"


def moment(at: datetime) -> str:
    """20.11.2026 о 14:00:05, in local time."""
    local = timezone.localtime(at)
    return f"{short_date(local.date())} о {local:%H:%M:%S}"


def _unchanged(one: Signed) -> str:
    if one.is_sound:
        return "Документ після підписання не змінювали"
    codes = {each.code for each in one.reasons if each.verdict == VerdictWord.INVALID}
    if "HASH_FAILURE" in codes:
        return "Документ змінено після підписання, або це інший документ"
    if codes:
        return "Підпис не відповідає документу"
    return "Чи змінювали документ, перевірити не вдалося"


def _why(one: Signed) -> list[str]:
    if one.verdict != VerdictWord.VALID:
        return [sentence(each) for each in one.reasons]
    found = []
    if one.chain:
        found.append(
            f"Сертифікат видав {one.issuer}; ланцюг веде до «{one.chain[-1].name}», якому тут довіряють."
        )
    if one.proven_at:
        found.append(f"Позначка часу доводить, що {moment(one.proven_at)} підпис уже був.")
        found.append("Сертифікат тоді був чинний, його не скасовано.")
    else:
        found.append("На час перевірки сертифікат чинний, його не скасовано. Коли підписано, не доведено.")
    return found


def sentence(said: Said) -> str:
    """A reason with its code of EN 319 102-1."""
    return f"{said.text} [{said.code}]"


def details(one: Signed) -> list[tuple[str, str]]:
    """For a specialist; the personal numbers are among them, so only for who has the file itself."""
    lines = [
        ("Вид", one.kind_name),
        ("Рівень", one.level),
        ("Алгоритм", one.algorithm),
        ("РНОКПП", one.rnokpp),
        ("УНЗР", one.unzr),
        ("Код ЄДРПОУ", one.edrpou),
        ("Хто видав сертифікат", one.issuer),
        ("Серійний номер", one.serial),
        ("Сертифікат чинний", _span(one.certificate_from, one.certificate_until)),
        ("Відбиток сертифіката", one.certificate_sha256),
        ("Час за словами підписувача", moment(one.claimed_at) if one.claimed_at else ""),
        ("Доведений час", moment(one.proven_at) if one.proven_at else ""),
    ]
    return [(name, value) for name, value in lines if value]


def _span(start: datetime | None, end: datetime | None) -> str:
    if start is None or end is None:
        return ""
    return f"{short_date(timezone.localdate(start))} – {short_date(timezone.localdate(end))}"


def _proofs(one: Signed) -> list[str]:
    names: Mapping[str, str] = dict(EvidenceKind.choices)
    found = []
    for each in one.proofs:
        at = f", {moment(each.said_at)}" if each.said_at else ""
        about = f": {each.about}" if each.about else ""
        found.append(f"{names.get(each.kind, each.kind)}{about}{at}")
    return found
