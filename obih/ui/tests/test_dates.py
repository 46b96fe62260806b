"""The grammar of dates, in Python; test_in_browser.py holds the script to the same table."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.ui.dates import DateProblem, Lean, parse_date
from obih.ui.words import short_date

TABLE = json.loads((Path(__file__).parent / "dates_table.json").read_text(encoding="utf-8"))
TODAY = date.fromisoformat(TABLE["today"])
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(("text", "lean", "wanted"), TABLE["days"])
def test_understands(text: str, lean: Lean, wanted: str) -> None:
    assert parse_date(text, TODAY, lean).isoformat() == wanted


@pytest.mark.parametrize(("text", "sentence"), TABLE["problems"])
def test_refuses_and_says_what_is_wrong(text: str, sentence: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_date(text, TODAY)
    assert caught.value.sentence == sentence


@given(DAYS, DAYS)
def test_a_full_date_means_itself_on_any_day(day: date, today: date) -> None:
    assert parse_date(short_date(day), today) == day
    assert parse_date(f"{day:%d%m}{day.year}", today) == day
    assert parse_date(day.isoformat(), today) == day


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)), st.integers(1, 28), st.integers(1, 12))
def test_leaning_decides_the_year(today: date, day: int, month: int) -> None:
    typed = f"{day:02}{month:02}"
    assert parse_date(typed, today, "past") <= today <= parse_date(typed, today, "future")
    assert abs(parse_date(typed, today, "near") - today) <= timedelta(days=183)


@given(st.text(max_size=60), DAYS)
def test_any_text_is_a_day_or_a_sentence(text: str, today: date) -> None:
    try:
        assert isinstance(parse_date(text, today), date)
    except DateProblem as problem:
        assert problem.sentence
