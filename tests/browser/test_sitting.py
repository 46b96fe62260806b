"""A sitting’s decisions: from the pasted agenda to numbers and extracts, by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from obih.council.tests.conftest import decisions_journal, make_chamber
from obih.registry.models import Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AGENDA = """1. Про внесення змін до бюджету громади на 2026 рік. Доповідає: Ольга Ткаченко
2. Про затвердження технічної документації із землеустрою. Доповідає: Андрій Гриценко
3. Про звіт старости
Про присвоєння поштової адреси"""


def test_a_sitting_goes_from_its_agenda_to_numbered_decisions_and_extracts(
    house: House, people: People
) -> None:
    decisions_journal(house)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    clerk.press("KeyG")
    clerk.press("KeyZ")
    page.wait_for_url("**/sittings/")
    clerk.press("KeyN")
    page.wait_for_url("**/new/")
    page.locator("#id_number").fill("48")
    page.locator("#id_held_on").fill("20.11.2026")
    clerk.press("Ctrl+Enter")

    page.wait_for_url("**/agenda/")
    expect(page.locator("#pasted")).to_be_focused()
    page.keyboard.insert_text(AGENDA)
    clerk.press("Ctrl+Enter")
    expect(page.locator("tbody tr")).to_have_count(4)
    page.wait_for_load_state()
    clerk.press("KeyA")
    page.wait_for_url("**/agenda/")
    page.get_by_label("Питання: пункт 4").focus()
    clerk.press("Alt+ArrowUp")
    page.get_by_label("Чим закінчиться: пункт 3").select_option("heard")
    clerk.press("Ctrl+Enter")
    expect(page.locator("tbody tr").nth(2)).to_contain_text("поштової адреси")
    expect(page.locator("tbody tr").nth(3)).to_contain_text("без рішення")

    page.wait_for_load_state()
    clerk.press("KeyV")
    page.wait_for_url("**/votes/")
    page.locator("#composition").fill("27")
    page.locator("#present").fill("23")
    for place, figures in enumerate((("22", "0", "1"), ("9", "10", "2"), ("23", "", ""))):
        cells = page.locator("tbody tr").nth(place).locator("input").all()
        for cell, figure in zip(cells, figures, strict=False):
            cell.fill(figure)
    page.locator("[data-column=in_favour]").first.focus()
    clerk.press("ArrowDown")
    expect(page.locator("[data-column=in_favour]").nth(1)).to_be_focused()
    clerk.press("Ctrl+Enter")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("не прийнято")

    page.wait_for_load_state()
    clerk.press("KeyB")
    page.wait_for_url("**/numbering/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(r"Пронумерувати 2.рішення"))
    expect(page.locator("form.narrow-form")).to_contain_text("від 1-48/VIII до 2-48/VIII")
    assert not Axe().run(page).response["violations"]
    clerk.press("Ctrl+Enter")
    expect(page.locator("tbody tr").nth(0)).to_contain_text("1-48/VIII")
    expect(page.locator("tbody tr").nth(2)).to_contain_text("2-48/VIII")
    assert Registration.objects.filter(journal__code="decisions").count() == 2

    page.get_by_label("Коли підписано").fill("21.11.2026")
    page.get_by_role("button", name="Записати дату підписання").click()
    expect(page.locator("tbody tr").nth(0)).to_contain_text("підписано 21.11.2026")
    with page.expect_download() as download:
        page.get_by_role("link", name="Усі витяги, PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    here = page.url

    page.locator("tbody a", has_text="Розсилка").first.click()
    page.get_by_label("Або впишіть").fill("Фінансовий відділ")
    page.get_by_label("Додати до розсилки всіх рішень засідання").check()
    clerk.press("Ctrl+Enter")
    expect(page.locator(".bar")).to_contain_text("Додано 2")
    mailing = page.url
    page.get_by_label("Фінансовий відділ").check()
    page.get_by_role("button", name="Позначити надісланим").click()
    expect(page.locator(".lines").first).to_contain_text("надіслано")

    page.goto(here)
    page.locator("tbody td a.num").first.click()
    expect(page.locator("#decision")).to_contain_text("за 22, проти 0, утрималися 1")
    assert not clerk.faults

    found = []
    item = page.locator("#decision a", has_text="Розсилка").get_attribute("href")
    assert item
    screens = [
        "/sittings/", "/sittings/new/", here, f"{here}agenda/", f"{here}votes/", f"{here}numbering/", mailing,
        mailing.replace("mailing/", ""), page.url, f"{here}mailing/", "/help/sittings/",
    ]  # fmt: skip
    for size in (
        {"width": 1366, "height": 768},
        {"width": 390, "height": 844},
        {"width": 320, "height": 700},
    ):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for screen in screens:
            page.goto(screen if screen.startswith("http") else f"{people.address}{screen}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                found.append(f"{screen} is {wide} wide on {size['width']}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {size['width']}: {each['id']} {each['nodes'][0]['target']}")
    assert not found, "\n".join(found)


def test_the_stranger_sees_no_sitting_and_a_reader_is_told_who_keeps_them(
    house: House, people: People
) -> None:
    chamber = make_chamber(house)
    here = f"{people.address}/sittings/{chamber.sitting.pk}/"
    chamber.agenda()
    stranger = people.at("chuzhynska").page
    stranger.goto(f"{people.address}/sittings/")
    expect(stranger.locator("main")).to_contain_text("Засідань для вас немає")
    assert stranger.goto(here).status == 404  # type: ignore[union-attr]
    head = people.at("melnychenko", second_factor=True).page
    head.goto(here)
    expect(head.locator("main")).to_contain_text("веде той, хто реєструє в журналі")
    assert head.goto(f"{here}votes/").status == 422  # type: ignore[union-attr]
