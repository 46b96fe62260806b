"""The forms in which journals are printed: what a hromada starts from, and what it made of them.

`regulations` name the columns of each journal; where they were not established for certain the confidence
is below H, and a hromada writes the columns of its own instruction in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from obih.registry.models import JournalLayout

Column = dict[str, Any]
"""{"title": words of the heading, "width": share of the sheet, "parts": names of `layout_parts.PARTS`, of
fields of the card, or of what a room above adds}."""


def _column(title: str, width: float, *parts: str) -> Column:
    return {"title": title, "width": width, "parts": list(parts)}


def _form(title: str, basis: str, confidence: str, *columns: Column) -> dict[str, Any]:
    return {"title": title, "legal_basis": basis, "confidence": confidence, "columns": list(columns)}


_ANNEX = "Правила № 1000/5, додаток"
_LIKE_ANNEX = "Правила № 1000/5, за аналогією"
_NUMBERED = _column("Дата та реєстраційний індекс документа", 2.2, "registered_on", "number")
_SUBJECT = _column("Короткий зміст", 4.6, "content")
_DONE = _column("Відмітка про виконання документа (номер справи)", 2.4, "done", "case")
_CASE = _column("Номер справи", 1.4, "case")

FORMS: dict[str, dict[str, Any]] = {
    "incoming": _form(
        "Журнал реєстрації вхідних документів", _ANNEX, "H",
        _column("Дата надходження та реєстраційний індекс документа", 2.2, "received_on", "number"),
        _column("Кореспондент, дата та індекс одержаного документа", 3.4, "who", "their_number"),
        _SUBJECT,
        _column("Резолюція або кому надіслано документ", 2.8, "handed_to"),
        _column("Відмітка про одержання документа", 2, "by_hand"),
        _column("Відмітка про виконання документа", 2.4, "done"),
    ),
    "outgoing": _form(
        "Журнал реєстрації вихідних документів", _ANNEX, "H",
        _NUMBERED, _column("Кореспондент", 3.4, "addressees"), _SUBJECT, _DONE,
    ),
    "internal": _form(
        "Журнал реєстрації внутрішніх документів", _LIKE_ANNEX, "M",
        _column("Дата та індекс документа", 2.2, "registered_on", "number"),
        _column("Вид документа", 1.8, "kind"),
        _column("Автор (підрозділ)", 2.2, "unit", "signer"),
        _SUBJECT,
        _column("Адресат / виконавець", 2.6, "addressees", "main_executor"),
        _DONE,
    ),
    "orders": _form(
        "Журнал реєстрації розпоряджень (наказів)", f"{_LIKE_ANNEX}; Інструкція № 55, п. 156", "M",
        _column("Дата та номер", 2, "registered_on", "number"),
        _column("Заголовок («Про що»)", 4.6, "content"),
        _column("Ким підписано", 2.4, "signer"),
        _column("Виконавець", 2.4, "main_executor", "unit"),
        _column("Кому надіслано, хто ознайомлений", 2.6, "addressees"),
        _CASE,
    ),
    "decisions": _form(
        "Журнал реєстрації рішень", "Закон № 280/97-ВР; Закон № 2939-VI, ст. 15", "M",
        _column("Номер", 1.4, "number"),
        _column("Дата", 1.2, "dated_on"),
        _column("Сесія (засідання)", 1.6, "sitting"),
        _column("Заголовок", 4.2, "title"),
        _column("Доповідач, автор проєкту", 2.2, "rapporteur", "draft_author"),
        _column("Результат голосування", 2, "votes"),
        _column("Дата підписання", 1.3, "signed_on"),
        _column("Дата оприлюднення і посилання", 2, "by_hand"),
        _column("Номер справи", 1.2, "case"),
    ),
    "contracts": _form(
        "Журнал реєстрації договорів", "Інструкція з діловодства установи", "M",
        _column("№, дата", 1.6, "number", "registered_on"),
        _column("Контрагент, ЄДРПОУ", 3, "contract_party", "contract_edrpou"),
        _column("Предмет", 4, "contract_subject"),
        _column("Сума", 1.6, "contract_sum"),
        _column("Строк дії", 1.8, "contract_term"),
        _column("Відповідальний", 2.2, "main_executor", "unit"),
        _column("Примітка", 1.6, "done"),
    ),
    "appeals": _form(
        "Журнал реєстрації звернень громадян", "постанова № 348; постанова № 858", "M",
        _column("Реєстраційний індекс", 1.2, "number"),
        _column("Дата надходження", 1.1, "received_on"),
        _column("Прізвище, ім’я, по батькові, адреса, телефон або пошта автора", 2.6, "applicants"),
        _column("Звідки надійшло, дата та індекс супровідного", 1.8, "covering_body", "who", "their_number"),
        _column("Форма, ознака, вид, суб’єкт, тип", 1.8, "appeal_form", "appeal_sign", "appeal_kind",
                "appeal_subject", "appeal_type"),
        _column("Категорія та соціальний стан автора", 1.4, "appeal_category", "appeal_social"),
        _column("Дати, індекси попередніх звернень", 1.3, "links"),
        _column("Короткий зміст, коди питань", 2.8, "content", "thematic_code"),
        _column("Резолюція: автор, зміст, виконавець", 2, "handed_to"),
        _column("Строк", 1.1, "due_on"),
        _column("Дата і номер відповіді", 1.3, "answer"),
        _column("Результат розгляду", 1.3, "appeal_result"),
        _column("Дата зняття з контролю", 1.2, "closed_on"),
        _column("Справа, аркуші", 1.2, "case", "sheets"),
    ),
    "information": _form(
        "Журнал реєстрації запитів на інформацію", "Закон № 2939-VI; порядок установи", "M",
        _column("№ з/п, дата і час надходження", 1.6, "number", "received_moment"),
        _column("Форма надходження", 1.2, "channel"),
        _column("Запитувач, контакт", 2.4, "applicants"),
        _column("Зміст запиту", 3.2, "content"),
        _column("Вид: звичайний чи 48 годин", 1.1, "urgent"),
        _column("Виконавець", 1.8, "handed_to"),
        _column("Строк, продовження", 1.5, "due_on", "deadline_changes"),
        _column("Належний розпорядник і дата пересилання", 1.6, "forwarded"),
        _column("Дата і № відповіді", 1.3, "answer"),
        _column("Результат, підстава", 1.5, "info_result", "done"),
        _column("Рахунок на копіювання: сума, сплата", 1.4, "copying"),
    ),
    "certificates": _form(
        "Журнал реєстрації довідок і характеристик", "Інструкція з діловодства установи", "M",
        _column("№, дата", 1.8, "number", "registered_on"),
        _column("Кому видано", 3, "addressees"),
        _SUBJECT,
        _column("Ким підписано", 2.4, "signer"),
        _column("Підпис про одержання", 2, "by_hand"),
        _CASE,
    ),
    "powers": _form(
        "Журнал реєстрації довіреностей", "Інструкція з діловодства установи", "M",
        _column("№, дата", 1.8, "number", "registered_on"),
        _column("Кому видано", 3, "addressees"),
        _column("На що", 4.2, "content"),
        _column("Ким підписано", 2.4, "signer"),
        _column("Чинна до", 1.4, "due_on"),
        _column("Підпис про одержання, повернення", 2.2, "by_hand"),
    ),
    "telephone": _form(
        "Журнал реєстрації телефонограм", "Інструкція з діловодства установи", "M",
        _column("№, дата і година", 2, "number", "registered_moment"),
        _column("Від кого або кому", 3, "who", "addressees"),
        _SUBJECT,
        _column("Хто передав або прийняв", 2.4, "registrar"),
        _column("Кому передано", 2.4, "handed_to"),
        _column("Відмітка про виконання", 2.2, "done"),
    ),
    "protocols": _form(
        "Журнал реєстрації протоколів", "Інструкція з діловодства установи", "M",
        _column("№", 1.4, "number"), _column("Дата засідання", 1.4, "dated_on"),
        _column("Вид засідання", 2.2, "kind"), _column("Зміст", 4.8, "content"),
        _column("Ким підписано", 2.6, "signer"), _CASE,
    ),
    "acts": _form(
        "Журнал реєстрації актів", "Інструкція з діловодства установи", "M",
        _column("№, дата", 1.8, "number", "registered_on"), _column("Зміст", 5, "content"),
        _column("Склали", 3, "signer", "main_executor"), _column("Підрозділ", 2.2, "unit"), _CASE,
    ),
}  # fmt: skip


def add_form(stream: str, form: Mapping[str, Any]) -> None:
    """A room above tells the form of a register of its own. Called once, when the room is ready."""
    FORMS[stream] = {name: form[name] for name in ("title", "legal_basis", "confidence", "columns")}


def layout_of(stream: str) -> JournalLayout:
    """The form in force: the hromada’s row, or the one it starts from. Raises KeyError for an unknown
    stream."""
    found = JournalLayout.objects.filter(stream=stream).first()
    return found or JournalLayout(stream=stream, **FORMS[stream])


def layouts() -> list[JournalLayout]:
    """All forms in force, in the order of streams; one statement."""
    kept = {each.stream: each for each in JournalLayout.objects.all()}
    return [kept.get(stream) or JournalLayout(stream=stream, **form) for stream, form in FORMS.items()]
