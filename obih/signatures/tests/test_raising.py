"""Stored signatures are raised beside the original as services answer; what goes wrong loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone

from obih.files.models import Content
from obih.files.storage import current_store
from obih.history.models import Event
from obih.signatures import asking, raising_apart, stepping, work_apart
from obih.signatures.actions import raising, verify_beside
from obih.signatures.actions.raising import SERVICE, enrol, raise_due, renew_ageing
from obih.signatures.calling import Caller
from obih.signatures.crypto.evidence.services import host_of
from obih.signatures.models import Raising, RaisingStep, TrustItem, TrustPin, TrustVersion, Verification
from obih.signatures.queries import report_of, seals_of
from obih.signatures.rules_raising import wait_for_services
from obih.signatures.testpki import cades, cast
from obih.signatures.testpki.services import Services
from obih.signatures.testpki.signatory import Signatory
from obih.signatures.tests.conftest import LETTER, Kept
from obih.signatures.vocabulary import RaisingState

pytestmark = pytest.mark.django_db
KNOWN = (cast.ROOT, cast.AUTHORITY, cast.OCSP, cast.ROOT_OCSP, cast.TSA)


@dataclass
class World:
    """Services on this computer, trust in them, and a clock that both sides share."""

    services: Services
    now: datetime = field(default_factory=lambda: timezone.now().replace(microsecond=0))

    @property
    def caller(self) -> Caller:
        return Caller(frozenset({host_of(self.services.base)}), find=lambda host, port: ("127.0.0.1", port))

    def trust(self, *more: Signatory) -> None:
        version = TrustVersion.objects.create(
            number=TrustVersion.objects.count() + 1, made_at=timezone.now(), made_by_label="тест"
        )
        for one in (*KNOWN, *more):
            raw = self.services.here(one).certificate().raw
            TrustItem.objects.get_or_create(
                sha256=cades.fingerprint(raw),
                defaults={"kind": "certificate", "raw": raw, "added_in": version},
            )
        pin = cast.ROOT.certificate().sha256
        TrustPin.objects.get_or_create(sha256=pin, defaults={"note": "тест", "added_in": version})

    def file(self, who: Signatory = cast.HALYNA, attached: bool = True) -> bytes:
        here = self.services.here(who)
        made = cades.signer_info(here, LETTER, claimed=self.now)
        return cades.cms([made], LETTER if attached else None, [here])

    def work(self) -> int:
        return raise_due(lambda: self.now, self.caller)

    def level(self) -> str:
        return Raising.objects.get().level


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the fenced process does is done here, for speed; `fenced` in a test’s name keeps the process."""

    def run(module: str, arguments: object, work: Path, *, timeout_s: float) -> int:
        task = json.loads((work / "task.json").read_text("utf-8"))
        result = (raising_apart if "raise" in task else work_apart).done(task, work)
        (work / "result.json").write_text(json.dumps(result), "utf-8")
        return 0

    if "fenced" not in request.node.name:
        monkeypatch.setattr(asking, "run_apart", run)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with Services() as services:
        made = World(services)
        services.now = lambda: made.now
        made.trust()
        yield made


@pytest.fixture
def waiting(world: World, kept: Kept) -> Raising:
    """A letter with a plain signature beside it, verified and taken care of."""
    verify_beside(kept(p__p7s=world.file(), a__txt=LETTER), by=SERVICE, at=world.now)
    assert enrol(world.now) == 1
    return Raising.objects.get()


def bytes_of(sha256: str | None) -> bytes:
    assert sha256 is not None
    with current_store().open(sha256) as file:
        return file.read()


def test_a_plain_signature_is_raised_by_the_fenced_process_beside_the_original(
    world: World, waiting: Raising
) -> None:
    original = bytes_of(waiting.content_id)
    assert Verification.objects.get(content=waiting.content_id).verdict == "INDETERMINATE"
    assert world.work() == 2
    waiting.refresh_from_db()
    assert (waiting.level, waiting.state, waiting.problem) == ("CAdES-X Long", RaisingState.DONE, "")
    assert bytes_of(waiting.content_id) == original and waiting.raised_id != waiting.content_id
    assert waiting.ages_at == cast.TSA.not_after
    assert Verification.objects.current().get(content=waiting.raised_id).verdict == "VALID"
    steps = list(RaisingStep.objects.values_list("level", "made_by_label"))
    assert steps == [("CAdES-T", SERVICE.label), ("CAdES-X Long", SERVICE.label)]
    told = Event.objects.filter(name="signatures.evidence_added")
    assert [one.facts["level"] for one in told.order_by("seq")] == ["CAdES-T", "CAdES-X Long"]


