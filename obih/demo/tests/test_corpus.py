"""A folder of documents becomes cards that say what the folder says."""

from __future__ import annotations

from pathlib import Path

import pytest

from obih.demo.corpus import KINDS, LANGUAGES, Paper, load_corpus, read_folder
from obih.demo.hromada import make_hromada
from obih.files.storage import current_store
from obih.registry.models import Deadline, Document, Party
from obih.site.config import PROJECT_ROOT

SHARED = PROJECT_ROOT.parent / "shared" / "corpus"
PAPER = """---
id: '{id}'
source_url: https://rada.example/{id}
title: {title}
kind: {kind}
issuing_body: {body}
date: {date}
number: {number}
correspondents: '{to}'
card:
  short_summary: Коротко про те саме
  deadline: {deadline}
  signer_name: Олена КРАВЧЕНКО
  signer_position: Секретар ради
language: uk
---

{text}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = (
        (
            "001",
            "Про скликання сесії",
            "розпорядження",
            "Озерянський голова",
            "'2026-10-04'",
            "142р",
            "'2026-10-21'",
        ),
        ("002", "Про стан доріг", "депутатський запит", "Озерянська рада", "''", "''", "''"),
        ("003", "Про бюджет", "рішення сесії", "''", "'2026-01-15'", "7-12/VIII", "''"),
    )
    for number, title, kind, body, dated, own, deadline in rows:
        text = PAPER.format(
            id=number, title=title, kind=kind, body=body, date=dated, number=own, deadline=deadline,
            to="старости" if number == "003" else "", text=f"Текст документа {number}.\n\nДругий абзац.",
        )  # fmt: skip
        (tmp_path / f"{number}.md").write_text(text, encoding="utf-8")
    return tmp_path


def check_card(paper: Paper) -> None:
    """The card of a paper, field by field, against its front matter."""
    document = Document.objects.get(external_id=paper.key)
    front, told = paper.front, paper.front.get("card") or {}
    sender = Party.objects.get(document=document, role="sender")
    assert document.title == front["title"]
    assert document.kind_code == KINDS.get(front["kind"], "letter")
    assert str(front["kind"]) in document.added["remark"]
    assert document.language == LANGUAGES.get(front["language"], "other")
    assert document.summary == (told.get("short_summary") or "")
    assert sender.correspondent is not None and sender.correspondent.name == paper.issuing_body
    assert sender.number == str(front.get("number") or "")
    assert (sender.dated_on.isoformat() if sender.dated_on else "") == str(front.get("date") or "")
    signers = Party.objects.filter(document=document, role="signer").values_list("name", flat=True)
    assert list(signers) == ([paper.signer] if paper.signer else [])
    asked = Deadline.objects.filter(document=document, source="letter").values_list("effective_on", flat=True)
    assert list(asked) == ([paper.deadline] if paper.deadline else [])
    assert paper.deadline or not told.get("deadline") or told["deadline"] in document.added["remark"]
    file = document.files.get()
    assert file.name == f"{paper.key}.txt"
    with current_store().open(file.content_id) as kept:
        assert kept.read().decode() == paper.text
    assert document.copies.get().outside_id == str(front.get("source_url") or "")[:200]


@pytest.mark.django_db
def test_each_card_says_what_the_paper_says(folder: Path) -> None:
    make_hromada()
    assert load_corpus(folder).added == 3
    for paper in read_folder(folder):
        check_card(paper)


@pytest.mark.django_db
def test_the_second_time_nothing_is_added(folder: Path) -> None:
    make_hromada()
    load_corpus(folder)
    again = load_corpus(folder)
    assert (again.added, again.known) == (0, 3)
    assert Document.objects.filter(external_id__in=["001", "002", "003"]).count() == 3


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real documents is not beside the project")
def test_real_documents_of_councils_load_and_read_right() -> None:
    make_hromada()
    papers = list(read_folder(SHARED))
    assert load_corpus(SHARED).added == len(papers)
    for paper in papers:
        check_card(paper)
