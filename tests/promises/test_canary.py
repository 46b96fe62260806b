"""A word that stands only in hidden documents occurs in no answer, whichever way one asks; nor does any count change."""

from __future__ import annotations

import logging
import re
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pypdfium2 as pdfium
import pytest
from django.urls import reverse

from obih.files.tests.samples import pdf
from obih.people import principals
from obih.registry import actions
from obih.registry.actions import add_correspondent
from obih.registry.models import Document, JournalReader, Link
from obih.ui.layout import other_layout
from tests.promises.addresses import ADDRESSES, BY_DOCUMENT, BY_TOKEN, Gate, all_addresses
from tests.promises.test_addresses import url_of
from tests.promises.world import World, body_of, rolled_back, upload
from tests.promises.world_signatures import sign

CANARY = {
    "title": "канареечнаназва",
    "summary": "канаркаузмісті",
    "correspondent": "Канаркошпак",
    "file_name": "канаркафайл",
    "file_text": "KANARKATEXT",
    "number": "77/канарка",
    "signer": "Канаркенко",
    "place": "канаркапокій",
    "pending": "канаркачернетка",
    "basis": "канаркапідстава",
    "sealed_by": "Канаркопечатко",
    "rnokpp": "3777777773",
}
WORDS = [word.lower() for word in CANARY.values()]
LOOKERS = ("stranger", "other_department", "executor")
SEARCHERS = ("stranger", "executor")
PROGRAMS = ("outsider", "reader")
VOLATILE = (
    re.compile(rb'(data-csrf=")[^"]*'),
    re.compile(rb'(data-left=")[^"]*'),
    re.compile(rb"(why-)[0-9a-f]{8}"),
    re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(nonce=")[^"]*'),
    re.compile(rb'(value=")[0-9a-f]{8}-[0-9a-f-]{27}'),
    re.compile(rb'("cursor": ?")[^"]*'),
    re.compile(rb"()\b\d\d:\d\d\b"),
    re.compile(rb"(/waiting/)[0-9a-f-]{36}"),
)
UNTOLD = {
    "ui:token",
    "ui:session",
    "account_logout",
    "account_login",
    "mfa_login_webauthn",
    "mfa_activate_totp",
    "people:totp_picture",
}
"""A fresh secret each time, or the end of the session, or the seconds it still has."""
Asked = dict[tuple[str, str], tuple[int, bytes]]


@dataclass
class Hidden:
    """What the hidden documents can be asked by."""

    documents: list[Document]
    queries: list[str]


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def hide(world: World) -> Hidden:
    """A restricted letter in the council’s journal and one in the school’s, both full of the canary; a half-filled
    card of the clerk; and a link from the hidden one to the letter that the executor sees."""
    sender, _ = add_correspondent(
        {
            "name": f"ТОВ «{CANARY['correspondent']}»",
            "short_name": CANARY["correspondent"],
            "edrpou": "34554355",
        },
        by=world.actor("clerk"),
    )
    documents = [
        world.letter(
            level,
            title=f"Про {CANARY['title']}",
            summary=f"Щодо {CANARY['summary']}",
            correspondent=sender,
            their_number=CANARY["number"],
            their_date=date(2026, 11, 19),
            signer=CANARY["signer"],
            place=CANARY["place"],
            access_basis=CANARY["basis"],
            added={"keywords": CANARY["title"], "annexes": CANARY["summary"]},
            file_name=f"{CANARY['file_name']}.pdf",
            file_text=CANARY["file_text"],
        )
        for level in ("restricted", "foreign")
    ]
    for each in documents:
        sign(each.files.get().content_id, CANARY["sealed_by"], CANARY["rnokpp"])
    Link.objects.create(source=documents[0], target=world.documents["general"])
    Link.objects.create(source=world.documents["general"], target=documents[1])
    actions.save_pending(world.journal, {"title": CANARY["pending"]}, by=world.actor("clerk"))
    numbers = [each.registrations.get().number for each in documents]
    return Hidden(
        documents,
        [*CANARY.values(), "канар", "rfyfh", "77", "34554355", *numbers, *(n.split("/")[0] for n in numbers)],
    )


