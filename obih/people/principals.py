"""Whom access is granted to, as one whole number: small in an index of millions of rows."""

from __future__ import annotations

from obih.people.vocabulary import Role

_PERSON, _UNIT, _ROLE, _SERVICE, _BODY, _UNIT_HEAD = 1, 2, 3, 4, 5, 6
_KINDS = 8
_ROLE_NUMBERS = {role: number for number, role in enumerate(Role, start=1)}
_ROLES = 32


def of_person(person_id: int) -> int:
    return person_id * _KINDS + _PERSON


def of_unit(unit_id: int) -> int:
    return unit_id * _KINDS + _UNIT


def of_role(role: str, organisation_id: int) -> int:
    """Everyone who holds the role in the organisation, now or later. A role’s number never changes."""
    return (organisation_id * _ROLES + _ROLE_NUMBERS[Role(role)]) * _KINDS + _ROLE


def of_service(token_id: int) -> int:
    return token_id * _KINDS + _SERVICE


def of_body(body_id: int) -> int:
    return body_id * _KINDS + _BODY


def of_unit_head(unit_id: int) -> int:
    """Whoever heads the unit, or acts for its head: what is given to a unit, he distributes."""
    return unit_id * _KINDS + _UNIT_HEAD


def describe(principal: int) -> tuple[str, int, str]:
    """What a number stands for: (kind, id, role). Raises ValueError for one that stands for nothing."""
    rest, kind = divmod(principal, _KINDS)
    if kind == _ROLE:
        organisation_id, number = divmod(rest, _ROLES)
        for role, known in _ROLE_NUMBERS.items():
            if known == number:
                return "role", organisation_id, str(role)
    names = {_PERSON: "person", _UNIT: "unit", _SERVICE: "service", _BODY: "body", _UNIT_HEAD: "unit_head"}
    if kind not in names:
        raise ValueError(f"principal {principal}")
    return names[kind], rest, ""
