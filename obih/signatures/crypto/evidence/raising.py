"""Raising a file of signatures by one step: what to ask of which services, what the answers make of it.

Both halves are pure. `planned` says what has to be asked; whoever has the network asks; `applied` is given
the same arguments and the answers, and makes the new file, verified anew: an answer that does not hold there
is left out and named. The random bytes decide the nonces, so the second half knows the first one’s questions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.evidence import answers, asking, augmenting, services
from obih.signatures.crypto.evidence.answers import AnswerRefused
from obih.signatures.crypto.evidence.augmenting import CannotRaise, Proof
from obih.signatures.crypto.evidence.carriers import Carried, carried, with_carried
from obih.signatures.crypto.evidence.references import Revocation
from obih.signatures.crypto.evidence.steps import Step, ages_at, lowest_level, need_of, newest_stamp
from obih.signatures.crypto.report import FileReport, SignatureReport
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.crypto.verify import verify_file

SPOILT = {"HASH_FAILURE", "SIG_CRYPTO_FAILURE", "FORMAT_FAILURE"}
MOST_ADDRESSES = 4


@dataclass(frozen=True)
class Around:
    """What a file is looked at with; the same for both halves of a step."""

    trust: TrustStore
    at: datetime
    random: bytes
    """At least 16 bytes, fresh for every step."""
    document: bytes | None = None
    """What lies beside a detached signature."""
    seal_within: timedelta = timedelta(days=180)
    """How long before its evidence ages a signature is stamped anew."""
    prepared: bool = False
    """True when what proves the newest timestamp has been asked for already, with whatever success."""


@dataclass(frozen=True)
class Question:
    """One thing to be asked: `body` is posted to the first address that answers; an empty one means GET."""

    key: str
    kind: str
    addresses: tuple[str, ...]
    body: bytes = b""
    unless: str = ""
    """Another question whose answer makes this one needless."""


@dataclass(frozen=True)
class Plan:
    """The next step of a file; without one there is nothing to do, or `why_not` says why nothing can be."""

    step: Step | None = None
    questions: tuple[Question, ...] = ()
    why_not: str = ""
    level: str = ""
    ages_at: datetime | None = None


@dataclass
class Raised:
    """What came of a step: the new file, or None with the reasons why there is none."""

    data: bytes | None = None
    problems: list[str] = field(default_factory=list)
    level: str = ""
    ages_at: datetime | None = None


@dataclass(frozen=True)
class _Part:
    """A signature to be raised: where it is and what was found about it."""

    number: int
    carried: Carried
    place: int
    report: SignatureReport

    def key(self, kind: str) -> str:
        return f"{kind}:{self.number}:{self.place}"


class _Look:
    """A file looked at once: its signatures and the step that they need."""

    def __init__(self, data: bytes, around: Around) -> None:
        self.around = around
        self.files = carried(data, around.document)
        self.reports = [_verified(one, one.data, around) for one in self.files]
        every = [
            _Part(number, one, place, report)
            for number, (one, file) in enumerate(zip(self.files, self.reports, strict=True))
            for place, report in enumerate(file.signatures)
        ]
        self.signatures = [one.report for one in every]
        needs = [need_of(one.report, around.at, around.seal_within) for one in every]
        steps = [one.step for one in needs if one.step is not None]
        self.step = min(steps, key=list(Step).index, default=None)
        self.parts = [one for one, need in zip(every, needs, strict=True) if need.step is self.step]
        if self.step is Step.SEAL and not around.prepared:
            self.step = Step.PREPARE
        nothing = "" if every else "У файлі немає підписів, до яких тут додають докази."
        self.why_not = next((one.why_not for one in needs if one.why_not), nothing)
        self.hosts = services.known_hosts(around.trust.certificates, around.trust.lists)

    def summary(self) -> tuple[str, datetime | None]:
        """(the lowest level, when the first evidence ages)."""
        moments = [moment for one in self.signatures if (moment := ages_at(one)) is not None]
        return lowest_level(self.signatures), min(moments, default=None)

    def allowed(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Those on hosts that trust material names, each once."""
        known = [one for one in dict.fromkeys(addresses) if services.host_of(one) in self.hosts]
        return tuple(known[:MOST_ADDRESSES])


# ── what to ask ──────────────────────────────────────────────────────


