"""Filters that say dates, counts and sizes in Ukrainian."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape

from obih.ui import words
from obih.ui.keys import key_code

register = template.Library()


def _as_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value: date | datetime | None) -> str:
    """24.11.2026"""
    return words.short_date(_as_day(value)) if value else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """24 листопада 2026 року"""
    return words.long_date(_as_day(value)) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """вівторок"""
    return words.weekday(_as_day(value)) if value else ""


@register.filter
def weekday_short(value: date | datetime | None) -> str:
    """вт"""
    return words.weekday_short(_as_day(value)) if value else ""


@register.filter
def day_heading(value: date | datetime, today: date | None = None) -> str:
    """Сьогодні, 24 листопада"""
    return words.day_heading(_as_day(value), today or timezone.localdate())


@register.filter
def clock(value: datetime | None) -> str:
    """10:42, in local time"""
    return words.clock(timezone.localtime(value) if timezone.is_aware(value) else value) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """24.11.2026, 10:42"""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def plural(count: int, forms: str) -> str:
    """`{{ 5|plural:"документ,документи,документів" }}` → 5 документів"""
    one, few, many = (form.strip() for form in forms.split(","))
    return words.counted(int(count), one, few, many)


@register.filter
def thousands(number: int) -> str:
    """1 847"""
    return words.thousands(int(number))


@register.filter
def size(size_bytes: int) -> str:
    """1,4 МБ"""
    return words.file_size(int(size_bytes))


@register.filter
def dash(value: Any) -> Any:
    """A dash where there is nothing, so that an empty cell is seen to be empty on purpose."""
    return conditional_escape(value) if value not in (None, "") else "–"


@register.filter
def go_key(letter: str) -> str:
    """«J» → the code of G, then J."""
    return key_code(f"G {letter}")
