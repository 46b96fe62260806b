"""Old notices go by night, in batches; what somebody still has to read or to be sent stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from obih.notices.actions import forget_old_notices, forgetting
from obih.notices.models import Notice
from obih.notices.rules import KEPT_READ, KEPT_UNREAD
from obih.people.cast import make_cast

pytestmark = pytest.mark.django_db


def test_what_was_read_long_ago_goes_and_what_waits_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    person, now = make_cast().boiko.person, timezone.now()
    day = timedelta(days=1)

    def made(text: str, created_ago: timedelta, read_ago: timedelta | None = None, **waits: object) -> None:
        row = Notice.objects.create(person=person, kind="event", text=text, **waits)
        read = now - read_ago if read_ago is not None else None
        Notice.objects.filter(pk=row.pk).update(created_at=now - created_ago, read_at=read)

    for number in range(5):
        made(f"read long ago {number}", KEPT_READ + 9 * day, KEPT_READ + day)
    made("never read", KEPT_UNREAD + day)
    made("read of late", KEPT_UNREAD + day, day)
    made("not read yet", KEPT_UNREAD - day)
    made("still to be mailed", KEPT_UNREAD + day, mail_after=now)
    made("still to be shown", KEPT_UNREAD + day, push_after=now)
    assert forget_old_notices() == 6
    left = set(Notice.objects.values_list("text", flat=True))
    assert left == {"read of late", "not read yet", "still to be mailed", "still to be shown"}
    assert forget_old_notices() == 0
