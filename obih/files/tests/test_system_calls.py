"""The proof of «fsynced before the row commits», on the system calls of a real storing process.

strace watches a process that stores a file and commits its row; what counts is the order of the calls that
the kernel saw, not what our code says about itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

STORE = """
import django
django.setup()
from django.conf import settings
settings.FILES_S3, settings.FILES_ROOT = None, __import__("pathlib").Path({root!r})
from django.db import connection
from obih.files.actions import keep, receiving
from obih.files.tests import samples
from obih.history.work import unit_of_work
connection.ensure_connection()
with receiving() as receive:
    stored = receive(samples.pdf({text!r}), "лист.pdf")
    with unit_of_work():
        keep([stored])
print(stored.sha256)
"""


def watched(tmp_path: Path, text: str) -> tuple[str, list[str]]:
    """Run it under strace; gives the hash and the calls, one a line, paths shortened."""
    log, root = tmp_path / "calls", tmp_path / "files"
    done = subprocess.run(
        [
            "strace", "-f", "-y", "-s", "200", "-o", str(log),
            "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,sendto,write",
            sys.executable, "-c", STORE.format(root=str(root), text=text),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    calls = [
        line.partition(" ")[2].strip().replace(str(root), "FILES") for line in log.read_text().splitlines()
    ]
    return done.stdout.strip(), calls


def place(calls: list[str], pattern: str, after: int = -1) -> int:
    found = next((at for at, line in enumerate(calls) if at > after and re.search(pattern, line)), None)
    assert found is not None, f"no call {pattern} after line {after}"
    return found


@pytest.fixture
def strace() -> None:
    program = shutil.which("strace")
    if program is None:
        pytest.skip("strace немає: встановіть його (apt-get install strace)")
    allowed = subprocess.run([program, "-o", "/dev/null", "true"], capture_output=True, check=False)
    if allowed.returncode:
        pytest.skip("ptrace тут заборонено")


@pytest.mark.usefixtures("strace")
@pytest.mark.django_db(transaction=True)
def test_file_and_folders_are_fsynced_before_the_commit(tmp_path: Path) -> None:
    sha256, calls = watched(tmp_path, "system calls")
    upper, lower = f"FILES/{sha256[:2]}", f"FILES/{sha256[:2]}/{sha256[2:4]}"
    last_write = max(at for at, line in enumerate(calls) if re.match(r"write\(\d+<FILES/.incoming/", line))
    synced = place(calls, r"^fsync\(\d+<FILES/.incoming/[^>]+>\) += 0", last_write)
    renamed = place(calls, rf'^rename\("FILES/.incoming/[^"]+", "{lower}/{sha256}"\) += 0', synced)
    named = place(calls, rf"^fsync\(\d+<{lower}>\) += 0", renamed)
    row = place(calls, r"sendto.*INSERT INTO .*files_content", named)
    commit = place(calls, r"sendto.*COMMIT", row)
    for folder in (upper, "FILES"):
        made = place(calls, rf"^mkdir(at)?\(.*\"{lower if folder == upper else upper}\"")
        assert made < place(calls, rf"^fsync\(\d+<{folder}>\) += 0", made) < commit
    touched = [line for line in calls[named + 1 : commit] if "FILES/" in line]
    assert not touched, "files are touched in the transaction"


@pytest.mark.usefixtures("strace")
@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_there_already_is_made_durable_all_the_same(tmp_path: Path) -> None:
    """Another process may have renamed it a moment ago and not yet fsynced the folder."""
    watched(tmp_path, "twice")
    sha256, calls = watched(tmp_path, "twice")
    named = place(calls, rf"^fsync\(\d+<FILES/{sha256[:2]}/{sha256[2:4]}>\) += 0")
    assert named < place(calls, r"sendto.*COMMIT", named)
    assert not [line for line in calls if line.startswith("rename")]
