"""Who is in the test PKI: the cast of Калинопільська громада, its provider, and services with their faults.

Everything is signed at NOON, 20 November 2026; tests look at it from `AT`, a day later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from obih.signatures.crypto.curves import CURVES
from obih.signatures.crypto.dstu4145 import Order
from obih.signatures.testpki import der, profiles
from obih.signatures.testpki.keys import (
    BIG_ENDIAN_SIGNATURE,
    KUPYNA,
    KUPYNA_SIGNATURE,
    M431,
    NORMAL_SIGNATURE,
    SHA_384,
    Dstu,
    Ecdsa,
    Rsa,
)
from obih.signatures.testpki.profiles import Subject
from obih.signatures.testpki.signatory import NOON, Signatory

AT = NOON + timedelta(days=1)
LETTER = "Лист до Калинопільської селищної ради".encode()
COUNCIL, COUNCIL_CODE = "Калинопільська селищна рада", "04370001"
LONG_FROM, LONG_TILL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)
_STATE = Subject(organization="Тестова держава (лише для перевірок)", edrpou="00000001", locality="Київ")
_PROVIDER = Subject(organization="Тестовий надавач (лише для перевірок)", edrpou="00000002", locality="Київ")


def _person(common: str, title: str, number: int) -> tuple[str, Subject]:
    surname, _, given = common.partition(" ")
    return common, Subject(
        COUNCIL, title, surname, given, rnokpp=f"{3000000000 + number}", edrpou=COUNCIL_CODE
    )


def _of_council(common: str, title: str, serial: int, **more: object) -> Signatory:
    shown, subject = _person(common, title, serial)
    given = {"key": Dstu(1000 + serial), "issuer": AUTHORITY, "subject": subject} | more
    return Signatory(shown, serial=serial, **given)  # type: ignore[arg-type]


ROOT = Signatory(
    "Тестовий центральний засвідчувальний орган", Dstu(1001, M431), 1, profile=profiles.ROOT, subject=_STATE,
    not_before=LONG_FROM, not_after=LONG_TILL, file="root",
)  # fmt: skip
AUTHORITY = Signatory(
    "Тестовий КНЕДП", Dstu(1002, written_out=True), 2, ROOT, profiles.AUTHORITY, _PROVIDER,
    not_before=LONG_FROM, not_after=LONG_TILL,
)  # fmt: skip
ROOT_OCSP = Signatory("OCSP тестового ЦЗО", Dstu(1005), 5, ROOT, profiles.RESPONDER, _STATE)
OCSP = Signatory("OCSP тестового КНЕДП", Dstu(1006), 6, AUTHORITY, profiles.RESPONDER, _PROVIDER)
TSA = Signatory("TSP тестового КНЕДП", Dstu(1003), 3, ROOT, profiles.STAMPER, _PROVIDER)
TSA_WITHOUT_USAGE = replace(
    TSA, name="Не TSP", key=Dstu(1007), serial=7, profile=replace(profiles.STAMPER, purposes=())
)
TSA_WITH_MORE_USAGES = replace(
    TSA, name="TSP і ще щось", key=Dstu(1008), serial=8,
    profile=replace(profiles.STAMPER, purposes=(profiles.STAMPING, profiles.OCSP_SIGNING)),
)  # fmt: skip
TSA_EXPIRED = replace(
    TSA, name="TSP, строк якого минув", key=Dstu(1009), serial=9, not_after=NOON - timedelta(days=30)
)
TSA_REVOKED = replace(TSA, name="TSP, сертифікат якого скасовано", key=Dstu(1010), serial=10)
OCSP_WITHOUT_USAGE = replace(
    OCSP, name="Не OCSP", key=Dstu(1011), serial=11,
    profile=replace(profiles.RESPONDER, purposes=(), extra=()),
)  # fmt: skip

HALYNA = _of_council("Бойко Галина", "діловод", 22)
IHOR = _of_council(
    "Мельниченко Ігор", "голова", 24, key=Dstu(1024, signature=KUPYNA_SIGNATURE, digest=KUPYNA)
)
OLHA = _of_council("Ткаченко Ольга", "керуюча справами", 25)
LIUDMYLA = _of_council(
    "Стеценко Людмила", "спеціалістка", 26, profile=profiles.PERSON_WITHOUT_DEVICE
)  # a key in a file: УЕП
SEAL = _of_council(COUNCIL, "", 27, subject=Subject(COUNCIL, edrpou=COUNCIL_CODE), profile=profiles.SEAL)
SEAL_WITHOUT_DEVICE = replace(
    SEAL, key=Dstu(1028), serial=28,
    profile=replace(profiles.SEAL, statements=profiles.SEAL.statements[:-1], purposes=()),
)  # fmt: skip
TARAS = _of_council("Левчук Тарас", "юрист", 29)  # dismissed: revoked ten days before signing
NATALIIA = _of_council("Коваль Наталія", "спеціалістка", 30)  # revoked six hours after signing
ANDRII = _of_council(
    "Гриценко Андрій", "начальник відділу", 31, not_after=NOON - timedelta(days=150)
)  # expired
ROMAN = _of_council("Савчук Роман", "адміністратор", 32)  # on hold, and off it by the delta
PLAIN = _of_council("Савчук Роман", "адміністратор", 33, profile=profiles.PLAIN)
BIG_ENDIAN = _of_council(
    "Ткаченко Ольга", "керуюча справами", 34,
    key=Dstu(1034, order=Order.BIG, signature=BIG_ENDIAN_SIGNATURE),
)  # fmt: skip
M173_NORMAL, M431_NORMAL = (one for one in CURVES if one.normal and one.m in (173, 431))
NORMAL = _of_council(
    "Ткаченко Ольга", "керуюча справами", 35, key=Dstu(1035, M431_NORMAL, signature=NORMAL_SIGNATURE)
)
SHORT = _of_council(
    "Ткаченко Ольга", "керуюча справами", 37, key=Dstu(1037, M173_NORMAL, signature=NORMAL_SIGNATURE)
)
M431_PERSON = _of_council("Мельниченко Ігор", "голова", 36, key=Dstu(1036, M431))
ZORIANA = Signatory(
    "Чужинська Зоряна",
    Dstu(1099),
    99,
    profile=profiles.PERSON,
    subject=_person("Чужинська Зоряна", "", 99)[1],
)  # her certificate is signed by herself
STRANGE_ROOT = replace(ROOT, name="Чужий корінь", key=Dstu(1098), serial=98)
STRANGE_OCSP = replace(OCSP, name="Чужий OCSP", key=Dstu(1097), serial=97, issuer=STRANGE_ROOT)
STRANGER = replace(HALYNA, key=Dstu(1096), serial=96, issuer=STRANGE_ROOT)

EC_ROOT = replace(ROOT, name="Тестовий ЦЗО (ECDSA)", key=Ecdsa(2001, SHA_384), serial=1, file="ec-root")
EC_AUTHORITY = replace(
    AUTHORITY, name="Тестовий КНЕДП (ECDSA)", key=Ecdsa(2002), serial=2, issuer=EC_ROOT, file="ec-authority"
)
EC_OCSP = replace(OCSP, name="OCSP (ECDSA)", key=Ecdsa(2006), issuer=EC_AUTHORITY)
EC_TSA = replace(TSA, name="TSP (ECDSA)", key=Ecdsa(2003), issuer=EC_ROOT)
EC_HALYNA = replace(HALYNA, key=Ecdsa(2022), issuer=EC_AUTHORITY)
EC_SEAL = replace(SEAL, key=Ecdsa(2027, SHA_384), issuer=EC_AUTHORITY)
RSA_ROOT = replace(ROOT, name="Тестовий ЦЗО (RSA)", key=Rsa("root", (2740, 2538)), file="rsa-root")
RSA_AUTHORITY = replace(
    AUTHORITY, name="Тестовий КНЕДП (RSA)", key=Rsa("authority", (390, 70)), issuer=RSA_ROOT,
    file="rsa-authority",
)  # fmt: skip
RSA_HALYNA = replace(HALYNA, key=Rsa("person", (1132, 90)), issuer=RSA_AUTHORITY)
PSS_HALYNA = replace(HALYNA, serial=23, key=Rsa("person", (1132, 90), pss=True), issuer=RSA_AUTHORITY)

UNKNOWN_CRITICAL = der.extension("1.3.6.1.4.1.99999.1", der.null(), critical=True)
ODD = replace(
    HALYNA, key=Dstu(1040), serial=40, profile=replace(profiles.PERSON, extra=(UNKNOWN_CRITICAL,))
)  # an extension nobody knows
NOT_CA = _of_council("Ткаченко Ольга", "керуюча справами", 41)
BY_NOT_CA = replace(HALYNA, key=Dstu(1042), serial=42, issuer=NOT_CA)
SUB_AUTHORITY = replace(
    AUTHORITY,
    name="Підлеглий КНЕДП",
    key=Dstu(1043),
    serial=43,
    issuer=AUTHORITY,
    file="sub",
    profile=replace(profiles.AUTHORITY, path=None),
)  # the authority above may have none under it
BY_SUB = replace(HALYNA, key=Dstu(1044), serial=44, issuer=SUB_AUTHORITY)
WITHOUT_SIGN_USAGE = replace(
    AUTHORITY, name="КНЕДП без права видавати", key=Dstu(1045), serial=45,
    profile=replace(profiles.AUTHORITY, usage=("crl_sign",)),
)  # fmt: skip
BY_WITHOUT_SIGN_USAGE = replace(HALYNA, key=Dstu(1046), serial=46, issuer=WITHOUT_SIGN_USAGE)
FORGED = replace(HALYNA, key=Dstu(1047), serial=47, signed_by=Dstu(1))
"""Not signed by the authority it names."""
FOR_ENCRYPTION = replace(
    HALYNA, key=Dstu(1048), serial=48, profile=replace(profiles.PERSON, usage=("key_agreement",))
)

ANCHORS: tuple[Signatory, ...] = (ROOT, EC_ROOT, RSA_ROOT)
AUTHORITIES = (AUTHORITY, EC_AUTHORITY, RSA_AUTHORITY)
SERVICES = (OCSP, ROOT_OCSP, TSA, EC_OCSP, EC_TSA)
