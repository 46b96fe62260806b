"""Names and sizes: whatever comes in, what goes on is harmless and still readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.files.rules import LONGEST_NAME, extension_of, lock_key, place_of, safe_name, size_in_words, too_big

MEGABYTE = 1024 * 1024


@pytest.mark.parametrize(
    ("given_name", "made"),
    [
        ("Лист про об’їзну.pdf", "Лист про об’їзну.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Галина\\скан.pdf", "скан.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("лист\u202efdp.exe", "листfdp.exe"),
        ("CON.pdf", "_CON.pdf"),
        ("nul", "_nul"),
        ("com1.txt", "_com1.txt"),
        ("лист\r\nSet-Cookie: x.pdf", "лист Set-Cookie_ x.pdf"),
        ('<img src=x onerror="a">.png', "_img src=x onerror=_a__.png"),
        ("Договір N7.pdf".replace("й", "и\u0306"), "Договір N7.pdf"),
        ("и\u0306.txt", "й.txt"),
        ("...", "файл"),
        ("", "файл"),
        ("звіт .pdf. ", "звіт .pdf"),
        ("нуль\u200bширини.pdf", "нульширини.pdf"),
    ],
)
def test_a_name_loses_what_deceives_and_keeps_its_letters(given_name: str, made: str) -> None:
    assert safe_name(given_name) == made


def test_a_long_name_keeps_its_extension() -> None:
    made = safe_name("я" * 400 + ".docx")
    assert len(made) == LONGEST_NAME
    assert made.endswith("я.docx")


@given(st.text(max_size=400))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    made = safe_name(name)
    assert 0 < len(made) <= LONGEST_NAME
    assert not set(made) & set('/\\<>:"|?*\0\r\n\t')
    assert made == made.strip(". ") and made not in ("..", ".")
    assert unicodedata.is_normalized("NFC", made)
    assert not any(
        unicodedata.bidirectional(char) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for char in made
    )
    assert safe_name(made) == made


@pytest.mark.parametrize(
    ("name", "extension"),
    [("Лист.PDF", "pdf"), ("архів.tar.gz", "gz"), ("лист", ""), (".bashrc", ""), ("п. 5 рішення", "")],
)
def test_extension(name: str, extension: str) -> None:
    assert extension_of(name) == extension


def test_sizes_are_told_as_people_say_them() -> None:
    assert size_in_words(640) == "640 байт"
    assert size_in_words(48 * 1024) == "48 КБ"
    assert size_in_words(int(3.5 * MEGABYTE)) == "3,5 МБ"
    assert size_in_words(4 * MEGABYTE) == "4 МБ"
    limit = 40 * MEGABYTE
    assert too_big(48 * MEGABYTE, limit) == "Файл 48 МБ. Приймаємо до 40 МБ: розділіть скан на частини"
    assert too_big(limit + 1, limit).startswith("Файл більший за 40 МБ.")


def test_a_content_has_one_place_and_one_lock() -> None:
    sha256 = "ab" * 32
    assert place_of(sha256) == f"ab/ab/{sha256}"
    assert -(2**63) <= lock_key("ff" * 32) < 2**63
    for hostile in ("../../etc/passwd", "AB" * 32, "ab" * 31, sha256 + "\n"):
        with pytest.raises(AssertionError):
            place_of(hostile)
