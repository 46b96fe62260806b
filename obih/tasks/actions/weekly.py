"""Each head gets his week on its first working day: in the list and, as he has chosen, by mail."""

from __future__ import annotations

from datetime import date, timedelta

from obih.history.work import unit_of_work
from obih.notices.actions import Telling, tell
from obih.notices.vocabulary import Topic
from obih.people.models import Account
from obih.people.queries import actor_for
from obih.people.vocabulary import Role
from obih.tasks.queries.week import week_of
from obih.workdays.queries import calendar_for

ADDRESS = "/week/"


@unit_of_work()
def tell_week(today: date) -> int:
    """Tell every head of the last week, once; gives how many were told. On days off it waits."""
    if not calendar_for().is_working(today):
        return 0
    monday = today - timedelta(days=today.weekday())
    heads = Account.objects.filter(roles__role=Role.HEAD, is_active=True, person__left_on=None).distinct()
    known = f"week:{monday.isoformat()}"
    fresh = heads.exclude(person__notices__once_key=known)
    tellings = []
    for account in fresh.order_by("pk"):
        week = week_of(actor_for(account, today), today)
        lines = "\n".join(f"  {each.asks}: {each.says}" for each in week.lines())
        tellings.append(
            Telling(
                account.person_id, Topic.WEEK, f"Підсумок тижня {week.days}: {week.lines()[0].says}",
                brief="підсумок тижня", url=ADDRESS, in_letter=f"{week.days}\n{lines}", once=known,
            )
        )  # fmt: skip
    return tell(tellings)
