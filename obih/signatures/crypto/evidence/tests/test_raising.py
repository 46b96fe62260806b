"""A signature raised with the services of the test PKI, and what answers do that are not right ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.curves import CURVES
from obih.signatures.crypto.evidence import raising
from obih.signatures.crypto.evidence.ageing import STRENGTH_112_ENDS, is_short, proves_until
from obih.signatures.crypto.evidence.augmenting import same_signatures
from obih.signatures.crypto.evidence.carriers import carried
from obih.signatures.crypto.evidence.raising import Around, Plan, Raised
from obih.signatures.crypto.evidence.references import revocation_of
from obih.signatures.crypto.evidence.steps import Step
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.trust import TrustStore
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast, evidence, longterm
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.revocation import Answer
from obih.signatures.testpki.services import Services
from obih.signatures.testpki.signatory import NOON, Signatory


@dataclass
class World:
    """The services and everything that is known of them; no network: questions are answered in place."""

    services: Services
    now: datetime = NOON + timedelta(minutes=1)
    silent: tuple[str, ...] = ()

    def here(self, who: Signatory) -> Signatory:
        return who.at("http://pki.example.test")

    def trust(self) -> TrustStore:
        known = [cast.ROOT, cast.AUTHORITY, cast.OCSP, cast.ROOT_OCSP, cast.TSA]
        items = [(f"{one.serial}.cer", one.certificate().raw) for one in known]
        return TrustStore.of(items, [cast.ROOT.certificate().sha256])

    def around(self, document: bytes | None = None, **more: object) -> Around:
        return replace(Around(self.trust(), self.now, b"r" * 32, document), **more)  # type: ignore[arg-type]

    def answers(self, plan: Plan) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for one in plan.questions:
            if one.kind in self.silent or one.unless in found or not one.addresses:
                continue
            path = one.addresses[0].removeprefix("http://pki.example.test")
            answer = self.services.answer(path, one.body)
            if answer is not None:
                found[one.key] = answer[1]
        return found

    def step(self, data: bytes, document: bytes | None = None, **more: object) -> tuple[Plan, Raised]:
        around = self.around(document, **more)
        plan = raising.planned(data, around)
        return plan, raising.applied(data, around, self.answers(plan))

    def raised(self, data: bytes, document: bytes | None = None) -> bytes:
        """As far as it goes now."""
        prepared = False
        for _ in range(6):
            plan, made = self.step(data, document, prepared=prepared)
            if plan.step is None:
                return data
            assert made.data is not None, made.problems
            data, prepared = made.data, plan.step is Step.PREPARE
        return data


@pytest.fixture
def world() -> Iterator[World]:
    services = Services()
    services.base = "http://pki.example.test"
    made = World(services)
    services.now = lambda: made.now
    yield made


def bes(who: Signatory = cast.HALYNA, content: bytes = cast.LETTER, attached: bool = True) -> bytes:
    return cades.signed_file(who, content, attached)


def verdict(data: bytes, world: World, at: datetime | None = None) -> Verdict:
    return verify_file(data, trust=world.trust(), at=at or world.now).verdict


def test_a_plain_signature_becomes_one_that_proves_itself(world: World) -> None:
    before = bes()
    assert verdict(before, world) is Verdict.INDETERMINATE
    plan, stamped = world.step(before)
    assert plan.step is Step.STAMP and plan.level == "CAdES-BES" and stamped.level == "CAdES-T"
    assert stamped.data is not None and stamped.problems == []
    plan, whole = world.step(stamped.data)
    assert plan.step is Step.COMPLETE and whole.level == "CAdES-X Long" and whole.data is not None
    assert same_signatures(before, whole.data) and verdict(whole.data, world) is Verdict.VALID
    plan, nothing = world.step(whole.data)
    assert plan.step is None and plan.why_not == "" and nothing.data is None
    assert plan.ages_at == cast.TSA.not_after


def test_it_stays_valid_when_the_certificate_of_the_signer_has_expired(world: World) -> None:
    whole = world.raised(bes())
    later = cast.HALYNA.not_after + timedelta(days=300)
    assert verdict(whole, world, later) is Verdict.VALID
    assert verdict(bes(), world, later) is Verdict.INDETERMINATE


def test_it_is_stamped_anew_before_the_evidence_ages_and_the_new_stamp_holds_the_old_one(
    world: World,
) -> None:
    whole = world.raised(bes())
    world.now = cast.TSA.not_after - timedelta(days=100)
    plan, _ = world.step(whole)
    assert plan.step is Step.PREPARE
    younger = replace(cast.TSA, serial=1003, not_after=cast.TSA.not_after + timedelta(days=900))
    world.services.faults.stamper = younger
    world.services.people = (*world.services.people, younger)
    sealed = world.raised(whole)
    assert SignedFile(sealed).signers[0].level == "CAdES-A" and same_signatures(whole, sealed)
    report = verify_file(sealed, trust=world.trust(), at=cast.TSA.not_after + timedelta(days=500))
    assert report.verdict is Verdict.VALID
    stamps = {one.kind: one for one in report.signatures[0].stamps}
    assert stamps["archive"].trusted and stamps["archive"].authority == younger.certificate()
    assert not any("старіє" in one for one in report.signatures[0].warnings)
    plan, _ = world.step(sealed)
    assert plan.step is None and plan.ages_at == younger.not_after


def test_a_detached_signature_is_raised_over_its_document(world: World) -> None:
    detached = bes(attached=False)
    assert raising.planned(detached, world.around()).step is None
    whole = world.raised(detached, cast.LETTER)
    report = verify_file(whole, cast.LETTER, trust=world.trust(), at=world.now)
    assert report.verdict is Verdict.VALID and SignedFile(whole).detached


def test_all_signers_of_a_file_are_raised_together(world: World) -> None:
    infos = [cades.signer_info(who, cast.LETTER) for who in (cast.HALYNA, cast.OLHA)]
    whole = world.raised(cades.cms(infos, cast.LETTER, [cast.HALYNA, cast.OLHA]))
    report = verify_file(whole, trust=world.trust(), at=world.now)
    assert report.verdict is Verdict.VALID
    assert [one.signer.level for one in report.signatures] == ["CAdES-X Long", "CAdES-X Long"]


def container(data: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as file:
        file.writestr("mimetype", "application/vnd.etsi.asic-s+zip", zipfile.ZIP_STORED)
        file.writestr("лист.txt", cast.LETTER)
        file.writestr("META-INF/signature.p7s", data)
    return made.getvalue()


def test_signatures_inside_a_container_are_raised_and_all_else_in_it_stays(world: World) -> None:
    before = container(bes(attached=False))
    after = world.raised(before)
    with zipfile.ZipFile(io.BytesIO(after)) as file:
        assert file.namelist() == ["mimetype", "лист.txt", "META-INF/signature.p7s"]
        assert file.read("лист.txt") == cast.LETTER and file.infolist()[0].compress_type == zipfile.ZIP_STORED
    (one,) = carried(after)
    assert verify_file(one.data, one.content, trust=world.trust(), at=world.now).verdict is Verdict.VALID


def test_a_container_broken_anywhere_is_refused_and_nothing_else(world: World) -> None:
    good = container(bes(attached=False), zipfile.ZIP_DEFLATED)
    for place in range(0, len(good), 23):
        bad = bytearray(good)
        bad[place] ^= 0x55
        try:
            found = carried(bytes(bad))
        except Malformed:
            continue
        assert all(one.name.startswith("META-INF/") for one in found)
    twins = io.BytesIO()
    with zipfile.ZipFile(twins, "w") as file, pytest.warns(UserWarning):
        file.writestr("a", b"1")
        file.writestr("a", b"2")
    with pytest.raises(Malformed, match="однакові"):
        carried(twins.getvalue())


def test_a_timestamp_by_a_short_key_ages_with_the_key() -> None:
    assert proves_until(cast.TSA.certificate()) == cast.TSA.not_after
    long_lived = replace(cast.RSA_HALYNA, not_after=cast.LONG_TILL)
    assert proves_until(long_lived.certificate()) == STRENGTH_112_ENDS
    assert proves_until(cast.EC_TSA.certificate()) == cast.EC_TSA.not_after
    short = replace(cast.HALYNA, key=Dstu(1060, CURVES[5]))
    assert is_short(short.certificate()) and not is_short(cast.M431_PERSON.certificate())


def test_what_is_complete_is_left_alone(world: World) -> None:
    info = cades.stamped(cades.signer_info(cast.HALYNA, cast.LETTER), cast.TSA)
    kept = evidence.kept(cast.HALYNA)
    info = longterm.with_values(longterm.with_references(info, kept), kept)
    whole = cades.cms([info], cast.LETTER, [cast.HALYNA])
    plan, made = world.step(whole)
    assert plan.step is None and made.data is None and plan.level == "CAdES-X Long"


def test_without_a_chain_or_in_time_nothing_is_asked_and_it_is_said_why(world: World) -> None:
    plan, _ = world.step(bes(cast.ZORIANA))
    assert plan.step is None and "не веде" in plan.why_not and plan.questions == ()
    expired, _ = world.step(bes(cast.ANDRII))
    assert expired.step is None
    spoilt = bytearray(bes())
    spoilt[-3] ^= 1
    assert raising.planned(bytes(spoilt), world.around()).step is None


def test_only_services_that_trust_material_names_are_asked(world: World) -> None:
    elsewhere = cast.HALYNA.at("http://inside.local")
    known = replace(elsewhere, issuer=cast.AUTHORITY)
    plan, _ = world.step(bes(known))
    assert {one.addresses for one in plan.questions} == {("http://pki.example.test/tsp",)}


@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("stamps_other_bytes", True, "інших даних"),
        ("other_nonce", True, "не на наш запит"),
        ("refuses", True, "відмовила"),
        ("stamper", cast.TSA_WITHOUT_USAGE, "не віримо"),
        ("stamper", cast.TSA_EXPIRED, "не віримо"),
        ("stamper", replace(cast.TSA, issuer=cast.STRANGE_ROOT, serial=77), "не віримо"),
    ],
)
def test_a_wrong_timestamp_is_not_kept(world: World, fault: str, value: object, said: str) -> None:
    setattr(world.services.faults, fault, value)
    _, made = world.step(bes())
    assert made.data is None and said in made.problems[-1]


@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("other_nonce", True, "не на наш запит"),
        ("refuses", True, "відмовила"),
        ("responder", cast.STRANGE_OCSP, "не той"),
        ("responder", cast.OCSP_WITHOUT_USAGE, "не той"),
    ],
)
def test_a_wrong_status_is_not_kept(world: World, fault: str, value: object, said: str) -> None:
    stamped = world.step(bes())[1].data
    assert stamped is not None
    setattr(world.services.faults, fault, value)
    world.silent = ("list",)
    _, made = world.step(stamped)
    assert made.data is None and any(said in one for one in made.problems), made.problems


def test_an_old_answer_played_again_is_not_kept(world: World) -> None:
    stamped = world.step(bes())[1].data
    assert stamped is not None
    earlier = world.around()
    old = world.answers(raising.planned(stamped, earlier))
    world.now += timedelta(hours=2)
    again = replace(world.around(), random=b"s" * 32)
    made = raising.applied(stamped, again, old)
    assert made.data is None and any("не на наш запит" in one for one in made.problems)
    stamp = world.answers(raising.planned(bes(), earlier))
    assert "не на наш запит" in raising.applied(bes(), again, stamp).problems[-1]


def test_a_list_serves_where_the_responder_is_away(world: World) -> None:
    stamped = world.step(bes())[1].data
    assert stamped is not None
    world.silent = ("status",)
    world.now += timedelta(hours=1)
    _, whole = world.step(stamped)
    assert whole.data is not None, whole.problems
    kept = revocation_of(SignedFile(whole.data).signers[0])
    assert kept.lists and not kept.responses and verdict(whole.data, world) is Verdict.VALID


def test_without_any_answer_nothing_is_made_and_it_is_said(world: World) -> None:
    world.silent = ("stamp", "status", "list")
    assert "не відповіла" in world.step(bes())[1].problems[-1]
    world.silent = ("status", "list")
    stamped = world.step(bes())[1].data
    assert stamped is not None
    _, made = world.step(stamped)
    assert made.data is None and "не відповіли" in made.problems[-1]


def test_that_a_certificate_was_revoked_before_is_evidence_too(world: World) -> None:
    """The new file shows it: its verdict is what the evidence says, not what one would like."""
    revoked = Answer(cast.HALYNA, "revoked", NOON - timedelta(days=2), "affiliation_changed")
    stamped = world.step(bes())[1].data
    assert stamped is not None
    world.services.answers[cast.HALYNA.serial] = revoked
    _, whole = world.step(stamped)
    assert whole.data is not None and verdict(whole.data, world) is not Verdict.VALID
    codes = {one.code for one in verify_file(whole.data, trust=world.trust(), at=world.now).reasons}
    assert codes & {"REVOKED", "REVOKED_NO_POE"}


def test_an_archive_timestamp_made_by_another_hand_is_read(world: World) -> None:
    """The test PKI writes its own by the standard, without our code."""
    info = cades.stamped(cades.signer_info(cast.HALYNA, cast.LETTER), cast.TSA)
    kept = evidence.kept(cast.HALYNA)
    info = longterm.with_values(longterm.with_references(info, kept), kept)
    info = longterm.archived(info, cast.TSA, cast.LETTER, [cast.HALYNA.certificate()])
    report = verify_file(cades.cms([info], cast.LETTER, [cast.HALYNA]), trust=world.trust(), at=cast.AT)
    assert report.verdict is Verdict.VALID
    assert [(one.kind, one.trusted) for one in report.signatures[0].stamps] == [
        ("signature", True), ("archive", True),
    ]  # fmt: skip
