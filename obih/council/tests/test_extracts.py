"""Extracts are made of the decisions that have numbers; a sitting of forty takes seconds."""

from __future__ import annotations

import io
import sys
import time
import zipfile

import pytest

from obih.council import actions, queries
from obih.council.printing import extracts_of, extracts_pdf, extracts_zip
from obih.council.tests.conftest import Chamber
from obih.registry.actions import void_number
from obih.registry.codes import code_of
from obih.registry.models import Registration

pytestmark = pytest.mark.django_db


def test_of_a_number_made_void_there_is_no_extract(chamber: Chamber) -> None:
    chamber.vote(*chamber.agenda())
    first, *_ = chamber.number()
    registration = Registration.objects.get(document=first.document_id)
    void_number(registration.allocation_id, reason="Помилково", by=chamber.clerk)
    lines = queries.lines_of(chamber.clerk, chamber.sitting)
    assert [each.is_void for each in lines] == [True, False, False, False]
    assert len(extracts_of(lines, chamber.sitting)) == 3
    assert queries.decision_of(chamber.clerk, first.document_id) is None


def test_a_sitting_of_forty_is_numbered_and_its_extracts_are_made_within_ten_seconds(
    chamber: Chamber, capsys: pytest.CaptureFixture[str]
) -> None:
    items = chamber.agenda(
        *(f"Про надання дозволу на розроблення проєкту землеустрою, {n}" for n in range(40))
    )
    for each in items[:10]:
        actions.set_text(
            each, text="Розглянувши заяву, рада вирішила:\n1. Надати дозвіл.\n" * 20, by=chamber.clerk
        )
    chamber.vote(*items)
    started = time.perf_counter()
    given = chamber.number()
    numbered = time.perf_counter() - started
    lines = queries.lines_of(chamber.clerk, chamber.sitting)
    extracts = extracts_of(lines, chamber.sitting, lambda key: f"https://obih.example/q/{code_of(key)}")
    pdf = extracts_pdf(extracts)
    whole = time.perf_counter() - started
    packed = extracts_zip(extracts)
    zipped = time.perf_counter() - started - whole
    with capsys.disabled():
        sys.stdout.write(
            f"\n40 decisions: numbered {numbered:.2f} s, extracts too {whole:.2f} s, ZIP {zipped:.2f} s\n"
        )
    assert [each.number for each in given] == [each.number for each in extracts]
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type/Page") + pdf.count(b"/Type /Page") >= 40
    assert len(zipfile.ZipFile(io.BytesIO(packed)).namelist()) == 40
    assert whole + zipped <= 10
