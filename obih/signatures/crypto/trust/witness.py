"""Sound words on the state of a certificate: out of answers of OCSP and lists of revoked certificates, only
those signed by somebody who may, about this certificate, and understood whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from obih.signatures.crypto import hashes, names
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import KEY_USAGE, Certificate
from obih.signatures.crypto.keys import SignatureAlgorithm, named_hash
from obih.signatures.crypto.trust import ocsp, scopes
from obih.signatures.crypto.trust.crl import REMOVED, Entry, RevocationList
from obih.signatures.crypto.trust.evidence import Evidence
from obih.signatures.crypto.trust.grounds import Silence
from obih.signatures.crypto.trust.links import Exhausted, Link, Links
from obih.signatures.crypto.trust.ocsp import Answer, Response
from obih.signatures.crypto.trust.path_checks import OCSP_SIGNING, is_weak
from obih.signatures.crypto.trust.sources import Brought, Shelf
from obih.signatures.crypto.trust.states import State, Word, state_of

NO_CHECK = "1.3.6.1.5.5.7.48.1.5"
MAX_RESPONDERS = 8
"""Certificates tried for one answer or list."""
CLOCKS = timedelta(minutes=5)
"""By so much may the clock of an authority be ahead of ours."""


class Witness:
    """Asks what is at hand; `now` is the moment of the verification: nothing may be dated after it."""

    def __init__(self, lasting: Shelf, brought: Shelf, links: Links, now: datetime, given: Brought) -> None:
        self._lasting, self._brought, self._links = lasting, brought, links
        self._now, self._given = now, given

    def state(
        self, path: Sequence[Certificate], at: datetime, believed_until: datetime | None = None
    ) -> State:
        """The state at the moment of the first certificate of a path whose signatures hold.

        Good words issued after `believed_until` do not count: somebody above was revoked then.
        """
        silences = [Silence.TOO_MUCH] if self._given.too_much else []
        words: list[Word] = []
        for source in (self._by_ocsp, self._by_lists):
            try:
                words += source(path, silences)
            except Exhausted:
                silences.append(Silence.TOO_MUCH)
        sound = [one for one in words if believed_until is None or one.issued < believed_until or one.history]
        silences += [Silence.AFTER_REVOCATION] * (len(sound) < len(words))
        return state_of(path[0], sound, silences, at)

    # Answers of OCSP (RFC 6960)

    def _by_ocsp(self, path: Sequence[Certificate], silences: list[Silence]) -> list[Word]:
        certificate, issuer = path[0], path[1]
        found = []
        for shelf in (self._brought, self._lasting):
            for response in shelf.answers_on(certificate.serial):
                about = [answer for answer in response.answers if answer.is_about(certificate, issuer)]
                problem = self._response_problem(response, path, shelf is self._lasting) if about else None
                if problem is not None:
                    silences.append(problem)
                    continue
                for answer in about:
                    word = self._answered(response, answer, certificate)
                    if isinstance(word, Word):
                        found.append(word)
                    else:
                        silences.append(word)
        return found

    def _answered(self, response: Response, answer: Answer, certificate: Certificate) -> Word | Silence:
        if not (answer.understood and response.understood):
            return Silence.NOT_UNDERSTOOD
        if max(answer.this_update, response.produced_at) > self._now + CLOCKS:
            return Silence.FUTURE
        if answer.status not in (ocsp.GOOD, ocsp.REVOKED):
            return Silence.UNKNOWN
        history: tuple[Entry, ...] = ()
        if answer.status == ocsp.REVOKED:
            history = (Entry(answer.revoked_at or answer.this_update, answer.reason),)
        proof = Evidence("ocsp", response.raw, certificate.sha256, answer.this_update)
        return Word((proof,), answer.this_update, answer.next_update, history, answer.archive_cutoff)

    def _response_problem(
        self, response: Response, path: Sequence[Certificate], lasting: bool
    ) -> Silence | None:
        """Why the response is not to be believed; None when it is."""
        if named_hash(response.algorithm) in hashes.BROKEN:
            return Silence.WEAK
        signed = response.algorithm, response.tbs, response.signature
        met: list[Silence] = []
        for responder in islice(self._responders(response, path[1]), MAX_RESPONDERS):
            if not self._signs(response.raw, signed, responder, lasting):
                met.append(Silence.FALSE)
                continue
            problem = self._no_authority(response, responder, path)
            if problem is None:
                return None
            met.append(problem)
        return max(met, key=list(Silence).index) if met else Silence.STRANGER

    def _responders(self, response: Response, issuer: Certificate) -> Iterator[Certificate]:
        """Whose key may have signed it, by the name or the key that it states."""
        fitting = [issuer, *response.certificates]
        for shelf in (self._brought, self._lasting):
            if response.by_name is not None:
                fitting += shelf.named(response.by_name)
            if response.by_key is not None:
                fitting += shelf.keyed(response.by_key)
        return (one for one in dict.fromkeys(fitting) if _is_responder(one, response))

    def _no_authority(
        self, response: Response, responder: Certificate, path: Sequence[Certificate]
    ) -> Silence | None:
        """RFC 6960, 4.2.2.2: the issuer himself, or whom he certified for it, good as far as his lists
        know."""
        issuer = path[1]
        if _same_holder(responder, issuer):
            within = responder.not_before <= response.produced_at <= responder.not_after
            return None if within else Silence.RESPONDER_EXPIRED
        delegated = (
            OCSP_SIGNING in responder.extended_usage
            and (KEY_USAGE not in responder.extensions or _may_sign(responder))
            and not is_weak(responder)
            and responder.may_be_issued_by(issuer)
            and self._links.between(responder, issuer) is Link.HOLDS
        )
        if not delegated:
            return Silence.STRANGER
        if not responder.not_before <= response.produced_at <= responder.not_after:
            return Silence.RESPONDER_EXPIRED
        if NO_CHECK in responder.extensions:
            return None
        for word in self._by_lists((responder, *path[1:]), []):
            revoked = word.revoked()
            if (revoked and revoked.at <= response.produced_at) or word.held(response.produced_at):
                return Silence.RESPONDER_REVOKED
        return None

    # Lists of revoked certificates (RFC 5280, 5 and 6.3)

    def _by_lists(self, path: Sequence[Certificate], silences: list[Silence]) -> list[Word]:
        certificate = path[0]
        full: list[RevocationList] = []
        deltas: list[RevocationList] = []
        for shelf in (self._brought, self._lasting):
            for one in shelf.lists_of(certificate.issuer):
                problem = self._list_problem(one, path, shelf is self._lasting)
                if problem is not None:
                    silences.append(problem)
                else:
                    (deltas if one.is_delta else full).append(one)
        found: list[Word] = []
        for one in full:
            self._add(found, silences, certificate, one, None)
        for delta in deltas:
            bases = [one for one in full if scopes.completes(delta, one)]
            if bases:
                self._add(found, silences, certificate, max(bases, key=lambda one: one.number or 0), delta)
            elif not self._add(found, silences, certificate, delta, None, only_revoked=True):
                silences.append(Silence.DELTA)
        return found

    def _add(
        self,
        found: list[Word],
        silences: list[Silence],
        certificate: Certificate,
        base: RevocationList,
        delta: RevocationList | None,
        only_revoked: bool = False,
    ) -> bool:
        """One more word, of a list alone or with its delta (6.3.3: the delta’s entry wins)."""
        try:
            history = base.history(certificate.serial)
            history += [] if delta is None else delta.history(certificate.serial)
        except Malformed:
            silences.append(Silence.NOT_UNDERSTOOD)
            return False
        if not all(one.understood for one in history):
            silences.append(Silence.NOT_UNDERSTOOD)
            return False
        if only_revoked and not any(one.reason != REMOVED for one in history):
            return False
        newest = delta or base
        proofs = tuple(
            Evidence("crl", one.raw, certificate.sha256, one.this_update)
            for one in (base, delta)
            if one is not None
        )
        ordered = tuple(sorted(history, key=lambda one: one.at))
        found.append(Word(proofs, newest.this_update, newest.next_update, ordered, base.keeps_expired_since))
        return True

    def _list_problem(
        self, one: RevocationList, path: Sequence[Certificate], lasting: bool
    ) -> Silence | None:
        """Why the list is not to be believed about the first certificate of the path; None when it is."""
        if one.this_update > self._now + CLOCKS:
            return Silence.FUTURE
        if named_hash(one.algorithm) in hashes.BROKEN:
            return Silence.WEAK
        problem = scopes.problem(one, path[0])
        if problem is not None:
            return problem
        signed = one.algorithm, one.tbs, one.signature
        signers = self._list_signers(one, path)
        met = Silence.CRL_STRANGER if not signers else Silence.CRL_FALSE
        for issuer in signers[:MAX_RESPONDERS]:
            if KEY_USAGE in issuer.extensions and "crl_sign" not in issuer.key_usage:
                met = Silence.CRL_STRANGER
            elif not self._signs(one.raw, signed, issuer, lasting):
                continue
            elif not self._is_the_authority(issuer, path):
                met = Silence.CRL_STRANGER
            elif not issuer.not_before <= one.this_update <= issuer.not_after:
                met = Silence.CRL_OUT_OF_DATE
            else:
                return None
        return met

    def _list_signers(self, one: RevocationList, path: Sequence[Certificate]) -> list[Certificate]:
        named = [path[1]]
        for shelf in (self._lasting, self._brought):
            named += shelf.named(path[0].issuer)
        wanted = one.authority_key
        return [
            each
            for each in dict.fromkeys(named)
            if each == path[1] or not wanted or not each.subject_key or wanted == each.subject_key
        ]

    def _is_the_authority(self, signer: Certificate, path: Sequence[Certificate]) -> bool:
        """The issuer, or the same authority with another key, certified by the one above (6.3.3 f)."""
        issuer = path[1]
        if _same_holder(signer, issuer):
            return True
        if not signer.is_authority or len(path) < 3 or not names.same(signer.subject, issuer.subject):
            return False
        return signer.may_be_issued_by(path[2]) and self._links.between(signer, path[2]) is Link.HOLDS

    def _signs(
        self, raw: bytes, signed: tuple[SignatureAlgorithm, bytes, bytes], by: Certificate, lasting: bool
    ) -> bool:
        if is_weak(by):
            return False
        identity = hashlib.sha256(raw).hexdigest()
        return self._links.over(identity, signed, by, lasting) is Link.HOLDS


def _same_holder(one: Certificate, other: Certificate) -> bool:
    return one.key_info == other.key_info and names.same(one.subject, other.subject)


def _may_sign(one: Certificate) -> bool:
    return bool(one.key_usage & {"digital_signature", "non_repudiation"})


def _is_responder(one: Certificate, response: Response) -> bool:
    if response.by_name is not None:
        return names.same(one.subject, response.by_name)
    key = response.by_key
    return key is not None and (
        key in (one.subject_key, hashlib.sha1(one.key_bits, usedforsecurity=False).digest())
        or key == hashes.digest(hashes.GOST_34311, one.key_bits)
    )
