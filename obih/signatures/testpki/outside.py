"""The second table of the docs: real files of providers, read where they lie; nothing of them is kept here."""

from __future__ import annotations

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.tests.samples import BUNDLE, FOLDER
from obih.signatures.crypto.trust.tests import test_real
from obih.signatures.testpki.golden import COLUMNS, row
from obih.signatures.testpki.sample import UNREADABLE

MARK = "## Справжні зразки надавачів\n"
MORE = (
    ("signatures/own_pki/container.asice", None),
    ("signatures/own_pki/signed_dstu.pdf", None),
    ("signatures-2/trust_list/tl-ua-2022-04-19.xml", None),
    ("signatures-2/trust_list/lotl-ua-dss-test.xml", None),
)
ABOUT = {
    "cryptonite": "зразок бібліотеки cryptonite",
    "jkurwa": "зразок бібліотеки jkurwa",
    "own_pki": "окрема пробна інфраструктура",
    "uapki": "тестова печатка Дії, підписано UAPKI",
    "dfs_": "ІДД ДФС, тестовий сертифікат, 2017",
    "dps_": "печатка ДПС на квитанції",
    "iit_": "тестовий ЦСК ІІТ",
    "vchasno_": "Вчасно, тестовий підписувач",
    "ua-eseal": "печатка ДП «Дія»",
    "lotl": "пробний список списків DSS",
    "tl-ua": "Довірчий список України, 2022",
}
HEAD = f"""
{MARK}
Лежать поза цим сховищем; де їх немає, ця частина сторінки лишається, як була, а її перевірку
пропущено. Довіра: набір сертифікатів усіх надавачів і сертифікати поруч зі зразками, без списків відкликаних і без
мережі; станом на {test_real.AT:%d.%m.%Y %H:%M} UTC. Тому «немає відомостей» тут — правильна відповідь, а не вада.

"""


def is_here() -> bool:
    """Whether the samples lie beside this checkout."""
    return (FOLDER / BUNDLE).exists()


def section() -> str:
    """The part of the page about them."""
    given = [(name, document) for name, document, _ in test_real.TABLE]
    return HEAD + COLUMNS + "".join(_row(name, document) for name, document in (*given, *MORE))


def _row(name: str, document: str | bytes | None) -> str:
    data = (FOLDER / name).read_bytes()
    content = (FOLDER / document).read_bytes() if isinstance(document, str) else document
    about = next(said for part, said in ABOUT.items() if part in name)
    try:
        report = verify_any(data, name=name, content=content, trust=test_real.store(), at=test_real.AT)
    except Malformed as problem:
        return row(name, about, UNREADABLE, [("FORMAT_FAILURE", str(problem))])
    verdict = report.verdict.value + (" (експериментально)" if report.experimental else "")
    return row(name, about, verdict, ((one.code, one.text) for one in report.reasons))


def page(ours: str, before: str) -> str:
    """The whole page; where there are no real samples their part stays as it was."""
    if is_here():
        return ours + section()
    _, mark, rest = before.partition(f"\n{MARK}")
    return ours + mark + rest
