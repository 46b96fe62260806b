"""Changing the calendar: seeds, days, martial law, hours, and the deadlines that move with it."""

from __future__ import annotations

from datetime import date, time

import pytest

from obih.history.models import Event
from obih.history.work import unit_of_work
from obih.law.tests.actors import ADMINISTRATOR, CLERK, LOOKING_ON, STRANGER
from obih.ui.refusals import Refused
from obih.workdays import affected
from obih.workdays.actions import (
    WAR_BEGAN_ON,
    apply_change,
    remove_day,
    seed_calendar,
    set_day,
    set_martial_law,
    set_week,
)
from obih.workdays.affected import Shift, keep_deadlines, shifts_of
from obih.workdays.changes import Change
from obih.workdays.models import CalendarDay
from obih.workdays.queries import calendar_for, month_grid, working_days_by_month, years_filled
from obih.workdays.rules import DEFAULT_WEEK, DayKind, Hours, Interval, SpecialDay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def no_keepers(monkeypatch):
    """Those of rooms above have tests of their own."""
    monkeypatch.setattr(affected, "_keepers", [])


@pytest.fixture
def seeded(db):
    seed_calendar(TODAY)


def test_seeding_fills_last_year_to_two_years_ahead_and_can_be_repeated():
    added = seed_calendar(TODAY)
    assert years_filled() == [2025, 2026, 2027, 2028]
    assert added == CalendarDay.objects.count() > 60
    assert seed_calendar(TODAY) == 0
    assert calendar_for().martial_law == (Interval(WAR_BEGAN_ON),)
    assert CalendarDay.objects.get(date=date(2026, 8, 24)).basis == "День незалежності України, ст. 73 КЗпП"
    assert seed_calendar(date(2027, 1, 2)) > 0


def test_holidays_are_worked_while_martial_law_lasts_and_free_when_it_ends(seeded):
    assert calendar_for().is_working(date(2026, 8, 24))
    assert calendar_for().hours(date(2026, 12, 24)) == DEFAULT_WEEK[3]
    set_martial_law([Interval(WAR_BEGAN_ON, date(2026, 11, 30))], basis="Закон", by=ADMINISTRATOR)
    assert calendar_for().is_working(date(2026, 8, 24))
    assert not calendar_for().is_working(date(2026, 12, 25))
    assert calendar_for().hours(date(2026, 12, 24)) == Hours(time(8), time(16))
    assert not calendar_for().is_working(date(2027, 5, 3))  # for Saturday 1 May


def test_a_day_is_set_and_removed_with_events_that_say_it(seeded):
    set_day(WEDNESDAY, kind=DayKind.OFF, basis="розпорядження № 15-р", by=CLERK)
    assert not calendar_for().is_working(WEDNESDAY)
    remove_day(WEDNESDAY, by=ADMINISTRATOR)
    assert calendar_for().is_working(WEDNESDAY)
    told = [event.tell() for event in Event.objects.filter(name="workdays.calendar_changed").order_by("seq")]
    assert told == [
        "змінено робочий календар: 25.11.2026 неробочий (розпорядження № 15-р)",
        "змінено робочий календар: 25.11.2026 як звичайно",
    ]


def test_hours_of_a_day_and_of_the_week(seeded):
    set_day(
        WEDNESDAY, kind=DayKind.SHORT, basis="розпорядження", opens=time(8), closes=time(12), by=ADMINISTRATOR
    )
    assert calendar_for().hours(WEDNESDAY) == Hours(time(8), time(12))
    week = (Hours(time(9), time(18)),) * 5 + (None, None)
    set_week(date(2027, 1, 1), week, basis="правила розпорядку", by=ADMINISTRATOR)
    assert calendar_for().hours(date(2026, 12, 31)) == DEFAULT_WEEK[3]
    assert calendar_for().hours(date(2027, 1, 4)) == week[0]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"basis": " "}, "Назвіть підставу"),
        ({"opens": time(9)}, "від і до"),
        ({"opens": time(9), "closes": time(8)}, "від і до"),
    ],
)
def test_refuses_a_day_and_says_why(seeded, more, words):
    values = {"kind": DayKind.OFF, "basis": "розпорядження"} | more
    with pytest.raises(Refused, match=words):
        set_day(WEDNESDAY, by=ADMINISTRATOR, **values)


