"""Trusted lists (ETSI TS 119 612): which services of which providers had which status, and since when.

A list counts only when its own signature holds, covers all of it, and is by a certificate whose fingerprint
is pinned; only what was signed is read. A list by anybody else is shown and never relied on.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate

NAMESPACE = "{http://uri.etsi.org/02231/v2#}"
TYPES, STATUSES = "http://uri.etsi.org/TrstSvc/Svctype/", "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"
ROOT, AUTHORITY, STAMPS = f"{TYPES}NationalRootCA-QC", f"{TYPES}CA/QC", f"{TYPES}TSA/QTST"
GRANTED = {
    f"{STATUSES}{name}"
    for name in (
        *("granted", "recognisedatnationallevel", "undersupervision", "accredited"),
        "supervisionincessation",
    )
}
"""Under which a service counts (5.5.4); the last three were used before 2016."""
MAX_SERVICES = 5000


@dataclass(frozen=True)
class Status:
    """What a service was from a moment on."""

    kind: str
    """The type of service, a URI."""
    status: str
    since: datetime

    @property
    def is_granted(self) -> bool:
        return self.status in GRANTED


@dataclass(frozen=True)
class Service:
    """One service of a provider with everything it has ever been, the latest first."""

    provider: str
    name: str
    certificates: tuple[Certificate, ...]
    keys: frozenset[bytes]
    """Identifiers of its keys."""
    history: tuple[Status, ...]

    def is_of(self, certificate: Certificate) -> bool:
        """True when the service is that of this certificate’s key (5.5.3)."""
        if any(one.key_info == certificate.key_info for one in self.certificates):
            return True
        return not self.certificates and certificate.subject_key in self.keys

    def at(self, moment: datetime) -> Status | None:
        """What it was then; None before it is told of."""
        return next((one for one in self.history if one.since <= moment), None)


class TrustedList:
    """One list. Raises Malformed when the bytes are none; `problem` tells why its signature does not
    count."""

    def __init__(self, raw: bytes) -> None:
        from obih.signatures.crypto.xades import verified_element  # XAdES stands above trust material

        self.raw = raw
        found = verified_element(raw)
        self.problem = found if isinstance(found, str) else ""
        self.signer: Certificate | None = None if isinstance(found, str) else found[0]
        root = _parsed(raw if isinstance(found, str) else found[1])
        if root.tag != f"{NAMESPACE}TrustServiceStatusList":
            raise Malformed("це не довірчий список")
        scheme = _child(root, "SchemeInformation")
        self.number = _text(scheme, "TSLSequenceNumber")
        self.territory = _text(scheme, "SchemeTerritory")
        self.operator = _name(scheme, "SchemeOperatorName")
        self.issued = _time(_text(scheme, "ListIssueDateTime"))
        following = _text(_child(scheme, "NextUpdate"), "dateTime")
        self.next_update = _time(following) if following else None
        self._root = root

    def is_signed_by_one_of(self, pins: Iterable[str]) -> bool:
        """True when its signature holds and is by a pinned certificate."""
        return not self.problem and self.signer is not None and self.signer.sha256 in set(pins)

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Every service that can be read; the rest is passed over."""
        found = []
        providers = _child(self._root, "TrustServiceProviderList")
        for provider in _children(providers, "TrustServiceProvider"):
            named = _name(_child(provider, "TSPInformation"), "TSPName")
            for one in _children(_child(provider, "TSPServices"), "TSPService"):
                found.append(_service(named, one))
                if len(found) > MAX_SERVICES:
                    raise Malformed("у довірчому списку забагато служб")
        return tuple(one for one in found if one is not None)


