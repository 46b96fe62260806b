"""Every form of number that councils really write is made by a pattern, with the mark that may follow it.

Real numbers lie beside the project, not in it: that test is skipped where they are not at hand.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from obih.registry.models.journals import pattern_has_sequence
from obih.registry.rules import (
    PLACEHOLDERS,
    PatternProblem,
    fraction_marks,
    letter_marks,
    number_parts,
    period_of,
)

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "indexes.csv"
ROMAN = "[IVXІХ]+"


@dataclass(frozen=True)
class Way:
    """A form of number: how it is read, the pattern that makes it, and the mark that may follow the ordinal.

    The groups of `form` are the values of the placeholders; `seq` is the ordinal, `mark` what follows it.
    """

    form: str
    pattern: str
    mark: str = ""
    kinds: str = ""

    def makes(self, number: str, kind: str) -> bool:
        """Whether this way gives exactly that number."""
        read = re.fullmatch(self.form, number)
        if read is None or (self.kinds and not re.search(self.kinds, kind)):
            return False
        values = read.groupdict()
        sequence, mark = int(values.pop("seq")), values.pop("mark", "") or ""
        if mark:
            assert mark in (*letter_marks(self.mark), *fraction_marks(self.mark)), (number, mark)
        parts = number_parts(self.pattern, values)
        width = max(parts.width, len(str(sequence)))
        return f"{parts.prefix}{sequence:0{width}d}{mark}{parts.suffix}" == number


WAYS = (
    Way(r"(?P<seq>\d+)", "{seq}"),
    Way(r"(?P<seq>\d+)(?P<journal>[а-яіїєґ])", "{seq}{journal}"),
    Way(r"(?P<seq>\d+)-(?P<journal>[а-яіїєґ]+)", "{seq}-{journal}"),
    Way(r"(?P<seq>\d+) \((?P<journal>[а-яіїєґ])\)", "{seq} ({journal})"),
    Way(r"(?P<seq>\d+)-(?P<unit>\d+)(?P<journal>[а-яіїєґ])", "{seq}-{unit}{journal}"),
    Way(r"(?P<seq>\d+)/(?P<year>20\d\d)", "{seq}/{year}"),
    Way(r"(?P<seq>\d+)/(?P<journal>[А-ЯІЇЄҐ]{2})-(?P<year>20\d\d)", "{seq}/{journal}-{year}"),
    Way(r"(?P<seq>\d+)-(?P<sitting>\d+)/(?P<year>20\d\d)", "{seq}-{sitting}/{year}", kinds="рішення"),
    Way(rf"(?P<seq>\d+)-(?P<sitting>{ROMAN})/(?P<year>20\d\d)", "{seq}-{sitting}/{year}"),
    Way(r"(?P<sitting>\d+)/(?P<seq>\d+)", "{sitting}/{seq}", kinds="рішення"),
    Way(r"(?P<seq>\d+)(?P<mark>-\d+)", "{seq}", mark="-{}", kinds="рішення"),
    Way(r"(?P<seq>\d+)-(?P<item>\d+)", "{seq}-{item}", kinds="запит"),
    Way(rf"(?P<sitting>\d+)-(?P<seq>\d+)/(?P<convocation>{ROMAN})", "{sitting}-{seq}/{convocation}"),
    Way(rf"(?P<seq>\d+)-(?P<convocation>{ROMAN})", "{seq}-{convocation}"),
    Way(r"(?P<unit>\d\d)-(?P<seq>\d+)/(?P<case>\d+-\d+)", "{unit}-{seq}/{case}"),
    Way(r"(?P<case>\d+-\d+)/(?P<seq>\d+)", "{case}/{seq}"),
    Way(r"(?P<seq>\d+)/(?P<case>[\d-]+)", "{seq}/{case}"),
    Way(r"(?P<unit>\d\d)\.(?P<seq>\d\d)", "{unit}.{seq:2}"),
    # not among the real ones at hand, written all the same
    Way(r"(?P<letter>[А-ЯІЇЄҐ])-(?P<seq>\d+)", "{letter}-{seq}"),
    Way(r"(?P<letter>[А-ЯІЇЄҐ])-(?P<seq>\d+)/(?P<case>\d+-\d+)", "{letter}-{seq}/{case}"),
    Way(r"(?P<seq>\d+)(?P<mark>-[а-яіїєґ])/(?P<case>\d+-\d+)", "{seq}/{case}", mark="-{}"),
    Way(r"(?P<seq>\d+)(?P<mark>/\d+)/(?P<yy>\d\d)", "{seq}/{yy}", mark="/{}"),
    Way(
        r"(?P<seq>\d+)-(?P<item>\d+)/(?P<sitting>\d+)-(?P<convocation>[IVX]+)",
        "{seq}-{item}/{sitting}-{convocation}",
    ),
    Way(r"(?P<district>\d\d)-(?P<seq>\d{4})", "{district}-{seq:4}"),
)  # fmt: skip


def way_of(number: str, kind: str = "") -> Way | None:
    return next((each for each in WAYS if each.makes(number, kind)), None)


@pytest.mark.skipif(not CORPUS.exists(), reason="real numbers of councils are not beside the project")
def test_each_real_number_is_made_by_a_pattern() -> None:
    with CORPUS.open(encoding="utf-8", newline="") as lines:
        found = list(csv.DictReader(lines))
    assert len(found) > 200
    not_made = [
        (each["index"], each["kind"]) for each in found if way_of(each["index"], each["kind"]) is None
    ]
    assert not not_made


@pytest.mark.parametrize(
    "number",
    [
        "М-17", "К-345/05-10", "12-а/02-10", "12/1/26", "7-3/20-VIII", "04-0012", "118-к", "5-2/138",
        "44/2026",
    ],
)  # fmt: skip
def test_letters_marks_items_and_districts_have_their_patterns(number: str) -> None:
    assert way_of(number) is not None


@pytest.mark.parametrize("way", WAYS, ids=lambda each: f"{each.pattern}{each.mark}")
def test_each_pattern_may_stand_in_a_journal(way: Way) -> None:
    pattern_has_sequence(way.pattern)
    named = set(re.findall(r"\{(\w+)", way.pattern)) - {"seq"}
    assert named <= set(PLACEHOLDERS)
    assert set(re.findall(r"\?P<(\w+)>", way.form)) == named | {"seq"} | ({"mark"} if way.mark else set())
    for name in named:
        with pytest.raises(PatternProblem, match=PLACEHOLDERS[name]):
            number_parts(way.pattern, dict.fromkeys(named - {name}, "1"))


def test_a_pattern_without_the_ordinal_is_no_pattern() -> None:
    with pytest.raises(ValidationError):
        pattern_has_sequence("{sitting}-{item}/{convocation}")


def test_numbers_by_sitting_begin_anew_with_each() -> None:
    day = date(2026, 11, 24)
    assert period_of("sitting", day, "VIII", "20") != period_of("sitting", day, "VIII", "21")
    assert period_of("convocation", day, "VIII") == "VIII"
