"""Mistakes are mended in a real browser: a correction, a moved number, a letter that came twice, a refusal."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from obih.desk.tests.test_registration import PDF
from obih.registry import actions
from obih.registry.models import Copy, RefusedArrival, Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_a_correction_leaves_the_old_value_on_the_card(house: House, people: People) -> None:
    letter = house.letter(title="Про ремонт дорг")
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{letter.pk}/")
    clerk.press("e")
    expect(page.locator("#id_title")).to_be_visible()
    accessible(page)
    page.locator("#id_title").fill("Про ремонт доріг")
    page.locator("#id_parties-0_name").fill("Спілка садівників")
    page.locator("#id_reason").fill("описка")
    clerk.press("Control+Enter")
    expect(page.locator("h1")).to_have_text("Про ремонт доріг")
    expect(page.locator("dl.reqs")).to_contain_text("Спілка садівників")
    accessible(page)


def test_a_moved_registration_leaves_a_stub_that_leads_on(house: House, people: People) -> None:
    letter, to = house.letter(), house.second_journal()
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{letter.pk}/")
    page.get_by_role("link", name="Перенести до іншого журналу").click()
    accessible(page)
    page.locator("#id_journal").select_option(str(to.pk))
    page.locator("#id_reason").fill("Лист відділові")
    clerk.press("Control+Enter")
    expect(page.locator(".card-life")).to_contain_text("1/02-10")
    assert Registration.objects.get(moved_to__isnull=False).moved_to.number == "ЗВ-1"
    page.goto(f"{people.address}/journals/{house.journal.code}/")
    expect(page.locator("tr.stub")).to_contain_text("ЗВ-1")
    accessible(page)
    page.goto(f"{people.address}/find/?q=1/02-10")
    page.get_by_text("ЗВ-1").first.click()
    expect(page).to_have_url(f"{people.address}/documents/{letter.pk}/")


def test_the_same_letter_again_joins_its_card_in_one_press(house: House, people: People) -> None:
    letter = house.letter(their_number="77")
    card = actions.save_pending(
        house.journal,
        {
            "correspondent": str(house.sender.pk),
            "correspondent_text": "Черкаська ОВА",
            "correspondent_number": "77",
            "title": "Той самий лист",
            "kind": "letter",
        },
        by=house.clerk,
    )
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/waiting/{card.pk}/comparison/{letter.pk}/")
    accessible(page)
    page.goto(f"{people.address}/journals/{house.journal.code}/registration/?card={card.pk}")
    page.locator("#id_title").fill("Той самий лист ще раз")
    clerk.press("Tab")
    page.get_by_role("button", name="Той самий: додати до картки").click()
    expect(page).to_have_url(f"{people.address}/documents/{letter.pk}/")
    assert Copy.objects.filter(document=letter).count() == 2


def test_an_invitation_is_reviewed_and_refused(house: House, people: People) -> None:
    card = actions.save_pending(
        house.journal, {"title": "Запрошення", "correspondent_text": "Клуб"}, by=house.clerk
    )
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/waiting/")
    accessible(page)
    page.get_by_role("link", name="Розглянути").click()
    accessible(page)
    clerk.press("Control+Enter")
    page.goto(f"{people.address}/waiting/{card.pk}/refusal/")
    accessible(page)
    page.locator("#id_kind").select_option("order_above")
    expect(page.get_by_text("запрошення, оголошення")).to_have_count(0)
    page.locator("#id_kind").select_option("letter")
    page.get_by_label("запрошення, оголошення").check()
    clerk.press("Control+Enter")
    expect(page.locator("#reply")).to_contain_text("не зареєстровано")
    accessible(page)
    assert RefusedArrival.objects.get().ground_code == "unregistered_invitations"


def test_a_late_scan_comes_from_the_queue_and_a_wrong_one_is_put_aside(house: House, people: People) -> None:
    letter = house.letter(form="paper")
    scan = {"name": "чужий.pdf", "mimeType": "application/pdf", "buffer": PDF}
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/waiting/without-scan/")
    accessible(page)
    page.locator("input[type=file]").set_input_files([scan])  # type: ignore[list-item]
    page.get_by_role("button", name="Додати").click()
    expect(page.locator("h1")).to_have_text("Усі скани на місці")
    page.goto(f"{people.address}/documents/{letter.pk}/")
    page.get_by_role("link", name="Вилучити файл чужий.pdf").click()
    accessible(page)
    page.locator("#id_reason").fill("Скан іншого листа")
    page.get_by_role("button", name="Вилучити файл").click()
    expect(page.locator(".put-aside s")).to_have_text("чужий.pdf")
    accessible(page)
