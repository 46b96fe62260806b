"""Random calendars, days and moments for property tests of every room that counts days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from obih.law.rules import KYIV
from obih.workdays.rules import DEFAULT_WEEK, DayKind, Hours, Interval, SpecialDay, WorkingCalendar

FIRST, LAST = date(2024, 1, 1), date(2028, 12, 31)
days = st.dates(FIRST, LAST)
moments = st.datetimes(
    min_value=datetime(2024, 1, 1),
    max_value=datetime(2028, 12, 31),
    timezones=st.just(KYIV),
)
hours = st.builds(
    Hours,
    opens=st.sampled_from([time(7, 30), time(8), time(9)]),
    closes=st.sampled_from([time(12), time(15, 45), time(17), time(18)]),
)


@st.composite
def weeks(draw):
    """Weeks with at least two working days."""
    week = [draw(st.one_of(st.none(), hours)) for _ in range(7)]
    for weekday in draw(st.sets(st.integers(0, 6), min_size=2, max_size=7)):
        week[weekday] = week[weekday] or draw(hours)
    return tuple(week)


special_days = st.builds(
    SpecialDay,
    kind=st.sampled_from(list(DayKind)),
    basis=st.just("розпорядження"),
    hours=st.one_of(st.none(), hours),
    peacetime_only=st.booleans(),
)


@st.composite
def intervals(draw):
    first = draw(days)
    last = draw(st.one_of(st.none(), st.integers(0, 700)))
    return Interval(first, None if last is None else first + timedelta(days=last))


@st.composite
def calendars(draw):
    """A week or two in turn, up to forty special days, up to two martial-law intervals."""
    second = draw(st.one_of(st.none(), st.tuples(days, weeks())))
    patterns = [(date.min, draw(st.one_of(st.just(DEFAULT_WEEK), weeks())))]
    if second:
        patterns.append(second)
    return WorkingCalendar(
        patterns=tuple(patterns),
        special=draw(st.dictionaries(days, special_days, max_size=40)),
        martial_law=tuple(draw(st.lists(intervals(), max_size=2))),
    )
