"""How dates, counts and sizes are said in Ukrainian. Pure: no database, no clock."""

from __future__ import annotations

from datetime import date, datetime

NBSP = "\u00a0"
# fmt: off
MONTHS_OF = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)
MONTHS_IN = (
    "січні", "лютому", "березні", "квітні", "травні", "червні",
    "липні", "серпні", "вересні", "жовтні", "листопаді", "грудні",
)
# fmt: on
WEEKDAYS = ("понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")
_UNITS = ("Б", "КБ", "МБ", "ГБ", "ТБ")


def plural(count: int, one: str, few: str, many: str) -> str:
    """The noun that fits the count: 1 документ, 2 документи, 5 документів, 21 документ."""
    tens, ones = abs(count) % 100, abs(count) % 10
    if ones == 1 and tens != 11:
        return one
    if 2 <= ones <= 4 and not 12 <= tens <= 14:
        return few
    return many


def thousands(number: int) -> str:
    """1847 → «1 847», with no-break spaces."""
    return f"{number:,}".replace(",", NBSP)


def counted(count: int, one: str, few: str, many: str) -> str:
    """«5 документів», the number and the noun never part at the end of a line."""
    return f"{thousands(count)}{NBSP}{plural(count, one, few, many)}"


def short_date(day: date) -> str:
    """24.11.2026, as dates are written at work."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def long_date(day: date) -> str:
    """24 листопада 2026 року, as dates are written to citizens."""
    return f"{day.day}{NBSP}{MONTHS_OF[day.month - 1]} {day.year}{NBSP}року"


def day_and_month(day: date) -> str:
    """24 листопада."""
    return f"{day.day}{NBSP}{MONTHS_OF[day.month - 1]}"


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def weekday_short(day: date) -> str:
    return WEEKDAYS_SHORT[day.weekday()]


def relative_day(day: date, today: date) -> str:
    """«сьогодні», «завтра», «через 10 днів», «5 днів тому»."""
    away = (day - today).days
    near = {-1: "учора", 0: "сьогодні", 1: "завтра", 2: "післязавтра"}
    if away in near:
        return near[away]
    span = counted(abs(away), "день", "дні", "днів")
    return f"через {span}" if away > 0 else f"{span} тому"


def day_heading(day: date, today: date) -> str:
    """The heading of a day in a list: «Сьогодні, 24 листопада»; another year is named."""
    away = (today - day).days
    name = {0: "Сьогодні", 1: "Учора"}.get(away, weekday(day).capitalize())
    year = f" {day.year}" if day.year != today.year else ""
    return f"{name}, {day_and_month(day)}{year}"


def clock(moment: datetime) -> str:
    """10:42."""
    return f"{moment:%H:%M}"


def file_size(size_bytes: int) -> str:
    """«1,4 МБ»; one decimal only below ten, with a comma."""
    size, unit = float(size_bytes), 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    if unit and size < 9.95:
        said = f"{size:.1f}".replace(".", ",").removesuffix(",0")
    else:
        said = str(round(size))
    return f"{said}{NBSP}{_UNITS[unit]}"
