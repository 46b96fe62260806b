"""Every address × method × role × level of access: who is let in, what is absent, and that reading changes nothing."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from obih.people.models import Account
from obih.registry.codes import code_of
from tests.promises.addresses import (
    ADDRESSES,
    API_ELSEWHERE,
    BY_DOCUMENT,
    BY_TOKEN,
    SEES,
    Address,
    Found,
    Gate,
    all_addresses,
)
from tests.promises.world import BACKEND, LEVELS, ROLES, World, body_of, rolled_back, watching

FOUND = all_addresses()
PAGES = [each for each in FOUND if each.name in ADDRESSES and ADDRESSES[each.name].gate not in BY_TOKEN]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
LOGIN = "/accounts/login/"
READING = {"registry.document_read", "registry.file_read"}


@pytest.fixture(autouse=True)
def _database(world: World, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        yield


def value_of(world: World, key: str, level: str, *, absent: bool = False) -> Any:
    """What stands in an address for a key of the table; `absent` gives one that was never there."""
    if absent and key in ("reservation", "held_number"):
        return uuid.uuid4()
    plain = {"void": "void", "pdf": "pdf", "year": "2026", "stream": "outgoing"}
    plain |= {"group": "terms", "rule": "letter_default", "first": 1, "csv": "csv", "help": "journal"}
    if key == "journal_of":
        return world.foreign.code if level == "foreign" else world.journal.code
    if key in plain:
        return plain[key]
    if key == "code":
        return code_of(uuid.uuid4() if absent else world.documents[level].pk)
    by_level: dict[str, dict[str, Any]] = {
        "document": world.documents, "file": world.files, "deadline": world.deadlines,
        "task": world.tasks, "task_file": world.task_files, "draft_of": world.drafts,
    }  # fmt: skip
    if key in by_level:
        if not absent:
            return by_level[key][level].pk
        return world.keys["absent"] if key in ("deadline", "task") else uuid.uuid4()
    if absent and key in (
        "reception",
        "info_request",
        "contract",
        "decision",
        "card",
        "card_file",
        "draft_of_item",
        "refused",
        "paper_list",
    ):
        return uuid.uuid4()
    if absent and key == "journal":
        return "never-there"
    return world.keys["absent"] if absent else world.keys[key]


def url_of(world: World, name: str, level: str, *, absent: bool = False) -> str:
    address = ADDRESSES[name]
    kwargs = {arg: value_of(world, key, level, absent=absent) for arg, key in address.keys.items()}
    if name == API_ELSEWHERE:
        return "/api/v1/nothing/here"
    return reverse(name, kwargs=kwargs)


def is_sign_in(response: Any) -> bool:
    return response.status_code in (301, 302) and response["Location"].startswith(LOGIN)


def test_every_address_has_a_row() -> None:
    unknown = [f"{each.name} ({each.pattern})" for each in FOUND if each.name not in ADDRESSES]
    assert not unknown, "say in tests/promises/addresses/ who passes these"


def test_every_row_is_an_address() -> None:
    assert not set(ADDRESSES) - {each.name for each in FOUND}


def test_what_is_public_says_why() -> None:
    assert all(each.reason for each in ADDRESSES.values() if each.gate is Gate.PUBLIC)


def test_allauth_offers_nothing_but_sign_in() -> None:
    unwanted = (
        "account_email", "account_change_password", "account_set_password", "account_reset_password",
        "account_confirm_email", "account_email_verification_sent", "account_request_login_code",
        "socialaccount_connections", "socialaccount_signup", "usersessions_list", "mfa_signup_webauthn", "mfa_trust",
    )  # fmt: skip
    for name in unwanted:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    names = {each.name for each in FOUND}
    assert not [name for name in names if name.startswith(("admin:", "socialaccount", "headless"))]


@pytest.mark.parametrize(
    "path", ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/admin/"]
)
def test_what_we_do_not_offer_is_absent(world: World, path: str) -> None:
    for role in ("anonymous", "administrator"):
        with rolled_back():
            assert world.client(role).get(path).status_code == 404


@pytest.mark.parametrize("found", PAGES, ids=lambda each: each.name)
def test_each_role_gets_what_the_gate_says(world: World, found: Found) -> None:
    address = ADDRESSES[found.name]
    levels = LEVELS if address.gate in BY_DOCUMENT else LEVELS[:1]
    wrong: list[str] = []
    for level in levels:
        url = url_of(world, found.name, level)
        for role in ROLES:
            for method in ("GET", *UNSAFE) if level == levels[0] else ("GET", "POST"):
                if problem := _problem(world, address, url, role, method, level):
                    wrong.append(f"{role} {method} {level} {url}: {problem}")
    assert not wrong, f"{len(wrong)} answers:\n" + "\n".join(wrong[:12])


def _problem(world: World, address: Address, url: str, role: str, method: str, level: str) -> str:
    """What is wrong with the answer, or nothing."""
    with rolled_back(), watching() as written:
        response = world.ask(role, method, url, b"" if method == "GET" else b"x=1")
        code, body = response.status_code, body_of(response)
    if code >= 500:
        return f"{code}: {body[-300:]!r}"
    may = address.allowed(role, level, writing=method != "GET")
    return _wrong_code(address, response, (role, level), method, may) or _wrong_change(
        address, method, may, written
    )


def _wrong_code(address: Address, response: Any, who: tuple[str, str], method: str, may: bool) -> str:
    (role, level), code = who, response.status_code
    if address.gate is Gate.NOBODY:
        return "" if code in (404, 405) or is_sign_in(response) else f"{code}, is for nobody"
    if method in ("PUT", "PATCH", "DELETE"):
        return "" if code == 405 or address.harmless else f"{code}, pages know GET and POST"
    if role == "anonymous" and address.gate is not Gate.PUBLIC:
        return "" if is_sign_in(response) else f"{code} instead of the sign-in"
    if method == "GET" and not address.reads:
        return "" if code in (405, 404, 422) else f"{code} for a GET of what only writes"
    if not may:
        refused = (404, 405, 422) if address.gate not in BY_DOCUMENT else (404, 405, 422, 200)
        if address.gate in BY_DOCUMENT and not address.sees(role, level):
            refused = (404, 405)
        return "" if code in refused else f"{code}, should be refused"
    if is_sign_in(response):
        return "" if address.gate is Gate.PUBLIC and not address.opens else "sent to sign in again"
    if method == "GET":
        fine = (200, 204, 302) if address.opens else (200, 204, 302, 404, 422)
        return "" if code in fine else f"{code}, should open"
    return "" if code in (200, 204, 302, 404, 405, 409, 422, 400, 429) else f"{code}"


NOTES = {"history_append", "procrastinate_defer_jobs_v1"}


def _wrong_change(address: Address, method: str, may: bool, written: set[str]) -> str:
    """GET writes nothing but the note of a reading; whoever is not let in writes nothing at all."""
    if may and method == "POST" and address.writes:
        return ""
    allowed = NOTES if address.notes_reading else set()
    return f"wrote {sorted(written - allowed)}" if written - allowed else ""


@pytest.mark.parametrize("level", LEVELS)
def test_a_document_is_seen_by_those_who_should_see_it(world: World, level: str) -> None:
    """The table of the test itself is checked against the one door."""
    from obih.registry.queries import visible_to

    seen = {
        role
        for role in ROLES
        if role != "anonymous" and visible_to(world.actor(role)).filter(pk=world.documents[level].pk).exists()
    }
    assert seen == SEES[level]


SESSION_WRITES = [
    each
    for each in PAGES
    if ADDRESSES[each.name].gate is not Gate.NOBODY and not each.pattern.startswith("api/")
]
API = [each for each in FOUND if each.name in ADDRESSES and ADDRESSES[each.name].gate in BY_TOKEN]
TOKEN_SEES = {"general"}
"""The programs of the council read its journal, without what is restricted."""


@pytest.mark.parametrize("found", API, ids=lambda each: each.name)
def test_each_token_gets_what_its_rights_say(world: World, found: Found) -> None:
    address = ADDRESSES[found.name]
    method = {
        "api:register": "POST", "api:register_created": "POST", "api:add_files": "POST",
        "api:contract_register": "POST", "api:correction": "PATCH", "api:task_acceptance": "POST",
        "api:task_reports": "POST",
    }.get(found.name, "GET")  # fmt: skip
    wrong: list[str] = []
    shared = sum(each.pattern == found.pattern for each in API) > 1  # another operation has the other method
    for level in LEVELS if address.keys else LEVELS[:1]:
        url = url_of(world, found.name, level)
        for token in ("", "made-up", *world.tokens):
            for each in ("GET", *UNSAFE):
                if each != method and shared:
                    continue
                with rolled_back(), watching() as written:
                    response = world.program(token, each, url, b"{}" if each != "GET" else b"")
                    body_of(response)
                expected = _token_codes(address, token, level) if each == method else (401, 403, 404, 405)
                if response.status_code not in expected:
                    wrong.append(
                        f"{token or 'none'} {each} {level} {url}: {response.status_code} not in {expected}"
                    )
                if written - (NOTES if address.notes_reading else set()):
                    wrong.append(f"{token} {each} {url} wrote {sorted(written)}")
    assert not wrong, "\n".join(wrong[:12])


def _token_codes(address: Address, token: str, level: str) -> tuple[int, ...]:
    if token in ("", "made-up", "expired", "revoked"):
        return (401,)
    rights = {
        "reader": {Gate.TOKEN_READ},
        "bare": set(),
        "registrar": set(BY_TOKEN),
        "outsider": set(BY_TOKEN),
    }
    if address.gate is Gate.TOKEN:
        return (200,)
    if address.gate not in rights[token]:
        return (403, 422) if address.writes else (403,)
    leveled = not {"document", "file", "task", "task_file"}.isdisjoint(address.keys.values())
    if address.keys and (token == "outsider" or (leveled and level not in TOKEN_SEES)):
        return (404, 422) if address.writes else (404,)
    return (400, 422) if address.writes else (200,)


def test_a_session_opens_nothing_of_the_api(world: World) -> None:
    for found in API:
        with rolled_back():
            assert world.get("clerk", url_of(world, found.name, "general")).status_code in (401, 405), (
                found.name
            )


def test_the_api_tells_absent_and_forbidden_alike(world: World) -> None:
    for name in ("api:document", "api:files", "api:file", "api:task", "api:task_file"):
        for level in ("restricted", "foreign"):
            with rolled_back():
                there, absent = (
                    masked(world.program("reader", "GET", url), url)
                    for url in (url_of(world, name, level, absent=each) for each in (False, True))
                )
            assert there == absent and there[0] == 404


@pytest.mark.parametrize("found", SESSION_WRITES, ids=lambda each: each.name)
def test_an_unsafe_method_without_the_form_s_token_is_refused(world: World, found: Found) -> None:
    url = url_of(world, found.name, "general")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(Account.objects.get(username="boiko"), backend=BACKEND)
    with rolled_back(), watching() as written:
        code = strict.post(url, {"a": "1"}).status_code
    assert code in (403, 405), f"{url}: {code}"
    assert not written


HIDING = [
    each
    for each in PAGES
    if ADDRESSES[each.name].gate in BY_DOCUMENT | {Gate.JOURNAL, Gate.CLERK, Gate.PAPERS}
]
MASKS = (
    re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(nonce=")[^"]*'),
    re.compile(rb'(name="idempotency_key" value=")[^"]*'),
    re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    re.compile(rb'(data-csrf="|"X-CSRFToken": ")[^"]*'),
)


def masked(response: Any, url: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers without what differs each time and without the address that was asked."""
    body = body_of(response).replace(url.encode(), b"URL")
    for mask in MASKS:
        body = mask.sub(lambda found: (found[1] if found.re.groups else b"") + b"*", body)
    headers = {name: value for name, value in response.headers.items() if name.lower() not in ("set-cookie",)}
    headers["Content-Security-Policy"] = re.sub(
        r"nonce-[^']+", "nonce-*", headers.get("Content-Security-Policy", "")
    )
    headers.pop("Content-Length", None)
    headers = {name: value.replace(url, "URL") for name, value in headers.items()}
    return response.status_code, body, headers


