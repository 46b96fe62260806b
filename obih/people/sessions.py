"""Sessions in the database that know when they end, so that a page can warn beforehand.

A session lasts SESSION_COOKIE_AGE from its last change (sign-in, most often); looking at pages does not
prolong it, the button «Продовжити роботу» does.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    ends_at: datetime | None = None
    """When the row that was read or written runs out; None before either."""

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        self.ends_at = row.expire_date if row else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        self.ends_at = row.expire_date
        return row
