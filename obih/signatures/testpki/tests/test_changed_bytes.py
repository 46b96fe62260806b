"""No changed byte of what is signed, of a certificate or of a timestamp leaves a signature VALID.

Here: every byte of document, signed attributes, r and s of ten samples, and every seventeenth byte of their
certificates and timestamps, one bit each. All bytes and all bits:
`python -m obih.signatures.testpki.flipping --full`.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from obih.signatures.crypto.reasons import Verdict
from obih.signatures.testpki import catalogue, flipping
from obih.signatures.testpki.flipping import ATTRIBUTES, CERTIFICATE, CONTENT, SIGNATURE, UNREADABLE, Tally

MASKS = dict(zip(flipping.SAMPLES, (0x01, 0x80, 0x02, 0x40, 0x04, 0x20, 0x08, 0x10, 0x01, 0x80), strict=True))
INVALID, UNSURE = Verdict.INVALID.value, Verdict.INDETERMINATE.value
ALLOWED = {
    CONTENT: {INVALID},
    SIGNATURE: {INVALID},
    ATTRIBUTES: {INVALID, UNREADABLE},
    CERTIFICATE: {INVALID, UNSURE, UNREADABLE},
}


@pytest.mark.parametrize("name", flipping.SAMPLES)
def test_no_changed_byte_is_valid(name: str) -> None:
    tally = Tally()
    flipping.flip(catalogue.by_name()[name], tally, [MASKS[name]], step=17)
    assert not tally.passed
    seen = {part for part, _ in tally.answers}
    assert {CONTENT, SIGNATURE, ATTRIBUTES, CERTIFICATE} <= seen
    assert ("stamp signature" in seen) == name.endswith("-lean.p7s")
    for (part, answer), _ in tally.answers.items():
        allowed = ALLOWED.get(part, {INVALID, UNSURE, UNREADABLE})
        assert answer in allowed, f"{part}: {answer}"


def test_parts_are_found_where_they_are() -> None:
    sample = catalogue.by_name()["t-lean.p7s"]
    data = sample.make()
    found = {part.name: data[part.start : part.end] for part in flipping.parts(data)}
    assert found[CONTENT] == flipping.golden.cast.LETTER and len(found[SIGNATURE]) == 64
    assert found[CERTIFICATE][:1] == b"\x30" and found[ATTRIBUTES][:1] == b"\xa0"
    stamp = sorted(
        (one for one in flipping.parts(data) if one.name.startswith("stamp")), key=lambda one: one.start
    )
    assert all(before.end == after.start for before, after in pairwise(stamp)), "no gap"
