"""What `obih testpki` writes: certificates of everybody, each folder of trust whole, every sample."""

from __future__ import annotations

from pathlib import Path

from obih.signatures.testpki import cast, catalogue, files, golden


def written(folder: Path) -> int:
    """Write everything; the number of files. What lies there under the same names is replaced."""
    groups = catalogue.trust_folders() | {
        "people": files.people_files(),
        "samples": {one.name: one.make() for one in catalogue.SAMPLES} | {golden.DOCUMENT: cast.LETTER},
    }
    for name, group in groups.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, data in group.items():
            (folder / name / file).write_bytes(data)
    return sum(map(len, groups.values()))
