"""Names and places of the fictional hromada. Any likeness to a real one is chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from obih.people.vocabulary import BodyKind, OrganisationKind, Role, Sex

COUNCIL, EXECUTIVE, EDUCATION = "rada", "vykonkom", "osvita"
SCHOOL, UTILITY = "litsei", "vodokanal"
SINCE = date(2020, 12, 1)

ORGANISATIONS: list[tuple[dict[str, Any], str]] = [
    (
        {
            "code": COUNCIL,
            "kind": OrganisationKind.COUNCIL,
            "name": "Калинопільська селищна рада",
            "short_name": "Калинопільська селищна рада",
            "edrpou": "99000001",
            "address": "вул. Соборна, 1, селище Калинопіль",
            "email": "rada@kalynopil.example",
            "phone": "(000) 2-10-01",
        },
        "",
    ),
    (
        {
            "code": EXECUTIVE,
            "kind": OrganisationKind.EXECUTIVE,
            "name": "Виконавчий комітет Калинопільської селищної ради",
            "short_name": "Виконавчий комітет",
            "edrpou": "99000002",
            "address": "вул. Соборна, 1, селище Калинопіль",
        },
        COUNCIL,
    ),
    (
        {
            "code": EDUCATION,
            "kind": OrganisationKind.DEPARTMENT,
            "name": "Відділ освіти, культури та спорту Калинопільської селищної ради",
            "short_name": "Відділ освіти, культури та спорту",
            "edrpou": "99000003",
            "address": "вул. Шкільна, 4, селище Калинопіль",
        },
        COUNCIL,
    ),
    (
        {
            "code": SCHOOL,
            "kind": OrganisationKind.SCHOOL,
            "name": "Калинопільський ліцей Калинопільської селищної ради",
            "short_name": "Калинопільський ліцей",
            "edrpou": "99000004",
            "address": "вул. Шкільна, 6, селище Калинопіль",
        },
        EDUCATION,
    ),
    (
        {
            "code": UTILITY,
            "kind": OrganisationKind.UTILITY,
            "name": "Комунальне підприємство «Калинопільводоканал»",
            "short_name": "КП «Калинопільводоканал»",
            "edrpou": "99000005",
            "address": "вул. Заводська, 12, селище Калинопіль",
        },
        COUNCIL,
    ),
]
UNITS = [
    ("office", "01", "Загальний відділ"),
    ("land", "02", "Відділ земельних відносин та екології"),
    ("legal", "03", "Юридичний відділ"),
    ("finance", "04", "Фінансовий відділ"),
]
DISTRICTS = [("Вербівський старостинський округ", "С1"), ("Кам’янський старостинський округ", "С2")]
SETTLEMENTS = [
    ("UA99000010010010001", "селище", "Калинопіль", ""),
    ("UA99000010020020002", "село", "Вербівка", DISTRICTS[0][0]),
    ("UA99000010030030003", "село", "Гайове", DISTRICTS[0][0]),
    ("UA99000010040040004", "село", "Лисичі", DISTRICTS[0][0]),
    ("UA99000010050050005", "село", "Кам’яна Гребля", DISTRICTS[1][0]),
    ("UA99000010060060006", "село", "Тополине", DISTRICTS[1][0]),
]


@dataclass(frozen=True)
class Given:
    """One person as the story has it."""

    username: str
    name: str
    """Surname, given name, patronymic."""
    sex: str
    title: str = ""
    organisation: str = COUNCIL
    unit: str = ""
    district: str = ""
    is_unit_head: bool = False
    is_leader: bool = False
    rank: int = 100
    roles: tuple[tuple[str, str], ...] = ()
    since: date = SINCE

    @property
    def name_parts(self) -> dict[str, str]:
        surname, given_name, patronymic = self.name.split()
        return {
            "surname": surname,
            "given_name": given_name,
            "patronymic": patronymic,
            "sex": self.sex,
            "email": self.email,
        }

    @property
    def email(self) -> str:
        return f"{self.username}@kalynopil.example"


_STAFF = ((Role.STAFF, COUNCIL),)
PEOPLE = [
    Given(
        "melnychenko",
        "Мельниченко Ігор Васильович",
        Sex.MALE,
        "Селищний голова",
        is_leader=True,
        rank=1,
        roles=((Role.HEAD, COUNCIL), (Role.HEAD, EXECUTIVE)),
    ),
    Given(
        "tkachenko",
        "Ткаченко Ольга Петрівна",
        Sex.FEMALE,
        "Керуюча справами виконавчого комітету",
        is_leader=True,
        rank=5,
        roles=((Role.CONTROLLER, COUNCIL), (Role.CONTROLLER, EXECUTIVE), (Role.STAFF, COUNCIL)),
    ),
    Given(
        "boiko",
        "Бойко Галина Іванівна",
        Sex.FEMALE,
        "Діловод",
        unit="office",
        rank=50,
        roles=((Role.CLERK, COUNCIL), (Role.CLERK, EXECUTIVE), (Role.STAFF, COUNCIL)),
    ),
    Given(
        "hrytsenko",
        "Гриценко Андрій Миколайович",
        Sex.MALE,
        "Начальник відділу земельних відносин та екології",
        unit="land",
        is_unit_head=True,
        rank=20,
        roles=_STAFF,
    ),
    Given(
        "stetsenko",
        "Стеценко Людмила Олегівна",
        Sex.FEMALE,
        "Головна спеціалістка відділу земельних відносин та екології",
        unit="land",
        rank=60,
        roles=_STAFF,
    ),
    Given(
        "levchuk",
        "Левчук Тарас Богданович",
        Sex.MALE,
        "Начальник юридичного відділу",
        unit="legal",
        is_unit_head=True,
        rank=20,
        roles=_STAFF,
    ),
    Given(
        "koval",
        "Коваль Наталія Юріївна",
        Sex.FEMALE,
        "Спеціалістка юридичного відділу",
        unit="legal",
        rank=60,
        roles=_STAFF,
    ),
    Given(
        "savchuk",
        "Савчук Роман Степанович",
        Sex.MALE,
        "Головний спеціаліст з інформаційних технологій",
        unit="office",
        rank=60,
        roles=((Role.ADMINISTRATOR, COUNCIL),),
    ),
    Given(
        "lysenko",
        "Лисенко Тетяна Андріївна",
        Sex.FEMALE,
        "Староста Вербівського старостинського округу",
        district=DISTRICTS[0][0],
        rank=30,
        roles=_STAFF,
    ),
    Given(
        "diachenko",
        "Дяченко Марія Павлівна",
        Sex.FEMALE,
        "Секретарка ліцею",
        organisation=SCHOOL,
        roles=((Role.CLERK, SCHOOL), (Role.STAFF, SCHOOL)),
    ),
    Given("chuzhynska", "Чужинська Зоряна Львівна", Sex.FEMALE),
]
BODIES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        {
            "organisation": COUNCIL,
            "kind": BodyKind.COUNCIL,
            "name": "Калинопільська селищна рада VIII скликання",
            "convocation": "VIII",
            "secretary": "tkachenko",
            "opened_on": SINCE,
        },
        [("melnychenko", "голова"), ("tkachenko", "секретар"), ("lysenko", "депутатка")],
    ),
    (
        {
            "organisation": EXECUTIVE,
            "kind": BodyKind.EXECUTIVE,
            "name": "Виконавчий комітет Калинопільської селищної ради",
            "convocation": "VIII",
            "secretary": "tkachenko",
            "opened_on": SINCE,
        },
        [("melnychenko", "голова"), ("tkachenko", "керуюча справами"), ("hrytsenko", "член")],
    ),
]
