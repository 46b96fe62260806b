"""The note on the volume of document flow: for the clerk, the head and the controller of an organisation."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from obih.desk.keeping import actor_of
from obih.files.serving import disposition
from obih.law.queries import profile
from obih.people.models import Organisation
from obih.registry.printing_volumes import COLUMNS, MONTHS, month_rows, sheet_rows, stream_rows, volumes_pdf
from obih.registry.queries.volumes import Volumes, organisations_for
from obih.registry.queries.volumes import volumes as volumes_of
from obih.registry.sheets import write_xlsx
from obih.registry.views import XLSX
from obih.ui.forms import DateField
from obih.ui.parts import View
from obih.ui.words import short_date


class SpanForm(forms.Form):
    """From which day to which; without them, this year so far."""

    since = DateField(label="Від", required=False)
    until = DateField(label="До", required=False)


@dataclass(frozen=True)
class _Asked:
    organisation: Organisation
    organisations: list[Organisation]
    since: date
    until: date
    form: SpanForm

    @property
    def query(self) -> str:
        return (
            f"organisation={self.organisation.pk}"
            f"&since={short_date(self.since)}&until={short_date(self.until)}"
        )

    def told(self) -> Volumes:
        kinds = {code: kind.title for code, kind in profile().kinds.items()}
        return volumes_of(self.organisation, self.since, self.until, kinds)


def _asked(request: HttpRequest) -> _Asked:
    """What is asked, for an organisation of this person’s; others’ are absent."""
    organisations = list(organisations_for(actor_of(request)).order_by("pk"))
    wanted = request.GET.get("organisation", "")
    chosen = next((each for each in organisations if not wanted or str(each.pk) == wanted), None)
    if chosen is None:
        raise Http404
    form = SpanForm({name: request.GET.get(name, "") for name in ("since", "until")})
    told = form.cleaned_data if form.is_valid() else {}
    today = timezone.localdate()
    until = told.get("until") or today
    since = told.get("since") or date(until.year, 1, 1)
    return _Asked(chosen, organisations, min(since, until), max(since, until), form)


@require_safe
def volumes(request: HttpRequest) -> HttpResponse:
    asked = _asked(request)
    told = asked.told()
    address, year = reverse("desk:volumes"), timezone.localdate().year
    context = {
        "asked": asked,
        "form": asked.form,
        "columns": COLUMNS,
        "rows": [list(zip(COLUMNS, row, strict=True)) for row in stream_rows(told)],
        "kinds": told.kinds,
        "months": MONTHS,
        "month_rows": month_rows(told),
        "pdf_url": f"{reverse('desk:volumes_file', args=['pdf'])}?{asked.query}",
        "xlsx_url": f"{reverse('desk:volumes_file', args=['xlsx'])}?{asked.query}",
        "views": [
            View(
                f"{each} рік",
                f"{address}?organisation={asked.organisation.pk}&since=01.01.{each}&until=31.12.{each}",
                current=(asked.since, asked.until) == (date(each, 1, 1), date(each, 12, 31)),
            )
            for each in (year - 1, year)
        ],
    }
    return render(request, "desk/volumes.html", context)


@require_safe
def volumes_file(request: HttpRequest, kind: str) -> HttpResponse:
    asked = _asked(request)
    told = asked.told()
    if kind == "pdf":
        made = volumes_pdf(
            asked.organisation, told, asked.since, asked.until,
            printed_by=actor_of(request).label, today=timezone.localdate(),
        )  # fmt: skip
        response = HttpResponse(made, content_type="application/pdf")
    elif kind == "xlsx":
        sheet = io.BytesIO()
        write_xlsx(sheet, sheet_rows(asked.organisation, told, asked.since, asked.until), name="Обсяг")
        response = HttpResponse(sheet.getvalue(), content_type=XLSX)
    else:
        raise Http404
    name = f"Довідка про обсяг документообігу, {asked.since:%Y-%m-%d} — {asked.until:%Y-%m-%d}.{kind}"
    response["Content-Disposition"] = disposition(name)
    response["Cache-Control"] = "private, no-store"
    return response
