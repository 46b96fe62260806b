"""The door with a passkey, and the pages of people for eyes, ears and telephones."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from obih.registry.tests.conftest import House
from tests.browser.conftest import People

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}
PAGES = (
    "/people/",
    "/people/structure/",
    "/people/bodies/",
    "/people/places/",
    "/people/powers/",
    "/people/tokens/",
    "/people/add/",
    "/profile/",
    "/profile/password/",
    "/accounts/2fa/",
    "/mail/",
    "/notices/",
)


def give_device(page: Page) -> None:
    """A computer with a fingerprint reader that always says yes."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_the_door_alone(house: House, people: People) -> None:
    page = people.at("koval").page
    give_device(page)
    page.wait_for_url(f"{people.address}/")
    page.goto(f"{people.address}/accounts/2fa/keys/add/")
    page.locator("[data-passkey-go]").click()
    page.wait_for_url("**/accounts/2fa/codes/")
    page.context.clear_cookies()
    page.goto(f"{people.address}/accounts/login/")
    page.locator("[data-passkey-go]").click()
    page.wait_for_url(f"{people.address}/")
    expect(page.locator(".who")).to_contain_text("Наталія Коваль")


def test_cases_appear_while_a_name_is_typed(house: House, people: People) -> None:
    page = people.at("savchuk", second_factor=True).page
    page.wait_for_url(f"{people.address}/")
    page.goto(f"{people.address}/people/add/")
    page.locator("[name=surname]").press_sequentially("Шевчук")
    page.locator("[name=given_name]").press_sequentially("Оксана")
    expect(page.locator("#cases")).to_contain_text("Оксані Шевчук")


@pytest.mark.parametrize("viewport", [{"width": 1366, "height": 768}, PHONE], ids=["desk", "phone"])
def test_pages_of_people_are_for_everybody(house: House, people: People, viewport: dict[str, int]) -> None:
    someone = people.at("savchuk", second_factor=True, viewport=viewport)
    page = someone.page
    page.wait_for_url(f"{people.address}/")
    persons = [f"/people/{house.cast.koval.person.pk}/", f"/people/{house.cast.koval.person.pk}/facts/"]
    for where in (*PAGES, *persons):
        page.goto(people.address + where)
        found = Axe().run(page).response["violations"]
        assert not found, (where, [(each["id"], each["nodes"][0]["html"]) for each in found])
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], where
    assert not someone.faults