def test_refuses_martial_law_that_overlaps_and_a_calendar_nobody_works(seeded):
    overlapping = [Interval(WAR_BEGAN_ON), Interval(date(2026, 1, 1))]
    with pytest.raises(Refused, match="накладатися"):
        set_martial_law(overlapping, basis="указ", by=ADMINISTRATOR)
    with pytest.raises(Refused, match="робочим"):
        set_week(TODAY, (None,) * 7, basis="…", by=ADMINISTRATOR)
    with pytest.raises(Refused, match="Нічого не змінено"):
        remove_day(WEDNESDAY, by=ADMINISTRATOR)


def test_refuses_whoever_may_not_and_changes_nothing(seeded):
    for actor in (STRANGER, LOOKING_ON):
        with pytest.raises(Refused):
            set_day(WEDNESDAY, kind=DayKind.OFF, basis="…", by=actor)
    assert calendar_for().is_working(WEDNESDAY)


class Keeper:
    """A room above with one deadline on Wednesday that goes where the calendar sends it."""

    def __init__(self) -> None:
        self.moved_to: list[date] = []

    def shifts(self, calendar, actor):
        if calendar.is_working(WEDNESDAY):
            return []
        return [Shift("1847/02-10", WEDNESDAY, calendar.next_working_day(WEDNESDAY))]

    def move(self, calendar, by):
        self.moved_to += [shift.becomes for shift in self.shifts(calendar, by)]
        return len(self.shifts(calendar, by))


@pytest.fixture
def keeper(no_keepers):
    keeper = Keeper()
    keep_deadlines(keeper)
    return keeper


def test_deadlines_are_shown_before_they_move_and_move_with_the_change(seeded, keeper):
    change = Change(days={WEDNESDAY: SpecialDay(DayKind.OFF, "розпорядження")})
    assert change.days_touched(calendar_for(), TODAY) == [WEDNESDAY]
    shown = shifts_of(change.applied_to(calendar_for()), ADMINISTRATOR)
    assert [(shift.was, shift.becomes) for shift in shown] == [(WEDNESDAY, date(2026, 11, 26))]
    assert calendar_for().is_working(WEDNESDAY) and keeper.moved_to == []
    assert apply_change(change, by=ADMINISTRATOR) == 1
    assert keeper.moved_to == [date(2026, 11, 26)]


def test_a_change_whose_deadlines_cannot_move_is_not_made(seeded, keeper, monkeypatch):
    def fail(calendar, by):
        raise RuntimeError("the rows are locked")

    monkeypatch.setattr(keeper, "move", fail)
    with pytest.raises(RuntimeError):
        set_day(WEDNESDAY, kind=DayKind.OFF, basis="розпорядження", by=ADMINISTRATOR)
    assert calendar_for().is_working(WEDNESDAY)
    assert not Event.objects.filter(name="workdays.calendar_changed").exists()


def test_a_warm_calendar_costs_one_statement(seeded, django_assert_num_queries):
    calendar_for()
    with django_assert_num_queries(1):
        calendar_for()


def test_a_change_that_was_rolled_back_leaves_nothing_in_memory(seeded):
    with pytest.raises(RuntimeError), unit_of_work():
        set_day(WEDNESDAY, kind=DayKind.OFF, basis="розпорядження", by=ADMINISTRATOR)
        assert not calendar_for().is_working(WEDNESDAY)
        raise RuntimeError("the light goes out")
    assert calendar_for().is_working(WEDNESDAY)


def test_the_month_shows_what_rests_and_counts_what_is_worked(seeded):
    grid = month_grid(calendar_for(), 2026, 8)
    holiday = next(square for week in grid for square in week if square.day == date(2026, 8, 24))
    assert holiday.rests and holiday.is_working and holiday.special.kind is DayKind.OFF
    assert grid[0][0].day == date(2026, 7, 27) and not grid[0][0].is_of_month
    assert working_days_by_month(calendar_for(), 2026)[8] == 21
