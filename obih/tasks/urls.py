"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from obih.tasks.views import acquaintance, acts

app_name = "tasks"
urlpatterns = [
    path("documents/<uuid:document_id>/acquaintance/", acquaintance.acquaintance, name="acquaintance"),
    path("documents/<uuid:document_id>/points/", acts.act_points, name="act_points"),
    path("acquaintance/lines/<int:line_id>/", acquaintance.acquainted, name="acquainted"),
    path("acquaintance/<int:list_id>/paper/", acquaintance.signed_on_paper, name="signed_on_paper"),
    path("acquaintance/<int:list_id>/print/", acquaintance.acquaintance_print, name="acquaintance_print"),
]
