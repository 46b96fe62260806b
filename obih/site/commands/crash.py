"""Убиває процеси під навантаженням і перевіряє, що нічого підтвердженого не втрачено."""

from __future__ import annotations

import argparse
import json
import os
import sys

from obih.site.config import PROJECT_ROOT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="лише рядок JSON, без таблиці")
    sys.path.insert(0, str(PROJECT_ROOT))
    from load import crash

    crash.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """0 when every promise held; a mutant is expected to end with 1."""
    from load import crash, measuring, pace, table, targets

    os.environ.pop("OBIH_S3_BUCKET", None)  # the harness looks at the disk
    machine = measuring.machine()
    with pace.Pace() as beside:
        figures = crash.measure(args.kills, args.seconds, args.mutant, args.seed)
    wrong = crash.good(figures)
    line = {
        "bench": "crash",
        "machine": machine | beside.told(),
        "figures": figures,
        "targets": {name: target.as_pair() for name, target in targets.TARGETS["crash"].items()},
        "ok": not wrong,
    }
    told = json.dumps(line, ensure_ascii=False)
    print(told, flush=True)
    if not args.json:
        print("\n" + "\n".join(table.rows([told])), flush=True)
    if not args.json and wrong:
        print(f"Не виконано: {', '.join(wrong)}.", file=sys.stderr)
    return 1 if wrong else 0
