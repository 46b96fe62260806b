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
HOURS = [
    Hours(opens, closes)
    for opens in (time(7, 30), time(8), time(9))
    for closes in (time(12), time(15, 45), time(17), time(18))
]
hours = st.sampled_from(HOURS)
MASKS = [mask for mask in range(128) if mask.bit_count() >= 2]
SPECIAL = [
    SpecialDay(kind, "розпорядження", special, peacetime_only)
    for kind in DayKind
    for special in (None, *HOURS[:2])
    for peacetime_only in (False, True)
]
special_days = st.sampled_from(SPECIAL)


@st.composite
def weeks(draw):
    """Weeks with at least two working days; the last of them has hours of its own."""
    mask, usual, last = draw(st.sampled_from(MASKS)), draw(hours), draw(hours)
    week = [usual if mask >> weekday & 1 else None for weekday in range(7)]
    week[mask.bit_length() - 1] = last
    return tuple(week)


@st.composite
def intervals(draw):
    first = draw(days)
    last = draw(st.one_of(st.none(), st.integers(0, 700)))
    return Interval(first, None if last is None else first + timedelta(days=last))


@st.composite
def calendars(draw):
    """A week or two in turn, up to a dozen special days, up to two martial-law intervals."""
    second = draw(st.one_of(st.none(), st.tuples(days, weeks())))
    patterns = [(date.min, draw(st.one_of(st.just(DEFAULT_WEEK), weeks())))]
    if second:
        patterns.append(second)
    return WorkingCalendar(
        patterns=tuple(patterns),
        special=draw(st.dictionaries(days, special_days, max_size=12)),
        martial_law=tuple(draw(st.lists(intervals(), max_size=2))),
    )
