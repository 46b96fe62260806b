"""Name constraints of authorities (RFC 5280, 4.2.1.10): within which names they may issue.

Directory names, DNS names, addresses of mail and of sites are understood. Where a constraint is of another
form and a certificate bears a name of that form, the certificate is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.names import Name
from obih.signatures.crypto.trust import der
from obih.signatures.crypto.trust.crl import name_of

CONSTRAINTS, ALTERNATIVE, EMAIL = "2.5.29.30", "2.5.29.17", "1.2.840.113549.1.9.1"
MAIL, DNS, DIRECTORY, SITE = 1, 2, 4, 6
"""Tags of GeneralName."""
MAX_TREES = 512

Named = tuple[int, str | Name]
"""The tag of a GeneralName and what it says; of a form nobody here compares only the tag counts."""


def names_allowed(path: Sequence[Certificate]) -> bool:
    """True when every name below a constraining authority (signer first, anchor last) is within its bounds.

    Raises Malformed for an extension that cannot be read.
    """
    for place, authority in enumerate(path):
        if CONSTRAINTS not in authority.extensions:
            continue
        permitted, excluded = _trees(authority.extensions[CONSTRAINTS][1])
        for number, one in enumerate(path[:place]):
            if number and one.is_self_issued:
                continue
            if not all(_allowed(name, permitted, excluded) for name in _names(one)):
                return False
    return True


def _trees(raw: bytes) -> tuple[list[Named], list[Named]]:
    parts = der.Reader(der.only(raw).content)
    permitted, excluded = parts.maybe(0xA0), parts.maybe(0xA1)
    return _bases(permitted), _bases(excluded)


def _bases(given: der.Element | None) -> list[Named]:
    if given is None:
        return []
    found = []
    for tree in der.members(given.content):
        parts = der.Reader(tree.content)
        found.append(_general(parts.take()))
        minimum, maximum = parts.maybe(0x80), parts.maybe(0x81)
        if maximum is not None or (minimum is not None and der.integer(minimum) != 0):
            raise Malformed("межі імен із довжинами не вживаються")
    if len(found) > MAX_TREES:
        raise Malformed("завелике число меж імен")
    return found


def _names(one: Certificate) -> list[Named]:
    found: list[Named] = [(DIRECTORY, one.subject)] if one.subject else []
    given = one.extensions.get(ALTERNATIVE)
    listed = [] if given is None else [_general(each) for each in der.members(der.only(given[1]).content)]
    if not any(tag == MAIL for tag, _ in listed):
        found += [(MAIL, value) for kind, value in one.subject if kind == EMAIL]
    return found + listed


def _general(one: der.Element) -> Named:
    tag = one.tag & 0x1F
    if tag == DIRECTORY:
        return tag, name_of(one.content)
    return tag, one.content.decode("latin-1")


def _allowed(name: Named, permitted: list[Named], excluded: list[Named]) -> bool:
    tag, _ = name
    if tag not in (MAIL, DNS, DIRECTORY, SITE):
        return not any(other == tag for other, _ in (*permitted, *excluded))
    if any(_within(name, tree) for tree in excluded):
        return False
    same_form = [tree for tree in permitted if tree[0] == tag]
    return not same_form or any(_within(name, tree) for tree in same_form)


def _within(name: Named, tree: Named) -> bool:
    (tag, value), (other, base) = name, tree
    if tag != other:
        return False
    if isinstance(value, tuple) or isinstance(base, tuple):
        return isinstance(value, tuple) and isinstance(base, tuple) and _begins(value, base)
    value, base = value.lower(), base.lower()
    if tag == DNS:
        return value == base or not base or value.endswith("." + base.removeprefix("."))
    if tag == MAIL:
        return _mail_within(value, base)
    host = urlsplit(value).hostname or ""
    return host.endswith(base) if base.startswith(".") else host == base


def _mail_within(value: str, base: str) -> bool:
    host = value.rpartition("@")[2]
    if "@" in base:
        return value == base
    return host.endswith(base) if base.startswith(".") else host == base


def _begins(name: Name, base: Name) -> bool:
    folded = [[(kind, " ".join(text.casefold().split())) for kind, text in one] for one in (name, base)]
    return folded[0][: len(base)] == folded[1]
