"""The state of certificates: lists of revoked ones, deltas, answers of OCSP, each fault with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.trust import grounds
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.grounds import Silence
from obih.signatures.crypto.trust.tests.making import (
    AT,
    BASE,
    SOON,
    codes,
    report,
    stamped_file,
    texts,
    trust,
    with_lists,
)
from obih.signatures.testpki import cast, der, evidence, profiles
from obih.signatures.testpki.revocation import Answer, Revoked, crl, ocsp
from obih.signatures.testpki.signatory import NOON

DAY = timedelta(days=1)
WITHOUT_OCSP = (cast.ROOT, cast.AUTHORITY, cast.TSA)


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
    gone = crl(cast.ROOT, (Revoked(cast.AUTHORITY.serial, NOON - DAY, "ca_compromise"),))
    found = report(stamped_file(), trust(extra=[gone, evidence.full_list()]))
    assert found.reasons == [grounds.AUTHORITY_REVOKED]


def test_of_two_certificates_of_an_authority_the_one_that_was_not_revoked_serves() -> None:
    gone = crl(cast.ROOT, (Revoked(cast.AUTHORITY.serial, NOON - DAY, "superseded"),))
    renewed = replace(cast.AUTHORITY, serial=91)
    store = trust((*BASE, renewed), [gone, evidence.full_list()])
    found = report(stamped_file(), store)
    assert found.verdict is Verdict.VALID and found.signatures[0].chain[1].serial == 91


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


def test_a_list_made_when_its_authority_was_no_longer_valid_is_no_word() -> None:
    authority = replace(cast.AUTHORITY, not_after=NOON + timedelta(hours=1))
    who = replace(cast.HALYNA, issuer=authority)
    store = trust([cast.ROOT, authority, cast.TSA], [crl(authority), evidence.full_list(cast.ROOT)])
    found = report(stamped_file(who), store)
    assert Silence.CRL_OUT_OF_DATE.of("підписувача") in found.reasons


def test_word_of_an_authority_after_its_own_revocation_is_nobodys() -> None:
    gone = crl(cast.ROOT, (Revoked(cast.AUTHORITY.serial, NOON + timedelta(hours=1), "key_compromise"),))
    late = trust(extra=[gone, evidence.full_list()])
    assert report(stamped_file(), late).reasons == [Silence.AFTER_REVOCATION.of("підписувача")]
    in_time = stamped_file(answers=[evidence.good(cast.HALYNA)])
    assert report(in_time, late).verdict is Verdict.VALID


def test_a_list_with_more_around_what_is_signed_is_no_list() -> None:
    good = evidence.full_list()
    tbs, algorithm, signature = der.children(good)
    assert RevocationList(good).raw == good
    other = der.sequence(algorithm[2:] + der.null())
    unused = signature[:2] + b"\x04" + signature[3:]
    for spoilt in (
        (tbs, algorithm, signature, der.null()),
        (tbs, other, signature),
        (tbs, algorithm, unused),
    ):
        with pytest.raises(Malformed):
            RevocationList(der.sequence(*spoilt))
