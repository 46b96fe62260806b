"""How much an organisation registered: for the note on the volume of document flow and the yearly totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractMonth
from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.people.vocabulary import Role
from obih.registry.models import Copy, Instance, Registration
from obih.registry.vocabulary import Form, Stream

SEES = (Role.CLERK, Role.HEAD, Role.CONTROLLER)
"""Whose roles in an organisation let them see its volumes: totals tell nothing of any one document."""


@dataclass
class Volume:
    """A row: originals, copies made or sent besides them, and on what they are."""

    title: str
    originals: int = 0
    copies: int = 0
    paper: int = 0
    electronic: int = 0

    @property
    def total(self) -> int:
        return self.originals + self.copies

    def add(self, other: Volume) -> None:
        self.originals += other.originals
        self.copies += other.copies
        self.paper += other.paper
        self.electronic += other.electronic


@dataclass(frozen=True)
class Volumes:
    """The volumes of a period: by stream with their sum, by kind, and by month (0 is January)."""

    streams: list[Volume]
    total: Volume
    kinds: list[tuple[str, int]]
    months: list[tuple[str, list[int]]] = field(default_factory=list)


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """Organisations whose volumes this actor may see."""
    where = {organisation for role, organisation in actor.roles if role in SEES}
    return Organisation.objects.filter(pk__in=where)


def sees_volumes(actor: Actor) -> bool:
    """Whether there is an organisation whose volumes he may see; no statement."""
    return any(role in SEES for role, _ in actor.roles)


def volumes(organisation: Organisation, since: date, until: date, kinds: dict[str, str]) -> Volumes:
    """What was registered from `since` to `until`, ends included; moved and void numbers are left out.
    `kinds` names kinds by their codes. One statement: the year is walked once."""
    streams = {str(each.value): Volume(str(each.label)) for each in Stream}
    by_kind: Counter[str] = Counter()
    by_month: dict[str, list[int]] = {}
    for told in _grouped(_registered(organisation, since, until)):
        found, number = streams[told["stream"]], told["number"]
        found.originals += number
        found.copies += told["more"]
        attribute = "paper" if told["form"] == Form.PAPER else "electronic"
        setattr(found, attribute, getattr(found, attribute) + number)
        by_kind[told["kind"]] += number
        by_month.setdefault(told["stream"], [0] * 12)[told["month"] - 1] += number
    total = Volume("Усього")
    shown = [each for each in streams.values() if each.originals]
    for each in shown:
        total.add(each)
    named = [(kinds.get(code, code), number) for code, number in by_kind.most_common()]
    months = [(str(each.label), by_month[each.value]) for each in Stream if each.value in by_month]
    return Volumes(shown, total, named, months)


def _registered(organisation: Organisation, since: date, until: date) -> QuerySet[Registration]:
    begins = timezone.make_aware(datetime.combine(since, time.min))
    ends = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    return Registration.objects.filter(
        organisation=organisation,
        registered_at__gte=begins,
        registered_at__lt=ends,
        moved_to=None,
        allocation__void=None,
    ).order_by()


def _grouped(rows: QuerySet[Registration]) -> Any:
    """Originals by stream, form, kind and month, and how many copies there are besides: further instances,
    and copies sent beyond the first addressee."""
    instances = Instance.objects.filter(document=OuterRef("document")).order_by().values("document")
    sent = (
        Copy.objects.filter(document=OuterRef("document"), party__isnull=False).order_by().values("document")
    )
    further = Coalesce(Subquery(instances.values(n=Sum("count") - 1)), 0)
    addressed = Coalesce(Subquery(sent.values(n=Count("pk") - 1)), 0)
    told = rows.annotate(
        stream=F("journal__stream"), form=F("document__form"), kind=F("document__kind_code"),
        month=ExtractMonth("registered_at"), besides=further + addressed,
    )  # fmt: skip
    return told.values("stream", "form", "kind", "month").annotate(number=Count("pk"), more=Sum("besides"))
