"""Made-up letters as PDF files, so that a preview opens."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import typst

from obih.files.actions import keep, receiving
from obih.history.work import unit_of_work
from obih.registry.cards import CardFile

TEMPLATE = Path(__file__).parent / "assets" / "letter.typ"
ACT = Path(__file__).parent / "assets" / "act.typ"
POOL = 40
ACT_BODY = (
    "Відповідно до повноважень, визначених законом про місцеве самоврядування, та з метою належної "
    "організації роботи:",
    "1. Забезпечити виконання у визначений строк.",
    "2. Відповідальним особам доповісти про виконання керівникові.",
    "3. Контроль лишаю за собою.",
)


def printed(facts: Mapping[str, object]) -> bytes:
    """The letter of these facts on its page. Equal facts give equal bytes."""
    made = typst.compile(
        str(TEMPLATE), sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}, timestamp=0
    )
    assert isinstance(made, bytes)
    return made


@contextmanager
def an_act(
    called: str, title: str, moment: datetime, file_name: str, body: Sequence[str] = ACT_BODY
) -> Iterator[CardFile]:
    """A document of the hromada on its page, stored while the block is open. Equal facts give equal bytes."""
    facts = {
        "institution": "Калинопільська селищна рада",
        "kind": called,
        "dated": f"{moment:%d.%m.%Y}",
        "title": title,
        "body": list(body),
        "position": "Селищний голова",
        "signer": "Ігор МЕЛЬНИЧЕНКО",
    }
    made = typst.compile(str(ACT), sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}, timestamp=0)
    assert isinstance(made, bytes)
    with receiving() as receive:
        stored = receive(made, f"{file_name}.pdf")
        yield CardFile(stored, stored.name)


def make_pool() -> list[tuple[str, str]]:
    """(SHA-256, file name) of a few small files that bulk cards share; stored where they are missing."""
    with receiving() as receive:
        stored = [
            receive(printed(_pool_facts(place)), f"лист {place:02d}.pdf") for place in range(1, POOL + 1)
        ]
        with unit_of_work():
            keep(stored)
    return [(each.sha256, each.name) for each in stored]


def _pool_facts(place: int) -> dict[str, object]:
    return {
        "sender": "Показова установа Степової області",
        "address": "вул. Соборна, 1",
        "dated": "01.02.2024",
        "number": f"{place:02d}-01/{place * 17}",
        "addressee": "Калинопільська селищна рада",
        "title": f"Показовий лист № {place}",
        "body": [
            "Цей файл спільний для багатьох показових карток: бази для вимірювань не займають весь диск.",
            "У справжній установці кожен документ має власні файли.",
        ],
        "position": "Керівник",
        "signer": "Олександр ПОКАЗОВИЙ",
    }
