"""The ordinal people say aloud is found in a number whatever else stands in it."""

from __future__ import annotations

import pytest

from obih.registry.rules import ordinal_parts


@pytest.mark.parametrize(
    ("number", "sequence", "parts"),
    [
        ("02-10/2", 2, ("02-10/", "2", "")),
        ("1/02-10", 1, ("", "1", "/02-10")),
        ("12-к", 12, ("", "12", "-к")),
        ("12/1", 12, ("", "12", "/1")),
        ("К-0005/26", 5, ("К-", "0005", "/26")),
        ("ЗПІ-7/27", 7, ("ЗПІ-", "7", "/27")),
        ("без порядкового", 3, ("", "без порядкового", "")),
    ],
)
def test_the_ordinal_is_told_apart(number: str, sequence: int, parts: tuple[str, str, str]) -> None:
    assert ordinal_parts(number, sequence) == parts
