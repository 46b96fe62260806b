"""A page that is read asks once what hardly ever changes; whatever changes something asks each time."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from obih.ui.one_look import OneLookMiddleware, asked_once, one_look


def test_inside_a_look_a_question_is_asked_once_and_outside_each_time() -> None:
    answers = iter(range(10))
    with one_look():
        assert [asked_once("law", lambda: next(answers)) for _ in range(3)] == [0, 0, 0]
        with one_look():
            assert asked_once("law", lambda: next(answers)) == 1
        assert asked_once("days", lambda: next(answers)) == 2
    assert [asked_once("law", lambda: next(answers)) for _ in range(2)] == [3, 4]


def test_only_what_is_read_is_one_look() -> None:
    told: list[int] = []

    def view(request: HttpRequest) -> HttpResponse:
        for _ in range(2):
            asked_once("law", lambda: told.append(1))
        return HttpResponse()

    for method, times in (("GET", 1), ("POST", 2), ("GET", 1)):
        request = HttpRequest()
        request.method = method
        told.clear()
        OneLookMiddleware(view)(request)
        assert len(told) == times, method
