"""Merging entries of the directory and keeping groups of addressees, by plain forms."""

from __future__ import annotations

from obih.desk.tests.conftest import SignedIn
from obih.registry import actions
from obih.registry.models import Correspondent, CorrespondentGroup
from obih.registry.tests.conftest import House


def made(house: House, name: str, **fields: object) -> Correspondent:
    return actions.add_correspondent({"name": name, **fields}, by=house.clerk)[0]


def test_other_names_are_typed_one_a_line_and_kept_when_the_form_does_not_show_them(
    house: House, signed_in: SignedIn
) -> None:
    client = signed_in("boiko")
    body = made(house, "АТ «Укрпошта»")
    address = f"/correspondents/{body.pk}/correction/"
    client.post(address, {"name": body.name, "aliases": "Пошта України\n\nУкрпошта Черкаси"})
    assert {each.name for each in body.aliases.all()} == {"Пошта України", "Укрпошта Черкаси"}
    client.post(address, {"name": body.name, "phone": "0472 33 44 55"})
    assert body.aliases.count() == 2
    page = client.get(f"/correspondents/{body.pk}/").content.decode()
    assert "Пошта України" in page


def test_two_entries_become_one_and_two_again(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    kept, gone = made(house, "Лісгосп"), made(house, "Лісове господарство")
    address = f"/correspondents/{kept.pk}/merge/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"gone_text": "Ліс"}).status_code == 422
    answer = client.post(
        address, {"gone": gone.pk, "gone_text": gone.name, "reason": "двічі внесено"}, follow=True
    )
    assert "Скасувати об’єднання" in answer.content.decode()
    merge = kept.absorbed.get()
    client.post(f"/correspondents/merges/{merge.pk}/removal/")
    gone.refresh_from_db()
    assert gone.merged_into_id is None
    assert client.post(f"/correspondents/merges/{merge.pk}/removal/").status_code == 422


def test_a_group_grows_by_one_and_loses_whom_one_unchecks(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    one, two = made(house, "Староста Вербівки"), made(house, "Староста Липівки")
    client.post("/correspondents/groups/new/", {"name": "Усі старости", "more": one.pk, "more_text": "x"})
    group = CorrespondentGroup.objects.get()
    address = f"/correspondents/groups/{group.pk}/"
    client.post(address, {"name": group.name, "members": [one.pk], "more": two.pk, "more_text": "y"})
    assert group.members.count() == 2
    client.post(address, {"name": group.name, "members": [two.pk]})
    assert list(group.members.all()) == [two]
    assert "Староста Липівки" in client.get("/correspondents/groups/").content.decode()
    assert client.post(address, {"name": ""}).status_code == 422
    assert client.post(address, {"name": group.name, "more": 10**9, "more_text": "z"}).status_code == 422
    assert signed_in("koval").get(address).status_code == 404
    client.post(f"{address}removal/")
    assert not CorrespondentGroup.objects.exists()


def test_suggestions_of_the_directory_forgive_typos(house: House, signed_in: SignedIn) -> None:
    made(house, "Золотоніський лісгосп")
    page = signed_in("boiko").get("/correspondents/options/", {"q": "залатоніський"}).content.decode()
    assert "Золотоніський лісгосп" in page
    assert (
        "Золотоніський"
        not in signed_in("koval").get("/correspondents/options/", {"q": "залатоніський"}).content.decode()
    )
