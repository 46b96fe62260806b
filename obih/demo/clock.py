"""Letters of last month are registered last month: this process’s clock is set back while they load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at_moment(moment: datetime) -> Iterator[None]:
    """Inside, `timezone.now()` of this process says `moment`. For loading a demonstration, nothing else."""
    with patch("django.utils.timezone.now", lambda: moment):
        yield
