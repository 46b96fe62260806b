"""A lost link and an expired session: the page says what became of the typed text, and it is still there."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from obih.people.cast import TEST_PASSWORD
from obih.registry.models import Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People, Someone


def fill_in(clerk: Someone) -> None:
    page = clerk.page
    clerk.press("KeyR")
    expect(page.locator("#id_correspondent")).to_be_focused()
    clerk.type("чер")
    expect(page.locator("[data-combo] [role=option]").first).to_contain_text("Черкаська ОВА")
    clerk.press("Enter")
    clerk.type("4271")
    clerk.press("Enter")
    clerk.type("0511")
    clerk.press("Enter")
    clerk.type("Про ремонт доріг")


def unused_recovery_code(username: str) -> str:
    """A code of the telephone opens one door only; the second time a recovery code helps."""
    kept = Authenticator.objects.get(user__username=username, type=Authenticator.Type.RECOVERY_CODES)
    return str(RecoveryCodes(kept).get_unused_codes()[0])


def sign_in(page: Page) -> None:
    page.locator("input[name=login]").fill("boiko")
    page.locator("input[name=password]").fill(TEST_PASSWORD)
    page.locator("input[name=password]").press("Enter")
    code = page.locator("input[name=code]")
    code.wait_for()
    code.fill(unused_recovery_code("boiko"))
    code.press("Enter")
    page.locator(".rail a").first.wait_for()


def test_a_lost_link_is_told_and_the_letter_goes_when_it_is_back(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    fill_in(clerk)
    page.context.set_offline(True)
    clerk.press("Ctrl+Enter")
    expect(page.locator("#link-state")).to_contain_text("Немає зв’язку")
    expect(page.locator("#id_title")).to_have_value("Про ремонт доріг")
    page.context.set_offline(False)
    expect(page.locator("#link-state")).to_be_empty()
    clerk.press("Ctrl+Enter")
    expect(page.locator("[data-done][data-told]")).to_be_visible()
    assert Registration.objects.count() == 1


def test_an_expired_session_keeps_the_text_until_one_signs_in_again(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    fill_in(clerk)
    page.wait_for_timeout(300)
    page.context.clear_cookies(name="sessionid")
    clerk.press("Ctrl+Enter")
    expect(page.locator("#says")).to_contain_text("Сеанс завершився")
    expect(page.locator("#id_title")).to_have_value("Про ремонт доріг")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Увійти в новій вкладці").click()
    sign_in(opened.value)
    opened.value.close()
    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#says")).to_contain_text("Ви знову ввійшли")
    page.locator("#id_title").focus()
    clerk.press("Ctrl+Enter")
    expect(page.locator("[data-done][data-told]")).to_be_visible()
    assert Registration.objects.count() == 1


def test_before_its_end_the_session_is_put_off_by_one_press(house: House, people: People) -> None:
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=9))
    fill_in(clerk)
    notice = page.locator("#session-end")
    expect(notice).to_contain_text("Сеанс завершиться о")
    expect(page.locator("#id_title")).to_be_focused()
    notice.get_by_role("button", name="Продовжити роботу").press("Enter")
    expect(notice).to_contain_text("Роботу продовжено")
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("Про ремонт доріг")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=11)
    expect(notice).to_be_empty(timeout=10_000)
    clerk.press("Ctrl+Enter")
    expect(page.locator("[data-done][data-told]")).to_be_visible()
