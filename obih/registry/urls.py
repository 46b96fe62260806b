"""Addresses of this room: what is printed."""

from __future__ import annotations

from django.urls import path

from obih.registry import views

app_name = "registry"
urlpatterns = [
    path("journals/<slug:code>/print/", views.journal_print, name="journal_print"),
    path("journals/<slug:code>/print.pdf", views.journal_print_pdf, name="journal_print_pdf"),
    path("journals/<slug:code>/print.xlsx", views.journal_print_xlsx, name="journal_print_xlsx"),
    path("documents/<uuid:document_id>/print/", views.card_print, name="card_print"),
    path("documents/<uuid:document_id>/print.pdf", views.card_print_pdf, name="card_print_pdf"),
]
