"""The screens themselves: nothing in the way of a keyboard, a screen reader, a small or an old display."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from obih.registry import actions
from obih.registry.tests.conftest import House
from tests.browser.conftest import People

SMALL = {"width": 320, "height": 700}


def test_screens_have_no_barrier_and_do_not_scroll_sideways(house: House, people: People) -> None:
    document, code = house.letter(), house.journal.code
    own = f"/documents/{document.pk}/"
    screens = [
        "/", "/waiting/", f"/journals/{code}/registration/", f"/journals/{code}/", f"/journals/{code}/filters/", own,
        f"{own}correction/", f"{own}files/", f"{own}readers/", f"{own}closure/", "/find/?q=доріг", "/journals/",
        "/correspondents/", f"/correspondents/{house.sender.pk}/", "/correspondents/new/", "/calendar/affected/",
        "/help/", "/help/registration/",
    ]  # fmt: skip
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page, found = clerk.page, []
    for size in ({"width": 1366, "height": 768}, SMALL):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for screen in screens:
            page.goto(f"{people.address}{screen}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                found.append(f"{screen} is {wide} wide on {size['width']}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {size['width']}: {each['id']} {each['nodes'][0]['target']}")
    assert not found, "\n".join(found)
    assert not clerk.faults


def test_the_card_fits_the_smallest_desk_without_scrolling(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True, viewport={"width": 1366, "height": 650})
    page = clerk.page
    page.goto(f"{people.address}/journals/{house.journal.code}/registration/")
    pane = page.locator("#registration > .scroll")
    assert pane.evaluate("each => each.scrollHeight <= each.clientHeight + 8")
    assert page.evaluate("document.documentElement.scrollHeight") <= 650
    expect(page.get_by_role("button", name="Зареєструвати")).to_be_in_viewport()


def test_wide_letters_break_neither_the_foot_nor_the_state_column(house: House, people: People) -> None:
    house.letter()
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page, code = clerk.page, house.journal.code
    for size, width in (("", 1366), ("plus", 1366), ("max", 1366), ("", 1280), ("max", 1280)):
        page.set_viewport_size({"width": width, "height": 768})
        for screen in (f"/journals/{code}/registration/", f"/journals/{code}/"):
            page.goto(f"{people.address}{screen}")
            page.add_style_tag(content="* { font-family: 'DejaVu Sans', Verdana, sans-serif !important }")
            page.evaluate("size => { document.documentElement.dataset.size = size }", size)
            rows = "all => new Set(all.map((each) => Math.round(each.getBoundingClientRect().top))).size"
            assert page.locator(".form-foot .btn").evaluate_all(rows) <= 1, (size, width)
            cut = "all => all.filter((each) => each.scrollWidth > each.clientWidth).length"
            assert not page.locator(".grid tr:not(.day) td:last-child").evaluate_all(cut), (size, width)


def test_f2_repeats_the_fold_remembers_and_the_next_card_of_the_tray_follows(
    house: House, people: People
) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/waiting/")
    page.locator("#files").set_input_files(
        {"name": "Другий.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    )
    page.get_by_role("button", name="Завантажити").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    clerk.press("KeyR")
    expect(page.locator("#id_correspondent")).to_be_focused()
    clerk.type("чер")
    expect(page.locator("[data-combo] [role=option]").first).to_contain_text("Черкаська ОВА")
    clerk.press("Enter")
    clerk.type("1")
    clerk.press("Enter")
    clerk.press("Enter")
    clerk.type("Про ремонт доріг")
    page.locator("#fold summary").click()
    expect(page.get_by_label("Підписувач")).to_be_visible()
    page.get_by_label("Підписувач").fill("Начальник Іван ПЕТРЕНКО")
    clerk.press("Ctrl+Shift+Enter")
    expect(page.locator("[data-done]")).to_be_visible()
    expect(page.locator("#scan")).to_contain_text("Другий.pdf")
    expect(page.get_by_label("Підписувач")).to_be_visible()
    page.locator("#id_correspondent").focus()
    clerk.press("F2")
    expect(page.locator("#id_correspondent")).to_have_value("Черкаська ОВА")
    page.locator("#id_title").focus()
    clerk.press("F2")
    expect(page.locator("#id_title")).to_have_value("Про ремонт доріг")
    assert house.sender.parties.filter(role="sender").count() == 1
    assert not clerk.faults


def test_the_journal_is_walked_by_keys_and_the_preview_follows(house: House, people: People) -> None:
    house.letter(title="Про облік дітей")
    house.letter(title="Про ремонт доріг")
    colleague = people.at("tkachenko")
    page = colleague.page
    page.goto(f"{people.address}/journals/{house.journal.code}/")
    colleague.press("KeyJ")
    colleague.press("KeyJ")
    expect(page.locator("#preview h2")).to_have_text("Про облік дітей")
    colleague.press("KeyX")
    expect(page.locator("[data-bulk-count]")).to_have_text("Позначено 1")
    colleague.press("Enter")
    expect(page).to_have_url(re.compile(r"/documents/"))
    colleague.press("F1")
    assert not colleague.faults


def test_pages_for_paper_are_light_and_readable_in_the_dark(house: House, people: People) -> None:
    document, code = house.letter(), house.journal.code
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    screens = [
        f"/journals/{code}/print/", f"/journals/{code}/numbers/void/print/", f"/documents/{document.pk}/print/",
        f"/documents/{document.pk}/label/", "/dispatch/list/", "/receptions/print/",
    ]  # fmt: skip
    clerk = people.at("boiko", second_factor=True, bypass_csp=True, color_scheme="dark")
    page, found = clerk.page, []
    for size in ({"width": 1366, "height": 768}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for screen in screens:
            page.goto(f"{people.address}{screen}")
            assert page.locator("body.print").count() == 1, screen
            scheme = page.evaluate("getComputedStyle(document.body).colorScheme")
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            if "light" not in scheme or ground != "rgb(255, 255, 255)":
                found.append(f"{screen}: {scheme}, {ground}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                found.append(f"{screen} is {wide} wide on {size['width']}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {size['width']}: {each['id']} {each['nodes'][0]['target']}")
    assert not found, "\n".join(found)
    assert not clerk.faults
