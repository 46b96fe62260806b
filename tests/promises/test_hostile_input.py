"""Bad input through every door: a clear sentence with 4xx, nothing half-written, nothing that runs."""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obih.files.tests import samples
from obih.registry.models import Document, DocumentFile, PendingFile
from obih.ui.words import short_date
from tests.promises.test_addresses import url_of
from tests.promises.test_canary import asked_for
from tests.promises.world import World, body_of, rolled_back, row_counts, upload

CYRILLIC = re.compile("[а-яіїєґ]")
MEGABYTE = 1024 * 1024
RTL, NUL = "\u202e", "\x00"
XSS = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>{{7*7}}"


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def card(world: World, **fields: Any) -> dict[str, Any]:
    """What a clerk posts for the simplest letter."""
    today = short_date(timezone.localdate())
    said = {
        "idempotency_key": str(uuid.uuid4()),
        "kind": "letter",
        "title": "Про надання інформації",
        "correspondent": str(world.house.sender.pk),
        "correspondent_number": f"{uuid.uuid4().int % 10**9}/5",
        "correspondent_date": today,
        "received_at": today,
        "case_index": str(world.keys["case"]),
        "access_level": "general",
        "form": "paper",
        "channel": "post",
        "language": "uk",
        "regime": "ordinary",
        "sheets_main": "1",
    }
    return said | fields


def api_card(world: World, **fields: Any) -> dict[str, Any]:
    said = {
        "journal": world.journal.code,
        "kind": "letter",
        "title": "Про надання інформації",
        "correspondent": world.house.sender.pk,
        "correspondent_number": f"{uuid.uuid4().int % 10**9}/6",
        "correspondent_date": timezone.localdate().isoformat(),
        "received_at": timezone.localdate().isoformat(),
        "case_index": "02-10",
        "form": "paper",
        "channel": "post",
        "access_level": "general",
        "language": "uk",
        "sheets_main": 1,
    }
    return said | fields


def registration_url(world: World) -> str:
    return reverse("desk:registration", args=[world.journal.code])


def send(
    world: World, said: Any, files: list[Any] | None = None, key: str = "", token: str = "registrar"
) -> Any:
    """A letter by the API; `said` may be a text that is no JSON."""
    told = {"card": said if isinstance(said, str) else json.dumps(said)}
    return Client(raise_request_exception=False).post(
        "/api/v1/documents/incoming",
        told | ({"files": files} if files else {}),
        headers={
            "authorization": f"Bearer {world.tokens[token]}",
            "idempotency-key": key or str(uuid.uuid4()),
        },
    )


def stored() -> int:
    """How many contents lie in the store, drafts of uploads included."""
    return sum(len(files) for _, _, files in os.walk(settings.FILES_ROOT))


# ── a letter as it should be, so that the rest proves something ──────


def test_the_plain_letter_of_these_tests_is_registered_at_both_doors(world: World) -> None:
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world))
        assert response.status_code == 302, _errors(response)
    with rolled_back():
        response = send(world, api_card(world))
        assert response.status_code == 201, body_of(response).decode()


def _errors(response: Any) -> str:
    return "\n".join(re.findall(r'class="[^"]*err[^"]*"[^>]*>([^<]+)', body_of(response).decode()))[:800]


# ── files ────────────────────────────────────────────────────────────

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


# ── texts ────────────────────────────────────────────────────────────

TEXTS = ("title", "summary", "correspondent_number", "signer", "place", "outside_id", "author", "covering_body",
         "representative", "keywords", "not_duplicate_because", "access_basis", "links")  # fmt: skip
BAD_TEXTS = {
    "NUL": f"Про{NUL}дороги",
    "bell": "Про\x07дороги",
    "line separator": "Про\u2028дороги",
    "noncharacter": "Про\ufffe",
}


@pytest.mark.parametrize("kind", BAD_TEXTS)
def test_unprintable_text_is_told_at_each_field(world: World, kind: str) -> None:
    with rolled_back():
        before = row_counts()
        said = card(world, **dict.fromkeys(TEXTS, BAD_TEXTS[kind]))
        response = world.client("clerk").post(registration_url(world), said)
        text = body_of(response).decode()
        assert response.status_code == 422, text[-300:]
        assert text.count("недруковані знаки") >= 3
        assert row_counts() == before
        for name in (
            "title",
            "summary",
            "signer",
            "external_id",
            "kind",
            "journal",
            "correspondent",
            "case_index",
            "place",
        ):
            answer = send(world, api_card(world, **{name: BAD_TEXTS[kind]}))
            assert answer.status_code == 422, f"{name}: {answer.status_code} {body_of(answer).decode()[:300]}"
            assert CYRILLIC.search(answer.json()["detail"])
        assert row_counts() == before


