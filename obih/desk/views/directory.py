"""Entries of the directory that were one, and addressees named by one word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from obih.desk.keeping import actor_of
from obih.desk.views.correspondents import correspondent_or_404
from obih.people.actors import Actor
from obih.people.models import Organisation
from obih.registry import actions, queries
from obih.registry.access import why_not_keep_correspondents
from obih.registry.models import Correspondent, CorrespondentGroup, JournalReader
from obih.ui.forms import Combobox
from obih.ui.parts import Option
from obih.ui.refusals import Refused


def _allow(actor: Actor) -> None:
    if refusal := why_not_keep_correspondents(actor):
        raise Refused(refusal)


def options(request: HttpRequest) -> HttpResponse:
    """Rows of a combobox that chooses among those who stand in the directory."""
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:200]
    rows = [
        Option(str(each.id), each.short_name or each.name, each.note[:40])
        for each in queries.suggest_correspondents(actor, text)
    ]
    return render(request, "ui/components/options.html", {"options": rows})


class ChooseForm(forms.Form):
    """One entry of the directory, chosen by words."""

    def __init__(
        self, *args: Any, actor: Actor, label: str, name: str, required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.chosen_name = actor, name
        widget = Combobox(lambda: reverse("desk:directory_options"))
        self.fields[name] = forms.IntegerField(
            label=label,
            widget=widget,
            required=required,
            error_messages={
                "required": "Оберіть зі списку: наберіть частину назви",
                "invalid": "Оберіть зі списку: наберіть частину назви",
            },
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if key := cleaned.get(self.chosen_name):
            found = queries.correspondents_for(self.actor).filter(pk=key).first()
            if found is None:
                self.add_error(self.chosen_name, "Такого кореспондента немає: оберіть зі списку")
            cleaned[self.chosen_name] = found
        return cleaned


class MergeForm(ChooseForm):
    reason = forms.CharField(label="Чому це один кореспондент", max_length=300, required=False)


def merge(request: HttpRequest, correspondent_id: int) -> HttpResponse:
    """Choose the second entry of the same correspondent; the page’s own one stays."""
    actor = actor_of(request)
    _allow(actor)
    kept = correspondent_or_404(actor, correspondent_id)
    form = MergeForm(request.POST or None, actor=actor, label="Зайвий запис", name="gone")
    form.order_fields(["gone", "reason"])
    if request.method == "POST" and form.is_valid():
        gone: Correspondent = form.cleaned_data["gone"]
        try:
            actions.merge_correspondents(kept.pk, gone.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"Об’єднано: «{gone.name}» тепер тут. Скасувати можна на цій картці.")
            return HttpResponseRedirect(reverse("desk:correspondent", args=[kept.pk]))
    context = {"form": form, "kept": kept, "back_url": reverse("desk:correspondent", args=[kept.pk])}
    return render(request, "desk/correspondent_merge.html", context, status=422 if form.is_bound else 200)


@require_POST
def merge_removal(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Undo a merge."""
    actor = actor_of(request)
    _allow(actor)
    undone = actions.part_correspondents(merge_id, by=actor)
    messages.success(request, f"Об’єднання скасовано: «{undone.gone.name}» знову окремо.")
    return HttpResponseRedirect(reverse("desk:correspondent", args=[undone.gone_id]))


# ── groups ───────────────────────────────────────────────────────────


class GroupForm(ChooseForm):
    name = forms.CharField(
        label="Назва групи",
        max_length=120,
        help_text="Наприклад, «Усі старости» або «Заклади освіти»",
        error_messages={"required": "Назвіть групу: за цим словом її обиратимуть адресатом"},
    )
    members = forms.MultipleChoiceField(label="Учасники", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: list[Correspondent], **kwargs: Any) -> None:
        super().__init__(*args, label="Додати", name="more", required=False, **kwargs)
        self.fields["members"].choices = [(each.pk, each.name) for each in members]  # type: ignore[attr-defined]
        if not members:
            del self.fields["members"]
        self.order_fields(["name", "members", "more"])

    def wanted(self) -> list[int]:
        """Ids of all members after this form: those left checked and the one added."""
        ids = [int(each) for each in self.cleaned_data.get("members", ())]
        more = self.cleaned_data.get("more")
        return list(dict.fromkeys([*ids, more.pk] if more else ids))


def groups(request: HttpRequest) -> HttpResponse:
    """Groups of addressees of the institutions where one registers."""
    actor = actor_of(request)
    _allow(actor)
    rows = queries.groups_for(actor).prefetch_related("members")
    return render(request, "desk/correspondent_groups.html", {"rows": rows})


def group_new(request: HttpRequest) -> HttpResponse:
    return _group(request, None)


def group(request: HttpRequest, group_id: int) -> HttpResponse:
    return _group(request, group_or_404(request, group_id))


def group_or_404(request: HttpRequest, group_id: int) -> CorrespondentGroup:
    found = queries.groups_for(actor_of(request)).filter(pk=group_id).first()
    if found is None:
        raise Http404
    return found


def _group(request: HttpRequest, known: CorrespondentGroup | None) -> HttpResponse:
    actor = actor_of(request)
    _allow(actor)
    visible = queries.correspondents_for(actor)
    posted = [key for key in request.POST.getlist("members") if key.isdecimal()][:500]
    members = list(visible.filter(pk__in=posted)) if posted else []
    if known is not None:
        members = list({each.pk: each for each in [*known.members.all(), *members]}.values())
    initial = {"name": known.name if known else "", "members": [each.pk for each in members]}
    form = GroupForm(request.POST or None, actor=actor, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_group(
                known.organisation if known else _organisation(actor),
                form.cleaned_data["name"],
                form.wanted(),
                group_id=known.pk if known else None,
                by=actor,
            )
        except Refused as refusal:
            refusal.put_on(form)
        else:
            if request.POST.get("then") == "more":
                return HttpResponseRedirect(reverse("desk:correspondent_group", args=[saved.pk]))
            messages.success(request, f"Групу «{saved.name}» збережено.")
            return HttpResponseRedirect(reverse("desk:correspondent_groups"))
    context = {"form": form, "known": known, "back_url": reverse("desk:correspondent_groups")}
    return render(request, "desk/correspondent_group.html", context, status=422 if form.is_bound else 200)


def _organisation(actor: Actor) -> Organisation:
    """The institution a new group belongs to: one’s own, else the first where one registers."""
    registers = JournalReader.objects.filter(principal__in=actor.principals, may_register=True)
    rows = Organisation.objects.filter(pk__in=registers.values("journal__organisation"))
    found = rows.filter(pk=actor.organisation_id or 0).first() or rows.order_by("pk").first()
    if found is None:
        raise Refused("Групи веде той, хто реєструє: зверніться до діловода")
    return found


@require_POST
def group_removal(request: HttpRequest, group_id: int) -> HttpResponse:
    known = group_or_404(request, group_id)
    actions.remove_group(known.pk, by=actor_of(request))
    messages.success(request, f"Групу «{known.name}» вилучено; надіслані документи лишилися як були.")
    return HttpResponseRedirect(reverse("desk:correspondent_groups"))