@pytest.mark.parametrize("found", HIDING, ids=lambda each: each.name)
def test_absent_and_forbidden_look_alike(world: World, found: Found) -> None:
    address = ADDRESSES[found.name]
    for level in LEVELS if address.gate in BY_DOCUMENT else LEVELS[:1]:
        there, absent = (url_of(world, found.name, level, absent=each) for each in (False, True))
        for role in ("stranger", "school_clerk", "administrator"):
            if role in SEES[level] or address.allowed(role, level, writing=False):
                continue
            for method in ("GET", "POST"):
                with rolled_back():
                    answers = [masked(world.ask(role, method, url), url) for url in (there, absent)]
                assert answers[0] == answers[1], f"{role} {method} {there}"


def test_pages_of_one_s_own_are_nobody_else_s(world: World) -> None:
    """The key of another person’s passkey, a saved view, a deadline under another document."""
    with rolled_back():
        mine = world.documents["general"]
        other = world.deadlines["foreign"]
        url = reverse("desk:deadline", args=[mine.pk, other.pk])
        assert world.get("clerk", url).status_code == 404, "a deadline of another card under mine"
        assert world.get("stranger", reverse("mfa_remove_webauthn", args=[1])).status_code in (302, 404)


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_leads_only_to_our_own_addresses(world: World, path: str) -> None:
    from obih.people.cast import TEST_PASSWORD

    for name in ("next", "redirect_to"):
        with rolled_back():
            client = Client(raise_request_exception=False)
            sent = {"login": "koval", "password": TEST_PASSWORD, name: path}
            response = client.post(f"{LOGIN}?{name}={path}", sent)
            assert response.status_code == 302
            assert "evil" not in response["Location"] and not response["Location"].startswith("javascript")