@pytest.mark.parametrize("field", ["title", "summary", "correspondent_text"])
def test_ten_megabytes_in_a_field_are_told_at_the_field(world: World, field: str) -> None:
    with rolled_back():
        before = row_counts()
        said = card(world, **{field: "a" * (10 * MEGABYTE)}) | (
            {"correspondent": ""} if "text" in field else {}
        )
        response = world.client("clerk").post(registration_url(world), said)
        text = body_of(response).decode()
        assert response.status_code == 422 and "уміщується" in text
        assert row_counts() == before


def test_a_request_that_is_too_big_or_broken_answers_in_ukrainian(world: World) -> None:
    client = world.client("clerk")
    for sent in (
        {"data": b"title=" + b"a" * (12 * MEGABYTE), "content_type": "application/x-www-form-urlencoded"},
        {
            "data": b"&".join(b"a%d=1" % at for at in range(3000)),
            "content_type": "application/x-www-form-urlencoded",
        },
        {"data": b"no boundary", "content_type": "multipart/form-data"},
        {"data": b"--x\r\nbroken", "content_type": "multipart/form-data; boundary=x"},
    ):
        with rolled_back():
            before = row_counts()
            response = client.generic("POST", registration_url(world), **sent)
            assert response.status_code in (400, 413, 422), response.status_code
            assert CYRILLIC.search(body_of(response).decode())
            assert row_counts() == before


IMPOSSIBLE_DATES = [
    "31.02.2026",
    "00.00.0000",
    "99999999",
    "1.1.100000",
    "2026-13-45",
    "завтраа",
    "31.12.9999",
]


@pytest.mark.parametrize("told", IMPOSSIBLE_DATES)
def test_an_impossible_day_is_told_at_its_field(world: World, told: str) -> None:
    with rolled_back():
        before = row_counts()
        for name in ("received_at", "correspondent_date"):
            response = world.client("clerk").post(registration_url(world), card(world, **{name: told}))
            assert response.status_code == 422, f"{name}: {response.status_code}"
            answer = send(world, api_card(world, **{name: told}))
            assert answer.status_code == 422, f"{name}: {body_of(answer).decode()}"
        assert row_counts() == before


NUMBERS = ["-1", "99999999999999999999", "1e400", "NaN", "0x10", "1" * 5000, "2147483648", "1.5"]
COUNTED = ("sheets_main", "sheets_annex", "correspondent", "case_index", "first_reviewer", "responsible_unit")
FILTERED = ("year", "sheets_main", "correspondent", "case_index", "first_reviewer", "own_number", "registrar")


@pytest.mark.parametrize("told", NUMBERS, ids=lambda told: told[:12])
def test_a_number_out_of_range_is_told_and_never_stored(world: World, told: str) -> None:
    with rolled_back():
        before = row_counts()
        response = world.client("clerk").post(
            registration_url(world), card(world, **dict.fromkeys(COUNTED, told))
        )
        assert response.status_code == 422
        assert row_counts() == before
        journal = reverse("desk:journal", args=[world.journal.code])
        asked = "&".join(f"{name}={quote(told)}" for name in FILTERED)
        for path in (journal, f"{journal}filters/", f"{journal}journal.csv"):
            response = world.get("clerk", f"{path}?{asked}")
            body_of(response)
            assert response.status_code == 200, path
        assert world.program("reader", "GET", f"/api/v1/documents?{asked}").status_code == 422
        for url, said in (
            (f"{journal}views/", {"remove": told}),
            (reverse("desk:journal_readers", args=[world.journal.code]), {"remove": told}),
            (url_of(world, "desk:document_readers", "general"), {"remove": told, "why": "так"}),
        ):
            role = "administrator" if "journals" in url and "readers" in url else "clerk"
            assert world.client(role).post(url, said).status_code < 500, url


def test_latin_letters_inside_ukrainian_words_are_told(world: World) -> None:
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world, title="Про дoроги"))
        assert response.status_code == 422 and "атин" in body_of(response).decode()
        answer = send(world, api_card(world, title="Про дoроги"))
        assert answer.status_code == 422 and "атин" in body_of(answer).decode()


