"""One deed for the documents marked in a journal, with a line for each: done or why not."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from obih.desk.choices import people_and_units
from obih.desk.exporting import uuids
from obih.desk.forms import ShareForm
from obih.desk.forms_papers import GiveCaseForm, GiveUnitForm, HandToForm
from obih.desk.keeping import actor_of
from obih.desk.views.journal import journal_or_404
from obih.people.actors import Actor
from obih.registry import labels, queries
from obih.registry.actions import bulk as deeds
from obih.registry.models import HandoverList, Journal
from obih.registry.queries.rows import JournalRow, load_rows
from obih.ui.refusals import Refused

TITLES = {
    "share": "Надати доступ",
    "unit": "Відповідальний підрозділ",
    "case": "Справа",
    "paper": "Передати оригінали",
}
BUTTONS = {
    "share": "Надати доступ",
    "unit": "Призначити підрозділ",
    "case": "Призначити справу",
    "paper": "Скласти реєстр передавання",
}


@dataclass(frozen=True)
class Told:
    """A line of the result; without `row` the document is not there or not for this reader."""

    row: JournalRow | None
    refusal: str


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, code: str) -> HttpResponse:
    """What can be done with the marked documents; after it, what came of each."""
    actor = actor_of(request)
    book = journal_or_404(actor, code)
    marked = list(dict.fromkeys(uuids((request.POST or request.GET).getlist("marked"))))
    deed = request.POST.get("deed", "")
    offered = _forms(request, book, deed)
    refusal = ""
    if request.method == "POST" and deed in offered and offered[deed].is_valid():
        try:
            return _done(request, book, deed, offered[deed].cleaned_data, marked)
        except Refused as refused:
            refusal = refused.sentence
    rows = _rows(actor, marked)
    context = {
        "journal": book,
        "rows": list(rows.values()),
        "marked": marked,
        "offered": [(name, TITLES[name], BUTTONS[name], form) for name, form in offered.items()],
        "refusal": refusal,
        "too_many": len(marked) > deeds.MOST,
        "query": urlencode([("marked", str(each)) for each in rows]),
        "sizes": [(each, name) for each, (name, *_) in labels.ENVELOPES.items()],
        "back_url": reverse("desk:journal", args=[code]),
    }
    return render(request, "desk/bulk.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: HttpRequest, book: Journal, deed: str) -> dict[str, forms.Form]:
    today = timezone.localdate()

    def data(name: str) -> Any:
        return request.POST if deed == name else None

    organisation = book.organisation.code
    return {
        "share": ShareForm(data("share"), prefix="share", choices=people_and_units(today)),
        "unit": GiveUnitForm(data("unit"), prefix="unit", today=today),
        "case": GiveCaseForm(data("case"), prefix="case", today=today, organisation_code=organisation),
        "paper": HandToForm(data("paper"), prefix="paper", today=today),
    }


def _rows(actor: Actor, marked: list[UUID]) -> dict[UUID, JournalRow]:
    """The marked documents that the actor sees, in their order."""
    seen = set(queries.visible_to(actor).filter(pk__in=marked).values_list("pk", flat=True))
    found = load_rows([each for each in marked if each in seen], today=timezone.localdate())
    return {each.document_id: each for each in found}


def _done(
    request: HttpRequest, book: Journal, deed: str, told: Mapping[str, Any], marked: list[UUID]
) -> HttpResponse:
    actor = actor_of(request)
    key = request.POST.get("idempotency_key") or str(uuid.uuid4())
    made: HandoverList | None = None
    if deed == "share":
        lines = deeds.share_many(marked, int(told["to"]), why=told["why"], key=key, by=actor)
    elif deed == "unit":
        lines = deeds.give_unit_to_many(marked, told["unit"], reason=told["reason"], key=key, by=actor)
    elif deed == "case":
        lines = deeds.give_case_to_many(marked, told["case"], reason=told["reason"], key=key, by=actor)
    else:
        made, lines = deeds.hand_over_many(marked, told["unit"], key=key, by=actor)
    rows = _rows(actor, marked)
    failed = [str(each.document_id) for each in lines if each.refusal and each.document_id in rows]
    again = urlencode([("marked", each) for each in failed])
    address = reverse("desk:bulk", args=[book.code])
    context = {
        "journal": book,
        "title": TITLES[deed],
        "made": made,
        "lines": [Told(rows.get(each.document_id), each.refusal) for each in lines],
        "done": sum(not each.refusal for each in lines),
        "again_url": f"{address}?{again}" if failed else "",
        "back_url": reverse("desk:journal", args=[book.code]),
    }
    return render(request, "desk/bulk_done.html", context)
