"""How counts, sizes and days are said; and what a wrong layout is recovered to."""

from __future__ import annotations

from datetime import date

import pytest

from obih.ui import layout, words
from obih.ui.keys import aria_shortcut, key_code

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 документів"),
        (1, "1 документ"),
        (2, "2 документи"),
        (5, "5 документів"),
        (11, "11 документів"),
        (14, "14 документів"),
        (21, "21 документ"),
        (22, "22 документи"),
        (111, "111 документів"),
        (1847, "1 847 документів"),
    ],
)
def test_the_noun_fits_the_count(count: int, said: str) -> None:
    assert words.counted(count, "документ", "документи", "документів").replace(words.NBSP, " ") == said


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [
        (0, "0 Б"),
        (999, "999 Б"),
        (86 * 1024, "86 КБ"),
        (1_468_006, "1,4 МБ"),
        (48 * 1024**2, "48 МБ"),
        (1024, "1 КБ"),
    ],
)
def test_sizes_are_said_shortly(size_bytes: int, said: str) -> None:
    assert words.file_size(size_bytes).replace(words.NBSP, " ") == said


def test_dates_are_said_for_work_and_for_citizens() -> None:
    assert words.short_date(TODAY) == "24.11.2026"
    assert words.long_date(TODAY).replace(words.NBSP, " ") == "24 листопада 2026 року"
    assert words.day_heading(TODAY, TODAY).replace(words.NBSP, " ") == "Сьогодні, 24 листопада"
    assert (
        words.day_heading(date(2025, 11, 16), TODAY).replace(words.NBSP, " ") == "Неділя, 16 листопада 2025"
    )
    assert words.relative_day(date(2026, 12, 4), TODAY).replace(words.NBSP, " ") == "через 10 днів"
    assert words.relative_day(date(2026, 11, 23), TODAY) == "учора"


def test_the_wrong_layout_is_recovered_both_ways() -> None:
    assert layout.other_layout("ghjnjrjk") == "протокол"
    assert layout.other_layout("протокол") == "ghjnjrjk"
    assert layout.other_layout("лист 5 from") is None
    assert layout.other_layout("4271/5") is None
    assert len(layout.LATIN) == len(layout.CYRILLIC)


def test_keys_are_named_by_place_and_for_readers() -> None:
    assert key_code("R") == "KeyR"
    assert key_code("G J") == "KeyG KeyJ"
    assert key_code("Ctrl+Shift+Enter") == "Ctrl+Shift+Enter"
    assert key_code("Esc") == "Escape"
    assert aria_shortcut("Ctrl+Enter") == "Control+Enter"
