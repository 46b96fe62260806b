"""Votes of the whole sitting in one table; then all decisions numbered in one step."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from obih.council import actions, queries, rules
from obih.council.access import journals_of
from obih.council.actions.numbering import adopted_without_number, values_of
from obih.council.models import AgendaItem
from obih.council.queries import ItemLine
from obih.council.views.pages import actor_of, around, back_to, kept_or_refused
from obih.council.vocabulary import ItemKind
from obih.history.idempotency import KeyReused
from obih.people.models import Sitting
from obih.registry.actions.card_rows import parts_in
from obih.registry.models import Journal
from obih.registry.queries.periods import usual_case
from obih.registry.rules import PatternProblem, period_of
from obih.ui.post_keys import SENT_BEFORE, renew_post_key
from obih.ui.refusals import Refused
from obih.ui.words import counted

PARTS = ("in_favour", "against", "abstained", "not_voting")


@dataclass
class VoteRow:
    """A row of the table of votes: the figures as typed, or as they stand."""

    line: ItemLine
    typed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        decision = self.line.decision
        self.typed = {name: str(getattr(decision, name)) if decision else "" for name in PARTS}

    @property
    def cells(self) -> list[tuple[str, str]]:
        return list(self.typed.items())

    @property
    def is_empty(self) -> bool:
        return not any(self.typed.values())

    def read(self, data: QueryDict) -> None:
        for name in PARTS:
            self.typed[name] = data.get(f"{name}-{self.line.item.pk}", self.typed[name]).strip()[:40]

    def votes(self, composition: int, present: int | None) -> rules.Votes:
        """Blank cells are noughts; a blank last one is who of those present did not vote."""
        figures = {name: self._figure(name) for name in PARTS}
        if not self.typed["not_voting"] and present is not None:
            rest = present - figures["in_favour"] - figures["against"] - figures["abstained"]
            if rest < 0:
                number = self.line.item.number
                raise Refused(f"Пункт {number}: голосів більше, ніж присутніх ({present}), перевірте числа")
            figures["not_voting"] = rest
        return rules.Votes(**figures, composition=composition)

    def _figure(self, name: str) -> int:
        return figure(self.typed[name], f"Пункт {self.line.item.number}") or 0


def figure(text: str, of_what: str) -> int | None:
    """A number of people; None for nothing. Raises Refused for what is none."""
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        raise Refused(f"{of_what}: «{text}» не число голосів")
    return int(text)


@require_http_methods(["GET", "HEAD", "POST"])
def votes(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Figures of every item at once; what is adopted follows from them."""
    actor = actor_of(request)
    found = kept_or_refused(request, sitting_id)
    lines = queries.lines_of(actor, found)
    rows = [VoteRow(each) for each in lines if each.item.kind == ItemKind.DECISION and not each.is_hidden]
    voted = [row.line.decision for row in rows if row.line.decision]
    composition = str(voted[0].composition if voted else queries.composition_of(found) or "")
    present = str(voted[0].present) if voted else ""
    refusal = ""
    if request.method == "POST":
        composition = request.POST.get("composition", "").strip()[:40]
        present = request.POST.get("present", "").strip()[:40]
        for row in rows:
            row.read(request.POST)
        try:
            _record(request, found, rows, composition, present)
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, "Голоси записано.")
            return HttpResponseRedirect(back_to(found))
    context = around(
        found,
        rows=rows,
        composition=composition,
        present=present,
        refusal=refusal,
        article=rules.article_of(found.body.kind),
        needed=rules.needed(int(composition)) if composition.isdecimal() and len(composition) < 5 else None,
    )
    return render(request, "council/votes.html", context, status=422 if refusal else 200)


def _record(
    request: HttpRequest, found: Sitting, rows: list[VoteRow], composition: str, present: str
) -> None:
    whole, here = figure(composition, "Загальний склад") or 0, figure(present, "Присутні")
    entries = [
        actions.VoteEntry(row.line.item.pk, row.votes(whole, here)) for row in rows if not row.is_empty
    ]
    cleared = [row.line.item.pk for row in rows if row.is_empty and row.line.decision]
    actions.record_votes(found, entries, cleared=cleared, by=actor_of(request))


# ── numbering ────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Foreseen:
    """Numbers a journal would give now: from the first to the last, or why it cannot."""

    journal: Journal
    first: str = ""
    last: str = ""
    problem: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def numbering(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """What will be numbered and how; one press gives all the numbers."""
    actor = actor_of(request)
    found = kept_or_refused(request, sitting_id)
    journals = queries.journals_kept(actor, journals_of(found.body))
    refusal = ""
    if request.method == "POST":
        chosen = next((each for each in journals if each.code == request.POST.get("journal", "")), None)
        key = request.POST.get("idempotency_key", "")
        try:
            if chosen is None:
                raise Refused("Виберіть журнал, у якому нумерують рішення цього органу")
            if not key:
                raise Refused("Оновіть сторінку й натисніть ще раз")
            given = actions.number_decisions(found, chosen, key=key, by=actor)
        except KeyReused:
            renew_post_key(request)
            refusal = SENT_BEFORE
        except Refused as refused:
            refusal = refused.sentence
        else:
            messages.success(request, _said(given))
            return HttpResponseRedirect(back_to(found))
    lines = queries.lines_of(actor, found)
    try:
        waiting = adopted_without_number([each.item for each in lines])
    except Refused as refused:
        waiting, refusal = [], refusal or refused.sentence
    context = around(
        found,
        waiting=waiting,
        rejected=[each for each in lines if each.decision and not each.decision.is_adopted],
        foreseen=[_foreseen(each, waiting, found) for each in journals] if waiting else [],
        refusal=refusal,
        numbered=sum(each.is_numbered for each in lines),
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "council/numbering.html", context, status=status)


def _said(given: list[actions.Numbered]) -> str:
    count = counted(len(given), "рішення", "рішення", "рішень")
    numbers = given[0].number if len(given) == 1 else f"{given[0].number} … {given[-1].number}"
    return f"Пронумеровано {count}: {numbers}."


def _foreseen(journal: Journal, waiting: list[AgendaItem], sitting: Sitting) -> Foreseen:
    """How the numbers would look now. Somebody may register in the journal first: then they move on."""
    period = period_of(
        journal.period_kind,
        sitting.held_on,
        convocation=sitting.body.convocation,
        sitting=sitting.number,
    )
    last = queries.last_number(journal, period)
    case = usual_case(journal, sitting.held_on)
    try:
        ends = [
            parts_in(
                journal, day=sitting.held_on, unit=None, district=None, case=case,
                values=values_of(item, sitting),
            ).number(last + place)
            for place, item in ((1, waiting[0]), (len(waiting), waiting[-1]))
        ]  # fmt: skip
    except PatternProblem as problem:
        return Foreseen(journal, problem=str(problem))
    return Foreseen(journal, *ends)
