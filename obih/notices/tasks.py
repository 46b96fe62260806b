"""The worker’s tasks of this room."""

from __future__ import annotations

from typing import Any

from django.db import close_old_connections

from obih.ui.outage import left_to_the_next_tick

SEND_MAIL = "notices.send_mail"
SEND_PUSHES = "notices.send_pushes"


def register(app: Any) -> None:
    """Give the queue the senders: at once when something is queued, and each minute for what waits."""
    for name, work in ((SEND_MAIL, send_mail), (SEND_PUSHES, send_pushes)):
        app.periodic(cron="* * * * *")(app.task(name=name, queue="mail")(work))


def send_mail(timestamp: int) -> None:
    from obih.notices.actions import answer_link_requests, make_letters
    from obih.notices.sending import send_due

    close_old_connections()
    with left_to_the_next_tick(SEND_MAIL):
        answer_link_requests()
        make_letters()
        send_due()


def send_pushes(timestamp: int) -> None:
    """By itself, so that a silent server of somebody’s browser keeps no letter waiting."""
    from obih.notices.pushing import send_pushes as send

    close_old_connections()
    with left_to_the_next_tick(SEND_PUSHES):
        send()
