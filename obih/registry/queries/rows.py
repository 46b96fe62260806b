"""A document as one line of a list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils import timezone

from obih.law.profile import Profile
from obih.law.queries import profile
from obih.registry.models import Copy, Deadline, DocumentFile, Journal, Party, Registration
from obih.registry.queries.composed import composed
from obih.registry.queries.told import files_words
from obih.registry.rules import DeadlineState, deadline_state, ordinal_parts
from obih.registry.vocabulary import Access, PartyRole


@dataclass(frozen=True, slots=True)
class JournalRow:
    """What a list shows of a document; `sender` is the short name where the directory has one."""

    document_id: UUID
    registration_id: UUID
    journal_id: int
    journal_code: str
    number: str
    sequence: int
    ordinal_parts: tuple[str, str, str]
    registered_at: datetime
    received_at: datetime
    moved: bool
    is_void: bool
    kind_code: str
    kind: str
    title: str
    summary: str
    sender: str
    their_number: str
    their_date: date | None
    case: str
    unit: str
    first_reviewer: str
    channel_code: str
    access_level: str
    urgent: bool
    files: int
    closed_at: datetime | None
    deadline: DeadlineState | None
    addressees: str = ""
    """To whom, by short names: at most three, then how many more."""
    withdrawn: int = 0
    """Files that were put aside; `files` are those that stand."""
    copies: int = 0
    sent: int = 0

    @property
    def who(self) -> str:
        """The other side: who wrote, or to whom it was written."""
        return self.sender or self.addressees

    @property
    def files_words(self) -> str:
        """«2, вилучено: 1»; of a document without files nothing."""
        return files_words(self.files, self.withdrawn)

    @property
    def is_restricted(self) -> bool:
        return self.access_level == Access.RESTRICTED

    @property
    def sequence_text(self) -> str:
        return str(self.sequence)


_COLUMNS = (
    "id", "document_id", "journal_id", "journal__code", "number", "sequence", "registered_at", "received_at",
    "moved_to_id", "allocation__void__id", "document__kind_code", "document__title", "document__summary",
    "document__access_level",
    "document__urgent", "document__closed_at", "document__case_index__index",
    "document__responsible_unit__name", "document__first_reviewer__given_name",
    "document__first_reviewer__surname",
)  # fmt: skip


def load_rows(
    ids: Sequence[UUID], *, today: date, journal: Journal | None = None, rules: Profile | None = None
) -> list[JournalRow]:
    """The lines of these documents in this order; the caller has made sure that they may be seen.

    Two statements, one if the caller has today’s rules at hand. Of several registrations the one in
    `journal` is shown, else the first that has not moved.
    """
    if not ids:
        return []
    kinds = (rules or profile(today)).kinds
    found: dict[UUID, JournalRow] = {}
    for each in _registrations(ids):
        document = each["document_id"]
        here = journal is not None and each["journal_id"] == journal.pk and each["moved_to_id"] is None
        if document not in found or here:
            code = each["document__kind_code"]
            found[document] = _row(each, kinds[code].title if code in kinds else code, today)
    return [found[each] for each in ids if each in found]


def _registrations(ids: Sequence[UUID]) -> Iterable[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [list(ids)])
        rows = cursor.fetchall()
    for row in rows:
        each = dict(zip(_NAMES, row, strict=True))
        for name in _TOLD_IN_JSON:
            each[name] = json.loads(each[name]) if each[name] else None
        yield each


_ADDED = ("sender", "nearest", "files", "channel", "to", "dispatched")
_NAMES = (*_COLUMNS, *_ADDED)
_TOLD_IN_JSON = ("sender", "nearest", "files", "dispatched")
_PLACE = UUID(int=0)
"""Stands in the statement where the documents are named."""


@cache
def _statement() -> str:
    text = composed(_lines(_PLACE))
    place = f"= '{_PLACE.hex}'::uuid"
    assert text.count(place) == 1, text
    return text.replace(place, "= ANY(%s)")


def _lines(document: UUID) -> QuerySet[Registration, dict[str, Any]]:
    sender = Party.objects.filter(document=OuterRef("document_id"), role=PartyRole.SENDER).order_by("order")
    nearest = Deadline.objects.filter(document=OuterRef("document_id")).order_by(
        F("met_at").desc(nulls_first=True), "effective_on"
    )
    files = DocumentFile.objects.filter(document=OuterRef("document_id")).order_by().values("document")
    counted = JSONObject(count=Count("pk"), withdrawn=Count("withdrawal"))
    copies = Copy.objects.filter(document=OuterRef("document_id")).order_by("pk")
    to = Party.objects.filter(
        document=OuterRef("document_id"), role__in=(PartyRole.ADDRESSEE, PartyRole.PARTY)
    )
    named = Coalesce(NullIf("correspondent__short_name", Value("")), "correspondent__name", "name")
    theirs = Copy.objects.filter(document=OuterRef("document_id"), party__isnull=False)
    dispatched = (
        theirs.order_by()
        .values("document")
        .annotate(told=JSONObject(copies=Count("pk"), sent=Count("sent_at")))
    )
    sender_told = JSONObject(
        name="name",
        full="correspondent__name",
        short="correspondent__short_name",
        number="number",
        dated="dated_on",
    )
    return (
        Registration.objects.filter(document=document)
        .order_by(F("moved_to").asc(nulls_first=True), "registered_at")
        .annotate(
            sender=Subquery(sender.values(told=sender_told)[:1]),
            nearest=Subquery(
                nearest.values(told=JSONObject(on="effective_on", at="due_at", met="met_at"))[:1]
            ),
            files=Subquery(files.values(told=counted)),
            channel=Subquery(copies.values("channel_code")[:1]),
            to=ArraySubquery(to.order_by("order").annotate(told=named).values("told")[:MOST_NAMED]),
            dispatched=Subquery(dispatched.values("told")),
        )
        .values(*_COLUMNS, *_ADDED)
    )


def _row(each: dict[str, Any], kind: str, today: date) -> JournalRow:
    sender, dispatched = each["sender"] or {}, each["dispatched"] or {"copies": 0, "sent": 0}
    files = each["files"] or {"count": 0, "withdrawn": 0}
    given, surname = each["document__first_reviewer__given_name"], each["document__first_reviewer__surname"]
    return JournalRow(
        document_id=each["document_id"],
        registration_id=each["id"],
        journal_id=each["journal_id"],
        journal_code=each["journal__code"],
        number=each["number"],
        sequence=each["sequence"],
        ordinal_parts=ordinal_parts(each["number"], each["sequence"]),
        registered_at=each["registered_at"],
        received_at=each["received_at"],
        moved=each["moved_to_id"] is not None,
        is_void=each["allocation__void__id"] is not None,
        kind_code=each["document__kind_code"],
        kind=kind,
        title=each["document__title"],
        summary=each["document__summary"],
        sender=sender.get("short") or sender.get("full") or sender.get("name") or "",
        their_number=sender.get("number") or "",
        their_date=date.fromisoformat(sender["dated"]) if sender.get("dated") else None,
        case=each["document__case_index__index"] or "",
        unit=each["document__responsible_unit__name"] or "",
        first_reviewer=f"{given} {surname}".strip() if surname else "",
        channel_code=each["channel"] or "",
        access_level=each["document__access_level"],
        urgent=each["document__urgent"],
        files=files["count"] - files["withdrawn"],
        withdrawn=files["withdrawn"],
        closed_at=each["document__closed_at"],
        deadline=state_of(each["nearest"], today),
        addressees=_named(each["to"], dispatched["copies"]),
        copies=dispatched["copies"],
        sent=dispatched["sent"],
    )


MOST_NAMED = 3


def _named(names: list[str], copies: int) -> str:
    """«Черкаська ОВА, ДПС, НАЗК і ще 12»."""
    more = f" і ще {copies - len(names)}" if copies > len(names) >= MOST_NAMED else ""
    return ", ".join(names) + more


def state_of(told: dict[str, Any] | None, today: date) -> DeadlineState | None:
    """The state of a deadline given as the database tells it in JSON."""
    if not told:
        return None
    at = datetime.fromisoformat(told["at"]) if told["at"] else None
    return deadline_state(
        date.fromisoformat(told["on"]), met=told["met"] is not None, today=today, at=at, now=timezone.now()
    )
