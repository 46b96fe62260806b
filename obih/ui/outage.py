"""The database is away: being restarted, unreachable, or gone in the middle of a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest

log = structlog.get_logger()

RETRY_AFTER_S = 5
AWAY = "База даних зараз не відповідає"
MEANWHILE = (
    "Найімовірніше, її перезапускають. Те, що вже збережено, нікуди не поділося. Зачекайте кілька секунд і"
    " спробуйте ще раз; якщо за п’ять хвилин не минеться, повідомте адміністратора."
)
SECRETS = frozenset({"password", "password1", "password2", "oldpassword", "again", "current", "code"})
"""Fields that are typed anew rather than carried over."""
_GONE = ("08", "57P01", "57P02", "57P03", "57P05", "53300")
"""SQLSTATE: the connection failed; shut down, crashed, not ready yet, idle too long; no free connection."""


def database_is_away(error: BaseException | None) -> bool:
    """Whether the fault comes from a database that cannot be talked to, however deep it lies.

    A lock that was not given, a deadlock or a cancelled query are answers of a database that is there.
    """
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OperationalError):
            state = getattr(error.__cause__, "sqlstate", None)
            if state is None or state.startswith(_GONE):
                return True
        elif isinstance(error, InterfaceError) and not connection.is_usable():
            return True
        error = error.__cause__ or error.__context__
    return False


@contextmanager
def left_to_the_next_tick(work: str) -> Iterator[None]:
    """For work that the clock repeats in a minute or two: a database that goes away in the middle of it is a
    line of the log, not a failed job for the administrator to look into."""
    try:
        yield
    except Exception as error:
        if not database_is_away(error):
            raise
        log.warning("left_to_the_next_tick", work=work, problem=repr(error))
        let_go()


def let_go() -> None:
    """Close what is left of the connections, so that the next request opens its own."""
    for each in connections.all(initialized_only=True):
        each.close()


def to_send_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What a plain form said, for a page that can send it once more; nothing if it had files or secrets."""
    if request.method != "POST" or request.FILES or SECRETS & set(request.POST):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]
