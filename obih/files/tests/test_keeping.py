"""Rows come with the transaction that uses them; uploads and the sweeper keep out of each other's way."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from obih.files import receiving as receiving_module
from obih.files import sweeping
from obih.files.actions import announce_upload, ensure_rendition, keep, receiving
from obih.files.models import Content, PageImage, Rendition
from obih.files.problems import FileProblem
from obih.files.reactions import prepare_previews
from obih.files.rules import SWEEP_LOCK, lock_key
from obih.files.s3 import S3Store
from obih.files.storage import LocalStore, StoredContent
from obih.files.sweeping import sweep, unreferenced, verify_all
from obih.files.tests import samples
from obih.history.models import Event
from obih.history.work import unit_of_work

AnyStore = LocalStore | S3Store
AT_ONCE = timedelta(seconds=-60)


class Clerk:
    kind, key, label = "person", "1", "Галина Бойко, діловод"


def take_in(content: bytes = samples.pdf(), name: str = "лист.pdf") -> StoredContent:
    """Store and keep in one go, as a registration does."""
    with receiving() as receive:
        stored = receive(content, name)
        with unit_of_work():
            keep([stored])
    return stored


def locks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_file_becomes_one_row_in_one_statement_and_no_lock_stays(any_store: AnyStore) -> None:
    with receiving() as receive:
        stored = [receive(io.BytesIO(samples.pdf(str(at))), f"лист {at}") for at in range(3)]
        assert locks() == 3
        with (
            unit_of_work(),
            CaptureQueriesContext(
                connection,
            ) as asked,
        ):
            keep(stored)
        assert len([query for query in asked if "files_content" in query["sql"]]) == 1
    assert locks() == 0
    assert stored[0].name == "лист 0.pdf"
    assert Content.objects.filter(media_type="application/pdf").count() == 3
    assert any_store.size_of(stored[0].sha256) == stored[0].size_bytes


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_is_one_row(any_store: AnyStore) -> None:
    assert take_in().sha256 == take_in(name="копія.pdf").sha256
    assert Content.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refused_file_leaves_neither_bytes_nor_lock_nor_row(any_store: AnyStore) -> None:
    with pytest.raises(FileProblem), receiving() as receive:
        receive(samples.pdf(), "лист.pdf")
        receive(b"<svg/>", "герб.svg")
    assert locks() == 0
    assert Content.objects.count() == 0
    assert not list(any_store.drafts.folder.iterdir())


@pytest.mark.django_db(transaction=True)
def test_a_registration_that_fails_leaves_an_orphan_for_the_sweeper_only(any_store: AnyStore) -> None:
    with pytest.raises(RuntimeError), receiving() as receive:
        stored = receive(samples.pdf(), "лист.pdf")
        with unit_of_work():
            keep([stored])
            raise RuntimeError
    assert Content.objects.count() == 0
    assert sweep().blobs == 0
    assert sweep(AT_ONCE).blobs == 1
    assert any_store.size_of(stored.sha256) is None


@pytest.mark.django_db
def test_a_file_received_earlier_is_held_by_one_more_statement(any_store: AnyStore) -> None:
    earlier = take_in()
    with unit_of_work(), CaptureQueriesContext(connection) as asked:
        keep([earlier])
    assert "FOR KEY SHARE" in asked[0]["sql"]
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_a_file_swept_meanwhile_is_asked_for_again(any_store: AnyStore) -> None:
    earlier = take_in()
    sweep(AT_ONCE)
    with pytest.raises(FileProblem, match=r"лист\.pdf"), unit_of_work():
        keep([earlier])


@pytest.mark.django_db
def test_a_name_that_is_no_hash_and_an_empty_content_are_refused_by_the_database() -> None:
    for row in (Content("AB" * 32, 1, "x/y"), Content("ab" * 32, 0, "x/y")):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_an_event_whose_file_name_stays_beside_the_chain(any_store: AnyStore) -> None:
    with receiving() as receive:
        announce_upload(
            receive(samples.pdf(), "Іваненко.pdf"), by=Clerk(), about=("registry.pendingcard", "7")
        )
    event = Event.objects.get()
    assert event.tell() == f"Додано файл, {len(samples.pdf())} байт"
    assert "Іваненко" not in event.canonical
    prepare_previews([event])
    assert Rendition.objects.get().pages == 1


# --- sweeping


@pytest.mark.django_db(transaction=True)
def test_every_foreign_key_to_a_content_keeps_it(any_store: AnyStore) -> None:
    page = take_in(samples.png(), "1.png")
    source = take_in()
    rendition = Rendition.objects.create(content_id=source.sha256, pages=1)
    PageImage.objects.create(rendition=rendition, page=1, image_id=page.sha256, width=1, height=1)
    assert [content.pk for content in unreferenced()] == [source.sha256]
    first = sweep(AT_ONCE)
    assert (first.rows, first.blobs) == (1, 1)
    assert not Rendition.objects.exists()
    assert sweep(AT_ONCE).rows == 1
    assert list(any_store.each()) == []


@pytest.mark.django_db(transaction=True)
def test_every_relation_to_a_content_is_known_to_the_sweeper() -> None:
    """A new foreign key in any room is counted by itself; what was found in a file falls with it."""
    sql = str(unreferenced().query)
    falls = {"files_rendition", "signatures_verification"}
    for relation in Content._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.related_model._meta.db_table not in falls:
            assert relation.related_model._meta.db_table in sql


@pytest.mark.django_db(transaction=True)
def test_young_files_are_left_alone(any_store: AnyStore) -> None:
    take_in()
    assert sweep() == sweeping.Swept()


def in_thread(work: Callable[[], object], failed: list[str] | None = None) -> threading.Thread:
    def run() -> None:
        try:
            work()
        except Exception as problem:
            if failed is None:
                raise
            failed.append(repr(problem))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_while_a_backup_is_taken_nothing_is_swept(any_store: AnyStore) -> None:
    take_in()
    held, done = threading.Event(), threading.Event()

    def back_up() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock_shared(%s)", [SWEEP_LOCK])
            held.set()
            done.wait(10)
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [SWEEP_LOCK])

    thread = in_thread(back_up)
    held.wait(10)
    assert sweep(AT_ONCE).waited
    done.set()
    thread.join()
    assert sweep(AT_ONCE).blobs == 1


@pytest.mark.django_db(transaction=True)
def test_an_upload_between_its_bytes_and_its_row_is_passed_by(any_store: AnyStore) -> None:
    """The moment that the lock is for: bytes are stored, the row is not committed yet."""
    with receiving() as receive:
        stored = receive(samples.pdf(), "лист.pdf")
        swept: list[sweeping.Swept] = []
        in_thread(lambda: swept.append(sweep(AT_ONCE))).join()
        assert swept[0].blobs == 0
        with unit_of_work():
            keep([stored])
            in_thread(lambda: swept.append(sweep(AT_ONCE))).join()
    assert [each.blobs for each in swept] == [0, 0]
    assert any_store.size_of(stored.sha256) == stored.size_bytes


@pytest.mark.django_db(transaction=True)
def test_whoever_is_just_referring_to_an_old_content_keeps_it(any_store: AnyStore) -> None:
    earlier = take_in()
    with unit_of_work():
        keep([earlier])
        swept: list[sweeping.Swept] = []
        in_thread(lambda: swept.append(sweep(AT_ONCE))).join()
    assert swept[0].rows == 0
    assert Content.objects.filter(pk=earlier.sha256).exists()


@pytest.mark.django_db(transaction=True)
def test_an_upload_waits_for_an_unlink_and_then_stores_anew(
    any_store: AnyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweeper has decided; the upload must not find the file that is about to go."""
    with receiving() as receive:
        stored = receive(samples.pdf(), "лист.pdf")
    unlinking = threading.Event()
    remove = any_store.remove

    def slow_remove(sha256: str) -> None:
        unlinking.set()
        time.sleep(0.5)
        remove(sha256)

    monkeypatch.setattr(any_store, "remove", slow_remove)
    sweeper = in_thread(lambda: sweep(AT_ONCE))
    assert unlinking.wait(10)
    take_in()
    sweeper.join()
    assert any_store.size_of(stored.sha256) == stored.size_bytes
    assert verify_all().problems == []