def test_a_second_run_asks_nothing_and_changes_nothing(world: World, waiting: Raising) -> None:
    world.work()
    asked, raised = len(world.services.asked), Raising.objects.get().raised_id
    world.now += timedelta(days=1)
    assert enrol(world.now) == 0 and world.work() == 0
    assert len(world.services.asked) == asked and Raising.objects.get().raised_id == raised


def test_a_detached_signature_is_raised_over_its_document(world: World, kept: Kept) -> None:
    files = kept(p__p7s=world.file(attached=False), a__txt=LETTER)
    verify_beside(files, by=SERVICE, at=world.now)
    assert enrol(world.now) == 1 and world.work() == 2
    row = Raising.objects.get()
    assert row.document_id == files[1].sha256 and row.level == "CAdES-X Long"
    assert (
        Verification.objects.current().get(content=row.raised_id, document=row.document_id).verdict == "VALID"
    )


def test_a_container_is_raised_and_stays_one(world: World, kept: Kept) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("mimetype", "application/vnd.etsi.asic-s+zip")
        file.writestr("лист.txt", LETTER)
        file.writestr("META-INF/signature.p7s", world.file(attached=False))
    verify_beside(kept(c__asics=packed.getvalue()), by=SERVICE, at=world.now)
    assert enrol(world.now) == 1 and world.work() == 2
    row = Raising.objects.get()
    assert (row.level, row.state) == ("CAdES-X Long", RaisingState.DONE)
    assert row.raised is not None and row.raised.media_type == row.content.media_type
    assert Verification.objects.current().get(content=row.raised_id).verdict == "VALID"
    with ZipFile(BytesIO(bytes_of(row.raised_id))) as file:
        assert file.read("лист.txt") == LETTER


def test_a_detached_signature_without_its_document_and_a_false_one_are_left(world: World, kept: Kept) -> None:
    spoilt = world.file(cast.OLHA).replace(LETTER, LETTER[:-2] + b"!!")
    verify_beside(kept(p__p7s=world.file(attached=False)), by=SERVICE, at=world.now)
    verify_beside(kept(q__p7s=spoilt), by=SERVICE, at=world.now)
    assert Verification.objects.count() == 2 and enrol(world.now) == 0


def test_services_that_are_down_for_a_week_lose_nothing(world: World, waiting: Raising) -> None:
    world.services.faults.status = 503
    for attempt in range(1, 40):
        assert world.work() == 0
        waiting.refresh_from_db()
        assert waiting.attempts == attempt and "503" in waiting.problem
        assert waiting.next_try_at == world.now + wait_for_services(attempt)
        world.now = waiting.next_try_at
        if attempt == 3:
            world.now += timedelta(days=7)
            break
    world.services.faults.status = 200
    assert world.work() == 2
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.problem, waiting.level) == (0, "", "CAdES-X Long")


def test_the_timestamp_is_kept_when_only_the_status_is_away(world: World, waiting: Raising) -> None:
    world.services.people = ()
    world.services.faults.responder = cast.STRANGE_OCSP
    answer = world.services.answer
    world.services.answer = lambda path, body: None if path.endswith(".crl") else answer(path, body)  # type: ignore[method-assign]
    assert world.work() == 1 and world.level() == "CAdES-T"
    waiting.refresh_from_db()
    assert waiting.state == RaisingState.WAITING and "не той" in waiting.problem
    first = waiting.raised_id
    world.services.faults.responder = None
    world.services.people = (cast.HALYNA,)
    world.now += timedelta(hours=1)
    assert world.work() == 1 and world.level() == "CAdES-X Long"
    assert waiting.steps.get(order=0).sha256 == first


@pytest.mark.parametrize(
    ("fault", "value"),
    [("stamps_other_bytes", True), ("other_nonce", True), ("is_broken", True), ("extra_bytes", 300_000),
     ("stamper", cast.TSA_WITHOUT_USAGE), ("redirect", "http://127.0.0.1:1/")],
)  # fmt: skip
def test_a_wrong_answer_is_not_kept_and_asked_for_again(
    world: World, waiting: Raising, fault: str, value: object
) -> None:
    setattr(world.services.faults, fault, value)
    assert world.work() == 0
    waiting.refresh_from_db()
    assert waiting.raised_id is None and waiting.problem and waiting.state == RaisingState.WAITING
    assert Content.objects.count() == 2, "nothing of it was stored"


class Killed(BaseException):
    """The worker dies here."""


