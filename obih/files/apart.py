"""Running a process of our own apart from us, without our secrets; believing nothing of what it leaves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

LOG = "log"


def run_apart(
    module: str, arguments: Sequence[str], work: Path, *, timeout_s: float, stdin: BinaryIO | None = None
) -> int | None:
    """Run `python -m module arguments…` in its own folder; gives its exit code, None when the time ran out.

    In the end the whole process group is killed. What it said stands in `work/log`.
    """
    with (work / LOG).open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=stdin or subprocess.DEVNULL, stdout=told, stderr=told, cwd=work,
            env=_environment(work), start_new_session=True,
        )  # fmt: skip
        try:
            return process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _environment(work: Path) -> dict[str, str]:
    """No secrets and no settings of ours: only what a program needs to start."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(work),
        "TMPDIR": str(work),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SAL_USE_VCLPLUGIN": "svp",
    }


def last_words(work: Path) -> str:
    """The last line of what the process said, for a log."""
    lines = (work / LOG).read_bytes()[-2000:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else ""


def read_bounded(path: Path, most: int) -> bytes:
    """A plain file, no link, no pipe. Raises OSError, or ValueError when it is larger than `most` bytes."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        raise ValueError("larger than it may be")
    return raw
