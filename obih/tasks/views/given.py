"""«Доручено мною»: what one has told others to do."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.tasks.queries.given import WHICH, given
from obih.tasks.views.parts import actor_of
from obih.ui.parts import View


@require_safe
def given_tasks(request: HttpRequest) -> HttpResponse:
    which = request.GET.get("which", "")
    which = which if which in WHICH else ""
    after = request.GET.get("after", "")[:60]
    page = given(actor_of(request), which, timezone.localdate(), after=after)
    context = {
        "rows": page.rows,
        "which": which,
        "views": [View(name, _url(which=key), current=key == which) for key, name in WHICH.items()],
        "first_url": _url(which=which) if after else "",
        "next_url": _url(which=which, after=page.after) if page.after else "",
    }
    return render(request, "tasks/given.html", context)


def _url(**asked: str) -> str:
    told = {name: value for name, value in asked.items() if value}
    return reverse("tasks:given") + (f"?{urlencode(told)}" if told else "")
