"""Переводить дані на нову версію програми: спершу копія, потім міграції; у разі невдачі все повертає.

obih upgrade --back повертає дані до стану перед останнім переходом; теперішній стан спершу зберігає в копії.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from obih.site import schema, server
from obih.site.backups import keeping, manifest, restoring, taking
from obih.site.config import PROJECT_ROOT
from obih.site.sentences import CommandProblem
from obih.site.supervisor import only_one


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--back", action="store_true", help="повернутися до стану перед останнім переходом")


def run(args: argparse.Namespace) -> int:
    target = server.backups_dir() / "before-upgrade"
    if args.back:
        return _go_back(target)
    with server.running() as cluster:
        if schema.is_current():
            print("Дані вже відповідають цій версії.")
            return 0
        with only_one(server.data_dir(), ("web", "worker"), {}):
            copy = taking.take(target, reason="перед переходом")
            print(f"Копія перед переходом: {copy}", flush=True)
            if _migrate():
                print("Готово: дані переведено на нову версію.")
                return 0
    if cluster is None:
        raise CommandProblem(f"Перехід не вдався. Відновіть базу з {copy}: obih restore {copy}")
    restoring.restore(copy, force=True)
    raise CommandProblem(f"Перехід не вдався, дані повернуто до попереднього стану з {copy}.")


def _migrate() -> bool:
    command = [sys.executable, "-m", "obih.site.cli", "migrate"]
    return subprocess.run(command, cwd=PROJECT_ROOT, check=False).returncode == 0


def _go_back(target: Path) -> int:
    """What people did since the upgrade stays in a backup: going back may not lose it for good."""
    copy = keeping.newest(target)
    if copy is None:
        raise CommandProblem(f"У {target} немає копії, зробленої перед переходом.")
    with server.running(), only_one(server.data_dir(), ("web", "worker"), {}):
        present = taking.take(target.with_name("before-going-back"), reason="перед поверненням")
    since = _events(present) - _events(copy)
    print(f"Копія теперішнього стану: {present} (подій після переходу: {since})", flush=True)
    restoring.restore(copy, force=True)
    print(f"Дані повернуто до стану {copy.name}. Тепер поверніть і попередню версію програми (git checkout).")
    return 0


def _events(copy: Path) -> int:
    return manifest.read(copy).rows.get("history_event", 0)
