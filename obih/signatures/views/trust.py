"""The page «Довіра до підписів»: whom we believe, what would change, who changed what and when."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from obih.people.access import Power, why_not_manage_trust, why_not_see
from obih.people.actors import Actor
from obih.signatures import actions
from obih.signatures.forms import BringForm, ReasonForm
from obih.signatures.models import TrustImport, TrustItem, TrustVersion
from obih.signatures.planning import Plan
from obih.signatures.queries import changes_of, counts, earlier_versions, trust_lines
from obih.signatures.trusting import version_in_force
from obih.signatures.views.pages import actor_of
from obih.signatures.vocabulary import TrustKind
from obih.ui.refusals import Refused
from obih.ui.words import counted, file_size

MOST_SHOWN = 500
MOST_LINES = 30
"""Of whom we believe: what is in force comes first, the rest is found by words."""
HOME = "signatures:trust"


def _managing(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if refusal := why_not_see(actor, Power.MANAGE_TRUST):
        raise PermissionDenied(refusal)
    return actor


def trust(request: HttpRequest) -> HttpResponse:
    """Whom we believe now; a POST brings files, which are shown first and take effect when confirmed."""
    actor = _managing(request)
    form = BringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            files = [_read(each) for each in request.FILES.getlist("files")]
            staged, _ = actions.stage_import(files, form.fingerprints(), by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            return HttpResponseRedirect(reverse("signatures:trust_import", args=[staged.pk]))
    words, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    found = trust_lines(words=words, kind=kind if kind in TrustKind.values else "")
    lines = sorted(found, key=lambda each: each.is_expired)
    told = counts()
    context = {
        "form": form,
        "why_not": why_not_manage_trust(actor),
        "title": _title(told),
        "counts": [(TrustKind(each).label, number) for each, number in told.items()],
        "lines": lines[:MOST_LINES],
        "more": max(0, len(lines) - MOST_LINES),
        "words": words,
        "kind": kind,
        "kinds": TrustKind.choices,
        "versions": earlier_versions(),
        "version": version_in_force(),
    }
    return render(request, "signatures/trust.html", context, status=422 if form.is_bound else 200)


def _title(told: dict[str, int]) -> str:
    number = told.get(TrustKind.CERTIFICATE, 0)
    if not number:
        return "Сертифікатів надавачів ще немає"
    return f"Віримо {counted(number, 'сертифікату', 'сертифікатам', 'сертифікатам')}"


def _read(file: UploadedFile) -> tuple[str, bytes]:
    name = (file.name or "файл")[:255]
    if (file.size or 0) > settings.MAX_FILE_BYTES:
        most = file_size(settings.MAX_FILE_BYTES)
        raise Refused(
            f"Файл «{name}» має {file_size(file.size or 0)}. Тут приймаємо до {most}, більші — командою "
            "«obih trust import»",
            field="files",
        )
    return name, file.read()


def bringing(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What brought files would change; a POST lets it take effect or throws them away."""
    actor = _managing(request)
    if request.method == "POST":
        return _decided(request, actor, import_id)
    staged = TrustImport.objects.filter(pk=import_id, made_by_key=actor.key).first()
    if staged is None:
        raise Http404
    return _shown(request, staged, ReasonForm())


def _decided(request: HttpRequest, actor: Actor, import_id: UUID) -> HttpResponse:
    if request.POST.get("then") == "drop":
        actions.drop_import(import_id, by=actor)
        messages.success(request, "Файли відкинуто, нічого не змінилося")
        return HttpResponseRedirect(reverse(HOME))
    version = actions.confirm_import(import_id, reason=request.POST.get("reason", ""), by=actor)
    messages.success(request, f"Діє редакція довіри {version.pk}. Відкриті висновки перевіряємо ще раз")
    return HttpResponseRedirect(reverse(HOME))


def _shown(request: HttpRequest, staged: TrustImport, form: ReasonForm) -> HttpResponse:
    plan = Plan.read(staged.plan)
    context = {
        "plan": plan,
        "form": form,
        "title": f"Буде додано: {len(plan.added)}" if plan.added else "Нового у файлах немає",
        "added": plan.added[:MOST_SHOWN],
        "refused": plan.refused[:MOST_SHOWN],
        "names": {each.sha256: each.name for each in plan.lines},
        "back_url": reverse(HOME),
        "now": staged.made_at,
    }
    return render(request, "signatures/trust_import.html", context)


def withdrawal(request: HttpRequest, item_id: int) -> HttpResponse:
    """Believe one thing no more, with a reason."""
    actor = _managing(request)
    item = get_object_or_404(TrustItem.objects.defer("raw"), pk=item_id, removed_in=None)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.take_away(item.pk, reason=form.cleaned_data["reason"], by=actor)
        except Refused as refusal:
            refusal.put_on(form)
        else:
            messages.success(request, f"Діє редакція довіри {version.pk}. Усі висновки перевіряємо ще раз")
            return HttpResponseRedirect(reverse(HOME))
    context = {"item": item, "form": form, "back_url": reverse(HOME)}
    return render(request, "signatures/trust_withdrawal.html", context, status=422 if form.is_bound else 200)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """What one version brought and took away."""
    _managing(request)
    row = get_object_or_404(TrustVersion, pk=number)
    added, removed, pins = changes_of(number)
    context = {"row": row, "added": added, "removed": removed, "pins": pins, "back_url": reverse(HOME)}
    return render(request, "signatures/trust_version.html", context)
