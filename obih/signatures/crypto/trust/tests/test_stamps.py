"""Timestamps by authorities that may, and what trusted lists say of services."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.signer import REVOCATION_VALUES, SIGNATURE_STAMP
from obih.signatures.crypto.trust import TrustStore, grounds, trusted_lists
from obih.signatures.crypto.trust.grounds import AUTHORITY, Defect, Missing, Role, Silence
from obih.signatures.crypto.trust.tests.making import (
    AT,
    BASE,
    EC,
    LETTER,
    SOON,
    codes,
    report,
    stamped_file,
    texts,
    trust,
    with_lists,
)
from obih.signatures.crypto.trust.tests.test_trusted_lists import Listed, service
from obih.signatures.testpki import cades, cast, der, evidence, longterm
from obih.signatures.testpki.revocation import Revoked, crl
from obih.signatures.testpki.signatory import NOON, Signatory

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("stamper", "reason"),
    [
        (cast.TSA_WITHOUT_USAGE, Defect.STAMP_USAGE.of(Role.STAMP)),
        (cast.TSA_EXPIRED, grounds.STAMP_OUT_OF_DATE),
        (cast.TSA_REVOKED, grounds.STAMP_REVOKED),
        (replace(cast.TSA, key=cast.ZORIANA.key, issuer=cast.STRANGE_ROOT), Missing.ISSUER.of(Role.STAMP)),
        (cast.HALYNA, Defect.STAMP_USAGE.of(Role.STAMP)),
    ],
)
def test_each_fault_of_an_authority_of_timestamps_is_a_reason_of_its_own(
    stamper: Signatory, reason: object
) -> None:
    found = report(stamped_file(stamper=stamper), with_lists())
    assert found.verdict is Verdict.INDETERMINATE and found.reasons == [reason], texts(found)
    assert found.signatures[0].proven_at is None


def test_an_authority_with_more_usages_is_believed_and_told_of() -> None:
    found = report(stamped_file(stamper=cast.TSA_WITH_MORE_USAGES), with_lists())
    assert found.verdict is Verdict.VALID
    assert grounds.WARN_STAMP_EKU in found.signatures[0].warnings


def test_an_authority_of_timestamps_without_word_of_its_state_is_told_of() -> None:
    answers = [evidence.good(cast.HALYNA), evidence.good(cast.AUTHORITY)]
    found = report(stamped_file(answers=answers), trust())
    assert found.signatures[0].warnings == [grounds.WARN_STAMP_STATE]
    assert not report(stamped_file(), with_lists()).signatures[0].warnings


def test_a_stolen_key_of_an_authority_of_timestamps_spoils_what_it_stamped_before() -> None:
    """RFC 3161, 4: for harmless reasons older timestamps stand."""
    for reason, verdict in (
        ("superseded", Verdict.VALID),
        ("key_compromise", Verdict.INDETERMINATE),
        (None, Verdict.INDETERMINATE),
    ):
        gone = crl(cast.ROOT, (Revoked(cast.TSA.serial, NOON + DAY / 2, reason),))
        found = report(stamped_file(), trust(extra=[gone, evidence.full_list()]))
        assert found.verdict is verdict, reason


def test_the_earliest_believed_timestamp_counts() -> None:
    info = cades.signer_info(cast.HALYNA, LETTER)
    for at in (NOON + timedelta(hours=2), SOON):
        info = cades.stamped(info, cast.TSA, at)
    data = cades.cms([info], LETTER, [cast.HALYNA])
    assert report(data, with_lists()).signatures[0].proven_at == SOON


def test_a_timestamp_of_tomorrow_proves_nothing() -> None:
    found = report(stamped_file(at=AT + DAY), with_lists())
    assert found.reasons == [grounds.STAMP_FUTURE] and codes(found) == ["NO_POE"]


def test_a_content_stamped_after_the_signature_is_out_of_order() -> None:
    found = report(stamped_file(before=NOON + timedelta(hours=1)), with_lists())
    assert grounds.STAMP_ORDER in found.reasons


def test_an_authority_of_timestamps_past_its_end_is_told_of() -> None:
    late = AT + timedelta(days=500)
    found = report(stamped_file(), with_lists(), late)
    assert found.verdict is Verdict.VALID
    assert grounds.WARN_STAMP_AGEING in found.signatures[0].warnings


def test_without_a_timestamp_everything_is_judged_for_the_moment_of_verification() -> None:
    data = stamped_file(stamper=None)
    assert report(data, with_lists()).verdict is Verdict.VALID
    found = report(data, with_lists(), AT + timedelta(days=30))
    assert Silence.STALE.of("підписувача") in found.reasons
    assert found.signatures[0].judged_at == AT + timedelta(days=30)


def test_a_countersignature_has_a_verdict_of_its_own() -> None:
    info = cades.countersigned(
        cades.stamped(cades.signer_info(cast.HALYNA, LETTER), cast.TSA, SOON), cast.IHOR
    )
    data = cades.cms([info], LETTER, [cast.HALYNA, cast.IHOR])
    found = report(data, with_lists())
    assert found.verdict is Verdict.VALID
    assert found.signatures[0].countersignatures[0].verdict is Verdict.VALID


def test_of_two_signers_each_is_judged_by_himself() -> None:
    infos = [
        cades.stamped(cades.signer_info(one, LETTER), cast.TSA, SOON) for one in (cast.HALYNA, cast.TARAS)
    ]
    found = report(cades.cms(infos, LETTER, [cast.HALYNA, cast.TARAS]), with_lists())
    assert sorted(one.verdict for one in found.signatures) == [Verdict.INVALID, Verdict.VALID]
    assert found.verdict is Verdict.INVALID


def test_an_authority_of_timestamps_on_hold_proves_nothing() -> None:
    held = crl(cast.ROOT, (Revoked(cast.TSA.serial, NOON - DAY, "certificate_hold"),))
    found = report(stamped_file(), trust(extra=[held, evidence.full_list()]))
    assert found.reasons == [grounds.STAMP_ON_HOLD]


def test_of_two_certificates_of_its_provider_the_one_that_was_not_revoked_serves() -> None:
    tsa = replace(cast.TSA, issuer=cast.AUTHORITY)
    gone = crl(cast.ROOT, (Revoked(cast.AUTHORITY.serial, NOON - DAY, "superseded"),))
    alone = trust(BASE, [gone, evidence.full_list()])
    assert grounds.STAMP_AUTHORITY_REVOKED in report(stamped_file(stamper=tsa), alone).reasons
    renewed = replace(cast.AUTHORITY, serial=91)
    both = trust((*BASE, renewed), [gone, evidence.full_list()])
    assert report(stamped_file(stamper=tsa), both).verdict is Verdict.VALID


def test_revocation_in_the_token_of_a_timestamp_counts_too() -> None:
    values = cades.attribute(
        REVOCATION_VALUES, der.sequence(der.explicit(1, der.sequence(evidence.good(cast.TSA))))
    )
    made = cades.token(
        cast.TSA, (info := cades.signer_info(cast.HALYNA, LETTER)).signature, SOON, extra=[values]
    )
    info = info.with_unsigned(cades.attribute(SIGNATURE_STAMP, made))
    data = cades.cms([info], LETTER, [cast.HALYNA])
    found = report(data, trust(extra=[evidence.good(cast.HALYNA), evidence.good(cast.AUTHORITY)]))
    assert found.verdict is Verdict.VALID and not found.signatures[0].warnings


def test_an_archive_timestamp_keeps_what_its_ended_or_robbed_predecessor_proved() -> None:
    info = longterm.archived(
        cades.stamped(cades.signer_info(cast.HALYNA, LETTER), cast.TSA, SOON), cast.EC_TSA, LETTER
    )
    data = cades.cms([info], LETTER, [cast.HALYNA])
    robbed = crl(cast.ROOT, (Revoked(cast.TSA.serial, NOON + DAY / 2, "key_compromise"),))
    roots = [robbed, evidence.full_list(), evidence.full_list(cast.EC_ROOT)]
    assert report(stamped_file(), trust((*BASE, *EC), roots)).verdict is Verdict.INDETERMINATE
    found = report(data, trust((*BASE, *EC), roots))
    assert found.verdict is Verdict.VALID, texts(found)
    assert [each.trusted for each in found.signatures[0].stamps] == [True, True]


# Trusted lists


def test_a_service_withdrawn_by_the_trusted_list_spoils_what_was_signed_later() -> None:
    for since, expected in ((NOON - DAY, [grounds.WITHDRAWN]), (NOON + DAY / 2, [])):
        status = service(("granted", NOON - 300 * DAY), ("withdrawn", since))
        found = report(stamped_file(), _listing(status))
        assert found.reasons == expected and found.signatures[0].granted is not bool(expected)


def test_a_service_that_the_trusted_list_does_not_know_is_told_of() -> None:
    found = report(stamped_file(), _listing()).signatures[0]
    assert found.granted is None and grounds.WARN_UNLISTED in found.warnings


def test_a_withdrawn_service_of_timestamps_proves_no_time() -> None:
    gone = service(("withdrawn", NOON - DAY), kind=trusted_lists.STAMPS)
    gone = replace(gone, certificates=(cast.TSA.certificate(),))
    assert report(stamped_file(), _listing(gone)).reasons == [grounds.STAMP_WITHDRAWN]


def test_a_trusted_list_in_force_is_word_on_the_provider_and_no_longer_when_it_is_outdated() -> None:
    granted = service(("granted", NOON - 300 * DAY))
    stamps = replace(service(("granted", NOON - 300 * DAY), kind=trusted_lists.STAMPS))
    stamps = replace(stamps, certificates=(cast.TSA.certificate(),))
    data = stamped_file(answers=[evidence.good(cast.HALYNA)])
    for until, expected in (
        (AT, []),
        (NOON - DAY, [Silence.NONE.of(AUTHORITY[Role.SIGNER])]),
    ):
        store = trust()
        listed = Listed(granted, stamps)
        listed.next_update = until
        store.__dict__["services"] = trusted_lists.Services([listed])
        found = report(data, store)
        assert found.reasons == expected
        assert (grounds.WARN_STAMP_STATE in found.signatures[0].warnings) is bool(expected)


def _listing(*services: trusted_lists.Service) -> TrustStore:
    store = with_lists()
    store.__dict__["services"] = trusted_lists.Services([Listed(*services)])
    return store