def planned(data: bytes, around: Around) -> Plan:
    """The next step of this file and what it needs to be asked. Raises Malformed if unreadable."""
    look = _Look(data, around)
    level, ages = look.summary()
    asked: dict[str, Question] = {}
    for part in look.parts if look.step else ():
        asked |= {one.key: one for one in _questions(look, part)}
    return Plan(look.step, tuple(asked.values()), "" if look.step else look.why_not, level, ages)


def _questions(look: _Look, part: _Part) -> list[Question]:
    if look.step in (Step.STAMP, Step.SEAL):
        question = _stamp_question(look, part)
        return [Question(part.key("stamp"), "stamp", _stampers(look, part), question.encoded)]
    return [one for pair in _to_prove(look, part) for one in _about(look, *pair)]


def _stamp_question(look: _Look, part: _Part) -> asking.StampQuestion:
    random = _random(look.around, part.key("stamp"))
    signer = part.report.signer
    if look.step is Step.STAMP:
        return asking.about_bytes(signer.signature, augmenting.stamp_digest(signer), random)
    return augmenting.seal_question(part.carried.data, part.place, _content(part), random)[0]


def _content(part: _Part) -> bytes:
    if part.carried.content is None:
        raise CannotRaise("Документа, якого стосується підпис, немає поруч.")
    return part.carried.content


def _stampers(look: _Look, part: _Part) -> tuple[str, ...]:
    """The signer’s own provider first, then any that the trust material names and that still work."""
    own = [one for each in part.report.chain for one in services.stamp_addresses(each)]
    at = look.around.at
    working = [one for one in look.around.trust.certificates if one.not_before <= at <= one.not_after]
    return look.allowed([*own, *(address for one in working for address in services.stamp_addresses(one))])


def _to_prove(look: _Look, part: _Part) -> list[tuple[Certificate, Certificate]]:
    """(certificate, issuer) whose status is to be asked: of the signer’s chain, and of timestamps’ chains."""
    chains = [part.report.chain] if look.step is Step.COMPLETE else []
    chains += [_stamp_chain(look, part)]
    return list(dict.fromkeys(pair for chain in chains for pair in pairwise(chain)))


def _stamp_chain(look: _Look, part: _Part) -> list[Certificate]:
    newest = newest_stamp(part.report)
    return newest.chain if newest is not None else []


def _about(look: _Look, certificate: Certificate, issuer: Certificate) -> list[Question]:
    status, found = f"status:{certificate.sha256}", []
    if addresses := look.allowed(services.status_addresses(certificate)):
        found.append(
            Question(status, "status", addresses, _status_question(look, certificate, issuer).encoded)
        )
    if addresses := look.allowed(services.list_addresses(certificate)[:1]):
        found.append(Question(f"list:{certificate.sha256}", "list", addresses, unless=status))
    return found


def _status_question(look: _Look, certificate: Certificate, issuer: Certificate) -> asking.StatusQuestion:
    return asking.about_certificate(certificate, issuer, _random(look.around, certificate.sha256))


def _random(around: Around, about: str) -> bytes:
    return hashlib.sha256(around.random + about.encode()).digest()


# ── what the answers make of it ──────────────────────────────────────


def applied(data: bytes, around: Around, given: Mapping[str, bytes]) -> Raised:
    """The file raised by the step of `planned` with these answers (key → bytes as they came).

    All signatures that need the step get it, or none. Raises Malformed.
    """
    look, made = _Look(data, around), Raised()
    changed: dict[int, bytes] = {}
    for part in look.parts if look.step else ():
        part = replace(part, carried=replace(part.carried, data=changed.get(part.number, part.carried.data)))
        try:
            changed[part.number] = _raised(look, part, given, made.problems)
        except (AnswerRefused, CannotRaise) as problem:
            made.problems.append(str(problem))
            return made
    if changed:
        files = [replace(one, data=changed.get(at, one.data)) for at, one in enumerate(look.files)]
        made.data = with_carried(data, files)
        made.level, made.ages_at = _Look(made.data, around).summary()
    return made


def _raised(look: _Look, part: _Part, given: Mapping[str, bytes], problems: list[str]) -> bytes:
    if look.step in (Step.STAMP, Step.SEAL):
        return _with_stamp(look, part, given)
    proofs = {one: _proof(look, one, issuer, given, problems) for one, issuer in _to_prove(look, part)}
    if look.step is Step.PREPARE:
        return _prepared(look, part, _sound(look, part, proofs))
    return _completed(look, part, proofs)


