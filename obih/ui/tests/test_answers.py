"""Errors in plain words: what happened, and what became of the typed text."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.test import RequestFactory

from obih.ui.middleware import NOT_FOUND, PlainWordsMiddleware, csrf_refused
from obih.ui.refusals import Conflict, Refused

pytestmark = pytest.mark.urls("obih.ui.tests.urls")
pages = RequestFactory()


def answer_to(problem: Exception, request: HttpRequest) -> HttpResponse:
    def view(_: HttpRequest) -> HttpResponse:
        raise AssertionError("the middleware is asked directly")

    answer = PlainWordsMiddleware(view).process_exception(request, problem)
    assert answer is not None
    return answer


def text(response: HttpResponse) -> str:
    return response.content.decode()


def by_htmx(method: str = "post") -> HttpRequest:
    request = getattr(pages, method)("/x/")
    request.htmx = True
    return request


def test_a_refusal_is_a_page_with_its_sentence() -> None:
    answer = answer_to(Refused("Ще не погодив юридичний відділ"), pages.post("/x/"))
    assert answer.status_code == 422
    assert "Ще не погодив юридичний відділ" in text(answer)
    assert "Введене лишилося на попередній сторінці" in text(answer)


def test_a_page_that_is_not_to_be_had_leads_back_where_one_came_from() -> None:
    refused = Refused("Знімають виконане: завдання виконують")

    def link_from(referer: str) -> str:
        page = text(
            answer_to(refused, pages.get("/x/", headers={"referer": referer, "host": "obih.example"}))
        )
        assert "Зараз цього не можна" in page
        return page

    assert 'href="/tasks/18/?a=1"' in link_from("https://obih.example/tasks/18/?a=1")
    stranger, twice = "https://evil.example/tasks/18/", "https://obih.example//evil.example/"
    itself, bare = "https://obih.example/x/", "https://obih.example"
    for elsewhere in ("", stranger, twice, "http://[::1", itself, bare):
        assert "Назад</a>" not in link_from(elsewhere), elsewhere
    typed = pages.post("/x/", headers={"referer": "https://obih.example/tasks/18/", "host": "obih.example"})
    assert "Назад</a>" not in text(answer_to(refused, typed)), (
        "the browser’s own way back keeps what was typed"
    )


def test_a_refusal_to_htmx_goes_to_the_region_of_refusals() -> None:
    answer = answer_to(Refused("Ще не погодив юридичний відділ"), by_htmx())
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#says"
    assert "Введене на місці" in text(answer)
    assert "<html" not in text(answer)


def test_a_conflict_is_told_apart() -> None:
    assert answer_to(Conflict("Картку щойно змінила Галина Бойко"), pages.post("/x/")).status_code == 409


def test_absent_and_forbidden_look_alike() -> None:
    absent = answer_to(Http404("no such row 17"), pages.get("/x/"))
    forbidden = answer_to(PermissionDenied("role"), pages.get("/x/"))
    assert absent.status_code == forbidden.status_code == 404
    assert absent.content == forbidden.content
    assert NOT_FOUND in text(absent)
    assert "17" not in text(absent).split("<main")[1]


def test_a_fault_has_a_code_that_the_log_repeats(caplog: pytest.LogCaptureFixture, settings: Any) -> None:
    settings.DEBUG = False
    with caplog.at_level(logging.ERROR, "obih.faults"):
        answer = answer_to(ZeroDivisionError("secret detail"), pages.post("/x/"))
    assert answer.status_code == 500
    assert "secret detail" not in text(answer)
    code = next(record.args[0] for record in caplog.records)
    assert f"код {code}" in text(answer)


def test_a_lost_session_keeps_the_page_with_what_was_typed(settings: Any) -> None:
    def to_sign_in(_: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(resolve_url(settings.LOGIN_URL) + "?next=/x/")

    answer = PlainWordsMiddleware(to_sign_in)(by_htmx())
    assert answer.status_code == 401
    assert "Введене лишається на цій сторінці" in text(answer)
    assert 'target="_blank"' in text(answer)
    assert PlainWordsMiddleware(to_sign_in)(pages.get("/x/")).status_code == 302


def test_an_old_form_token_says_what_to_do() -> None:
    answer = csrf_refused(pages.post("/x/"))
    assert answer.status_code == 403
    assert "до останнього входу" in text(answer)


def test_pages_are_not_kept_by_browsers_and_have_the_policies() -> None:
    answer = PlainWordsMiddleware(lambda _: HttpResponse("x"))(pages.get("/x/"))
    assert answer["Cache-Control"] == "private, no-store"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
