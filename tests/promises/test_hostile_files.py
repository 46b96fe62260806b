"""Hostile files at every door: a sentence with 4xx, nothing left behind, nothing that runs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from obih.files.tests import samples
from obih.registry.models import DocumentFile, PendingFile
from tests.promises.hostile import (
    CYRILLIC,
    MEGABYTE,
    NUL,
    RTL,
    api_card,
    card,
    registration_url,
    send,
    stored,
)
from tests.promises.test_addresses import url_of
from tests.promises.world import World, body_of, rolled_back, row_counts, upload


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


HOSTILE_FILES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("лист.pdf", lambda: b""),
    "torn": ("лист.pdf", lambda: samples.pdf()[:60]),
    "page named pdf": ("лист.pdf", lambda: b"<!doctype html><script>alert(1)</script>"),
    "page named jpg": ("лист.jpg", lambda: b"<html><body onload=alert(1)>"),
    "svg": ("герб.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "svg named png": ("герб.png", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
    "bomb": ("архів.zip", lambda: samples.bomb(64 * MEGABYTE)),
    "overlapping bomb": ("архів.zip", samples.overlapping_bomb),
    "slip": ("архів.zip", lambda: samples.zipped({"../../etc/passwd": b"x"})),
    "link": ("архів.zip", samples.symlink_zip),
    "encrypted": ("архів.zip", samples.encrypted_zip),
    "xxe": ("лист.docx", lambda: samples.openxml(extra={"word/header1.xml": samples.XXE})),
    "laughs": ("лист.docx", lambda: samples.openxml(extra={"word/header1.xml": samples.LAUGHS})),
    "remote template": (
        "лист.docx",
        lambda: samples.openxml(extra={"word/_rels/settings.xml.rels": samples.REMOTE_TEMPLATE}),
    ),
    "program": ("лист.exe", lambda: b"MZ\x90\x00" + b"\0" * 100),
    "pixel bomb": ("фото.png", lambda: samples.png(100_000, 100_000, header_only=True)),
}
Door = Callable[[World, str, bytes], Any]


def _by_form(world: World, name: str, content: bytes) -> Any:
    return world.client("clerk").post(registration_url(world), card(world) | {"files": upload(name, content)})


def _by_draft(world: World, name: str, content: bytes) -> Any:
    url = url_of(world, "desk:draft_files", "general")
    return world.client("clerk").post(url, {"journal": world.journal.code, "files": upload(name, content)})


def _by_document(world: World, name: str, content: bytes) -> Any:
    url = url_of(world, "desk:document_files", "general")
    said = {"files": upload(name, content), "idempotency_key": str(uuid.uuid4())}
    return world.client("clerk").post(url, said)


def _by_scans(world: World, name: str, content: bytes) -> Any:
    client = world.client("clerk")
    return client.post(reverse("desk:scans"), {"files": upload(name, content)}, follow=True)


def _by_api(world: World, name: str, content: bytes) -> Any:
    return send(world, api_card(world), [upload(name, content)])


DOORS: dict[str, Door] = {
    "form": _by_form, "draft": _by_draft, "document": _by_document, "scans": _by_scans, "api": _by_api,
}  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", HOSTILE_FILES)
def test_a_hostile_file_gets_a_sentence_and_leaves_nothing(world: World, kind: str, door: str) -> None:
    name, make = HOSTILE_FILES[kind]
    with rolled_back():
        before, files = row_counts(), stored()
        response = DOORS[door](world, name, make())
        text = body_of(response).decode()
        after = row_counts()
        assert response.status_code < 500, text[-500:]
        if door != "scans":  # several files at once: the page says which were not taken
            assert 400 <= response.status_code < 500
        assert CYRILLIC.search(text)
        assert stored() == files, "a refused file stays in the store"
        changed = {each for each in after if after[each] != before[each]}
        # what was typed is kept as a half-filled card; the card made for a refused scan goes, with its event
        kept = {"form": {"registry_pendingcard"}, "scans": {"history_event", "head", "history_privatedata"}}
        assert changed <= kept.get(door, set()), changed


HOSTILE_NAMES = [
    "../../etc/passwd.pdf", "..\\..\\windows\\system32\\a.pdf", f"лист{NUL}.exe.pdf", f"лист{RTL}fdp.pdf",
    "лист\r\nSet-Cookie: a=b.pdf", "<img src=x onerror=alert(1)>.pdf", "я" * 400 + ".pdf", "=cmd|' /C calc'!A0.pdf",
    "CON.pdf", "лист\u2028.pdf", "\ufeffлист.pdf", '"; filename=evil.html.pdf', "и\u0306.pdf", ".pdf", "   .pdf",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=lambda name: ascii(name)[:30])
def test_a_hostile_name_becomes_a_plain_one(world: World, name: str) -> None:
    from obih.files.actions import receiving
    from obih.registry import actions
    from obih.registry.cards import CardFile

    with rolled_back():
        with receiving() as receive:
            kept = receive(samples.pdf(name.encode("ascii", "replace").decode()[:20]), name)
            actions.add_files(
                world.documents["general"].pk,
                [CardFile(kept, kept.name)],
                key=str(uuid.uuid4()),
                by=world.actor("clerk"),
            )
        file = DocumentFile.objects.order_by("-added_at", "-order").first()
        assert file is not None
        assert not re.search(r"[/\\<>\x00-\x1f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff]", file.name)
        assert len(file.name) <= 255 and file.name.strip(". ")
        response = world.get("clerk", reverse("desk:file", args=[file.pk]))
        body_of(response)
        assert_harmless(response)
        page = body_of(world.get("clerk", f"/documents/{world.documents['general'].pk}/")).decode()
        assert "<img src=x" not in page


def assert_harmless(response: Any) -> None:
    """Whatever a browser makes of the bytes, it does not run them in our origin."""
    headers = response.headers
    assert response.status_code == 200
    assert headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in headers["Content-Disposition"] and "\r" not in headers["Content-Disposition"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "html" not in headers["Content-Type"] and "svg" not in headers["Content-Type"]


def test_served_files_never_run_in_our_origin(world: World) -> None:
    pages = [
        world.get("clerk", url_of(world, "desk:file", "general")),
        world.get("clerk", url_of(world, "desk:draft_file", "general")),
        world.program("reader", "GET", url_of(world, "api:file", "general")),
    ]
    for response in pages:
        body_of(response)
        assert_harmless(response)
    image = world.get("clerk", url_of(world, "desk:file_page", "general"))
    assert image.headers["Content-Type"] == "image/webp"
    assert (
        image.headers["X-Content-Type-Options"] == "nosniff"
        and "sandbox" in image.headers["Content-Security-Policy"]
    )


def test_a_file_that_is_too_big_is_told_at_every_door(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_FILE_BYTES", 1000)
    for door in DOORS:
        with rolled_back():
            files = stored()
            response = DOORS[door](world, "лист.pdf", samples.pdf() + b"%" * 5000)
            text = body_of(response).decode()
            assert response.status_code < 500 and ("Приймаємо до" in text or "більш" in text), (
                f"{door}: {text[-300:]}"
            )
            assert stored() == files


def test_stored_contents_lie_nowhere_but_in_the_store(world: World) -> None:
    root = Path(settings.FILES_ROOT).resolve()
    assert PendingFile.objects.exists()
    for path in root.rglob("*"):
        assert path.resolve().is_relative_to(root) and not path.is_symlink()
