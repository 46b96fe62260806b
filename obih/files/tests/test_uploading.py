"""A form with a file that is too big keeps its other fields and gets a sentence; nothing fills the disk."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from obih.files.problems import FileProblem
from obih.files.storage import LocalStore

KILOBYTE = 1024


@pytest.fixture(autouse=True)
def small_limit(settings: Any) -> None:
    settings.MAX_FILE_BYTES = 100 * KILOBYTE
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * KILOBYTE


def form(**files: bytes) -> Any:
    named = {name: SimpleUploadedFile(f"{name}.pdf", content) for name, content in files.items()}
    return RequestFactory().post("/", {**named, "title": "Про відпустку"})


def test_a_file_within_the_limit_arrives_whole() -> None:
    request = form(small=b"x" * 1000, middle=b"y" * 90 * KILOBYTE)
    assert request.FILES["small"].read() == b"x" * 1000
    assert request.FILES["middle"].read() == b"y" * 90 * KILOBYTE
    assert request.POST["title"] == "Про відпустку"


def test_a_file_over_the_limit_is_not_written_anywhere(
    store: LocalStore, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tempfile.mkdtemp(dir=tmp_path)
    request = form(big=b"x" * 700 * KILOBYTE, small=b"y")
    big = request.FILES["big"]
    assert (big.size, big.read(), big.name) == (700 * KILOBYTE, b"", "big.pdf")
    assert request.FILES["small"].read() == b"y"
    assert request.POST["title"] == "Про відпустку"
    assert (
        sum(path.stat().st_size for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) <= 100 * KILOBYTE
    )
    with pytest.raises(FileProblem) as refusal, store.receive(big, settings.MAX_FILE_BYTES):
        pytest.fail("it was taken")
    del request, big
    gc.collect()  # the first 100 KB lie in a temporary file until its object goes
    assert list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir()) == []
    assert refusal.value.sentence == "Файл 700 КБ. Приймаємо до 100 КБ: розділіть скан на частини"


def test_a_flood_is_not_even_read() -> None:
    request = form(flood=b"x" * 1100 * KILOBYTE)
    with pytest.raises(RequestDataTooBig):
        request.FILES  # noqa: B018 - reading it is the test
