"""Adding files to a registered document, and putting a wrong one aside."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from obih.files.actions import keep
from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.access import why_not_correct, why_not_correct_requisites
from obih.registry.actions.sharing import document_to_change
from obih.registry.cards import CardFile
from obih.registry.events import FILE_WITHDRAWN, FILES_ADDED
from obih.registry.models import Document, DocumentFile, FileWithdrawal
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import Form
from obih.ui.refusals import Refused

ACTION = "registry.add_files"


def add_files(
    document_id: UUID, files: Sequence[CardFile], *, key: str = "", by: Actor
) -> list[DocumentFile]:
    """Put files to a registered document, after those it has. What was there stays: nothing is replaced.

    The same bytes under the same name are not added twice; with a key the whole request is done once.
    """
    if not files:
        raise Refused("Оберіть файл", field="files")
    body = {"document": document_id, "files": [[each.stored.sha256, each.name, each.role] for each in files]}
    try:
        with unit_of_work():
            if key:
                claim(by=by, action=ACTION, key=key, digest=digest_of(body), result={})
            return _add(document_id, files, by)
    except AlreadyDone:
        hashes = [each.stored.sha256 for each in files]
        mine = DocumentFile.objects.filter(visible_rows(by, "document_id"), document=document_id)
        return list(mine.filter(content__in=hashes).select_related("content"))


def _add(document_id: UUID, files: Sequence[CardFile], by: Actor) -> list[DocumentFile]:
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_correct(by, registration.journal):
        raise Refused(refusal)
    added = write_files(document, files, by)
    if added:
        record(
            FILES_ADDED, by=by, about=document, count=len(added),
            files=[each.content_id for each in added],
            private={"names": [each.name for each in added]},
        )  # fmt: skip
    return list(DocumentFile.objects.filter(pk__in=[each.pk for each in added]).select_related("content"))


def write_files(document: Document, files: Sequence[CardFile], by: Actor) -> list[DocumentFile]:
    """Rows of new files in the caller’s unit of work, after those the document has; what it has already is
    left out. A scan that was awaited is here then."""
    standing = DocumentFile.objects.filter(document=document, withdrawal=None)
    there = set(standing.values_list("content_id", "name"))
    fresh = [each for each in files if (each.stored.sha256, each.name) not in there]
    keep([each.stored for each in fresh])
    last = DocumentFile.objects.filter(document=document).aggregate(last=Max("order"))["last"]
    now = timezone.now()
    added = DocumentFile.objects.bulk_create(
        [
            DocumentFile(
                document=document,
                content_id=each.stored.sha256,
                role=each.role,
                order=(last if last is not None else -1) + place,
                name=each.name,
                added_at=now,
                added_by_label=by.label,
            )
            for place, each in enumerate(fresh, start=1)
        ]
    )
    if added and document.awaits_scan:
        document.awaits_scan = False
        document.save(update_fields=["awaits_scan"])
    return added


@unit_of_work()
def withdraw_file(file_id: UUID, *, reason: str, replacement: Sequence[CardFile] = (), by: Actor) -> None:
    """Put a wrong file aside: its row and its bytes stay, the card says who withdrew it and why.

    It is in no preview, count or guard against duplicates any more; who may correct can still open it, and
    that is recorded. The right file may come in the same step. A second call changes nothing.
    """
    found = DocumentFile.objects.filter(visible_rows(by, "document_id"), pk=file_id).first()
    if found is None:
        raise Refused("Такого файла немає або він вам не доступний")
    document, registration = document_to_change(found.document_id, by)
    if refusal := why_not_correct_requisites(by, registration.journal, registration.told_at):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Напишіть, чому вилучаєте файл: причина лишається на картці", field="reason")
    _, made = FileWithdrawal.objects.get_or_create(
        file=found,
        defaults={
            "reason": reason.strip()[:300],
            "withdrawn_at": timezone.now(),
            "withdrawn_by_label": by.label,
        },
    )
    if not made:
        return
    added = write_files(document, replacement, by)
    standing = DocumentFile.objects.filter(document=document, withdrawal=None)
    if document.form == Form.PAPER and not standing.exists():
        document.awaits_scan = True
        document.save(update_fields=["awaits_scan"])
    record(
        FILE_WITHDRAWN, by=by, about=document, file=found.pk, sha256=found.content_id,
        reason=reason.strip()[:300], instead=len(added), files=[each.content_id for each in added],
        private={"name": found.name, "instead": [each.name for each in added]},
    )  # fmt: skip
