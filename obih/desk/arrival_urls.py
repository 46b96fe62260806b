"""Addresses around registration: arrivals before their number, mistakes after it."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import arrivals, mistakes

urlpatterns = [
    path("waiting/without-scan/", arrivals.unscanned, name="unscanned"),
    path("waiting/<uuid:card_id>/review/", arrivals.review, name="review"),
    path("waiting/<uuid:card_id>/refusal/", arrivals.refusal, name="refusal"),
    path("waiting/<uuid:card_id>/arrival/", arrivals.again, name="again"),
    path("waiting/<uuid:card_id>/comparison/<uuid:document_id>/", arrivals.comparison, name="comparison"),
    path("journals/<slug:code>/refused/", arrivals.refused_list, name="refused_list"),
    path("refused/<uuid:arrival_id>/", arrivals.refused, name="refused"),
    path("refused/files/<int:file_id>/", arrivals.refused_file, name="refused_file"),
    path("documents/<uuid:document_id>/movement/", mistakes.movement, name="movement"),
    path("files/<uuid:file_id>/withdrawal/", mistakes.withdrawal, name="withdrawal"),
]
