"""An import is looked at before it takes effect: what is new, what is there, what nobody vouches for."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from obih.signatures.crypto.tests.samples import BUNDLE, sample
from obih.signatures.crypto.trust import Standing, TrustStore, plan_import
from obih.signatures.crypto.trust.grounds import Missing
from obih.signatures.crypto.trust.importing import LIST_NOT_PINNED, NOT_PINNED, WHY
from obih.signatures.crypto.trust.pins import built_in
from obih.signatures.crypto.trust.tests.making import trust
from obih.signatures.testpki import cast, der, evidence

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EMPTY = TrustStore.of([])
LIST = "signatures-2/trust_list/tl-ua-2022-04-19.xml"
LIST_SIGNER = "72d5de03c018b70be60b16767637ed584c1143e61b56bd3454ee99cb18f0ecda"


def test_every_link_of_the_bundle_is_verified_within_fifteen_seconds() -> None:
    started = time.process_time()
    diff = plan_import(EMPTY, [("CACertificates.p7b", sample(BUNDLE))])
    assert time.process_time() - started < 15
    assert (diff.links, diff.wanted) == (618, 618) and len(diff.added) == 618
    assert sum(one.is_anchor for one in diff.lines) == 11
    assert sum(not one.is_expired(NOW) for one in diff.lines) == 272
    assert not diff.refused and not diff.unread


def test_what_is_there_is_told_apart_from_what_is_new() -> None:
    store = trust([cast.ROOT, cast.AUTHORITY])
    files = [("a", cast.AUTHORITY.certificate().raw), ("tsa.cer", cast.TSA.certificate().raw)]
    diff = plan_import(store, files)
    assert [(one.source, one.standing) for one in diff.lines] == [
        ("a", Standing.PRESENT),
        ("tsa.cer", Standing.ADDED),
    ]
    assert not diff.changes_nothing and plan_import(store, files[:1]).changes_nothing


def test_a_root_waits_for_its_pin() -> None:
    root = cast.ROOT.certificate()
    diff = plan_import(EMPTY, [("root.cer", root.raw)])
    (line,) = diff.refused
    assert line.standing is Standing.ROOT and line.why == NOT_PINNED and diff.changes_nothing
    pinned = plan_import(EMPTY, [("root.cer", root.raw)], [root.sha256.upper()])
    assert pinned.added[0].is_anchor and pinned.pins_added == (root.sha256,)
    with pytest.raises(ValueError, match="не є відбитком"):
        plan_import(EMPTY, [], ["abc"])


@pytest.mark.parametrize(
    ("who", "missing"),
    [(cast.STRANGE_OCSP, Missing.ISSUER), (cast.FORGED, Missing.FORGED)],
)
def test_what_leads_to_no_root_is_refused_with_its_reason(who: object, missing: Missing) -> None:
    diff = plan_import(trust([cast.ROOT, cast.AUTHORITY]), [("x", who.certificate().raw)])
    (line,) = diff.refused
    assert line.standing is Standing.REFUSED and line.why == WHY[missing]


def test_lists_and_answers_must_be_signed_by_whom_we_trust() -> None:
    store = trust([cast.ROOT, cast.AUTHORITY, cast.OCSP])
    good = [("full", evidence.full_list()), ("answer", evidence.good(cast.HALYNA))]
    assert [one.kind for one in plan_import(store, good).added] == ["crl", "ocsp"]
    bad = [("forged", evidence.forged_list()), ("stranger", evidence.by_stranger(cast.HALYNA))]
    assert [one.kind for one in plan_import(store, bad).refused] == ["crl", "ocsp"]


def test_an_import_of_nothing_readable_says_so() -> None:
    diff = plan_import(EMPTY, [("note.txt", "нотатка".encode())])
    assert diff.unread == ("note.txt",) and diff.changes_nothing


def test_a_trusted_list_counts_when_its_signer_is_pinned() -> None:
    diff = plan_import(EMPTY, [("tl.xml", sample(LIST))])
    (line,) = diff.refused
    assert line.kind == "trusted_list" and LIST_NOT_PINNED in line.why and LIST_SIGNER in line.why
    diff = plan_import(EMPTY, [("tl.xml", sample(LIST))], [LIST_SIGNER])
    (line,) = diff.added
    assert line.name == 'Державне підприємство "Дія", № 33'


def test_built_in_pins_are_fingerprints() -> None:
    assert len(built_in()) == 11


def test_a_certificate_with_other_parameters_around_what_is_signed_is_refused() -> None:
    tbs, algorithm, signature = der.children(cast.RSA_AUTHORITY.certificate().raw)
    other = der.sequence(der.children(algorithm)[0], der.octets(b"anything"))
    spoilt = der.sequence(tbs, other, signature)
    store = TrustStore.of([("root", cast.RSA_ROOT.certificate().raw)], [cast.RSA_ROOT.certificate().sha256])
    (line,) = plan_import(store, [("x", spoilt)]).lines
    assert line.standing is Standing.REFUSED and "два різні алгоритми" in line.why
    assert plan_import(store, [("x", der.sequence(tbs, algorithm, signature, der.null()))]).unread == ("x",)


def test_bytes_of_a_key_that_are_not_its_parameters_are_no_parameters_outside() -> None:
    tbs, algorithm, signature = der.children(cast.TSA.certificate().raw)
    name = der.children(algorithm)[0]
    store = TrustStore.of([("root", cast.ROOT.certificate().raw)], [cast.ROOT.certificate().sha256])
    (line,) = plan_import(store, [("x", der.sequence(tbs, der.sequence(name, name), signature))]).lines
    assert line.standing is Standing.REFUSED and "два різні алгоритми" in line.why
