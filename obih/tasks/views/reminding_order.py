"""Who is reminded when: everybody may look, whoever controls may change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from obih.tasks.actions.reminding_order import set_reminding_order, why_not_order
from obih.tasks.forms.reminding_order import RemindingOrderForm
from obih.tasks.models import ReminderStage
from obih.tasks.stages import WHOM, order_in_words
from obih.tasks.views.parts import actor_of
from obih.ui.refusals import Refused


def reminding_order(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    stages = [each.value for each in ReminderStage.objects.filter(is_on=True)]
    refusal = why_not_order(actor)
    if request.method == "POST" and refusal:
        raise Refused(refusal)
    form = RemindingOrderForm(request.POST if request.method == "POST" else None, stages=stages)
    if request.method == "POST" and form.is_valid():
        try:
            set_reminding_order(form.stages(), by=actor)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, "Порядок збережено. Діє з наступного нагадування")
            return HttpResponseRedirect(reverse("tasks:reminding_order"))
    context = {
        "form": form, "whom": list(WHOM.values()), "why_not": refusal,
        "words": order_in_words(stages).split("; "),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "tasks/reminding_order.html", context, status=status)
