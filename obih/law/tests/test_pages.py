"""The rules on pages: read by everyone signed in, changed by an administrator from a day on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from obih.law.actions import seed_profile
from obih.law.forms import first_values, rule_form
from obih.law.models import GROUPS
from obih.law.queries import profile
from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON, STRANGER
from obih.law.tests.pages import page as page

pytestmark = pytest.mark.django_db
GENERAL = "/law/terms/rules/appeal_general/"


@pytest.fixture(autouse=True)
def seeded(db):
    seed_profile()


def typed(group: str, code: str, **changes: object) -> dict[str, object]:
    """What a browser would post of a rule as it stands, with changes."""
    row = GROUPS[group].objects.open().get(code=code)
    form = rule_form(group, profile())(initial=first_values(row))
    found = {bound.name: bound.value() for bound in form}
    posted = {name: value for name, value in found.items() if value not in (None, False, "")}
    return posted | {"valid_from": "сьогодні"} | changes


@pytest.mark.parametrize("group", list(GROUPS))
def test_every_group_is_listed_to_everyone_with_its_articles(page, group):
    answer = page(STRANGER).get(f"/law/{group}/")
    assert answer.status_code == 200
    for row in GROUPS[group].objects.all():
        assert f"/law/{group}/rules/{row.code}/" in answer.text
    assert "Правила змінює адміністратор" in answer.text


def test_words_and_a_date_narrow_the_list(page):
    found = page(CLERK).get("/law/terms/", {"q": "адвокат"}).text
    assert "Адвокатський запит" in found and "Звернення громадян" not in found
    old = page(CLERK).get("/law/terms/", {"on": "04.10.2021"}).text
    assert "на 04.10.2021" in old and "ще не діє" in old
    wrong = page(CLERK).get("/law/terms/", {"on": "32.13"})
    assert wrong.status_code == 200 and 'aria-invalid="true"' in wrong.text


def test_a_rule_says_what_it_means(page):
    answer = page(CLERK).get(GENERAL).text
    assert "1\u00a0місяць; неробочий останній день переноситься вперед" in answer
    assert "не довше: граничний строк розгляду звернення" in answer
    assert "Завести нову редакцію" not in answer


def test_an_administrator_changes_a_rule_from_a_day_on(page):
    tomorrow = timezone.localdate() + timedelta(days=1)
    client = page(ADMINISTRATOR)
    answer = client.post(
        GENERAL, typed("terms", "appeal_general", amount="2", valid_from=f"{tomorrow:%d.%m.%Y}"), follow=True
    )
    assert f"діє по-новому з {tomorrow:%d.%m.%Y}" in answer.text
    assert "Роман Савчук, адміністратор: змінено правило" in answer.text
    assert profile(tomorrow).term("appeal_general").amount == 2
    assert profile().term("appeal_general").amount == 1


@pytest.mark.parametrize("group", list(GROUPS))
def test_a_form_posted_back_as_it_came_changes_nothing_and_says_so(page, group):
    code = GROUPS[group].objects.open().first().code
    answer = page(ADMINISTRATOR).post(f"/law/{group}/rules/{code}/", typed(group, code))
    assert answer.status_code == 422
    assert "Нічого не змінено" in answer.text


def test_options_of_a_field_are_typed_one_on_a_line(page):
    address = "/law/fields/rules/appeal_subject/"
    client = page(ADMINISTRATOR)
    values = typed("fields", "appeal_subject", choices="5.1 | індивідуальне\n5.2 | колективне")
    client.post(address, values)
    assert profile().fields["appeal_subject"].choices == (("5.1", "індивідуальне"), ("5.2", "колективне"))
    for wrong in ("5.1 індивідуальне", "5.1 | а\n5.1 | б", "| а"):
        assert client.post(address, values | {"choices": wrong}).status_code == 422


def test_a_rule_of_ones_own_is_added_and_withdrawn(page):
    client = page(ADMINISTRATOR)
    values = {
        "code": "greeting", "title": "вітання", "flow": "incoming", "access": "general", "period": "year",
        "confidence": "local", "order": "99", "valid_from": "сьогодні",
    }  # fmt: skip
    assert client.post("/law/kinds/rules/", values, follow=True).status_code == 200
    assert profile().kind("greeting").title == "вітання"
    assert client.post("/law/kinds/rules/", values).status_code == 422
    withdrawn = client.post("/law/kinds/rules/greeting/withdrawal/", {"last_on": "сьогодні"}, follow=True)
    assert "Правило не діє після" in withdrawn.text
    refused = client.post("/law/terms/rules/appeal_max/withdrawal/", {"last_on": "сьогодні"})
    assert refused.status_code == 422 and "посилається" in refused.text


@pytest.mark.parametrize("actor", [STRANGER, CLERK, LOOKING_ON])
def test_nobody_else_changes_a_rule(page, actor):
    client, version = page(actor), profile().version
    values = typed("terms", "appeal_general", amount="2")
    for address in (GENERAL, "/law/kinds/rules/"):
        assert client.post(address, values).status_code == 422
    assert client.post(f"{GENERAL}withdrawal/", {"last_on": "сьогодні"}).status_code == 422
    assert profile().version == version


@pytest.mark.parametrize("address", ["/law/nothing/", "/law/terms/rules/nothing/", "/law/x/rules/y/"])
def test_what_is_not_there_is_not_found(page, address):
    assert page(ADMINISTRATOR).get(address).status_code == 404
