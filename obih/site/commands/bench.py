"""Вимірює швидкість і витрати: реєстрацію, сторінки, вагу, пам’ять. Один рядок JSON на вимірювання."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from obih.site import gathering, server
from obih.site.config import PROJECT_ROOT, read_config
from obih.site.sentences import CommandProblem

NAMES = (
    "demo", "registration", "registration_http", "pages", "weight", "footprint", "tasks", "sitting",
    "exports", "signatures", "crash",
)  # fmt: skip
DEFAULT_DOCUMENTS, DEFAULT_SECONDS = 100_000, 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=[*NAMES, "all"], help="що виміряти")
    parser.add_argument("--documents", type=int, default=DEFAULT_DOCUMENTS, metavar="N", help="карток у базі")
    parser.add_argument(
        "--seconds", type=float, default=DEFAULT_SECONDS, metavar="S", help="тривалість навантаження"
    )
    parser.add_argument("--kills", type=int, default=None, metavar="K", help="crash: скільки разів убити")
    parser.add_argument("--json", action="store_true", help="лише рядки JSON, без таблиці в кінці")


def run(args: argparse.Namespace) -> int:
    """0 when every figure meets its target; a bench that breaks off does not keep the others from running."""
    sys.path.insert(0, str(PROJECT_ROOT))
    from load import table

    os.environ.pop("OBIH_S3_BUCKET", None)  # files of benches lie beside ours, never among them
    good, lines = True, list[str]()
    gathering.gather(read_config())  # pages are weighed with their styles, also before the first start
    with server.running():
        for name in NAMES if args.name == "all" else (args.name,):
            try:
                line = _line(name, args)
            except CommandProblem as problem:
                print(f"obih bench: {problem}", file=sys.stderr, flush=True)
                good = False
                continue
            good = good and line["ok"] is True
            lines.append(json.dumps(line, ensure_ascii=False))
            print(lines[-1], flush=True)
    if not args.json:
        print("\n" + "\n".join(table.rows(lines)), flush=True)
    return 0 if good else 1


def _line(name: str, args: argparse.Namespace) -> dict[str, object]:
    from load import measuring, pace, targets

    machine = measuring.machine()
    with pace.Pace() as beside:
        figures = _measure(name, args)
    return {
        "bench": name,
        "machine": machine | {"documents": args.documents} | beside.told(),
        "figures": figures,
        "targets": {figure: target.as_pair() for figure, target in targets.TARGETS[name].items()},
        "ok": not targets.missed(name, figures),
    }


def _measure(name: str, args: argparse.Namespace) -> dict[str, object]:
    """Each bench in a process of its own, so that none of them feels another’s memory."""
    kills = [str(args.kills)] if name == "crash" and args.kills else []
    done = subprocess.run(
        [sys.executable, "-m", f"load.{name}", str(args.documents), str(args.seconds), *kills],
        cwd=PROJECT_ROOT, env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}, stdout=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise CommandProblem(f"Вимірювання «{name}» не завершилося (код {done.returncode}).")
    figures: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures
