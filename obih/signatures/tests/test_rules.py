"""Whether a signature is theirs, and what it says for registration: pure rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obih.signatures.rules import (
    GROUND_NO_STAMP,
    GROUND_SIGNER,
    GROUND_UNVERIFIABLE,
    Holder,
    Match,
    Named,
    advice,
    agreement,
    code_of,
)

SIGNED = Holder("VALID", "Омельчук Світлана Іванівна", "ГУ ДПС у Черкаській області", "44131663", False, True)
NAMED = Named(
    "44131663",
    "Головне управління ДПС у Черкаській області",
    signatory="Заступник начальника Світлана ОМЕЛЬЧУК",
)


def test_the_same_institution_and_person() -> None:
    found = agreement(SIGNED, NAMED)
    assert (found.institution, found.signer, found.worst) == (Match.SAME, Match.SAME, Match.SAME)
    assert not advice([SIGNED], NAMED)


@pytest.mark.parametrize(
    ("named", "institution", "signer"),
    [
        (Named("00012345", "ОВА", signatory="Світлана ОМЕЛЬЧУК"), Match.DIFFERS, Match.SAME),
        (Named("44131663", "ДПС", signatory="Іван ПЕТРЕНКО"), Match.SAME, Match.DIFFERS),
        (Named("44131663", "ДПС"), Match.SAME, Match.UNKNOWN),
        (Named("", "ГУ ДПС у Черкаській області"), Match.SAME, Match.UNKNOWN),
        (Named("", "Інша назва установи"), Match.UNKNOWN, Match.UNKNOWN),
        (Named(), Match.UNKNOWN, Match.UNKNOWN),
        (Named("44131663", signatory="О. Омельчук"), Match.SAME, Match.UNKNOWN),
        (Named("44131663", signatory="С. Омельчук"), Match.SAME, Match.SAME),
    ],
)
def test_each_answer_has_its_words(named: Named, institution: Match, signer: Match) -> None:
    found = agreement(SIGNED, named)
    assert (found.institution, found.signer) == (institution, signer)
    assert found.institution_words and found.signer_words


def test_a_private_person_writes_for_himself() -> None:
    found = agreement(
        Holder("VALID", "Коваленко Олена"), Named(signatory="Коваленко Олена Петрівна", is_natural=True)
    )
    assert found.worst is Match.SAME and not found.institution_words


def test_a_seal_has_an_institution_and_no_person() -> None:
    seal = Holder("VALID", "ГУ ДПС", "ГУ ДПС", "44131663", True, True)
    assert agreement(seal, NAMED).worst is Match.SAME
    assert not advice([seal], NAMED)


def test_codes_are_compared_with_their_leading_zeros() -> None:
    assert code_of("4370001") == code_of("04370001") == "04370001"
    assert code_of("немає") == "" and code_of("12") == ""


def test_a_letter_without_a_stamp_speaks_of_ground_nine() -> None:
    bare = Holder("INDETERMINATE", "Омельчук Світлана", "", "44131663")
    assert [each.ground for each in advice([bare], NAMED)] == [GROUND_NO_STAMP]
    assert advice([bare], NAMED)[0].number == 9


def test_each_ground_is_told_once() -> None:
    other = Holder("INVALID", "Петренко Іван")
    assert [each.ground for each in advice([other, other], NAMED)] == [
        GROUND_UNVERIFIABLE, GROUND_SIGNER, GROUND_NO_STAMP,
    ]  # fmt: skip


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_any_words_get_an_answer(name: str, institution: str, code: str, signatory: str) -> None:
    found = agreement(Holder("VALID", name, institution, code), Named(code, institution, signatory=signatory))
    assert found.worst in Match
