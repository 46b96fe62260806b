"""What is taken, by its content; what is refused, and in which words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from obih.files import kinds, zips
from obih.files.kinds import Kind
from obih.files.office import PROGRAM_INSIDE
from obih.files.problems import FileProblem
from obih.files.sniffing import sniff
from obih.files.tests import samples

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100)


def kind_of(folder: Path, name: str, content: bytes) -> Kind:
    path = folder / "draft"
    path.write_bytes(content)
    return sniff(path, name)


XML = b'<?xml version="1.0" encoding="windows-1251"?>\n<!-- in4 --><UkrainianCadastralExchangeFile/>'
BASE64_CMS = b"MIIRjwYJKoZIhvcNAQcCoIIRgDCCEXwCAQExDjAMBgoqhiQCAQEBAQIBMIIBMAYJ\r\nKoZI"
SETTINGS = "word/_rels/settings.xml.rels"
CLEAN = [
    ("лист.pdf", samples.pdf(), kinds.PDF),
    ("скан.png", samples.png(), kinds.PNG),
    ("скан.JPG", JPEG, kinds.JPEG),
    ("скан.tif", b"II*\x00" + bytes(100), kinds.TIFF),
    ("скан.webp", b"RIFF\x24\0\0\0WEBPVP8 " + bytes(100), kinds.WEBP),
    ("схема.gif", b"GIF89a\x10\0\x10\0" + bytes(100), kinds.GIF),
    ("лист.docx", samples.openxml("docx"), kinds.DOCX),
    ("лист.docx", samples.letter_docx(), kinds.DOCX),
    ("звіт.xlsx", samples.openxml("xlsx"), kinds.XLSX),
    ("показ.pptx", samples.openxml("pptx"), kinds.PPTX),
    ("лист.odt", samples.odf("text"), kinds.ODT),
    ("звіт.ods", samples.odf("spreadsheet"), kinds.ODS),
    ("лист.doc", samples.ole("Root Entry", "1Table", "WordDocument"), kinds.DOC),
    ("звіт.xls", samples.ole("Root Entry", "Workbook"), kinds.XLS),
    ("лист.rtf", b"{\\rtf1\\ansi \\'cb\\'e8\\'f1\\'f2}", kinds.RTF),
    ("лист.doc", b"{\\rtf1\\ansi \\'cb\\'e8\\'f1\\'f2}", kinds.RTF),
    ("нотатка.txt", "Шановні колеги, <шапка> далі".encode(), kinds.TEXT),
    ("нотатка.txt", "Шановні колеги".encode("cp1251"), kinds.TEXT),
    ("нотатка.txt", "Шановні колеги".encode("utf-16"), kinds.TEXT),
    ("звіт.csv", "№;назва\n1;лист\n".encode(), kinds.TEXT),
    ("ділянка.xml", XML, kinds.XML),
    ("лист.eml", b"Received: from mx\r\nSubject: x\r\n\r\n<html>", kinds.EML),
    ("лист.pdf.p7s", samples.cms(), kinds.CMS),
    ("лист.p7s", b"-----BEGIN PKCS7-----\nMII=\n-----END PKCS7-----\n", kinds.CMS),
    ("лист.p7s", BASE64_CMS, kinds.CMS),
    ("лист.asice", samples.asice(), kinds.ASICE),
    ("справа.zip", samples.zipped({"лист.pdf": samples.pdf(), "копія.zip": b"PK"}), kinds.ZIP),
    ("справа.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), kinds.SEVEN_ZIP),
    ("справа.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40), kinds.RAR),
    ("без розширення", samples.pdf(), kinds.PDF),
    ("лист від 05.11.2026", samples.pdf(), kinds.PDF),
    ("лист.docx", samples.openxml("docx", {"word/embeddings/a.xlsx": b"PK"}), kinds.DOCX),
    ("лист.odt", samples.odf("text", {"Basic/Standard/script-lb.xml": b"<a/>"}), kinds.ODT),
]  # fmt: skip


def _said(value: object) -> str:
    """A name for a case that is the same in each process: archives carry the time they were made."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)[:40]