RAW = [
    b"title=%ED%A0%80%FF%FE&kind=letter",
    b"title=%00&kind=%00&correspondent=%00&idempotency_key=%00",
    b"title=a&title=b&kind=letter&kind=other&journal=x&journal=y",
    b"received_at=%D0%A0&received_time=99:99&sheets_main=--1",
    b"idempotency_key=" + b"a" * 5000,
    b"name=%00a&query=%00q=1&reason=%00&note=%00&why=%00&to=%00&on=%00&asked=%00&login=%00&password=%00",
    b"then=next&then=postpone&idempotency_key[]=1&card=1",
]


@pytest.mark.parametrize("body", RAW, ids=range(len(RAW)))
def test_raw_bytes_at_the_doors_of_the_clerk_are_never_a_fault(world: World, body: bytes) -> None:
    names = (
        "desk:registration", "desk:registration_fields", "desk:registration_remarks", "desk:draft", "desk:scans",
        "desk:correspondent_new", "desk:correspondent_inline", "desk:journal_views", "desk:removal", "desk:draft_files",
        "desk:correction", "desk:deadline", "desk:closure", "desk:document_readers", "desk:document_files",
        "workdays:day", "workdays:hours", "workdays:martial_law", "nomenclature:addition", "people:profile",
        "people:password", "ui:look", "notices:ask_link", "account_login",
    )  # fmt: skip
    for name in names:
        with rolled_back():
            response = world.ask("clerk", "POST", url_of(world, name, "general"), body)
            assert response.status_code < 500, name


@pytest.mark.parametrize(
    "told",
    ["%00", "%FF%FE", "%ED%A0%80", "a" * 3000, "'%20OR%201=1--", "%25s%25(x)s", "{{7*7}}", "%E2%80%AE"],
)
def test_whatever_stands_in_an_address_is_never_a_fault(world: World, told: str) -> None:
    journal = f"/journals/{world.journal.code}/"
    for path in (
        "/find/", "/find/suggestions/", "/correspondents/", "/people/", "/people/name-preview/", "/people/title-preview/",
        journal, f"{journal}filters/", f"{journal}correspondents/", f"{journal}registration/", "/calendar/", "/law/terms/",
        "/nomenclature/", "/",
    ):  # fmt: skip
        with rolled_back():
            response = world.get("clerk", path + "?" + "&".join(f"{name}={told}" for name in ASKED))
            assert response.status_code < 500, f"{path}: {told[:20]}"
    for path in (
        f"/journals/{told[:60]}/",
        f"/law/{told[:60]}/",
        f"/calendar/days/{told[:60]}/",
        f"/link/{told[:60]}/",
    ):
        assert world.get("clerk", path).status_code < 500, path


ASKED = (
    "q",
    "title",
    "month",
    "on",
    "after",
    "cols",
    "card",
    "done",
    "name",
    "surname",
    "state",
    "since",
    "page",
    "unit",
)
JSON = [
    "", "[]", "null", "1", '"x"', "{", "[" * 100_000, '{"journal": {"a": 1}}', '{"journal": ["in-rada"]}', "NaN",
    '{"journal": "\\ud800"}', '{"title": "\\ud800"}', '{"external_id": "\\udfff"}', '{"confirm": [1]}', '{"roles": {}}',
    '{"title": ' + "9" * 5000 + "}", '{"title": 1e999}', '{"links": [[[]]]}', '{"title": {"$ne": 1}}', '{"__class__": "x"}',
    '{"id": "0", "document": "x", "number": "1", "sequence": 5, "organisation": 1, "registered_at": "2020-01-01"}',
    '{"correspondent": {"id": true}}', '{"\\ud800": 1}', '{"confirm": ["\\ud800"]}', '{"title": "a", "title": "б"}',
]  # fmt: skip


@pytest.mark.parametrize("said", JSON, ids=lambda said: said[:24])
def test_strange_json_is_told_and_changes_nothing(world: World, said: str) -> None:
    """Alone, and as more fields of a card that would be registered without them."""
    tries = [said]
    if said.startswith("{") and len(said) > 2:
        whole = json.dumps(api_card(world))
        tries.append(whole[:-1] + ", " + said[1:])
    for each in tries:
        with rolled_back():
            before = row_counts()
            response = send(world, each)
            told = body_of(response).decode()
            if response.status_code == 201:
                assert '"title": "a"' in said, told
                continue
            assert response.status_code in (400, 422), f"{response.status_code} {told[:300]}"
            assert CYRILLIC.search(response.json()["detail"])
            assert row_counts() == before


