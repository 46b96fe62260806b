"""One chooses how one is told, lets a browser show it, and the notice opens the right page."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, expect

from obih.notices.actions import Telling, tell
from obih.notices.models import NoticeSettings, PushDevice
from obih.notices.vocabulary import Topic
from obih.registry.tests.conftest import House
from obih.tasks.models import Point
from obih.tasks.tests.conftest import Office
from tests.browser.conftest import FLAGS, People

HAND = {"width": 390, "height": 844}
SHOTS = os.environ.get("OBIH_TEST_SHOTS", "")

FAKE_SERVER = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async function (options) {
  window.askedWith = new Uint8Array(options.applicationServerKey).length;
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const text = (all) => btoa(String.fromCharCode(...all)).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const keys = { p256dh: text(raw), auth: text(new Uint8Array(16)) };
  return { toJSON: () => ({ endpoint: "https://push.example.org/send/abc", keys }) };
};
"""
"""The browser maker’s server is out of reach here; everything on our side of it is as it runs."""


def test_choosing_has_no_barrier_and_fits_the_hand(house: House, people: People) -> None:
    office = Office(house)
    point = office.task()
    Point.objects.filter(pk=point.pk).update(due_on=timezone.localdate() - timedelta(days=7))
    tell([Telling(house.cast.melnychenko.person.pk, Topic.REPORT, "Звіт за № 7 чекає рішення", "звіт", "/")])
    found = []
    head = people.at("melnychenko", second_factor=True, bypass_csp=True)
    page = head.page
    for size in ({"width": 1366, "height": 768}, HAND):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        for screen in (
            "/profile/notices/",
            "/notices/",
            "/week/",
            "/profile/",
            "/help/told/",
            "/help/week/",
            "/control/reminding/",
        ):
            page.goto(f"{people.address}{screen}")
            if SHOTS:
                name = f"told{screen.replace('/', '-')}{size['width']}.png"
                page.screenshot(path=str(Path(SHOTS) / name), full_page=True)
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
                found.append(f"{screen} is {wide} wide on {size['width']}")
            for each in Axe().run(page).response["violations"]:
                found.append(f"{screen} {size['width']}: {each['id']} {each['nodes'][0]['target']}")
    assert not found, "\n".join(found)
    assert not head.faults


def test_the_order_of_reminding_has_no_barrier(house: House, people: People) -> None:
    control, found = people.at("tkachenko", bypass_csp=True), []
    for size in ({"width": 1366, "height": 768}, HAND):
        control.page.set_viewport_size(size)  # type: ignore[arg-type]
        control.page.goto(f"{people.address}/control/reminding/")
        if SHOTS:
            control.page.screenshot(path=str(Path(SHOTS) / f"order-{size['width']}.png"), full_page=True)
        if (wide := control.page.evaluate("document.documentElement.scrollWidth")) > size["width"]:
            found.append(f"{wide} wide on {size['width']}")
        found += [each["id"] for each in Axe().run(control.page).response["violations"]]
    assert not found


def test_the_choice_is_made_with_the_keyboard_alone(house: House, people: People) -> None:
    someone = people.at("koval")
    page = someone.page
    page.goto(f"{people.address}/profile/notices/")
    page.locator("#id_mail_task").focus()
    page.keyboard.press("End")  # the last choice: no letters
    someone.press("Tab")
    someone.press("Space")
    someone.press("Ctrl+Enter")
    expect(page.get_by_text("Збережено")).to_be_visible()
    kept = NoticeSettings.objects.get(person=house.cast.koval.person)
    assert kept.mail_choice(Topic.TASK) == "none" and not kept.is_pushed(Topic.TASK)


def test_a_browser_shows_the_notice_under_our_own_policy(
    house: House, browser: Browser, address: str
) -> None:
    trusting = browser.browser_type.launch(
        executable_path=os.environ.get("OBIH_CHROMIUM") or "/usr/bin/chromium",
        args=[*FLAGS, "--ignore-certificate-errors"],
    )
    people = People(trusting, address)
    try:
        someone = people.at("koval", permissions=["notifications"])
        page = someone.page
        policy: list[str] = []
        page.on("console", lambda said: policy.append(said.text) if "Content Security" in said.text else None)
        page.add_init_script(FAKE_SERVER)
        page.goto(f"{address}/profile/notices/")
        page.get_by_role("button", name="Увімкнути на цьому пристрої").click()
        expect(page.get_by_text("Сповіщення показуватиме «Chrome")).to_be_visible()
        assert PushDevice.objects.get().account == house.cast.koval.account
        _deliver(page, address)
        shown = page.evaluate(
            """async () => {
                 const registration = await navigator.serviceWorker.ready;
                 for (let each = 0; each < 50; each += 1) {
                   const all = await registration.getNotifications();
                   if (all.length) return all.map((one) => [one.title, one.body, one.tag, one.data.url]);
                   await new Promise((go) => setTimeout(go, 100));
                 }
                 return [];
               }"""
        )
        assert shown == [["Обіг", "нове завдання", "n7", "/tasks/7/"]], (
            "and the second copy replaced the first"
        )
        assert not policy and not someone.faults
    finally:
        for context in people.contexts:
            context.close()
        trusting.close()


def _deliver(page: object, address: str) -> None:
    """What the maker’s server would do, twice: hand the message to our worker."""
    session = page.context.new_cdp_session(page)  # type: ignore[attr-defined]
    seen: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: seen.extend(each["registrationId"] for each in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    for _ in range(50):
        if seen:
            break
        page.wait_for_timeout(100)  # type: ignore[attr-defined]
    text = '{"text": "нове завдання", "url": "/tasks/7/", "tag": "n7"}'
    for _ in range(2):
        session.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": address, "registrationId": seen[0], "data": text},
        )
