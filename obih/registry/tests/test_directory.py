"""The directory: names that forgive typos, aliases, groups, entries that were one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.vocabulary import Role
from obih.registry import actions, queries
from obih.registry.actions.journals import set_reader
from obih.registry.likeness import likeness, trigrams_of
from obih.registry.models import Correspondent, CorrespondentGroup, CorrespondentTrigram, Party
from obih.registry.rules import rnokpp_warning, words_of
from obih.registry.tests.conftest import House
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def added(house: House, name: str, **fields: object) -> Correspondent:
    return actions.add_correspondent({"name": name, **fields}, by=house.clerk)[0]


def suggested(house: House, text: str) -> list[str]:
    return [each.name for each in queries.suggest_correspondents(house.clerk, text)]


@pytest.mark.parametrize(
    "typed",
    [
        "Золотоніський", "золотоніскій лісгосп", "Залатоніський лісгосп", "Золотониський ліс",
        "Золотоніський лизгосп", "Pjkjnjyscmrbq kscujcg",
    ],
)  # fmt: skip
def test_a_name_is_found_with_typos_and_in_the_wrong_layout(house: House, typed: str) -> None:
    for each in ("Золотоніське лісництво", "Черкаський лісгосп", "Канівський лісгосп"):
        added(house, each)
    added(house, "Золотоніський лісгосп")
    assert suggested(house, typed)[0] in ("Золотоніський лісгосп", "Золотоніське лісництво")
    assert "Золотоніський лісгосп" in suggested(house, typed)


def test_apostrophes_and_ghe_do_not_matter(house: House) -> None:
    added(house, "Ґедзівське об’єднання «Пам’ять»")
    for typed in ("гедзівське", "ґедзівське обєднання", "Об'єднання Памʼять", "обєднаня пямять"):
        assert suggested(house, typed) == ["Ґедзівське об’єднання «Пам’ять»"], typed


def test_nothing_is_suggested_that_is_not_alike(house: House) -> None:
    added(house, "Золотоніський лісгосп")
    assert suggested(house, "податкова інспекція") == []


@given(st.text(alphabet="абвгґдеєжзиіїйклмн’ ", min_size=3, max_size=30))
def test_a_name_is_wholly_like_itself(name: str) -> None:
    if words_of(name):
        assert likeness(name, words_of(name)) == pytest.approx(1.0)
        assert trigrams_of(name) == trigrams_of(name.replace("’", "").replace("ґ", "г"))


def test_a_renamed_body_is_found_by_its_old_name(house: House) -> None:
    body = added(house, "Черкаська районна державна адміністрація", edrpou="04061300")
    actions.change_correspondent(body, {"name": "Черкаська районна військова адміністрація"}, by=house.clerk)
    assert suggested(house, "районна державна") == ["Черкаська районна військова адміністрація"]
    assert [each.name for each in body.aliases.all()] == ["Черкаська районна державна адміністрація"]


def test_other_names_are_kept_each_once_and_found(house: House) -> None:
    body = added(house, "АТ «Укрпошта»", aliases=["Пошта України", "пошта україни", ""])
    assert [each.name for each in body.aliases.all()] == ["пошта україни"]
    assert suggested(house, "пошта укр")[0] == "АТ «Укрпошта»"
    with pytest.raises(Refused, match="не більше"):
        actions.change_correspondent(body, {"aliases": [f"назва {n}" for n in range(40)]}, by=house.clerk)


@pytest.mark.parametrize(("code", "fine"), [("2935277360", True), ("2935277361", False), ("29352", False)])
def test_a_taxpayer_number_is_warned_of_by_its_check_digit(code: str, fine: bool) -> None:
    assert (rnokpp_warning(code) is None) is fine


def test_merged_entries_are_one_and_can_be_parted_again(house: House) -> None:
    kept = added(house, "Черкаська ОВА", short_name="ЧОВА")
    gone = added(house, "Черкаська обласна державна управа", edrpou="44445555", aliases=["ЧОДА"])
    group = actions.save_group(house.cast.council, "Область", [gone.pk], by=house.clerk)
    first = house.letter(correspondent=gone, their_number="01-15/7")
    merge = actions.merge_correspondents(kept.pk, gone.pk, reason="двічі внесено", by=house.clerk)
    kept.refresh_from_db()
    assert kept.edrpou == "44445555"
    assert Party.objects.get(document=first, role="sender").correspondent_id == kept.pk
    assert suggested(house, "чода") == suggested(house, "обласна управа") == ["Черкаська ОВА"]
    assert list(group.members.all()) == [kept]
    since = house.letter(correspondent=kept, their_number="01-15/8")

    actions.part_correspondents(merge.pk, by=house.clerk)
    kept.refresh_from_db()
    assert kept.edrpou == "" and list(group.members.all()) == [gone]
    assert Party.objects.get(document=first, role="sender").correspondent_id == gone.pk
    assert Party.objects.get(document=since, role="sender").correspondent_id == kept.pk
    assert suggested(house, "чода") == ["Черкаська обласна державна управа"]
    with pytest.raises(Refused, match="вже скасовано"):
        actions.part_correspondents(merge.pk, by=house.clerk)


def test_different_codes_and_different_beings_are_not_merged(house: House) -> None:
    one, two = added(house, "Школа № 1", edrpou="22222228"), added(house, "Школа № 2", edrpou="33333330")
    person = added(house, "Іваненко Іван Іванович", is_natural=True)
    with pytest.raises(Refused, match="різні коди"):
        actions.merge_correspondents(one.pk, two.pk, by=house.clerk)
    with pytest.raises(Refused, match="не об’єднують"):
        actions.merge_correspondents(one.pk, person.pk, by=house.clerk)
    with pytest.raises(Refused, match="не доступний"):
        actions.merge_correspondents(one.pk, 10**9, by=house.clerk)
    with pytest.raises(Refused):
        actions.merge_correspondents(one.pk, two.pk, by=house.stranger)


def test_a_person_is_shown_to_clerks_of_his_institution_only(house: House) -> None:
    person = added(house, "Кульбабенко Одарка Панасівна", is_natural=True)
    assert person.kept_by_id == house.clerk.organisation_id
    school = actions.seed_journals(house.cast.school, 2026)
    clerks = principals.of_role(Role.CLERK, house.cast.school.pk)
    set_reader(school, clerks, may_register=True, by=SYSTEM)
    of_school = replace(house.stranger, principals=(clerks,))
    assert queries.suggest_correspondents(of_school, "Кульбабенко") == []
    assert queries.suggest_correspondents(of_school, "Кульбабинко") == []


def test_groups_are_named_once_kept_by_who_registers_and_removed(house: House) -> None:
    one, two = added(house, "Староста Вербівського округу"), added(house, "Староста Липівського округу")
    group = actions.save_group(house.cast.council, "Усі старости", [one.pk], by=house.clerk)
    actions.save_group(
        house.cast.council, "Усі старости", [one.pk, two.pk], group_id=group.pk, by=house.clerk
    )
    assert set(group.members.all()) == {one, two}
    with pytest.raises(Refused, match="вже є"):
        actions.save_group(house.cast.council, "усі Старости", [], by=house.clerk)
    with pytest.raises(Refused):
        actions.save_group(house.cast.council, "Чужі", [one.pk], by=house.stranger)
    assert not queries.groups_for(house.stranger).exists()
    actions.remove_group(group.pk, by=house.clerk)
    assert not CorrespondentGroup.objects.exists()


def test_suggestions_ask_few_statements_in_a_big_directory(house: House) -> None:
    rows = Correspondent.objects.bulk_create(
        Correspondent(name=f"Комунальний заклад «Ясла-садок № {n}»", name_key=f"k{n}") for n in range(3000)
    )
    from obih.registry.directory import index_names

    index_names(rows)
    assert CorrespondentTrigram.objects.count() > 3000
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert suggested(house, "Ясла-содок 17")
    assert len(asked) <= 10
