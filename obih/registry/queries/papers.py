"""Paper originals: where each is, who holds it, what was handed over and not received or not given back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Unit
from obih.registry.access_papers import organisations_kept
from obih.registry.models import AccessRow, HandoverLine, HandoverList, Instance
from obih.registry.queries.rows import JournalRow, load_rows
from obih.registry.queries.visibility import reading_principals, visible_rows
from obih.registry.vocabulary import Access, Form

MOST = 200
LATE_DAYS = 10
EARLIER_DAYS = 60


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An original as a line; without `row` the reader may not see its document."""

    instance: Instance
    number: str
    row: JournalRow | None
    line: HandoverLine | None = None

    @property
    def sheets(self) -> int:
        return (self.instance.sheets_main or 0) + (self.instance.sheets_annex or 0)

    @property
    def sheets_words(self) -> str:
        """«3», «3 + 12»; empty where nobody has counted."""
        main, annex = self.instance.sheets_main, self.instance.sheets_annex
        return " + ".join(str(each) for each in (main, annex) if each)

    @property
    def is_restricted(self) -> bool:
        return self.instance.document.access_level == Access.RESTRICTED

    @property
    def where(self) -> str:
        """«Галина Бойко», «Юридичний відділ, Тарас Левчук», «шафа 2»."""
        here = self.instance
        told = (here.unit, here.holder, here.place)
        return ", ".join(str(each) for each in told if each) or "не вказано"

    @property
    def state(self) -> str:
        """The chip of a line on a list."""
        if self.line is None:
            return "new"
        if self.line.returned_at:
            return "done" if self.line.received_at else "void"
        return "work" if self.line.received_at else "new"

    @property
    def state_text(self) -> str:
        if self.line is None:
            return ""
        if self.line.returned_at:
            return "повернуто" if self.line.received_at else "не передано"
        return "одержано" if self.line.received_at else "передано"


_INSTANCE = ("document", "unit", "holder")


def _originals() -> QuerySet[Instance]:
    rows = Instance.objects.filter(medium=Form.PAPER)
    return rows.select_related(*_INSTANCE).defer("document__words")


def _rows(
    actor: Actor, found: Sequence[tuple[Instance, HandoverLine | None]], *, hidden: bool = False
) -> list[PaperRow]:
    """With `hidden` documents that the actor may not see stand there too, by number and sheets alone."""
    ids = [instance.document_id for instance, _ in found]
    seen = set(
        AccessRow.objects.filter(document__in=ids, principal__in=reading_principals(actor)).values_list(
            "document_id", flat=True
        )
    )
    told = {each.document_id: each for each in load_rows(ids, today=timezone.localdate())}
    return [
        PaperRow(
            instance,
            told[instance.document_id].number,
            told[instance.document_id] if instance.document_id in seen else None,
            line,
        )
        for instance, line in found
        if instance.document_id in told and (hidden or instance.document_id in seen)
    ]


def originals_of(document_id: UUID) -> list[Instance]:
    """The paper originals of a document and the lists they stand on; the caller has passed its door."""
    return list(_originals().filter(document=document_id).order_by("pk"))


def handed_lines_of(document_id: UUID) -> list[HandoverLine]:
    """By which lists the originals of a document went, the newest first."""
    rows = HandoverLine.objects.filter(instance__document=document_id).select_related("list__unit")
    return list(rows.order_by("-list__made_at")[:20])


def held_by(actor: Actor) -> list[PaperRow]:
    """Originals in the actor’s own hands, those that came last first."""
    rows = _originals().filter(visible_rows(actor, "document_id"), holder=actor.person_id)
    return _rows(actor, [(each, None) for each in rows.order_by("-since", "-pk")[:MOST]])


def held_in_units(actor: Actor, unit: Unit | None = None) -> list[PaperRow]:
    """Originals that the actor’s units hold; for who keeps journals, that any unit of those holds."""
    rows = _originals().filter(visible_rows(actor, "document_id"), unit__isnull=False)
    if unit is not None:
        rows = rows.filter(unit=unit)
    whose = Q(unit__in=actor.unit_ids) | Q(document__organisation__in=organisations_kept(actor))
    return _rows(actor, [(each, None) for each in rows.filter(whose).order_by("-since", "-pk")[:MOST]])


def handovers_for(actor: Actor) -> QuerySet[HandoverList]:
    """Lists to the actor’s units, those he made, and those of organisations whose journals he keeps."""
    if actor.person_id is None:
        return HandoverList.objects.none()
    whose = Q(unit__in=actor.unit_ids) | Q(made_by=actor.person_id)
    whose |= Q(organisation__in=organisations_kept(actor))
    return HandoverList.objects.filter(whose).select_related("unit", "organisation")


