"""Changing the rules: seeds, validity, versions, refusals."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from obih.history.models import Event
from obih.history.work import unit_of_work
from obih.law.actions import add_rule, change_rule, seed_profile, withdraw_rule
from obih.law.models import GROUPS, Term
from obih.law.queries import profile, profile_version, rule_history, rules_of
from obih.law.seed import SEED, Seeder
from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON
from obih.ui.refusals import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(db):
    seed_profile()


def general(**more: object) -> Term:
    return Term.objects.open().get(code="appeal_general", **more)


def test_seeding_twice_adds_nothing_the_second_time():
    assert seed_profile() == sum(len(rows) for rows in SEED.values())
    version = profile_version()
    assert seed_profile() == 0
    assert profile_version() == version
    assert Event.objects.filter(name="law.profile_seeded").count() == 1


def test_every_seeded_rule_is_whole_and_names_only_rules_that_exist(seeded):
    now = profile()
    for term in now.terms.values():
        assert not term.cap or term.cap in now.terms
        assert not term.extends_to or term.extends_to in now.terms
    for kind in now.kinds.values():
        assert kind.regime in now.regimes
        assert not kind.term or kind.term in now.terms
        assert kind.retention in now.retention
    for regime in now.regimes.values():
        assert set(regime.terms) <= set(now.terms)
    for rule in [*now.channels.values(), *now.grounds.values(), *now.fields.values()]:
        assert set(rule.kinds) <= set(now.kinds)
    for ground in now.grounds.values():
        assert set(ground.channels) <= set(now.channels)
    for group, model in GROUPS.items():
        for row in model.objects.all():
            row.full_clean(exclude=["valid_to"])
            assert row.confidence in {"src", "H", "M", "L", "local"}, (group, row.code)
            assert "'" not in row.title and '"' not in row.title, row.title
            assert "термін" not in row.title.lower().replace("терміно", ""), row.title


def test_the_ten_grounds_are_of_sev_alone(seeded):
    now = profile()
    assert len(now.refusal_grounds("sev", "letter")) == 10
    by_mail = {ground.code for ground in now.refusal_grounds("email", "letter")}
    listed = {code for code in by_mail if code.startswith("unregistered_")}
    assert (by_mail - listed, len(listed)) == ({"email_no_force", "not_registrable"}, 9)
    assert now.refusal_grounds("email", "citizen_appeal") == ()
    assert now.refusal_grounds("sev", "citizen_appeal") == ()
    assert now.refusal_grounds("post", "info_request") == ()


def test_the_card_of_a_kind_has_its_fields_in_order(seeded):
    now = profile()
    letter = [each.code for each in now.fields_for("letter")]
    mandatory = {
        "kind", "case_index", "case_title", "correspondent", "signer", "signature", "correspondent_number",
        "correspondent_date", "own_number", "own_date", "summary", "responsible_unit",
        "responsible_unit_index", "responsible_unit_head", "resolutions", "main_executor", "deadline",
        "execution_mark", "sheets_main", "sheets_annex", "links", "indicators", "indicator_deadlines",
    }  # fmt: skip
    assert {code for code in letter if now.fields[code].is_mandatory} == mandatory
    assert "appeal_sign" not in letter and "addressees" not in letter
    appeal = [each.code for each in now.fields_for("citizen_appeal", with_derived=False)]
    assert "appeal_sign" in appeal and "own_number" not in appeal
    assert letter.index("correspondent") < letter.index("summary")


def test_the_term_of_a_kind_and_of_a_regime_chosen_for_it(seeded):
    now = profile()
    assert now.term_for("order_above").code == "as_stated"
    assert now.term_for("order_above", "ordinary").code == "as_stated"
    assert now.term_for("letter", "information").code == "info_request"
    assert [term.code for term in now.terms_for("info_request")] == ["info_request", "info_urgent"]
    assert now.cap_of(now.term("appeal_general")).code == "appeal_max"


def test_a_change_closes_the_old_row_and_yesterday_keeps_it(seeded):
    today, version, row = timezone.localdate(), profile_version(), general()
    changed = change_rule("terms", row.pk, {"amount": 2}, valid_from=today, by=ADMINISTRATOR)
    row.refresh_from_db()
    assert row.valid_to == today - timedelta(days=1)
    assert profile_version() == version + 1 == changed.since_version
    assert profile().term("appeal_general").amount == 2
    assert profile(today - timedelta(days=1)).term("appeal_general").amount == 1
    event = Event.objects.get(name="law.rule_changed")
    assert (event.facts["old"], event.facts["new"]) == ({"amount": 1}, {"amount": 2})
    assert event.tell() == (
        f"змінено правило «звернення громадян» (строк), діє з {today:%d.%m.%Y}: «Скільки»"
    )


def test_a_change_of_tomorrow_is_not_in_force_today_and_stands_in_the_list(seeded):
    today = timezone.localdate()
    change_rule("terms", general().pk, {"amount": 2}, valid_from=today + timedelta(days=1), by=ADMINISTRATOR)
    assert profile().term("appeal_general").amount == 1
    assert profile(today + timedelta(days=1)).term("appeal_general").amount == 2
    assert [row.amount for row in rules_of("terms", today) if row.code == "appeal_general"] == [1, 2]
    assert [row.amount for row, _ in rule_history("terms", "appeal_general")] == [2, 1]


def test_a_rule_replaced_on_the_day_it_was_entered_never_held(seeded):
    today = timezone.localdate()
    first = change_rule("terms", general().pk, {"amount": 2}, valid_from=today, by=ADMINISTRATOR)
    change_rule("terms", first.pk, {"amount": 3}, valid_from=today, by=ADMINISTRATOR)
    assert profile().term("appeal_general").amount == 3
    rows = rule_history("terms", "appeal_general")
    assert [row.amount for row, _ in rows] == [3, 2, 1]
    assert all(events for _, events in rows[:2])


def test_what_a_person_changed_is_not_seeded_again(seeded):
    change_rule("terms", general().pk, {"amount": 2}, valid_from=timezone.localdate(), by=ADMINISTRATOR)
    assert seed_profile() == 0
    assert profile().term("appeal_general").amount == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "hour"}, "рахують лише години"),
        ({"cap": "nothing_such"}, "немає серед чинних"),
        ({"cap": "appeal_general"}, "сам себе"),
        ({"unit": "fortnight"}, "fortnight"),
        ({"title": ""}, "порожнім"),
        ({}, "Нічого не змінено"),
    ],
)
def test_refuses_a_rule_that_cannot_be_counted_and_says_why(seeded, changes, words):
    with pytest.raises(Refused, match=words):
        change_rule("terms", general().pk, changes, valid_from=timezone.localdate(), by=ADMINISTRATOR)
    assert general().amount == 1


def test_refuses_to_change_the_past(seeded):
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="заднім числом"):
        change_rule("terms", general().pk, {"amount": 2}, valid_from=yesterday, by=ADMINISTRATOR)


def test_refuses_whoever_is_no_administrator_and_says_so(seeded):
    for actor, words in ((CLERK, "адміністратор"), (LOOKING_ON, "очима іншої людини")):
        with pytest.raises(Refused, match=words):
            change_rule("terms", general().pk, {"amount": 2}, valid_from=timezone.localdate(), by=actor)


def test_the_second_of_two_editors_is_told_that_the_rule_has_changed(seeded):
    row, today = general(), timezone.localdate()
    change_rule("terms", row.pk, {"amount": 2}, valid_from=today, by=ADMINISTRATOR)
    with pytest.raises(Conflict):
        change_rule("terms", row.pk, {"amount": 3}, valid_from=today, by=ADMINISTRATOR)


def test_a_rule_of_ones_own_can_be_added_and_withdrawn(seeded):
    today = timezone.localdate()
    values = {"code": "greeting", "title": "вітання", "flow": "incoming", "retention": "phone_messages"}
    row = add_rule("kinds", values, valid_from=today, by=ADMINISTRATOR)
    assert profile().kind("greeting").title == "вітання"
    with pytest.raises(Refused, match="зайнятий"):
        add_rule("kinds", values, valid_from=today, by=ADMINISTRATOR)
    withdraw_rule("kinds", row.pk, last_on=today, by=ADMINISTRATOR)
    assert "greeting" in profile().kinds
    assert "greeting" not in profile(today + timedelta(days=1)).kinds


def test_a_rule_that_others_name_is_not_withdrawn(seeded):
    cap = Term.objects.open().get(code="appeal_max")
    with pytest.raises(Refused, match="посилається «звернення"):
        withdraw_rule("terms", cap.pk, last_on=timezone.localdate(), by=ADMINISTRATOR)


def test_a_warm_profile_costs_one_statement(seeded, django_assert_num_queries):
    profile()
    with django_assert_num_queries(1):
        profile()
        # a day already put together costs nothing more


def test_a_change_that_was_rolled_back_leaves_nothing_in_memory(seeded):
    with pytest.raises(RuntimeError), unit_of_work():
        change_rule("terms", general().pk, {"amount": 2}, valid_from=timezone.localdate(), by=ADMINISTRATOR)
        assert profile().term("appeal_general").amount == 2
        raise RuntimeError("the light goes out")
    assert profile().term("appeal_general").amount == 1
    assert not Event.objects.filter(name="law.rule_changed").exists()


def test_an_empty_installation_has_an_empty_profile():
    assert profile().kinds == {}
    assert profile_version() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_seed_at_once_seed_once():
    results: list[int] = []

    def seed() -> None:
        results.append(seed_profile(by=Seeder()))
        connections.close_all()

    threads = [threading.Thread(target=seed) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, sum(len(rows) for rows in SEED.values())]
    assert Term.objects.filter(code="appeal_general").count() == 1
    assert connection.in_atomic_block is False


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_a_rule_at_once_one_is_told_to_look_again():
    seed_profile()
    row, told = general(), []

    def change(amount: int) -> None:
        try:
            changes = {"amount": amount}
            change_rule("terms", row.pk, changes, valid_from=timezone.localdate(), by=ADMINISTRATOR)
        except Conflict as conflict:
            told.append(conflict.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=change, args=[amount]) for amount in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["Це правило щойно змінили. Відкрийте його ще раз."]
    assert Term.objects.filter(code="appeal_general").count() == 2


def test_old_documents_find_rules_of_their_day(seeded):
    old = profile(date(2021, 10, 4))
    assert old.kind("letter").term == "letter_default"
    assert "admin_case" not in old.terms  # Law 2073-IX came into force on 15.12.2023
    assert old.term_for("admin_application") is None
