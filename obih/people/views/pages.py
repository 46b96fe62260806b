"""What the pages of this room share: one page for every small form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from obih.people.actors import Actor
from obih.ui.refusals import Refused


def actor_of(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def open_to(refusal: str | None) -> None:
    """A page that is not for this actor looks like one that does not exist."""
    if refusal:
        raise PermissionDenied(refusal)


@dataclass(frozen=True)
class FormPage:
    """The words around a form."""

    title: str
    button: str
    back: str
    """Where «Скасувати» and success lead."""
    lead: str = ""
    done: str = "Збережено"
    danger: bool = False
    template: str = "people/form.html"


def form_page(
    request: HttpRequest, form: BaseForm, page: FormPage, act: Callable[..., Any], **context: Any
) -> HttpResponse:
    """Show a form; when it comes back right, do it and go back; when refused, say why at the field (422)."""
    if request.method == "POST" and form.is_valid():
        try:
            result = act(**form.cleaned_data)
        except Refused as refused:
            refused.put_on(form)
        else:
            if isinstance(result, HttpResponse):
                return result
            messages.success(request, page.done)
            return HttpResponseRedirect(page.back)
    status = 422 if request.method == "POST" else 200
    return render(request, page.template, {"form": form, "page": page, **context}, status=status)


def posted(request: HttpRequest) -> Any:
    """Bound data of a form, or None for its first showing."""
    return request.POST if request.method == "POST" else None
