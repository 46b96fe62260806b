"""A deed that was sent twice is done once."""

from __future__ import annotations

from collections.abc import Callable

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.work import unit_of_work
from obih.people.actors import Actor


def once(act: Callable[[], object], *, deed: str, key: str, body: dict[str, object], by: Actor) -> bool:
    """Do what `act` does, once a key; whether it was done now. A press repeated with the same words is the
    first one’s success, not a conflict with it; with other words it is refused (`KeyReused`)."""
    try:
        with unit_of_work():
            claim(by=by, action=f"tasks.{deed}", key=key, digest=digest_of(body), result={})
            act()
    except AlreadyDone:
        return False
    return True
