"""When a signature is believed, and the one reason why it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from obih.signatures.crypto.curves import CURVES
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.trust import grounds
from obih.signatures.crypto.trust.grounds import AUTHORITY, Defect, Missing, Role, Silence
from obih.signatures.crypto.trust.tests.making import (
    AT,
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
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast, der, evidence, profiles
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.signatory import NOON, Signatory

DAY = timedelta(days=1)


def test_a_stamped_signature_with_lists_of_revoked_ones_is_valid() -> None:
    found = report(stamped_file(), with_lists())
    assert found.verdict is Verdict.VALID and not found.reasons
    (one,) = found.signatures
    assert one.proven_at == SOON == one.judged_at
    assert [each.serial for each in one.chain] == [22, 2, 1]
    assert {each.kind for each in one.evidence} == {"timestamp", "crl", "certificate"}
    assert found.trust_version == with_lists().version


def test_a_stamped_signature_with_its_own_answers_of_ocsp_is_valid() -> None:
    answers = [evidence.good(cast.HALYNA), evidence.good(cast.AUTHORITY)]
    found = report(stamped_file(answers=answers), trust())
    assert found.verdict is Verdict.VALID
    assert [each.raw for each in found.signatures[0].evidence if each.kind == "ocsp"] == answers


def test_answers_in_signed_data_and_in_the_trust_material_count_as_well() -> None:
    answers = [evidence.good(cast.HALYNA), evidence.good(cast.AUTHORITY)]
    info = cades.stamped(cades.signer_info(cast.HALYNA, LETTER), cast.TSA, SOON)
    choices = [der.explicit(1, der.oid(cades.OCSP_IN_CMS), _whole(one)) for one in answers]
    inside = cades.cms([info], LETTER, [cast.HALYNA], revocation=choices)
    assert report(inside, trust()).verdict is Verdict.VALID
    lists = [evidence.full_list(), evidence.full_list(cast.ROOT)]
    assert (
        report(cades.cms([info], LETTER, [cast.HALYNA], revocation=lists), trust()).verdict is Verdict.VALID
    )
    assert report(stamped_file(), trust(extra=answers)).verdict is Verdict.VALID
    assert report(stamped_file(), trust(extra=[_whole(one) for one in answers])).verdict is Verdict.VALID


def _whole(basic: bytes) -> bytes:
    from obih.signatures.testpki.revocation import ocsp_response

    return ocsp_response(basic)


def test_ecdsa_and_kupyna_are_believed_as_well() -> None:
    lists = [evidence.full_list(cast.EC_ROOT), evidence.full_list(cast.EC_AUTHORITY)]
    found = report(stamped_file(cast.EC_HALYNA, cast.EC_TSA), trust(EC, lists))
    assert found.verdict is Verdict.VALID
    assert report(stamped_file(cast.IHOR), with_lists()).verdict is Verdict.VALID


def test_without_word_of_revocation_nothing_is_valid() -> None:
    found = report(stamped_file(), trust())
    assert found.verdict is Verdict.INDETERMINATE
    assert texts(found) == [
        Silence.NONE.of("підписувача").text,
        Silence.NONE.of(AUTHORITY[Role.SIGNER]).text,
    ]
    assert set(codes(found)) == {"TRY_LATER"}


def test_an_answer_on_the_signer_alone_does_not_speak_for_his_authority() -> None:
    found = report(stamped_file(answers=[evidence.good(cast.HALYNA)]), trust())
    assert texts(found) == [Silence.NONE.of(AUTHORITY[Role.SIGNER]).text]


# Chains


def test_a_root_that_nobody_pinned_is_not_believed() -> None:
    found = report(stamped_file(), trust(roots=[cast.EC_ROOT]))
    assert Missing.ROOT.of(Role.SIGNER) in found.reasons and Missing.ROOT.of(Role.STAMP) in found.reasons
    assert found.verdict is Verdict.INDETERMINATE


def test_a_certificate_whose_issuer_is_unknown_has_no_chain() -> None:
    found = report(stamped_file(), trust([cast.ROOT, cast.TSA]))
    assert found.reasons == [Missing.ISSUER.of(Role.SIGNER)]


def test_certificates_given_beside_serve_the_chain() -> None:
    data = stamped_file(answers=[evidence.good(cast.HALYNA), evidence.good(cast.AUTHORITY)])
    beside = [cast.AUTHORITY.certificate(), cast.TSA.certificate()]
    assert verify_file(data, None, beside, trust=trust([cast.ROOT]), at=AT).verdict is Verdict.VALID


def test_a_certificate_that_the_issuer_did_not_sign_has_no_chain() -> None:
    found = report(stamped_file(cast.FORGED), with_lists())
    assert found.reasons == [Missing.FORGED.of(Role.SIGNER)]


def test_a_certificate_signed_by_its_owner_has_no_chain() -> None:
    assert report(stamped_file(cast.ZORIANA), with_lists()).reasons == [Missing.ROOT.of(Role.SIGNER)]


@pytest.mark.parametrize(
    ("who", "brought", "defect"),
    [
        (cast.BY_NOT_CA, [cast.NOT_CA], Defect.NO_AUTHORITY),
        (cast.BY_SUB, [cast.SUB_AUTHORITY], Defect.LENGTH),
        (cast.BY_WITHOUT_SIGN_USAGE, [cast.WITHOUT_SIGN_USAGE], Defect.NO_CERT_SIGN),
        (cast.ODD, [], Defect.CRITICAL),
        (cast.FOR_ENCRYPTION, [], Defect.USAGE),
        (replace(cast.HALYNA, key=Dstu(1035, CURVES[0])), [], Defect.WEAK_KEY),
    ],
)
def test_each_defect_of_a_chain_is_a_reason_of_its_own(
    who: Signatory, brought: list[Signatory], defect: Defect
) -> None:
    found = report(stamped_file(who, more=brought), with_lists())
    assert found.verdict is Verdict.INDETERMINATE and defect.of(Role.SIGNER) in found.reasons
    others = {one.of(Role.SIGNER) for one in Defect} - {defect.of(Role.SIGNER)}
    follow = [Defect.NO_CERT_SIGN, Defect.LENGTH] if defect is Defect.NO_AUTHORITY else []
    allowed = {one.of(Role.SIGNER) for one in follow}
    assert not others & set(found.reasons) - allowed


def test_a_service_does_not_sign_documents() -> None:
    assert Defect.SERVICE.of(Role.SIGNER) in report(stamped_file(cast.OCSP), with_lists()).reasons


def test_an_extension_that_stands_twice_is_refused() -> None:
    twice = der.extension(profiles.KEY_USAGE, profiles.usage_bits(["digital_signature"]), critical=True)
    who = replace(cast.HALYNA, serial=60, profile=replace(profiles.PERSON, extra=(twice,)))
    assert Defect.UNREADABLE.of(Role.SIGNER) in report(stamped_file(who), with_lists()).reasons


def test_a_critical_extension_that_cannot_be_read_is_refused() -> None:
    who = replace(
        cast.HALYNA,
        serial=61,
        profile=replace(
            profiles.PERSON,
            usage=(),
            extra=(der.extension(profiles.KEY_USAGE, b"\x05\x00", critical=True),),
        ),
    )
    assert Defect.UNREADABLE.of(Role.SIGNER) in report(stamped_file(who), with_lists()).reasons


def test_two_authorities_that_certify_each_other_do_not_hold_the_verification() -> None:
    one = replace(cast.AUTHORITY, name="Перший", key=cast.HALYNA.key, serial=70)
    other = replace(cast.AUTHORITY, name="Другий", key=cast.IHOR.key, serial=71, issuer=one)
    back = replace(one, issuer=other)
    who = replace(cast.HALYNA, serial=72, issuer=one)
    found = report(stamped_file(who, more=[other, back]), with_lists())
    assert found.verdict is Verdict.INDETERMINATE
    assert {one.code for one in found.reasons} <= {"NO_CERTIFICATE_CHAIN_FOUND"}


def test_of_several_ways_the_one_without_defects_is_taken() -> None:
    expired = replace(cast.AUTHORITY, serial=80, not_after=NOON - DAY)
    for order in ([expired, cast.AUTHORITY], [cast.AUTHORITY, expired]):
        found = report(stamped_file(more=order), with_lists([cast.ROOT, cast.TSA]))
        assert found.verdict is Verdict.VALID, texts(found)


# Dates


def test_an_expired_certificate_stays_good_for_what_was_stamped_before() -> None:
    who = replace(cast.HALYNA, not_after=NOON + timedelta(minutes=1))
    answers = [evidence.good(who), evidence.good(cast.AUTHORITY)]
    assert report(stamped_file(who, answers=answers), trust(), AT + 400 * DAY).verdict is Verdict.VALID


def test_without_a_stamp_an_expired_certificate_proves_nothing() -> None:
    who = replace(cast.HALYNA, not_after=NOON + timedelta(minutes=1))
    found = report(stamped_file(who, stamper=None), with_lists())
    assert grounds.EXPIRED_UNPROVEN in found.reasons and found.verdict is Verdict.INDETERMINATE


def test_a_stamp_after_the_end_of_the_certificate_proves_nothing() -> None:
    who = replace(cast.HALYNA, not_after=NOON + timedelta(minutes=1))
    found = report(stamped_file(who, at=NOON + timedelta(hours=1)), with_lists())
    assert grounds.STAMPED_EXPIRED in found.reasons and found.verdict is Verdict.INDETERMINATE


def test_a_signature_made_after_the_end_of_the_certificate_is_invalid() -> None:
    claimed = report(stamped_file(cast.ANDRII), with_lists())
    assert claimed.verdict is Verdict.INVALID and grounds.SIGNED_EXPIRED in claimed.reasons
    long_ago = NOON - timedelta(days=300)
    stamped = report(stamped_file(cast.ANDRII, claimed=long_ago, before=NOON), with_lists())
    assert grounds.SIGNED_EXPIRED in stamped.reasons
    only_after = report(stamped_file(cast.ANDRII, claimed=long_ago), with_lists())
    assert only_after.verdict is Verdict.INDETERMINATE and grounds.STAMPED_EXPIRED in only_after.reasons


def test_a_signature_stamped_before_the_certificate_began_is_invalid() -> None:
    who = replace(cast.HALYNA, not_before=NOON + timedelta(hours=1))
    found = report(stamped_file(who), with_lists())
    assert found.verdict is Verdict.INVALID and codes(found)[0] == "NOT_YET_VALID"


def test_an_authority_out_of_its_dates_spoils_the_chain() -> None:
    late = replace(cast.AUTHORITY, not_after=NOON - DAY)
    early = replace(cast.AUTHORITY, not_before=NOON + timedelta(hours=1))
    for authority, defect in ((late, Defect.AUTHORITY_EXPIRED), (early, Defect.AUTHORITY_EARLY)):
        who = replace(cast.HALYNA, issuer=authority)
        found = report(stamped_file(who, more=[authority]), with_lists([cast.ROOT, cast.TSA]))
        assert defect.of(Role.SIGNER) in found.reasons
