"""The order of reminding is the hromada’s own (№ 55, p. 173): who is told how many days before and after."""

from __future__ import annotations

from collections.abc import Sequence

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import Power, may, why_not_change
from obih.people.actors import Actor
from obih.tasks import events
from obih.tasks.models import ReminderStage
from obih.tasks.stages import Stage, Told, order_in_words
from obih.ui.refusals import Refused

EARLIEST, LATEST, MOST = -30, 90, 20


def why_not_order(by: Actor) -> str | None:
    """Whoever controls sets the order, or who keeps the rules."""
    if refusal := why_not_change(by):
        return refusal
    if may(by, Power.CONTROL) or may(by, Power.MANAGE_LAW):
        return None
    return "Порядок нагадувань встановлює контролер або адміністратор за інструкцією громади"


@unit_of_work()
def set_reminding_order(stages: Sequence[Stage], *, by: Actor) -> None:
    """Put this order in the place of the one before; it holds from the next run. What was told stays told."""
    if refusal := why_not_order(by):
        raise Refused(refusal)
    days = [each.days for each in stages]
    if len(set(days)) < len(days):
        raise Refused("Той самий день названо двічі: об’єднайте рядки")
    if len(stages) > MOST or any(not EARLIEST <= each <= LATEST for each in days):
        raise Refused(f"Дні: від {EARLIEST} до {LATEST}, не більше {MOST} рядків")
    if any(each.every and each.days < 1 for each in stages):
        raise Refused("Повторюють лише після строку")
    if any(each.every for each in sorted(stages, key=lambda one: one.days)[:-1]):
        raise Refused("Повторюється лише останній рядок: далі за ним нічого немає")
    ReminderStage.objects.all().delete()
    ReminderStage.objects.bulk_create(
        [
            ReminderStage(
                days=each.days, every=each.every, **{f"to_{one}": one in each.told for one in Told}
            )
            for each in stages
        ]
    )  # fmt: skip
    record(events.REMINDING_ORDERED, by=by, about=("tasks.reminderstage", 0), order=order_in_words(stages))
