"""Which backups there are and which stay: seven days, four weeks, twelve months."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

DAILY, WEEKLY, MONTHLY = 7, 4, 12
NAME = re.compile(r"obih-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})")


def name_of(moment: dt.datetime) -> str:
    """The folder's name of a backup begun at this moment (UTC)."""
    return f"obih-{moment:%Y%m%d-%H%M%S}"


def moment_of(folder: Path) -> dt.datetime | None:
    """When a backup was begun, by its name; None for anything that is not a finished backup."""
    match = NAME.fullmatch(folder.name)
    return dt.datetime(*(int(part) for part in match.groups()), tzinfo=dt.UTC) if match else None  # type: ignore[misc,arg-type]


def all_in(target: Path) -> list[Path]:
    """Finished backups, the oldest first."""
    if not target.is_dir():
        return []
    return sorted(one for one in target.iterdir() if one.is_dir() and moment_of(one))


def newest(target: Path) -> Path | None:
    found = all_in(target)
    return found[-1] if found else None


def age(target: Path, now: dt.datetime) -> dt.timedelta | None:
    """How old the newest backup is; None when there is none."""
    last = newest(target)
    moment = moment_of(last) if last else None
    return now - moment if moment else None


def to_keep(moments: Iterable[dt.datetime]) -> set[dt.datetime]:
    """The newest of each of the last 7 days, 4 weeks and 12 months that have one; always the very newest."""
    ordered = sorted(moments, reverse=True)
    kept: set[dt.datetime] = set(ordered[:1])
    for limit, period in ((DAILY, "%Y-%m-%d"), (WEEKLY, "%G-%V"), (MONTHLY, "%Y-%m")):
        seen: dict[str, dt.datetime] = {}
        for moment in ordered:
            seen.setdefault(moment.strftime(period), moment)
        kept |= set(list(seen.values())[:limit])
    return kept


def thin(target: Path) -> list[Path]:
    """Remove what the rule does not keep; gives what was removed."""
    moments = {moment: folder for folder in all_in(target) if (moment := moment_of(folder))}
    kept = to_keep(moments)
    gone = [folder for moment, folder in moments.items() if moment not in kept]
    for folder in gone:
        doomed = folder.rename(folder.with_name(f"{folder.name}.partial"))
        shutil.rmtree(doomed, ignore_errors=True)
    return gone


def remove_unfinished(target: Path) -> None:
    """Remove what an interrupted backup left."""
    for one in target.glob("obih-*.partial"):
        shutil.rmtree(one, ignore_errors=True)
