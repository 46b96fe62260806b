"""Відновлює установку з резервної копії: obih restore КОПІЯ."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from obih.site import server
from obih.site.backups import keeping, manifest, restoring
from obih.site.sentences import CommandProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="КОПІЯ", help="тека копії або тека, де взяти найновішу")
    parser.add_argument("--force", action="store_true", help="замінити наявні дані")


def run(args: argparse.Namespace) -> int:
    target = args.folder.absolute()
    source = target if (target / manifest.FILE).exists() else keeping.newest(target)
    if source is None:
        raise CommandProblem(f"У {target} немає жодної резервної копії.")
    began = time.monotonic()
    restoring.restore(source, force=args.force)
    print(f"Відновлено з {source} до {server.data_dir()} за {time.monotonic() - began:.1f} с.")
    print("Запустіть Обіг: make run або obih serve.")
    return 0