# ── what is typed is never run ───────────────────────────────────────


def test_payloads_are_shown_as_they_were_typed(world: World) -> None:
    """A letter, a correspondent, a file’s name, a journal, a person, a saved view: escaped on every page."""
    from obih.people import actions as people
    from obih.registry import actions

    with rolled_back():
        clerk, administrator = world.actor("clerk"), world.actor("administrator")
        sender, _ = actions.add_correspondent(
            {"name": XSS, "short_name": XSS[:100], "address": XSS, "phone": XSS[:50]}, by=clerk
        )
        texts = dict.fromkeys(("title", "summary", "signer", "author", "place", "covering_body"), XSS)
        document = world.letter("general", correspondent=sender, their_number=XSS, file_name=f"{XSS}.pdf",
                                added={"keywords": XSS, "annexes": XSS}, **texts)  # fmt: skip
        document.deadlines.update(rule_code=XSS[:60])
        actions.close_document(document.pk, note=XSS, by=clerk)
        actions.save_pending(world.journal, {"title": XSS, "correspondent_text": XSS, "<b>": XSS}, by=clerk)
        actions.save_view(world.journal, XSS[:60], f"q={XSS}", by=clerk)
        actions.change_journal(world.journal, {"title": XSS}, by=administrator)
        person = people.add_person(surname=XSS[:80], given_name=XSS[:80], by=administrator)
        people.create_unit(organisation=world.house.cast.council, name=XSS, by=administrator)
        people.create_position(organisation=world.house.cast.council, title=XSS, by=administrator)
        pages = [
            *asked_for(world), f"/documents/{document.pk}/", f"/correspondents/{sender.pk}/", f"/people/{person.pk}/",
            f"/journals/{world.journal.code}/previews/{document.pk}/", f"/documents/{document.pk}/correction/",
            f"/find/?q={quote(XSS)}", f"/correspondents/?q={quote(XSS)}", f"/journals/{world.journal.code}/?q={quote(XSS)}",
            f"/journals/{world.journal.code}/correspondents/?q={quote(XSS)}", f"/people/?q={quote(XSS)}",
            f"/correspondents/new/?name={quote(XSS)}", f"/journals/{world.journal.code}/registration/?fold=open",
        ]  # fmt: skip
        for role in ("clerk", "administrator"):
            for url in pages:
                response = world.get(role, url)
                if "html" not in response.headers.get("Content-Type", ""):
                    continue
                text = body_of(response).decode()
                for payload in ("<img src=x", "<script>alert", "'><script", "&quot;'><"):
                    assert payload not in text, (
                        f"{role} {url}: {text[max(0, text.find(payload) - 200) :][:400]}"
                    )
        posted = world.client("clerk").post(
            registration_url(world), card(world, title="", summary=XSS, signer=XSS)
        )
        assert "<script>alert" not in body_of(posted).decode()


def test_a_sheet_holds_no_formula(world: World) -> None:
    with rolled_back():
        for lead in ("=", "+", "-", "@"):
            world.letter(
                "general", title=f"{lead}cmd|' /C calc'!A0", their_number=f"{lead}1/{uuid.uuid4().hex[:5]}"
            )
        sheet = body_of(world.get("clerk", f"/journals/{world.journal.code}/journal.csv")).decode("utf-8-sig")
        assert not re.search(r'(^|;)"?[=+@-]', sheet.replace("\r", ""), re.M)


# ── the same request twice ───────────────────────────────────────────


def test_the_same_key_with_another_body_is_refused_by_the_api(world: World) -> None:
    with rolled_back():
        said = api_card(world)
        first = send(world, said, key="k")
        again = send(world, said, key="k")
        assert (first.status_code, again.status_code) == (201, 200)
        assert again.json()["id"] == first.json()["id"] and again.json()["again"]
        before = row_counts()
        for name, value in (
            ("title", "Інше"),
            ("place", "шафа 2"),
            ("sheets_main", 7),
            ("channel", "email"),
            ("urgent", True),
        ):
            other = send(world, said | {name: value}, key="k")
            assert other.status_code == 422, f"{name}: {other.status_code}"
            assert first.json()["number"] not in body_of(other).decode()
        assert row_counts() == before


