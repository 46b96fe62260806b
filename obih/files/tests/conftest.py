"""A store of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from obih.files.storage import LocalStore, current_store


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> LocalStore:
    """The installation's store, in an empty folder."""
    settings.FILES_S3 = None
    settings.FILES_ROOT = tmp_path / "files"
    found = current_store()
    assert isinstance(found, LocalStore)
    return found
