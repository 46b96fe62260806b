"""What pages of sign-in say of the installation and of the account."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from obih.people.access import Power, may, needs_second_factor
from obih.people.middleware import own_actor
from obih.people.models import Appointment, Membership
from obih.people.queries import name_of_hromada
from obih.ui.parts import View
from obih.ui.words import short_date

register = template.Library()


@register.simple_tag
def organisation_on_door() -> str:
    """The hromada’s council, or the program’s name before there is one."""
    return name_of_hromada() or "Обіг"


@register.simple_tag(takes_context=True)
def second_factor_is_due(context: Context) -> bool:
    return needs_second_factor(own_actor(context["request"]))


@register.inclusion_tag("ui/components/views.html", takes_context=True)
def people_tabs(context: Context) -> dict[str, object]:
    """The pages of this room that the reader may open."""
    request = context["request"]
    names = [
        ("Люди", "people"),
        ("Структура", "structure"),
        ("Колегіальні органи", "bodies"),
        ("Округи й населені пункти", "places"),
        ("Хто що може", "powers"),
    ]
    if may(request.actor, Power.MANAGE_TOKENS):
        names.append(("Токени програм", "tokens"))
    views = [
        View(label, reverse(f"people:{name}"), current=request.path == reverse(f"people:{name}"))
        for label, name in names
    ]
    return {"items": views, "label": "Люди і структура"}


@register.filter
def duration(appointment: Appointment | Membership) -> str:
    """«з 01.12.2020», «01.12.2020–31.10.2026»."""
    start = short_date(appointment.started_on)
    return f"{start}–{short_date(appointment.ended_on)}" if appointment.ended_on else f"з {start}"
