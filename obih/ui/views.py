"""The look of the pages, and the page of components for development and tests."""

from __future__ import annotations

import json
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from obih.ui import look as looks
from obih.ui import samples
from obih.ui.look import seconds_left


@login_not_required
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Keep a choice of text size, density, theme or hotkeys in a cookie; `none` takes it back."""
    chosen = looks.read_cookie(request)
    for name, allowed in looks.CHOICES.items():
        value = request.POST.get(name)
        if value is not None:
            chosen[name] = value if value in allowed else ""
    response: HttpResponse
    if request.headers.get("X-Requested-With") == "obih":
        response = HttpResponse(status=204)
    else:
        response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        looks.COOKIE,
        looks.write_cookie(chosen),
        max_age=400 * 24 * 3600,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response


def token(request: HttpRequest) -> HttpResponse:
    """A fresh form token, for a page that outlived its session; readable by our own pages only."""
    return HttpResponse(get_token(request), content_type="text/plain")


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """The seconds that the session still has; a POST begins its time anew: «Продовжити роботу»."""
    if request.method == "GET":
        return HttpResponse(str(seconds_left(request)), content_type="text/plain")
    request.session.modified = True
    left = request.session.get_expiry_age()
    ends_at = timezone.localtime() + timedelta(seconds=left)
    response = render(request, "ui/_session_renewed.html", {"ends_at": ends_at})
    response["HX-Trigger"] = json.dumps({"obih:session": {"left": left}})
    return response


def _back(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    return referer if url_has_allowed_host_and_scheme(referer, {request.get_host()}) else "/"


def _only_for_builders() -> None:
    if not (settings.DEBUG or getattr(settings, "SHOW_COMPONENTS", False)):
        raise Http404


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for eyes and for axe; absent from real installations."""
    _only_for_builders()
    return render(request, "ui/samples.html", samples.context(request))


@login_not_required
def sample_options(request: HttpRequest) -> HttpResponse:
    _only_for_builders()
    options = samples.options(request.GET.get("q", ""))
    return render(request, "ui/components/options.html", {"options": options})


@login_not_required
@require_POST
def sample_draft(request: HttpRequest) -> HttpResponse:
    _only_for_builders()
    return HttpResponse(status=204)
