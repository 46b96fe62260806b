"""A task on its way: distributed, two executors hand in, the main one gathers, control lifts it, it is filed."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from obih.registry.models import Document
from obih.registry.tests.conftest import House
from obih.tasks import actions
from obih.tasks.models import Point
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty, PointState
from tests.browser.conftest import People, Someone

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 390, "height": 844}


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], f"{page.url} is {wide} wide"  # type: ignore[index]


def press(someone: Someone, name: str) -> None:
    """A button or a link that looks like one, by what stands on it."""
    page = someone.page
    page.locator("main").get_by_role("button", name=name, exact=True).or_(
        page.locator("main").get_by_role("link", name=name, exact=True)
    ).first.click()


def test_two_hand_in_the_main_one_gathers_control_lifts_and_it_is_filed(house: House, people: People) -> None:
    office = Office(house)
    document = office.letter()
    entry = office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO), office.to("koval", Duty.INFO))
    point = office.resolve(document, entry).points.get()
    address = f"{people.address}/tasks/{point.pk}/"

    head = people.at("hrytsenko", bypass_csp=True)
    head.page.goto(f"{people.address}/")
    accessible(head.page)
    head.page.locator(".job .num").first.click()
    head.page.wait_for_url(address)
    press(head, "Взяти до виконання")
    expect(head.page.locator("main")).to_contain_text("виконують")
    accessible(head.page)
    press(head, "Розподілити")
    head.page.locator("#id_points-0-executor-0").press_sequentially("стец")
    expect(head.page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("Стеценко")
    head.page.locator("#id_points-0-executor-0").press("Enter")
    head.page.locator("#id_points-0-text").fill("Зібрати дані про ділянки")
    accessible(head.page)
    head.press("Ctrl+Enter")
    head.page.wait_for_url(address)
    expect(head.page.locator("main")).to_contain_text("Розподілено далі")
    below = Point.objects.get(parent=point)

    lawyer = people.at("levchuk", viewport=PHONE, bypass_csp=True)
    lawyer.page.goto(address)
    accessible(lawyer.page)
    press(lawyer, "Передати свою частину")
    lawyer.page.locator("#id_part").fill("Договори перевірено, зауважень немає")
    accessible(lawyer.page)
    lawyer.press("Ctrl+Enter")
    expect(lawyer.page.locator("main")).to_contain_text("Передано головному виконавцеві")

    staff = people.at("stetsenko", bypass_csp=True)
    staff.page.goto(f"{people.address}/tasks/{below.pk}/")
    press(staff, "Звітувати")
    staff.page.locator("#id_text").fill("Зібрано дані про 14 ділянок")
    staff.page.locator("#id_files").set_input_files(
        {"name": "ділянки.txt", "mimeType": "text/plain", "buffer": "14 ділянок".encode()}
    )
    accessible(staff.page)
    staff.press("Ctrl+Enter")
    expect(staff.page.locator("main")).to_contain_text("ділянки.txt")

    head.page.goto(f"{people.address}/")
    expect(head.page.locator("main")).to_contain_text("Зібрано дані про 14 ділянок")
    accessible(head.page)
    head.page.get_by_role("button", name="Прийняти").first.click()
    head.page.goto(address)
    press(head, "Звітувати")
    gathered = head.page.locator("#id_text")
    assert "зауважень немає" in gathered.input_value() and "14 ділянок" in gathered.input_value()
    head.press("Ctrl+Enter")
    expect(head.page.locator("main")).to_contain_text("звіт чекає рішення")

    mayor = people.at("melnychenko", second_factor=True, viewport=PHONE, bypass_csp=True)
    expect(mayor.page.locator("main")).to_contain_text("Звіти чекають вашого рішення")
    accessible(mayor.page)
    mayor.page.get_by_role("button", name="Прийняти").first.click()
    expect(mayor.page.locator(".bar")).to_contain_text("Звіт прийнято")

    control = people.at("tkachenko", bypass_csp=True)
    control.page.goto(address)
    accessible(control.page)
    press(control, "Зняти з контролю")
    control.page.locator("#id_note").fill("Відповідь надіслано")
    control.page.locator("#id_file_too").check()
    accessible(control.page)
    control.press("Ctrl+Enter")
    expect(control.page.locator("main")).to_contain_text("знято з контролю")
    control.page.goto(f"{people.address}/documents/{document.pk}/")
    expect(control.page.locator("#where")).to_contain_text("списано до справи")
    accessible(control.page)

    assert Point.objects.get(pk=point.pk).state == PointState.DONE
    assert Document.objects.get(pk=document.pk).closed_at is not None
    for each in (head, lawyer, staff, mayor, control):
        assert not each.faults


def test_an_extension_past_45_days_is_refused_and_within_them_given(house: House, people: People) -> None:
    office = Office(house)
    document = office.letter(kind_code="citizen_appeal")
    point = office.resolve(document).points.get()
    limit = actions.latest_day(point)
    assert limit is not None
    executor = people.at("hrytsenko", bypass_csp=True)
    page = executor.page
    page.goto(f"{people.address}/tasks/{point.pk}/")
    press(executor, "Просити продовження")
    expect(page.locator("main")).to_contain_text(f"{limit:%d.%m.%Y}")
    page.locator("#id_wanted_on").fill("+60")
    page.locator("#id_reason").fill("Чекаємо на довідку архіву")
    executor.press("Ctrl+Enter")
    expect(page.locator(".problems")).to_contain_text(f"За законом не пізніше {limit:%d.%m.%Y}")
    accessible(page)
    page.locator("#id_wanted_on").fill(f"{limit:%d.%m.%Y}")
    executor.press("Ctrl+Enter")
    expect(page.locator("main")).to_contain_text("Просять продовжити")
    mayor = people.at("melnychenko", second_factor=True, bypass_csp=True)
    mayor.page.goto(f"{people.address}/tasks/{point.pk}/")
    accessible(mayor.page)
    press(mayor, "Вирішити про продовження")
    expect(mayor.page.locator("main")).to_contain_text("повідомляють заявника")
    accessible(mayor.page)
    mayor.press("Ctrl+Enter")
    expect(mayor.page.locator("main")).to_contain_text("Продовжено")
    point.refresh_from_db()
    assert point.due_on == limit and point.extensions == 1
    assert not executor.faults and not mayor.faults


def test_whoever_comes_second_sees_both_versions_and_sends_his_words_again(
    house: House, people: People
) -> None:
    office = Office(house)
    point = office.task()
    mayor = people.at("melnychenko", second_factor=True, viewport=PHONE, bypass_csp=True)
    page = mayor.page
    page.goto(f"{people.address}/tasks/{point.pk}/withdrawal/")
    page.locator("#id_reason").fill("Лист відкликано відправником")
    actions.accept_task(point.pk, by=office.actor("hrytsenko"))
    mayor.press("Ctrl+Enter")
    expect(page.locator("main")).to_contain_text("Ви бачили")
    expect(page.locator("#id_reason")).to_have_value("Лист відкликано відправником")
    accessible(page)
    mayor.press("Ctrl+Enter")
    expect(page.locator("main")).to_contain_text("відкликано")
    assert Point.objects.get().state == PointState.WITHDRAWN
    assert not [each for each in mayor.faults if "409" not in each]


def test_readers_are_named_by_a_few_letters_on_the_phone_and_mark_what_they_read(
    house: House, people: People
) -> None:
    document = Office(house).letter()
    address = f"{people.address}/documents/{document.pk}/acquaintance/"
    clerk = people.at("boiko", second_factor=True, viewport=PHONE, bypass_csp=True)
    page = clerk.page
    page.goto(address)
    accessible(page)
    for place, letters in enumerate(("стец", "левч")):
        box = page.locator(f"#id_readers-{place}")
        box.press_sequentially(letters)
        expect(page.locator("[role=listbox]:visible [role=option]")).to_have_count(1)
        box.press("Enter")
    expect(page.locator("#id_readers-2")).to_be_visible()
    page.locator("#id_note").fill("Порядок прийому")
    accessible(page)
    clerk.press("Ctrl+Enter")
    expect(page.locator(".bar")).to_contain_text("Людей у списку: 2.")
    accessible(page)
    reader = people.at("stetsenko", bypass_csp=True)
    reader.page.goto(address)
    press(reader, "Ознайомлено")
    expect(reader.page.locator(".bar")).to_contain_text("Позначено: ознайомлено")
    for each in (clerk, reader):
        assert not each.faults
