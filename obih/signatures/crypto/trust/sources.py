"""Everything at hand for one file: the trust material, and what the file itself brings, which proves nothing
by being there and is taken only in such number as an honest file has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from obih.signatures.crypto import hashes, names
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.signer import REVOCATION_VALUES
from obih.signatures.crypto.trust import der
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.ocsp import Response, read_response

MAX_CERTIFICATES, MAX_RESPONSES, MAX_LISTS = 400, 64, 16
MAX_LIST_BYTES = 16 * 1024 * 1024
"""Of all lists a file brings together."""
OCSP_IN_CMS = "1.3.6.1.5.5.7.16.2"


@dataclass
class Brought:
    """What a file brings with it. Add to it before anything is judged."""

    certificates: list[Certificate] = field(default_factory=list)
    lists: list[RevocationList] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    too_much: bool = False
    """True when some of it was left out."""
    _seen: set[bytes] = field(default_factory=set)
    _looked_at: int = 0

    def add_file(self, signed: SignedFile) -> None:
        """Certificates, SignedData.crls (RFC 5652, 5.1; RFC 5940) and revocation-values of every signer."""
        self.add_certificates(signed.all_certificates())
        for raw in revocation_in(signed):
            self.add_revocation(raw)

    def add_certificates(self, given: Iterable[Certificate]) -> None:
        for one in given:
            if one.raw in self._seen:
                continue
            if len(self.certificates) >= MAX_CERTIFICATES:
                self.too_much = True
                return
            self._seen.add(one.raw)
            self.certificates.append(one)

    def add_evidence(self, given: Iterable[bytes]) -> None:
        """Certificates, CRLs and answers of OCSP as they are; what is none of these is passed over."""
        for raw in given:
            try:
                self.add_certificates([Certificate(raw)])
            except Malformed:
                self.add_revocation(raw)

    def add_revocation(self, raw: bytes) -> None:
        """A CertificateList, an answer of OCSP (bare or whole) or one in the clothes of CMS."""
        if raw in self._seen:
            return
        if len(raw) > MAX_LIST_BYTES or self._looked_at >= MAX_RESPONSES + MAX_LISTS:
            self.too_much = True
            return
        self._seen.add(raw)
        self._looked_at += 1
        response = read_response(_undressed(raw))
        if response is not None:
            if len(self.responses) < MAX_RESPONSES:
                self.responses.append(response)
            else:
                self.too_much = True
            return
        with suppress(Malformed):
            self._add_list(RevocationList(raw))

    def _add_list(self, listed: RevocationList) -> None:
        together = sum(len(one.raw) for one in self.lists) + len(listed.raw)
        if len(self.lists) < MAX_LISTS and together <= MAX_LIST_BYTES:
            self.lists.append(listed)
        else:
            self.too_much = True


def revocation_in(signed: SignedFile) -> list[bytes]:
    """Lists of revoked ones and answers of OCSP: SignedData.crls and revocation-values of every signer."""
    found = list(signed.crls)
    for signer in signed.signers:
        for values in signer.unsigned.get(REVOCATION_VALUES, []):
            found += values_of(values)
    return found


def values_of(raw: bytes) -> list[bytes]:
    """Members of RevocationValues (EN 319 122-1, 5.4.2.4); what cannot be read is passed over."""
    found: list[bytes] = []
    with suppress(Malformed):
        for group in der.members(der.only(raw).content):
            if group.tag in (0xA0, 0xA1):
                found += [one.raw for one in der.members(der.only(group.content).content)]
    return found


class Shelf:
    """Certificates, lists and answers, found by what they are asked for."""

    def __init__(
        self,
        certificates: Iterable[Certificate] = (),
        lists: Iterable[RevocationList] = (),
        responses: Iterable[Response] = (),
    ) -> None:
        self._named: dict[Name, dict[Certificate, None]] = {}
        self._keyed: dict[bytes, list[Certificate]] | None = None
        self._lists: dict[Name, list[RevocationList]] = {}
        self._answers: dict[int, list[Response]] = {}
        self.prints: set[str] = set()
        self.put(certificates, lists, responses)

    def put(
        self,
        certificates: Iterable[Certificate] = (),
        lists: Iterable[RevocationList] = (),
        responses: Iterable[Response] = (),
    ) -> None:
        """Some more."""
        for one in certificates:
            self._named.setdefault(names.folded(one.subject), {})[one] = None
            self.prints.add(one.sha256)
            self._keyed = None
        for listed in lists:
            self._lists.setdefault(names.folded(listed.issuer), []).append(listed)
        for response in responses:
            for serial in dict.fromkeys(answer.serial for answer in response.answers):
                self._answers.setdefault(serial, []).append(response)

    def named(self, name: Name) -> list[Certificate]:
        return list(self._named.get(names.folded(name), ()))

    def keyed(self, key: bytes) -> list[Certificate]:
        """By the identifier of the key or its hash (RFC 6960, 4.2.1)."""
        if self._keyed is None:
            keyed: dict[bytes, list[Certificate]] = {}
            for group in self._named.values():
                for one in group:
                    for each in _key_names(one):
                        keyed.setdefault(each, []).append(one)
            self._keyed = keyed
        return self._keyed.get(key, [])

    def lists_of(self, issuer: Name) -> list[RevocationList]:
        return self._lists.get(names.folded(issuer), [])

    def answers_on(self, serial: int) -> list[Response]:
        return self._answers.get(serial, [])


def _key_names(one: Certificate) -> set[bytes]:
    """How a responder may name its key: SHA-1 of its bits, GOST 34.311 of them, or its identifier."""
    found = {hashlib.sha1(one.key_bits, usedforsecurity=False).digest()}
    if one.subject_key:
        found.add(one.subject_key)
    return found | {hashes.digest(hashes.GOST_34311, one.key_bits)} if len(one.key_bits) < 200 else found


def _undressed(raw: bytes) -> bytes:
    """The OCSPResponse inside OtherRevocationInfoFormat [1] (RFC 5940, 2.1); other bytes as they are."""
    if raw[:1] != b"\xa1":
        return raw
    try:
        parts = der.Reader(der.only(raw, 0xA1).content)
        named = der.dotted(parts.take(der.OBJECT))
        return parts.take(der.SEQUENCE).raw if named == OCSP_IN_CMS else raw
    except Malformed:
        return raw
