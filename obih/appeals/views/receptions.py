"""Personal reception: the screen of a minute, the receipt, the register on screen and on paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from obih.appeals import actions, printing, queries
from obih.appeals.access import reception_journals, why_not_receive, why_not_see_receptions
from obih.appeals.actions import ReceptionEntry
from obih.appeals.forms import ReceptionFilterForm, ReceptionForm
from obih.appeals.layouts import RECEPTIONS
from obih.appeals.models import Reception
from obih.appeals.rules import Applicant
from obih.appeals.views.handling import actor_of
from obih.files.serving import disposition
from obih.history.idempotency import KeyReused
from obih.people.actors import Actor
from obih.people.models import Organisation, Person
from obih.registry.actions import note_reading
from obih.registry.actions.deadlines import DOCUMENT_ADDRESS
from obih.registry.cards import CardLink
from obih.registry.layouts import layout_of
from obih.registry.models import Deadline, Journal, Registration
from obih.registry.rules import PatternProblem
from obih.registry.vocabulary import LinkKind
from obih.ui.parts import Pages
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused

PAGE_SIZE = 50


# ── one reception ────────────────────────────────────────────────────


def reception_new(request: HttpRequest) -> HttpResponse:
    """Write down who came and with what; the number and the receipt come at once."""
    actor = actor_of(request)
    if refusal := why_not_receive(actor):
        raise Refused(refusal)
    journal = _journal(request, actor)
    form = ReceptionForm(request.POST or None, actor=actor, journal=journal, initial=_usual(actor, journal))
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.record_reception(_entry(form, journal), key=_key(request), by=actor)
        except KeyReused:
            form.add_error(None, SENT_BEFORE)
            renew_post_key(request)
        except PatternProblem as problem:
            form.add_error(None, str(problem))
        except Refused as refused:
            refused.put_on(form)
        else:
            return HttpResponseRedirect(f"{reverse('appeals:reception_new')}?done={done.document_id}")
    context = {
        "form": form,
        "journal": journal,
        "journals": reception_journals(actor),
        "done": _done(request, actor),
        "earlier": _earlier(form) if form.is_bound else [],
        "chosen": request.POST.get("repeats", ""),
        "fold_open": any(form.has_error(name) for name in FOLDED),
    }
    return render(request, "appeals/reception.html", context, status=422 if form.is_bound else 200)


FOLDED = ("written", "appeal_kind", "thematic_code", "appeal_category", "place", "held_on")


def _journal(request: HttpRequest, actor: Actor) -> Journal:
    """The journal of appeals to register in: the one asked for among the actor’s own, else his first."""
    kept = reception_journals(actor)
    asked = request.POST.get("journal") or request.GET.get("journal")
    return next((each for each in kept if each.code == asked), kept[0])


def _key(request: HttpRequest) -> str:
    return request.POST.get("idempotency_key") or str(uuid4())


def _usual(actor: Actor, journal: Journal) -> dict[str, Any]:
    """Who received last among what this clerk wrote today, else the leader of the organisation."""
    today = timezone.localdate()
    last = (
        Reception.objects.filter(
            document__registrations__journal=journal,
            document__registrations__registered_by=actor.person_id,
            held_on=today,
        )
        .order_by("-noted_at")
        .first()
    )
    if last is not None:
        return {"leader": last.leader_id, "place": last.place}
    leader = (
        Person.objects.filter(
            appointments__position__organisation=journal.organisation_id,
            appointments__position__is_leader=True,
            appointments__started_on__lte=today,
            left_on=None,
        )
        .order_by("appointments__position__rank")
        .first()
    )
    return {"leader": leader.pk if leader else None}


def _entry(form: ReceptionForm, journal: Journal) -> ReceptionEntry:
    said = form.cleaned_data
    repeated = said.get("repeats")
    return ReceptionEntry(
        journal=journal,
        leader=said["leader"],
        held_on=said["held_on"],
        applicant=form.applicant_said(),
        substance=said["substance"],
        appeal_kind=said.get("appeal_kind") or "",
        topic=said.get("thematic_code") or "",
        written=bool(said.get("written")),
        unit=said.get("unit"),
        charge=said.get("charge") or "",
        place=said.get("place") or "",
        category=said.get("appeal_category") or "",
        previous=(CardLink(repeated, LinkKind.REPEATS),) if repeated else (),
    )


def _done(request: HttpRequest, actor: Actor) -> dict[str, Any] | None:
    """The number just given and where its receipt is; only of what the actor sees."""
    try:
        reception = queries.reception_of(actor, UUID(request.GET.get("done", "")))
    except ValueError:
        return None
    if reception is None:
        return None
    registration = Registration.objects.get(document=reception.document_id, moved_to=None)
    due = Deadline.objects.filter(document=reception.document_id).first()
    return {
        "registration": registration,
        "url": DOCUMENT_ADDRESS.format(reception.document_id),
        "receipt_url": reverse("appeals:receipt", args=[reception.document_id]),
        "answer_by": due.effective_on if due else None,
    }


def _earlier(form: ReceptionForm) -> list[queries.Earlier]:
    form.is_valid()
    applicant: Applicant = form.applicant_said()
    return queries.likely_repeats(form.actor, applicant)


@require_POST
def reception_remarks(request: HttpRequest) -> HttpResponse:
    """Whether the one who came has come before, from what is typed so far."""
    actor = actor_of(request)
    if refusal := why_not_receive(actor):
        raise Refused(refusal)
    form = ReceptionForm(request.POST, actor=actor, journal=_journal(request, actor))
    context = {"earlier": _earlier(form), "chosen": request.POST.get("repeats", "")}
    return render(request, "appeals/_earlier.html", context)


# ── the receipt ──────────────────────────────────────────────────────


@require_safe
def receipt(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = _reception(request, document_id)
    context = {
        "receipt": printing.receipt_of(found),
        "pdf_url": reverse("appeals:receipt_pdf", args=[document_id]),
        "back_url": reverse("appeals:reception_new"),
    }
    return render(request, "appeals/receipt.html", context)


@require_safe
def receipt_pdf(request: HttpRequest, document_id: UUID) -> HttpResponse:
    told = printing.receipt_of(_reception(request, document_id))
    name = f"прийом {told.number.replace('/', '-')}.pdf"
    return _file(printing.receipt_pdf(told), name, "application/pdf")


def _reception(request: HttpRequest, document_id: UUID) -> Reception:
    """A reception the actor sees; reading of a restricted document is noted."""
    actor = actor_of(request)
    found = queries.reception_of(actor, document_id)
    if found is None:
        raise Http404
    note_reading(found.document, by=actor)
    return found


# ── the register ─────────────────────────────────────────────────────


@require_safe
def receptions(request: HttpRequest) -> HttpResponse:
    """The register of receptions in its columns, newest first."""
    actor = actor_of(request)
    _allow_register(actor)
    form, rows = _filtered(request, actor)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    layout = layout_of(RECEPTIONS)
    lines = printing.reception_lines(list(page.object_list))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "columns": [each["title"] for each in layout.columns],
        "lines": [(line, printing.cells_of(line, layout.columns)) for line in lines],
        "count": page.paginator.count,
        "shown": Pages(
            f"{page.start_index()}–{page.end_index()} з {page.paginator.count}",
            next_url=_page_url(query, page.next_page_number()) if page.has_next() else "",
            previous_url=_page_url(query, page.previous_page_number()) if page.has_previous() else "",
        ),
        "print_url": f"{reverse('appeals:receptions_print')}?{query.urlencode()}",
        "why_not_receive": why_not_receive(actor),
    }
    return render(request, "appeals/receptions.html", context)


def _page_url(query: QueryDict, number: int) -> str:
    asked = query.copy()
    asked["page"] = str(number)
    return f"?{asked.urlencode()}"


def _allow_register(actor: Actor) -> None:
    if why_not_see_receptions(actor):
        raise Http404


def _filtered(request: HttpRequest, actor: Actor) -> tuple[ReceptionFilterForm, Any]:
    """The filter and what it lets through; a date that is none filters nothing and says so."""
    seen = queries.receptions(actor).order_by().values("leader")
    form = ReceptionFilterForm(request.GET or None, leaders=Person.objects.filter(pk__in=seen))
    said = form.cleaned_data if form.is_valid() else {}
    leader = said.get("leader")
    rows = queries.receptions(
        actor, since=said.get("since"), until=said.get("until"), leader=leader.pk if leader else None
    )
    return form, rows


def _printed(request: HttpRequest) -> printing.PrintedReceptions:
    actor = actor_of(request)
    _allow_register(actor)
    _, rows = _filtered(request, actor)
    organisation = (
        Organisation.objects.filter(pk=actor.organisation_id).first() if actor.organisation_id else None
    )
    printed = printing.printed_receptions(
        rows, organisation=organisation.name if organisation else "", printed_by=actor.label
    )
    for each in rows[: printing.MOST_LINES]:
        note_reading(each.document, by=actor)
    return printed


@require_safe
def receptions_print(request: HttpRequest) -> HttpResponse:
    query = request.GET.urlencode()
    context = {
        "printed": _printed(request),
        "pdf_url": f"{reverse('appeals:receptions_print_pdf')}?{query}",
        "xlsx_url": f"{reverse('appeals:receptions_print_xlsx')}?{query}",
        "back_url": f"{reverse('appeals:receptions')}?{query}",
    }
    return render(request, "appeals/receptions_print.html", context)


@require_safe
def receptions_print_pdf(request: HttpRequest) -> HttpResponse:
    printed = _printed(request)
    name = f"{printed.head.form}, {timezone.localdate():%Y-%m-%d}"
    return _file(printing.receptions_pdf(printed), f"{name}.pdf", "application/pdf")


@require_safe
def receptions_print_xlsx(request: HttpRequest) -> HttpResponse:
    printed = _printed(request)
    name = f"{printed.head.form}, {timezone.localdate():%Y-%m-%d}"
    return _file(printing.receptions_sheet(printed), f"{name}.xlsx", XLSX)


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(made: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(made, content_type=kind)
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response
