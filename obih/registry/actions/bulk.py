"""One deed for many documents: each is a unit of work by itself, so one refusal stops no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.work import unit_of_work
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.actions.correction import correct_card
from obih.registry.actions.papers import make_handover
from obih.registry.actions.sharing import share
from obih.registry.models import HandoverList
from obih.registry.queries.papers import instances_for
from obih.ui.refusals import Refused

MOST = 200


@dataclass(frozen=True)
class Line:
    """What came of one document; `refusal` is empty where it was done."""

    document_id: UUID
    refusal: str = ""


def share_many(documents: Sequence[UUID], principal: int, *, why: str, key: str, by: Actor) -> list[Line]:
    """Show many documents to a person or a unit."""
    said = {"principal": principal, "why": why}
    return _each(documents, lambda each: share(each, principal, why=why, by=by), "share", said, key, by)


def give_unit_to_many(
    documents: Sequence[UUID], unit: Unit, *, reason: str, key: str, by: Actor
) -> list[Line]:
    """Make a unit responsible for many documents."""
    changes = {"responsible_unit": unit}
    said = {"unit": unit.pk, "reason": reason}
    return _each(documents, _correction(changes, reason, by), "give_unit", said, key, by)


def give_case_to_many(
    documents: Sequence[UUID], case: CaseIndex, *, reason: str, key: str, by: Actor
) -> list[Line]:
    """Say for many documents to which case they belong."""
    changes = {"case_index": case}
    said = {"case": case.pk, "reason": reason}
    return _each(documents, _correction(changes, reason, by), "give_case", said, key, by)


def hand_over_many(
    documents: Sequence[UUID], unit: Unit, *, key: str, by: Actor
) -> tuple[HandoverList | None, list[Line]]:
    """One list for the originals of many documents; those that cannot go are told one by one."""
    _check(documents)
    instances = instances_for(by, documents)
    made, refused = None, {}
    if instances:
        made, outcomes = make_handover(unit, list(instances.values()), key=key, by=by)
        refused = {each.instance_id: each.refusal for each in outcomes}
    lines = []
    for each in dict.fromkeys(documents):
        pk = instances.get(each)
        lines.append(Line(each, refused[pk] if pk else "Паперового оригіналу немає або картка не для вас"))
    return made, lines


def _correction(changes: Mapping[str, object], reason: str, by: Actor) -> Callable[[UUID], object]:
    return lambda each: correct_card(each, changes, reason=reason, version=None, by=by)


def _check(documents: Sequence[UUID]) -> None:
    if not documents:
        raise Refused("Позначте хоча б один документ")
    if len(set(documents)) > MOST:
        raise Refused(f"За один раз не більше {MOST} документів: поділіть їх")


def _each(
    documents: Sequence[UUID],
    deed: Callable[[UUID], object],
    action: str,
    said: Mapping[str, object],
    key: str,
    by: Actor,
) -> list[Line]:
    """The deed for each document under a key of its own: what was done is not done again, what was refused
    may be tried anew."""
    _check(documents)
    lines = []
    for each in dict.fromkeys(documents):
        try:
            with unit_of_work():
                claim(
                    by=by,
                    action=f"registry.bulk_{action}",
                    key=f"{key[:120]}:{each}",
                    digest=digest_of(dict(said)),
                    result={},
                )
                deed(each)
        except AlreadyDone:
            lines.append(Line(each))
        except Refused as refused:
            lines.append(Line(each, refused.sentence))
        else:
            lines.append(Line(each))
    return lines


__all__ = ["Line", "give_case_to_many", "give_unit_to_many", "hand_over_many", "share_many"]
