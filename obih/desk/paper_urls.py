"""Addresses about paper: originals, lists, labels, envelopes; deeds for many; links for colleagues."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import bulk, colleague, labels, originals, paper_lists

urlpatterns = [
    path("q/<slug:code>", originals.code, name="code"),
    path("originals/", originals.originals, name="originals"),
    path("originals/lists/", paper_lists.paper_lists, name="paper_lists"),
    path("originals/lists/new/", paper_lists.paper_list_new, name="paper_list_new"),
    path("originals/lists/<uuid:list_id>/", paper_lists.paper_list, name="paper_list"),
    path("originals/lists/<uuid:list_id>/print/", paper_lists.paper_list_print, name="paper_list_print"),
    path("originals/lists/<uuid:list_id>/print.pdf", paper_lists.paper_list_pdf, name="paper_list_pdf"),
    path("originals/lists/<uuid:list_id>/qr.svg", paper_lists.paper_list_qr, name="paper_list_qr"),
    path("documents/<uuid:document_id>/original/", originals.original, name="original"),
    path("documents/<uuid:document_id>/colleague/", colleague.colleague, name="colleague"),
    path("documents/<uuid:document_id>/label/", labels.label, name="label"),
    path("documents/<uuid:document_id>/label.pdf", labels.label_pdf, name="label_pdf"),
    path("documents/<uuid:document_id>/stamp.pdf", labels.stamp_pdf, name="stamp_pdf"),
    path("documents/<uuid:document_id>/qr.svg", labels.document_qr, name="document_qr"),
    path("documents/<uuid:document_id>/envelopes.pdf", labels.envelopes, name="envelopes"),
    path("journals/<slug:code>/bulk/", bulk.bulk, name="bulk"),
    path("journals/<slug:code>/labels.pdf", labels.journal_labels, name="journal_labels"),
    path("journals/<slug:code>/envelopes.pdf", labels.journal_envelopes, name="journal_envelopes"),
]
