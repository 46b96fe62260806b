"""How long a document of 100 MB takes in each carrier, and how much memory: each in a process of its own.

CAdES with the document inside and beside it, with a timestamp over the document; ASiC-E packed, its manifest
by the Ukrainian hash; ASiC-E with XAdES of DSTU; PAdES. The figure is the slowest and the heaviest of them.
Seconds are wall-clock from the start of the process: loading the library and compiling the hash are in
them; megabytes are the highest resident size of the process, pages of the file it reads included. What the
hash would take without its accelerator is counted from a part of a mebibyte.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

STARTED = time.monotonic()
MEGABYTE = 1_000_000
SIZE = 100 * MEGABYTE


def measure(size: int = SIZE) -> dict[str, object]:
    """The slowest and the heaviest carrier, and each of them."""
    with tempfile.TemporaryDirectory(prefix="obih-bench-") as folder:
        files = _made(Path(folder), size)
        shown = {name: _verified(*paths) for name, paths in files.items()}
    return {
        "container_100mb_s": max(one["s"] for one in shown.values()),
        "container_100mb_mb": max(one["mb"] for one in shown.values()),
        "container_100mb_each": {name: [one["s"], one["mb"]] for name, one in shown.items()},
        "container_100mb_pure_s": round(_pure_seconds() * size / 2**20),
    }


def _made(folder: Path, size: int) -> dict[str, tuple[Path, ...]]:
    """The files, by what they are; beside a detached signature its document."""
    from obih.signatures.testpki import cades, cast, containers, xml

    random = Random(20261120)  # half of it can be packed
    document = b"".join(
        random.randbytes(MEGABYTE // 2) + bytes(MEGABYTE // 2) for _ in range(size // MEGABYTE)
    )
    info = cades.signer_info(cast.HALYNA, document, extra=[cades.content_stamp(cast.TSA, document)])
    info = cades.stamped(info, cast.TSA)
    given = {"document.bin": document}
    listed = containers.manifest("META-INF/signature001.p7s", given, containers.GOST)
    asice = {
        "mimetype": containers.ASIC_E,
        **given,
        "META-INF/ASiCManifest001.xml": listed,
        "META-INF/signature001.p7s": cades.signed_file(cast.HALYNA, listed, attached=False),
    }
    made = {
        "document.bin": document,
        "attached.p7s": cades.cms([info], document, [cast.HALYNA]),
        "detached.p7s": cades.cms([info], None, [cast.HALYNA]),
        "cades.asice": containers.zipped(asice, packed=True),
        "xades.asice": xml.asic([cast.HALYNA], given),
        "signed.pdf": containers.pdf(cast.HALYNA, before=b"%PDF-1.7\n%" + document + b"\n%%EOF\n"),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    carriers = {name: (folder / name,) for name in made if name != "document.bin"}
    return carriers | {"detached.p7s": (folder / "detached.p7s", folder / "document.bin")}


def _verified(*paths: Path) -> dict[str, float]:
    told = subprocess.run(
        [sys.executable, "-m", "load.containers", *map(str, paths)], check=True, capture_output=True
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def _alone(paths: list[str]) -> dict[str, float]:
    """In the process of its own: verify, and say what it took."""
    from obih.signatures.crypto.opening import verify_any

    report = verify_any(Path(paths[0]), content=Path(paths[1]) if len(paths) > 1 else None)
    assert all(one.sound for one in report.signatures) and report.signatures, report.reasons
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    return {"s": round(_since_start(), 2), "mb": round(int(peak.split()[1]) / 1024)}


def _since_start() -> float:
    """Seconds since the process began; since the first line of this file where the system does not tell."""
    try:
        ticks = float(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError):
        return time.monotonic() - STARTED


def _pure_seconds() -> float:
    """Seconds of Python’s own GOST 34.311 for one mebibyte."""
    from obih.signatures.crypto.gost34311 import Gost34311

    started = time.process_time()
    Gost34311().update(bytes(2**18))
    return (time.process_time() - started) * 4


if __name__ == "__main__":
    print(json.dumps(_alone(sys.argv[1:]) if sys.argv[1:] else measure()))
