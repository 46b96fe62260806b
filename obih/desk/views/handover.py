"""A leaver’s open work goes to a successor, and the leaver goes, in one step."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.desk.choices import successors
from obih.desk.forms import HandOverForm
from obih.desk.keeping import actor_of
from obih.history.work import unit_of_work
from obih.people import actions as people
from obih.people.access import why_not_manage_people
from obih.people.actors import Actor
from obih.people.models import Appointment, Person
from obih.registry import actions
from obih.registry.models import Document, PendingCard
from obih.tasks.actions import hand_over_tasks
from obih.tasks.printing import handover_pdf
from obih.tasks.queries.mine import open_work_of
from obih.ui.refusals import Refused
from obih.ui.words import counted


def choose(request: HttpRequest) -> HttpResponse:
    """Whose work is handed over: people at work."""
    _allow(actor_of(request))
    held = Appointment.objects.on(timezone.localdate()).select_related("person", "position")
    rows = held.order_by("person__surname", "person__given_name")
    return render(request, "desk/handover_choose.html", {"rows": rows})


def handover(request: HttpRequest, person_id: int) -> HttpResponse:
    """What would go over is counted first; the deed is one transaction: both or nothing."""
    actor = actor_of(request)
    _allow(actor)
    leaver = Person.objects.filter(pk=person_id, left_on=None).first()
    if leaver is None:
        raise Http404
    today = timezone.localdate()
    form = HandOverForm(request.POST or None, choices=successors(leaver, today), initial={"left_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            moved, tasks = _hand_over(form, leaver, actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            documents = counted(moved, "документ", "документи", "документів")
            given = counted(tasks, "завдання", "завдання", "завдань")
            messages.success(
                request, f"{leaver.full_name} більше не має входу. Передано {documents} і {given}."
            )
            return HttpResponseRedirect(reverse("desk:handover_choose"))
    context = {
        "form": form,
        "leaver": leaver,
        "reviews": Document.objects.filter(first_reviewer=leaver, closed_at=None).count(),
        "pending": PendingCard.objects.filter(person=leaver).count(),
        "work": open_work_of(leaver),
        "act_url": reverse("desk:handover_act", args=[leaver.pk]),
        "back_url": reverse("desk:handover_choose"),
    }
    return render(request, "desk/handover.html", context, status=422 if form.is_bound else 200)


@require_safe
def handover_act(request: HttpRequest, person_id: int) -> HttpResponse:
    """The act of handing over: open work line by line, before it goes; printed and signed by both."""
    actor = actor_of(request)
    _allow(actor)
    leaver = Person.objects.filter(pk=person_id).first()
    if leaver is None:
        raise Http404
    response = HttpResponse(handover_pdf(actor, leaver), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="akt-peredavannia.pdf"'
    return response


def _hand_over(form: HandOverForm, leaver: Person, actor: Actor) -> tuple[int, int]:
    told = form.cleaned_data
    successor = Person.objects.get(pk=int(told["successor"]))
    with unit_of_work():
        moved = actions.hand_over(leaver, successor, why=told["why"], by=actor)
        tasks = hand_over_tasks(leaver, successor, why=told["why"], by=actor)
        people.dismiss(leaver, on=told["left_on"], by=actor, successor=successor)
    return moved, tasks


def _allow(actor: Actor) -> None:
    if refusal := why_not_manage_people(actor):
        raise Refused(refusal)
