"""Settings of a mutant: the row commits first, the file is stored a moment later. The harness must notice."""

from __future__ import annotations

import threading

from obih.files.storage import Draft, LocalStore
from obih.site.settings import *  # noqa: F403

LATE_S = 3.0


def _place_later(self: LocalStore, draft: Draft) -> None:
    content, target = draft.path.read_bytes(), self.path_of(draft.sha256)

    def write() -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    threading.Timer(LATE_S, write).start()


LocalStore.place = _place_later  # type: ignore[method-assign]
