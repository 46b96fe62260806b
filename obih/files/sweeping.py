"""Nobody's files go, damaged ones are found.

The sweeper takes the lock of the whole store (a backup shares it, then the sweeper waits for another night)
and then, content by content, the same lock per hash that uploads share, without waiting for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from obih.files.events import CONTENTS_SWEPT
from obih.files.models import Content
from obih.files.problems import ContentMissing
from obih.files.rules import SWEEP_LOCK, lock_key, size_in_words
from obih.files.storage import CHUNK_BYTES, Store, current_store
from obih.history.record import Acting, record
from obih.history.work import unit_of_work

BATCH = 1000
DAY = timedelta(hours=24)


@dataclass
class Swept:
    """What a sweep removed. `waited` is true when a backup was running and nothing was touched."""

    rows: int = 0
    blobs: int = 0
    bytes: int = 0
    drafts: int = 0
    waited: bool = False


def sweep(older_than: timedelta = DAY, *, by: Acting | None = None) -> Swept:
    """Remove contents nobody refers to, then files without a row; both only when older than `older_than`.

    Call it outside a transaction. Page images go one sweep after the file they were made of. With `by`, what
    was removed becomes an event.
    """
    done = Swept()
    with _alone() as alone:
        if not alone:
            return Swept(waited=True)
        before = timezone.now() - older_than
        for sha256 in list(unreferenced().filter(stored_at__lt=before).values_list("sha256", flat=True)):
            done.rows += _drop_row(sha256)
        _drop_blobs(current_store(), older_than.total_seconds(), done)
        done.drafts = current_store().forget_drafts(DAY.total_seconds())
    if by and done.blobs:
        with unit_of_work():
            record(
                CONTENTS_SWEPT,
                by=by,
                about=("files.store", "all"),
                count=done.blobs,
                size=size_in_words(done.bytes),
            )
    return done


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SWEEP_LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SWEEP_LOCK])


def unreferenced() -> QuerySet[Content]:
    """Contents that no row of any room needs.

    Every foreign key to Content counts, whichever room it is in, except those that fall with the content
    itself (CASCADE: its own rendition, what was found in it).
    """
    found = Content.objects.all()
    for relation in Content._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.on_delete is models.CASCADE:
            continue
        uses = relation.related_model._base_manager.filter(**{relation.field.attname: OuterRef("pk")})
        found = found.filter(~Exists(uses))
    return found


def _drop_row(sha256: str) -> int:
    """Remove one row if it is still nobody's; whoever is just referring to it keeps it."""
    with transaction.atomic():
        if not _lock_alone(sha256):
            return 0
        row = Content.objects.select_for_update(skip_locked=True).filter(pk=sha256).first()
        if row is None or not unreferenced().filter(pk=sha256).exists():
            return 0
        row.delete()
    return 1


def _drop_blobs(store: Store, older_than_seconds: float, done: Swept) -> None:
    old = (blob for blob in store.each() if blob.age_seconds >= older_than_seconds)
    while batch := {blob.sha256: blob for blob in islice(old, BATCH)}:
        known = set(Content.objects.filter(pk__in=list(batch)).values_list("sha256", flat=True))
        for sha256 in batch.keys() - known:
            if _drop_blob(store, sha256):
                done.blobs += 1
                done.bytes += batch[sha256].size_bytes


def _drop_blob(store: Store, sha256: str) -> bool:
    """Remove a file that has no row, unless somebody is just storing it."""
    with transaction.atomic():
        if not _lock_alone(sha256) or Content.objects.filter(pk=sha256).exists():
            return False
        store.remove(sha256)
    return True


def _lock_alone(sha256: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [lock_key(sha256)])
        return bool(cursor.fetchone()[0])


@dataclass
class Fixity:
    """What re-reading every file found; each problem is a sentence with the content's hash."""

    contents: int = 0
    bytes: int = 0
    problems: list[str] = field(default_factory=list)


def verify_all() -> Fixity:
    """Hash every content again and compare it with its name and row."""
    found, store = Fixity(), current_store()
    rows = Content.objects.order_by("sha256").values_list("sha256", "size_bytes")
    for sha256, size in rows.iterator(chunk_size=2000):
        found.contents += 1
        try:
            actual, read = _hash(store, sha256)
        except ContentMissing:
            found.problems.append(f"{sha256}: файла немає у сховищі")
            continue
        found.bytes += read
        if actual != sha256:
            found.problems.append(f"{sha256}: вміст змінено, файл має хеш {actual}")
        elif read != size:
            found.problems.append(f"{sha256}: у базі {size} байт, у сховищі {read}")
    return found


def _hash(store: Store, sha256: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with store.open(sha256) as file:
        while chunk := file.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
