"""Numbers on the screen: an outage from the printed sheet to the last late entry, without a barrier."""

from __future__ import annotations

import os
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from obih.registry import actions
from obih.registry.models import Registration, Reservation
from obih.registry.tests.conftest import TODAY, House
from obih.registry.vocabulary import ReservationPurpose
from obih.ui.words import short_date
from tests.browser.conftest import People

PICTURES = os.environ.get("PICTURES", "")
"""A folder to keep the pictures in, for those who want to look."""


def look(page: Page, name: str) -> None:
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)


def test_the_screens_of_numbers_have_no_barrier(house: House, people: People) -> None:
    page_of = f"/journals/{house.journal.code}/numbers/"
    until = TODAY + timedelta(days=5)
    held = actions.reserve_numbers(
        house.journal,
        count=3,
        holder="Андрій Гриценко, землі й екологія",
        until=until,
        note="20 сесія",
        by=house.clerk,
    )
    actions.reserve_numbers(
        house.journal, count=2, holder="чергова зміна", purpose=ReservationPurpose.OUTAGE, by=house.clerk
    )
    actions.return_number(held[0], by=house.clerk)
    spoilt = Reservation.objects.get(pk=held[1]).allocation_id
    actions.void_number(spoilt, reason="зіпсовано бланк", by=house.clerk)
    twice = house.letter(title="Про освітлення вулиць")
    actions.void_number(twice.registrations.get().allocation_id, reason="зареєстровано двічі", by=house.clerk)
    then = timezone.now() - timedelta(hours=30)
    house.letter(registered_at=then, received_at=then, late_reason="не було світла")
    third = Reservation.objects.get(pk=held[2]).allocation_id
    screens = {
        "numbers": page_of,
        "void": f"{page_of}{third}/annulment/",
        "print": f"{page_of}void/print/",
        "reserved-print": f"{page_of}reserved/print/",
        "annulled": f"/documents/{twice.pk}/",
        "entry": f"/journals/{house.journal.code}/registration/?number={third}",
        "journal": f"/journals/{house.journal.code}/",
        "help": "/help/numbers/",
    }
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page, found = clerk.page, []
    for width, height in ((1366, 768), (390, 844), (320, 700)):
        page.set_viewport_size({"width": width, "height": height})
        for name, screen in screens.items():
            page.goto(f"{people.address}{screen}")
            look(page, name)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{screen} is {wide} wide on {width}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {width}: {each['id']} {each['nodes'][0]['target']}")
    assert not found, "\n".join(found)
    assert not clerk.faults


def test_an_outage_is_entered_by_keyboard_with_the_true_hour(house: House, people: People) -> None:
    """Two numbers are printed beforehand; one is used while there is no light, the other is returned."""
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/journals/{house.journal.code}/")
    page.get_by_role("link", name="Номери").click()
    page.get_by_label("Скільки").fill("2")
    page.get_by_label("За ким").fill("чергова зміна")
    page.get_by_label("Навіщо").select_option("outage")
    clerk.press("Ctrl+Enter")
    expect(page.get_by_text("Надрукуйте аркуш")).to_be_visible()
    with page.expect_download() as loading:
        page.get_by_role("link", name="Аркуш на час без зв’язку").click()
    assert loading.value.suggested_filename.endswith(".pdf")

    page.get_by_role("link", name="Внести за номером").first.click()
    expect(page.locator("#number")).to_have_attribute("open", "")
    yesterday = TODAY - timedelta(days=1)
    page.locator("#id_correspondent").fill("Черкаська ОВА")
    page.locator("#id_title").fill("Про графік погодинних відключень")
    page.locator("#id_received_at").fill(short_date(yesterday))
    page.locator("#id_received_time").fill("09:05")
    clerk.press("Ctrl+Enter")
    expect(page.locator(".problems")).to_contain_text("що записано на ньому")
    page.locator("#id_registered_on").fill(short_date(yesterday))
    page.locator("#id_registered_time").fill("0910")
    page.locator("#id_late_reason").fill("не було світла")
    clerk.press("Ctrl+Enter")
    expect(page.locator("[data-done]")).to_be_visible()
    made = Registration.objects.get()
    local = timezone.localtime(made.registered_at)
    assert (made.sequence, f"{local:%d.%m.%Y %H:%M}") == (1, f"{yesterday:%d.%m.%Y} 09:10")

    page.goto(f"{people.address}/journals/{house.journal.code}/numbers/")
    page.get_by_role("button", name="Повернути").click()
    expect(page.get_by_role("heading", name="Повернуті, вільні")).to_be_visible()
    expect(page.get_by_text("не було світла")).to_be_visible()
    assert not clerk.faults
