"""Files and trust material out of the test PKI, as the tests of this folder need them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from obih.signatures.crypto.trust import TrustStore
from obih.signatures.crypto.verify import FileReport, verify_file
from obih.signatures.testpki import cades, cast, evidence, longterm
from obih.signatures.testpki.signatory import NOON, Signatory

LETTER = cast.LETTER
AT = cast.AT
SOON = NOON + timedelta(seconds=5)
"""When the authority stamps."""
BASE = (cast.ROOT, cast.AUTHORITY, cast.TSA, cast.OCSP, cast.ROOT_OCSP)
EC = (cast.EC_ROOT, cast.EC_AUTHORITY, cast.EC_TSA)


def trust(
    people: Iterable[Signatory] = BASE,
    extra: Iterable[bytes] = (),
    roots: Iterable[Signatory] = cast.ANCHORS,
) -> TrustStore:
    """Certificates of these, and whatever bytes are given; roots are pinned."""
    items = [(one.name, one.certificate().raw) for one in people]
    items += [(str(number), data) for number, data in enumerate(extra)]
    return TrustStore.of(items, [root.certificate().sha256 for root in roots])


def with_lists(people: Iterable[Signatory] = BASE, *more: bytes) -> TrustStore:
    """With the full lists of the root and of the authority."""
    return trust(people, [evidence.full_list(cast.ROOT), evidence.full_list(), *more])


def stamped_file(
    who: Signatory = cast.HALYNA,
    stamper: Signatory | None = cast.TSA,
    at: datetime = SOON,
    before: datetime | None = None,
    claimed: datetime = NOON,
    answers: Iterable[bytes] = (),
    more: Iterable[Signatory] = (),
) -> bytes:
    """CAdES-T of the letter (BES without `stamper`); `before`: also stamped over the content then; `answers`
    of OCSP lie in revocation-values."""
    extra = [cades.content_stamp(cast.TSA, LETTER, before)] if before else []
    info = cades.signer_info(who, LETTER, claimed=claimed, extra=extra)
    if stamper is not None:
        info = cades.stamped(info, stamper, at)
    given = tuple(answers)
    if given:
        info = longterm.with_values(info, longterm.Evidence((), answers=given))
    return cades.cms([info], LETTER, [who, *more])


def report(data: bytes, store: TrustStore, at: datetime = AT) -> FileReport:
    """The report of the verification at this moment."""
    return verify_file(data, trust=store, at=at)


def texts(found: FileReport) -> list[str]:
    """Sentences of all reasons."""
    return [one.text for one in found.reasons]


def codes(found: FileReport) -> list[str]:
    """Codes of all reasons."""
    return [one.code for one in found.reasons]
