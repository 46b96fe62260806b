"""When a signature is believed, and the one reason why it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from obih.signatures.crypto.curves import CURVES
from obih.signatures.crypto.reasons import Verdict
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
from obih.signatures.testpki import cades, cast, der, evidence, profiles
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.revocation import Answer, Revoked, crl, ocsp
from obih.signatures.testpki.signatory import NOON, Signatory

DAY = timedelta(days=1)
WITHOUT_OCSP = (cast.ROOT, cast.AUTHORITY, cast.TSA)


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
    found = report(stamped_file(), with_lists() if False else trust(roots=[cast.EC_ROOT]))
    assert Missing.ROOT.of(Role.SIGNER) in found.reasons and Missing.ROOT.of(Role.STAMP) in found.reasons
    assert found.verdict is Verdict.INDETERMINATE


def test_a_certificate_whose_issuer_is_unknown_has_no_chain() -> None:
    found = report(stamped_file(), trust([cast.ROOT, cast.TSA]))
    assert found.reasons == [Missing.ISSUER.of(Role.SIGNER)]


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


# Revocation


def test_a_certificate_revoked_after_the_stamp_is_good() -> None:
    assert report(stamped_file(cast.NATALIIA), with_lists()).verdict is Verdict.VALID


def test_a_signature_made_after_revocation_is_invalid() -> None:
    found = report(stamped_file(cast.TARAS), with_lists())
    assert found.verdict is Verdict.INVALID and found.reasons == [grounds.SIGNED_REVOKED]
    by_answer = [evidence.revoked(cast.HALYNA), evidence.good(cast.AUTHORITY)]
    found = report(stamped_file(answers=by_answer), trust())
    assert found.verdict is Verdict.INVALID and codes(found) == ["REVOKED"]


def test_who_claims_to_have_signed_before_revocation_must_prove_it() -> None:
    before = evidence.DISMISSED_AT - DAY
    found = report(stamped_file(cast.TARAS, claimed=before), with_lists())
    assert found.reasons == [grounds.STAMPED_REVOKED] and codes(found) == ["REVOKED_NO_POE"]
    found = report(stamped_file(cast.TARAS, None, claimed=before), with_lists())
    assert found.reasons == [grounds.REVOKED_UNPROVEN]
    found = report(stamped_file(cast.TARAS, claimed=before, before=NOON), with_lists())
    assert found.reasons == [grounds.SIGNED_REVOKED]


def test_a_good_answer_does_not_outweigh_a_revocation() -> None:
    answers = [evidence.good(cast.TARAS), evidence.good(cast.AUTHORITY)]
    assert report(stamped_file(cast.TARAS, answers=answers), with_lists()).reasons == [grounds.SIGNED_REVOKED]


def test_a_delta_revokes_and_releases() -> None:
    with_delta = with_lists(BASE, evidence.delta_list())
    assert report(stamped_file(cast.OLHA), with_lists()).verdict is Verdict.VALID
    assert report(stamped_file(cast.OLHA), with_delta).reasons == [grounds.SIGNED_REVOKED]
    assert report(stamped_file(cast.ROMAN), with_lists()).reasons == [grounds.ON_HOLD]
    assert report(stamped_file(cast.ROMAN), with_delta).reasons == [grounds.ON_HOLD], "as of the timestamp"
    assert report(stamped_file(cast.ROMAN, None), with_delta).verdict is Verdict.VALID, "as of today"


def test_a_delta_without_its_full_list_revokes_but_never_vouches() -> None:
    alone = trust(extra=[evidence.delta_list(), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), alone).reasons == [Silence.DELTA.of("підписувача")]
    assert report(stamped_file(cast.OLHA), alone).reasons == [grounds.SIGNED_REVOKED]


def test_a_delta_to_a_later_list_does_not_complete_an_earlier_one() -> None:
    later = crl(cast.AUTHORITY, number=30, delta_of=20, this=AT, valid=DAY)
    old = crl(cast.AUTHORITY, number=10, this=NOON - 2 * DAY, valid=DAY)
    store = trust(extra=[later, old, evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).reasons == [Silence.DELTA.of("підписувача")]


def test_a_hold_that_came_later_does_not_matter() -> None:
    held = crl(cast.AUTHORITY, (Revoked(22, NOON + DAY / 2, "certificate_hold"),), number=12)
    assert report(stamped_file(), trust(extra=[held, evidence.full_list(cast.ROOT)])).verdict is Verdict.VALID


def test_a_list_that_keeps_history_tells_the_state_of_the_moment() -> None:
    """Full lists of Ukrainian authorities keep every hold and release of a certificate."""
    lines = (
        Revoked(22, NOON + timedelta(hours=3), "unspecified"),
        Revoked(22, NOON - DAY, "remove_from_crl"),
        Revoked(22, NOON - 2 * DAY, "certificate_hold"),
    )
    store = trust(extra=[crl(cast.AUTHORITY, lines, number=12), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).verdict is Verdict.VALID
    late = report(stamped_file(at=NOON + timedelta(hours=4), claimed=NOON + timedelta(hours=4)), store)
    assert late.reasons == [grounds.SIGNED_REVOKED]
    within = report(stamped_file(at=NOON - 1.5 * DAY, claimed=NOON - 1.5 * DAY), store)
    assert within.reasons == [grounds.ON_HOLD]


@pytest.mark.parametrize(
    ("answer", "silence"),
    [
        (evidence.by_stranger(cast.HALYNA), Silence.STRANGER),
        (evidence.by_no_responder(cast.HALYNA), Silence.STRANGER),
        (evidence.stale(cast.HALYNA), Silence.STALE),
        (evidence.unknown(cast.HALYNA), Silence.UNKNOWN),
        (evidence.about_another(cast.HALYNA), Silence.NONE),
        (ocsp(cast.OCSP, Answer(cast.HALYNA, this=AT + DAY)), Silence.FUTURE),
        (
            ocsp(replace(cast.OCSP, not_after=NOON - DAY), Answer(cast.HALYNA)),
            Silence.RESPONDER_EXPIRED,
        ),
        (evidence.good(cast.HALYNA)[:-3] + b"abc", Silence.STRANGER),
    ],
    ids=["stranger", "no usage", "stale", "unknown", "another", "future", "expired responder", "broken"],
)
def test_each_fault_of_an_answer_is_a_reason_of_its_own(answer: bytes, silence: Silence) -> None:
    found = report(stamped_file(answers=[answer, evidence.good(cast.AUTHORITY)]), trust(WITHOUT_OCSP))
    assert found.verdict is Verdict.INDETERMINATE
    assert found.reasons == [silence.of("підписувача")], texts(found)


def test_an_answer_with_a_changed_byte_is_false() -> None:
    answer = bytearray(evidence.good(cast.HALYNA))
    place = answer.index(b"20261120120010Z") + 13
    answer[place] ^= 1
    found = report(stamped_file(answers=[bytes(answer), evidence.good(cast.AUTHORITY)]), trust())
    assert found.reasons == [Silence.FALSE.of("підписувача")]


def test_a_responder_that_its_authority_revoked_is_not_believed() -> None:
    plain = replace(cast.OCSP, profile=replace(profiles.RESPONDER, extra=()))
    answers = [ocsp(plain, Answer(cast.HALYNA)), evidence.good(cast.AUTHORITY)]
    assert report(stamped_file(answers=answers), trust()).verdict is Verdict.VALID
    gone = crl(cast.AUTHORITY, (Revoked(plain.serial, NOON - DAY, "superseded"),), this=NOON - DAY, valid=DAY)
    found = report(stamped_file(answers=answers), trust(WITHOUT_OCSP, [gone]))
    assert Silence.RESPONDER_REVOKED.of("підписувача") in found.reasons


def test_an_answer_may_name_its_responder_by_key() -> None:
    answers = [ocsp(cast.OCSP, Answer(cast.HALYNA), by_key=True), evidence.good(cast.AUTHORITY)]
    assert report(stamped_file(answers=answers), trust()).verdict is Verdict.VALID
    bare = [
        ocsp(cast.OCSP, Answer(cast.HALYNA), by_key=True, with_certificate=False),
        evidence.good(cast.AUTHORITY),
    ]
    assert report(stamped_file(answers=bare), trust()).verdict is Verdict.VALID
    assert report(stamped_file(answers=bare), trust([cast.ROOT, cast.AUTHORITY, cast.TSA])).reasons == [
        Silence.STRANGER.of("підписувача")
    ]


def test_the_authority_may_answer_itself() -> None:
    answers = [ocsp(cast.AUTHORITY, Answer(cast.HALYNA)), ocsp(cast.ROOT, Answer(cast.AUTHORITY))]
    assert report(stamped_file(answers=answers), trust()).verdict is Verdict.VALID


def test_a_forged_list_is_a_reason_of_its_own() -> None:
    store = trust(extra=[evidence.forged_list(), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).reasons == [Silence.CRL_FALSE.of("підписувача")]


def test_a_list_out_of_date_says_nothing_of_today_but_keeps_its_revocations() -> None:
    store = trust(extra=[evidence.stale_list(), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).reasons == [Silence.STALE.of("підписувача")]
    old = crl(cast.AUTHORITY, (evidence.DISMISSED,), this=evidence.DISMISSED_AT, valid=DAY)
    store = trust(extra=[old, evidence.full_list(cast.ROOT)])
    assert report(stamped_file(cast.TARAS), store).reasons == [grounds.SIGNED_REVOKED]


ISSUING_POINT = "2.5.29.28"


@pytest.mark.parametrize(
    ("point", "silence"),
    [
        (der.implicit(1, b"\xff"), None),
        (der.implicit(2, b"\xff"), Silence.SCOPE),
        (der.implicit(4, b"\xff"), Silence.NOT_UNDERSTOOD),
        (der.implicit(5, b"\xff"), Silence.NOT_UNDERSTOOD),
        (der.implicit(3, b"\x01\x40"), Silence.NOT_UNDERSTOOD),
        (der.explicit(0, der.explicit(0, der.address("http://else.example.test/a.crl"))), Silence.SCOPE),
        (
            der.explicit(0, der.explicit(0, der.address("http://pki.example.test/authority.crl"))),
            None,
        ),
        (b"\x02\x01\x05", Silence.NOT_UNDERSTOOD),
    ],
    ids=["users", "authorities", "indirect", "attributes", "reasons", "elsewhere", "here", "nonsense"],
)
def test_the_scope_of_a_list_is_heeded(point: bytes, silence: Silence | None) -> None:
    extra = der.extension(ISSUING_POINT, der.sequence(point), critical=True)
    listed = crl(cast.AUTHORITY, number=3, extra=(extra,))
    found = report(stamped_file(), trust(extra=[listed, evidence.full_list(cast.ROOT)]))
    assert found.reasons == ([] if silence is None else [silence.of("підписувача")])


def test_a_list_with_an_unknown_critical_extension_is_not_understood() -> None:
    listed = crl(cast.AUTHORITY, number=3, extra=(cast.UNKNOWN_CRITICAL,))
    found = report(stamped_file(), trust(extra=[listed, evidence.full_list(cast.ROOT)]))
    assert found.reasons == [Silence.NOT_UNDERSTOOD.of("підписувача")]


def test_a_list_made_after_the_end_of_a_certificate_is_silent_about_it() -> None:
    who = replace(cast.HALYNA, not_after=NOON + timedelta(hours=1))
    assert report(stamped_file(who), with_lists()).reasons == [Silence.LATE.of("підписувача")]
    keeps = der.extension("2.5.29.60", der.generalized(NOON - 100 * DAY))
    listed = crl(cast.AUTHORITY, number=3, extra=(keeps,))
    store = trust(extra=[listed, evidence.full_list(cast.ROOT)])
    assert report(stamped_file(who), store).verdict is Verdict.VALID


def test_a_revoked_authority_spoils_its_signers_later_signatures() -> None:
    for at, expected in ((NOON - DAY, [grounds.AUTHORITY_REVOKED]), (NOON + DAY / 2, [])):
        gone = crl(cast.ROOT, (Revoked(cast.AUTHORITY.serial, at, "ca_compromise"),))
        found = report(stamped_file(), trust(extra=[gone, evidence.full_list()]))
        assert found.reasons == expected


def test_a_list_by_the_new_key_of_the_authority_counts() -> None:
    renewed = replace(cast.AUTHORITY, key=cast.IHOR.key, serial=90)
    store = trust((*BASE, renewed), [crl(renewed), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).verdict is Verdict.VALID
    impostor = replace(renewed, issuer=None)
    store = trust((*BASE, impostor), [crl(impostor), evidence.full_list(cast.ROOT)])
    assert report(stamped_file(), store).reasons == [Silence.CRL_STRANGER.of("підписувача")]


def test_very_much_evidence_in_a_file_is_left_and_said_so() -> None:
    many = [ocsp(cast.STRANGE_OCSP, Answer(cast.HALYNA, this=SOON + timedelta(seconds=n))) for n in range(70)]
    found = report(stamped_file(answers=[*many, evidence.good(cast.HALYNA)]), trust())
    assert found.verdict is Verdict.INDETERMINATE


# Timestamps


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
