"""When evidence is collected, when it is renewed, how long one waits for services. No clock, no database."""

from __future__ import annotations

from datetime import timedelta

CAN_BE_RAISED = "CAdES"
"""Stands in the form of files that evidence can be added to: «CAdES …», «ASiC-E з CAdES»."""
MOST_RAISED_BYTES = 48 * 1024 * 1024
"""Longer files are left as they are: raising one holds it in memory several times."""
SEAL_WITHIN = timedelta(days=180)
"""So long before its evidence stops proving anything a signature is stamped anew."""
SHOW_WITHIN = timedelta(days=365)
"""So long before it stands in the list «Докази, що старіють»."""
ALARM_WITHIN = timedelta(days=90)
"""What has not been renewed so late is a matter for the administrator."""
SILENT_FOR = timedelta(days=2)
"""Services that have not answered for so long are told of on the state page."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)


def wait_for_services(attempts: int) -> timedelta:
    """How long to wait after so many tries in vain: 5, 10, 20 minutes …, never more than six hours."""
    return min(FIRST_WAIT * 2 ** min(max(attempts, 1) - 1, 10), LONGEST_WAIT)
