"""What the council makes itself, by keyboard: a letter and its dispatch, an order, a contract."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from obih.registry import actions
from obih.registry.models import Copy, CorrespondentGroup, Document, Link, Party, Registration
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import PartyRole
from tests.browser.conftest import People, Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def open_journals(house: House) -> None:
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    elders = CorrespondentGroup.objects.create(organisation=house.cast.council, name="усі старости")
    for each in ("Староста Кам’янського округу", "Староста Нечаївського округу"):
        elders.members.add(actions.add_correspondent({"name": each}, by=house.clerk)[0])


def number_given(page: Page) -> str:
    done = page.locator("[data-done][data-told]")
    expect(done).to_be_visible()
    return done.get_attribute("data-done") or ""


def take_first(clerk: Someone, typed: str, expected: str) -> None:
    """Type into the box that has the focus, wait for its list, take the first row."""
    clerk.type(typed)
    expect(clerk.page.locator("[data-combo] [role=listbox]:visible [role=option]").first).to_contain_text(
        expected
    )
    clerk.press("Enter")


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()


def test_a_letter_out_goes_to_many_and_its_dispatch_is_noted(house: House, people: People) -> None:
    open_journals(house)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/journals/out-rada/registration/")
    expect(page.locator("#id_addressees-0")).to_be_focused()
    take_first(clerk, "чер", "Черкаська ОВА")
    expect(page.locator("#id_addressees-1")).to_be_focused()
    take_first(clerk, "усі", "усі старости")
    clerk.press("Enter")
    expect(page.locator("#id_addressees-2")).to_be_focused()
    clerk.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    clerk.type("Про стан доріг")
    accessible(page)
    clerk.press("Ctrl+Enter")
    assert number_given(page).endswith("/1")
    expect(page.locator("#id_addressees-0")).to_be_focused()
    document = Document.objects.get()
    assert Party.objects.filter(document=document, role=PartyRole.ADDRESSEE).count() == 3
    assert len(clerk.keys) <= 40, f"{len(clerk.keys)} keys"

    clerk.press("Escape")
    page.goto(f"{people.address}/")
    clerk.press("KeyG")
    clerk.press("KeyV")
    page.wait_for_url("**/dispatch/")
    expect(page.locator("tbody tr")).to_have_count(3)
    accessible(page)
    for box in page.locator("input[name=copy]").all()[:2]:
        box.focus()
        clerk.press("Space")
    clerk.press("Ctrl+Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert Copy.objects.exclude(sent_at=None).count() == 2
    page.goto(f"{people.address}/documents/{document.pk}/")
    expect(page.locator("#copies li")).to_have_count(3)
    accessible(page)
    page.goto(f"{people.address}/documents/{document.pk}/copies/")
    accessible(page)
    assert not clerk.faults


def test_an_order_takes_the_number_of_its_series(house: House, people: People) -> None:
    open_journals(house)
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/journals/od-rada/registration/")
    expect(page.locator("#id_title")).to_be_focused()
    clerk.type("Про проведення інвентаризації")
    clerk.press("Ctrl+Enter")
    assert number_given(page) == "1-од"
    expect(page.locator("#id_title")).to_be_focused()
    signer = Party.objects.get(role=PartyRole.SIGNER)
    assert signer.person == house.cast.melnychenko.person


def test_a_contract_and_its_agreement_by_keyboard(house: House, people: People) -> None:
    open_journals(house)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/journals/con-rada/registration/")
    expect(page.locator("#id_contract_party")).to_be_focused()
    take_first(clerk, "чер", "Черкаська ОВА")
    clerk.type("77-П")
    clerk.press("Enter")
    clerk.press("Enter")
    clerk.type("Про закупівлю палива")
    accessible(page)
    clerk.press("Ctrl+Enter")
    assert number_given(page) == "1"
    page.locator("#id_kind").select_option("additional_agreement")
    page.wait_for_url("**card=**")
    page.locator("#id_contract_party").focus()
    take_first(clerk, "чер", "Черкаська ОВА")
    page.locator("#id_title").fill("Про зміну ціни")
    page.locator("#id_contract_base").fill("1")
    clerk.press("Ctrl+Enter")
    assert number_given(page) == "1/1"
    agreement = Registration.objects.get(number="1/1")
    assert Link.objects.filter(source=agreement.document).exists()
    page.goto(f"{people.address}/documents/{agreement.document_id}/")
    expect(page.locator("main")).to_contain_text("До договору 1")
    accessible(page)
    assert not clerk.faults


def test_an_answer_is_opened_from_the_card_of_the_letter(house: House, people: People) -> None:
    open_journals(house)
    letter = house.letter()
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{letter.pk}/")
    page.get_by_role("link", name="Відповісти").click()
    expect(page.locator("#id_addressees-0")).to_have_value("Черкаська ОВА")
    page.locator("#id_title").fill("Відповідь про стан доріг")
    clerk.press("Ctrl+Enter")
    number_given(page)
    assert Link.objects.get(target=letter).kind == "in_reply"
