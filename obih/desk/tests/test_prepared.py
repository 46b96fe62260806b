"""Files of long journals: made by the worker with the eyes of who asked, told of, given to nobody else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
from django.utils import timezone

from obih.desk import actions
from obih.desk.models import PreparedFile
from obih.desk.tests.conftest import SignedIn
from obih.notices.models import Notice
from obih.registry import long_printing
from obih.registry.long_printing import NotTypeset, long_pdf
from obih.registry.printing import JournalHead
from obih.registry.tests.conftest import House
from obih.ui.refusals import Refused

HEAD = JournalHead("Вхідні", "Журнал", "Правила", "Рада", ("№", "Зміст"), (1.0, 4.0))


def asked(client, house: House, kind: str, query: str = "") -> PreparedFile:
    answer = client.post(f"/journals/{house.journal.code}/exports/", {"kind": kind, "query": query})
    assert answer.status_code == 302, answer.status_code
    return PreparedFile.objects.get(pk=answer.headers["Location"].split("/")[2])


def test_a_file_is_asked_for_watched_made_and_taken(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    for title in ("=Про дороги", "Про мости"):
        house.letter(title=title)
    for kind in ("pdf", "xlsx"):
        it = asked(client, house, kind)
        assert asked(client, house, kind) == it, "asked for again while it is made"
        page = f"/exports/{it.pk}/"
        waiting = client.get(page).content.decode()
        assert "every 2s" in waiting and client.get(f"{page}file").status_code == 404
        actions.prepare(it.pk)
        actions.prepare(it.pk)
        ready = client.get(page, headers={"HX-Request": "true"}).content.decode()
        assert "Завантажити" in ready and "every 2s" not in ready and "<html" not in ready
        got = b"".join(client.get(f"{page}file").streaming_content)
        if kind == "pdf":
            text = pypdfium2.PdfDocument(got)[0].get_textpage().get_text_bounded()
            assert "Про дороги" in text and "Розпочато" in text and "2 (два) документи" in text
        else:
            with zipfile.ZipFile(io.BytesIO(got)) as book:
                sheet = book.read("xl/worksheets/sheet1.xml").decode()
            assert "=Про дороги" in sheet and "<f>" not in sheet
        assert Notice.objects.filter(url=page).count() == 1


def test_nobody_else_gets_the_file_and_after_a_day_nobody(house: House, signed_in: SignedIn) -> None:
    client = signed_in("boiko")
    house.letter()
    it = asked(client, house, "xlsx")
    actions.prepare(it.pk)
    for name in ("melnychenko", "savchuk", "chuzhynska"):
        for address in (f"/exports/{it.pk}/", f"/exports/{it.pk}/file"):
            assert signed_in(name).get(address).status_code == 404
    assert signed_in("chuzhynska").post(
        f"/journals/{house.journal.code}/exports/", {"kind": "pdf"}
    ).status_code == 404  # fmt: skip
    assert client.get(f"/exports/{uuid4()}/").status_code == 404
    day_ago = timezone.now() - timedelta(days=1, minutes=1)
    PreparedFile.objects.update(asked_at=day_ago, made_at=day_ago)
    assert client.get(f"/exports/{it.pk}/file").status_code == 404
    assert actions.forget_old() == 1


def test_what_is_made_holds_only_what_the_asker_sees(house: House, signed_in: SignedIn) -> None:
    house.letter(title="Про канарейку", access_level="restricted", access_basis="ст. 6")
    house.letter(title="Про дороги", responsible_unit=house.cast.units["land"])
    client = signed_in("stetsenko")
    it = asked(client, house, "xlsx")
    actions.prepare(it.pk)
    got = b"".join(client.get(f"/exports/{it.pk}/file").streaming_content)
    with zipfile.ZipFile(io.BytesIO(got)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Про дороги" in sheet and "канарейк" not in sheet


def test_a_person_waits_for_a_few_files_only(house: House) -> None:
    for number in range(actions.AT_ONCE):
        actions.ask_for_file(house.journal, "pdf", f"year={2020 + number}", by=house.clerk)
    with pytest.raises(Refused, match="дочекайтеся"):
        actions.ask_for_file(house.journal, "pdf", "", by=house.clerk)
    with pytest.raises(Refused):
        actions.ask_for_file(house.journal, "docx", "", by=house.clerk)


def test_parts_of_a_long_journal_go_on_counting_pages(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(long_printing, "PART", 60)
    told: list[int] = []
    lines = [(str(number), f"Про #{number} <b> $x$ " * 6) for number in range(1, 151)]
    into = tmp_path / "long.pdf"
    pages = long_pdf(
        into, HEAD, lines, "низ", lambda: {"last": True, "summary": "Усього 150"}, told.append,
        started="01.01.2026",
    )  # fmt: skip
    document = pypdfium2.PdfDocument(into)
    assert len(document) == pages > 3 and told == [60, 120, 150]
    texts = [page.get_textpage().get_text_bounded() for page in document]
    feet = [int(found[1]) for text in texts if (found := re.search(r"низ\s*(\d+)\s*$", text))]
    assert feet == list(range(1, pages + 1)), "page numbers go on over the parts"
    assert "01.01.2026" in texts[0] and "Усього 150" in texts[-1]
    assert sum("Розпочато" in text for text in texts) == 1 == sum("Усього 150" in text for text in texts)
    assert all(re.search(r"№\s+Зміст\s+1\s+2\s", text) for text in texts), "the heading is repeated"
    whole = " ".join(texts)
    assert [int(found) for found in re.findall(r"(\d+)\s+Про #\d", whole)] == list(range(1, 151))


def test_a_journal_without_lines_is_a_file_too_and_a_broken_part_is_told(tmp_path: Path, monkeypatch) -> None:
    into = tmp_path / "empty.pdf"
    assert long_pdf(into, HEAD, [], "низ", lambda: {"last": True}, lambda done: None) == 1
    monkeypatch.setattr(long_printing, "TYPESET", tmp_path / "absent.py")
    with pytest.raises(NotTypeset):
        long_pdf(into, HEAD, [("1", "а")], "низ", dict, lambda done: None)
