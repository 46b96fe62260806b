"""Rows of the combobox «Кому»: groups, the directory, our own units and people; and of «Підписав»."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from obih.desk.keeping import actor_of
from obih.desk.views.journal import journal_or_404
from obih.people.models import Appointment, Unit
from obih.people.queries import lower_first
from obih.registry import queries
from obih.registry.forms.addressees import signature_of
from obih.registry.models import CorrespondentGroup, Journal
from obih.registry.rules import name_key
from obih.ui.layout import other_layout
from obih.ui.parts import Option
from obih.ui.words import counted

MOST = 10


def options(request: HttpRequest, code: str) -> HttpResponse:
    """`?of=people` whoever works here, `inside` units and people, `outside` groups and the directory."""
    actor = actor_of(request)
    journal = journal_or_404(actor, code)
    text, of = request.GET.get("q", "").replace("\0", "").strip()[:200], request.GET.get("of", "")
    rows: list[Option] = []
    if of == "people":
        rows += _people(journal, text, signing=True)
    else:
        rows += _groups(journal, text)
        if of == "inside":
            rows += [*_units(journal, text), *_people(journal, text, signing=False)]
        else:
            found = queries.suggest_correspondents(actor, text, journal)
            rows += [
                Option(str(each.id), each.short_name or each.name, str(each.note)[:40]) for each in found
            ]
    rows = rows[: MOST + 2]
    if text:
        rows.append(Option("", text, "як написано"))
    return render(request, "ui/components/options.html", {"options": rows})


def _groups(journal: Journal, text: str) -> Iterator[Option]:
    rows = CorrespondentGroup.objects.filter(organisation=journal.organisation_id).prefetch_related("members")
    for each in rows:
        if _means(text, each.name):
            many = counted(len(each.members.all()), "адресат", "адресати", "адресатів")
            yield Option(f"g{each.pk}", each.name, f"група, {many}")


def _units(journal: Journal, text: str) -> Iterator[Option]:
    units = Unit.objects.open_on(timezone.localdate()).filter(organisation=journal.organisation_id)
    return (Option(f"u{each.pk}", each.name, "підрозділ") for each in units if _means(text, each.name))


def _people(journal: Journal, text: str, *, signing: bool) -> Iterator[Option]:
    held = Appointment.objects.on(timezone.localdate()).select_related("person", "position")
    ours = held.filter(Q(position__organisation=journal.organisation_id))
    for each in ours.order_by("-position__is_leader", "position__rank", "person__surname"):
        if _means(text, f"{each.person.full_name} {each.position.title}"):
            name = signature_of(each) if signing else each.person.full_name
            note = "" if signing else lower_first(each.position.title)
            yield Option(f"p{each.person_id}", name, note[:40])


def _means(text: str, name: str) -> bool:
    """Whether each word typed begins a word of the name, in either layout of the keyboard."""
    words = name_key(name).split()
    for typed in filter(None, (text, other_layout(text) if text else "")):
        if all(any(word.startswith(part) for word in words) for part in name_key(typed).split()):
            return True
    return not text
