"""Gathering static files, once a version. No Django here: the root process of the tree calls it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from obih.site.config import PROJECT_ROOT, Config
from obih.site.sentences import CommandProblem


def gather(config: Config) -> None:
    """Gather into the data folder what the web server will send, unless this version has done so before.

    Raises CommandProblem with the program’s own words when it fails.
    """
    root = config.data_dir / "static"
    mark = root / ".gathered"
    told = _fingerprint()
    if mark.exists() and mark.read_text() == told:
        return
    done = subprocess.run(
        [sys.executable, "-m", "django", "collectstatic", "--no-input", "--clear", "-v", "0"],
        cwd=PROJECT_ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "obih.site.settings", "OBIH_GATHER": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandProblem(f"Не вдалося зібрати файли сторінок: {done.stderr.strip()[-600:]}")
    mark.write_text(told)


def _fingerprint() -> str:
    told = hashlib.sha256((PROJECT_ROOT / "requirements.txt").read_bytes())
    for path in sorted(PROJECT_ROOT.glob("obih/*/static/**/*")):
        if path.is_file():
            told.update(str(path.relative_to(PROJECT_ROOT)).encode() + b"\0" + path.read_bytes())
    return told.hexdigest()
