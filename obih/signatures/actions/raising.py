"""Raising stored signatures: BES → T → X-Long, and stamping anew before the evidence ages. For the worker.

The network is called outside any transaction; each step is stored as soon as it is made. A worker killed in
between asks again and stores once: a step is taken only from the file it was made of. Services that are away
lose nothing: the file waits, longer each time, and is never given up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from obih.files.actions.keeping import keep_one
from obih.files.models import Content
from obih.files.problems import ContentMissing, FileProblem, StoreAway
from obih.files.receiving import receiving
from obih.files.storage import StoredContent, current_store
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import why_not_manage_trust
from obih.people.actors import Actor
from obih.signatures.actions.verifying import Beside, verify_beside
from obih.signatures.asking import CannotLook
from obih.signatures.calling import Caller
from obih.signatures.crypto.evidence.services import known_hosts
from obih.signatures.events import EVIDENCE_ADDED, EVIDENCE_ASKED_ANEW, SERVICES_SWITCHED
from obih.signatures.models import FoundSignature, Raising, RaisingStep, ServicesChoice, Verification
from obih.signatures.queries.raising import services_are_asked
from obih.signatures.rules_raising import CAN_BE_RAISED, MOST_RAISED_BYTES, SEAL_WITHIN, wait_for_services
from obih.signatures.stepping import Asking, Made, Subject, Told, make_of, next_step
from obih.signatures.trusting import packed_now, store_now
from obih.signatures.vocabulary import RaisingState
from obih.ui.refusals import Refused

log = structlog.get_logger()

SERVICE = Actor(kind="system", key="obih.evidence", label="Обіг, служба доказів")
"""In whose name evidence is added: nobody’s signature is made by it."""
LEASE = timedelta(minutes=15)
MOST_STEPS = 8
AT_ONCE = 50
UNEXPECTED = "Не вдалося додати докази: подробиці в журналі worker.log"
Clock = Callable[[], datetime]


def enrol(now: datetime | None = None) -> int:
    """Take care of signatures that were verified and that nobody takes care of yet; gives how many."""
    sound = FoundSignature.objects.filter(verification=OuterRef("pk"), layer=1, is_sound=True)
    known = Raising.objects.filter(
        Q(document=OuterRef("document")) | Q(document=None), content=OuterRef("content")
    )
    ours = Raising.objects.filter(raised=OuterRef("content"))
    rows = (
        Verification.objects.current()
        .filter(Exists(sound), ~Exists(known), ~Exists(ours), form__contains=CAN_BE_RAISED)
        .filter(content__size_bytes__lte=MOST_RAISED_BYTES)
        .exclude(is_detached=True, document=None)
    )
    made = [
        Raising(content_id=row.content_id, document_id=row.document_id, next_try_at=now or timezone.now())
        for row in rows[:500]
    ]
    Raising.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def raise_due(clock: Clock = timezone.now, caller: Caller | None = None) -> int:
    """Raise what is due as far as services answer; gives how many steps were stored.

    Where services are not asked at all it is only seen what each file has.
    """
    if caller is None and services_are_asked() and Raising.objects.due(clock()).exists():
        caller = Caller(_hosts())  # reads all that is trusted: not for nothing every two minutes
    asking = Asking(caller)
    stored = 0
    for _ in range(AT_ONCE):
        raising = _take(clock(), only_new=caller is None)
        if raising is None:
            break
        try:
            stored += _advance(raising, asking, clock)
        finally:
            _free(raising)
    verify_raised(clock())
    return stored


def _hosts() -> frozenset[str]:
    _, store = store_now()
    return known_hosts(store.certificates, store.lists)


@transaction.atomic
def _take(now: datetime, *, only_new: bool) -> Raising | None:
    """The next one that is due, leased to this worker; `only_new`: of those nobody has looked at."""
    rows = Raising.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(level="") if only_new else rows
    raising = rows.order_by("next_try_at", "pk").first()
    if raising is not None:
        raising.taken_until = now + LEASE
        raising.save(update_fields=["taken_until"])
    return raising


def _free(raising: Raising) -> None:
    Raising.objects.filter(pk=raising.pk).update(taken_until=None)


def _advance(raising: Raising, asking: Asking, clock: Clock) -> int:
    """Step by step until nothing is left to do or somebody does not answer; gives how many were stored."""
    stored = 0
    try:
        subject = _subject(raising, clock())
        for _ in range(MOST_STEPS):
            subject = replace(subject, at=clock()).fresh()
            told = next_step(subject)
            if not told.step:
                _settle(raising, told)
                return stored
            answers, problems = asking.answers(told.questions)
            made = make_of(replace(subject, at=clock()), answers)
            if made.data is None:
                raising.level, raising.ages_at = told.level, told.ages_at
                return _put_off(raising, clock(), [*made.problems, *problems], stored)
            if told.step == "prepare":
                subject = replace(subject, prepared=True, instead=made.data)
                continue
            if not _store(raising, made, clock()):
                return stored
            stored += 1
            subject = replace(_subject(raising, clock()), prepared=False)
    except (CannotLook, ContentMissing, StoreAway, FileProblem) as problem:
        return _put_off(raising, clock(), [str(problem)], stored)
    except Exception:  # one odd file must not keep the others waiting: it stands on the page with its tries
        log.exception("evidence_failed", content=raising.content_id)
        return _put_off(raising, clock(), [UNEXPECTED], stored)
    return stored


def _subject(raising: Raising, at: datetime) -> Subject:
    current = raising.raised_id or raising.content_id
    beside = raising.document_id
    return Subject(
        partial(current_store().open, current),
        partial(current_store().open, beside) if beside else None,
        packed_now()[1],
        at,
    )


def _settle(raising: Raising, told: Told) -> None:
    """Nothing left to do: everything is there, or nothing can be added."""
    state = RaisingState.APART if told.why_not else RaisingState.DONE
    _update(
        raising, state=state, problem=told.why_not, level=told.level, ages_at=told.ages_at, next_try_at=None,
        attempts=0,
    )  # fmt: skip


def _put_off(raising: Raising, now: datetime, problems: list[str], stored: int) -> int:
    """Not now: it waits, longer each time, and is never given up."""
    problem = "; ".join(one.rstrip(".") for one in dict.fromkeys(problems) if one) or "Служби не відповіли"
    attempts = raising.attempts + 1
    later = now + wait_for_services(attempts)
    _update(
        raising, attempts=attempts, next_try_at=later, problem=problem[:300], level=raising.level,
        ages_at=raising.ages_at,
    )  # fmt: skip
    log.info("evidence_put_off", content=raising.content_id[:12], attempts=attempts, problem=problem)
    return stored


def _update(raising: Raising, **values: object) -> None:
    for name, value in values.items():
        setattr(raising, name, value)
    raising.save(update_fields=list(values))


def _store(raising: Raising, made: Made, now: datetime) -> bool:
    """Keep the new file beside the original; false when another worker was quicker."""
    assert made.data is not None, "there is something to keep"
    expected = raising.raised_id
    with receiving(MOST_RAISED_BYTES * 2) as receive:
        stored = receive(made.data, _name(raising.content_id, made.data))
        with unit_of_work():
            row = Raising.objects.select_for_update(of=("self",)).get(pk=raising.pk)
            if row.raised_id != expected:
                return False
            _keep_step(row, stored, made, now)
    raising.refresh_from_db()
    return True


def _keep_step(row: Raising, stored: StoredContent, made: Made, now: datetime) -> None:
    content = keep_one(stored)
    row.raised, row.level, row.ages_at, row.problem, row.attempts = content, made.level, made.ages_at, "", 0
    row.state, row.next_try_at = RaisingState.WAITING, now
    row.save()
    RaisingStep.objects.create(
        raising=row, order=row.steps.count(), made_at=now, made_by_label=SERVICE.label, level=made.level,
        sha256=content.sha256,
    )  # fmt: skip
    record(
        EVIDENCE_ADDED, by=SERVICE, about=row, level=made.level,
        original=row.content_id, raised=content.sha256,
    )  # fmt: skip


def _name(original: str, data: bytes) -> str:
    """With an ending that files of its kind may have, so that it is taken for what it is."""
    return f"{original[:12]}.{'zip' if data[:2] == b'PK' else 'p7s'}"


def verify_raised(at: datetime | None = None) -> int:
    """Verify raised files that nobody has looked at yet, over the document of the original."""
    current = Verification.objects.current().filter(content=OuterRef("raised"))
    rows = Raising.objects.exclude(raised=None).filter(~Exists(current)).select_related("raised", "document")
    done = 0
    for row in rows[:AT_ONCE]:
        files: list[Content] = [one for one in (row.raised, row.document) if one is not None]
        beside = [Beside(one.sha256, one.media_type) for one in files]
        done += len(verify_beside(beside, at=at, by=SERVICE))
    return done


def renew_ageing(now: datetime | None = None) -> int:
    """Have what ages soon stamped anew; nightly. Gives how many were put to be done."""
    at = now or timezone.now()
    rows = Raising.objects.ageing(at + SEAL_WITHIN).filter(state=RaisingState.DONE)
    return rows.update(state=RaisingState.WAITING, next_try_at=at, attempts=0)


def look_apart_again(now: datetime | None = None) -> int:
    """Those that nothing could be added to may have become believed; called when the trust has changed."""
    rows = Raising.objects.filter(state=RaisingState.APART)
    return rows.update(state=RaisingState.WAITING, next_try_at=now or timezone.now(), attempts=0)


@unit_of_work()
def switch_services(*, are_asked: bool, by: Actor) -> None:
    """Decide for the whole hromada whether services are asked; what waits is tried at the next run."""
    if refusal := why_not_manage_trust(by):
        raise Refused(refusal)
    now = timezone.now()
    chosen = {"are_asked": are_asked, "changed_at": now, "changed_by_label": by.label}
    ServicesChoice.objects.update_or_create(pk=1, defaults=chosen)
    Raising.objects.filter(state=RaisingState.WAITING).update(next_try_at=now)
    record(
        SERVICES_SWITCHED, by=by, about=("signatures.serviceschoice", 1), are_asked=are_asked,
        words="питаємо" if are_asked else "не питаємо",
    )  # fmt: skip


@unit_of_work()
def ask_services_now(*, by: Actor) -> int:
    """Do not wait any longer: everything that waits is tried at the next run; gives how many."""
    if refusal := why_not_manage_trust(by):
        raise Refused(refusal)
    waiting = Raising.objects.filter(state=RaisingState.WAITING)
    count = waiting.update(next_try_at=timezone.now())
    record(EVIDENCE_ASKED_ANEW, by=by, about=("signatures.raising", "all"), count=count)
    return count


__all__ = [
    "SERVICE",
    "ask_services_now",
    "enrol",
    "look_apart_again",
    "raise_due",
    "renew_ageing",
    "switch_services",
    "verify_raised",
]
