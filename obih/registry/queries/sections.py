"""What hangs on a document, as columns of one statement: a list in JSON for each section of a record."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject

from obih.registry.models import (
    Copy,
    Deadline,
    DeadlineChange,
    Document,
    DocumentFile,
    FileWithdrawal,
    Instance,
    Party,
    PeriodClosure,
    Registration,
)
from obih.registry.queries.composed import composed_column
from obih.signatures.models import Verification
from obih.signatures.queries import told_columns


def told(only: Collection[str], principals: Collection[int]) -> dict[str, RawSQL]:
    """The sections of these names, registrations and parties always, as annotations of documents; of links
    those whose other end these principals may see too."""
    wanted = {*only, "registrations", "parties"} | ({"changes"} if "deadlines" in only else set())
    found = {
        name: RawSQL(text, [], _listed())  # noqa: S611 — a constant
        for name, text in _composed().items()
        if name.removesuffix("_told") in wanted
    }
    if "links" in wanted:
        found["links_told"] = RawSQL(_LINKS, [list(principals)], _listed())  # noqa: S611 — a constant
    return found


def _listed() -> ArrayField[Any, Any]:
    return ArrayField(JSONField())


_LINKS = """ARRAY(
    SELECT jsonb_build_object(
               'other', far.id, 'title', far.title, 'kind', link.kind, 'outward', link.outward,
               'number', (SELECT r.number FROM registry_registration r
                           WHERE r.document_id = far.id AND r.moved_to_id IS NULL
                           ORDER BY r.registered_at LIMIT 1))
      FROM (SELECT target_id AS other, kind, true AS outward FROM registry_link
             WHERE source_id = "registry_document"."id"
             UNION
            SELECT source_id, kind, false FROM registry_link
             WHERE target_id = "registry_document"."id") link
      JOIN registry_document far ON far.id = link.other
     WHERE EXISTS (SELECT FROM registry_accessrow seen
                    WHERE seen.document_id = far.id AND seen.principal = ANY(%s::bigint[]))
     ORDER BY link.outward DESC, far.id)"""


@cache
def _composed() -> dict[str, str]:
    return {name: composed_column(Document, column) for name, column in _sections().items()}


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
            entered_at="entered_at", late_reason="late_reason", suffix="suffix",
        ),
        "parties_told": _told(
            Party.objects.order_by("order"),
            role="role", name="name", number="number", dated_on="dated_on",
            correspondent_id="correspondent_id", full="correspondent__name",
            short="correspondent__short_name", edrpou="correspondent__edrpou",
            address="correspondent__address", person="person_id", unit="unit_id",
            written_address="address", contact="contact", natural="correspondent__is_natural",
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
            count="count", unit="unit__name", since="since",
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
        "seals_told": _told(
            Verification.objects.current().order_by("pk"), "content__uses__document", **told_columns()
        ),
        "withdrawn_told": _told(
            FileWithdrawal.objects.order_by("withdrawn_at"), "file__document",
            file="file_id", name="file__name", reason="reason", who="withdrawn_by_label", at="withdrawn_at",
        ),
    }  # fmt: skip


def _told(rows: QuerySet[Any], document: str = "document", /, **columns: Any) -> ArraySubquery:
    return ArraySubquery(rows.filter(**{document: OuterRef("pk")}).values(told=JSONObject(**columns)))


def _closed() -> Subquery:
    """When the period of a registration was closed."""
    closures = PeriodClosure.objects.filter(journal=OuterRef("journal"), period=OuterRef("period"))
    return Subquery(closures.values("closed_at")[:1])