@pytest.mark.parametrize(("name", "content", "kind"), CLEAN, ids=_said)
def test_a_clean_file_is_known_by_its_content(tmp_path: Path, name: str, content: bytes, kind: Kind) -> None:
    assert kind_of(tmp_path, name, content) is kind


HOSTILE = [
    ("порожній.pdf", b"", "порожній"),
    ("лист.pdf", b"<html><script>alert(1)</script>", "HTML"),
    ("лист.pdf", b"  \n<!DOCTYPE html><p>x", "HTML"),
    ("лист.jpg", b"<script>alert(1)</script>%PDF-1.4", "HTML"),
    ("сторінка.html", b"just text", "HTML"),
    ("лист.xml", b'<?xml version="1.0"?><a:html xmlns:a="http://www.w3.org/1999/xhtml"/>', "HTML"),
    ("герб.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "SVG"),
    ("герб.png", b'<?xml version="1.0"?><!-- x --><svg onload="alert(1)"/>', "SVG"),
    ("герб.xml", b'<a:svg xmlns:a="http://www.w3.org/2000/svg"><a:script/></a:svg>', "SVG"),
    ("герб.xml", '<?xml version="1.0"?><svg/>'.encode("utf-16"), "SVG"),
    ("лист.pdf", b"MZ\x90\x00" + bytes(100), "виконувані"),
    ("лист.exe", b"hello", "виконувані"),
    ("лист.pdf.scr", samples.pdf(), "виконувані"),
    ("скрипт.txt", b"#!/bin/sh\nrm -rf /", "виконувані"),
    ("скрипт.js", b"alert(1)", "виконувані"),
    ("лист.pdf", b"\x7fELF" + bytes(100), "виконувані"),
    ("ярлик.pdf", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(100), "виконувані"),
    ("фото.jpg", b"GIF89a<?php system('id');", "виконувані"),
    ("eicar.txt", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "антивірус"),
    ("лист.docm", samples.openxml("docx"), "макроси"),
    ("лист.docx", samples.openxml("docx", {"word/vbaProject.bin": b"x"}), "макроси"),
    ("звіт.xlsx", samples.openxml("xlsx", {"xl/macrosheets/sheet1.xml": b"<a/>"}), "макроси"),
    ("звіт.xls", samples.ole("Root Entry", "Workbook", "_VBA_PROJECT_CUR"), "макроси"),
    ("лист.odt", samples.odf("text", {"Basic/Standard/Module1.xml": b"<a/>"}), "макроси"),
    ("лист.odt", samples.odf("text", {"Scripts/python/x.py": b"x"}), "макроси"),
    ("лист.docx", samples.openxml("docx", {"word/a.xml": samples.XXE}), "DOCTYPE"),
    ("лист.docx", samples.openxml("docx", {"word/a.xml": b" " * 50_000 + samples.XXE}), "DOCTYPE"),
    ("лист.docx", samples.openxml("docx", {"word/a.xml": b" " * 70_000 + samples.XXE}), "незвично"),
    ("лист.docx", samples.openxml("docx", {"word/a.xml": samples.XXE_IN_UTF16}), "DOCTYPE"),
    ("лист.odt", samples.odf("text", {"styles.xml": samples.LAUGHS}), "DOCTYPE"),
    ("лист.xml", samples.LAUGHS, "DOCTYPE"),
    ("лист.xml", b'<?xml version="1.0" encoding="UTF-7"?><a/>', "кодуванні"),
    ("лист.docx", samples.openxml("docx", {SETTINGS: samples.REMOTE_TEMPLATE}), "шаблон"),
    ("лист.docx", samples.ole("Root Entry", "EncryptedPackage"), "паролем"),
    ("лист.odt", samples.odf("text", {"META-INF/manifest.xml": b"<m:encryption-data/>"}), "паролем"),
    ("лист.zip", samples.encrypted_zip(), "паролем"),
    ("лист.zip", samples.bomb(), "розпакування"),
    ("лист.docx", samples.openxml("docx", {"word/a.xml": b"<a>" + bytes(100_000_000)}), "розпакування"),
    ("лист.zip", samples.overlapping_bomb(), "розпакування"),
    ("лист.zip", samples.zipped({"a.zip": b"PK", "b.zip": b"PK"}), "інші архіви"),
    ("лист.zip", samples.zipped({"../../etc/cron.d/x": b"x"}), "поза його теку"),
    ("лист.zip", samples.zipped({"C:/Windows/x.txt": b"x"}), "поза його теку"),
    ("лист.zip", samples.symlink_zip(), "поза його теку"),
    ("лист.zip", samples.zipped({"рахунок.pdf.exe": b"MZ"}), PROGRAM_INSIDE[:20]),
    ("лист.zip", samples.zipped({"a": b"a"})[:-30], "пошкоджено"),
    ("лист.zip", b"PK\x05\x06" + bytes(18), "порожній"),
    ("лист.pdf", samples.pdf()[:200], "обірвано"),
    ("лист.rtf", b"{\\rtf1{\\object\\objdata 0105}}", "вбудовані"),
    ("скан.png", samples.png(100_000, 100_000, header_only=True), "100000 × 100000"),
    ("щось.bin", bytes(range(256)), "Не впізнаємо"),
    ("лист.msi", samples.ole("Root Entry", "Table"), "Не впізнаємо"),
    ("лист.pdf", samples.openxml("docx"), "всередині документ Word (DOCX)"),
    ("лист.docx", samples.pdf(), "всередині PDF"),
    ("лист.jpg", samples.png(), "всередині зображення PNG"),
    ("ключ.pem", b"-----BEGIN PRIVATE KEY-----\nMII", "особистий ключ"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "word"), HOSTILE, ids=_said)
def test_a_hostile_file_is_refused_with_a_sentence(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    started = time.monotonic()
    with pytest.raises(FileProblem) as refusal:
        kind_of(tmp_path, name, content)
    assert word in refusal.value.sentence
    assert time.monotonic() - started < 1


def test_a_hundred_thousand_entries_are_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_bytes(samples.many_entries())
    started = time.monotonic()
    with pytest.raises(FileProblem, match="10000"):
        sniff(path, "лист.zip")
    assert time.monotonic() - started < 0.2


def test_word_s_own_template_on_its_own_disk_is_no_offence(tmp_path: Path) -> None:
    content = samples.openxml("docx", {SETTINGS: samples.OWN_TEMPLATE})
    assert kind_of(tmp_path, "лист.docx", content) is kinds.DOCX


def test_polyglots_are_what_they_begin_with(tmp_path: Path) -> None:
    """They are served as an attachment of that kind, and what is shown has been drawn anew."""
    assert kind_of(tmp_path, "лист.pdf", samples.pdf() + b"<script>alert(1)</script>") is kinds.PDF
    assert kind_of(tmp_path, "лист.pdf", samples.pdf() + samples.zipped({"a.class": b"x"})) is kinds.PDF
    assert kind_of(tmp_path, "a.gif", b"GIF89a\x10\0\x10\0" + samples.zipped({"a.class": b"x"})) is kinds.GIF


def test_contents_are_read_without_unpacking(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_bytes(samples.zipped({"a.txt": b"x" * 1_000_000}))
    with path.open("rb") as file:
        (entry,) = zips.read_table(file, path.stat().st_size)
        assert zips.head_of(file, entry, 10) == b"x" * 10


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_torn_zip_says_so_and_never_crashes(tmp_path: Path, cut: int) -> None:
    whole = samples.openxml("docx")
    for torn in (whole[:-cut], whole[: len(whole) // 2] + whole[len(whole) // 2 + cut :]):
        try:
            kind_of(tmp_path, "лист.docx", torn)
        except FileProblem as problem:
            assert problem.sentence
