"""What a backup says about itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from obih.site.sentences import CommandProblem

FILE = "manifest.json"
DUMP = "database.dump"
LIST = "files.tsv"
FORMAT = 1


@dataclass
class Manifest:
    """The facts of one backup; everything in it was read from one snapshot of the database."""

    made_at: str
    reason: str
    server_version: str
    database_bytes: int
    dump_sha256: str
    list_sha256: str
    files: int
    files_bytes: int
    checkpoint: dict[str, object]
    """The newest link of the chain: `seq` and `hash`."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows of each table."""
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / FILE).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest of a backup; a folder without one, or of a later format, is refused."""
    try:
        facts = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandProblem(
            f"{folder} не є резервною копією Обігу: немає придатного файла {FILE}."
        ) from error
    if facts.get("format") != FORMAT:
        raise CommandProblem(f"Копію {folder} зроблено новішою версією Обігу. Оновіть програму.")
    return Manifest(**facts)


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def listed_files(folder: Path) -> list[tuple[str, int, str]]:
    """Every stored file of the backup: its SHA-256, size in bytes and path inside `files/`."""
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return [(sha, int(size), path) for sha, size, path in (line.split("\t", 2) for line in lines)]