def test_a_key_of_one_program_means_nothing_to_another(world: World) -> None:
    with rolled_back():
        first = send(world, api_card(world), key="shared")
        stranger = send(world, api_card(world), key="shared", token="outsider")
        assert first.status_code == 201 and stranger.status_code == 422
        assert first.json()["number"] not in body_of(stranger).decode()
        page = world.client("clerk").post(registration_url(world), card(world, idempotency_key="shared"))
        assert first.json()["number"] not in body_of(page).decode()


def test_a_double_press_and_a_changed_repeat_make_one_document(world: World) -> None:
    with rolled_back():
        client, said = world.client("clerk"), card(world)
        first = client.post(registration_url(world), said)
        count = Document.objects.count()
        second = client.post(registration_url(world), said)
        third = client.post(registration_url(world), said | {"title": "Зовсім інше"})
        assert {first.status_code, second.status_code} == {302}
        assert first["Location"] == second["Location"]
        assert third.status_code == 422 and "Зовсім інше" in body_of(third).decode()
        assert Document.objects.count() == count
        assert not Document.objects.filter(title="Зовсім інше").exists()


def test_the_form_keeps_its_key_over_an_error(world: World) -> None:
    with rolled_back():
        said = card(world, title="")
        text = body_of(world.client("clerk").post(registration_url(world), said)).decode()
        assert re.search(rf'name="idempotency_key" value="{said["idempotency_key"]}"', text)


def test_files_added_twice_with_one_key_stand_once(world: World) -> None:
    with rolled_back():
        url, key = url_of(world, "desk:document_files", "general"), str(uuid.uuid4())
        client = world.client("clerk")
        before = DocumentFile.objects.count()
        for content in (b"1", b"1"):
            response = client.post(url, {"files": upload("додаток.txt", content), "idempotency_key": key})
            assert response.status_code == 302
        other = client.post(url, {"files": upload("інший.txt", b"2"), "idempotency_key": key})
        assert other.status_code == 422 and CYRILLIC.search(body_of(other).decode())
        assert DocumentFile.objects.count() == before + 1


# ── nothing but the declared fields ──────────────────────────────────


def test_fields_that_no_form_declares_change_nothing(world: World) -> None:
    """Names of columns posted to forms: identity, numbers, owners, roles stay."""
    extra = {
        "id": str(uuid.uuid4()), "pk": "1", "document": "x", "number": "1/1", "sequence": "777", "registered_by": "1",
        "organisation": str(world.house.cast.school.pk), "journal": world.foreign.code, "profile_version": "99",
        "version": "99", "external_id": "x", "created_at": "2020-01-01", "closed_at": "2020-01-01", "words": "x",
        "is_active": "", "role": "administrator", "roles": "administrator", "person": "1", "session_epoch": "99",
        "must_change_password": "1", "is_superuser": "1", "username": "root",
    }  # fmt: skip
    with rolled_back():
        response = world.client("clerk").post(registration_url(world), card(world) | extra)
        assert response.status_code == 302
        made = Document.objects.latest("created_at")
        registration = made.registrations.get()
        assert registration.journal_id == world.journal.pk and registration.sequence != 777
        assert (
            made.closed_at is None
            and made.external_id == ""
            and made.organisation_id == world.journal.organisation_id
        )
    with rolled_back():
        client = world.client("stranger")
        client.post(reverse("people:profile"), extra | {"text_size": "plus"})
        account = world.house.cast.chuzhynska.account
        account.refresh_from_db()
        assert account.text_size == "plus" and account.username == "chuzhynska" and account.session_epoch == 0
        assert account.is_active and not account.must_change_password and not account.roles.exists()


def test_a_half_filled_card_of_another_clerk_is_not_written_over(world: World) -> None:
    with rolled_back():
        url = url_of(world, "desk:draft", "general")
        for role in ("school_clerk", "executor", "stranger"):
            response = world.client(role).post(url, {"journal": world.foreign.code, "title": "Чуже"})
            assert response.status_code in (404, 422), role
        page = body_of(world.get("clerk", "/waiting/")).decode()
        assert "Недописане" in page and "Чуже" not in page


def test_stored_contents_lie_nowhere_but_in_the_store(world: World) -> None:
    root = Path(settings.FILES_ROOT).resolve()
    assert PendingFile.objects.exists()
    for path in root.rglob("*"):
        assert path.resolve().is_relative_to(root) and not path.is_symlink()
