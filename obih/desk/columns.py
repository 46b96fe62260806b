"""Which columns a journal shows: chosen in the address, remembered in a cookie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from obih.registry.queries import JournalRow
from obih.registry.streams import comes_to_us
from obih.ui.templatetags.obih_words import day, moment
from obih.ui.words import short_date

COOKIE = "columns"


@dataclass(frozen=True)
class Column:
    """A column beside the number: `text` is what stands in the cell, on paper and in an export."""

    code: str
    title: str
    text: Callable[[JournalRow], Any]
    width: str = "w-mid"
    """The class of `<col>`; an empty one takes what is left."""


def _their(row: JournalRow) -> str:
    dated = f" від {short_date(row.their_date)}" if row.their_date else ""
    return f"{row.their_number}{dated}"


def _state(row: JournalRow) -> str:
    return row.deadline.text if row.deadline else ""


def _sent(row: JournalRow) -> str:
    if not row.copies:
        return ""
    return "так" if row.sent == row.copies else f"{row.sent} з {row.copies}"


COLUMNS = (
    Column("sender", "Від кого", lambda row: row.who, "w-from"),
    Column("their", "Їхній номер і дата", _their, "w-from"),
    Column("title", "Зміст", lambda row: row.title, ""),
    Column("kind", "Вид", lambda row: row.kind),
    Column("received", "Одержано", lambda row: moment(row.received_at)),
    Column("registered", "Зареєстровано", lambda row: moment(row.registered_at)),
    Column("case", "Справа", lambda row: row.case, "w-num"),
    Column("unit", "Підрозділ", lambda row: row.unit),
    Column("reviewer", "На розгляд", lambda row: row.first_reviewer),
    Column("due", "Відповісти до", lambda row: day(row.deadline.on) if row.deadline else "", "w-num"),
    Column("sent", "Надіслано", _sent, "w-num"),
    Column("access", "Доступ", lambda row: "обмежений" if row.is_restricted else "загальний", "w-num"),
    Column("files", "Файлів", lambda row: row.files_words),
    Column("state", "Стан", _state, "w-state"),
)
BY_CODE = {column.code: column for column in COLUMNS}
USUAL = ("sender", "title", "state")


def chosen(request: HttpRequest) -> list[Column]:
    """The columns of this page, in their own order; unknown names are ignored."""
    told = request.GET.getlist("cols") or request.COOKIES.get(COOKIE, "").split(".")
    codes = [code for each in told for code in each.split(".") if code in BY_CODE]
    return [column for column in COLUMNS if column.code in (codes or USUAL)]


TO_WHOM = {"outgoing": "Кому", "internal": "Кому", "contracts": "З ким", "certificates": "Кому"}


def titled(columns: list[Column], stream: str) -> list[Column]:
    """The same columns as this stream calls them: what came has a sender, what is made here an addressee."""
    if comes_to_us(stream):
        return columns
    who = TO_WHOM.get(stream, "Адресат")
    return [replace(each, title=who) if each.code == "sender" else each for each in columns]


def kept(columns: list[Column]) -> str:
    """The choice as it stands in the cookie and in a saved view."""
    return ".".join(column.code for column in columns)
