"""A document with everything that hangs on it, read whole: cards, print, export and REST show this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from obih.law.profile import Profile
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.models import (
    Copy,
    Deadline,
    DeadlineChange,
    Document,
    DocumentFile,
    Instance,
    Link,
    Party,
    PeriodClosure,
    Registration,
)
from obih.registry.queries.told import (
    ChangeTold,
    CopyTold,
    DeadlineTold,
    FileTold,
    InstanceTold,
    LinkTold,
    PartyTold,
    RegistrationTold,
    VoidTold,
)
from obih.registry.queries.visibility import visible_rows, visible_to
from obih.registry.vocabulary import Access, PartyRole


@dataclass(frozen=True)
class Record:
    """A document and what hangs on it."""

    document: Document
    registrations: tuple[RegistrationTold, ...]
    parties: tuple[PartyTold, ...]
    copies: tuple[CopyTold, ...]
    instances: tuple[InstanceTold, ...]
    deadlines: tuple[DeadlineTold, ...]
    files: tuple[FileTold, ...]
    links: tuple[LinkTold, ...]

    @property
    def id(self) -> UUID:
        return self.document.pk

    @property
    def registration(self) -> RegistrationTold:
        """The first one that has not moved on."""
        return self.registrations[0]

    @property
    def moved(self) -> tuple[RegistrationTold, ...]:
        """Registrations that are stubs by now: their numbers lead here."""
        return tuple(each for each in self.registrations if each.moved)

    @property
    def number(self) -> str:
        return self.registration.number

    @property
    def carried_from(self) -> str:
        """The closed year from which the document is still open; empty for others."""
        it = self.registration
        open_still = it.period_closed_at and not it.is_void and self.document.closed_at is None
        return it.period if open_still and it.period.isdecimal() else ""

    @property
    def is_restricted(self) -> bool:
        return self.document.access_level == Access.RESTRICTED

    @property
    def sender(self) -> PartyTold | None:
        return self.party(PartyRole.SENDER)

    def party(self, role: str) -> PartyTold | None:
        return next((each for each in self.parties if each.role == role), None)

    @property
    def nearest(self) -> DeadlineTold | None:
        """The deadline to work towards: the first unmet one, else the last met."""
        unmet = [each for each in self.deadlines if each.met_at is None]
        return unmet[0] if unmet else (self.deadlines[-1] if self.deadlines else None)

    def kind_title(self, rules: Profile) -> str:
        kind = rules.kinds.get(self.document.kind_code)
        return kind.title if kind else self.document.kind_code


SECTIONS = frozenset({"copies", "instances", "deadlines", "files", "links"})
"""What a record can do without: who makes lines of a hundred thousand asks only for what stands in them."""


def _whole(documents: QuerySet[Document], only: frozenset[str] = SECTIONS) -> QuerySet[Document]:
    """The documents with the sections that are asked for; registrations and parties always."""
    related = ["case_index", "first_reviewer", "responsible_unit", "closure"]
    if only == SECTIONS:
        related += ["organisation", "settlement", "district"]
    wanted = only | {"registrations", "parties"} | ({"changes"} if "deadlines" in only else frozenset())
    told = {name: each for name, each in _sections().items() if name.removesuffix("_told") in wanted}
    return documents.select_related(*related).defer("words").annotate(**told)


def _sections() -> dict[str, ArraySubquery]:
    return {
        "registrations_told": _told(
            Registration.objects.order_by(F("moved_to").asc(nulls_first=True), "registered_at"),
            id="id", number="number", sequence="sequence", journal_id="journal_id",
            journal_code="journal__code", journal="journal__title", stream="journal__stream",
            registered_at="registered_at", received_at="received_at",
            registered_by="registered_by_label", moved="moved_to_id", allocation="allocation_id",
            void_reason="allocation__void__reason", void_at="allocation__void__voided_at",
            void_by="allocation__void__voided_by_label", period="period", period_closed=_closed(),
            entered_at="entered_at", late_reason="late_reason",
        ),
        "parties_told": _told(
            Party.objects.order_by("order"),
            role="role", name="name", number="number", dated_on="dated_on",
            correspondent_id="correspondent_id", full="correspondent__name",
            short="correspondent__short_name", edrpou="correspondent__edrpou",
            address="correspondent__address", person="person_id", unit="unit_id",
        ),
        "copies_told": _told(
            Copy.objects.order_by("pk"),
            channel_code="channel_code", arrived_at="arrived_at", outside_id="outside_id",
            number_there="number_there", dated_there="dated_there_on", sent="sent_at", party="party_id",
        ),
        "instances_told": _told(
            Instance.objects.order_by("pk"),
            medium="medium", sheets_main="sheets_main", sheets_annex="sheets_annex", place="place",
            given="holder__given_name", surname="holder__surname",
        ),
        "deadlines_told": _told(
            Deadline.objects.order_by("effective_on"),
            id="id", rule_code="rule_code", source="source", starts_at="starts_at",
            nominal_on="nominal_on", effective_on="effective_on", due_at="due_at", cap_on="cap_on",
            met_at="met_at",
        ),
        "changes_told": _told(
            DeadlineChange.objects.order_by("changed_at"), "deadline__document",
            deadline="deadline_id", old_on="old_on", new_on="new_on", reason="reason",
            agreed_by="agreed_by", changed_at="changed_at", changed_by="changed_by_label",
        ),
        "files_told": _told(
            DocumentFile.objects.filter(withdrawal=None).order_by("order"),
            id="id", sha256="content_id", role="role", name="name", size="content__size_bytes",
            media="content__media_type", added_at="added_at", added_by="added_by_label",
            pages="content__rendition__pages", refused="content__rendition__refused",
        ),
    }  # fmt: skip


def _told(rows: QuerySet[Any], document: str = "document", **columns: Any) -> ArraySubquery:
    return ArraySubquery(rows.filter(**{document: OuterRef("pk")}).values(told=JSONObject(**columns)))


def _closed() -> Subquery:
    """When the period of a registration was closed."""
    closures = PeriodClosure.objects.filter(journal=OuterRef("journal"), period=OuterRef("period"))
    return Subquery(closures.values("closed_at")[:1])


def _record(each: Any, links: tuple[LinkTold, ...]) -> Record:
    changes: dict[int, list[ChangeTold]] = {}
    for told in getattr(each, "changes_told", ()):
        changes.setdefault(told["deadline"], []).append(_change(told))
    return Record(
        document=each,
        registrations=tuple(_registration(told) for told in each.registrations_told),
        parties=tuple(_party(told) for told in each.parties_told),
        copies=tuple(
            CopyTold(
                told["channel_code"],
                _moment(told["arrived_at"]),
                told["outside_id"],
                told["number_there"],
                _day(told["dated_there"]),
                _moment(told["sent"]),
                told["party"] is not None,
            )
            for told in getattr(each, "copies_told", ())
        ),
        instances=tuple(
            InstanceTold(
                told["medium"],
                told["sheets_main"],
                told["sheets_annex"],
                told["place"],
                f"{told['given'] or ''} {told['surname'] or ''}".strip(),
            )
            for told in getattr(each, "instances_told", ())
        ),
        deadlines=tuple(_deadline(told, changes) for told in getattr(each, "deadlines_told", ())),
        files=tuple(_file(told) for told in getattr(each, "files_told", ())),
        links=links,
    )


def _registration(told: dict[str, Any]) -> RegistrationTold:
    return RegistrationTold(
        id=UUID(told["id"]),
        number=told["number"],
        sequence=told["sequence"],
        journal_id=told["journal_id"],
        journal_code=told["journal_code"],
        journal=told["journal"],
        stream=told["stream"],
        registered_at=datetime.fromisoformat(told["registered_at"]),
        received_at=datetime.fromisoformat(told["received_at"]),
        registered_by=told["registered_by"],
        moved=told["moved"] is not None,
        allocation_id=UUID(told["allocation"]),
        void=_void(told),
        period=told["period"],
        period_closed_at=_moment(told["period_closed"]),
        entered_at=_moment(told["entered_at"]),
        late_reason=told["late_reason"],
    )


def _void(told: dict[str, Any]) -> VoidTold | None:
    at = _moment(told["void_at"])
    return VoidTold(told["void_reason"], at, told["void_by"]) if at else None


def _party(told: dict[str, Any]) -> PartyTold:
    return PartyTold(
        role=told["role"],
        name=told["full"] or told["name"],
        short_name=told["short"] or told["full"] or told["name"],
        number=told["number"],
        dated_on=_day(told["dated_on"]),
        correspondent_id=told["correspondent_id"],
        edrpou=told["edrpou"] or "",
        address=told["address"] or "",
        person_id=told["person"],
        unit_id=told["unit"],
    )


def _deadline(told: dict[str, Any], changes: dict[int, list[ChangeTold]]) -> DeadlineTold:
    return DeadlineTold(
        id=told["id"],
        rule_code=told["rule_code"],
        source=told["source"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        nominal_on=date.fromisoformat(told["nominal_on"]),
        effective_on=date.fromisoformat(told["effective_on"]),
        due_at=_moment(told["due_at"]),
        cap_on=_day(told["cap_on"]),
        met_at=_moment(told["met_at"]),
        changes=tuple(changes.get(told["id"], ())),
    )


def _change(told: dict[str, Any]) -> ChangeTold:
    return ChangeTold(
        old_on=date.fromisoformat(told["old_on"]),
        new_on=date.fromisoformat(told["new_on"]),
        reason=told["reason"],
        agreed_by=told["agreed_by"],
        changed_at=datetime.fromisoformat(told["changed_at"]),
        changed_by=told["changed_by"],
    )


def _file(told: dict[str, Any]) -> FileTold:
    return FileTold(
        id=UUID(told["id"]),
        sha256=told["sha256"],
        role=told["role"],
        name=told["name"],
        size_bytes=told["size"],
        media_type=told["media"],
        added_at=datetime.fromisoformat(told["added_at"]),
        added_by=told["added_by"],
        pages=told["pages"],
        refused=told["refused"] or "",
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def people_named(found: Iterable[Record], rules: Profile) -> dict[int, str]:
    """Names of the persons that stand in added fields; one statement, or none if there are none."""
    codes = [each.code for each in rules.fields.values() if each.stored == "added" and each.type == "person"]
    values = {each.document.added.get(code) for each in found for code in codes}
    wanted = [value for value in values if isinstance(value, int)]
    return {each.pk: each.full_name for each in Person.objects.filter(pk__in=wanted)} if wanted else {}


def links_seen(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, list[LinkTold]]:
    """Links of these documents whose other end the actor may see too; one statement."""
    standing = Registration.objects.filter(document=OuterRef("other"), moved_to=None)
    number = standing.order_by("registered_at")
    ends = [
        Link.objects.filter(**{f"{here}__in": list(ids)})
        .annotate(other=F(f"{there}_id"), here=F(f"{here}_id"), outward=Value(here == "source"))
        .annotate(number=Subquery(number.values("number")[:1]), title=F(f"{there}__title"))
        .filter(visible_rows(actor, f"{there}_id"))
        .values_list("here", "other", "number", "title", "kind", "outward")
        for here, there in (("source", "target"), ("target", "source"))
    ]
    found: dict[UUID, list[LinkTold]] = {}
    for here, other, given, title, kind, outward in ends[0].union(ends[1]):
        found.setdefault(here, []).append(LinkTold(other, given or "", title, kind, outward))
    return found


def newest_of(actor: Actor, documents: QuerySet[Any, UUID]) -> Record | None:
    """The one document that `documents` (ids, at most one) names, if the actor may see it; without its links,
    one statement."""
    seen = visible_to(actor).filter(pk__in=documents)
    return next((_record(each, ()) for each in _whole(seen, SECTIONS - {"links"})), None)


def records(actor: Actor, ids: Sequence[UUID], only: frozenset[str] = SECTIONS) -> list[Record]:
    """The documents of these ids that the actor may see, in this order; two statements, links included.

    `only` leaves out sections that are not needed: they are empty then."""
    links = links_seen(actor, ids) if "links" in only else {}
    found = {
        each.pk: _record(each, tuple(links.get(each.pk, ())))
        for each in _whole(visible_to(actor).filter(pk__in=list(ids)), only)
    }
    return [found[each] for each in ids if each in found]
