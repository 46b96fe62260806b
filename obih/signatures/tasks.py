"""The worker’s tasks of this room."""

from __future__ import annotations

from typing import Any

from django.db import close_old_connections

from obih.ui.outage import left_to_the_next_tick

RAISE = "signatures.raise"
QUEUE = "services"
"""A lane of its own: a silent service keeps nothing else waiting."""


def register(app: Any) -> None:
    """Give the queue the collector of evidence: every two minutes for what is due."""
    task = app.task(name=RAISE, queue=QUEUE, lock=RAISE, queueing_lock=RAISE)(raise_signatures)
    app.periodic(cron="*/2 * * * *")(task)


def raise_signatures(timestamp: int) -> None:
    from obih.signatures.actions.raising import enrol, raise_due

    close_old_connections()
    with left_to_the_next_tick(RAISE):
        enrol()
        raise_due()
