"""Paths from a certificate to an anchor: every one there is, likely ones first, within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from obih.signatures.crypto import names
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.trust.grounds import Missing
from obih.signatures.crypto.trust.links import Exhausted, Link, Links

MAX_DEPTH = 10
"""Certificates on a path; Ukraine has three, a bridge of two countries perhaps six."""
MAX_PATHS, MAX_STEPS = 12, 400


class Index:
    """Certificates by the name of their subject."""

    def __init__(self, certificates: Iterable[Certificate]) -> None:
        self._named: dict[tuple[tuple[str, str], ...], list[Certificate]] = {}
        for one in certificates:
            self._named.setdefault(names.folded(one.subject), []).append(one)

    def named(self, name: Name) -> list[Certificate]:
        """Those of this name."""
        return self._named.get(names.folded(name), [])


@dataclass
class Search:
    """What a search met besides paths: why there is none."""

    met: set[Missing] = field(default_factory=set)

    def why(self) -> Missing:
        """The one reason worth telling."""
        for one in (Missing.TOO_MUCH, Missing.ROOT, Missing.ALGORITHM, Missing.FORGED, Missing.ISSUER):
            if one in self.met:
                return one
        return Missing.ISSUER


def paths(
    start: Certificate,
    issuers: Callable[[Name], list[Certificate]],
    anchors: frozenset[str],
    links: Links,
    at: datetime,
    search: Search,
) -> Iterator[tuple[Certificate, ...]]:
    """Paths from this certificate (first) to one of the anchors (last), each link’s signature checked.

    `anchors` are SHA-256 of certificates. A certificate whose key stands on a path already does not enter it
    again; what stopped the search is left in `search`.
    """
    pending: list[tuple[Certificate, ...]] = [(start,)]
    steps = given = 0
    while pending:
        path = pending.pop()
        if path[-1].sha256 in anchors:
            given += 1
            yield path
            if given >= MAX_PATHS:
                return
            continue
        try:
            following = []
            for issuer in _candidates(path, issuers, anchors, at, search):
                steps += 1
                if steps > MAX_STEPS:
                    raise Exhausted
                link = links.between(path[-1], issuer)
                if link is Link.HOLDS:
                    following.append((*path, issuer))
                else:
                    search.met.add(Missing.FORGED if link is Link.FALSE else Missing.ALGORITHM)
        except Exhausted:
            search.met.add(Missing.TOO_MUCH)
            return
        pending += reversed(following)


def _candidates(
    path: tuple[Certificate, ...],
    issuers: Callable[[Name], list[Certificate]],
    anchors: frozenset[str],
    at: datetime,
    search: Search,
) -> list[Certificate]:
    """Who may have issued the last one: anchors first, then those whose dates fit, the newest first."""
    last = path[-1]
    named = [one for one in dict.fromkeys(issuers(last.issuer)) if last.may_be_issued_by(one)]
    found = [one for one in named if all(_differ(one, other) for other in path)]
    if not found:
        search.met.add(Missing.ROOT if last.is_self_issued and named else Missing.ISSUER)
    if len(path) >= MAX_DEPTH:
        search.met.add(Missing.TOO_MUCH)
        return []
    return sorted(
        found,
        key=lambda one: (
            one.sha256 not in anchors,
            not one.not_before <= at <= one.not_after,
            -one.not_before.timestamp(),
        ),
    )


def _differ(one: Certificate, other: Certificate) -> bool:
    return one.key_info != other.key_info or not names.same(one.subject, other.subject)