def storm(store: AnyStore, seconds: float) -> list[str]:
    """Four uploaders of the same three files against two sweepers; gives what went wrong."""
    until, wrong = time.monotonic() + seconds, list[str]()

    def upload() -> None:
        at = 0
        while time.monotonic() < until and not wrong:
            at += 1
            with receiving() as receive:
                stored = receive(samples.pdf(str(at % 3)), "лист.pdf")
                time.sleep(0.002)
                with unit_of_work():
                    keep([stored])
                    Rendition.objects.select_for_update().filter(pk=stored.sha256).delete()
                if not Content.objects.filter(pk=stored.sha256).exists() or not store.size_of(stored.sha256):
                    wrong.append(f"{stored.sha256} committed and gone")

    def sweep_on() -> None:
        while time.monotonic() < until and not wrong:
            sweep(AT_ONCE)

    threads = [in_thread(work, wrong) for work in (upload, upload, upload, upload, sweep_on, sweep_on)]
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.django_db(transaction=True)
def test_no_storm_of_uploads_and_sweeps_loses_a_committed_file(any_store: AnyStore) -> None:
    assert storm(any_store, 4) == []
    assert verify_all().problems == []


@pytest.mark.django_db(transaction=True)
def test_the_same_storm_without_the_lock_loses_some(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test above can fail: without the uploads' lock it does."""
    monkeypatch.setattr(
        receiving_module, "_share", lambda sha256, mine: receiving_module.held_hashes().update([sha256])
    )
    assert any("committed and gone" in each for each in storm(store, 15))


# --- fixity


def spoil(store: AnyStore, sha256: str) -> None:
    """Other bytes of the same length, as a failing disk or a hand in the bucket leaves them."""
    with store.open(sha256) as file:
        content = file.read().replace(b"Helvetica", b"Helvetika")
    if isinstance(store, S3Store):
        store.client.put_object(**store._where(sha256), Body=content)
        return
    path = store.path_of(sha256)
    path.chmod(0o640)
    path.write_bytes(content)


@pytest.mark.django_db(transaction=True)
def test_a_changed_and_a_lost_file_are_found(any_store: AnyStore) -> None:
    changed, lost, whole = take_in(samples.pdf("1")), take_in(samples.pdf("2")), take_in(samples.pdf("3"))
    spoil(any_store, changed.sha256)
    any_store.remove(lost.sha256)
    found = verify_all()
    assert found.contents == 3
    assert sorted(problem[:64] for problem in found.problems) == sorted([changed.sha256, lost.sha256])
    assert not any(whole.sha256 in problem for problem in found.problems)


# --- previews


@pytest.fixture
def made_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    from obih.files.actions import previews

    made: list[str] = []
    real = previews.make

    def counted(*args: object) -> object:
        made.append(str(args[1]))
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(previews, "make", counted)
    yield made


@pytest.mark.django_db(transaction=True)
def test_a_preview_is_made_once_however_often_it_is_asked_for(
    store: LocalStore, made_once: list[str]
) -> None:
    stored = take_in(samples.pdf("Obih", pages=2))
    first = ensure_rendition(stored.sha256)
    again = ensure_rendition(stored.sha256)
    assert first is not None and again is not None
    assert (first.pages, again.pages, len(made_once)) == (2, 2, 1)
    assert [image.page for image in again.images.all()] == [1, 2]
    image = again.images.select_related("image").get(page=1).image
    assert image.media_type == "image/webp" and image.size_bytes <= 60 * 1024
    assert "Obih 1" in again.text
    assert sweep().rows == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_rendition(store: LocalStore) -> None:
    stored = take_in()
    threads = [in_thread(lambda: ensure_rendition(stored.sha256)) for _ in range(3)]
    for thread in threads:
        thread.join()
    assert Rendition.objects.get().images.count() == 1


@pytest.mark.django_db(transaction=True)
def test_why_there_is_no_preview_is_kept_as_a_sentence(store: LocalStore) -> None:
    stored = take_in(samples.zipped({"лист.txt": b"x"}), "справа.zip")
    rendition = ensure_rendition(stored.sha256)
    assert rendition is not None
    assert (rendition.pages, rendition.refused[:5], rendition.temporary) == (0, "Файли", False)
    assert ensure_rendition("ab" * 32) is None


@pytest.mark.django_db(transaction=True)
def test_lock_keys_are_the_same_for_uploads_and_the_sweeper(store: LocalStore) -> None:
    with receiving() as receive:
        stored = receive(samples.pdf(), "лист.pdf")
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory'"
            )
            assert cursor.fetchone()[0] == lock_key(stored.sha256)
