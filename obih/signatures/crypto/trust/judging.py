"""Whether a signature whose mathematics holds may be believed (ETSI EN 319 102-1, 5.2.6, 5.3, 5.5).

The time that counts is that of the earliest believed timestamp over the signature, else the moment of the
verification. For it the signer’s chain must lead to an anchor, every certificate of it be within its dates
and not revoked, and every right be there. What is missing is INDETERMINATE; INVALID is only what is shown:
that it was signed before the certificate began, or after it ended or was revoked (by a believed timestamp
over the content, which is older than the signature, or by the signer’s own claim).

Two things are asked of an authority of timestamps less than the standard asks, as Ukrainian signatures
seldom carry them: word on the state of its certificate (one that is there is heeded; none is a warning), and
that its certificate is within its dates today and not only when it stamped (a warning: the proof is ageing).
Of a provider a trusted list in force may say that its service is granted: that is word on it as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from obih.signatures.crypto.certificate import OTHER, Certificate
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.timestamps import CONTENT, Stamp
from obih.signatures.crypto.trust import grounds, trusted_lists
from obih.signatures.crypto.trust.chains import Search, paths
from obih.signatures.crypto.trust.crl import HOLD, REMOVED, Entry
from obih.signatures.crypto.trust.evidence import Evidence
from obih.signatures.crypto.trust.grounds import AUTHORITY, Role
from obih.signatures.crypto.trust.links import CHECKS, CHECKS_PER_SIGNER, Links
from obih.signatures.crypto.trust.path_checks import STAMPING, defects
from obih.signatures.crypto.trust.sources import Brought, Shelf
from obih.signatures.crypto.trust.states import State
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.crypto.trust.witness import CLOCKS, Witness

ORDER_TOLERANCE = timedelta(minutes=1)
"""Two authorities may stamp one after the other with clocks apart by so much."""
MAX_WAYS = 4
"""Paths without defects that are tried: an authority certified twice, one certificate of it revoked."""
HARMLESS = {0, 3, 4, 5}
"""Reasons of revocation that leave older timestamps standing (RFC 3161, 4): the key was not stolen."""

Path = tuple[Certificate, ...]


@dataclass
class Judgement:
    """What is shown of a certificate that signed, and what is not."""

    reasons: list[Reason] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    chain: list[Certificate] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    proven_at: datetime | None = None
    judged_at: datetime | None = None
    granted: bool | None = None
    """Whether by a trusted list the provider’s service counted then; None: no list, or it knows of none."""


class Judge:
    """Judges every signature of one file. `brought` is what the file brings, `beside` certificates that
    whoever asks has at hand; `at` the moment of judging."""

    def __init__(
        self,
        trust: TrustStore,
        at: datetime,
        brought: Brought,
        signers: int = 1,
        beside: Iterable[Certificate] = (),
    ) -> None:
        self._trust, self._at = trust, at if at.tzinfo else at.replace(tzinfo=UTC)
        self._lasting, self._given = trust.shelf, brought
        self._brought = Shelf([*brought.certificates, *beside], brought.lists, brought.responses)
        budget = CHECKS + CHECKS_PER_SIGNER * signers
        self._links = Links(trust.known_links, self._is_lasting, budget)
        self._witness = Witness(self._lasting, self._brought, self._links, self._at, brought)
        self._anchors = frozenset(one.sha256 for one in trust.anchors)

    def judge(
        self, certificate: Certificate, stamps: Sequence[Stamp], claimed_at: datetime | None
    ) -> Judgement:
        """The judgement on a signature by this certificate; `judge_stamps` has looked at its stamps."""
        done = Judgement()
        believed = [(stamp, stamp.at) for stamp in stamps if stamp.trusted and stamp.at is not None]
        after = [at for stamp, at in believed if stamp.kind != CONTENT]
        before = [at for stamp, at in believed if stamp.kind == CONTENT]
        done.proven_at = min(after, default=None)
        done.judged_at = done.proven_at or self._at
        if before and after and max(before) > min(after) + ORDER_TOLERANCE:
            done.reasons.append(grounds.STAMP_ORDER)
        for stamp, at in believed:
            assert stamp.authority is not None, "nobody is believed who is not known"
            done.evidence.append(Evidence("timestamp", stamp.raw, stamp.authority.sha256, at))
            done.evidence += stamp.evidence
            done.evidence += [Evidence("certificate", one.raw, one.sha256) for one in stamp.chain]
        since = _not_before(before, claimed_at, done.judged_at)
        ways = [
            self._by_way(certificate, path, defects, done, since)
            for path, defects in self._ways(certificate, Role.SIGNER, done.judged_at)
        ]
        chosen = min(ways, key=lambda one: len(one.reasons))
        chosen.evidence = list(dict.fromkeys(chosen.evidence))
        return chosen

    def _by_way(
        self,
        certificate: Certificate,
        path: Path,
        defects: list[Reason],
        known: Judgement,
        since: datetime | None,
    ) -> Judgement:
        """The judgement if this is the path; without one nobody vouches for the dates in the certificate."""
        done = replace(known, reasons=[*known.reasons, *defects], warnings=[], evidence=[*known.evidence])
        if path:
            done.chain = list(path)
            done.reasons += _dates(certificate, done, since)
            self._ask_states(path, done, since)
            self._ask_lists(certificate, path, done)
        return done

    def judge_stamps(self, stamps: Sequence[Stamp]) -> list[str]:
        """Which of the sound timestamps of one signature are believed: sets `trusted`, adds to their reasons.

        The latest first: one that is over another keeps it. Returns warnings.
        """
        warnings: list[str] = []
        judged: list[Stamp] = []
        self._take(stamps)
        for stamp in sorted(stamps, key=lambda one: one.at or self._at, reverse=True):
            keeping = [one.at for one in judged if one.trusted and one.at and one.seals(stamp)]
            warnings += self._judge_stamp(stamp, min(keeping, default=self._at))
            judged.append(stamp)
        return warnings

    def _take(self, stamps: Sequence[Stamp]) -> None:
        """What lies in the tokens of timestamps is brought by the file as well."""
        given = self._given
        before = len(given.certificates), len(given.lists), len(given.responses)
        for stamp in stamps:
            given.add_certificates(stamp.brought)
            for raw in stamp.brought_revocation:
                given.add_revocation(raw)
        self._brought.put(
            given.certificates[before[0] :], given.lists[before[1] :], given.responses[before[2] :]
        )

    def _judge_stamp(self, stamp: Stamp, kept_since: datetime) -> list[str]:
        """`kept_since`: the moment at which it surely existed."""
        if stamp.authority is None or stamp.at is None or stamp.reasons or not stamp.covers:
            return []
        if stamp.at > self._at + CLOCKS:
            stamp.reasons.append(grounds.STAMP_FUTURE)
            return []
        ways = [
            self._stamp_by_way(stamp, *way, kept_since)
            for way in self._ways(stamp.authority, Role.STAMP, stamp.at)
        ]
        chosen = min(ways, key=lambda one: len(one.reasons))
        stamp.reasons += chosen.reasons
        stamp.chain, stamp.evidence = chosen.chain, chosen.evidence
        stamp.trusted = not stamp.reasons
        return chosen.warnings

    def _stamp_by_way(
        self, stamp: Stamp, path: Path, defects: list[Reason], kept_since: datetime
    ) -> Judgement:
        """The judgement on its authority if this is the path."""
        done = Judgement(reasons=list(defects), chain=list(path))
        authority, at = stamp.authority, stamp.at
        assert authority is not None and at is not None, "_judge_stamp has looked"
        if not path:
            return done
        if not authority.not_before <= at <= authority.not_after:
            done.reasons.append(grounds.STAMP_OUT_OF_DATE)
        self._ask_stamp_states(path, done, at, kept_since)
        if self._trust.services.granted(trusted_lists.STAMPS, path[:2], at) is False:
            done.reasons.append(grounds.STAMP_WITHDRAWN)
        if authority.extended_usage != {STAMPING} or not authority.is_usage_critical:
            done.warnings.append(grounds.WARN_STAMP_EKU)
        if kept_since > authority.not_after:
            done.warnings.append(grounds.WARN_STAMP_AGEING)
        return done

    def _ways(self, start: Certificate, role: Role, at: datetime) -> list[tuple[Path, list[Reason]]]:
        """Paths without defects, else the one with the fewest and what they are; an empty path when none
        leads anywhere."""
        search, good = Search(), []
        best: tuple[Path, list[Reason]] | None = None
        for path in paths(start, self._named, self._anchors, self._links, at, search):
            found = [defect.of(role) for defect in defects(path, role, at)]
            if not found:
                good.append((path, found))
                if len(good) >= MAX_WAYS:
                    break
            elif best is None or len(found) < len(best[1]):
                best = path, found
        return good or [best if best is not None else ((), [search.why().of(role)])]

    def _ask_states(self, path: Path, done: Judgement, since: datetime | None) -> None:
        """The state of every certificate of the path but the anchor, which nobody revokes."""
        assert done.judged_at is not None, "set by judge"
        for place, state in enumerate(self._states(path, done.judged_at)):
            done.evidence += state.evidence
            if place == 0:
                done.reasons += _signer_state(state, done, since)
            elif state.known or not self._vouched(path[place], done.judged_at):
                done.reasons += _authority_state(state, done.judged_at)
        done.evidence += [Evidence("certificate", one.raw, one.sha256) for one in path]

    def _states(self, path: Path, at: datetime) -> list[State]:
        """Of every certificate but the anchor. An authority’s word after its own revocation is nobody’s."""
        found: list[State] = []
        believed_until: datetime | None = None
        for place in reversed(range(len(path) - 1)):
            state = self._witness.state(path[place:], at, believed_until)
            found.insert(0, state)
            if state.revoked is not None and state.revoked.at > at:
                believed_until = min(state.revoked.at, believed_until or state.revoked.at)
        return found

    def _ask_stamp_states(self, path: Path, done: Judgement, at: datetime, kept_since: datetime) -> None:
        for place, state in enumerate(self._states(path, at)):
            done.evidence += state.evidence
            if place == 0:
                if state.revoked and _spoils(state.revoked, at, kept_since):
                    done.reasons.append(grounds.STAMP_REVOKED)
                elif state.held:
                    done.reasons.append(grounds.STAMP_ON_HOLD)
                if not state.known and not self._trust.services.vouches(trusted_lists.STAMPS, path[:1], at):
                    done.warnings.append(grounds.WARN_STAMP_STATE)
            elif (state.revoked and state.revoked.at <= at) or state.held:
                done.reasons.append(grounds.STAMP_AUTHORITY_REVOKED)

    def _vouched(self, authority: Certificate, at: datetime) -> bool:
        return self._trust.services.vouches(trusted_lists.AUTHORITY, [authority], at)

    def _ask_lists(self, certificate: Certificate, path: Path, done: Judgement) -> None:
        """What trusted lists say of the service that issued a certificate which calls itself qualified."""
        services = self._trust.services
        if not services or certificate.kind is OTHER:
            return
        assert done.judged_at is not None, "set by judge"
        done.granted = services.granted(trusted_lists.AUTHORITY, path[1:2], done.judged_at)
        if done.granted is False:
            done.reasons.append(grounds.WITHDRAWN)
        elif done.granted is None:
            done.warnings.append(grounds.WARN_UNLISTED)
        if services.outdated_at(done.judged_at):
            done.warnings.append(grounds.WARN_LIST_OLD)

    def _named(self, name: Name) -> list[Certificate]:
        return [*self._lasting.named(name), *self._brought.named(name)]

    def _is_lasting(self, one: Certificate) -> bool:
        return one.sha256 in self._lasting.prints


def _not_before(before: Iterable[datetime], claimed: datetime | None, judged_at: datetime) -> datetime | None:
    """The moment since which the signature may exist, by believed stamps over the content or the signer’s
    own words; of words that claim more than is proven only so much counts."""
    known = [*before, *([] if claimed is None else [min(claimed, judged_at)])]
    return max(known, default=None)


def _dates(certificate: Certificate, done: Judgement, since: datetime | None) -> list[Reason]:
    """The signer’s own dates at the time that counts (EN 319 102-1, 5.2.6.4; 5.5.4 for what is proven)."""
    assert done.judged_at is not None, "set by judge"
    if done.judged_at < certificate.not_before:
        return [grounds.NOT_YET]
    if done.judged_at <= certificate.not_after:
        return []
    if since is not None and since > certificate.not_after:
        return [grounds.SIGNED_EXPIRED]
    return [grounds.STAMPED_EXPIRED if done.proven_at else grounds.EXPIRED_UNPROVEN]


def _signer_state(state: State, done: Judgement, since: datetime | None) -> list[Reason]:
    assert done.judged_at is not None, "set by judge"
    if state.silence is not None:
        return [state.silence.of(Role.SIGNER.value)]
    if state.held:
        return [grounds.ON_HOLD]
    revoked = state.revoked
    if revoked is None or revoked.at > done.judged_at:
        return []
    if since is not None and since >= revoked.at:
        return [grounds.SIGNED_REVOKED]
    return [grounds.STAMPED_REVOKED if done.proven_at else grounds.REVOKED_UNPROVEN]


def _authority_state(state: State, at: datetime) -> list[Reason]:
    if state.silence is not None:
        return [state.silence.of(AUTHORITY[Role.SIGNER])]
    if state.held:
        return [grounds.AUTHORITY_ON_HOLD]
    if state.revoked is not None and state.revoked.at <= at:
        return [grounds.AUTHORITY_REVOKED]
    return []


def _spoils(revoked: Entry, at: datetime, kept_since: datetime) -> bool:
    """A key that may have been stolen stamps any time it likes: then only what is older surely stands."""
    assert revoked.reason not in (HOLD, REMOVED), "a revocation for ever"
    return revoked.at <= at or (revoked.reason not in HARMLESS and revoked.at <= kept_since)
