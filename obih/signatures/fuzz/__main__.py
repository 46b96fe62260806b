"""`python -m obih.signatures.fuzz --seconds N [--seed N] [--save DIR]`: 0 when nothing was found, else 1."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from obih.signatures.fuzz.running import Corpus, Outcome, Run


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m obih.signatures.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="one file by its number, to see a fault again")
    parser.add_argument("--save", type=Path, help="a folder for the bytes of what was found")
    given = parser.parse_args()
    run = Run(Corpus(), given.seed, lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201
    if given.only is not None:
        run.one(given.only)
    else:
        run.go(seconds=given.seconds)
    print(json.dumps(run.outcome.as_data(), ensure_ascii=False))  # noqa: T201
    _save(run.outcome, given.save)
    return 1 if run.outcome.faults else 0


def _save(outcome: Outcome, folder: Path | None) -> None:
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for one in outcome.faults:
        name = f"{outcome.seed}-{one.number}-{one.kind.replace(' ', '-')}"
        (folder / f"{name}.bin").write_bytes(one.data)
        (folder / f"{name}.txt").write_text(one.says, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
