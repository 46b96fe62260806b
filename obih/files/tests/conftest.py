"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from obih.files.bucket import Bucket
from obih.files.s3 import S3Store
from obih.files.storage import LocalStore, current_store


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> LocalStore:
    """The installation's store, in an empty folder."""
    settings.FILES_S3 = None
    settings.FILES_ROOT = tmp_path / "files"
    found = current_store()
    assert isinstance(found, LocalStore)
    return found


@pytest.fixture
def bucket_store(settings: Any, tmp_path: Path, new_bucket: Callable[[], Bucket]) -> S3Store:
    """The installation's store, in an empty bucket of a real server."""
    settings.FILES_S3 = new_bucket()
    settings.FILES_ROOT = tmp_path / "files"
    found = current_store()
    assert isinstance(found, S3Store)
    return found


@pytest.fixture(params=["folder", "bucket"])
def any_store(request: pytest.FixtureRequest) -> LocalStore | S3Store:
    """Both, one after the other: what is promised holds wherever files lie."""
    return request.getfixturevalue("store" if request.param == "folder" else "bucket_store")
