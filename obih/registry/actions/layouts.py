"""Changing the form in which journals of a stream are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.access import why_not_change_layouts
from obih.registry.events import LAYOUT_CHANGED
from obih.registry.layout_parts import labels_for
from obih.registry.layouts import FORMS, Column
from obih.registry.models import JournalLayout
from obih.ui.refusals import Refused

MOST_COLUMNS = 20
NARROWEST, WIDEST = 0.3, 12.0
CONFIDENCE = ("H", "M", "L")
ABOUT = "registry.journallayout"


@unit_of_work()
def change_layout(
    stream: str, *, title: str, legal_basis: str, confidence: str, columns: Sequence[Column], by: Actor
) -> JournalLayout:
    """Print journals of this stream in these columns from now on. Raises Refused at what is wrong."""
    _allow(stream, by)
    kept = [_column(each, stream) for each in columns]
    if not 1 <= len(kept) <= MOST_COLUMNS:
        raise Refused(f"У формі має бути від 1 до {MOST_COLUMNS} граф", field="columns")
    if not title.strip() or len(title.strip()) > 200:
        raise Refused("Назвіть форму: до 200 знаків", field="title")
    if len(legal_basis.strip()) > 200:
        raise Refused("Підстава задовга: до 200 знаків", field="legal_basis")
    if confidence not in CONFIDENCE:
        raise Refused("Виберіть, наскільки певна форма", field="confidence")
    values = {
        "title": title.strip(),
        "legal_basis": legal_basis.strip(),
        "confidence": confidence,
        "columns": kept,
    }
    old = JournalLayout.objects.select_for_update().filter(stream=stream).first()
    if old and all(getattr(old, name) == value for name, value in values.items()):
        return old
    made, _ = JournalLayout.objects.update_or_create(stream=stream, defaults=values)
    was: Any = {name: getattr(old, name) for name in values} if old else FORMS[stream]
    record(LAYOUT_CHANGED, by=by, about=(ABOUT, stream), title=made.title, old=_fact(was), new=_fact(values))
    return made


@unit_of_work()
def reset_layout(stream: str, *, by: Actor) -> None:
    """Go back to the form that a hromada starts from."""
    _allow(stream, by)
    old = JournalLayout.objects.select_for_update().filter(stream=stream).first()
    if old is None:
        return
    names = ("title", "legal_basis", "confidence", "columns")
    was = _fact({name: getattr(old, name) for name in names})
    old.delete()
    form = FORMS[stream]
    record(LAYOUT_CHANGED, by=by, about=(ABOUT, stream), title=form["title"], old=was, new=_fact(form))


def _fact(values: dict[str, Any]) -> dict[str, Any]:
    """The form as an event keeps it: widths as text."""
    columns = [each | {"width": str(each.get("width", 1))} for each in values["columns"]]
    return {name: values[name] for name in ("title", "legal_basis", "confidence")} | {"columns": columns}


def _allow(stream: str, by: Actor) -> None:
    if refusal := why_not_change_layouts(by):
        raise Refused(refusal)
    if stream not in FORMS:
        raise Refused("Такої форми немає: оновіть сторінку")


def _column(told: Column, stream: str) -> Column:
    title = str(told.get("title", "")).strip()
    if not title or len(title) > 200:
        raise Refused("Назва графи: від 1 до 200 знаків", field="columns")
    width = float(told.get("width") or 0)
    if not NARROWEST <= width <= WIDEST:
        raise Refused(f"Ширина графи «{title}»: від 0,3 до 12", field="columns")
    known = labels_for(stream, profile())
    parts = [str(each) for each in told.get("parts") or ()][:8]
    if missing := [each for each in parts if each not in known]:
        raise Refused(f"Графа «{title}»: невідомо, що таке «{missing[0]}»", field="columns")
    return {"title": title, "width": width, "parts": parts}
