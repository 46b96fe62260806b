"""What a verification answers: a verdict of ETSI EN 319 102-1 with reasons, each a code and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from obih.signatures.crypto.dstu4145 import KeyProblem, OffCurve, WrongOrder
from obih.signatures.crypto.keys import UnknownCurve


class Verdict(StrEnum):
    """The three answers of EN 319 102-1 (5.1.3). What is not proven is never VALID."""

    VALID = "VALID"
    INVALID = "INVALID"
    INDETERMINATE = "INDETERMINATE"


@dataclass(frozen=True)
class Reason:
    """Why: a sub-indication of EN 319 102-1 (table 5, 6) and a sentence for people."""

    code: str
    text: str
    verdict: Verdict


def _invalid(code: str, text: str) -> Reason:
    return Reason(code, text, Verdict.INVALID)


def _open(code: str, text: str) -> Reason:
    return Reason(code, text, Verdict.INDETERMINATE)


CONTENT_CHANGED = _invalid("HASH_FAILURE", "Вміст змінено після підписання.")
CONTENT_DIFFERS = _invalid("HASH_FAILURE", "Вміст у файлі підпису не збігається з поданим документом.")
SIGNATURE_FALSE = _invalid("SIG_CRYPTO_FAILURE", "Підпис не відповідає підписаним даним.")
ATTRIBUTES_BROKEN = _invalid("FORMAT_FAILURE", "Підписані атрибути не такі, яких вимагає стандарт.")
KEY_BROKEN = _invalid("SIG_CRYPTO_FAILURE", "Ключ у сертифікаті не є ключем цього алгоритму.")
KEY_OFF_CURVE = _invalid("SIG_CRYPTO_FAILURE", "Ключ у сертифікаті не є точкою своєї кривої.")
KEY_ORDER = _invalid("SIG_CRYPTO_FAILURE", "Ключ у сертифікаті — точка не тієї підгрупи кривої.")
STAMP_ELSEWHERE = _invalid("HASH_FAILURE", "Позначка часу стосується інших даних.")
CONTENT_STAMP_ELSEWHERE = _invalid("HASH_FAILURE", "Позначка часу на вміст стосується іншого документа.")
ARCHIVE_ELSEWHERE = _invalid("HASH_FAILURE", "Архівна позначка часу стосується інших даних.")
STAMP_FALSE = _invalid("SIG_CRYPTO_FAILURE", "Підпис позначки часу не відповідає її даним.")
STAMP_BROKEN = _invalid("FORMAT_FAILURE", "Позначка часу не читається.")
EVIDENCE_EXCHANGED = _open(
    "SIG_CONSTRAINTS_FAILURE",
    "Докази у підписі не ті, на які він посилається: їх замінено або пошкоджено.",
)
"""Nobody signs for what stands beside a signature: it may still be proven by other evidence."""
ARCHIVE_DIFFERS = _invalid(
    "HASH_FAILURE", "Доказів, яких стосується архівна позначка часу, у файлі вже немає."
)
ARCHIVE_UNREAD = _open(
    "FORMAT_FAILURE", "Архівна позначка часу старого зразка тут не перевіряється: вона нічого не доводить."
)
COUNTERSIGNATURE_BAD = _invalid("SIG_CRYPTO_FAILURE", "Підпис, яким засвідчено цей підпис, хибний.")
NOBODY = _invalid("FORMAT_FAILURE", "У файлі немає жодного підпису.")
NO_CONTENT = _open("SIGNED_DATA_NOT_FOUND", "Підписаного документа у файлі немає, і його не подано.")
NO_CERTIFICATE = _open("NO_SIGNING_CERTIFICATE_FOUND", "Сертифіката підписувача немає у файлі.")
OTHER_CERTIFICATE = _open(
    "NO_SIGNING_CERTIFICATE_FOUND", "Підписувач назвав інший сертифікат, ніж той, що у файлі."
)
UNKNOWN_ALGORITHM = _open("CRYPTO_CONSTRAINTS_FAILURE", "Алгоритм підпису тут не перевіряється.")
UNKNOWN_CURVE = _open("CRYPTO_CONSTRAINTS_FAILURE", "Крива ключа не є жодною з кривих стандартів.")
WEAK_HASH = _open("CRYPTO_CONSTRAINTS_FAILURE", "Геш-функція застаріла: вміст нею не доведено.")
NO_TRUST = _open(
    "NO_CERTIFICATE_CHAIN_FOUND",
    "Ланцюг довіри до кореневого засвідчувального органу не перевірено.",
)
STAMP_WEAK = _open("CRYPTO_CONSTRAINTS_FAILURE_NO_POE", "Позначка часу спирається на застарілу геш-функцію.")
TOO_MANY_STAMPS = _open("GENERIC", "Позначок часу у підпису більше, ніж тут перевіряють.")
TOO_MANY_COUNTERSIGNATURES = _open("GENERIC", "Засвідчень цього підпису більше, ніж тут перевіряють.")
STAMP_UNKNOWN = _open(
    "NO_SIGNING_CERTIFICATE_FOUND", "Сертифіката служби, що поставила позначку часу, немає."
)
NOT_COVERED = _open("SIG_CONSTRAINTS_FAILURE", "У файлі є документи, яких не охоплює жоден підпис.")
DOCUMENT_CHANGED = _invalid("HASH_FAILURE", "Документ у контейнері змінено після підписання.")
DOCUMENT_MISSING = _open("SIGNED_DATA_NOT_FOUND", "Документа, на який указує підпис, немає.")
MANIFEST_BROKEN = _invalid("FORMAT_FAILURE", "Маніфест контейнера не читається.")
MANIFEST_TWICE = _invalid("FORMAT_FAILURE", "На один підпис указують два маніфести контейнера.")
PROPERTIES_CHANGED = _invalid("HASH_FAILURE", "Підписані властивості XML-підпису змінено.")
NOTHING_SIGNED = _invalid("FORMAT_FAILURE", "Підпис не охоплює жодного документа.")
PDF_RANGE = _invalid("FORMAT_FAILURE", "Межі підпису в PDF хибні: він не охоплює того, що мусить.")
PDF_BEHIND = _invalid("FORMAT_FAILURE", "Після підпису до PDF дописано байти, яких він не охоплює.")
PDF_LATER = _open(
    "SIG_CONSTRAINTS_FAILURE", "Після останнього підпису до PDF додано зміни, яких ніхто не підписав."
)
PDF_FORMAT = _open("CRYPTO_CONSTRAINTS_FAILURE", "Підпис у PDF такого виду тут не перевіряється.")
SIGNATURE_UNREADABLE = _invalid("FORMAT_FAILURE", "Файл підпису в контейнері не читається.")


def number_false(name: str, is_zero: bool) -> Reason:
    """r or s of a signature is one that no signature can have."""
    why = "дорівнює нулю" if is_zero else "не менше за порядок кривої"
    return _invalid("SIG_CRYPTO_FAILURE", f"Число {name} підпису {why}.")


def of_key(problem: Exception) -> Reason:
    """Why nothing can be verified by a key: it is broken, or of a kind that is not known here."""
    for kind, reason in (
        (OffCurve, KEY_OFF_CURVE),
        (WrongOrder, KEY_ORDER),
        (KeyProblem, KEY_BROKEN),
        (UnknownCurve, UNKNOWN_CURVE),
    ):
        if isinstance(problem, kind):
            return reason
    return UNKNOWN_ALGORITHM


def overall(reasons: list[Reason]) -> Verdict:
    """INVALID when anything proves it; else INDETERMINATE when anything is open; else VALID."""
    verdicts = {reason.verdict for reason in reasons}
    for verdict in (Verdict.INVALID, Verdict.INDETERMINATE):
        if verdict in verdicts:
            return verdict
    return Verdict.VALID
