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

from obih.history.idempotency import AlreadyDone, KeyReused, claim, digest_of
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused

SECRET_FIELDS = frozenset({"password", "again", "current"})


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
            result = _once(request, form, act)
        except KeyReused:
            renew_post_key(request)
            form.add_error(None, SENT_BEFORE)
        except Refused as refused:
            refused.put_on(form)
        except AlreadyDone:
            return HttpResponseRedirect(page.back)
        else:
            if isinstance(result, HttpResponse):
                return result
            messages.success(request, page.done)
            return HttpResponseRedirect(page.back)
    status = 422 if request.method == "POST" else 200
    return render(request, page.template, {"form": form, "page": page, **context}, status=status)


def _once(request: HttpRequest, form: BaseForm, act: Callable[..., Any]) -> Any:
    """Do it in one transaction with the form’s key: a second press of the button does nothing more.

    Secrets stay out of the digest that is kept with the key.
    """
    actor, key = actor_of(request), request.POST.get("idempotency_key", "").replace("\x00", "")
    if not key or actor.kind != "person":
        return act(**form.cleaned_data)
    told = {
        name: getattr(value, "pk", value)
        for name, value in form.cleaned_data.items()
        if name not in SECRET_FIELDS
    }
    where = request.path
    with unit_of_work():
        claim(by=actor, action=f"people:{where}"[:80], key=key, digest=digest_of({"told": told}), result={})
        return act(**form.cleaned_data)


def posted(request: HttpRequest) -> Any:
    """Bound data of a form, or None for its first showing."""
    return request.POST if request.method == "POST" else None
