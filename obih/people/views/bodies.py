"""Collegial bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from obih.people import actions
from obih.people.access import why_not_manage_people
from obih.people.forms import BodyForm, DayForm, MemberForm, SittingForm
from obih.people.models import Body, Membership
from obih.people.views.pages import FormPage, actor_of, form_page, open_to, posted


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    found = Body.objects.select_related("organisation", "secretary").annotate(
        members=Count("memberships", filter=Q(memberships__ended_on=None))
    )
    context = {"bodies": found, "why_not": why_not_manage_people(actor_of(request))}
    return render(request, "people/bodies.html", context)


@require_GET
def body_card(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Body.objects.select_related("organisation", "secretary"), pk=pk)
    context = {
        "body": body,
        "members": body.memberships.select_related("person").order_by("ended_on", "started_on", "pk"),
        "sittings": body.sittings.all()[:50],
        "why_not": why_not_manage_people(actor_of(request)),
    }
    return render(request, "people/body.html", context)


def body_add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage("Новий орган", "Додати", reverse("people:bodies"))
    form = BodyForm(posted(request))
    return form_page(request, form, page, lambda **values: actions.form_body(by=actor, **values))


def body_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Change a body, end it, add a member or a sitting."""
    body = get_object_or_404(Body, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    steps: dict[str, tuple[str, str, Callable[..., Any], Callable[[Any, Body], BaseForm]]] = {
        "facts": ("{}: зміни", "Зберегти", actions.change_body, _facts_form),
        "closure": ("Припинити: {}", "Припинити", actions.close_body, lambda data, _: DayForm(data)),
        "members": ("Ввести до складу: {}", "Ввести", actions.join_body, lambda data, _: MemberForm(data)),
        "sittings": ("Засідання: {}", "Записати", actions.hold_sitting, lambda data, _: SittingForm(data)),
    }
    title, button, act, make = steps[step]
    page = FormPage(
        title.format(body.name), button, reverse("people:body", args=[pk]), danger=step == "closure"
    )
    form = make(posted(request), body)
    return form_page(request, form, page, lambda **values: act(body, by=actor, **values))


def _facts_form(data: Any, body: Body) -> BodyForm:
    initial = {"name": body.name, "convocation": body.convocation, "secretary": body.secretary}
    return BodyForm(data, initial=initial, body=body)


def member_leave(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership.objects.select_related("body", "person"), pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    back = reverse("people:body", args=[membership.body_id])
    page = FormPage(
        f"Вивести зі складу: {membership.person.full_name}", "Вивести", back, lead=membership.body.name
    )
    form = DayForm(posted(request))
    return form_page(request, form, page, lambda on: actions.leave_body(membership, on=on, by=actor))
