"""Every error of the API is application/problem+json (RFC 9457), in Ukrainian, and says what to do."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import SuspiciousOperation, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from obih.history.idempotency import KeyReused
from obih.registry.duplicates import DuplicateFound
from obih.ui import outage
from obih.ui.middleware import unavailable
from obih.ui.refusals import Refused

MEDIA_TYPE = "application/problem+json"
ABSENT = "Такого документа немає або він вам не доступний"
log = logging.getLogger("obih.faults")

TITLES = {
    400: "Запит не прочитано",
    401: "Потрібен чинний токен",
    403: "Токену цього не дозволено",
    404: "Немає або не доступно",
    409: "Уже є або щойно змінено",
    422: "Дані не прийнято",
    500: "Помилка сервера",
    503: outage.AWAY,
    507: "Немає місця на диску",
}


class FieldProblem(Schema):
    field: str
    detail: str


class SimilarDocument(Schema):
    """A registered document that looks the same and that the token may see."""

    id: str
    number: str
    why: str


class Problem(Schema):
    """RFC 9457. `errors` names the fields; `similar` stands in the answer to a duplicate."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
    similar: list[SimilarDocument] = []


class Denied(Exception):
    """The token is good, its scope is not."""


class Invalid(Exception):
    """Fields that were not accepted, each with its sentences."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = errors


def problem(
    status: int,
    detail: str,
    errors: Sequence[tuple[str, str]] = (),
    similar: Sequence[dict[str, str]] = (),
) -> JsonResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "Помилка"),
        "status": status,
        "detail": sayable(detail),
        "errors": [{"field": sayable(field), "detail": sayable(sentence)} for field, sentence in errors],
        "similar": list(similar),
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = MEDIA_TYPE
    response["Cache-Control"] = "no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def sayable(text: str) -> str:
    """The text without halves of characters, which JSON may hold and UTF-8 may not."""
    return text.encode("utf-8", "replace").decode()


def _similar(found: DuplicateFound) -> list[dict[str, str]]:
    return [
        {"id": str(each.document_id), "number": each.number, "why": each.why}
        for each in found.found
        if each.document_id
    ]


def register_handlers(api: NinjaAPI) -> None:
    """Teach an API to answer its errors this way."""

    @api.exception_handler(AuthenticationError)
    def unknown_token(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(401, "Надішліть токен у заголовку Authorization: Bearer …; його видає адміністратор")

    @api.exception_handler(Denied)
    def denied(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(403, str(error))

    @api.exception_handler(Http404)
    def absent(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(404, ABSENT)

    @api.exception_handler(ValidationError)
    def invalid_shape(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(422, "Запит не відповідає опису", [_located(each) for each in error.errors[:20]])

    @api.exception_handler(Invalid)
    def invalid(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(422, "; ".join(sentence for _, sentence in error.errors[:3]), error.errors)

    @api.exception_handler(DuplicateFound)
    def duplicate(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(409, error.sentence, similar=_similar(error))

    @api.exception_handler(KeyReused)
    def reused(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(
            422, "Цей Idempotency-Key уже вжито з іншим запитом", [("Idempotency-Key", "уже вжито")]
        )

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Any) -> HttpResponse:
        errors = [(error.field, error.sentence)] if error.field else []
        return problem(error.status, error.sentence, errors)

    for broken in (SuspiciousOperation, MultiPartParserError, TooManyFilesSent):
        api.add_exception_handler(
            broken, lambda request, error: problem(400, "Запит пошкоджений або завеликий")
        )

    @api.exception_handler(HttpError)
    def told(request: HttpRequest, error: Any) -> HttpResponse:
        sentence = TITLES.get(error.status_code, "Запит не прочитано")
        return problem(error.status_code, sentence)

    @api.exception_handler(UnicodeEncodeError)
    @api.exception_handler(DataError)
    def unfit(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(422, "Якесь зі значень не вміщується або має недруковані знаки")

    @api.exception_handler(Exception)
    def fault(request: HttpRequest, error: Any) -> HttpResponse:
        if outage.database_is_away(error):
            return unavailable(request)
        code = secrets.token_hex(3)
        log.exception("fault %s at %s", code, request.path, exc_info=error)
        return problem(500, f"Щось пішло не так на сервері, нічого не збережено наполовину. Код: {code}")


def _located(error: dict[str, Any]) -> tuple[str, str]:
    place = [str(each) for each in error.get("loc", ())][1:] or [""]
    return ".".join(place), _WORDS.get(str(error.get("type")), str(error.get("msg", "")))


_WORDS = {
    "missing": "бракує",
    "uuid_parsing": "це не ідентифікатор",
    "int_parsing": "це не ціле число",
    "json_invalid": "це не JSON",
    "dict_type": "має бути об’єкт",
    "string_type": "має бути рядок",
    "greater_than_equal": "замале",
    "less_than_equal": "завелике",
}
