"""Errors in plain words, whichever way the page was asked for.

A refusal answers 422, a conflict 409; what is absent and what is forbidden answer the same 404;
a database that is away answers 503; a fault answers 500 with a code that stands in the log. Each says what
became of the typed text.
"""

from __future__ import annotations

import errno
import logging
import secrets
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import resolve_url
from django.template.loader import render_to_string

from obih.ui import outage
from obih.ui.refusals import Refused

NOT_FOUND = "Такого документа немає або він вам не доступний"
TYPED_STAYS = "Введене на місці: виправте й надішліть ще раз."
TYPED_BEHIND = "Введене лишилося на попередній сторінці: поверніться кнопкою «Назад» браузера."
TYPED_CARRIED = "Введене збережено на цій сторінці: щойно база відповість, надішліть ще раз."
SIGNED_OUT = "Сеанс завершився"
SIGNED_OUT_TYPED = "Введене лишається на цій сторінці: увійдіть у новій вкладці й надішліть ще раз."
DISK_FULL = "Немає місця на диску сервера: нічого не збережено наполовину. Повідомте адміністратора"
POLICIES = {
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
METHODS = ("GET", "HEAD", "POST")
"""All that pages know; the REST API has its own."""
_CODE_LETTERS = "АВДЕКМНРСТ"

log = logging.getLogger("obih.faults")


class PlainWordsMiddleware:
    """Turns exceptions of views into pages or fragments, and lost sessions into sentences."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS and not request.path.startswith("/api/"):
            return HttpResponseNotAllowed(METHODS)
        response = self.get_response(request)
        if is_fragment(request) and _leads_to_sign_in(response):
            response = answer(request, 401, SIGNED_OUT, SIGNED_OUT_TYPED, sign_in=True)
        for name, value in POLICIES.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/") and "Cache-Control" not in response and not _is_static(request):
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if type(exception).__module__.startswith("allauth."):
            return None  # answered by allauth’s own middleware: «confirm that it is you»
        if isinstance(exception, Refused):
            return answer(request, exception.status, exception.sentence, _typed(request))
        if isinstance(exception, Http404 | PermissionDenied):
            return not_found(request)
        if _disk_is_full(exception):
            log.error("disk full at %s", request.path)
            return answer(request, 507, DISK_FULL, _typed(request))
        if isinstance(exception, SuspiciousOperation | BadRequest | MultiPartParserError):
            return bad_request(request)
        if outage.database_is_away(exception):
            return unavailable(request)
        if settings.DEBUG:
            return None
        return fault(request, exception)


def _disk_is_full(exception: BaseException | None) -> bool:
    """Ours or PostgreSQL's (SQLSTATE 53100), however deep: an upload's temporary file, a row, the log."""
    while exception is not None:
        full = isinstance(exception, OSError) and exception.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or getattr(exception, "sqlstate", None) == "53100":
            return True
        exception = exception.__cause__
    return False


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One answer for «absent» and «forbidden»; also the project's handler403 and handler404."""
    return answer(request, 404, NOT_FOUND, _typed(request))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request too big, torn on the way or made by no browser; also the project's handler400."""
    return answer(request, 400, "Запит завеликий або пошкоджений, його не прийнято", _typed(request))


def fault(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """500 with a short code which the log repeats with the whole story; also handler500.

    As handler500 it hears of what failed around the view, too: the session, the person.
    """
    cause = exception or sys.exc_info()[1]
    if outage.database_is_away(cause):
        return unavailable(request)
    code = f"К-{secrets.randbelow(10)}{secrets.choice(_CODE_LETTERS)}{secrets.randbelow(10)}"
    log.error("fault %s at %s", code, request.path, exc_info=cause or True)
    typed = _typed(request)
    done = "Не вийшло зберегти." if request.method == "POST" else "Сторінка не відкрилася."
    sentence = f"{done} Спробуйте ще раз. Якщо повториться, назвіть адміністраторові код {code}"
    return answer(request, 500, sentence, typed)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 without a single question to the database; a plain form can be sent again from the page itself."""
    outage.let_go()
    log.warning("database away at %s", request.path)
    response: HttpResponse
    if request.path.startswith("/api/"):
        told = {"type": "about:blank", "title": outage.AWAY, "status": 503, "detail": outage.MEANWHILE}
        response = JsonResponse(told, status=503, json_dumps_params={"ensure_ascii": False})
        response["Content-Type"], response["Cache-Control"] = "application/problem+json", "no-store"
    elif is_fragment(request):
        typed = _typed(request) or "Зачекайте кілька секунд і спробуйте ще раз."
        response = answer(request, 503, outage.AWAY, typed)
    else:
        again = outage.to_send_again(request)
        typed = TYPED_CARRIED if again else _typed(request)
        told = {"request": request, "sentence": outage.AWAY, "meanwhile": outage.MEANWHILE}
        page = render_to_string("ui/outage.html", told | {"typed": typed, "again": again})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = str(outage.RETRY_AFTER_S)
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is too old, most often after signing in anew in another tab."""
    sentence = "Сторінку відкрито до останнього входу, тому її відповідь не прийнято"
    return answer(request, 403, sentence, "Введене на місці: оновіть сторінку й надішліть ще раз.")


def answer(
    request: HttpRequest, status: int, sentence: str, typed: str = "", *, sign_in: bool = False
) -> HttpResponse:
    """A page, or for htmx and our scripts a fragment that goes into the region `#says`.

    Rendered without context processors: they may ask the database, which may be what has failed.
    """
    context: dict[str, object] = {"request": request, "sentence": sentence, "typed": typed}
    if sign_in:
        context["sign_in_url"] = resolve_url(settings.LOGIN_URL)
    if is_fragment(request):
        response = HttpResponse(render_to_string("ui/_refusal.html", context), status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#says", "innerHTML"
        response["HX-Reselect"] = ".bar"
        return response
    context["title"] = _title(status) if status != 422 or request.method == "POST" else "Зараз цього не можна"
    context["back_url"] = _came_from(request)
    return HttpResponse(render_to_string("ui/refusal.html", context), status=status)


def is_fragment(request: HttpRequest) -> bool:
    """Asked by htmx or by one of our scripts, not by the browser for a whole page."""
    return bool(getattr(request, "htmx", False)) or request.headers.get("X-Requested-With") == "obih"


def _title(status: int) -> str:
    return {404: "Не знайдено", 409: "Змінив хтось інший", 422: "Не виконано", 401: SIGNED_OUT}.get(
        status, "Не вийшло"
    )


def _came_from(request: HttpRequest) -> str:
    """The page of ours that led here, where it is another one; after a form the browser’s own way back keeps
    what was typed, so no link is offered."""
    if request.method == "POST":
        return ""
    try:
        told = urlsplit(request.headers.get("Referer", "")[:2000])
    except ValueError:
        return ""
    ours = told.netloc == request.headers.get("Host", "") and not told.path.startswith("//")
    return f"{told.path}?{told.query}".rstrip("?") if ours and told.path not in ("", request.path) else ""


def _typed(request: HttpRequest) -> str:
    if request.method != "POST":
        return ""
    return TYPED_STAYS if is_fragment(request) else TYPED_BEHIND


def _leads_to_sign_in(response: HttpResponse) -> bool:
    if response.status_code not in (301, 302):
        return False
    return response.get("Location", "").split("?")[0] == resolve_url(settings.LOGIN_URL)


def _is_static(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL)
