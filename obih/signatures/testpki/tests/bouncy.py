"""Bouncy Castle as Debian packs it, asked through a program of our own (`java/CrossCheck.java`).

Needs `apt-get install default-jdk-headless libbcprov-java libbcpkix-java`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

JARS = [Path("/usr/share/java") / f"{name}.jar" for name in ("bcprov", "bcpkix", "bcutil")]
SOURCE = Path(__file__).parent / "java" / "CrossCheck.java"
NEEDED = "default-jdk-headless libbcprov-java libbcpkix-java"


@cache
def _compiled() -> str:
    """The folder of compiled classes; they live as long as this process."""
    folder = tempfile.TemporaryDirectory(prefix="obih-bouncy-")
    _kept.append(folder)
    command = ["javac", "-nowarn", "-Xlint:none", "-d", folder.name, "-cp", _path(), str(SOURCE)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder.name


_kept: list[tempfile.TemporaryDirectory[str]] = []


def _path(*more: str) -> str:
    return ":".join([*map(str, JARS), *more])


def answers(*commands: tuple[str | bytes | int, ...]) -> list[str]:
    """One answer for each command. Skips the test where there is no Java or no Bouncy Castle."""
    if not shutil.which("javac") or not all(one.exists() for one in JARS):
        pytest.skip(f"звірку з Bouncy Castle пропущено: немає Java або її бібліотек ({NEEDED})")
    lines = "".join(" ".join(map(_word, command)) + "\n" for command in commands)
    command = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", _path(_compiled()), "CrossCheck"]
    done = subprocess.run(command, input=lines, text=True, capture_output=True, timeout=120, check=True)
    found = done.stdout.splitlines()
    assert len(found) == len(commands), done.stderr
    return found


def _word(one: str | bytes | int) -> str:
    return one.hex() if isinstance(one, bytes) else str(one)
