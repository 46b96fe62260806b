"""The worker’s task of this room."""

from __future__ import annotations

from typing import Any

from django.db import close_old_connections

SEND_MAIL = "notices.send_mail"


def register(app: Any) -> None:
    """Give the queue the sender: at once when a letter is queued, and each minute for what waits."""
    task = app.task(name=SEND_MAIL, queue="mail")(send_mail)
    app.periodic(cron="* * * * *")(task)


def send_mail(timestamp: int) -> None:
    from obih.notices.actions import answer_link_requests
    from obih.notices.sending import send_due

    close_old_connections()
    answer_link_requests()
    send_due()
