"""Old notices go: what they told of stands in the documents and in the history."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from obih.notices.models import Notice
from obih.notices.rules import KEPT_READ, KEPT_UNREAD

BATCH = 2000


def forget_old_notices(now: datetime | None = None) -> int:
    """Delete what was read half a year ago and what nobody has read in a year; gives how many.

    A batch is one statement of its own, so nothing waits long for its rows and a killed worker has done part.
    What a letter or a device still waits for stays.
    """
    at, gone = now or timezone.now(), 0
    old = Q(read_at__lt=at - KEPT_READ) | Q(read_at=None, created_at__lt=at - KEPT_UNREAD)
    rows = Notice.objects.filter(old, mail_after=None, push_after=None, created_at__lt=at - KEPT_READ)
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        gone += Notice.objects.filter(pk__in=keys).delete()[0]
    return gone
