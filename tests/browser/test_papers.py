"""Paper in real browsers: a list made at the desk, received by a telephone that scanned its code; labels; links."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from obih.people.cast import TEST_PASSWORD
from obih.people.principals import of_person
from obih.registry.codes import code_of
from obih.registry.models import Document, HandoverList, Instance
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access
from tests.browser.conftest import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def letters(house: House) -> list[Document]:
    land = house.cast.units["land"]
    told: list[dict[str, Any]] = [
        {"title": "Про надання інформації щодо стану доріг", "sheets_main": 3, "sheets_annex": 12},
        {"title": "Про погодження меж ділянки", "sheets_main": 1},
        {"title": "Таємниця", "access_level": Access.RESTRICTED, "access_basis": "Персональні дані"},
    ]
    return [house.letter(form="paper", responsible_unit=land, **each) for each in told]


def test_a_list_is_made_at_the_desk_and_received_by_telephone(house: House, people: People) -> None:
    first, _, hidden = letters(house)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    clerk.press("KeyG")
    clerk.press("KeyO")
    page.wait_for_url("**/originals/")
    expect(page.locator("main .lines li")).to_have_count(3)
    clerk.press("KeyN")
    page.wait_for_url("**/lists/new/")
    page.get_by_role("link", name="Відділ земельних відносин та екології").click()
    expect(page.locator("main .lines li")).to_have_count(3)
    clerk.press("Ctrl+Enter")
    page.wait_for_url(re.compile(r"/lists/[0-9a-f-]{36}/"))
    made = HandoverList.objects.get()
    assert made.lines.count() == 3

    phone = people.browser.new_context(**PHONE, ignore_https_errors=True, locale="uk-UA", bypass_csp=True)
    people.contexts.append(phone)
    hand = phone.new_page()
    hand.goto(f"{people.address}/q/{code_of(made.pk)}")
    hand.locator("input[name=login]").fill("stetsenko")
    hand.locator("input[name=password]").fill(TEST_PASSWORD)
    hand.locator("input[name=password]").press("Enter")
    hand.wait_for_url(f"**/originals/lists/{made.pk}/")
    expect(hand.locator("main")).to_contain_text("Про погодження меж ділянки")
    expect(hand.locator("main")).not_to_contain_text("Таємниця")
    hand.get_by_role("button", name="Одержано все (3)").tap()
    expect(hand.locator(".bar")).to_contain_text("Одержано: 3")
    assert Instance.objects.get(document=hidden).holder == house.cast.stetsenko.person
    hand.goto(f"{people.address}/q/{code_of(first.pk)}")
    hand.wait_for_url(f"**/documents/{first.pk}/")
    expect(hand.locator("h1")).to_contain_text("стану доріг")

    page.reload()
    page.get_by_label("Про надання інформації").check()
    page.get_by_role("button", name="Повернуто позначені").click()
    expect(page.locator(".bar")).to_contain_text("Повернуто: 1")

    page.goto(f"{people.address}/journals/in-rada/")
    page.locator("tbody input[type=checkbox]").first.check()
    page.locator("tbody input[type=checkbox]").nth(1).check()
    page.get_by_role("button", name="Інші дії").click()
    page.wait_for_url("**/bulk/**")
    chosen = page.url
    share = page.locator("form", has=page.locator("[value=share]"))
    share.get_by_label("Кому").select_option(str(of_person(house.cast.koval.person.pk)))
    share.get_by_label("Навіщо").fill("до відома")
    share.get_by_role("button", name="Надати доступ").click()
    expect(page.locator("h1")).to_contain_text("зроблено 2 із 2")

    page.goto(f"{people.address}/documents/{first.pk}/")
    page.get_by_role("link", name="Надіслати колезі").click()
    expect(page.get_by_label("Адреса картки")).to_have_value(f"{people.address}/q/{code_of(first.pk)}")
    page.get_by_role("button", name="Скопіювати").wait_for()
    page.get_by_label("Кому").select_option(str(house.cast.savchuk.account.pk))
    clerk.press("Ctrl+Enter")
    expect(page.locator("main")).to_contain_text("не бачить цього документа")
    expect(page.get_by_label("Навіщо йому доступ")).to_be_visible()
    assert not clerk.faults
    screens = [
        "/originals/", "/originals/?which=unit", "/originals/?which=late", "/originals/lists/", "/originals/lists/new/",
        f"/originals/lists/new/?unit={house.cast.units['land'].pk}&earlier=on", f"/originals/lists/{made.pk}/",
        f"/originals/lists/{made.pk}/print/", f"/documents/{first.pk}/", f"/documents/{first.pk}/original/",
        f"/documents/{first.pk}/colleague/", f"/documents/{first.pk}/label/", f"/documents/{first.pk}/print/",
        chosen.removeprefix(people.address), "/help/originals/", "/help/labels/", "/help/bulk/", "/help/colleague/",
    ]  # fmt: skip
    assert not (found := looked_at(page, people.address, screens)), "\n".join(found)


def looked_at(page: Any, address: str, screens: list[str]) -> list[str]:
    """What axe and the width of the page have against each screen, at the table and in the hand."""
    found = []
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for screen in screens:
            page.goto(f"{address}{screen}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{screen} is {wide} wide on {width}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {width}: {each['id']} {each['nodes'][0]['target']}")
    return found


def test_a_stranger_s_telephone_learns_nothing_from_a_code(house: House, people: People) -> None:
    letter = letters(house)[0]
    stranger = people.at("chuzhynska", **PHONE)
    said = []
    for key in (letter.pk, uuid.uuid4()):
        answer = stranger.page.goto(f"{people.address}/q/{code_of(key)}")
        assert answer is not None and answer.status == 404
        said.append(stranger.page.locator("body").inner_text())
    assert said[0] == said[1] and letter.title not in said[0]


def test_a_telephone_prints_the_card_and_the_label(house: House, people: People) -> None:
    import pypdfium2

    letter = letters(house)[0]
    hand = people.at("stetsenko", **PHONE).page
    for part, words in (
        ("print/", "Реєстраційно-моніторингова картка"),
        ("label/", "Вх. №"),
        ("", letter.title),
    ):
        hand.goto(f"{people.address}/documents/{letter.pk}/{part}")
        made = pypdfium2.PdfDocument(hand.pdf(prefer_css_page_size=True))
        text = " ".join(made[0].get_textpage().get_text_bounded().split())
        assert words in text, part
        assert "До картки" not in text, "buttons stay off paper"
        assert round(made[0].get_width()) == 595, "A4"
        made.close()
