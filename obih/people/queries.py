"""What is asked of this room: first of all, who acts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Prefetch, Q
from django.utils import timezone

from obih.people import principals
from obih.people.actors import NOBODY, Actor
from obih.people.models import (
    Absence,
    Account,
    Appointment,
    Organisation,
    Person,
    Position,
    ServiceToken,
    Substitution,
    Unit,
)
from obih.people.vocabulary import OrganisationKind, Role, Scope

_EVERYTHING = """
WITH RECURSIVE held AS (
    SELECT a.id, a.person_id, a.position_id, a.is_main, '' AS scope
      FROM people_appointment a
     WHERE a.person_id = %(person)s AND a.started_on <= %(day)s
       AND (a.ended_on IS NULL OR a.ended_on >= %(day)s)
    UNION ALL
    SELECT a.id, a.person_id, a.position_id, a.is_main, s.scope
      FROM people_substitution s JOIN people_appointment a ON a.id = s.absent_id
     WHERE s.acting_id = %(person)s AND s.revoked_at IS NULL
       AND s.starts_on <= %(day)s AND s.ends_on >= %(day)s
       AND (a.ended_on IS NULL OR a.ended_on >= %(day)s)
), seen(appointment, unit) AS (
    SELECT h.id, below.id
      FROM held h JOIN people_position p ON p.id = h.position_id
      JOIN people_unit u ON u.id = p.unit_id
      JOIN people_unit below
        ON below.id = u.id OR (p.is_unit_head AND u.path <> '' AND below.path LIKE u.path || '%%')
    UNION
    SELECT seen.appointment, absorbed.id
      FROM people_unit absorbed JOIN seen ON absorbed.merged_into_id = seen.unit
)
SELECT 'held' AS part, row_number() OVER (ORDER BY h.scope <> '', h.is_main DESC, p.rank, h.id) AS place,
       h.person_id, h.scope, p.id, p.title, p.unit_id, p.organisation_id, w.given_name || ' ' || w.surname,
       p.is_unit_head, ARRAY(SELECT DISTINCT unit FROM seen WHERE appointment = h.id ORDER BY unit)
  FROM held h JOIN people_position p ON p.id = h.position_id JOIN people_person w ON w.id = h.person_id
UNION ALL
SELECT 'role', 0, acc.person_id, g.role, 0, '', NULL, g.organisation_id, '', false, '{}'
  FROM people_rolegrant g JOIN people_account acc ON acc.id = g.account_id
 WHERE acc.person_id IN (SELECT %(person)s::bigint UNION SELECT person_id FROM held)
UNION ALL
SELECT 'body', 0, b.secretary_id, '', b.id, '', NULL, b.organisation_id, '', false, '{}'
  FROM people_body b
 WHERE (b.secretary_id = %(person)s OR b.secretary_id IN (SELECT person_id FROM held))
   AND (b.closed_on IS NULL OR b.closed_on >= %(day)s)
 ORDER BY 1, 2