def handovers(actor: Actor, unit: Unit | None = None, most: int = 100) -> QuerySet[HandoverList]:
    """The newest lists with counts `all_lines`, `waiting` (not received), `out` (not given back)."""
    rows = handovers_for(actor)
    if unit is not None:
        rows = rows.filter(unit=unit)
    counted = rows.annotate(
        all_lines=Count("lines"),
        waiting=Count("lines", filter=Q(lines__received_at=None, lines__returned_at=None)),
        out=Count("lines", filter=Q(lines__received_at__isnull=False, lines__returned_at=None)),
    )
    return counted.order_by("-made_at")[:most]


def handover_lines(actor: Actor, handover: HandoverList) -> list[PaperRow]:
    """Every line of a list that the actor may open; of what he may not see only number and sheets."""
    lines = HandoverLine.objects.filter(list=handover).select_related(
        "instance__document", "instance__unit", "instance__holder"
    )
    found = [(each.instance, each) for each in lines.defer("instance__document__words").order_by("pk")]
    return _rows(actor, found, hidden=True)


def not_received(actor: Actor, unit: Unit | None = None) -> list[PaperRow]:
    """Handed by a list and received by nobody yet, the oldest first."""
    return _by_lines(actor, unit, Q(received_at=None, returned_at=None))


def not_returned(actor: Actor, unit: Unit | None = None, days: int = LATE_DAYS) -> list[PaperRow]:
    """Received longer ago than so many days and not given back, the oldest first."""
    since = timezone.now() - timedelta(days=days)
    return _by_lines(actor, unit, Q(received_at__lt=since, returned_at=None))


def _by_lines(actor: Actor, unit: Unit | None, which: Q) -> list[PaperRow]:
    rows = HandoverLine.objects.filter(
        which, visible_rows(actor, "instance__document_id"), list__in=handovers_for(actor).values("pk")
    )
    if unit is not None:
        rows = rows.filter(list__unit=unit)
    rows = rows.select_related(
        "list__unit", "instance__document", "instance__unit", "instance__holder"
    ).defer("instance__document__words")
    return _rows(actor, [(each.instance, each) for each in rows.order_by("list__made_at", "pk")[:MOST]])


def to_hand_over(actor: Actor, unit: Unit, day: date, *, earlier: bool = False) -> list[PaperRow]:
    """Paper originals of the day’s documents for which the unit is responsible and that stand on no open list
    and in no unit; with `earlier` those of the days before too."""
    start = day - timedelta(days=EARLIER_DAYS if earlier else 0)
    recent = AccessRow.objects.filter(
        principal__in=reading_principals(actor),
        dated_at__gte=_midnight(start),
        dated_at__lt=_midnight(day + timedelta(days=1)),
    )
    on_list = HandoverLine.objects.filter(instance=OuterRef("pk"), returned_at=None)
    rows = _originals().filter(
        ~Exists(on_list),
        document__in=recent.values("document"),
        document__responsible_unit=unit,
        document__organisation__in=organisations_kept(actor),
        unit=None,
    )
    return _rows(actor, [(each, None) for each in rows.order_by("document__created_at", "pk")[:MOST]])


def instances_for(actor: Actor, documents: Iterable[UUID]) -> dict[UUID, int]:
    """The first paper original of each of these documents that the actor sees."""
    rows = Instance.objects.filter(
        visible_rows(actor, "document_id"), document__in=list(documents), medium=Form.PAPER
    )
    return dict(rows.order_by("-pk").values_list("document_id", "pk"))


def units_with_work(actor: Actor, day: date) -> dict[int, int]:
    """How many originals of the day each unit is to be handed, by unit."""
    recent = AccessRow.objects.filter(
        principal__in=reading_principals(actor),
        dated_at__gte=_midnight(day),
        dated_at__lt=_midnight(day + timedelta(days=1)),
    )
    on_list = HandoverLine.objects.filter(instance=OuterRef("pk"), returned_at=None)
    rows = Instance.objects.filter(
        ~Exists(on_list),
        medium=Form.PAPER,
        unit=None,
        document__in=recent.values("document"),
        document__responsible_unit__isnull=False,
        document__organisation__in=organisations_kept(actor),
    )
    counted = rows.values_list("document__responsible_unit").annotate(count=Count("pk", distinct=True))
    return {unit: count for unit, count in counted.order_by() if unit is not None}


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
