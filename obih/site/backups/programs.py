"""pg_dump and pg_restore of this installation."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from obih.site import postgres_binaries, server
from obih.site.sentences import CommandProblem


def program(name: str) -> str:
    """The embedded cluster's own program, or the system's one for a real server."""
    cluster = server.cluster()
    if cluster is not None:
        return cluster.binaries.program(name)
    return shutil.which(name) or postgres_binaries.newest().program(name)


def run(words: Sequence[str], what: str) -> None:
    """Run a program of PostgreSQL; its own words are shown when it fails."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandProblem(f"{what} не вдалося: {done.stderr.strip()[-800:]}")
