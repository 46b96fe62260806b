"""Addresses of the turn of the year."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import year_end

urlpatterns = [
    path("year-end/", year_end.year_end, name="year_end"),
    path("year-end/closing/", year_end.closing, name="year_closing"),
    path("year-end/openings/", year_end.openings, name="year_openings"),
    path("journals/<slug:code>/carried/<str:period>/", year_end.carried, name="carried"),
    path("journals/<slug:code>/carried/<str:period>.<slug:kind>", year_end.carried_file, name="carried_file"),
]