def asked_for(world: World) -> list[str]:
    """Every address that a browser can open, with the keys of what the executor may see."""
    found = []
    for each in all_addresses():
        row = ADDRESSES.get(each.name)
        if row and row.reads and row.gate not in BY_TOKEN | {Gate.NOBODY} and each.name not in UNTOLD:
            found.append(url_of(world, each.name, "general"))
    return found


def searches(queries: list[str], hidden: list[Document], world: World) -> list[str]:
    """Every door where words, numbers and ids can be put in."""
    journal = f"/journals/{world.journal.code}/"
    found = []
    for text in queries:
        told = quote(text)
        found += [
            f"/find/?q={told}", f"/find/?list=1&q={told}", f"/find/suggestions/?q={told}", f"/correspondents/?q={told}",
            f"{journal}?q={told}", f"{journal}filters/?q={told}", f"{journal}correspondents/?q={told}",
            f"{journal}?title={told}", f"{journal}?links={told}", f"{journal}?correspondent_number={told}",
            f"{journal}?own_number={told}", f"{journal}journal.csv?q={told}", f"{journal}print/?q={told}", f"/people/?q={told}",
        ]  # fmt: skip
    sender = hidden[0].parties.get(role="sender").correspondent_id
    found += [
        f"/correspondents/{sender}/",
        f"{journal}?correspondent={sender}",
        f"{journal}filters/?correspondent={sender}",
    ]
    for each in hidden:
        file = each.files.get()
        registration = each.registrations.get()
        found += [
            f"/documents/{each.pk}/", f"/files/{file.pk}/", f"/files/{file.pk}/pages/1.webp",
            f"{journal}previews/{each.pk}/", f"{journal}journal.csv?marked={each.pk}",
            f"{journal}journal.xlsx?marked={each.pk}", f"{journal}?document={each.pk}",
            f"/documents/{each.pk}/print/", f"/documents/{each.pk}/print.pdf", f"/documents/{each.pk}/correction/", f"/documents/{each.pk}/readers/",
            f"{journal}registration/?done={registration.pk}",
        ]  # fmt: skip
    return found


def api_addresses(queries: list[str], hidden: list[Document]) -> list[str]:
    found = [
        "/api/v1/documents",
        "/api/v1/events",
        "/api/v1/journals",
        "/api/v1/correspondents",
        "/api/v1/profile/fields",
    ]
    for text in queries:
        told = quote(text)
        found += [
            f"/api/v1/documents?q={told}",
            f"/api/v1/correspondents?q={told}",
            f"/api/v1/documents?links={told}",
        ]
    for each in hidden:
        found += [
            f"/api/v1/documents/{each.pk}",
            f"/api/v1/documents/{each.pk}/files",
            f"/api/v1/files/{each.files.get().pk}",
        ]
    return found


def masked(body: bytes) -> bytes:
    for pattern in VOLATILE:
        body = pattern.sub(rb"\1*", body)
    return body


def readable(response: Any) -> bytes:
    """The body; a sheet is unpacked, because a word inside a ZIP is not seen from outside."""
    body = body_of(response)
    if body[:5] == b"%PDF-":
        with closing(pdfium.PdfDocument(body)) as book:
            return "\n".join(page.get_textpage().get_text_bounded() for page in book).encode()
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as book:
            return b"\n".join(book.read(name) for name in sorted(book.namelist()) if "docProps" not in name)
    return body


