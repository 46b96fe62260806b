"""The fence around what reads hostile files: what it cannot do, tried by itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]

TRY = """
import json, os, socket, sys
from pathlib import Path
from obih.files import jail
secret = Path(sys.argv[1])
missing = jail.enter(jail.Limits(cpu_s=2, memory_bytes=256 * 2**20, file_bytes=2**20), [secret.parent])
found = {"missing": missing, "uid": os.getuid()}

def attempt(name, what):
    try:
        what()
        found[name] = "done"
    except (OSError, MemoryError) as problem:
        found[name] = type(problem).__name__

def uncover():
    if jail._libc.umount2(bytes(secret.parent), 2):
        raise OSError

def local():
    with socket.socket(socket.AF_UNIX) as s:
        s.connect(sys.argv[2])

attempt("internet", lambda: socket.create_connection(("192.0.2.1", 80), timeout=1))
attempt("loopback", lambda: socket.create_connection(("127.0.0.1", 1), timeout=1))
attempt("inet6", lambda: socket.socket(socket.AF_INET6))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK))
attempt("database", local)
attempt("secret", secret.read_text)
attempt("uncover", uncover)
attempt("memory", lambda: bytearray(512 * 2**20))
attempt("others", lambda: Path(f"/proc/{sys.argv[3]}/environ").read_bytes())
print(json.dumps(found))
"""


def attempts(tmp_path: Path) -> dict[str, Any]:
    hidden = tmp_path / "data"
    hidden.mkdir()
    (hidden / "secret").write_text("canary")
    (tmp_path / "work").mkdir()
    done = subprocess.run(
        [sys.executable, "-P", "-c", TRY, str(hidden / "secret"), str(tmp_path / "socket"), str(os.getpid())],
        env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path / "work", capture_output=True, text=True, timeout=30,
        check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_no_network_no_secrets_no_other_processes(tmp_path: Path) -> None:
    import socket

    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        server.listen()
        found = attempts(tmp_path)
    for name in ("internet", "loopback", "inet6", "netlink", "database"):
        assert found[name] == "PermissionError", name
    assert found["memory"] == "MemoryError"
    if found["missing"]:
        pytest.skip(f"the rest needs namespaces: {found['missing']}")
    assert found["secret"] == "FileNotFoundError"
    assert found["uncover"] == "OSError"
    assert found["others"] in ("FileNotFoundError", "PermissionError")


@pytest.mark.parametrize(
    ("deed", "signals"),
    [
        ("while True: pass", (signal.SIGKILL, signal.SIGXCPU)),
        ("open('x', 'wb').write(bytes(3 * 2**20))", ()),
    ],
)
def test_time_and_disk_are_limited(tmp_path: Path, deed: str, signals: tuple[signal.Signals, ...]) -> None:
    program = (
        "from obih.files import jail\n"
        "jail.enter(jail.Limits(cpu_s=1, memory_bytes=256 * 2**20, file_bytes=2**20), [])\n" + deed
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], env={"PYTHONPATH": str(ROOT)}, cwd=tmp_path, timeout=30,
        capture_output=True, check=False,
    )  # fmt: skip
    if signals:
        assert -done.returncode in signals
    else:
        assert done.returncode != 0
        assert (tmp_path / "x").stat().st_size <= 2**20
