"""The list of journals; opening one, changing one, saying who reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from obih.desk.choices import readers as reader_choices
from obih.desk.forms import JournalForm, JournalSettingsForm, ReaderForm
from obih.desk.keeping import actor_of, kept_journals
from obih.people.actors import Actor
from obih.registry import actions, queries
from obih.registry.access import why_not_manage_journals
from obih.registry.models import Journal, JournalReader
from obih.registry.queries.volumes import sees_volumes
from obih.ui.refusals import Refused


def journals(request: HttpRequest) -> HttpResponse:
    """Journals the actor reads; the administrator sees all of them, to manage, not to read."""
    actor = actor_of(request)
    read = list(queries.journals_for(actor))
    why_not = why_not_manage_journals(actor)
    known = {journal.pk for journal in read}
    others = (
        []
        if why_not
        else [each for each in Journal.objects.select_related("organisation") if each.pk not in known]
    )
    context = {
        "rows": read,
        "others": others,
        "kept": {journal.pk for journal in kept_journals(request)},
        "why_not": why_not,
        "sees_volumes": sees_volumes(actor),
    }
    return render(request, "desk/journals.html", context)


def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    _allow(actor)
    form = JournalForm(
        request.POST or None, initial={"opened_on": timezone.localdate(), "pattern": "{seq}/{case}"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_journal(form.cleaned_data, by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"Журнал «{made.title}» відкрито. Тепер укажіть, хто його читає.")
            return HttpResponseRedirect(reverse("desk:journal_settings", args=[made.code]))
    context = {"form": form, "title": "Новий журнал", "back_url": reverse("desk:journals")}
    return render(request, "desk/journal_new.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class Reader:
    """A reader of a journal in words."""

    row: JournalReader
    who: str
    spread: queries.Spread | None
    """How far he has been given what was registered before; None when all of it."""


def settings(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    journal = _managed(actor, code)
    form = JournalSettingsForm(request.POST or None, instance=journal)
    if request.method == "POST" and _changed(form, journal, actor):
        messages.success(request, "Журнал змінено.")
        return HttpResponseRedirect(request.path)
    return _settings_page(request, journal, form, None)


def _changed(form: ModelForm, journal: Journal, actor: Actor) -> bool:  # type: ignore[type-arg]
    if not form.is_valid():
        return False
    try:
        actions.change_journal(Journal.objects.get(pk=journal.pk), form.cleaned_data, by=actor)
    except Refused as refusal:
        refusal.put_on(form)
        return False
    return True


def _settings_page(
    request: HttpRequest, journal: Journal, form: JournalSettingsForm, reader: ReaderForm | None
) -> HttpResponse:
    choices = reader_choices(timezone.localdate())
    names = {key: label for _, group in choices for key, label in group}
    spread = queries.spreading(journal)
    rows = [
        Reader(row, names.get(str(row.principal), "хто вже не працює"), spread.get(row.principal))
        for row in journal.readers.order_by("pk")
    ]
    context = {
        "journal": journal,
        "title_kept": Journal.objects.values_list("title", flat=True).get(pk=journal.pk),
        "form": form,
        "reader": reader or ReaderForm(choices=choices),
        "readers": rows,
        "readers_url": reverse("desk:journal_readers", args=[journal.code]),
        "back_url": reverse("desk:journals"),
    }
    wrong = form.is_bound or (reader is not None and reader.is_bound)
    return render(request, "desk/journal_settings.html", context, status=422 if wrong else 200)


READER_SET_WORDS = "Читача записано, доступ діє."
READER_SPREADS_WORDS = (
    "Читача записано. Нові документи він бачить одразу, доступ до зареєстрованих раніше поширюється:"
    " стан видно біля його імені."
)


@require_POST
def readers(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody read (or change what he may), or, with `remove`, no more."""
    actor = actor_of(request)
    journal = _managed(actor, code)
    if remove := request.POST.get("remove"):
        if not remove.isdecimal() or len(remove) > 18:
            raise Http404
        actions.remove_reader(journal, int(remove), by=actor)
        messages.success(request, "Читача вилучено: доступ за журналом припинено.")
        return HttpResponseRedirect(reverse("desk:journal_settings", args=[code]))
    form = ReaderForm(request.POST, choices=reader_choices(timezone.localdate()))
    if not form.is_valid():
        return _settings_page(request, journal, JournalSettingsForm(instance=journal), form)
    told = form.cleaned_data
    actions.set_reader(
        journal,
        int(told["principal"]),
        may_register=told["may_register"],
        restricted_too=told["restricted_too"],
        by=actor,
    )
    is_long = journal.registrations.order_by()[actions.AT_ONCE :].exists()
    messages.success(request, READER_SPREADS_WORDS if is_long else READER_SET_WORDS)
    return HttpResponseRedirect(reverse("desk:journal_settings", args=[code]))


def _managed(actor: Actor, code: str) -> Journal:
    """The journal to manage; to whoever manages none it is absent."""
    if why_not_manage_journals(actor) and queries.journal_for(actor, code) is None:
        raise Http404
    _allow(actor)
    found = Journal.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _allow(actor: Actor) -> None:
    if refusal := why_not_manage_journals(actor):
        raise Refused(refusal)
