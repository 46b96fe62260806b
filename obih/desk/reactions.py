"""What the desk does when something was asked for: the worker makes files of long journals."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.desk.actions import prepare
from obih.desk.events import EXPORT_ASKED
from obih.history.models import Event
from obih.history.reactions_registry import on


@on(EXPORT_ASKED, queue="slow")
def make_files(events: Sequence[Event]) -> None:
    """Make each file that was asked for; one that is made already stays."""
    for event in events:
        prepare(UUID(str(event.facts["file"])))