def _with_stamp(look: _Look, part: _Part, given: Mapping[str, bytes]) -> bytes:
    answer = given.get(part.key("stamp"))
    if answer is None:
        raise AnswerRefused("Жодна зі служб позначок часу не відповіла.")
    question, data = _stamp_question(look, part), part.carried.data
    token = answers.token_of(answer, question, look.around.at)
    if look.step is Step.STAMP:
        made = augmenting.stamped(data, part.place, token)
    else:
        random = _random(look.around, part.key("stamp"))
        _, wanted = augmenting.seal_question(data, part.place, _content(part), random)
        made = augmenting.sealed(data, part.place, token, wanted.index)
    report = _unspoilt(look, part, made).signatures[part.place]
    newest = newest_stamp(report)
    if newest is None or newest.at is None or newest is _newest_as_before(part, report):
        raise AnswerRefused("Позначку часу поставила служба, якій не віримо.")
    return made


def _newest_as_before(part: _Part, report: SignatureReport) -> object:
    """The timestamp of the new report that was there before, when no newer one is believed."""
    before = sum(one.trusted for one in part.report.stamps)
    return newest_stamp(report) if sum(one.trusted for one in report.stamps) <= before else None


def _proof(
    look: _Look,
    certificate: Certificate,
    issuer: Certificate,
    given: Mapping[str, bytes],
    problems: list[str],
) -> Revocation:
    """What the services answered about a certificate; nothing where no answer is to our question."""
    status, listed = f"status:{certificate.sha256}", f"list:{certificate.sha256}"
    if status in given:
        try:
            question = _status_question(look, certificate, issuer)
            return Revocation(responses=(answers.status_of(given[status], question, look.around.at).basic,))
        except AnswerRefused as problem:
            problems.append(str(problem))
    return Revocation(lists=(given[listed],)) if listed in given else Revocation()


def _completed(look: _Look, part: _Part, proofs: Mapping[Certificate, Revocation]) -> bytes:
    """X-Long: every certificate of the signer’s chain below the root must be proven."""
    chain = [Proof(one, proofs.get(one, Revocation())) for one in part.report.chain]
    if not all(one.revocation for one in chain[:-1]):
        raise CannotRaise("Служби статусу сертифікатів не відповіли, чи не скасовано сертифікати.")
    around_stamps = _stamp_chain(look, part)
    known = set(_sound(look, part, proofs))
    if not {one.certificate for one in chain[:-1]} <= known:
        raise AnswerRefused("Відповіді про статус сертифіката підписав не той, хто має на це право.")
    others = [
        Proof(one, proofs.get(one, Revocation()) if one in known else Revocation()) for one in around_stamps
    ]
    made = augmenting.completed(part.carried.data, part.place, chain, others)
    _unspoilt(look, part, made)
    return made


def _prepared(look: _Look, part: _Part, proofs: Mapping[Certificate, Revocation]) -> bytes:
    chain = [Proof(one, proofs.get(one, Revocation())) for one in _stamp_chain(look, part)]
    made = augmenting.ready_to_seal(part.carried.data, part.place, chain)
    _unspoilt(look, part, made)
    return made


def _sound(
    look: _Look, part: _Part, proofs: Mapping[Certificate, Revocation]
) -> dict[Certificate, Revocation]:
    """Those answers that a verification takes as evidence: signed by whoever may."""
    everything = [Proof(one, revocation) for one, revocation in proofs.items()]
    trial = augmenting.ready_to_seal(part.carried.data, part.place, everything)
    report = _verified(part.carried, trial, look.around).signatures[part.place]
    taken = {one.raw for one in report.evidence}
    taken |= {one.raw for stamp in report.stamps for one in stamp.evidence}
    return {
        one: revocation
        for one, revocation in proofs.items()
        if revocation and {*revocation.responses, *revocation.lists} <= taken
    }


def _unspoilt(look: _Look, part: _Part, made: bytes) -> FileReport:
    """The report on the new file; an answer with which a signature no longer holds is refused."""
    report = _verified(part.carried, made, look.around)
    for before, after in zip(look.reports[part.number].signatures, report.signatures, strict=True):
        new = [one.text for one in after.reasons if one.code in SPOILT and one not in before.reasons]
        if before.holds != after.holds or new:
            raise AnswerRefused(next(iter(new), "З цією відповіддю підпис уже не сходиться."))
    return report


def _verified(one: Carried, data: bytes, around: Around) -> FileReport:
    return verify_file(data, one.content, trust=around.trust, at=around.at)


__all__ = ["Around", "Plan", "Question", "Raised", "applied", "planned"]
