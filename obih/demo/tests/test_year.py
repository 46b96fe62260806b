"""The year of the demonstration hromada: every stream, numbers without gaps, files that open."""

from __future__ import annotations

from datetime import date

import pytest

from obih.demo.hromada import make_hromada, register_letters
from obih.demo.loading import _year
from obih.files.storage import current_store
from obih.registry import access_rows
from obih.registry.models import (
    Allocation,
    Copy,
    Document,
    DocumentFile,
    Registration,
    Reservation,
    VoidNumber,
)
from obih.registry.vocabulary import Stream

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """One load for the whole file, rolled back after it."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        hromada = make_hromada()
        register_letters(hromada, spread=True, besides=_year(hromada, date.today()))
        yield hromada
        transaction.set_rollback(True)


def test_there_are_hundreds_of_documents_in_every_stream(loaded: object) -> None:
    assert Document.objects.count() >= 400
    found = set(Registration.objects.values_list("journal__stream", flat=True))
    assert found == set(Stream)


def test_numbers_of_each_journal_go_in_a_row_and_access_follows_the_rule(loaded: object) -> None:
    for journal, period in Registration.objects.values_list("journal", "period").distinct():
        told = Allocation.objects.filter(journal=journal, period=period, suffix="")
        taken = sorted(told.values_list("sequence", flat=True))
        assert taken == list(range(1, len(taken) + 1))
    ended = Registration.objects.count() + VoidNumber.objects.count() + Reservation.objects.count() - 1
    assert Allocation.objects.count() == ended
    assert access_rows.verify() == []
    assert VoidNumber.objects.count() == 1


def test_every_document_of_the_year_has_its_file_in_the_store(loaded: object) -> None:
    store = current_store()
    files = DocumentFile.objects.select_related("content").filter(document__external_id__startswith="year-")
    assert files.count() > 300
    for file in list(files)[::25]:
        with store.open(file.content_id) as opened:
            assert opened.read(5) == b"%PDF-"


def test_old_letters_are_done_and_answers_have_gone_out(loaded: object) -> None:
    answers = Copy.objects.filter(document__external_id__startswith="year-out-")
    assert answers.exclude(sent_at=None).count() > 30
    done = Document.objects.filter(external_id__startswith="year-in-")
    assert done.exclude(closed_at=None).count() > done.count() // 2