"""
_HANDED_OVER: dict[str, frozenset[str]] = {
    Scope.ALL: frozenset({Role.HEAD, Role.CLERK, Role.CONTROLLER, Role.ARCHIVIST, Role.STAFF}),
    Scope.REVIEW: frozenset({Role.HEAD, Role.STAFF}),
    Scope.SIGNING: frozenset({Role.STAFF}),
}
"""Which roles of the absent pass to whoever acts for him. An administrator’s never does."""


@dataclass(frozen=True)
class _Held:
    """One appointment the person works by: his own, or of the one he acts for."""

    person_id: int
    scope: str
    position_id: int
    title: str
    unit_id: int | None
    organisation_id: int
    name: str
    heads_unit: bool
    units: tuple[int, ...]


@dataclass
class _Standing:
    roles: set[tuple[str, int]] = field(default_factory=set)
    principals: set[int] = field(default_factory=set)
    partly: dict[int, frozenset[str]] = field(default_factory=dict)

    def hand(self, principal: int, scopes: Iterable[str] = ("",)) -> None:
        """One more principal; what is one’s own, or handed over whole, is limited by nothing."""
        told = frozenset(scopes)
        if told & {"", Scope.ALL}:
            self.partly.pop(principal, None)
        elif principal in self.partly or principal not in self.principals:
            self.partly[principal] = self.partly.get(principal, frozenset()) | told
        self.principals.add(principal)


def actor_for(account: Account, today: date | None = None) -> Actor:
    """The actor of an account on a day, in one statement; NOBODY for a closed account.

    A head of unit has the units of his branch too; a unit has those it absorbed. A substitute has, within
    the scope, what the absent one has: access to his documents and, as `_HANDED_OVER` says, his roles.
    """
    if not account.is_active:
        return NOBODY
    day = today or timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, {"person": account.person_id, "day": day})
        rows = cursor.fetchall()
    held, granted = [], []
    for part, _, whose, said, key, title, unit, organisation, name, heads, units in rows:
        if part == "held":
            held.append(_Held(whose, said, key, title, unit, organisation, name.strip(), heads, tuple(units)))
        else:
            granted.append((part, whose, said, key if part == "body" else organisation))
    standing = _standing(account.person_id, held, granted)
    return _actor(account.person, account.pk, held, standing)


def _standing(
    person_id: int, held: Sequence[_Held], granted: Sequence[tuple[str, int, str, int]]
) -> _Standing:
    """Roles and principals: one’s own, and what the scope of a substitution hands over."""
    scopes: dict[int, set[str]] = {}
    for each in held:
        if each.scope:
            scopes.setdefault(each.person_id, set()).add(each.scope)
    standing = _Standing(principals={principals.of_person(person_id)})
    for part, whose, role, where in granted:
        if part == "body":
            if whose == person_id or Scope.ALL in scopes.get(whose, ()):
                standing.hand(principals.of_body(where))
            continue
        given = {""} if whose == person_id else {s for s in scopes[whose] if role in _HANDED_OVER[s]}
        if given:
            standing.roles.add((role, where))
            standing.hand(principals.of_role(role, where), given)
    for each in held:
        standing.hand(principals.of_person(each.person_id), [each.scope])
        for unit in each.units:
            standing.hand(principals.of_unit(unit), [each.scope])
        if each.heads_unit and each.unit_id is not None:
            standing.hand(principals.of_unit_head(each.unit_id), [each.scope])
    return standing


def _actor(person: Person, account_id: int, held: Sequence[_Held], standing: _Standing) -> Actor:
    own = [each for each in held if not each.scope]
    main = own[0] if own else None
    absent = [each for each in held if each.scope]
    instead = "; ".join(dict.fromkeys(f"{each.name}, {lower_first(each.title)}" for each in absent))
    label = label_of(person.full_name, main.title if main else "")
    where = {each.organisation_id for each in held} | {place for _, place in standing.roles}
    return Actor(
        kind="person",
        key=str(person.pk),
        label=f"{label} (в. о.: {instead})" if instead else label,
        person_id=person.pk,
        account_id=account_id,
        position_id=main.position_id if main else None,
        organisation_id=main.organisation_id if main else min((w for _, w in standing.roles), default=None),
        unit_ids=tuple(dict.fromkeys(unit for each in held for unit in each.units)),
        roles=frozenset(standing.roles),
        principals=tuple(sorted(standing.principals)),
        partly=standing.partly,
        instead_of=instead,
        organisation_ids=tuple(sorted(where)),
    )


def label_of(name: str, title: str) -> str:
    """«Галина Бойко, діловод»."""
    return f"{name}, {lower_first(title)}" if title else name


def lower_first(text: str) -> str:
    """«Начальник відділу» → «начальник відділу»; an abbreviation stays as it is."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def service_actor(token: str, today: date | None = None) -> Actor | None:
    """The actor of another program’s token, or None if it is unknown, expired or revoked."""
    day = today or timezone.localdate()
    found = (
        ServiceToken.objects.filter(token_hash=token_hash(token), revoked_at=None)
        .filter(Q(expires_on=None) | Q(expires_on__gte=day))
        .first()
    )
    return actor_of_service(found) if found else None


