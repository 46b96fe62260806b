"""Addresses of the desk: nouns; what is done to them is told by the method."""

from __future__ import annotations

from django.urls import path

from obih.desk.views import (
    addressees,
    affected,
    changes,
    correspondents,
    directory,
    documents,
    drafts,
    files,
    find,
    handover,
    help,  # noqa: A004 - the screen's own name
    journal,
    journals,
    my_work,
    registration,
    waiting,
)

app_name = "desk"
urlpatterns = [
    path("", my_work.my_work, name="my_work"),
    path("find/", find.find, name="find"),
    path("find/suggestions/", find.suggestions, name="find_suggestions"),
    path("waiting/", waiting.waiting, name="waiting"),
    path("waiting/scans/", waiting.scans, name="scans"),
    path("waiting/<uuid:card_id>/", drafts.draft, name="draft"),
    path("waiting/<uuid:card_id>/keeper/", waiting.keeper, name="keeper"),
    path("waiting/<uuid:card_id>/removal/", waiting.removal, name="removal"),
    path("waiting/<uuid:card_id>/files/", drafts.files, name="draft_files"),
    path("waiting/files/<uuid:file_id>/", drafts.file, name="draft_file"),
    path("waiting/files/<uuid:file_id>/removal/", drafts.file_removal, name="draft_file_removal"),
    path("waiting/files/<uuid:file_id>/pages/<int:page>.webp", drafts.page, name="draft_page"),
    path("journals/", journals.journals, name="journals"),
    path("journals/new/", journals.new, name="journal_new"),
    path("journals/<slug:code>/", journal.journal, name="journal"),
    path("journals/<slug:code>/filters/", journal.journal_filters, name="journal_filters"),
    path("journals/<slug:code>/views/", journal.journal_views, name="journal_views"),
    path("journals/<slug:code>/journal.<str:kind>", journal.journal_export, name="journal_export"),
    path(
        "journals/<slug:code>/previews/<uuid:document_id>/", journal.journal_preview, name="journal_preview"
    ),
    path("journals/<slug:code>/settings/", journals.settings, name="journal_settings"),
    path("journals/<slug:code>/readers/", journals.readers, name="journal_readers"),
    path("journals/<slug:code>/registration/", registration.registration, name="registration"),
    path("journals/<slug:code>/registration/fields/", registration.fields, name="registration_fields"),
    path("journals/<slug:code>/registration/remarks/", registration.remarks, name="registration_remarks"),
    path("journals/<slug:code>/addressees/", addressees.options, name="addressee_options"),
    path("journals/<slug:code>/correspondents/", correspondents.options, name="correspondent_options"),
    path("journals/<slug:code>/correspondents/new/", correspondents.inline, name="correspondent_inline"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("documents/<uuid:document_id>/correction/", changes.correction, name="correction"),
    path("documents/<uuid:document_id>/files/", changes.more_files, name="document_files"),
    path("documents/<uuid:document_id>/readers/", changes.readers, name="document_readers"),
    path("documents/<uuid:document_id>/closure/", changes.closure, name="closure"),
    path("documents/<uuid:document_id>/deadlines/<int:deadline_id>/", changes.deadline, name="deadline"),
    path("files/<uuid:file_id>/", files.file, name="file"),
    path("files/<uuid:file_id>/pages/<int:page>.webp", files.page, name="file_page"),
    path("correspondents/", correspondents.correspondents, name="correspondents"),
    path("correspondents/new/", correspondents.new, name="correspondent_new"),
    path("correspondents/<int:correspondent_id>/", correspondents.correspondent, name="correspondent"),
    path(
        "correspondents/<int:correspondent_id>/correction/",
        correspondents.change,
        name="correspondent_change",
    ),
    path("correspondents/options/", directory.options, name="directory_options"),
    path("correspondents/<int:correspondent_id>/merge/", directory.merge, name="correspondent_merge"),
    path(
        "correspondents/merges/<uuid:merge_id>/removal/",
        directory.merge_removal,
        name="correspondent_merge_removal",
    ),
    path("correspondents/groups/", directory.groups, name="correspondent_groups"),
    path("correspondents/groups/new/", directory.group_new, name="correspondent_group_new"),
    path("correspondents/groups/<int:group_id>/", directory.group, name="correspondent_group"),
    path(
        "correspondents/groups/<int:group_id>/removal/",
        directory.group_removal,
        name="correspondent_group_removal",
    ),
    path("calendar/affected/", affected.affected, name="affected"),
    path("people/handover/", handover.choose, name="handover_choose"),
    path("people/handover/<int:person_id>/", handover.handover, name="handover"),
    path("help/", help.index, name="help_index"),
    path("help/<slug:slug>/", help.page, name="help"),
]
