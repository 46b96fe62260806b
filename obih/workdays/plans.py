"""Changes of the calendar put together from what a person typed; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from itertools import pairwise

from obih.ui.refusals import Refused
from obih.workdays.changes import Change
from obih.workdays.rules import DayKind, Hours, Interval, SpecialDay, Week


def plan_day(
    day: date,
    *,
    kind: DayKind,
    basis: str,
    peacetime_only: bool = False,
    opens: time | None = None,
    closes: time | None = None,
) -> Change:
    """A day worked, free or short, with the decision it rests on."""
    if not basis.strip():
        raise Refused("Назвіть підставу: розпорядження, закон.", field="basis")
    hours = _hours(opens, closes, "closes")
    special = SpecialDay(DayKind(kind), basis.strip(), hours, peacetime_only)
    return Change(days={day: special}, basis=basis.strip())


def plan_martial_law(intervals: Iterable[Interval], *, basis: str) -> Change:
    """All intervals of martial law, as they should stand."""
    ordered = tuple(sorted(intervals, key=lambda each: each.first))
    if any(each.last and each.last < each.first for each in ordered):
        raise Refused("Останній день раніше за перший.", field="last_on")
    for earlier, later in pairwise(ordered):
        if earlier.last is None or earlier.last >= later.first:
            raise Refused("Періоди воєнного стану не можуть накладатися.", field="first_on")
    if not basis.strip():
        raise Refused("Назвіть указ або закон.", field="basis")
    return Change(martial_law=ordered, basis=basis.strip())


def plan_week(valid_from: date, week: Week, *, basis: str) -> Change:
    """The hours of the week from a day on."""
    if not any(week):
        raise Refused("Хоча б один день тижня має бути робочим.")
    if not basis.strip():
        raise Refused("Назвіть підставу: правила внутрішнього розпорядку.", field="basis")
    return Change(week_from=valid_from, week=week, basis=basis.strip())


def _hours(opens: time | None, closes: time | None, field: str) -> Hours | None:
    if opens is None and closes is None:
        return None
    if opens is None or closes is None or opens >= closes:
        raise Refused("Години — від і до, початок раніше за кінець.", field=field)
    return Hours(opens, closes)
