"""A reader of a long journal: the worker gives him what is there, and what is taken is gone at once."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from obih.people import principals
from obih.people.actors import SYSTEM
from obih.registry import access_rows, actions
from obih.registry.duplicates import lock_readers
from obih.registry.queries import Spread, spreading, visible_to
from obih.registry.tests.conftest import House
from obih.site.commands import worker


@pytest.fixture
def long(live_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A journal that is long for its batches: ten documents, every fourth restricted."""
    monkeypatch.setattr("obih.registry.actions.journals.BATCH", 3)
    monkeypatch.setattr("obih.registry.actions.journals.AT_ONCE", 2)
    for number in range(10):
        secret = number % 4 == 0
        live_house.letter(
            access_level="restricted" if secret else "general", access_basis="ст. 6" if secret else ""
        )
    return live_house


def drain() -> None:
    """The worker’s lanes, one after the other, until the queue is empty."""

    async def lanes() -> None:
        app = worker.application()
        async with app.open_async():
            for queues in worker.LANES.values():
                await app.run_worker_async(
                    queues=list(queues), wait=False, install_signal_handlers=False, delete_jobs="successful"
                )

    # in a thread of its own: browser tests before it in this process leave a running event loop
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, lanes()).result()


def test_the_worker_gives_a_new_reader_what_was_there(long: House) -> None:
    drain()
    unit, koval = principals.of_unit(long.cast.units["legal"].pk), long.cast.actor("koval")
    actions.set_reader(long.journal, unit, restricted_too=True, by=SYSTEM)
    assert visible_to(koval).count() == 2
    assert spreading(long.journal) == {unit: Spread(2, 10)}
    later = long.letter()
    assert visible_to(koval).filter(pk=later.pk).exists()
    drain()
    assert visible_to(koval).count() == 11
    assert spreading(long.journal) == {}
    actions.set_reader(long.journal, unit, by=SYSTEM)
    assert not visible_to(koval).filter(access_level="restricted").exists()
    drain()
    assert access_rows.verify() == []


def test_who_is_removed_before_the_worker_comes_gets_nothing_from_it(long: House) -> None:
    unit, koval = principals.of_unit(long.cast.units["legal"].pk), long.cast.actor("koval")
    actions.set_reader(long.journal, unit, by=SYSTEM)
    actions.remove_reader(long.journal, unit, by=SYSTEM)
    assert not visible_to(koval).exists()
    drain()
    assert not visible_to(koval).exists()
    assert access_rows.verify() == []


def test_a_removal_beside_a_batch_leaves_no_row_behind(long: House) -> None:
    """The batch is held in the middle: the removal waits for it and takes what it gave."""
    unit, koval = principals.of_unit(long.cast.units["legal"].pk), long.cast.actor("koval")
    actions.set_reader(long.journal, unit, by=SYSTEM)

    def remove() -> None:
        try:
            actions.remove_reader(long.journal, unit, by=SYSTEM)
        finally:
            connections.close_all()

    removal = threading.Thread(target=remove)
    with transaction.atomic():
        lock_readers(long.journal)
        removal.start()
        removal.join(0.5)
        assert removal.is_alive()
        from obih.registry.actions.journals import _spread

        assert _spread(long.journal, unit, None, 100).changed > 0
    removal.join()
    connection.close()
    assert not visible_to(koval).exists()
    assert actions.spread_reader(long.journal, unit) == 0
    assert access_rows.verify() == []
