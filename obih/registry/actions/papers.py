"""The way of a paper original: moved by hand, handed to a unit by a list, received, given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Person, Unit
from obih.registry.access_papers import (
    kept_organisations,
    why_not_hand,
    why_not_move_original,
    why_not_receive,
    why_not_take_back,
)
from obih.registry.actions.sharing import ABSENT, document_to_change
from obih.registry.events import ORIGINAL_HANDED, ORIGINAL_MOVED, ORIGINAL_RECEIVED, ORIGINAL_RETURNED
from obih.registry.models import HandoverLine, HandoverList, Instance
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import Form
from obih.ui.refusals import Refused
from obih.ui.words import short_date

MOST = 200
NO_LIST = "Такого реєстру немає або він вам не доступний"


@dataclass(frozen=True)
class Handed:
    """What became of one original of those that were to be handed; `refusal` is empty where it was."""

    instance_id: int
    refusal: str = ""


@unit_of_work()
def move_original(
    instance_id: int,
    *,
    unit: Unit | None = None,
    holder: Person | None = None,
    place: str = "",
    by: Actor,
) -> Instance:
    """Say where a paper original is: with whom, in which unit, in which place; any of them may be left out.

    Whatever list it stood on is settled: received when it went to that list’s unit, given back otherwise.
    What stands so already is no event.
    """
    known = Instance.objects.filter(visible_rows(by, "document_id"), pk=instance_id).first()
    if known is None:
        raise Refused(ABSENT)
    document, registration = document_to_change(known.document_id, by)
    instance = Instance.objects.select_for_update(of=("self",)).get(pk=instance_id)
    if refusal := why_not_move_original(by, instance, registration.journal):
        raise Refused(refusal)
    if instance.medium != Form.PAPER:
        raise Refused("Це електронний оригінал: його місце не змінюють")
    place = " ".join(place.split())[:200]
    if not (unit or holder or place):
        raise Refused("Вкажіть, де оригінал: у кого, в якому підрозділі або в якому місці", field="holder")
    now = timezone.now()
    _settle(instance, unit, now, by)
    wanted = (unit.pk if unit else None, holder.pk if holder else None, place)
    if wanted == (instance.unit_id, instance.holder_id, instance.place):
        return instance
    instance.unit, instance.holder, instance.place, instance.since = unit, holder, place, now
    instance.save(update_fields=["unit", "holder", "place", "since"])
    to = ", ".join(each for each in (str(holder or ""), str(unit or ""), place) if each)
    record(ORIGINAL_MOVED, by=by, about=document, to=to, instance=instance.pk)
    return instance


def _settle(instance: Instance, unit: Unit | None, now: datetime, by: Actor) -> None:
    open_lines = HandoverLine.objects.select_for_update(of=("self",)).filter(
        instance=instance, returned_at=None
    )
    for line in open_lines.select_related("list"):
        if unit is not None and line.list.unit_id == unit.pk:
            if line.received_at is None:
                line.received_at, line.received_by_label = now, by.label
        else:
            line.returned_at, line.returned_to_label = now, by.label
        line.save()


def make_handover(
    unit: Unit, instances: Sequence[int], *, key: str, by: Actor
) -> tuple[HandoverList | None, list[Handed]]:
    """Put paper originals on a list for a unit; gives the list (None if none could be) and a line for each.

    An original stands on one open list at a time. A second call with the same key gives the same list.
    """
    asked = list(dict.fromkeys(instances))[: MOST + 1]
    if not asked:
        raise Refused("Позначте хоча б один документ")
    if len(asked) > MOST:
        raise Refused(f"В одному реєстрі не більше {MOST} документів: поділіть їх")
    handover = HandoverList(pk=uuid7(), unit=unit)
    try:
        with unit_of_work():
            claim(
                by=by,
                action="registry.make_handover",
                key=key,
                digest=digest_of({"unit": unit.pk, "instances": sorted(asked)}),
                result={"list": str(handover.pk)},
            )
            found, outcomes = _sorted_out(asked, by)
            if not found:
                raise _NoneFits(outcomes)
            _write(handover, found, by)
    except AlreadyDone as done:
        made = HandoverList.objects.get(pk=done.result["list"])
        on_it = set(made.lines.values_list("instance_id", flat=True))
        outcomes = [Handed(each, "" if each in on_it else ABSENT) for each in asked]
        return made, outcomes
    except _NoneFits as none:
        return None, none.outcomes
    return handover, outcomes


class _NoneFits(Exception):
    """Nothing to hand over: the key is free again."""

    def __init__(self, outcomes: list[Handed]) -> None:
        self.outcomes = outcomes


def _sorted_out(asked: Sequence[int], by: Actor) -> tuple[list[Instance], list[Handed]]:
    """Originals that may go, locked in the order of their keys, and what is to be said of each."""
    rows = Instance.objects.select_for_update(of=("self",)).filter(
        visible_rows(by, "document_id"), pk__in=asked
    )
    found = {
        each.pk: each
        for each in rows.select_related("document", "unit").defer("document__words").order_by("pk")
    }
    busy = {
        line.instance_id: line
        for line in HandoverLine.objects.filter(instance__in=found, returned_at=None).select_related(
            "list__unit"
        )
    }
    kept = kept_organisations(by)
    first = next((found[each].document.organisation_id for each in asked if each in found), None)
    good, outcomes = [], []
    for each in asked:
        refusal = _why_not_listed(found.get(each), busy.get(each), first, kept, by)
        outcomes.append(Handed(each, refusal))
        if not refusal:
            good.append(found[each])
    return good, outcomes


def _why_not_listed(
    instance: Instance | None,
    line: HandoverLine | None,
    organisation_id: int | None,
    kept: frozenset[int],
    by: Actor,
) -> str:
    if instance is None:
        return ABSENT
    if refusal := why_not_hand(by, instance.document.organisation_id, kept):
        return refusal
    if instance.medium != Form.PAPER:
        return "Паперового оригіналу немає"
    if instance.document.organisation_id != organisation_id:
        return "Документ іншої установи: складіть для неї окремий реєстр"
    if line is not None:
        return f"Уже в реєстрі від {short_date(line.list.made_on)}: {line.list.unit}"
    return ""


def _write(handover: HandoverList, found: Sequence[Instance], by: Actor) -> None:
    now = timezone.now()
    handover.organisation_id = found[0].document.organisation_id
    handover.made_on, handover.made_at = timezone.localdate(now), now
    handover.made_by_id, handover.made_by_label = by.person_id, by.label
    handover.save(force_insert=True)
    HandoverLine.objects.bulk_create([HandoverLine(list=handover, instance=each) for each in found])
    for each in found:
        record(
            ORIGINAL_HANDED, by=by, about=each.document, to=handover.unit.name,
            list=str(handover.pk), instance=each.pk,
        )  # fmt: skip


@unit_of_work()
def receive_originals(list_id: UUID, lines: Iterable[int] | None = None, *, by: Actor) -> int:
    """Note that originals came to the unit: all of the list or these lines; gives how many were new.

    A person of the unit becomes their holder; noted by the clerk, the unit holds them.
    """
    handover, waiting = _open_lines(list_id, lines)
    if refusal := why_not_receive(by, handover):
        raise Refused(refusal)
    fresh = [each for each in waiting if each.received_at is None]
    now = timezone.now()
    holder = by.person_id if handover.unit_id in by.unit_ids else None
    for line in fresh:
        line.received_at, line.received_by_label = now, by.label
    HandoverLine.objects.bulk_update(fresh, ["received_at", "received_by_label"])
    Instance.objects.filter(pk__in=[each.instance_id for each in fresh]).update(
        unit=handover.unit, holder=holder, place="", since=now
    )
    for line in fresh:
        about = ("registry.document", line.instance.document_id)
        record(ORIGINAL_RECEIVED, by=by, about=about, unit=handover.unit.name, list=str(handover.pk))
    return len(fresh)


@unit_of_work()
def take_back_originals(list_id: UUID, lines: Iterable[int] | None = None, *, by: Actor) -> int:
    """Note that originals are back, all of the list or these lines; gives how many. What the unit never
    received stays where it was."""
    handover, out = _open_lines(list_id, lines)
    if refusal := why_not_take_back(by, handover):
        raise Refused(refusal)
    now = timezone.now()
    for line in out:
        line.returned_at, line.returned_to_label = now, by.label
    HandoverLine.objects.bulk_update(out, ["returned_at", "returned_to_label"])
    back = [each.instance_id for each in out if each.received_at]
    Instance.objects.filter(pk__in=back).update(unit=None, holder=by.person_id, place="", since=now)
    for line in out:
        about = ("registry.document", line.instance.document_id)
        record(ORIGINAL_RETURNED, by=by, about=about, unit=handover.unit.name, list=str(handover.pk))
    return len(out)


def _open_lines(list_id: UUID, lines: Iterable[int] | None) -> tuple[HandoverList, list[HandoverLine]]:
    handover = HandoverList.objects.select_related("unit").filter(pk=list_id).first()
    if handover is None:
        raise Refused(NO_LIST)
    rows = HandoverLine.objects.select_for_update(of=("self",)).filter(list=handover, returned_at=None)
    if lines is not None:
        rows = rows.filter(pk__in=list(lines))
    return handover, list(rows.select_related("instance").order_by("pk"))
