"""Вимірює швидкість і витрати: реєстрацію, сторінки, вагу, пам’ять. Один рядок JSON на вимірювання."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from obih.site import server
from obih.site.config import PROJECT_ROOT
from obih.site.sentences import CommandProblem

NAMES = ("demo", "registration", "registration_http", "pages", "weight", "footprint", "crash")
DEFAULT_DOCUMENTS, DEFAULT_SECONDS = 100_000, 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=[*NAMES, "all"], help="що виміряти")
    parser.add_argument("--documents", type=int, default=DEFAULT_DOCUMENTS, metavar="N", help="карток у базі")
    parser.add_argument(
        "--seconds", type=float, default=DEFAULT_SECONDS, metavar="S", help="тривалість навантаження"
    )
    parser.add_argument("--json", action="store_true", help="лише рядки JSON")


def run(args: argparse.Namespace) -> int:
    sys.path.insert(0, str(PROJECT_ROOT))
    from load import measuring, targets

    good = True
    with server.running():
        for name in NAMES if args.name == "all" else (args.name,):
            machine = measuring.machine()
            figures = _measure(name, args)
            missed = targets.missed(name, figures)
            good = good and not missed
            line = {
                "bench": name,
                "machine": machine | {"documents": args.documents},
                "figures": figures,
                "targets": {figure: target.as_pair() for figure, target in targets.TARGETS[name].items()},
                "ok": not missed,
            }
            print(json.dumps(line, ensure_ascii=False), flush=True)
            if not args.json and missed:
                print(f"{name}: не досягнуто: {', '.join(missed)}", file=sys.stderr)
    return 0 if good else 1


def _measure(name: str, args: argparse.Namespace) -> dict[str, object]:
    """Each bench in a process of its own, so that none of them feels another’s memory."""
    done = subprocess.run(
        [sys.executable, "-m", f"load.{name}", str(args.documents), str(args.seconds)],
        cwd=PROJECT_ROOT, env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}, stdout=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandProblem(f"Вимірювання «{name}» не завершилося (код {done.returncode}).")
    figures: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures
