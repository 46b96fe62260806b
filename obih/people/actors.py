"""Who acts: a person in a position, perhaps instead of somebody, or a service with its token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Actor:
    """An argument of every action and query, never ambient.

    `principals` is what access rows are granted to (`principals.py`): the person, his units (for a head the
    units below too), his roles in organisations; for a service, the service. A substitute has those of the
    one for whom he acts, and both names stay in `label`.
    """

    kind: str
    key: str
    label: str
    person_id: int | None = None
    account_id: int | None = None
    position_id: int | None = None
    organisation_id: int | None = None
    unit_ids: tuple[int, ...] = ()
    roles: frozenset[tuple[str, int]] = frozenset()
    principals: tuple[int, ...] = ()
    scopes: frozenset[str] = frozenset()
    instead_of: str = ""
    read_only: bool = False
    viewed_by: str = ""
    organisation_ids: tuple[int, ...] = field(default=())
    partly: Mapping[int, frozenset[str]] = field(default_factory=dict, hash=False)
    """Principals of somebody absent that were handed over in part only, with the scopes: he sees by them all
    the same, but does only what the scope covers."""

    def within(self, scope: str) -> tuple[int, ...]:
        """The principals by which he does deeds of this scope (`vocabulary.Scope`): his own, those handed
        over whole, those handed over for it. To look, any of `principals` is enough."""
        if not self.partly:
            return self.principals
        return tuple(each for each in self.principals if scope in self.partly.get(each, (scope,)))

    def has_role(self, role: str, organisation_id: int | None = None) -> bool:
        """Whether the actor holds a role, in one organisation or, without one, in any."""
        return any(
            held == role and (organisation_id is None or where == organisation_id)
            for held, where in self.roles
        )


SYSTEM = Actor(kind="system", key="obih", label="Обіг")
"""The program itself: nightly work, seeds, migrations of data."""
NOBODY = Actor(kind="nobody", key="", label="")
"""Whoever has not signed in: sees nothing."""
