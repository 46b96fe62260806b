"""The audit sees each kind of loss; a harness that cannot fail proves nothing."""

from __future__ import annotations

import hashlib

import pytest

from load.crashing.audit import Findings, audit
from load.crashing.clients import Acknowledged
from load.targets import TARGETS, missed
from obih.demo.hromada import make_hromada, register_letters
from obih.files.rules import place_of
from obih.registry.models import Registration
from obih.site import server
from obih.site.config import files_dir, read_config


@pytest.fixture
def told(transactional_db: None) -> list[Acknowledged]:
    """What the server said of the demonstration's letters."""
    register_letters(make_hromada(), spread=True)
    return [
        Acknowledged(
            key=str(each.pk),
            number=each.number,
            document=str(each.document_id),
            title=each.document.title,
            sha256=each.document.files.get().content_id,
        )
        for each in Registration.objects.select_related("document")
    ]


def look(told: list[Acknowledged]) -> Findings:
    return audit(server.app_address(), files_dir(read_config()), told)


def test_nothing_is_wrong_with_what_was_registered(told: list[Acknowledged]) -> None:
    found = look(told)
    assert (found.acknowledged, found.lost, found.doubled, found.gaps, found.twins) == (32, 0, 0, 0, 0)
    assert (found.wrong_hashes, found.chain_breaks) == (0, 0)


def test_a_lost_document_is_seen(told: list[Acknowledged]) -> None:
    never = Acknowledged("k", "999/02-10", told[0].document, "Про те, чого немає", told[0].sha256)
    assert look([*told, never]).lost == 1


def test_a_number_acknowledged_twice_is_seen(told: list[Acknowledged]) -> None:
    assert look([*told, told[0]]).doubled == 1


def test_a_file_with_other_bytes_is_seen(told: list[Acknowledged]) -> None:
    path = files_dir(read_config()) / place_of(told[0].sha256)
    before = path.read_bytes()
    path.chmod(0o640)
    try:
        path.write_bytes(before + b" ")
        assert look(told).wrong_hashes == 1
    finally:
        path.write_bytes(before)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == told[0].sha256


def test_a_figure_that_is_absent_misses_its_target() -> None:
    assert set(missed("crash", {})) == set(TARGETS["crash"])
    assert missed("demo", {"cards_per_s": 1200.0}) == []
    assert missed("demo", {"cards_per_s": 1199.9}) == ["cards_per_s"]
