"""Certificate policies along a path (RFC 5280, 6.1): which remain valid, and whether one must.

Nobody here asks for a policy of his own, so a path fails only where a certificate on it demands one
(policyConstraints) and none is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import POLICIES, Certificate
from obih.signatures.crypto.trust import der

MAPPINGS, CONSTRAINTS, INHIBIT_ANY = "2.5.29.33", "2.5.29.36", "2.5.29.54"
ANY = "2.5.29.32.0"
FAR = 1 << 30


class _State:
    """The variables of 6.1.2 that speak of policies."""

    def __init__(self, length: int) -> None:
        self.valid = {ANY}
        self.explicit = self.any = self.mapping = length + 1

    def count(self) -> None:
        self.explicit, self.any, self.mapping = (
            max(0, n - 1) for n in (self.explicit, self.any, self.mapping)
        )

    @property
    def failed(self) -> bool:
        return self.explicit == 0 and not self.valid


def policies_agree(path: Sequence[Certificate]) -> bool:
    """True when the policies of the path (signer first, anchor last) leave it valid.

    Raises Malformed for an extension that cannot be read.
    """
    below = list(reversed(path[:-1]))
    state = _State(len(below))
    for place, one in enumerate(below, 1):
        last = place == len(below)
        _narrow(state, one, last)
        if state.failed:
            return False
        if not last:
            if not _map(state, one):
                return False
            if not one.is_self_issued:
                state.count()
            require, inhibit = _constraints(one)
            state.explicit, state.mapping = min(state.explicit, require), min(state.mapping, inhibit)
            state.any = min(state.any, _inhibit_any(one))
    if below:
        state.explicit = max(0, state.explicit - 1)
        if _constraints(below[-1])[0] == 0:
            state.explicit = 0
    return not state.failed


def _narrow(state: _State, one: Certificate, last: bool) -> None:
    if POLICIES not in one.extensions:
        state.valid = set()
        return
    named = one.policies
    kept = {policy for policy in named - {ANY} if ANY in state.valid or policy in state.valid}
    if ANY in named and (state.any > 0 or (not last and one.is_self_issued)):
        kept |= state.valid
    state.valid = kept


def _map(state: _State, one: Certificate) -> bool:
    """Policies of the issuer become those of the subject (6.1.4 a, b); False where anyPolicy is mapped."""
    if MAPPINGS not in one.extensions:
        return True
    mapped: dict[str, set[str]] = {}
    for pair in der.members(der.only(one.extensions[MAPPINGS][1]).content):
        parts = der.Reader(pair.content)
        issuers, subjects = der.dotted(parts.take(der.OBJECT)), der.dotted(parts.take(der.OBJECT))
        if ANY in (issuers, subjects):
            return False
        mapped.setdefault(issuers, set()).add(subjects)
    for issuers, subject in mapped.items():
        if issuers in state.valid or ANY in state.valid:
            state.valid.discard(issuers)
            if state.mapping > 0:
                state.valid |= subject
    return True


def _constraints(one: Certificate) -> tuple[int, int]:
    """(requireExplicitPolicy, inhibitPolicyMapping); a very great number where one is absent."""
    if CONSTRAINTS not in one.extensions:
        return FAR, FAR
    parts = der.Reader(der.only(one.extensions[CONSTRAINTS][1]).content)
    require, inhibit = parts.maybe(0x80), parts.maybe(0x81)
    return _number(require), _number(inhibit)


def _inhibit_any(one: Certificate) -> int:
    if INHIBIT_ANY not in one.extensions:
        return FAR
    return _number(der.only(one.extensions[INHIBIT_ANY][1], der.INTEGER))


def _number(given: der.Element | None) -> int:
    if given is None:
        return FAR
    number = der.integer(given)
    if number < 0:
        raise Malformed("від’ємне число сертифікатів")
    return number
