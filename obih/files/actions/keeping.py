"""Rows for files whose bytes are stored already."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, models

from obih.files.events import CONTENT_UPLOADED
from obih.files.models import Content
from obih.files.problems import FileProblem
from obih.files.receiving import held_hashes
from obih.files.rules import lock_key, size_in_words
from obih.files.storage import StoredContent, current_store
from obih.history.record import Acting, record
from obih.history.work import unit_of_work

SWEPT = "Файл «{name}» додали надто давно, і його вже прибрано. Додайте його ще раз"


def keep(stored: Sequence[StoredContent]) -> None:
    """Write the rows of stored contents in the caller's unit of work: one statement, no file touched.

    Inside `receiving()` that is all. A content that was received earlier (a file waiting at a half-filled
    card) is locked against the sweeper first, one statement more; if it has been swept meanwhile, raises
    FileProblem.
    """
    if not stored:
        return
    _hold_earlier([each for each in stored if not held_hashes()[each.sha256]])
    rows = {each.sha256: Content(each.sha256, each.size_bytes, each.media_type) for each in stored}
    Content.objects.bulk_create([rows[key] for key in sorted(rows)], ignore_conflicts=True)


def keep_one(stored: StoredContent) -> Content:
    """`keep` for one content; gives its row."""
    keep([stored])
    return Content(stored.sha256, stored.size_bytes, stored.media_type)


def _hold_earlier(earlier: list[StoredContent]) -> None:
    """Make sure that contents without a session's lock are there and stay until this transaction ends."""
    if not earlier:
        return
    hashes = sorted({each.sha256 for each in earlier})
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256 FROM files_content WHERE sha256 = ANY(%s) FOR KEY SHARE", [hashes])
        known = {sha256 for (sha256,) in cursor.fetchall()}
        for each in earlier:
            if each.sha256 not in known:
                cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [lock_key(each.sha256)])
                if current_store().size_of(each.sha256) != each.size_bytes:
                    raise FileProblem(SWEPT.format(name=each.name or each.sha256[:8]))


def announce_upload(
    stored: StoredContent, *, by: Acting, about: models.Model | tuple[str, object]
) -> Content:
    """Keep an upload that waits for its document, and have its preview prepared soon.

    `about` is what the file was added to (a half-filled card); the name goes beside the chain.
    """
    with unit_of_work():
        content = keep_one(stored)
        record(
            CONTENT_UPLOADED,
            by=by,
            about=about,
            sha256=stored.sha256,
            size=size_in_words(stored.size_bytes),
            private={"name": stored.name},
        )
    return content