def test_a_worker_killed_between_answer_and_store_leaves_it_to_the_next_one(
    world: World, waiting: Raising, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> bool:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(raising, "_store", die)
        patched.setattr(raising, "_free", lambda _: None)
        with pytest.raises(Killed):
            world.work()
    assert world.work() == 0, "the lease of the dead one still holds"
    world.now += raising.LEASE
    assert world.work() == 2
    assert list(RaisingStep.objects.values_list("order", flat=True)) == [0, 1]


def test_one_odd_file_keeps_no_other_waiting(
    world: World, waiting: Raising, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify_beside(kept(q__p7s=world.file(cast.OLHA)), by=SERVICE, at=world.now)
    assert enrol(world.now) == 1
    planned = stepping.next_step

    def odd(subject: stepping.Subject) -> stepping.Told:
        with subject.opened() as file:
            if file.read() == bytes_of(waiting.content_id):
                raise ZeroDivisionError
        return planned(subject)

    monkeypatch.setattr(raising, "next_step", odd)
    assert world.work() == 2
    waiting.refresh_from_db()
    assert waiting.problem == raising.UNEXPECTED and waiting.attempts == 1


def test_of_two_workers_only_one_stores_a_step(world: World, waiting: Raising) -> None:
    subject = raising._subject(waiting, world.now).fresh()
    answers, _ = stepping.Asking(world.caller).answers(stepping.next_step(subject).questions)
    made = stepping.make_of(subject, answers)
    twin = Raising.objects.get()
    assert raising._store(waiting, made, world.now)
    assert not raising._store(twin, made, world.now)
    assert (
        RaisingStep.objects.count() == 1
        and Event.objects.filter(name="signatures.evidence_added").count() == 1
    )


def test_a_killed_worker_left_a_raised_file_unverified_and_the_next_run_verifies_it(
    world: World, waiting: Raising, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(raising, "verify_raised", lambda _: 0)
        world.work()
    assert not Verification.objects.filter(content=Raising.objects.get().raised_id).exists()
    world.work()
    assert Verification.objects.get(content=Raising.objects.get().raised_id).verdict == "VALID"


def test_a_whole_life_from_a_plain_signature_to_one_stamped_anew(world: World, waiting: Raising) -> None:
    world.work()
    world.now = cast.TSA.not_after - timedelta(days=170)
    younger = replace(cast.TSA, serial=1003, not_after=cast.TSA.not_after + timedelta(days=900))
    world.services.faults.stamper = younger
    world.services.people = (*world.services.people, younger)
    world.trust(younger)
    assert renew_ageing(world.now) == 1 and world.work() == 1
    row = Raising.objects.get()
    assert (row.level, row.ages_at, row.state) == ("CAdES-A", younger.not_after, RaisingState.DONE)
    assert renew_ageing(world.now) == 0
    assert [one.level for one in row.steps.all()] == ["CAdES-T", "CAdES-X Long", "CAdES-A"]
    current = Verification.objects.current().get(content=row.raised_id)
    assert current.verdict == "VALID"


def test_nobody_is_believed_without_trust_and_everything_is_tried_again_when_it_changes(
    world: World, kept: Kept
) -> None:
    verify_beside(kept(p__p7s=world.file(cast.ZORIANA)), by=SERVICE, at=world.now)
    enrol(world.now)
    assert world.work() == 0 and world.services.asked == []
    row = Raising.objects.get()
    assert row.state == RaisingState.APART and "не веде" in row.problem
    assert raising.look_apart_again(world.now) == 1
    assert Raising.objects.get().state == RaisingState.WAITING


def test_nothing_goes_out_where_it_is_switched_off(world: World, waiting: Raising, settings: object) -> None:
    assert settings.ASKS_TRUST_SERVICES is False, "the tests’ own setting"  # type: ignore[attr-defined]
    assert raise_due(lambda: world.now) == 0
    waiting.refresh_from_db()
    assert waiting.level == "CAdES-BES" and waiting.ages_at == cast.HALYNA.not_after
    assert "вимкнено" in waiting.problem and world.services.asked == []


def test_by_default_services_inside_the_network_are_not_called(
    world: World, waiting: Raising, settings: object
) -> None:
    settings.ASKS_TRUST_SERVICES = True  # type: ignore[attr-defined]
    assert raise_due(lambda: world.now) == 0
    waiting.refresh_from_db()
    assert "не в інтернеті" in waiting.problem and world.services.asked == []


def test_a_card_tells_what_came_with_the_verdict_that_the_evidence_gives(
    world: World, waiting: Raising
) -> None:
    before = seals_of([waiting.content_id])[waiting.content_id]
    assert before.verdict == "INDETERMINATE" and before.evidence == ""
    world.work()
    after = seals_of([waiting.content_id])[waiting.content_id]
    assert (after.verdict, after.evidence, after.sha256) == ("VALID", "CAdES-X Long", waiting.content_id)
    assert after.seals[0].has_stamp is before.seals[0].has_stamp is False, "it came without a timestamp"
    assert after.seals[0].at == before.seals[0].at and after.seals[0].verdict == "VALID"
    report = report_of(waiting.content_id, [])
    assert report is not None and report[0].content_id == Raising.objects.get().raised_id
