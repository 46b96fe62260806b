"""The page «Перевірити підпис»: files in any order, words first, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obih.files.models import Content
from obih.history.models import Event
from obih.people.cast import Cast
from obih.people.models import Account
from obih.signatures import asking, checking
from obih.signatures.models import Verification
from obih.signatures.testpki import cast
from obih.signatures.tests.conftest import AT, LETTER, OTHER, bare, signature

PAGE = "/signature-check/"
pytestmark = pytest.mark.django_db
Answer = Callable[..., Any]


@pytest.fixture
def at_that_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checks are made the day after the test PKI signed."""
    monkeypatch.setattr(checking, "now", lambda: AT)


def client_of(username: str) -> Client:
    client = Client(raise_request_exception=False)
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Account.objects.get(username=username), backend=backend)
    return client


@pytest.fixture
def drop(people: Cast, at_that_time: None) -> Answer:
    def dropped(*files: tuple[str, bytes], username: str = "chuzhynska") -> Any:
        given = [SimpleUploadedFile(name, raw) for name, raw in files]
        return client_of(username).post(PAGE, {"files": given})

    return dropped


def plain(answer: Any) -> str:
    return " ".join(re.sub("<[^>]*>", " ", answer.content.decode()).split())


@pytest.mark.parametrize("order", [1, -1])
def test_signature_and_document_in_any_order_give_the_answer_first(
    drop: Answer, trusted: int, order: int
) -> None:
    files = [("лист.txt", LETTER), ("щось.p7s", signature())][::order]
    answer = drop(*files)
    said = plain(answer)
    assert answer.status_code == 200 and "<h1>Підпис дійсний</h1>" in answer.content.decode(), said
    for words in (
        "Бойко Галина", "діловод", cast.COUNCIL, "КЕП", "за позначкою часу", "не змінювали",
        "Чому цьому можна вірити", "технічний звіт", "czo.gov.ua", "над документом лист.txt",
    ):  # fmt: skip
        assert words in said, words
    assert cast.HALYNA.subject.rnokpp in said, "the number is told to who has the file"


def test_nothing_of_a_dropped_file_is_kept(drop: Answer, trusted: int) -> None:
    before = Event.objects.count()
    with CaptureQueriesContext(connection) as asked:
        drop(("лист.txt", LETTER), ("лист.p7s", signature()))
    written = [each["sql"] for each in asked if re.match("INSERT|UPDATE|DELETE", each["sql"])]
    assert not [sql for sql in written if "session" not in sql and "account" not in sql], written
    assert not Content.objects.exists() and not Verification.objects.exists()
    assert Event.objects.count() == before


def test_a_changed_document_is_told_of_when_only_the_two_are_dropped(drop: Answer, trusted: int) -> None:
    said = plain(drop(("лист.txt", OTHER), ("лист.txt.p7s", signature())))
    assert "Підпис недійсний" in said and "Документ змінено після підписання" in said


def test_among_several_files_the_right_one_is_found(drop: Answer, trusted: int) -> None:
    said = plain(drop(("a.txt", OTHER), ("b.txt", LETTER), ("c.p7s", signature())))
    assert "над документом b.txt" in said and "Над цими файлами підпису немає: a.txt" in said


def test_a_signature_alone_says_what_is_missing(drop: Answer, trusted: int) -> None:
    said = plain(drop(("лист.p7s", bare())))
    assert "Дійсність не встановлено" in said and "Чого бракує" in said and "позначки часу немає" in said


def test_several_signatures_are_each_told(drop: Answer, trusted: int) -> None:
    said = plain(drop(("a.p7s", signature(attached=True)), ("b.p7s", signature(cast.SEAL, attached=True))))
    assert "Усі підписи дійсні" in said and "печатка дійсна" in said


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "Виберіть файл підпису"),
        ([("лист.txt", LETTER)], "немає жодного з підписом"),
        ([("порожній.p7s", b"")], "порожній"),
        ([(f"{number}.p7s", b"\x30\x80") for number in range(11)], "За один раз перевіряємо до 10"),
        ([("великий.p7s", b"\x30" * (40 * 1024 * 1024 + 1))], "obih signature verify"),
        ([("a.pdf", b"%PDF-1.7 nothing signed %%EOF")], "немає жодного з підписом"),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence(drop: Answer, files: list[Any], sentence: str) -> None:
    answer = drop(*files)
    assert answer.status_code == 422 and sentence in plain(answer)


@pytest.mark.parametrize(
    "raw", [b"\x30\x80\x06", b"MIIB", b"\x30\x84\xff\xff\xff\xff", b"-----BEGIN PKCS7-----"]
)
def test_rubbish_is_told_to_be_unreadable(drop: Answer, raw: bytes) -> None:
    answer = drop(("сміття.p7s", raw))
    assert answer.status_code == 200 and "Файл не читається" in plain(answer)


def test_the_protocol_is_a_pdf_of_what_was_read(drop: Answer, trusted: int) -> None:
    answer = drop(("лист.txt", LETTER), ("лист.p7s", signature()))
    sealed = re.search(r'name="sealed" value="([^"]+)"', answer.content.decode())
    assert sealed
    url = "/signature-check/protocol.pdf"
    made = client_of("chuzhynska").post(url, {"sealed": sealed[1]})
    assert made.status_code == 200 and made.content.startswith(b"%PDF-")
    assert made["Cache-Control"] == "no-store"
    assert client_of("boiko").post(url, {"sealed": sealed[1]}).status_code == 422, "it is his alone"
    assert client_of("chuzhynska").post(url, {"sealed": sealed[1] + "x"}).status_code == 422


def test_whoever_is_not_signed_in_is_sent_to_the_door(people: Cast) -> None:
    assert Client().get(PAGE).status_code == 302
    assert Client().post(PAGE).status_code == 302


def test_two_at_a_time_and_the_third_is_asked_to_wait(drop: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "WAIT_S", 0.01)
    with checking._place(), checking._place():
        answer = drop(("лист.p7s", bare()))
    assert answer.status_code == 503 and "Зараз перевіряють інші файли" in plain(answer)


def test_a_process_that_is_too_slow_is_ended(drop: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "TIMEOUT_S", 0.01)
    answer = drop(("лист.p7s", bare()))
    assert answer.status_code == 422 and asking.SLOW in plain(answer)
