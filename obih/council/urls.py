"""Addresses of this room: sittings, their agendas, votes, numbers and papers."""

from __future__ import annotations

from django.urls import path

from obih.council.views import agenda, papers, placing, sittings, votes

app_name = "council"
_ONE = "sittings/<int:sitting_id>/"
urlpatterns = [
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/new/", sittings.new, name="sitting_new"),
    path(_ONE, sittings.sitting, name="sitting"),
    path(f"{_ONE}facts/", sittings.facts, name="sitting_facts"),
    path(f"{_ONE}signing/", sittings.signing, name="signing"),
    path(f"{_ONE}agenda/", agenda.agenda, name="agenda"),
    path(f"{_ONE}items/<int:item_id>/", agenda.item, name="item"),
    path(f"{_ONE}items/<int:item_id>/mailing/", papers.mailing, name="mailing"),
    path(f"{_ONE}files/<uuid:file_id>/", agenda.draft, name="draft"),
    path(f"{_ONE}files/<uuid:file_id>/removal/", agenda.draft_removal, name="draft_removal"),
    path(f"{_ONE}votes/", votes.votes, name="votes"),
    path(f"{_ONE}numbering/", votes.numbering, name="numbering"),
    path(f"{_ONE}extracts.pdf", papers.extracts, name="extracts"),
    path(f"{_ONE}extracts.zip", papers.extracts_packed, name="extracts_packed"),
    path(f"{_ONE}mailing/", papers.mailing_print, name="mailing_print"),
    path("documents/<uuid:document_id>/sitting/", placing.placing, name="placing"),
    path("documents/<uuid:document_id>/extract.pdf", papers.extract, name="extract"),
]