def test_a_lost_session_keeps_where_one_was_going(world: World) -> None:
    response = Client().get("/find/?q=дорога")
    assert response["Location"].startswith(f"{LOGIN}?next=/find/%3Fq%3D")


def test_every_answer_carries_the_headers_of_defence(world: World) -> None:
    for role in ("anonymous", "clerk"):
        for path in ("/", LOGIN, "/journals/", "/never/there/", f"/documents/{uuid.uuid4()}/", "/help/"):
            with rolled_back():
                headers = world.get(role, path).headers
            policy = headers["Content-Security-Policy"]
            assert "unsafe-" not in policy and "default-src 'none'" in policy, path
            assert (
                "frame-ancestors 'none'" in policy
                and "base-uri 'none'" in policy
                and "form-action 'self'" in policy
            )
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "same-origin"
            assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert headers["X-Frame-Options"] == "DENY"
            assert "no-store" in headers["Cache-Control"]


def test_a_foreign_host_is_refused(world: World) -> None:
    for host in ("evil.example", "localhost@evil.example", "localhost:80evil", "[::1].evil"):
        assert Client(raise_request_exception=False, headers={"host": host}).get(LOGIN).status_code == 400


def test_the_resolver_has_no_debug_pages() -> None:
    modules = {getattr(each.callback, "__module__", "") for each in FOUND}
    assert not [
        name
        for name in modules
        if name.startswith(("django.contrib.admin", "debug_toolbar", "django.views.static"))
    ]
    assert get_resolver().urlconf_name == "obih.site.urls"
