"""Taking files in so that the sweeper cannot take them away before their row commits.

An upload shares the content's advisory lock from before it looks whether the bytes are there until its
transaction has ended; the sweeper wants the same lock alone and passes by whatever is shared. The lock is the
session's, because storing happens before BEGIN: no file is written while counters or the chain are locked.
Connections pooled per transaction (pgbouncer's transaction mode) do not keep it and are not supported.
"""

from __future__ import annotations

import io
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import File
from django.db import connection
from django.db.utils import Error

from obih.files.rules import extension_of, lock_key, safe_name
from obih.files.sniffing import sniff
from obih.files.storage import Source, StoredContent, current_store

Receive = Callable[[Source | bytes, str], StoredContent]
_local = threading.local()


@contextmanager
def receiving(limit_bytes: int | None = None) -> Iterator[Receive]:
    """Gives `receive(source, name) -> StoredContent`; keep the block open until the transaction has ended.

        with receiving() as receive:
            stored = [receive(each, each.name) for each in request.FILES.getlist("files")]
            register_incoming(card_with(stored), key=key, by=actor)

    `receive` returns when the bytes are hashed, looked at and fsynced. Raises FileProblem (with a sentence
    that names the file) and leaves nothing behind. Inside a running transaction the lock is the
    transaction's own.
    """
    mine: dict[str, bool] = {}

    def receive(source: Source | bytes, name: str) -> StoredContent:
        stream = io.BytesIO(source) if isinstance(source, bytes) else source
        return _receive(stream, name, limit_bytes or settings.MAX_FILE_BYTES, mine)

    try:
        yield receive
    finally:
        _release(mine)


def _receive(stream: Source, name: str, limit_bytes: int, mine: dict[str, bool]) -> StoredContent:
    store = current_store()
    if isinstance(stream, io.IOBase | File) and stream.seekable():
        stream.seek(0)  # somebody may have looked into it
    with store.receive(stream, limit_bytes) as draft:
        plain = safe_name(name)
        kind = sniff(draft.path, plain)
        if not extension_of(plain):
            plain = safe_name(f"{plain}.{kind.extensions[0]}")
        _share(draft.sha256, mine)
        store.place(draft)
        return StoredContent(draft.sha256, draft.size_bytes, kind.media_type, plain)


def held_hashes() -> Counter[str]:
    """Hashes whose lock this thread's session shares now."""
    held: Counter[str] | None = getattr(_local, "held", None)
    if held is None:
        held = _local.held = Counter()
    return held


def _share(sha256: str, mine: dict[str, bool]) -> None:
    """Waits at most the connection's lock timeout: the sweeper holds a lock for one unlink only."""
    if sha256 in mine:
        return
    by_session = not connection.in_atomic_block
    function = "pg_advisory_lock_shared" if by_session else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [lock_key(sha256)])
    mine[sha256] = by_session
    held_hashes()[sha256] += 1


def _release(mine: dict[str, bool]) -> None:
    held_hashes().subtract(mine.keys())
    try:
        with connection.cursor() as cursor:
            for sha256, by_session in mine.items():
                if by_session:
                    cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [lock_key(sha256)])
    except Error:
        # A broken connection has lost its locks with its session.
        connection.close()
