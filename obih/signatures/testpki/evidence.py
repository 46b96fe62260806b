"""What the authorities of the test PKI say of the cast: lists, deltas, answers of OCSP, also wrong ones.

`AT`, a day after signing, everything here is fresh unless its name says otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

from obih.signatures.testpki import cast
from obih.signatures.testpki.longterm import Evidence
from obih.signatures.testpki.revocation import Answer, Revoked, crl, ocsp
from obih.signatures.testpki.signatory import NOON, Signatory

DISMISSED_AT = NOON - timedelta(days=10)
LOST_AT = NOON + timedelta(hours=6)
HELD_AT = NOON - timedelta(days=5)
LISTED_AT, DELTA_AT = NOON + timedelta(hours=20), NOON + timedelta(hours=23)

DISMISSED = Revoked(cast.TARAS.serial, DISMISSED_AT, "affiliation_changed")
LOST = Revoked(cast.NATALIIA.serial, LOST_AT, "key_compromise")
HELD = Revoked(cast.ROMAN.serial, HELD_AT, "certificate_hold")
RELEASED = Revoked(cast.ROMAN.serial, HELD_AT, "remove_from_crl")
ONLY_IN_DELTA = Revoked(cast.OLHA.serial, HELD_AT, "superseded")
TSA_GONE = Revoked(cast.TSA_REVOKED.serial, DISMISSED_AT, "cessation_of_operation")
FULL_NUMBER = 10


@cache
def full_list(issuer: Signatory = cast.AUTHORITY) -> bytes:
    """The full list of an authority; of the authority of DSTU with three revoked certificates."""
    gone = {cast.AUTHORITY: (DISMISSED, LOST, HELD), cast.ROOT: (TSA_GONE,)}.get(issuer, ())
    days = 7 if issuer.issuer else 90
    return crl(issuer, gone, number=FULL_NUMBER, this=LISTED_AT, valid=timedelta(days=days))


@cache
def delta_list() -> bytes:
    """The delta to the full list: one more is revoked, one is released."""
    return crl(
        cast.AUTHORITY, (ONLY_IN_DELTA, RELEASED), number=FULL_NUMBER + 1, delta_of=FULL_NUMBER,
        this=DELTA_AT, valid=timedelta(days=1),
    )  # fmt: skip


@cache
def stale_list() -> bytes:
    """A list whose next one should have come long before anybody signed."""
    return crl(cast.AUTHORITY, number=2, this=NOON - timedelta(days=60))


@cache
def forged_list() -> bytes:
    """A list in the authority’s name by a stranger’s key: nobody is revoked in it."""
    return crl(cast.AUTHORITY, number=FULL_NUMBER + 5, this=DELTA_AT, by=cast.STRANGE_ROOT)


def responder(who: Signatory) -> Signatory:
    """Whose answers count for this certificate."""
    by = {
        cast.AUTHORITY.name: cast.OCSP,
        cast.ROOT.name: cast.ROOT_OCSP,
        cast.EC_AUTHORITY.name: cast.EC_OCSP,
    }
    found = by.get(who.by.name)
    return who.by if found is None else replace(found, issuer=who.by, base=who.base)


@cache
def good(who: Signatory) -> bytes:
    """The responder of its authority knows nothing against it."""
    return ocsp(responder(who), Answer(who))


@cache
def revoked(who: Signatory) -> bytes:
    """The responder says: revoked ten days before signing."""
    return ocsp(responder(who), Answer(who, "revoked", DISMISSED_AT, "affiliation_changed"))


@cache
def unknown(who: Signatory) -> bytes:
    """The responder does not know it."""
    return ocsp(responder(who), Answer(who, "unknown"))


@cache
def by_stranger(who: Signatory) -> bytes:
    """A responder of another authority says that it is good."""
    return ocsp(cast.STRANGE_OCSP, Answer(who))


@cache
def by_no_responder(who: Signatory) -> bytes:
    """A certificate of the right authority, but without the usage of OCSP."""
    return ocsp(cast.OCSP_WITHOUT_USAGE, Answer(who))


@cache
def stale(who: Signatory) -> bytes:
    """An answer of two months before signing, long out of date."""
    before = NOON - timedelta(days=60)
    return ocsp(responder(who), Answer(who, this=before, valid=timedelta(hours=1)))


@cache
def about_another(who: Signatory) -> bytes:
    """A good answer, of somebody else’s certificate."""
    return ocsp(responder(who), Answer(replace(who, serial=who.serial + 5000)))


def kept(who: Signatory, answer: bytes | None = None) -> Evidence:
    """What a signature of hers keeps for long: certificates and answers up to the root."""
    authority = who.by
    answers = (answer or good(who), good(authority))
    services = (responder(who), responder(authority))
    known = dict.fromkeys([authority, authority.by, *(one for one in services if one.issuer)])
    return Evidence(tuple(one.certificate() for one in known), answers=answers)
