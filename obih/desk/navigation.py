"""The rail and the strip: which sections a person has, and what the frame says of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from obih.desk.helping import page_for
from obih.desk.keeping import actor_of, kept_journals
from obih.notices.queries import unread, unread_count
from obih.people.access import Power, may
from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.registry.streams import comes_to_us
from obih.registry.vocabulary import Stream
from obih.ui.parts import NavItem, Shell


def navigation(request: HttpRequest) -> dict[str, Any]:
    """For every page: the sections this person may open and the frame around them.

    Both are made only when a template asks, so fragments and answers to programs cost nothing.
    """
    return {
        "nav": SimpleLazyObject(lambda: sections(request)),
        "shell": SimpleLazyObject(lambda: shell(request)),
    }


def sections(request: HttpRequest) -> list[NavItem]:
    """The tabs of the rail, in the order of a day."""
    actor = actor_of(request)
    if actor.kind != "person":
        return []
    found = [NavItem("Мій стіл", reverse("desk:my_work"), "desk", key="D")]
    if may(actor, Power.REVIEW):
        found.append(NavItem("На резолюцію", reverse("tasks:to_resolve"), "sign", key="H"))
    if may(actor, Power.SEE_CONTROL):
        found.append(NavItem("Контроль", reverse("tasks:control"), "clock", key="B"))
    kept = kept_journals(request)
    if kept:
        waiting = sum(journal.waiting for journal in kept)  # type: ignore[attr-defined]
        found.append(NavItem("Очікує реєстрації", reverse("desk:waiting"), "inbox", waiting, "W"))
        unscanned = sum(journal.unscanned for journal in kept)  # type: ignore[attr-defined]
        if unscanned:
            found.append(NavItem("Без скану", reverse("desk:unscanned"), "clip", unscanned))
    if any(not comes_to_us(journal.stream) for journal in kept):
        found.append(NavItem("Надсилання", reverse("desk:dispatch"), "send", key="V"))
    found.append(NavItem("Оригінали", reverse("desk:originals"), "file", key="O"))
    found.append(NavItem("Журнали", reverse("desk:journals"), "journal", key="J"))
    if may(actor, Power.REVIEW) or any(journal.stream == Stream.DECISIONS for journal in kept):
        found.append(NavItem("Засідання", reverse("council:sittings"), "sign", key="Z"))
    if any(journal.stream == "appeals" for journal in kept):
        found.append(NavItem("Прийом", reverse("appeals:receptions"), "user", key="R"))
    if kept or may(actor, Power.CORRESPONDENTS):
        found.append(NavItem("Кореспонденти", reverse("desk:correspondents"), "mail", key="C"))
    return found + _community(actor)


def _community(actor: Actor) -> list[NavItem]:
    """The sections of other rooms; an address that an installation does not have is left out."""
    wanted = [("Люди і структура", "people:people", "user", "P", True)]
    wanted.append(("Календар", "workdays:calendar", "calendar", "K", True))
    wanted.append(("Номенклатура", "nomenclature:index", "box", "N", True))
    wanted.append(("Право", "law:index", "shield", "L", True))
    wanted.append(("Перевірити підпис", "signatures:check", "sign", "E", True))
    trusts = may(actor, Power.MANAGE_TRUST)
    wanted.append(("Довіра до підписів", "signatures:trust", "shield", "T", trusts))
    wanted.append(("Докази, що старіють", "desk:evidence", "clock", "", trusts))
    wanted.append(("Пошта системи", "notices:mail", "mail", "M", may(actor, Power.MANAGE_MAIL)))
    wanted.append(("Стан системи", "state", "chart", "S", may(actor, Power.SEE_STATE)))
    found = []
    for label, name, icon, key, allowed in wanted:
        if allowed and (url := address(name)):
            found.append(NavItem(label, url, icon, key=key, group="Громада"))
    return found


def address(name: str) -> str:
    """The address of a page of another room, or nothing when there is no such page here."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def shell(request: HttpRequest) -> Shell:
    """What the frame says: of the organisation, the person, training, the chosen look."""
    actor = actor_of(request)
    help_url = reverse("desk:help", args=[page_for(request.path).slug])
    if actor.kind != "person":
        return Shell(help_url=help_url)
    account = request.user
    name, _, post = actor.label.partition(", ")
    organisation, unread_notices = organisation_and_bell(request)
    return Shell(
        organisation=organisation,
        person=name,
        post=post,
        profile_url=address("people:profile"),
        sign_out_url=address("account_logout"),
        find_url=reverse("desk:find"),
        suggest_url=reverse("desk:find_suggestions"),
        find_text=request.GET.get("q", "") if request.path == reverse("desk:find") else "",
        help_url=help_url,
        bell_url=address("notices:notices"),
        bell_count=unread_notices,
        view_as=actor.label if actor.viewed_by else "",
        stop_view_as_url=address("people:view_as_end") if actor.viewed_by else "",
        size=getattr(account, "text_size", ""),
        density=getattr(account, "density", ""),
        theme=getattr(account, "theme", ""),
        hotkeys=getattr(account, "hotkeys", True),
    )


def organisation_and_bell(request: HttpRequest) -> tuple[str, int]:
    """The short name of the organisation the actor works in, and how many notices he has not read; one
    statement."""
    actor = actor_of(request)
    for journal in kept_journals(request):
        if journal.organisation_id == actor.organisation_id:
            return journal.organisation.short_name, unread_count(actor)
    if actor.organisation_id is None:
        return "", unread_count(actor)
    counted = unread(actor).order_by().values("person").annotate(told=Count("pk")).values("told")
    bell = Coalesce(Subquery(counted), 0)
    return Organisation.objects.values_list("short_name", bell).get(pk=actor.organisation_id)
