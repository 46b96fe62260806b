"""Ways in: accounts, roles, one-time links, tokens, «who may what», looking with another’s eyes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import actions, events
from obih.people.access import (
    POWERS,
    Power,
    why_not_manage_people,
    why_not_manage_tokens,
    why_not_view_as,
)
from obih.people.forms import AccountForm, RoleForm, TokenForm
from obih.people.middleware import VIEW_AS, own_actor
from obih.people.models import Account, Organisation, Person, RoleGrant, ServiceToken
from obih.people.views.pages import FormPage, actor_of, form_page, open_to, posted
from obih.people.vocabulary import Role


def account_open(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage(
        f"Відкрити вхід: {person.full_name}",
        "Відкрити вхід",
        reverse("people:person", args=[pk]),
        lead="Ви отримаєте одноразове посилання: за ним людина сама обере пароль.",
    )

    def act(username: str, role: str, organisation: Organisation) -> HttpResponse:
        account, token = actions.open_account(
            person, username=username, roles=[(role, organisation)], by=actor
        )
        return show_link(request, account, token)

    return form_page(request, AccountForm(posted(request)), page, act)


def show_link(request: HttpRequest, account: Account, token: str) -> HttpResponse:
    """The only page that ever shows a one-time link."""
    url = request.build_absolute_uri(reverse("people:one_time_link", args=[token]))
    return render(request, "people/link_given.html", {"account": account, "url": url})


@require_POST
def account_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Give a one-time link, close, reopen or unlock an account."""
    account = get_object_or_404(Account, person_id=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    if step == "link":
        return show_link(request, account, actions.give_link(account, by=actor))
    if step == "reopening":
        return show_link(request, account, actions.reopen_account(account, by=actor))
    act, said = {
        "closure": (actions.close_account, "Вхід закрито, сеанси завершено"),
        "unlocking": (actions.unlock_account, "Блокування знято"),
        "second-factor": (
            actions.reset_second_factor,
            "Другий крок знято: після входу людина налаштує новий",
        ),
    }[step]
    act(account, by=actor)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("people:person", args=[pk]))


def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(Account, person_id=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage(f"Надати роль: {account.person.full_name}", "Надати", reverse("people:person", args=[pk]))
    form = RoleForm(posted(request))
    return form_page(request, form, page, lambda **values: actions.grant_role(account, by=actor, **values))


@require_POST
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(RoleGrant.objects.select_related("account", "organisation"), pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    actions.revoke_role(grant, by=actor)
    messages.success(request, "Роль відкликано")
    return HttpResponseRedirect(reverse("people:person", args=[grant.account.person_id]))


@require_GET
def powers(request: HttpRequest) -> HttpResponse:
    """«Хто що може»: made from the very table that the actions ask."""
    roles = list(Role)
    rows = [(power.label, [power in POWERS[role] for role in roles]) for power in Power]
    holders = RoleGrant.objects.select_related("account__person", "organisation").filter(
        account__is_active=True
    )
    held: dict[str, list[RoleGrant]] = {}
    for grant in holders.order_by("account__person__surname", "organisation_id", "pk"):
        held.setdefault(grant.role, []).append(grant)
    context = {"roles": roles, "rows": rows, "held": [(role.label, held.get(role, [])) for role in roles]}
    return render(request, "people/powers.html", context)


def tokens(request: HttpRequest) -> HttpResponse:
    """Tokens of other programs; a new one is shown here once."""
    actor = actor_of(request)
    open_to(why_not_manage_tokens(actor))
    page = FormPage("Токени програм", "Видати токен", reverse("people:tokens"), template="people/tokens.html")
    found = ServiceToken.objects.select_related("organisation").order_by("revoked_at", "-created_at")

    def act(**values: Any) -> HttpResponse:
        row, token = actions.issue_token(by=actor, **values)
        return render(request, "people/token_given.html", {"row": row, "token": token})

    return form_page(request, TokenForm(posted(request)), page, act, tokens=found)


@require_POST
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ServiceToken, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_tokens(actor))
    actions.revoke_token(token, by=actor)
    messages.success(request, f"Токен програми «{token.name}» більше не діє")
    return HttpResponseRedirect(reverse("people:tokens"))


@require_POST
def view_as(request: HttpRequest, pk: int) -> HttpResponse:
    """Look with another’s eyes: nothing can be changed, each page is noted."""
    account = get_object_or_404(Account, person_id=pk, is_active=True)
    actor = own_actor(request)
    open_to(why_not_view_as(actor, account.person))
    with unit_of_work():
        record(events.VIEW_AS_STARTED, by=actor, about=account.person)
    request.session[VIEW_AS] = account.pk
    return HttpResponseRedirect("/")


@require_POST
def view_as_end(request: HttpRequest) -> HttpResponse:
    if watched := request.session.pop(VIEW_AS, None):
        person = Person.objects.get(account=watched)
        with unit_of_work():
            record(events.VIEW_AS_ENDED, by=own_actor(request), about=person)
        return HttpResponseRedirect(reverse("people:person", args=[person.pk]))
    return HttpResponseRedirect("/")
