"""Ways in for the demonstration, made for this installation alone."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from obih.people.cast import Cast
from obih.people.cast_people import PEOPLE

FILE = "logins.json"
_SYLLABLES = (
    "ba",
    "va",
    "ha",
    "da",
    "zha",
    "za",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "kha",
    "sha",
)


def new_passwords() -> dict[str, str]:
    """A password for each of the cast: random syllables and digits, easy to read aloud."""
    return {each.username: _password() for each in PEOPLE}


def _password() -> str:
    words = ("".join(secrets.choice(_SYLLABLES) for _ in range(3)) for _ in range(3))
    return "-".join(words) + f"-{secrets.randbelow(9000) + 1000}"


def write_logins(data_dir: Path, passwords: Mapping[str, str], cast: Cast) -> list[dict[str, str]]:
    """Keep the log-ins where `obih serve` finds them to print; only the installation’s user can read them."""
    rows = [
        {"login": username, "password": password, "who": _who(cast, username)}
        for username, password in passwords.items()
    ]
    _write_private(data_dir / FILE, rows)
    return rows


def _who(cast: Cast, username: str) -> str:
    member = cast.people[username]
    title = member.appointment.position.title if member.appointment else "без доступу до документів"
    return f"{member.person.full_name}, {title[:1].lower()}{title[1:]}"


def _write_private(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(list(rows), stream, ensure_ascii=False, indent=1)
