"""How much an organisation registered: for the note on the volume of document flow and the yearly totals."""

from __future__ import annotations

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
    `kinds` names kinds by their codes. Four statements."""
    rows = _registered(organisation, since, until)
    streams = {str(each.value): Volume(str(each.label)) for each in Stream}
    for told in _by_stream(rows):
        found = streams[told["stream"]]
        found.originals += told["number"]
        found.copies += told["more"]
        attribute = "paper" if told["form"] == Form.PAPER else "electronic"
        setattr(found, attribute, getattr(found, attribute) + told["number"])
    total = Volume("Усього")
    shown = [each for each in streams.values() if each.originals]
    for each in shown:
        total.add(each)
    return Volumes(shown, total, _by_kind(rows, kinds), _by_month(rows))


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


def _by_stream(rows: QuerySet[Registration]) -> Any:
    """Originals by stream and form, and how many copies there are besides: further instances, and copies
    sent beyond the first addressee."""
    instances = Instance.objects.filter(document=OuterRef("document")).order_by().values("document")
    sent = (
        Copy.objects.filter(document=OuterRef("document"), party__isnull=False).order_by().values("document")
    )
    further = Coalesce(Subquery(instances.values(n=Sum("count") - 1)), 0)
    addressed = Coalesce(Subquery(sent.values(n=Count("pk") - 1)), 0)
    return (
        rows.annotate(stream=F("journal__stream"), form=F("document__form"), besides=further + addressed)
        .values("stream", "form")
        .annotate(number=Count("pk"), more=Sum("besides"))
    )


def _by_kind(rows: QuerySet[Registration], kinds: dict[str, str]) -> list[tuple[str, int]]:
    found = rows.values_list("document__kind_code").annotate(number=Count("pk")).order_by("-number")
    return [(kinds.get(code, code), number) for code, number in found]


def _by_month(rows: QuerySet[Registration]) -> list[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    counted = rows.annotate(month=ExtractMonth("registered_at")).values_list("journal__stream", "month")
    for stream, month, number in counted.annotate(number=Count("pk")):
        found.setdefault(stream, [0] * 12)[month - 1] += number
    return [(str(each.label), found[each.value]) for each in Stream if each.value in found]
