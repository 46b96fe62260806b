"""People: the list, the card, appointments, absence, leaving."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from obih.people import actions
from obih.people.access import (
    Power,
    why_not,
    why_not_manage_people,
    why_not_substitute,
    why_not_view_as,
)
from obih.people.declension import CASES, decline_name, person_in, position_in
from obih.people.forms import AbsenceForm, AppointForm, DayForm, DismissForm, PersonForm, SubstituteForm
from obih.people.models import Absence, Account, Appointment, Membership, Person, Substitution
from obih.people.queries import absences_of, lower_first, people, substitutions_of
from obih.people.views.pages import FormPage, actor_of, form_page, open_to, posted


@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    former = request.GET.get("former") == "1"
    found = people(text, with_former=former, today=timezone.localdate())
    context = {"people": found, "text": text, "former": former}
    return render(
        request, "people/people.html", context | {"why_not": why_not_manage_people(actor_of(request))}
    )


@require_GET
def person_card(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    actor, today = actor_of(request), timezone.localdate()
    appointments = list(person.appointments.select_related("position__unit", "position__organisation"))
    account = Account.objects.filter(person=person).first()
    held = [each for each in appointments if each.ended_on is None or each.ended_on >= today]
    where = {each.position.organisation_id for each in held}
    manages = why_not(actor, Power.MANAGE_PEOPLE) is None
    context: dict[str, Any] = {
        "person": person,
        "today": today,
        "appointments": appointments,
        "held": held,
        "memberships": Membership.objects.filter(person=person).select_related("body"),
        "substitutions": substitutions_of(person, today),
        "absences": absences_of(person, today),
        "cases": _cases(person, appointments),
        "why_not_manage": why_not_manage_people(actor),
        "why_not_substitute": why_not_substitute(actor, person, where),
        "account": account if manages else None,
        "roles": account.roles.select_related("organisation") if account and manages else [],
        "manages": manages,
        "view_as_allowed": bool(account and account.is_active and not why_not_view_as(actor, person)),
    }
    return render(request, "people/person.html", context)


def _cases(person: Person, appointments: list[Appointment]) -> list[tuple[str, str, str]]:
    """Label of the case, the name and the main post in it."""
    post = next((each.position for each in appointments if each.ended_on is None), None)
    return [
        (label, person_in(person, case), lower_first(position_in(post, case)) if post else "")
        for case, label in CASES.items()
    ]


def person_add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage("Нова людина", "Додати", reverse("people:people"))

    def act(**values: Any) -> HttpResponse:
        person = actions.add_person(by=actor, **values)
        return HttpResponseRedirect(reverse("people:person", args=[person.pk]))

    form = PersonForm(posted(request))
    return form_page(request, form, page, act, preview_url=reverse("people:name_preview"))


def person_change(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    names = ("surname", "given_name", "patronymic", "sex", "email", "phone")
    initial = {name: getattr(person, name) for name in names}
    initial |= {f"form_{case}": text for case, text in person.forms.items()}
    page = FormPage(f"{person.full_name}: зміни", "Зберегти", reverse("people:person", args=[pk]))
    form = PersonForm(posted(request), initial=initial)
    by_rule = decline_name(person.surname, person.given_name, person.patronymic, person.sex)
    return form_page(
        request,
        form,
        page,
        lambda **values: actions.change_person(person, by=actor, **values),
        preview_url=reverse("people:name_preview"),
        by_rule=[(CASES[case], text) for case, text in by_rule.items()],
    )


@require_GET
def name_preview(request: HttpRequest) -> HttpResponse:
    """The cases of a name being typed, by rule; a fragment under the form."""
    parts = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:80]
        for name in ("surname", "given_name", "patronymic", "sex")
    }
    said = decline_name(parts["surname"], parts["given_name"], parts["patronymic"], parts["sex"])
    rows = [(CASES[case], text) for case, text in said.items()]
    return render(request, "people/_cases.html", {"rows": rows})


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage(f"Призначити: {person.full_name}", "Призначити", reverse("people:person", args=[pk]))
    form = AppointForm(posted(request))
    return form_page(request, form, page, lambda **values: actions.appoint(person, by=actor, **values))


def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    appointment = get_object_or_404(Appointment.objects.select_related("person", "position"), pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage(
        f"{appointment.person.full_name} залишає посаду",
        "Записати",
        reverse("people:person", args=[appointment.person_id]),
        lead=appointment.position.title,
    )
    form = DayForm(posted(request))
    return form_page(request, form, page, lambda on: actions.end_appointment(appointment, on=on, by=actor))


def substitute(request: HttpRequest, pk: int) -> HttpResponse:
    """Who acts while somebody is absent."""
    absent = get_object_or_404(Appointment.objects.select_related("person", "position"), pk=pk)
    actor = actor_of(request)
    open_to(why_not_substitute(actor, absent.person, [absent.position.organisation_id]))
    page = FormPage(
        f"В. о. на час відсутності: {absent.person.full_name}",
        "Призначити",
        reverse("people:person", args=[absent.person_id]),
        lead=f"{absent.position.title}. Обидва імені стоятимуть на всьому, що буде зроблено.",
    )
    form = SubstituteForm(posted(request), absent=absent)
    return form_page(
        request, form, page, lambda **values: actions.arrange_substitution(absent, by=actor, **values)
    )


@require_POST
def substitution_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    substitution = get_object_or_404(
        Substitution.objects.select_related("absent__person", "absent__position"), pk=pk
    )
    actor = actor_of(request)
    absent = substitution.absent
    open_to(why_not_substitute(actor, absent.person, [absent.position.organisation_id]))
    actions.revoke_substitution(substitution, by=actor)
    return HttpResponseRedirect(reverse("people:person", args=[absent.person_id]))


def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Days on which somebody is away."""
    person = get_object_or_404(Person, pk=pk)
    actor = actor_of(request)
    open_to(why_not_substitute(actor, person, _places(person)))
    page = FormPage(
        f"Відсутність: {person.full_name}",
        "Записати",
        reverse("people:person", args=[pk]),
        lead="Це побачать колеги й контроль. Повноважень запис не передає: для цього призначте в. о.",
    )
    form = AbsenceForm(posted(request))
    return form_page(request, form, page, lambda **values: actions.note_absence(person, by=actor, **values))


@require_POST
def absence_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk)
    actor = actor_of(request)
    open_to(why_not_substitute(actor, absence.person, _places(absence.person)))
    actions.withdraw_absence(absence, by=actor)
    return HttpResponseRedirect(reverse("people:person", args=[absence.person_id]))


def _places(person: Person) -> list[int]:
    held = Appointment.objects.on(timezone.localdate()).filter(person=person)
    return list(held.values_list("position__organisation_id", flat=True))


def dismissal(request: HttpRequest, pk: int) -> HttpResponse:
    """Leaving the service: one form ends posts, way in and sessions, and names the successor."""
    person = get_object_or_404(Person, pk=pk)
    actor = actor_of(request)
    open_to(why_not_manage_people(actor))
    page = FormPage(
        f"Звільнити: {person.full_name}",
        "Звільнити",
        reverse("people:person", args=[pk]),
        lead="Посади закінчаться цим днем, вхід і всі сеанси закриються зараз. "
        "Відкрита робота перейде до того, хто приймає справи.",
        done="Звільнено, вхід закрито",
        danger=True,
    )
    form = DismissForm(posted(request), person=person)
    return form_page(request, form, page, lambda **values: actions.dismiss(person, by=actor, **values))
