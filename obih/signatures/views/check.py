"""The page «Перевірити підпис»: drop files, read the report, print it. Nothing of them is kept."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from obih.people.access import Power, may
from obih.people.models import Organisation
from obih.signatures.checking import Checked, check
from obih.signatures.printing import protocol_pdf
from obih.signatures.views.pages import actor_of, pdf
from obih.signatures.wording import EXPERIMENTAL, OFFICIAL, TECHNICAL, FileWords, file_words, moment
from obih.ui.refusals import Refused

GONE = "Звіту вже немає: він живе пів дня й лише для того, хто перевіряв. Перевірте файли ще раз"


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The place to drop files; after a POST the report stands above it."""
    form, checked, status = Form(), None, 200
    if request.method == "POST":
        try:
            checked = check(request.FILES.getlist("files"))
        except Refused as refusal:
            form, status = Form({}), refusal.status
            refusal.put_on(form)
    context = {"form": form, "technical": TECHNICAL, "official": OFFICIAL, "experimental": EXPERIMENTAL}
    if checked is not None:
        context |= report_of(checked, actor_of(request).key)
    context["may_manage"] = may(actor_of(request), Power.MANAGE_TRUST)
    return render(request, "signatures/check.html", context, status=status)


def report_of(checked: Checked, key: str) -> dict[str, object]:
    """What the template of a report shows of dropped files."""
    told = [file_words(each, checked.names) for each in checked.findings]
    return {
        "told": told,
        "title": title_of(told),
        "unsigned": checked.unsigned,
        "at": moment(checked.at),
        "trust_version": checked.trust_version,
        "sealed": checked.sealed(key),
    }


def title_of(told: list[FileWords]) -> str:
    """The answer first: of one file its verdict, of several the worst."""
    if len(told) == 1:
        return told[0].verdict
    for state in ("late", "warn"):
        worst = [each for each in told if each.state == state]
        if worst:
            return f"{worst[0].verdict}: {worst[0].name}"
    return "Усі підписи дійсні"


@require_POST
def protocol(request: HttpRequest) -> HttpResponse:
    """The report that was just read, as PDF; it comes back with the form, sealed."""
    actor = actor_of(request)
    checked = Checked.unsealed(request.POST.get("sealed", ""), actor.key)
    if checked is None:
        raise Refused(GONE)
    found = Organisation.objects.filter(pk=actor.organisation_id or 0).values_list("name", flat=True)
    made = protocol_pdf(checked, found.first() or "", actor.label)
    return pdf(made, f"Протокол перевірки підпису {timezone.localdate():%Y-%m-%d}.pdf")
