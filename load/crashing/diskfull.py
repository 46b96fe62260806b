"""The disk is full once: the whole data folder on a small file system in a mount namespace of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from load.crashing.harness import Outcome, Watch, run
from load.crashing.tree import Tree
from obih.site.config import PROJECT_ROOT

SIZE_MB = 700
FULL_FOR_S = 10.0
BACK_WITHIN_S = 60.0
INSIDE = "--inside"


def measure() -> dict[str, object]:
    """Run it in a namespace where a small disk can be mounted; says so if this machine does not allow it."""
    command = ["unshare", "--user", "--map-current-user", "--mount", "--keep-caps"]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        return {"run": False, "why": "user namespaces are not allowed here"}
    done = subprocess.run(
        [*command, sys.executable, "-m", "load.crashing.diskfull", INSIDE],
        cwd=PROJECT_ROOT, env=os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}, stdout=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        return {"run": False, "holds": False, "why": f"ended with {done.returncode}"}
    told: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _inside() -> dict[str, object]:
    folder = Path(tempfile.mkdtemp(prefix="obih-full-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m,mode=0700", "tmpfs", folder], check=True)
    try:
        outcome = run(folder, _fill, ledger=folder.with_name(f"{folder.name}.jsonl"))
    finally:
        subprocess.run(["umount", "--lazy", folder], check=False)
        folder.rmdir()
        folder.with_name(f"{folder.name}.jsonl").unlink(missing_ok=True)
    refused = outcome.refusals.total()
    back = max(outcome.recoveries)
    return {
        "run": True,
        "holds": outcome.findings.holds and back <= BACK_WITHIN_S and refused > 0,
        **asdict(outcome.findings),
        "back_s": round(back, 1),
        "refused": {str(status): count for status, count in sorted(outcome.refusals.items())},
    }


def _fill(tree: Tree, watch: Watch, outcome: Outcome) -> None:
    """Not a byte left for ten seconds; then somebody frees the disk and nothing else."""
    filler = tree.data_dir / "filler"
    until = time.monotonic() + FULL_FOR_S
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            try:
                file.write(b"\0" * 65536)
            except OSError:
                time.sleep(0.02)
    filler.unlink()
    outcome.recoveries.append(watch.seconds_until_through(time.monotonic()))


if __name__ == "__main__" and INSIDE in sys.argv:
    print(json.dumps(_inside()))
