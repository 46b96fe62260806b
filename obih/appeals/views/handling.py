"""What becomes of an appeal or a request, each deed a form of its own beside the card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from obih.appeals import actions
from obih.appeals.forms import AnswerForm, BillForm, ExtendForm, ForwardForm
from obih.appeals.queries import Panel, panel_for
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.actions import note_reading
from obih.registry.actions.deadlines import DOCUMENT_ADDRESS
from obih.registry.queries import records
from obih.ui.refusals import Refused


def actor_of(request: HttpRequest) -> Actor:
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def _panel(request: HttpRequest, document_id: UUID) -> Panel:
    """This room’s part of a card the actor may change; absent and hidden look alike."""
    actor = actor_of(request)
    found = panel_for(document_id, actor)
    if found is None:
        raise Http404
    if found.why_not:
        raise Refused(found.why_not)
    return found


def _page(
    request: HttpRequest,
    panel: Panel,
    form: forms.Form,
    *,
    title: str,
    lead: str,
    button: str,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Show the form, or do what it says and go back to the card with the sentence `act` gave."""
    back_url = DOCUMENT_ADDRESS.format(panel.document_id)
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form.cleaned_data)
        except Refused as refused:
            refused.put_on(form)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(back_url)
    actor = actor_of(request)
    record = records(actor, [panel.document_id])[0]
    if record.is_restricted:
        note_reading(record.document, by=actor)
    context = {
        "form": form,
        "record": record,
        "title": title,
        "lead": lead,
        "button": button,
        "back_url": back_url,
    }
    return render(request, "appeals/deed.html", context, status=422 if form.is_bound else 200)


def forwardings(request: HttpRequest, document_id: UUID) -> HttpResponse:
    panel = _panel(request, document_id)
    actor = actor_of(request)
    today = timezone.localdate()

    def act(said: dict[str, Any]) -> str:
        made = actions.forward(document_id, **said, by=actor)
        late = made.last_on is not None and made.sent_on > made.last_on
        return "Пересилання записано." + (f" Строк був до {made.last_on:%d.%m.%Y}." if late else "")

    lead = "Разом із пересиланням повідомляють заявника (ч. 3 ст. 22 Закону № 2939-VI)."
    if panel.forward_by is not None:
        lead = (
            f"Переслати й повідомити заявника — до {panel.forward_by:%d.%m.%Y} (ст. 7 Закону № 393/96-ВР)."
            " Скаргу не пересилають тому, на кого скаржаться."
        )
    form = ForwardForm(request.POST or None, initial={"sent_on": today, "noticed_on": today})
    return _page(request, panel, form, title="Переслати за належністю", lead=lead, button="Записати", act=act)


def extensions(request: HttpRequest, document_id: UUID) -> HttpResponse:
    panel = _panel(request, document_id)
    actor = actor_of(request)
    if panel.extend_to is None:
        raise Refused("Цього строку закон не продовжує")

    def act(said: dict[str, Any]) -> str:
        made = actions.extend(document_id, **said, by=actor)
        return f"Строк продовжено до {made.new_on:%d.%m.%Y}."

    lead = f"За законом не пізніше {panel.extend_to:%d.%m.%Y}."
    if panel.notice_by is not None:
        lead += f" Повідомити запитувача — до {panel.notice_by:%d.%m.%Y} (ч. 4 ст. 20 Закону № 2939-VI)."
    form = ExtendForm(
        request.POST or None, initial={"on": panel.extend_to, "noticed_on": timezone.localdate()}
    )
    return _page(
        request, panel, form, title="Продовжити строк", lead=lead, button="Продовжити строк", act=act
    )


def answer(request: HttpRequest, document_id: UUID) -> HttpResponse:
    panel = _panel(request, document_id)
    actor = actor_of(request)

    def act(said: dict[str, Any]) -> str:
        actions.answer(document_id, **said, by=actor)
        return "Результат записано. Щоб зняти з роботи, натисніть «Виконано»."

    initial: dict[str, Any] = {"answered_on": timezone.localdate()}
    if panel.answer is not None:
        kept = panel.answer
        initial = {
            name: getattr(kept, name)
            for name in ("answered_on", "number", "signed_by", "ground", "explanation")
        } | {"result": panel.result_code}
    form = AnswerForm(request.POST or None, information=panel.information, initial=initial)
    lead = "Відповідь підписує керівник або той, хто виконує його обов’язки (ст. 15 Закону № 393/96-ВР)."
    if panel.information:
        lead = "Відмову обґрунтовують однією з чотирьох підстав (ст. 22 Закону № 2939-VI)."
    return _page(
        request, panel, form, title="Результат розгляду", lead=lead, button="Записати результат", act=act
    )


def copying(request: HttpRequest, document_id: UUID) -> HttpResponse:
    panel = _panel(request, document_id)
    actor = actor_of(request)
    if not panel.information:
        raise Refused("Копіювання оплачують за запитами на інформацію")

    @unit_of_work()
    def act(said: dict[str, Any]) -> str:
        paid_on = said.pop("paid_on")
        actions.bill_copies(document_id, **said, by=actor)
        if paid_on:
            actions.pay_copies(document_id, paid_on=paid_on, by=actor)
        return "Рахунок за копіювання записано."

    initial: dict[str, Any] = {"billed_on": timezone.localdate()}
    if panel.bill is not None:
        initial = {name: getattr(panel.bill, name) for name in ("pages", "amount", "billed_on", "paid_on")}
    form = BillForm(request.POST or None, initial=initial)
    lead = "До 10 сторінок копіюють безкоштовно (ст. 21 Закону № 2939-VI)."
    return _page(
        request, panel, form, title="Рахунок за копіювання", lead=lead, button="Записати рахунок", act=act
    )
