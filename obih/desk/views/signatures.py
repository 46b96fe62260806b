"""The report on a file’s signatures, for whoever may see the file: on a page and as PDF.

It shows personal numbers of the signers, as the file itself does; so it goes through the door of the file,
and reading it of a restricted document leaves the same trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from obih.desk.keeping import actor_of
from obih.desk.views.drafts import file_or_404
from obih.files.serving import respond
from obih.registry import actions
from obih.registry.models import DocumentFile, PendingFile
from obih.signatures.checking import Checked
from obih.signatures.printing import protocol_pdf
from obih.signatures.queries import report_of
from obih.signatures.queries.raising import EvidenceBeside, evidence_beside
from obih.signatures.wording import EXPERIMENTAL, OFFICIAL, TECHNICAL, file_words, moment


@dataclass(frozen=True)
class _Here:
    """A file that carries signatures, with what lies beside it on its card."""

    sha256: str
    name: str
    beside: Sequence[tuple[str, str, int]]
    """Hash, name and size of each file of the card."""
    organisation: str
    back_url: str
    back: str
    pdf_url: str
    evidence_url: str = ""

    @property
    def evidence(self) -> EvidenceBeside | None:
        """What we have added beside the file."""
        return evidence_beside(self.sha256, [sha256 for sha256, _, _ in self.beside])


@require_safe
def of_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The report on a file of a registered card."""
    return _page(request, _of_document(request, file_id))


@require_safe
def of_file_pdf(request: HttpRequest, file_id: UUID) -> HttpResponse:
    return _pdf(request, _of_document(request, file_id))


@require_safe
def evidence_of_file(request: HttpRequest, file_id: UUID) -> HttpResponseBase:
    """The file with more evidence that stands beside the one that came, always a download."""
    here = _of_document(request, file_id)
    found = here.evidence
    if found is None:
        raise Http404
    stem, dot, ending = here.name.rpartition(".")
    return respond(
        found.content, f"{stem or ending} (з доказами){dot}{ending if stem else ''}", request=request
    )


@require_safe
def of_draft_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The report on a file of a card that waits for its number."""
    return _page(request, _of_card(request, file_id))


@require_safe
def of_draft_file_pdf(request: HttpRequest, file_id: UUID) -> HttpResponse:
    return _pdf(request, _of_card(request, file_id))


def _of_document(request: HttpRequest, file_id: UUID) -> _Here:
    found = actions.read_file(file_id, by=actor_of(request))
    if found is None:
        raise Http404
    rows = DocumentFile.objects.filter(document=found.document_id, withdrawal=None).select_related("content")
    beside = [(each.content_id, each.name, each.content.size_bytes) for each in rows]
    return _Here(
        found.content_id, found.name, beside, found.document.organisation.name,
        reverse("desk:document", args=[found.document_id]), "Картка документа",
        reverse("desk:file_signatures_pdf", args=[file_id]), reverse("desk:file_evidence", args=[file_id]),
    )  # fmt: skip


def _of_card(request: HttpRequest, file_id: UUID) -> _Here:
    found = file_or_404(actor_of(request), file_id)
    card = found.card
    rows = PendingFile.objects.filter(card=card).select_related("content")
    beside = [(each.content_id, each.name, each.content.size_bytes) for each in rows]
    address = reverse("desk:registration", args=[card.journal.code])
    return _Here(
        found.content_id, found.name, beside, card.journal.organisation.name, f"{address}?card={card.pk}",
        "Картка, що чекає на номер", reverse("desk:draft_file_signatures_pdf", args=[file_id]),
    )  # fmt: skip


def _checked(here: _Here) -> Checked:
    """What is kept of the file’s verification, as if it had just been dropped. 404 while nothing is known."""
    found = report_of(here.sha256, [sha256 for sha256, _, _ in here.beside])
    if found is None:
        raise Http404
    row, finding = found
    rest = [each for each in here.beside if each[0] == row.document_id][:1]
    own = next((size for sha256, _, size in here.beside if sha256 == here.sha256), 0)
    names = (here.name, *(name for _, name, _ in rest))
    sizes = (own, *(size for _, _, size in rest))
    hashes = (here.sha256, *(sha256 for sha256, _, _ in rest))
    return Checked(names, sizes, hashes, (finding,), row.verified_at, row.trust_version)


def _page(request: HttpRequest, here: _Here) -> HttpResponse:
    checked = _checked(here)
    told = [file_words(each, checked.names) for each in checked.findings]
    context = {
        "here": here,
        "evidence": here.evidence,
        "told": told,
        "title": told[0].verdict,
        "at": moment(checked.at),
        "technical": TECHNICAL,
        "official": OFFICIAL,
        "experimental": EXPERIMENTAL,
    }
    return render(request, "desk/signatures.html", context)


def _pdf(request: HttpRequest, here: _Here) -> HttpResponse:
    made = protocol_pdf(_checked(here), here.organisation, actor_of(request).label, kept=True)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"Протокол перевірки {here.name}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "no-store"
    return response
