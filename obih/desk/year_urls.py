"""Addresses of the turn of the year and of the forms of journals."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import journal_forms, prepared, volumes, year_end

urlpatterns = [
    path("journal-forms/", journal_forms.forms, name="journal_forms"),
    path("journal-forms/<slug:stream>/", journal_forms.form, name="journal_form"),
    path("journals/<slug:code>/exports/", prepared.prepared_files, name="prepared_files"),
    path("exports/<uuid:file_id>/", prepared.prepared, name="prepared"),
    path("exports/<uuid:file_id>/file", prepared.prepared_file, name="prepared_file"),
    path("volumes/", volumes.volumes, name="volumes"),
    path("volumes/volumes.<slug:kind>", volumes.volumes_file, name="volumes_file"),
    path("year-end/", year_end.year_end, name="year_end"),
    path("year-end/closing/", year_end.closing, name="year_closing"),
    path("year-end/openings/", year_end.openings, name="year_openings"),
    path("journals/<slug:code>/carried/<str:period>/", year_end.carried, name="carried"),
    path("journals/<slug:code>/carried/<str:period>.<slug:kind>", year_end.carried_file, name="carried_file"),
]