def crawl(world: World, pages: list[str], programs: list[str], lookers: tuple[str, ...] = LOOKERS) -> Asked:
    found: Asked = {}
    for role in lookers:
        for url in pages:
            if role != "executor" and url.startswith(f"/journals/{world.journal.code}/?"):
                continue  # the journal itself is absent for them, whatever is asked of it
            with rolled_back():
                response = world.get(role, url)
                found[role, url] = response.status_code, masked(readable(response))
    for token in PROGRAMS:
        for url in programs:
            with rolled_back():
                response = world.program(token, "GET", url)
                found[token, url] = response.status_code, masked(readable(response))
    return found


def sung(body: bytes, query: str = "") -> list[str]:
    """Canary words in an answer, besides the words that were asked with."""
    text = body.decode(errors="replace").lower()
    return [word for word in WORDS if word in text and word not in query.lower()]


def test_no_answer_says_what_is_hidden_and_no_count_changes(world: World) -> None:
    with rolled_back():
        pages = asked_for(world)
        plain = [*pages, "/find/?q=доступ", f"/journals/{world.journal.code}/?q=доступ&state=open"]
        before = crawl(world, plain, api_addresses([], []))
        hidden = hide(world)
        after = crawl(world, plain, api_addresses([], []))
        for key, answer in before.items():
            if answer != after[key]:
                pytest.fail(
                    f"{key} has changed although nothing visible has:\n{_difference(answer, after[key])}"
                )
        questions = searches(hidden.queries, hidden.documents, world)
        answers = crawl(world, questions, api_addresses(hidden.queries, hidden.documents), SEARCHERS)
        for (who, url), (code, body) in {**after, **answers}.items():
            assert code < 500, f"{who} {url}"
            told = sung(_without_question(body, url), "")
            assert not told, f"{who} {url} says {told}"
            for each in hidden.documents:
                assert str(each.pk).encode() not in _without_question(body, url), f"{who} {url}"


def _difference(one: tuple[int, bytes], two: tuple[int, bytes]) -> str:
    first, second = (each[1].decode(errors="replace").splitlines() for each in (one, two))
    return "\n".join(f"- {a}\n+ {b}" for a, b in zip(first, second, strict=False) if a != b)[:2000]


def _without_question(body: bytes, url: str) -> bytes:
    """What one typed oneself may be repeated: «за „канарка“ нічого», the address of a filter, the search box."""
    from urllib.parse import parse_qsl, quote_plus, urlsplit

    text = body.decode(errors="replace")
    asked = [value for _, value in parse_qsl(urlsplit(url).query)] + [
        part for part in urlsplit(url).path.split("/") if "-" in part
    ]
    for value in asked:
        for form in (value, quote(value), quote_plus(value), quote(value, safe="")):
            text = text.replace(form, "…")
    return text.encode()


def test_search_by_a_hidden_word_finds_as_little_as_by_a_word_nobody_wrote(world: World) -> None:
    """An answer to a hidden word equals the answer to a word that stands nowhere: same length, same sentence."""
    with rolled_back():
        hide(world)
        for role in LOOKERS:
            for address in ("/find/?q={}", "/find/suggestions/?q={}", "/correspondents/?q={}"):
                answers = []
                for word in (CANARY["title"], "щосьзовсімінше"):
                    text = masked(body_of(world.get(role, address.format(quote(word))))).decode()
                    for each in (word, quote(word), other_layout(word) or word):
                        text = text.replace(each, "*")
                    answers.append(text)
                same = answers[0] == answers[1]
                assert same, f"{role} {address}\n" + _difference(
                    (0, answers[0].encode()), (0, answers[1].encode())
                )


