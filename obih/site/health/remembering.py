"""The last answers of slow checks, kept in the data folder between nights."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from pathlib import Path

from obih.site import server
from obih.site.health.model import Check, Finding, State, age

NEVER = "Повної перевірки ще не було."
HOW = "Вона буде вночі; зараз її зробить команда «obih check»."
STALE_AFTER = dt.timedelta(days=3)


def remember(finding: Finding) -> None:
    """Keep an answer with its moment; the file is replaced whole."""
    path = _file()
    kept = _kept() | {finding.name: asdict(finding) | {"at": _now().isoformat()}}
    fresh = path.with_suffix(".fresh")
    fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    fresh.replace(path)


def last_look() -> dt.datetime | None:
    """When the slow checks were last run, all of them."""
    return min((dt.datetime.fromisoformat(one["at"]) for one in _kept().values()), default=None)


def recalled(check: Check) -> Finding:
    """The last answer of a slow check and how old it is."""
    kept = _kept().get(check.name)
    if kept is None:
        return Finding(check.name, check.title, State.WARN, NEVER, HOW)
    at = dt.datetime.fromisoformat(kept["at"])
    old = _now() - at
    finding = Finding(check.name, check.title, State(kept["state"]), kept["sentence"], kept["remedy"])
    told = replace(finding, sentence=f"{finding.sentence} Перевірено {age(old.total_seconds())} тому.")
    if old > STALE_AFTER and finding.state is State.OK:
        return replace(told, state=State.WARN, remedy=HOW)
    return told


def _kept() -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _file() -> Path:
    folder = server.data_dir() / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "health.json"


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
