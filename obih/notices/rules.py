"""When a letter is tried again."""

from __future__ import annotations

from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: 1, 2, 4 … minutes, never more than an hour."""
    return min(FIRST * 2 ** min(max(attempts, 1) - 1, 10), LONGEST)