def test_the_guard_against_twins_tells_that_there_is_one_and_no_more(world: World) -> None:
    """Koval registers in the journal but is not let to what is restricted there."""
    with rolled_back():
        hidden = hide(world).documents[0]
        unit = world.house.cast.units["legal"]
        JournalReader.objects.create(
            journal=world.journal, principal=principals.of_unit(unit.pk), may_register=True
        )
        sender = hidden.parties.get(role="sender").correspondent_id
        card = {
            "kind": "letter", "correspondent": str(sender), "correspondent_number": CANARY["number"],
            "correspondent_date": "19.11.2026", "title": "Про дороги", "idempotency_key": str(uuid.uuid4()),
        }  # fmt: skip
        base = f"/journals/{world.journal.code}/registration/"
        client = world.client("other_department")
        for url, sent in (
            (base, card),
            (f"{base}remarks/", card),
            (
                base,
                card
                | {
                    "files": upload("лист.pdf", pdf(CANARY["file_text"])),
                    "idempotency_key": str(uuid.uuid4()),
                },
            ),
        ):
            text = body_of(client.post(url, sent)).decode()
            assert str(hidden.pk) not in text
            assert hidden.registrations.get().number not in re.sub(r'value="[^"]*"', "", text)
            for name in ("title", "summary", "signer", "place", "file_name"):
                assert CANARY[name].lower() not in text.lower(), f"{url}: {name}"


def test_looking_with_another_s_eyes_shows_what_these_eyes_see(world: World) -> None:
    with rolled_back():
        hidden = hide(world)
        client = world.client("administrator")
        client.post(reverse("people:view_as", args=[world.house.cast.koval.person.pk]))
        for url in ["/", "/journals/", *searches(["канар"], hidden.documents, world)]:
            response = client.get(url)
            assert response.status_code < 500
            assert not sung(_without_question(readable(response), url)), url
        assert client.post("/waiting/scans/", {"files": upload("a.pdf", pdf())}).status_code == 422


def test_the_administrator_manages_and_does_not_read(world: World) -> None:
    with rolled_back():
        hidden = hide(world)
        for url in [*asked_for(world), *searches(["канар"], hidden.documents, world)]:
            body = _without_question(readable(world.get("administrator", url)), url)
            assert not sung(body), url


def test_logs_say_nothing_of_what_is_written(world: World, caplog: pytest.LogCaptureFixture) -> None:
    with rolled_back(), caplog.at_level(logging.DEBUG):
        for name in ("django.db.backends", "django.template"):
            logging.getLogger(name).setLevel(logging.INFO)
        hidden = hide(world)
        for url in searches([CANARY["correspondent"]], hidden.documents, world):
            for role in ("clerk",):
                body_of(world.get(role, url))
        # granian’s own line of access holds the path without its query; ours hold neither
        assert not [line for line in caplog.messages if any(word in line.lower() for word in WORDS)]


def test_a_reading_that_is_withdrawn_is_gone_everywhere_at_once(world: World) -> None:
    """The executor’s letter becomes restricted: no channel shows it in the very next answer."""
    with rolled_back():
        general = world.documents["general"]
        title = general.title
        urls = ["/", f"/documents/{general.pk}/", "/find/?q=доступ", f"/files/{world.files['general'].pk}/"]
        urls += [f"/journals/{world.journal.code}/", f"/journals/{world.journal.code}/journal.csv"]
        assert all(title.encode() in body_of(world.get("executor", url)) for url in urls[1:3])
        actions.correct_card(
            general.pk,
            {"access_level": "restricted", "access_basis": "Персональні дані"},
            reason="у листі є адреси людей",
            version=general.version,
            by=world.actor("clerk"),
        )
        for url in urls:
            assert title.encode() not in body_of(world.get("executor", url)), url


@pytest.mark.parametrize(
    "name",
    [
        each.name
        for each in all_addresses()
        if each.name in ADDRESSES and ADDRESSES[each.name].gate in BY_DOCUMENT
    ],
)
def test_absent_and_forbidden_take_the_same_time(world: World, name: str) -> None:
    """Loosely, by the quickest of several: nobody can tell a hidden letter by waiting for the answer."""
    from time import perf_counter

    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(7):
        for absent in (True, False):
            url = url_of(world, name, "restricted", absent=absent)
            with rolled_back():
                started = perf_counter()
                world.get("stranger", url)
                times[absent].append(perf_counter() - started)
    assert abs(min(times[True]) - min(times[False])) < 0.02