def actor_of_service(token: ServiceToken) -> Actor:
    return Actor(
        kind="service",
        key=str(token.pk),
        label=f"{token.name} (програма)",
        organisation_id=token.organisation_id,
        organisation_ids=(token.organisation_id,),
        principals=(principals.of_service(token.pk),),
        scopes=frozenset(token.scopes),
    )


def name_of_hromada() -> str:
    """The council’s short name; empty in an installation without one."""
    names = Organisation.objects.filter(kind=OrganisationKind.COUNCIL).order_by("pk")
    return names.values_list("short_name", flat=True).first() or ""


@dataclass(frozen=True)
class UnitBranch:
    """One line of the tree of an organisation."""

    unit: Unit | None
    depth: int
    positions: list[Position]


@dataclass(frozen=True)
class OrganisationTree:
    organisation: Organisation
    branches: list[UnitBranch]


def structure(today: date) -> list[OrganisationTree]:
    """Every open organisation with its units, their posts and who holds them, in three statements."""
    holders = Appointment.objects.on(today).select_related("person")
    positions = Position.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today))
    posts: dict[tuple[int, int | None], list[Position]] = {}
    for position in positions.prefetch_related(Prefetch("appointments", holders, to_attr="holders")):
        posts.setdefault((position.organisation_id, position.unit_id), []).append(position)
    units: dict[int, list[Unit]] = {}
    for unit in Unit.objects.open_on(today).order_by("index", "name"):
        units.setdefault(unit.organisation_id, []).append(unit)
    trees = []
    for organisation in Organisation.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today)).order_by(
        "pk"
    ):
        top = posts.get((organisation.pk, None), [])
        branches = [UnitBranch(None, 0, top)] if top else []
        branches += _branches(units.get(organisation.pk, []), organisation.pk, posts)
        trees.append(OrganisationTree(organisation, branches))
    return trees


def _branches(
    units: Sequence[Unit], organisation_id: int, posts: dict[tuple[int, int | None], list[Position]]
) -> list[UnitBranch]:
    """Units in the order of a tree: each followed by those below it."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    lines: list[UnitBranch] = []

    def walk(parent: int | None, depth: int) -> None:
        for unit in below.get(parent, []):
            lines.append(UnitBranch(unit, depth, posts.get((organisation_id, unit.pk), [])))
            walk(unit.pk, depth + 1)

    walk(None, 0)
    return lines


def people(text: str = "", *, with_former: bool = False, today: date) -> list[Person]:
    """Persons by surname, with `held` (today’s appointments); `text` is any part of a name or post."""
    held = Appointment.objects.on(today).select_related("position__unit", "position__organisation")
    found = Person.objects.prefetch_related(Prefetch("appointments", held, to_attr="held"))
    if not with_former:
        found = found.filter(Q(left_on=None) | Q(left_on__gte=today))
    for word in text.split()[:5]:
        found = found.filter(
            Q(surname__icontains=word)
            | Q(given_name__icontains=word)
            | Q(patronymic__icontains=word)
            | Q(pk__in=Appointment.objects.on(today).filter(position__title__icontains=word).values("person"))
        )
    return list(found[:500])


def absences_of(person: Person, today: date) -> list[Absence]:
    """Days on which he is or will be away."""
    return list(Absence.objects.filter(person=person, withdrawn_at=None, ends_on__gte=today))


def substitutions_of(person: Person, today: date) -> list[Substitution]:
    """Those in force or to come in which the person is absent or acts."""
    return list(
        Substitution.objects.filter(
            Q(absent__person=person) | Q(acting=person), revoked_at=None, ends_on__gte=today
        ).select_related("absent__person", "absent__position", "acting")
    )
