"""Addresses of the turn of the year and of the forms of journals."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import journal_forms, year_end

urlpatterns = [
    path("journal-forms/", journal_forms.forms, name="journal_forms"),
    path("journal-forms/<slug:stream>/", journal_forms.form, name="journal_form"),
    path("year-end/", year_end.year_end, name="year_end"),
    path("year-end/closing/", year_end.closing, name="year_closing"),
    path("year-end/openings/", year_end.openings, name="year_openings"),
    path("journals/<slug:code>/carried/<str:period>/", year_end.carried, name="carried"),
    path("journals/<slug:code>/carried/<str:period>.<slug:kind>", year_end.carried_file, name="carried_file"),
]
