"""Every byte of a sample changed, one at a time: nothing of what is signed may change and stay VALID.

`python -m obih.signatures.testpki.flipping --full` flips each bit of each byte of each part of ten samples;
the tests flip one bit, of every byte that the signer signed and of some of certificates and timestamps.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import catalogue, golden
from obih.signatures.testpki.der import oid
from obih.signatures.testpki.sample import Sample

SAMPLES = (
    "bes-attached.p7s", "bes-detached.p7s", "epes.p7s", "key-identifier.p7s", "unsorted.p7s", "t-lean.p7s",
    "kupyna-lean.p7s", "ecdsa-lean.p7s", "rsa-pss-lean.p7s", "x-long-lean.p7s",
)  # fmt: skip
STAMPS = {
    oid(f"1.2.840.113549.1.9.16.2.{tail}"): name for tail, name in ((14, "stamp"), (20, "content stamp"))
}
CONTENT, ATTRIBUTES, SIGNATURE, CERTIFICATE = "content", "attributes", "signature", "certificate"
UNREADABLE = "не читається"


@dataclass(frozen=True)
class Part:
    """Some bytes of a file, by what they are."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Element:
    tag: int
    start: int
    inside: int
    end: int


def _elements(data: bytes, start: int, end: int) -> list[_Element]:
    found = []
    while start < end:
        size, inside = data[start + 1], start + 2
        if size & 0x80:
            count = size & 0x7F
            size, inside = int.from_bytes(data[inside : inside + count], "big"), inside + count
        found.append(_Element(data[start], start, inside, inside + size))
        start = inside + size
    return found


def parts(data: bytes, start: int = 0, end: int | None = None, prefix: str = "") -> Iterator[Part]:
    """What is signed in a file of one signature, its certificates, and the same of its timestamps."""

    def below(one: _Element) -> list[_Element]:
        return _elements(data, one.inside, one.end)

    (whole,) = _elements(data, start, len(data) if end is None else end)
    (signed,) = below(below(whole)[1])
    fields = below(signed)
    encapsulated = below(fields[2])
    if len(encapsulated) > 1:
        content = below(encapsulated[1])[0]
        yield Part(prefix + CONTENT, content.inside, content.end)
    for one in fields[3:-1]:
        if one.tag == 0xA0:
            yield Part(prefix + CERTIFICATE, one.inside, one.end)
    (info,) = below(fields[-1])
    inner = below(info)
    attributes = next(one for one in inner if one.tag == 0xA0 and one is not inner[1])
    at = attributes.start
    for attribute in below(attributes):
        kind, values = below(attribute)
        name = STAMPS.get(data[kind.start : kind.end])
        if name:
            yield Part(prefix + ATTRIBUTES, at, values.inside)
            yield from _token(data, values, prefix + name)
            at = values.end
    yield Part(prefix + ATTRIBUTES, at, attributes.end)
    signature = next(one for one in inner[3:] if one.tag == 0x04)
    yield Part(prefix + SIGNATURE, signature.inside, signature.end)
    if inner[-1].tag == 0xA1:
        for attribute in below(inner[-1]):
            kind, values = below(attribute)
            name = STAMPS.get(data[kind.start : kind.end])
            if name:
                yield from _token(data, values, prefix + name)


def _token(data: bytes, values: _Element, name: str) -> Iterator[Part]:
    """A timestamp: its signed parts each by name, what is between them as «rest»."""
    at = values.inside
    for one in sorted(parts(data, values.inside, values.end, f"{name} "), key=lambda part: part.start):
        if at < one.start:
            yield Part(f"{name} rest", at, one.start)
        yield one
        at = one.end
    if at < values.end:
        yield Part(f"{name} rest", at, values.end)


@dataclass
class Tally:
    """What became of the changes: (part, answer) → how many; `passed` are those that stayed VALID."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    passed: list[tuple[str, str, int, int]] = field(default_factory=list)

    def add(self, sample: str, part: Part, place: int, mask: int, answer: str) -> None:
        self.answers[part.name, answer] += 1
        if answer == Verdict.VALID.value:
            self.passed.append((sample, part.name, place, mask))


def report_of(sample: Sample, data: bytes, content: bytes | None) -> FileReport | None:
    """The verifier’s report, None for what cannot be read."""
    try:
        return verify_file(data, content, trust=golden.store(sample.trust), at=sample.at)
    except Malformed:
        return None


def flip(sample: Sample, tally: Tally, masks: list[int], step: int) -> None:
    """Change the bytes of a sample: all of what the signer signed, each `step`-th of certificates and timestamps."""
    data, document = sample.make(), sample.content
    whole = report_of(sample, data, document)
    assert whole is not None and whole.verdict is Verdict.VALID, "what is changed is good first"
    if document is not None:
        for place in range(len(document)):
            for mask in masks:
                _one(
                    sample,
                    tally,
                    Part(CONTENT, 0, len(document)),
                    place,
                    mask,
                    data,
                    _changed(document, place, mask),
                )
    for part in parts(data):
        stride = 1 if part.name in (CONTENT, ATTRIBUTES, SIGNATURE) else step
        first = int.from_bytes(hashlib.sha256(f"{sample.name} {part}".encode()).digest()[:2], "big") % stride
        for place in range(part.start + first, part.end, stride):
            for mask in masks:
                _one(sample, tally, part, place, mask, _changed(data, place, mask), document)


def _one(
    sample: Sample, tally: Tally, part: Part, place: int, mask: int, data: bytes, document: bytes | None
) -> None:
    report = report_of(sample, data, document)
    tally.add(sample.name, part, place, mask, UNREADABLE if report is None else report.verdict.value)


def _changed(data: bytes, place: int, mask: int) -> bytes:
    return data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m obih.signatures.testpki.flipping", description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("names", nargs="*", default=SAMPLES)
    given = parser.parse_args()
    tally = Tally()
    for name in given.names:
        masks = [1 << bit for bit in range(8)] if given.full else [0x01]
        flip(catalogue.by_name()[name], tally, masks, step=1 if given.full else 16)
        print(name, sum(tally.answers.values()), flush=True)  # noqa: T201
    for (part, answer), count in sorted(tally.answers.items()):
        print(f"{part:28} {answer:14} {count}")  # noqa: T201
    for one in tally.passed[:200]:
        print("VALID:", *one)  # noqa: T201


if __name__ == "__main__":
    main()
