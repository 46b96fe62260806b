"""Extracts and mailing lists."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from obih.council import actions, queries
from obih.council.access import journals_of, why_not_keep
from obih.council.forms import AddresseeForm
from obih.council.models import Decision
from obih.council.printing import Extract, extract_of, extracts_of, extracts_pdf, extracts_zip, file_name
from obih.council.views.pages import (
    actor_of,
    around,
    download,
    kept_or_refused,
    sitting_or_404,
)
from obih.law.queries import profile
from obih.people.models import Appointment, Person, Sitting, Unit
from obih.people.queries import lower_first
from obih.registry.actions import note_reading
from obih.registry.codes import code_address
from obih.registry.models import CorrespondentGroup, Journal, Registration
from obih.registry.vocabulary import Access
from obih.ui.refusals import Refused
from obih.ui.words import counted


@require_safe
def extract(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The extract of one decision, for whoever sees its document."""
    actor = actor_of(request)
    found = queries.decision_of(actor, document_id)
    if found is None or found.document is None:
        raise Http404
    if found.document.access_level == Access.RESTRICTED:
        note_reading(found.document, by=actor)
    given = (
        Registration.objects.filter(document=document_id, moved_to=None).order_by("-registered_at").first()
    )
    made = extract_of(found, found.sitting, given.number if given else "", partial(code_address, request))
    return download(extracts_pdf([made]), file_name(made))


@require_safe
def extracts(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """The extracts of the sitting as one PDF."""
    found, made = _extracts(request, sitting_id)
    return download(extracts_pdf(made), f"витяги, засідання № {found.number.replace('/', '-')}.pdf")


@require_safe
def extracts_packed(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """The extracts of the sitting as a ZIP, a PDF each."""
    found, made = _extracts(request, sitting_id)
    name = f"витяги, засідання № {found.number.replace('/', '-')}.zip"
    return download(extracts_zip(made), name, "application/zip")


def _extracts(request: HttpRequest, sitting_id: int) -> tuple[Sitting, list[Extract]]:
    actor = actor_of(request)
    found = sitting_or_404(request, sitting_id)
    lines = queries.lines_of(actor, found)
    made = extracts_of(lines, found, partial(code_address, request))
    if not made:
        raise Refused("Витягів ще немає: спершу пронумеруйте рішення")
    for document in queries.restricted_among(lines):
        note_reading(document, by=actor)
    return found, made


# ── mailing lists ────────────────────────────────────────────────────


@require_safe
def mailing_print(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """The mailing lists of the sitting on paper, with a column to sign in."""
    found = sitting_or_404(request, sitting_id)
    context = around(
        found,
        entries=queries.mailing_of(actor_of(request), found),
        channels=_channels(),
        today=timezone.localdate(),
        printed_by=actor_of(request).label,
    )
    return render(request, "council/mailing_print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mailing(request: HttpRequest, sitting_id: int, item_id: int) -> HttpResponse:
    """Who gets the decision of an item: add, take off, mark as sent."""
    actor = actor_of(request)
    found = sitting_or_404(request, sitting_id)
    line = next((each for each in queries.lines_of(actor, found) if each.item.pk == item_id), None)
    if line is None or line.is_hidden or line.decision is None:
        raise Http404
    journals, channels = journals_of(found.body), _channels()
    why_not = why_not_keep(actor, journals)
    posted = request.method == "POST"
    if posted:
        kept_or_refused(request, sitting_id)
    adding = posted and request.POST.get("part", "") == "addressees"
    form = None if why_not else _form(request, found, queries.journals_kept(actor, journals), channels)
    refusal = ""
    if posted:
        try:
            if form is not None and adding:
                if form.is_valid():
                    return _added(request, found, line.decision, form)
            else:
                return _marked(request, found)
        except Refused as refused:
            refusal = refused.sentence
    entries = queries.mailing_of(actor, found, item_id)
    context = around(
        found,
        line=line,
        entries=entries,
        unsent=any(each.sent_at is None for each in entries),
        channels=channels,
        form=form,
        refusal=refusal,
        why_not=why_not,
    )
    return render(request, "council/mailing.html", context, status=422 if posted else 200)


def _channels() -> dict[str, str]:
    return {each.code: each.title for each in profile(timezone.localdate()).channels_for("outgoing")}


def _form(
    request: HttpRequest, found: Sitting, journals: list[Journal], channels: dict[str, str]
) -> AddresseeForm:
    today, organisation = timezone.localdate(), found.body.organisation_id
    held = Appointment.objects.on(today).filter(position__organisation=organisation)
    people = {
        each.person_id: f"{each.person.full_name}, {lower_first(each.position.title)}"
        for each in held.select_related("person", "position").order_by("person__surname")
    }
    groups = CorrespondentGroup.objects.filter(organisation=organisation).order_by("name")
    choices: dict[str, list[Any]] = {
        "group": [(str(each.pk), each.name) for each in groups],
        "unit": [
            (str(each.pk), each.name)
            for each in Unit.objects.open_on(today)
            .filter(organisation=organisation)
            .order_by("index", "name")
        ],
        "person": [(str(key), label) for key, label in people.items()],
        "channel": [("in_person", "особисто"), *((c, t) for c, t in channels.items() if c != "in_person")],
    }
    url = f"/journals/{journals[0].code}/correspondents/" if journals else ""
    adding = request.method == "POST" and request.POST.get("part") == "addressees"
    return AddresseeForm(request.POST if adding else None, choices=choices, correspondents_url=url)


def _added(request: HttpRequest, found: Sitting, decision: Decision, form: AddresseeForm) -> HttpResponse:
    told = form.cleaned_data
    common = {"paper": told["paper"], "channel_code": told["channel"]}
    named: list[actions.Addressee] = []
    if told["group"]:
        group = CorrespondentGroup.objects.get(pk=told["group"])
        named += [actions.Addressee(correspondent=each, **common) for each in group.members.all()]
    if told["correspondent"]:
        named.append(actions.Addressee(correspondent=told["correspondent"], **common))
    if told["unit"]:
        named.append(actions.Addressee(unit=Unit.objects.get(pk=told["unit"]), **common))
    if told["person"]:
        named.append(actions.Addressee(person=Person.objects.get(pk=told["person"]), **common))
    if told["name"]:
        named.append(actions.Addressee(name=told["name"], **common))
    which = [decision.pk]
    if told["everywhere"]:
        which = [
            each.decision.pk
            for each in queries.lines_of(actor_of(request), found)
            if each.decision and each.decision.is_adopted and not each.is_hidden
        ]
    added = actions.add_addressees(found, which, named, by=actor_of(request))
    said = counted(added, "рядок", "рядки", "рядків")
    messages.success(request, f"Додано {said} розсилки." if added else "Ці адресати вже у розсилці.")
    return HttpResponseRedirect(request.path)


def _marked(request: HttpRequest, found: Sitting) -> HttpResponse:
    """Take off or mark as sent the rows that are ticked."""
    chosen = [int(each) for each in request.POST.getlist("entry") if each.isdecimal() and len(each) < 19]
    if not chosen:
        raise Refused("Позначте адресатів")
    actor = actor_of(request)
    if request.POST.get("part") == "removal":
        count = actions.remove_addressees(found, chosen, by=actor)
        messages.success(request, f"Прибрано: {count}.")
    else:
        count = actions.note_sent(found, chosen, by=actor)
        if not count:
            raise Refused("Позначити нічого: рішення ще без номера або вже надіслане")
        messages.success(request, f"Позначено надісланим: {count}.")
    return HttpResponseRedirect(request.path)
