"""Addresses of this room: receptions, and what becomes of an appeal or a request."""

from __future__ import annotations

from django.urls import path

from obih.appeals import views

app_name = "appeals"
urlpatterns = [
    path("receptions/", views.receptions, name="receptions"),
    path("receptions/new/", views.reception_new, name="reception_new"),
    path("receptions/remarks/", views.reception_remarks, name="reception_remarks"),
    path("receptions/print/", views.receptions_print, name="receptions_print"),
    path("receptions/print.pdf", views.receptions_print_pdf, name="receptions_print_pdf"),
    path("receptions/print.xlsx", views.receptions_print_xlsx, name="receptions_print_xlsx"),
    path("receptions/<uuid:document_id>/receipt/", views.receipt, name="receipt"),
    path("receptions/<uuid:document_id>/receipt.pdf", views.receipt_pdf, name="receipt_pdf"),
    path("documents/<uuid:document_id>/forwardings/", views.forwardings, name="forwardings"),
    path("documents/<uuid:document_id>/extensions/", views.extensions, name="extensions"),
    path("documents/<uuid:document_id>/answer/", views.answer, name="answer"),
    path("documents/<uuid:document_id>/copying/", views.copying, name="copying"),
]
