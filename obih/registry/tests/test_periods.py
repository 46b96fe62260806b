"""The end of a journal’s year: what is counted, what is refused after it, what the next year begins with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from obih.history.models import Event
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.registry import actions
from obih.registry.closing import Figures, span_words, summary_line, why_not_end_yet
from obih.registry.models import JournalPeriod, PeriodClosure, Registration, VoidNumber
from obih.registry.queries.periods import carried_over, period_ends, unready, usual_case, year_journals
from obih.registry.tests.conftest import TODAY, House
from obih.ui.refusals import Refused

LAST_YEAR = str(TODAY.year - 1)
pytestmark = pytest.mark.django_db


def late_letter(house: House, **fields: object):
    """A letter of last year, entered now."""
    moment = timezone.now().replace(year=TODAY.year - 1, month=11, day=20)
    return house.letter(
        received_at=moment, registered_at=moment, late_reason="не було світла",
        their_date=moment.date() - timedelta(days=1), **fields,
    )  # fmt: skip


def test_a_year_is_closed_with_its_figures_and_takes_no_late_entry(house: House) -> None:
    done, still_open = late_letter(house), late_letter(house)
    actions.close_document(done.pk, note="надано відповідь", by=house.clerk)
    actions.reserve_numbers(
        house.journal, count=2, holder="сесія", on=date(int(LAST_YEAR), 12, 1), by=house.clerk
    )
    (before,) = period_ends([house.journal], LAST_YEAR)
    assert (before.last, before.held, before.figures) == (4, 2, Figures(2, 0, 2, 1)) and not before.is_closed
    actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    (after,) = period_ends([house.journal], LAST_YEAR)
    assert (after.last, after.held, after.figures) == (4, 0, Figures(2, 2, 2, 1)) and after.is_closed
    assert set(VoidNumber.objects.values_list("reason", flat=True)) == {
        f"Не використано до закриття журналу за {LAST_YEAR} рік"
    }
    assert after.summary.startswith(f"Усього за {LAST_YEAR} рік зареєстровано 2 (два) документи, ")
    assert [row.document_id for row in carried_over(house.clerk, house.journal, LAST_YEAR)] == [still_open.pk]
    with pytest.raises(Refused, match="закрито"):
        late_letter(house)
    with pytest.raises(Refused, match="уже закрито"):
        actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    assert house.letter().registrations.get().period == str(TODAY.year)
    assert Event.objects.filter(name="registry.period_closed").count() == 1


def test_what_was_carried_over_stays_listed_when_it_is_done_later(house: House) -> None:
    letter = late_letter(house)
    actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    actions.close_document(letter.pk, note="виконано", by=house.clerk)
    assert len(carried_over(house.clerk, house.journal, LAST_YEAR)) == 1
    assert carried_over(house.stranger, house.journal, LAST_YEAR) == []


def test_a_year_that_lasts_is_not_closed(house: House) -> None:
    with pytest.raises(Refused, match="не раніше"):
        actions.close_journal_period(house.journal, str(TODAY.year), by=house.clerk)


@pytest.mark.parametrize("name", ["chuzhynska", "stetsenko", "melnychenko"])
def test_only_who_keeps_the_journal_closes_it(house: House, name: str) -> None:
    by = house.cast.actor(name)
    with pytest.raises(Refused, match="діловод"):
        actions.close_journal_period(house.journal, LAST_YEAR, by=by)
    with pytest.raises(Refused, match="діловод"):
        actions.open_period(house.journal, str(TODAY.year + 1), None, by=by)
    assert not PeriodClosure.objects.exists() and year_journals(by) == []


def test_all_journals_of_a_clerk_are_closed_in_one_go_with_a_line_each(house: House) -> None:
    second = house.second_journal()
    actions.close_journal_period(second, LAST_YEAR, by=house.clerk)
    journals = year_journals(house.clerk)
    outcomes = actions.close_journal_periods(journals, LAST_YEAR, by=house.clerk)
    assert {each.journal.code: each.done for each in outcomes} == {
        each.code: each.code != "second" for each in journals
    }
    assert PeriodClosure.objects.count() == len(journals)


def case_of_next_year(house: House, index: str = "02-10") -> CaseIndex:
    nomenclature, _ = Nomenclature.objects.get_or_create(
        organisation_code=house.cast.council.code, year=TODAY.year + 1
    )
    return CaseIndex.objects.create(
        nomenclature=nomenclature, index=index, title="Листування", retention="5 років"
    )


def test_next_year_is_opened_beforehand_with_the_case_of_the_same_index(house: House) -> None:
    actions.change_journal(house.journal, {"default_case": house.case}, by=house.cast.actor("savchuk"))
    house.journal.refresh_from_db()
    case, following = case_of_next_year(house), str(TODAY.year + 1)
    (end,) = period_ends([house.journal], str(TODAY.year))
    assert end.suggested_case == case and end.case_index == "02-10"
    (outcome,) = actions.open_periods([house.journal], following, {house.journal.pk: "02-10"}, by=house.clerk)
    assert outcome.done and JournalPeriod.objects.get().default_case == case
    (again,) = actions.open_periods([house.journal], following, {house.journal.pk: "02-10"}, by=house.clerk)
    assert again.done and Event.objects.filter(name="registry.period_opened").count() == 1
    (wrong,) = actions.open_periods([house.journal], following, {house.journal.pk: "99-99"}, by=house.clerk)
    assert "немає справи 99-99" in wrong.refusal
    assert usual_case(house.journal, date(TODAY.year + 1, 1, 4)) == case
    assert usual_case(house.journal, TODAY) == house.case
    with pytest.raises(Refused, match="не з номенклатури"):
        actions.open_period(house.journal, following, house.case, by=house.clerk)


def test_registration_takes_the_case_of_the_year_when_the_card_names_none(house: House) -> None:
    other = house.other_case()
    actions.change_journal(
        house.journal, {"default_case": house.case, "pattern": "{case}/{seq}"}, by=house.cast.actor("savchuk")
    )
    house.journal.refresh_from_db()
    actions.open_period(house.journal, str(TODAY.year), other, by=house.clerk)
    unsaid, said = house.letter(case=None), house.letter(case=house.case)
    assert (unsaid.case_index, said.case_index) == (other, house.case)
    assert [each.registrations.get().number for each in (unsaid, said)] == ["02-11/1", "02-10/2"]


def test_naming_no_case_costs_one_statement_and_naming_one_none(
    house: House,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    actions.change_journal(house.journal, {"default_case": house.case}, by=house.cast.actor("savchuk"))
    house.journal.refresh_from_db()
    house.letter(case=None)
    counts = []
    for case in (house.case, None):
        with CaptureQueriesContext(connection) as asked:
            house.letter(case=case)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1


def test_in_december_one_is_reminded_of_next_year_and_in_january_of_the_last(house: House) -> None:
    journals = [house.journal]
    assert unready(journals, date(TODAY.year, 11, 30)) is None
    reminded = unready(journals, date(TODAY.year, 12, 1))
    assert reminded and reminded.not_opened == 1
    actions.open_period(house.journal, str(TODAY.year + 1), None, by=house.clerk)
    assert unready(journals, date(TODAY.year, 12, 1)) is None
    assert unready(journals, date(TODAY.year, 1, 9)) is None, "nothing was registered last year"
    late_letter(house)
    left = unready(journals, date(TODAY.year, 1, 9))
    assert left and left.not_closed == 1
    actions.close_journal_period(house.journal, LAST_YEAR, by=house.clerk)
    assert unready(journals, date(TODAY.year, 1, 9)) is None
    assert Registration.objects.count() == 1


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_summary_line_has_every_count_in_words(registered: int, void: int) -> None:
    line = summary_line("2026 рік", Figures(registered, void))
    assert line.count("(") == 2 and line.endswith(".") and "пізніше" not in line


def test_periods_in_words() -> None:
    assert summary_line(span_words("year", "2026"), Figures(1234, 2, 1, 11)) == (
        "Усього за 2026 рік зареєстровано 1\u00a0234 (одна тисяча двісті тридцять чотири) документи, "
        "анульовано 2 (два) номери, внесено пізніше 1 (один) запис. "
        "Перейшло невиконаними 11 (одинадцять) документів."
    )
    assert span_words("convocation", "VIII") == "скликання VIII"
    assert span_words("running", "running") == "увесь час"


def test_a_year_ends_with_its_last_working_day() -> None:
    weekdays = lambda day: day.weekday() < 5  # noqa: E731
    assert why_not_end_yet("year", "2027", date(2027, 12, 30), weekdays)
    assert why_not_end_yet("year", "2027", date(2027, 12, 31), weekdays) is None
    assert why_not_end_yet("year", "2028", date(2028, 12, 29), weekdays) is None
    assert why_not_end_yet("convocation", "VIII", date(2028, 1, 1), weekdays, lasting="VIII")
    assert why_not_end_yet("convocation", "VII", date(2028, 1, 1), weekdays, lasting="VIII") is None
    assert why_not_end_yet("running", "running", date(2028, 1, 1), weekdays)
