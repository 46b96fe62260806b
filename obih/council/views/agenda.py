"""The agenda, edited as a table; one item with its text, drafts and roll-call."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obih.council import actions, queries, rules
from obih.council.access import journals_of, why_not_keep
from obih.council.actions.agenda import person_named
from obih.council.models import AgendaFile, AgendaItem
from obih.council.queries import ItemLine
from obih.council.views.pages import actor_of, around, back_to, item_or_404, kept_or_refused, sitting_or_404
from obih.council.vocabulary import ItemKind, Majority
from obih.files.actions import receiving
from obih.files.serving import respond
from obih.history.idempotency import KeyReused
from obih.people.models import Person, Sitting
from obih.registry.vocabulary import FileRole
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused


@dataclass
class AgendaRow:
    """A row of the table as it was typed, or as it stands."""

    pk: int
    place: int
    order: str
    number: str
    title: str
    speaker: str
    author: str
    kind: str
    majority: str
    gone: bool = False
    is_numbered: bool = False
    line: ItemLine | None = None

    @property
    def given(self) -> str:
        return self.line.number if self.line else ""

    @property
    def shown(self) -> str:
        return self.line.title if self.line else self.title

    @classmethod
    def of(cls, line: ItemLine, place: int) -> AgendaRow:
        item = line.item
        return cls(
            item.pk, place, str(place), item.number, item.title, item.speaker, item.author, item.kind,
            item.majority, is_numbered=line.is_numbered, line=line,
        )  # fmt: skip

    def typed(self, data: QueryDict) -> AgendaRow:
        """The row with what came in the request; a numbered one changes only its place."""
        own = f"-{self.pk}"
        self.order = data.get(f"order{own}", self.order).strip()[:4]
        if not self.is_numbered:
            self.number = data.get(f"number{own}", self.number)
            self.title = data.get(f"title{own}", self.title)
            self.speaker = data.get(f"speaker{own}", self.speaker)
            self.author = data.get(f"author{own}", self.author)
            self.kind = _one_of(ItemKind.values, data.get(f"kind{own}", ""), self.kind)
            self.majority = _one_of(Majority.values, data.get(f"majority{own}", ""), self.majority)
            self.gone = f"gone{own}" in data
        return self


def _one_of(values: list[str], told: str, otherwise: str) -> str:
    return told if told in values else otherwise


@require_http_methods(["GET", "HEAD", "POST"])
def agenda(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """The whole agenda in one form: rows to mend and to move, and a field to paste new titles into."""
    actor = actor_of(request)
    found = kept_or_refused(request, sitting_id)
    rows = [AgendaRow.of(line, place) for place, line in enumerate(queries.lines_of(actor, found), start=1)]
    speakers = queries.speakers(found.body, found.held_on)
    pasted, refusal = "", ""
    if request.method == "POST":
        rows = [row.typed(request.POST) for row in rows]
        pasted = request.POST.get("pasted", "")[:200_000]
        try:
            actions.put_agenda(
                found,
                _entries(rows, pasted, speakers),
                removed=[row.pk for row in rows if row.gone],
                key=request.POST.get("idempotency_key", ""),
                by=actor,
            )
        except KeyReused:
            renew_post_key(request)
            refusal = SENT_BEFORE
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, "Порядок денний збережено.")
            stays = "more" in request.POST
            return HttpResponseRedirect(request.path if stays else back_to(found))
    context = around(
        found, rows=rows, pasted=pasted, refusal=refusal, kinds=ItemKind.choices, majorities=Majority.choices,
        speakers=sorted(each.full_name for each in speakers.values()),
    )  # fmt: skip
    return render(request, "council/agenda.html", context, status=422 if refusal else 200)


def _entries(rows: list[AgendaRow], pasted: str, speakers: dict[str, Person]) -> list[actions.AgendaEntry]:
    by_place = {row.place: row for row in rows}
    wanted = [(row.place, int(row.order) if row.order.isdecimal() else row.place) for row in rows]
    kept = [by_place[place] for place in rules.placed(wanted) if not by_place[place].gone]
    entries = [
        _entry(row.number, row.title, row.speaker, row.author, speakers, row.kind, row.majority, row.pk)
        for row in kept
    ]
    fresh = rules.numbered(rules.parse_agenda(pasted), [row.number for row in kept])
    return entries + [
        _entry(each.number, each.title, each.rapporteur, each.author, speakers) for each in fresh
    ]


def _entry(
    number: str,
    title: str,
    speaker: str,
    author: str,
    speakers: dict[str, Person],
    kind: str = ItemKind.DECISION,
    majority: str = Majority.HALF,
    item_id: int | None = None,
) -> actions.AgendaEntry:
    person = person_named(speaker, speakers)
    return actions.AgendaEntry(
        number=number,
        title=title,
        rapporteur_id=person.pk if person else None,
        rapporteur_name=speaker,
        author=author,
        kind=kind,
        majority=majority,
        item_id=item_id,
    )


# ── one item ─────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, sitting_id: int, item_id: int) -> HttpResponse:
    """The text of the decision, the drafts, the roll-call."""
    found = sitting_or_404(request, sitting_id)
    chosen = _seen_item(request, found, item_id)
    if request.method == "POST":
        kept_or_refused(request, sitting_id)
        refusal = _changed(request, chosen)
        if not refusal:
            return HttpResponseRedirect(request.path)
        return _item_page(request, found, chosen, refusal, status=422)
    return _item_page(request, found, chosen)


def _seen_item(request: HttpRequest, found: Sitting, item_id: int) -> AgendaItem:
    """The item unless its decision’s document is hidden from the actor."""
    lines = {each.item.pk: each for each in queries.lines_of(actor_of(request), found)}
    if item_id not in lines or lines[item_id].is_hidden:
        raise Http404
    return item_or_404(found, item_id)


def _changed(request: HttpRequest, chosen: AgendaItem) -> str:
    """Carry out the part of the page that was sent; gives the refusal."""
    actor, part = actor_of(request), request.POST.get("part", "")
    try:
        if part == "files":
            with receiving() as receive:
                for each in request.FILES.getlist("files"):
                    stored = receive(each, each.name or "проєкт")
                    actions.attach_draft(chosen, stored, role=_role(request), by=actor)
            messages.success(request, "Файли додано до пункту.")
        elif part == "roll-call":
            cast = rules.parse_roll_call(request.POST.get("roll_call", "")[:50_000])
            told = request.POST.get("composition", "").strip()
            actions.record_roll_call(
                chosen, cast, composition=int(told) if told.isdecimal() and len(told) < 5 else 0, by=actor
            )
            messages.success(request, "Поіменне голосування записано.")
        else:
            actions.set_text(chosen, text=request.POST.get("text", ""), by=actor)
            messages.success(request, "Текст рішення збережено.")
    except Refused as refused:
        return refused.sentence
    except rules.RollCallProblem as problem:
        return str(problem)
    return ""


def _role(request: HttpRequest) -> FileRole:
    return FileRole.ANNEX if request.POST.get("role") == FileRole.ANNEX else FileRole.MAIN


def _item_page(
    request: HttpRequest, found: Sitting, chosen: AgendaItem, refusal: str = "", status: int = 200
) -> HttpResponse:
    decision = getattr(chosen, "decision", None)
    cast = list(decision.roll_call.all()) if decision else []
    composition = decision.composition if decision else queries.composition_of(found)
    members = cast or [f"{each.full_name}: за" for each in queries.members_of(found.body, found.held_on)]
    shown = [each if isinstance(each, str) else f"{each.name}: {each.get_vote_display()}" for each in members]
    context = around(
        found,
        item=chosen,
        decision=decision,
        files=list(chosen.files.select_related("content")),
        text=request.POST.get("text", chosen.text),
        cast=cast,
        roll_call=request.POST.get("roll_call", "\n".join(shown)),
        composition=request.POST.get("composition", composition or ""),
        is_numbered=decision is not None and decision.document_id is not None,
        document_url=f"/documents/{decision.document_id}/" if decision else "",
        why_not=why_not_keep(actor_of(request), journals_of(found.body)),
        refusal=refusal,
        roles=[(FileRole.MAIN.value, FileRole.MAIN.label), (FileRole.ANNEX.value, FileRole.ANNEX.label)],
    )
    return render(request, "council/item.html", context, status=status)


@require_safe
def draft(request: HttpRequest, sitting_id: int, file_id: UUID) -> HttpResponseBase:
    """A draft as it came, always a download."""
    found = sitting_or_404(request, sitting_id)
    file = AgendaFile.objects.filter(pk=file_id, item__sitting=found).select_related("content").first()
    if file is None:
        raise Http404
    return respond(file.content, file.name, request=request)


@require_POST
def draft_removal(request: HttpRequest, sitting_id: int, file_id: UUID) -> HttpResponse:
    found = kept_or_refused(request, sitting_id)
    file = AgendaFile.objects.filter(pk=file_id, item__sitting=found).first()
    if file is None:
        raise Http404
    actions.remove_draft(file_id, sitting=found, by=actor_of(request))
    messages.success(request, "Файл прибрано з пункту.")
    return HttpResponseRedirect(reverse("council:item", args=[found.pk, file.item_id]))
