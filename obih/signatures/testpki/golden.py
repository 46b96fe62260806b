"""The samples as they are committed (`obih/signatures/samples`), what is expected of each, and the table in
the docs.

`python -m obih.signatures.testpki` writes them anew; a test compares every byte, verdict and reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.testpki import cast, catalogue
from obih.signatures.testpki.cades import fingerprint
from obih.signatures.testpki.sample import INVALID, UNREADABLE, WHOLE, Sample

FOLDER = Path(__file__).resolve().parents[1] / "samples"
TABLE = Path(__file__).resolve().parents[3] / "docs" / "signature-samples.md"
DOCUMENT, MANIFEST = "letter.txt", "manifest.json"


def tree() -> dict[str, bytes]:
    """Path → bytes of everything that is committed, the manifest too. Of folders of trust those other than
    the whole one show only what is not in the whole one."""
    folders = catalogue.trust_folders()
    found = {one.name: one.make() for one in catalogue.SAMPLES if one.committed}
    found[DOCUMENT] = cast.LETTER
    for folder, files in folders.items():
        for name, data in files.items():
            if folder == WHOLE or name not in folders[WHOLE]:
                found[f"{folder}/{name}"] = data
    return found | {MANIFEST: manifest(found)}


def manifest(made: dict[str, bytes]) -> bytes:
    """What each file is and what a verifier says of it, with which trust, as of when."""
    samples = {one.name: _expected(one, made.get(one.name)) for one in catalogue.SAMPLES}
    whole = {
        "about": "Samples of the test PKI (every secret key is public; trust nothing of it).",
        "trust": {name: sorted(files) for name, files in catalogue.trust_folders().items()},
        "samples": samples,
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _expected(sample: Sample, data: bytes | None) -> dict[str, Any]:
    verdict, reasons = judged(sample, data)
    return {
        "about": sample.about,
        "verdict": verdict,
        "reasons": [{"code": one.code, "text": one.text} for one in reasons],
        "document": DOCUMENT if sample.detached else None,
        "trust": sample.trust,
        "at": sample.at.isoformat(),
        "sha256": fingerprint(data) if data is not None else None,
    }


@cache
def store(folder: str) -> TrustStore:
    """The trust of this folder: its roots are believed."""
    roots = [one.certificate().sha256 for one in cast.ANCHORS]
    return TrustStore.of(catalogue.trust_folders()[folder].items(), pins=roots)


def judged(sample: Sample, data: bytes | None = None) -> tuple[str, list[Reason]]:
    """The verifier’s verdict and reasons."""
    given = sample.make() if data is None else data
    try:
        report = verify_any(
            given, name=sample.name, content=sample.content, trust=store(sample.trust), at=sample.at
        )
    except Malformed as problem:
        code = problem.code if isinstance(problem, Refused) else "FORMAT_FAILURE"
        return UNREADABLE, [Reason(code, str(problem), INVALID)]
    return report.verdict.value, report.reasons


HEAD = """# Зразки підписів: що з ними й чому

Цю сторінку пише програма: `python -m obih.signatures.testpki`. Перевірка в наборі тестів звіряє кожен рядок.

## Зразки пробної інфраструктури

Лежать у `obih/signatures/samples`; усі таємні ключі відкриті, довіряти їм не можна. Те саме повторить кожен:

    cd obih/signatures/samples
    obih signature verify t.p7s --trust trust --at 2026-11-21T12:00:00Z

"""
COLUMNS = "| Зразок | Що це | Вердикт | Причини |\n|---|---|---|---|\n"


def table() -> str:
    """The page of the docs: every sample of our own."""
    rows = []
    for one in catalogue.SAMPLES:
        verdict, reasons = judged(one)
        about = one.about if one.trust == WHOLE else f"{one.about} (довіра: `{one.trust}`)"
        rows.append(row(one.name, about, verdict, ((why.code, why.text) for why in reasons)))
    return HEAD + COLUMNS + "".join(rows)


def row(name: str, about: str, verdict: str, reasons: Iterable[tuple[str, str]]) -> str:
    """One line of the table."""
    why = "<br>".join(f"{code}: {text}" for code, text in reasons)
    return f"| `{name}` | {about.replace('|', '/')} | {verdict} | {why or '—'} |\n"


def write(folder: Path, say: Callable[[str], None] = lambda _: None) -> int:
    """Write the tree; the number of files. What lies there and belongs no more is removed."""
    made = tree()
    for path in folder.rglob("*") if folder.exists() else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in made:
            path.unlink()
            say(f"− {path.name}")
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != data:
            path.write_bytes(data)
            say(f"+ {name}")
    return len(made)


def moment(text: str) -> datetime:
    """As the manifest writes it."""
    return datetime.fromisoformat(text)
