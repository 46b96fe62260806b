"""A golden list of posts: genitive, dative, vocative, as a document would have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from obih.people.declension import CASES, decline_name, decline_position, person_in, position_in
from obih.people.models import Person, Position

POSITIONS = (Path(__file__).parent / "positions.txt").read_text()
GOLDEN = [tuple(part.strip() for part in line.split("|")) for line in POSITIONS.splitlines()]


def test_the_list_is_long_enough() -> None:
    assert len(GOLDEN) >= 60


@pytest.mark.parametrize(("title", "genitive", "dative", "vocative"), GOLDEN)
def test_post(title: str, genitive: str, dative: str, vocative: str) -> None:
    said = decline_position(title)
    assert (said["genitive"], said["dative"], said["vocative"]) == (genitive, dative, vocative)


@pytest.mark.parametrize(
    ("title", "accusative", "instrumental", "locative"),
    [
        ("Селищний голова", "Селищного голову", "Селищним головою", "Селищному голові"),
        ("Головна спеціалістка", "Головну спеціалістку", "Головною спеціалісткою", "Головній спеціалістці"),
        ("Керуюча справами", "Керуючу справами", "Керуючою справами", "Керуючій справами"),
        ("Секретар ради", "Секретаря ради", "Секретарем ради", "Секретарю ради"),
        ("Завідувач", "Завідувача", "Завідувачем", "Завідувачу"),
        ("Водій", "Водія", "Водієм", "Водію"),
        ("Суддя", "Суддю", "Суддею", "Судді"),
    ],
)
def test_post_in_the_other_cases(title: str, accusative: str, instrumental: str, locative: str) -> None:
    said = decline_position(title)
    assert (said["accusative"], said["instrumental"], said["locative"]) == (
        accusative,
        instrumental,
        locative,
    )


@pytest.mark.parametrize(
    ("surname", "given", "patronymic", "dative", "vocative"),
    [
        ("Бойко", "Галина", "Іванівна", "Галині Бойко", "Галино Бойко"),
        ("Мельниченко", "Ігор", "Васильович", "Ігорю Мельниченку", "Ігорю Мельниченку"),
        ("Гриценко", "Андрій", "Миколайович", "Андрію Гриценку", "Андрію Гриценку"),
        ("Коваль", "Наталія", "Юріївна", "Наталії Коваль", "Наталіє Коваль"),
        ("Чужинська", "Зоряна", "Львівна", "Зоряні Чужинській", "Зоряно Чужинська"),
        ("Левчук", "Тарас", "Богданович", "Тарасу Левчуку", "Тарасе Левчуку"),
    ],
)
def test_name(surname: str, given: str, patronymic: str, dative: str, vocative: str) -> None:
    said = decline_name(surname, given, patronymic)
    assert (said["dative"], said["vocative"]) == (dative, vocative)


def test_what_was_corrected_by_hand_beats_the_rule() -> None:
    person = Person(surname="Коваль", given_name="Ігор", sex="m", forms={"vocative": "пане Ігорю"})
    assert person_in(person, "vocative") == "пане Ігорю"
    assert person_in(person, "genitive") == "Ігоря Коваля"
    position = Position(title="Шеф", forms={"dative": "Шефові"})
    assert position_in(position, "dative") == "Шефові"


def test_a_name_whose_sex_is_unknown_stays_as_it_is() -> None:
    person = Person(surname="Лі", given_name="Цю")
    assert person_in(person, "dative") == "Цю Лі"


@pytest.mark.parametrize("title", ["", " ", "—", "а", "ь", "IT", "Ґ", "голова — ", "й", "ець", "12", "ий"])
def test_nothing_strange_breaks_it(title: str) -> None:
    assert set(decline_position(title)) == set(CASES)
