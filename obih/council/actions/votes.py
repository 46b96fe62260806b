"""Votes: by figures for many items at once, or by names for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from obih.council import rules
from obih.council.actions.gate import ITEM_GONE, held, items_of, numbered
from obih.council.events import VOTES_RECORDED
from obih.council.models import AgendaItem, Decision, MemberVote
from obih.council.vocabulary import ItemKind, Result
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Membership, Sitting
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class VoteEntry:
    item_id: int
    votes: rules.Votes


@unit_of_work()
def record_votes(
    sitting: Sitting, entries: Sequence[VoteEntry], *, cleared: Collection[int] = (), by: Actor
) -> list[Decision]:
    """Write down how items were voted; whether each is adopted follows from the figures and the majority.

    `cleared` are items whose votes are wiped. Once a decision has a number, figures may be mended as long as
    it stays adopted. A roll-call whose sums differ from the new figures goes.
    """
    sitting = held(sitting, by)
    known = items_of(sitting)
    decisions = [written(known.get(each.item_id), each.votes, by) for each in entries]
    done = [each for each in decisions if each is not None]
    wiped = sum(_wiped(known[each]) for each in cleared if each in known)
    if done or wiped:
        record(
            VOTES_RECORDED, by=by, about=sitting, count=len(done), wiped=wiped,
            items=[[known[each.item_id].number, rules.votes_words(each.votes), each.result] for each in done],
        )  # fmt: skip
    return done


@unit_of_work()
def record_roll_call(
    item: AgendaItem, cast: Sequence[rules.CastVote], *, composition: int, by: Actor
) -> Decision:
    """Write down how each member voted (ч. 3 ст. 59 Закону № 280/97-ВР); the sums follow from it."""
    sitting = held(item.sitting, by)
    found = items_of(sitting).get(item.pk)
    votes = rules.count(cast, composition)
    written(found, votes, by)
    decision = Decision.objects.get(item=item.pk)
    members = {
        each.person.full_name.casefold(): each.person_id
        for each in Membership.objects.filter(body=sitting.body).select_related("person")
    }
    MemberVote.objects.filter(decision=decision).delete()
    MemberVote.objects.bulk_create(
        MemberVote(
            decision=decision, order=order, name=each.name, vote=each.vote,
            person_id=members.get(each.name.casefold()),
        )
        for order, each in enumerate(cast, start=1)
    )  # fmt: skip
    record(
        VOTES_RECORDED, by=by, about=sitting, count=1,
        items=[[item.number, rules.votes_words(votes), decision.result]],
        private={"roll_call": [[each.name, each.vote] for each in cast]},
    )  # fmt: skip
    return decision


def written(item: AgendaItem | None, votes: rules.Votes, by: Actor) -> Decision | None:
    """The decision of an item with these votes; None when they stand there already."""
    if item is None:
        raise Refused(ITEM_GONE)
    if item.kind != ItemKind.DECISION:
        raise Refused(f"Пункт {item.number}: {item.get_kind_display()}, за нього не голосують")
    if refusal := rules.why_not_counted(votes):
        raise Refused(f"Пункт {item.number}. {refusal}")
    decision = getattr(item, "decision", None) or Decision(item=item, sitting_id=item.sitting_id)
    if decision.pk and decision.votes == votes:
        return None
    result = Result.ADOPTED if rules.is_adopted(votes, item.majority) else Result.REJECTED
    if numbered(item) and result != Result.ADOPTED:
        raise Refused(f"Пункт {item.number}: рішення вже має номер, а за цими голосами його не прийнято")
    decision.in_favour, decision.against, decision.abstained = votes.in_favour, votes.against, votes.abstained
    decision.not_voting, decision.present = votes.not_voting, votes.present
    decision.composition, decision.result = votes.composition, result
    decision.voted_at, decision.voted_by_label = timezone.now(), by.label
    decision.save()
    _drop_other_roll_call(decision)
    return decision


def _drop_other_roll_call(decision: Decision) -> None:
    cast = [rules.CastVote(each.name, each.vote) for each in decision.roll_call.all()]
    if cast and rules.count(cast, decision.composition) != decision.votes:
        decision.roll_call.all().delete()


def _wiped(item: AgendaItem) -> int:
    decision = getattr(item, "decision", None)
    if decision is None:
        return 0
    if numbered(item):
        raise Refused(f"Пункт {item.number}: рішення вже має номер, його голосів не стирають")
    decision.delete()
    return 1
