"""Which certificate signed which: each link counted once, and no more of them than a file may ask for."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.keys import KeyProblem, SignatureAlgorithm, UnsupportedAlgorithm
from obih.signatures.crypto.structures import MISREAD

CHECKS, CHECKS_PER_SIGNER = 100, 4
"""Signatures of certificates, lists and answers one file may have looked at, besides those inside the trust
material, which are counted once and kept."""


class Link(Enum):
    """What became of a check."""

    HOLDS = "holds"
    FALSE = "false"
    UNSUPPORTED = "unsupported"


class Exhausted(Exception):
    """The file asks for more than is given."""


Signed = tuple[SignatureAlgorithm, bytes, bytes]
"""How, over which bytes, the signature."""
Known = dict[tuple[str, str], Link]
"""(SHA-256 of what is signed, SHA-256 of the certificate whose key is tried) → what became of it."""


class Links:
    """Checks for one file. `known` outlives it: links inside the trust material are counted once for all."""

    def __init__(self, known: Known, lasting: Callable[[Certificate], bool], budget: int) -> None:
        self._known, self._lasting, self._left = known, lasting, budget
        self._here: Known = {}

    def between(self, one: Certificate, issuer: Certificate) -> Link:
        """Whether the issuer’s key signed this certificate. Raises Exhausted."""
        lasting = self._lasting(one) and self._lasting(issuer)
        return self._counted(one.sha256, issuer, lasting, lambda: one.is_signed_by(issuer))

    def over(
        self,
        identity: str,
        signed: Signed,
        by: Certificate,
        lasting: bool = False,
    ) -> Link:
        """Whether this key signed these bytes (algorithm, bytes, signature). Raises Exhausted."""
        algorithm, message, signature = signed
        return self._counted(
            identity, by, lasting and self._lasting(by), lambda: by.key.verify(algorithm, message, signature)
        )

    def _counted(self, identity: str, by: Certificate, lasting: bool, check: Callable[[], bool]) -> Link:
        place = self._known if lasting else self._here
        pair = identity, by.sha256
        if pair not in place:
            if not lasting:
                self._left -= 1
                if self._left < 0:
                    raise Exhausted
            place[pair] = _tried(check)
        return place[pair]


def _tried(check: Callable[[], bool]) -> Link:
    try:
        return Link.HOLDS if check() else Link.FALSE
    except (UnsupportedAlgorithm, KeyProblem, *MISREAD):
        return Link.UNSUPPORTED
