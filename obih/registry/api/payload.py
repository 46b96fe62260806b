"""From JSON to what the card’s form understands, so that a program is told the same as a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from obih.nomenclature.models import CaseIndex
from obih.people.models import District, Settlement, Unit
from obih.registry.api.problems import Invalid
from obih.registry.forms import CardForm
from obih.registry.models import Allocation, Journal
from obih.ui.words import short_date

BESIDE = ("term", "not_duplicate_because", "received_time", "reason", "version")


def form_data(fields: Mapping[str, Any], journal: Journal) -> dict[str, Any]:
    """The values of a request under the names of the form. Raises Invalid for what no form could read."""
    data: dict[str, Any] = {}
    errors: list[tuple[str, str]] = []
    for code, value in fields.items():
        if not isinstance(code, str) or len(code) > 60:
            raise Invalid([("", "Назва поля — рядок до 60 знаків")])
        try:
            data |= _one(code, value, journal)
        except ValueError as error:
            errors.append((code, str(error)))
    if errors:
        raise Invalid(errors)
    return data


def _one(code: str, value: Any, journal: Journal) -> dict[str, Any]:
    if value is None:
        return {code: "", f"{code}_text": ""} if code == "correspondent" else {code: ""}
    if code == "correspondent":
        return correspondent(value)
    if code in MOMENTS:
        return _moment(value, *MOMENTS[code])
    if code == "parties" and isinstance(value, list):
        return _parties(value)
    if code == "links":
        return {code: ", ".join(_text(each) for each in _list(value))}
    if code in _FINDERS and isinstance(value, str):
        return {code: _FINDERS[code](value, journal)}
    if isinstance(value, bool):
        return {code: "on" if value else "", f"{code}_shown": "1"}
    if isinstance(value, str):
        return {code: _day(value)}
    if isinstance(value, int) and abs(value) < 10**15:
        return {code: str(value)}
    raise ValueError("Тут приймають рядок, ціле число або true / false")


def correspondent(value: Any, name: str = "correspondent") -> dict[str, Any]:
    """A number is an entry of the directory; a text or {"name": …} is looked up or taken as it is."""
    if isinstance(value, Mapping):
        value = value.get("id") or value.get("edrpou") or value.get("name")
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("Кореспондент — номер у довіднику, код ЄДРПОУ або назва")
    if isinstance(value, int):
        return {name: str(value), f"{name}_text": str(value)}
    return {name: "", f"{name}_text": value}


def _parties(value: list[Any]) -> dict[str, Any]:
    """Further parties: `[{"role": "co_author", "name": …, "number": …, "dated_on": "2026-11-24"}]`."""
    data: dict[str, Any] = {"parties": ""}
    for place, each in enumerate(_list(value)):
        if not isinstance(each, Mapping) or set(each) - {"role", "name", "number", "dated_on"}:
            raise ValueError("Сторона — це role, name, number і dated_on")
        for name in ("role", "name", "number"):
            data[f"parties-{place}_{name}"] = _text(each.get(name) or "")
        data[f"parties-{place}_date"] = _day(_text(each.get("dated_on") or ""))
    return data


MOMENTS = {
    "received_at": ("received_at", "received_time"),
    "registered_at": ("registered_on", "registered_time"),
}
"""Moments of a request and the two fields of the form that hold each."""


def _moment(value: Any, day: str, hour: str) -> dict[str, Any]:
    text = _text(value)
    try:
        if len(text) <= 10:
            return {day: short_date(date.fromisoformat(text))}
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise ValueError("Час — як 2026-11-24T10:42:00+02:00 або 2026-11-24") from error
    if moment.tzinfo is None:
        raise ValueError("Додайте часовий пояс: 2026-11-24T10:42:00+02:00")
    try:
        local = timezone.localtime(moment)
    except OverflowError as error:
        raise ValueError("Такого часу не буває") from error
    return {day: short_date(local.date()), hour: f"{local:%H:%M}"}


def _day(text: str) -> str:
    """A day of ISO as people write it; any other text stays as it is."""
    try:
        return short_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Тут приймають рядок")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) > 20:
        raise ValueError("Тут приймають список до 20 номерів")
    return value


def _plain(text: str) -> str:
    if "\0" in text or len(text) > 300:
        raise ValueError("Завдовге або з недрукованими знаками")
    return text.strip()


def _case(text: str, journal: Journal) -> str:
    found = (
        CaseIndex.objects.filter(
            nomenclature__organisation_code=journal.organisation.code, index=_plain(text), closed_on=None
        )
        .order_by("-nomenclature__year")
        .first()
    )
    return _found(found, text, "Справи з індексом")


def _unit(text: str, journal: Journal) -> str:
    found = Unit.objects.filter(
        organisation=journal.organisation_id, index=_plain(text), closed_on=None
    ).first()
    return _found(found, text, "Підрозділу з індексом")


def _settlement(text: str, journal: Journal) -> str:
    return _found(Settlement.objects.filter(katottg=_plain(text)).first(), text, "Населеного пункту з кодом")


def _district(text: str, journal: Journal) -> str:
    return _found(District.objects.filter(name=_plain(text)).first(), text, "Округу")


def _held_number(text: str, journal: Journal) -> str:
    """A number reserved or returned, as it is written; the newest of that name. One that was used meanwhile
    is found too: the same request repeated means the same number."""
    held = Allocation.objects.filter(journal=journal, number=_plain(text), reservations__isnull=False)
    return _found(held.order_by("-allocated_at").first(), text, "Зарезервованого номера")


def _found(row: Any, text: str, what: str) -> str:
    if not text.strip():
        return ""
    if row is None:
        raise ValueError(f"{what} «{text[:40]}» немає")
    return str(row.pk)


_FINDERS = {
    "case_index": _case, "responsible_unit": _unit, "settlement": _settlement, "district": _district,
    "number_held": _held_number,
}  # fmt: skip


def confirmations(value: Any) -> dict[str, str]:
    """`"confirm": ["title"]` takes the warnings of these fields as read."""
    if value is None:
        return {}
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value) or len(value) > 60:
        raise Invalid([("confirm", "Список назв полів")])
    return {f"confirm_{each}": "1" for each in value}


def refuse_unknown(form: CardForm, data: Mapping[str, Any]) -> None:
    """A field the card of this kind does not have is told, not passed over in silence."""
    known = {*form.fields, *BESIDE}
    unknown = [
        name
        for name in data
        if name not in known
        and not name.endswith(("_text", "_shown"))
        and not name.startswith(("confirm_", "parties-"))
    ]
    if unknown:
        raise Invalid([(name, "Такого поля картка цього виду не має") for name in unknown[:20]])


def errors_of(form: CardForm) -> Invalid:
    return Invalid([(name, str(each)) for name, sentences in form.errors.items() for each in sentences])