class Services:
    """Services of all lists that count; of a service in two lists the newer list speaks."""

    def __init__(self, lists: Iterable[TrustedList]) -> None:
        self._lists = sorted(lists, key=lambda one: one.issued, reverse=True)
        self._by_key: dict[bytes, list[tuple[int, Service]]] = {}
        for place, listed in enumerate(self._lists):
            for service in listed.services:
                for key in {*(one.key_info for one in service.certificates), *service.keys}:
                    self._by_key.setdefault(key, []).append((place, service))

    def __bool__(self) -> bool:
        return bool(self._lists)

    def roots(self) -> list[Certificate]:
        """Certificates of root authorities that the list recognises or has recognised."""
        found: dict[Certificate, None] = {}
        for listed in self._lists:
            for service in listed.services:
                if any(one.kind == ROOT and one.is_granted for one in service.history):
                    found |= dict.fromkeys(service.certificates)
        return list(found)

    def certificates(self) -> list[Certificate]:
        """Certificates of all services."""
        return list(
            dict.fromkeys(
                one for listed in self._lists for service in listed.services for one in service.certificates
            )
        )

    def granted(self, kind: str, certificates: Iterable[Certificate], moment: datetime) -> bool | None:
        """Whether a service of this kind by the key of one of these was granted then; None: the lists know of
        none, or of no status then."""
        answers = []
        for one in certificates:
            for _, service in self._of(one):
                status = service.at(moment)
                if status is not None and status.kind == kind:
                    answers.append(status.is_granted)
        return any(answers) if answers else None

    def vouches(self, kind: str, certificates: Iterable[Certificate], moment: datetime) -> bool:
        """True when a list that was in force then says that the service was granted: whoever keeps the list
        answers for that, and no other word on the state of its certificate is needed."""
        return self.granted(kind, certificates, moment) is True and not self.outdated_at(moment)

    def outdated_at(self, moment: datetime) -> bool:
        """True when every list should have been replaced by then."""
        ends = [one.next_update for one in self._lists]
        return bool(ends) and all(end is not None and end < moment for end in ends)

    def _of(self, certificate: Certificate) -> list[tuple[int, Service]]:
        given = self._by_key.get(certificate.key_info, [])
        if not given and certificate.subject_key:
            given = self._by_key.get(certificate.subject_key, [])
        fitting = [(place, one) for place, one in given if one.is_of(certificate)]
        newest = min((place for place, _ in fitting), default=0)
        return [(place, one) for place, one in fitting if place == newest]


def _service(provider: str, element: Any) -> Service | None:
    information = _child(element, "ServiceInformation")
    try:
        certificates, keys = _identity(_child(information, "ServiceDigitalIdentity"))
        history = [_status(information)]
        for instance in _children(_child(element, "ServiceHistory"), "ServiceHistoryInstance"):
            history.append(_status(instance))
    except Malformed:
        return None
    history.sort(key=lambda one: one.since, reverse=True)
    return Service(
        provider, _name(information, "ServiceName"), tuple(certificates), frozenset(keys), tuple(history)
    )


def _status(element: Any) -> Status:
    return Status(
        _text(element, "ServiceTypeIdentifier"),
        _text(element, "ServiceStatus"),
        _time(_text(element, "StatusStartingTime")),
    )


def _identity(element: Any) -> tuple[list[Certificate], set[bytes]]:
    certificates, keys = [], set()
    for one in _children(element, "DigitalId"):
        if raw := _text(one, "X509Certificate"):
            certificates.append(Certificate(_decoded(raw)))
        if key := _text(one, "X509SKI"):
            keys.add(_decoded(key))
    return certificates, keys


def _parsed(data: bytes) -> Any:
    from obih.signatures.crypto.xmlreading import parsed

    return parsed(data)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Malformed("хибний текст base64") from problem


def _time(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as problem:
        raise Malformed("хибний час у довірчому списку") from problem
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _child(element: Any, name: str) -> Any:
    return None if element is None else element.find(f"{NAMESPACE}{name}")


def _children(element: Any, name: str) -> Iterator[Any]:
    return iter(()) if element is None else element.iterfind(f"{NAMESPACE}{name}")


def _text(element: Any, name: str) -> str:
    found = _child(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def _name(element: Any, name: str) -> str:
    """The Ukrainian one, else the first."""
    given = list(_children(_child(element, name), "Name"))
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    chosen = next((one for one in given if one.get(language) == "uk"), given[0] if given else None)
    return "" if chosen is None else "".join(chosen.itertext()).strip()
