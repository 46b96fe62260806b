"""Addresses of resolutions: the form, the drafts, the folder, the phrases."""

from __future__ import annotations

from django.urls import path

from obih.tasks.views import drafts, resolving, reviewers

urlpatterns = [
    path("documents/<uuid:document_id>/resolution/", resolving.resolution, name="resolution"),
    path("documents/<uuid:document_id>/reviewers/", reviewers.reviewers, name="reviewers"),
    path("documents/<uuid:document_id>/without-resolution/", drafts.passing, name="without_resolution"),
    path("executors/", resolving.executors, name="executors"),
    path("phrases/", reviewers.phrases, name="phrases"),
    path("resolutions/<uuid:resolution_id>/", drafts.draft, name="draft"),
    path("resolutions/<uuid:resolution_id>/acceptance/", drafts.acceptance, name="draft_acceptance"),
    path("resolutions/<uuid:resolution_id>/change/", drafts.change, name="draft_change"),
    path("resolutions/<uuid:resolution_id>/return/", drafts.returning, name="draft_return"),
    path("resolutions/<uuid:resolution_id>/removal/", drafts.removal, name="draft_removal"),
    path("to-resolve/", drafts.queue, name="to_resolve"),
]
