"""Who acts for the head while he is away, and what becomes of the work of somebody who leaves."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from playwright.sync_api import expect

from obih.people.cast import TOTP_SECRET
from obih.people.models import Appointment, Person
from obih.registry.tests.conftest import House
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.tests.conftest import Office
from tests.browser.conftest import People
from tests.browser.test_tasks_carried_out import accessible, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_acting_head_resolves_and_both_names_stand(house: House, people: People) -> None:
    office = Office(house)
    document = office.letter()
    post = Appointment.objects.get(person=office.person("melnychenko"))
    today = timezone.localdate()

    clerk = people.at("boiko", second_factor=True, bypass_csp=True).page
    clerk.goto(f"{people.address}/people/appointments/{post.pk}/substitution/")
    clerk.locator("#id_acting").select_option(str(office.person("tkachenko").pk))
    clerk.locator("#id_starts_on").fill(f"{today:%d.%m.%Y}")
    clerk.locator("#id_ends_on").fill(f"{today:%d.%m.%Y}")
    clerk.locator("#id_basis").fill("розпорядження № 41-к")
    accessible(clerk)
    clerk.locator("main form button.btn[data-main], main form button[type=submit]").first.click()
    clerk.wait_for_url(lambda url: "substitution" not in url)

    # Whoever acts for the head needs the head’s second factor too.
    TOTP.activate(house.cast.people["tkachenko"].account, TOTP_SECRET)
    acting = people.at("tkachenko", second_factor=True, bypass_csp=True)
    page = acting.page
    page.goto(f"{people.address}/documents/{document.pk}/resolution/")
    expect(page.locator("body")).to_contain_text("Ігор Мельниченко")
    page.locator("#id_points-0-executor-0").press_sequentially("гриц")
    expect(page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("Гриценко")
    page.locator("#id_points-0-executor-0").press("Enter")
    page.locator("#id_points-0-text").fill("Підготувати відповідь")
    accessible(page)
    acting.press("Ctrl+Enter")
    page.wait_for_url(lambda url: "/resolution/" not in url)
    resolution = Resolution.objects.get()
    assert resolution.author == office.person("melnychenko")
    assert resolution.acted_label.startswith("Ольга Ткаченко")

    page.goto(f"{people.address}/documents/{document.pk}/")
    expect(page.locator("main")).to_contain_text("Ігор Мельниченко")
    expect(page.locator("main")).to_contain_text("Ольга Ткаченко")
    assert not acting.faults


def test_a_leaver_s_tasks_are_listed_printed_and_go_over(house: House, people: People) -> None:
    office = Office(house)
    point = office.task(office.point(office.to("hrytsenko"), text="Обстежити котельню"))
    leaver, successor = office.person("hrytsenko"), office.person("stetsenko")

    admin = people.at("savchuk", second_factor=True, bypass_csp=True)
    page = admin.page
    page.goto(f"{people.address}/people/handover/{leaver.pk}/")
    expect(page.locator("main")).to_contain_text("Обстежити котельню")
    accessible(page)
    act = page.request.get(f"{people.address}/people/handover/{leaver.pk}/act/")
    assert act.ok and act.body().startswith(b"%PDF")
    page.locator("#id_successor").select_option(str(successor.pk))
    page.locator("#id_why").fill("розпорядження № 112-к")
    press(admin, "Передати справи і закрити вхід")
    page.wait_for_url(f"{people.address}/people/handover/")
    expect(page.locator("body")).to_contain_text("1 завдання")

    assert Person.objects.get(pk=leaver.pk).left_on is not None
    main = Assignment.objects.get(point=point, ended_at=None)
    assert main.person == successor and main.is_waiting
    staff = people.at("stetsenko")
    staff.page.goto(f"{people.address}/tasks/{point.pk}/")
    expect(staff.page.locator("main")).to_contain_text("Обстежити котельню")
    press(staff, "Взяти до виконання")
    expect(staff.page.locator("main")).to_contain_text("виконують")
    assert Point.objects.get(pk=point.pk).state == "accepted"
    assert not admin.faults and not staff.faults
