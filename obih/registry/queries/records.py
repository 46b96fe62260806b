"""A document with everything that hangs on it, read whole: cards, print, export and REST show this."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from obih.law.profile import Profile
from obih.people.actors import Actor
from obih.people.models import Person
from obih.registry.models import Document
from obih.registry.queries import sections
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
    WithdrawnTold,
)
from obih.registry.queries.visibility import reading_principals, visible_to
from obih.registry.vocabulary import Access, PartyRole
from obih.signatures.queries import FileSeals, read_told


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
    withdrawn: tuple[WithdrawnTold, ...] = ()
    """Files that were put aside, in that order; only the card asks for them."""
    seals: Mapping[str, FileSeals] = field(default_factory=dict)
    """What the signatures of its files are worth, by the hash of each; only the card asks for it."""

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


def _whole(actor: Actor, only: frozenset[str] = SECTIONS) -> QuerySet[Document]:
    """The documents that the actor sees with the sections that are asked for; registrations and parties
    always."""
    related = ["case_index", "first_reviewer", "responsible_unit", "closure"]
    if only >= SECTIONS:
        related += ["organisation", "settlement", "district"]
    told = sections.told(only, reading_principals(actor))
    return visible_to(actor).select_related(*related).defer("words").annotate(**told)


def _record(each: Any) -> Record:
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
                told["count"],
                told["unit"] or "",
                _moment(told["since"]),
            )
            for told in getattr(each, "instances_told", ())
        ),
        deadlines=tuple(_deadline(told, changes) for told in getattr(each, "deadlines_told", ())),
        files=tuple(_file(told) for told in _files_told(each)),
        links=tuple(
            LinkTold(UUID(told["other"]), told["number"] or "", told["title"], told["kind"], told["outward"])
            for told in getattr(each, "links_told", ())
        ),
        withdrawn=tuple(
            WithdrawnTold(
                UUID(told["file"]),
                told["name"],
                told["reason"],
                told["who"],
                datetime.fromisoformat(told["at"]),
            )
            for told in getattr(each, "withdrawn_told", ())
        ),
        seals=read_told(getattr(each, "seals_told", ()), [told["sha256"] for told in _files_told(each)]),
    )


def _files_told(each: Any) -> Sequence[dict[str, Any]]:
    return getattr(each, "files_told", ())


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
        suffix=told["suffix"],
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
        written=told["name"],
        written_address=told["written_address"],
        contact=told["contact"],
        is_natural=told["natural"],
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
    wanted = ids_named(found, rules)
    return {each.pk: each.full_name for each in Person.objects.filter(pk__in=wanted)} if wanted else {}


def ids_named(found: Iterable[Record], rules: Profile) -> list[int]:
    """The persons that stand in added fields."""
    codes = [each.code for each in rules.fields.values() if each.stored == "added" and each.type == "person"]
    values = {each.document.added.get(code) for each in found for code in codes}
    return [value for value in values if isinstance(value, int)]


def newest_of(actor: Actor, documents: QuerySet[Any, UUID]) -> Record | None:
    """The one document that `documents` (ids, at most one) names, if the actor may see it; without its links,
    one statement."""
    seen = _whole(actor, SECTIONS - {"links"}).filter(pk__in=documents)
    return next((_record(each) for each in seen), None)


def newest_records(actor: Actor, most: int, **conditions: Any) -> list[Record]:
    """The newest documents of these that the actor may see, with registrations and parties; one statement."""
    found = _whole(actor, frozenset()).filter(**conditions).order_by("-created_at")
    return [_record(each) for each in found[:most]]


def records(actor: Actor, ids: Sequence[UUID], only: frozenset[str] = SECTIONS) -> list[Record]:
    """The documents of these ids that the actor may see, in this order; one statement, links included.

    `only` leaves out sections that are not needed: they are empty then."""
    found = {each.pk: _record(each) for each in _whole(actor, only).filter(pk__in=list(ids))}
    return [found[each] for each in ids if each in found]
