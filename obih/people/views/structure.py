"""Organisations, units, posts, places."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from obih.people import actions
from obih.people.access import why_not_manage_people
from obih.people.actors import Actor
from obih.people.declension import CASES, decline_position
from obih.people.forms import (
    CloseForm,
    DayForm,
    DistrictForm,
    MergeForm,
    MoveForm,
    OrganisationForm,
    PositionForm,
    RenameForm,
    SettlementForm,
    UnitForm,
)
from obih.people.models import District, Organisation, Position, Settlement, Unit
from obih.people.queries import structure
from obih.people.views.pages import FormPage, actor_of, form_page, open_to, posted


def _managing(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    return actor


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    context = {"trees": structure(timezone.localdate()), "why_not": why_not_manage_people(actor_of(request))}
    return render(request, "people/structure.html", context)


def _back(organisation: Organisation) -> str:
    return f"{reverse('people:structure')}#o{organisation.pk}"


def organisation_add(request: HttpRequest) -> HttpResponse:
    actor = _managing(request)
    page = FormPage("Нова організація", "Додати", reverse("people:structure"))
    form = OrganisationForm(posted(request))
    return form_page(request, form, page, lambda **values: actions.create_organisation(by=actor, **values))


def organisation_change(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    actor = _managing(request)
    page = FormPage(f"{organisation.short_name}: реквізити", "Зберегти", _back(organisation))
    names = ("name", "short_name", "edrpou", "parent", "address", "email", "phone")
    initial = {name: getattr(organisation, name) for name in names}
    form = OrganisationForm(posted(request), initial=initial, existing=True)
    return form_page(
        request, form, page, lambda **values: actions.change_organisation(organisation, by=actor, **values)
    )


def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    actor = _managing(request)
    page = FormPage(f"Новий підрозділ: {organisation.short_name}", "Додати", _back(organisation))
    form = UnitForm(posted(request), organisation=organisation)
    return form_page(
        request,
        form,
        page,
        lambda **values: actions.create_unit(organisation=organisation, by=actor, **values),
    )


@require_GET
def unit_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit with its former names, posts and what may be done with it."""
    unit = get_object_or_404(Unit.objects.select_related("organisation", "parent", "merged_into"), pk=pk)
    context = {
        "unit": unit,
        "former": unit.former_names.all(),
        "absorbed": unit.absorbed.all(),
        "below": unit.children.filter(closed_on=None),
        "positions": unit.positions.filter(closed_on=None),
        "why_not": why_not_manage_people(actor_of(request)),
    }
    return render(request, "people/unit.html", context)


_UNIT_STEPS: dict[str, tuple[str, str, type, Any]] = {
    "name": ("Перейменувати: {}", "Перейменувати", RenameForm, actions.rename_unit),
    "place": ("Перенести: {}", "Перенести", MoveForm, actions.move_unit),
    "merger": ("Приєднати: {}", "Приєднати", MergeForm, actions.merge_unit),
    "closure": ("Закрити: {}", "Закрити", CloseForm, actions.close_unit),
}


def unit_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Rename, move, merge or close."""
    unit = get_object_or_404(Unit.objects.select_related("organisation"), pk=pk)
    actor = _managing(request)
    title, button, form_class, act = _UNIT_STEPS[step]
    page = FormPage(
        title.format(unit.name),
        button,
        reverse("people:unit", args=[pk]),
        danger=step in ("merger", "closure"),
    )
    needs_unit = {"unit": unit} if form_class in (MoveForm, MergeForm) else {}
    form = form_class(posted(request), **needs_unit)
    return form_page(request, form, page, lambda **values: act(unit, by=actor, **values))


def position_add(request: HttpRequest, pk: int) -> HttpResponse:
    organisation = get_object_or_404(Organisation, pk=pk)
    actor = _managing(request)
    page = FormPage(f"Нова посада: {organisation.short_name}", "Додати", _back(organisation))
    form = PositionForm(
        posted(request), organisation=organisation, initial={"unit": request.GET.get("unit"), "rank": 100}
    )
    return form_page(
        request,
        form,
        page,
        lambda **values: actions.create_position(organisation=organisation, by=actor, **values),
        preview_url=reverse("people:title_preview"),
    )


def position_change(request: HttpRequest, pk: int) -> HttpResponse:
    position = get_object_or_404(Position.objects.select_related("organisation"), pk=pk)
    actor = _managing(request)
    page = FormPage(f"Посада: {position.title}", "Зберегти", _back(position.organisation))
    names = ("title", "unit", "district", "is_unit_head", "is_leader", "rank")
    initial = {name: getattr(position, name) for name in names}
    initial |= {f"form_{case}": text for case, text in position.forms.items()}
    form = PositionForm(posted(request), organisation=position.organisation, initial=initial)
    return form_page(
        request,
        form,
        page,
        lambda **values: actions.change_position(position, by=actor, **values),
        preview_url=reverse("people:title_preview"),
        by_rule=[(CASES[case], text) for case, text in decline_position(position.title).items()],
        close_url=reverse("people:position_close", args=[pk]),
    )


def position_close(request: HttpRequest, pk: int) -> HttpResponse:
    position = get_object_or_404(Position.objects.select_related("organisation"), pk=pk)
    actor = _managing(request)
    page = FormPage(
        f"Скоротити посаду: {position.title}", "Скоротити", _back(position.organisation), danger=True
    )
    form = DayForm(posted(request))
    return form_page(request, form, page, lambda on: actions.close_position(position, on=on, by=actor))


@require_GET
def title_preview(request: HttpRequest) -> HttpResponse:
    """The cases of a post being typed, by rule; a fragment under the form."""
    title = request.GET.get("title", "").replace("\x00", "")[:200]
    rows = [(CASES[case], text) for case, text in decline_position(title).items()] if title.strip() else []
    return render(request, "people/_cases.html", {"rows": rows})


@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """Starosta districts with their settlements."""
    settlements = list(Settlement.objects.select_related("district"))
    districts = [
        (district, [each for each in settlements if each.district_id == district.pk])
        for district in District.objects.all()
    ]
    context = {"districts": districts, "others": [each for each in settlements if each.district_id is None]}
    return render(
        request, "people/places.html", context | {"why_not": why_not_manage_people(actor_of(request))}
    )


def district_keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    district = get_object_or_404(District, pk=pk) if pk else None
    actor = _managing(request)
    page = FormPage(district.name if district else "Новий округ", "Зберегти", reverse("people:places"))
    initial = {"name": district.name, "index": district.index} if district else None
    form = DistrictForm(posted(request), initial=initial)
    return form_page(
        request, form, page, lambda **values: actions.keep_district(by=actor, district=district, **values)
    )


def settlement_keep(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    settlement = get_object_or_404(Settlement, pk=pk) if pk else None
    actor = _managing(request)
    page = FormPage(
        str(settlement) if settlement else "Новий населений пункт", "Зберегти", reverse("people:places")
    )
    names = ("category", "name", "katottg", "district")
    initial = {name: getattr(settlement, name) for name in names} if settlement else None
    form = SettlementForm(posted(request), initial=initial)

    def act(district: District | None = None, **values: Any) -> Any:
        return actions.keep_settlement(by=actor, settlement=settlement, district=district, **values)

    return form_page(request, form, page, act)
