"""Two entries that were one, and addressees named by one word."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.registry.access import why_not_keep_correspondents
from obih.registry.actions.correspondents import index_entry
from obih.registry.events import CORRESPONDENTS_MERGED, CORRESPONDENTS_PARTED, GROUP_CHANGED, GROUP_REMOVED
from obih.registry.models import (
    Correspondent,
    CorrespondentAlias,
    CorrespondentGroup,
    CorrespondentMerge,
    JournalReader,
    Party,
    RefusedArrival,
)
from obih.ui.refusals import Refused

TAKEN_OVER = ("edrpou", "rnokpp", "address", "email", "phone", "short_name")
ABSENT = "Такого кореспондента немає або він вам не доступний"


@unit_of_work()
def merge_correspondents(kept_id: int, gone_id: int, *, reason: str = "", by: Actor) -> CorrespondentMerge:
    """Make two entries one: cards, groups and names of `gone` go to `kept`; what `kept` lacks is taken over.

    Nothing is erased: `part_correspondents` brings back exactly what moved. Refuses two different codes.
    """
    _allow(by)
    if kept_id == gone_id:
        raise Refused("Це той самий кореспондент: оберіть іншого")
    both = _locked([kept_id, gone_id], by)
    kept, gone = both[kept_id], both[gone_id]
    if kept.is_natural != gone.is_natural:
        raise Refused("Людину й установу не об’єднують: перевірте, кого обрано")
    for code, said in (("edrpou", "ЄДРПОУ"), ("rnokpp", "РНОКПП")):
        if getattr(kept, code) and getattr(gone, code) and getattr(kept, code) != getattr(gone, code):
            raise Refused(f"У них різні коди {said}: це різні кореспонденти")
    moved = _move(kept, gone)
    merge = CorrespondentMerge.objects.create(
        kept=kept, gone=gone, moved=moved, reason=reason.strip()[:300], merged_at=timezone.now(),
        merged_by_label=by.label,
    )  # fmt: skip
    record(
        CORRESPONDENTS_MERGED, by=by, about=kept, merge=merge.pk, gone=gone.pk, reason=merge.reason,
        kept=_named(kept), private={"kept": kept.name, "gone": gone.name},
    )  # fmt: skip
    return merge


@unit_of_work()
def part_correspondents(merge_id: UUID, *, by: Actor) -> CorrespondentMerge:
    """Undo a merge: what moved goes back, what has been registered since stays where it was registered."""
    _allow(by)
    merge = CorrespondentMerge.objects.select_for_update().filter(pk=merge_id, undone_at=None).first()
    if merge is None:
        raise Refused("Це об’єднання вже скасовано: оновіть сторінку")
    both = _locked([merge.kept_id, merge.gone_id], by, merged_too=True)
    kept, gone = both[merge.kept_id], both[merge.gone_id]
    if kept.merged_into_id:
        raise Refused("Того, з ким об’єднали, самого об’єднано з іншим: спершу скасуйте те об’єднання")
    moved = merge.moved
    for model, name in ((Party, "parties"), (RefusedArrival, "refused")):
        model._default_manager.filter(pk__in=moved[name], correspondent=kept).update(correspondent=gone)
    for group in CorrespondentGroup.objects.filter(pk__in=[*moved["groups"], *moved["groups_added"]]):
        if group.pk in moved["groups_added"]:
            group.members.remove(kept)
        group.members.add(gone)
    for field, value in moved["fields"].items():
        if getattr(kept, field) == value:
            setattr(kept, field, "")
    CorrespondentAlias.objects.filter(correspondent=kept, name_key__in=moved["aliases"]).delete()
    gone.merged_into = None
    kept.save(update_fields=list(TAKEN_OVER))
    gone.save(update_fields=["merged_into"])
    merge.undone_at, merge.undone_by_label = timezone.now(), by.label
    merge.save(update_fields=["undone_at", "undone_by_label"])
    for each in (kept, gone):
        index_entry(each, [alias.name for alias in each.aliases.all()])
    record(
        CORRESPONDENTS_PARTED, by=by, about=kept, merge=merge.pk, gone=gone.pk, kept=_named(kept),
        private={"kept": kept.name, "gone": gone.name},
    )  # fmt: skip
    return merge


def _move(kept: Correspondent, gone: Correspondent) -> dict[str, object]:
    """What goes from one entry to the other, told so that it can go back."""
    there = {kept.name_key, *kept.aliases.values_list("name_key", flat=True)}
    names = {gone.name_key: gone.name, **dict(gone.aliases.values_list("name_key", "name"))}
    fresh = {key: name for key, name in names.items() if key not in there}
    CorrespondentAlias.objects.bulk_create(
        CorrespondentAlias(correspondent=kept, name=name, name_key=key) for key, name in fresh.items()
    )
    parties = list(Party.objects.filter(correspondent=gone).values_list("pk", flat=True))
    refused = list(RefusedArrival.objects.filter(correspondent=gone).values_list("pk", flat=True))
    Party.objects.filter(pk__in=parties).update(correspondent=kept)
    RefusedArrival.objects.filter(pk__in=refused).update(correspondent=kept)
    groups = list(gone.groups.all())
    added = [group.pk for group in groups if not group.members.filter(pk=kept.pk).exists()]
    for group in groups:
        group.members.remove(gone)
        group.members.add(kept)
    taken = {
        field: getattr(gone, field)
        for field in TAKEN_OVER
        if not getattr(kept, field) and getattr(gone, field)
    }
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    for field, value in taken.items():
        setattr(kept, field, value)
    kept.save(update_fields=list(TAKEN_OVER))
    index_entry(gone, ())
    index_entry(kept, [alias.name for alias in kept.aliases.all()])
    return {
        "parties": parties, "refused": [str(each) for each in refused], "aliases": list(fresh),
        "groups": [group.pk for group in groups if group.pk not in added], "groups_added": added,
        "fields": taken,
    }  # fmt: skip


def _locked(ids: Sequence[int], by: Actor, *, merged_too: bool = False) -> dict[int, Correspondent]:
    from obih.registry.queries.correspondents import correspondents_for

    seen = set(correspondents_for(by).filter(pk__in=ids).values_list("pk", flat=True))
    rows = Correspondent.objects.select_for_update(of=("self",)).defer("words").filter(pk__in=ids)
    found = {
        row.pk: row
        for row in rows.order_by("pk")
        if row.pk in seen or (merged_too and row.merged_into_id in seen)
    }
    if len(found) != len(set(ids)):
        raise Refused(ABSENT)
    return found


# ── groups ───────────────────────────────────────────────────────────


@unit_of_work()
def save_group(
    organisation: Organisation, name: str, members: Sequence[int], *, group_id: int | None = None, by: Actor
) -> CorrespondentGroup:
    """Make a group of addressees or change one: its name and the whole list of its members."""
    from obih.registry.queries.correspondents import correspondents_for

    _allow(by)
    if not _registers_in(organisation.pk, by):
        raise Refused("Групи веде той, хто реєструє в цій установі")
    name = " ".join(name.replace("\0", "").split())[:120]
    if not name:
        raise Refused("Назвіть групу: наприклад, «Усі старости»", field="name")
    twin = CorrespondentGroup.objects.filter(organisation=organisation, name__iexact=name)
    if twin.exclude(pk=group_id or 0).exists():
        raise Refused("Група з такою назвою вже є", field="name")
    seen = list(correspondents_for(by).filter(pk__in=members))
    if len(seen) != len(set(members)):
        raise Refused(ABSENT, field="members")
    group = CorrespondentGroup(organisation=organisation)
    if group_id is not None:
        found = CorrespondentGroup.objects.select_for_update().filter(pk=group_id, organisation=organisation)
        group = found.first() or group
        if group.pk is None:
            raise Refused("Такої групи немає: оновіть сторінку")
    old = (group.name, set(group.members.values_list("pk", flat=True)) if group.pk else set())
    group.name = name
    if old == (name, {each.pk for each in seen}):
        return group
    group.save()
    group.members.set(seen)
    what = f"учасників {len(seen)}" if old[0] in ("", name) else f"нова назва, учасників {len(seen)}"
    record(
        GROUP_CHANGED, by=by, about=group, name=name, what=what, old_name=old[0],
        members=sorted(each.pk for each in seen), old_members=sorted(old[1]),
    )  # fmt: skip
    return group


@unit_of_work()
def remove_group(group_id: int, *, by: Actor) -> None:
    """Take a group away; documents already sent to its members stay as they are."""
    _allow(by)
    group = CorrespondentGroup.objects.select_for_update().filter(pk=group_id).first()
    if group is None or not _registers_in(group.organisation_id, by):
        raise Refused("Такої групи немає: оновіть сторінку")
    record(
        GROUP_REMOVED, by=by, about=group, name=group.name,
        members=sorted(group.members.values_list("pk", flat=True)),
    )  # fmt: skip
    group.delete()


def _registers_in(organisation_id: int, by: Actor) -> bool:
    if by.kind == "system":
        return True
    registers = JournalReader.objects.filter(principal__in=by.principals, may_register=True)
    return registers.filter(journal__organisation=organisation_id).exists()


def _named(correspondent: Correspondent) -> str:
    return "фізична особа" if correspondent.is_natural else correspondent.name


def _allow(by: Actor) -> None:
    if refusal := why_not_keep_correspondents(by):
        raise Refused(refusal)
