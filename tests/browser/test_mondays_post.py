"""A Monday’s post: ten letters, each different, and what the clerk does with each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from obih.registry.models import Copy, Document, PendingCard, RefusedArrival, Registration
from obih.registry.tests.conftest import House
from tests.browser.conftest import People, Someone

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" \
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"  # fmt: skip


@pytest.fixture
def clerk(house: House, people: People) -> Someone:
    someone = people.at("boiko", second_factor=True)
    someone.page.goto(f"{people.address}/journals/{house.journal.code}/registration/")
    expect(someone.page.locator("#id_correspondent")).to_be_focused()
    return someone


def sender(clerk: Someone, begins: str, full: str) -> None:
    clerk.page.locator("#id_correspondent").fill("")
    clerk.type(begins)
    expect(clerk.page.locator("[data-combo] [role=option]").first).to_contain_text(full)
    clerk.press("Enter")


def typed(page: Page, **values: str) -> None:
    for name, value in values.items():
        box = page.locator(f"#id_{name}")
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)


def registered(clerk: Someone, count: int) -> Registration:
    """Press the keys of registration; the number stands in the bar and in the journal."""
    clerk.press("Ctrl+Enter")
    bar = clerk.page.locator("[data-done]")
    newest = Registration.objects.order_by("-sequence")
    for _ in range(100):
        if Registration.objects.count() == count and bar.count():
            break
        clerk.page.wait_for_timeout(100)
    else:
        raise AssertionError(clerk.page.locator(".problems, .error").all_inner_texts())
    found = newest.first()
    assert found is not None
    expect(bar).to_have_attribute("data-done", found.number)
    expect(clerk.page.locator("#id_title")).to_have_value("")
    # The next card takes the focus a moment after it is drawn: what is filled before would go astray.
    expect(clerk.page.locator("[data-done][data-told]")).to_be_visible()
    return found


def add_to_the_card_it_repeats(page: Page) -> None:
    page.locator("#remarks").get_by_role("button", name="Той самий: додати до картки").click()
    expect(page.locator("h1")).to_have_text("Про стан доріг")


def refuse_as_not_registrable(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("Очікує реєстрації")
    page.get_by_role("link", name="Не реєструвати Реклама").click()
    page.evaluate("document.querySelector('#grounds').dataset.old = ''")
    page.locator("#id_channel").select_option("post")
    expect(page.locator("#grounds:not([data-old])")).to_be_attached()  # the grounds of this channel have come
    page.locator("#id_ground input[value=not_registrable]").check()
    page.keyboard.press("Control+Enter")
    for _ in range(100):
        if RefusedArrival.objects.exists():
            return
        page.wait_for_timeout(50)


def test_ten_letters_of_a_mondays_post(house: House, people: People, clerk: Someone) -> None:
    page = clerk.page
    today = timezone.localdate()

    # 1. the usual letter, keyboard only
    sender(clerk, "чер", "Черкаська ОВА")
    clerk.type("01-15/77")
    clerk.press("Enter")
    clerk.type("+0")
    clerk.press("Enter")
    clerk.type("Про стан доріг")
    first = registered(clerk, 1)
    assert first.document.parties.get(role="sender").number == "01-15/77"

    # 2. without a number, from somebody who stands in no directory
    page.locator("#id_correspondent").fill("Ініціативна група села Гайове")
    typed(page, correspondent_number="б/н", title="Про дитячий майданчик")
    second = registered(clerk, 2)
    assert second.document.parties.get(role="sender").name == "Ініціативна група села Гайове"

    # 3. an order from above with a date of its own
    sender(clerk, "чер", "Черкаська ОВА")
    answer_by = today + timedelta(days=9)
    typed(
        page, kind="order_above", correspondent_number="02/3", title="Про готовність укриттів",
        deadline=f"{answer_by:%d.%m.%Y}",
    )  # fmt: skip
    third = registered(clerk, 3)
    assert third.document.deadlines.get(source="letter").effective_on == answer_by

    # 4. a telephone message
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, kind="phone_message", correspondent_number="т-5", title="Про штормове попередження")
    expect(page.locator("#id_channel option[value=phone]")).to_have_count(1)
    typed(page, channel="phone")
    assert registered(clerk, 4).document.kind_code == "phone_message"

    # 5. a court’s paper: restricted, with its ground
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, kind="court", correspondent_number="712/9/26", title="Ухвала у справі 712/9/26")
    expect(page.locator("#id_access_level")).to_have_value("restricted")
    typed(page, access_basis="ст. 11 Закону «Про інформацію»")
    assert registered(clerk, 5).document.access_level == "restricted"

    # 6. with its scan
    page.locator("input[type=file]").first.set_input_files(
        {"name": "лист.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    expect(page.locator("#scan")).to_contain_text("лист.pdf")
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, correspondent_number="01-15/80", title="Про скан листа")
    sixth = registered(clerk, 6)
    assert sixth.document.files.count() == 1 and not sixth.document.awaits_scan

    # 7. paper whose scan comes later
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, correspondent_number="01-15/81", title="Про паперовий лист", form="paper", channel="post")
    assert registered(clerk, 7).document.awaits_scan

    # 8. interrupted by a visitor, postponed, taken up again
    page.locator("#id_title").fill("Про відкладене")
    clerk.press("Escape")
    clerk.press("Escape")
    expect(page.locator("h1")).to_contain_text("Очікує реєстрації")
    page.get_by_role("link", name="Про відкладене", exact=True).click()
    expect(page.locator("#id_title")).to_have_value("Про відкладене")
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, correspondent_number="01-15/82")
    eighth = registered(clerk, 8)
    assert eighth.document.title == "Про відкладене" and not PendingCard.objects.exists()

    # 9. the paper after its e-mail: no second number, one more arrival of the first letter
    sender(clerk, "чер", "Черкаська ОВА")
    typed(page, correspondent_number="01-15/77", title="Про стан доріг", channel="post", form="paper")
    page.locator("#id_correspondent_date").fill(f"{today:%d.%m.%Y}")
    page.locator("#id_title").focus()
    expect(page.locator("#remarks")).to_contain_text(f"Схожий на {first.number}")
    add_to_the_card_it_repeats(page)
    assert Registration.objects.count() == 8
    assert Copy.objects.filter(document=first.document_id).count() == 2

    # 10. an advertisement: it is not registered at all, and that is written down
    page.goto(f"{people.address}/journals/{house.journal.code}/registration/")
    sender(clerk, "чер", "Черкаська ОВА")
    page.locator("#id_title").fill("Реклама бухгалтерської програми")
    clerk.press("Escape")
    clerk.press("Escape")
    refuse_as_not_registrable(page)
    assert RefusedArrival.objects.get().ground_code == "not_registrable"

    assert Registration.objects.count() == Document.objects.count() == 8
    assert sorted(Registration.objects.values_list("sequence", flat=True)) == list(range(1, 9))
    assert not clerk.faults
