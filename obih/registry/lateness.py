"""Whether a document is registered later than the regulation lets it wait."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from obih.law.profile import Profile
from obih.law.rules import due_on
from obih.ui.words import short_date
from obih.workdays.queries import calendar_for

TERM = "register_incoming"


def to_register_by(received_at: datetime, rules: Profile) -> date | None:
    """The last day to register what came then: its own, or the next working day for what came after hours.

    None if the profile of the day sets no such term.
    """
    term = rules.terms.get(TERM)
    due = due_on(received_at, term, calendar_for()) if term else None
    return due.effective if due else None


def why_reason_is_asked(received_at: datetime, registered_at: datetime, rules: Profile) -> str | None:
    """The sentence that asks for the reason of a registration later than that, or None."""
    last = to_register_by(received_at, rules)
    if last is None or timezone.localdate(registered_at) <= last:
        return None
    return (
        f"Одержане {short_date(timezone.localdate(received_at))} реєструють не пізніше {short_date(last)}: "
        "напишіть, чому пізніше"
    )
