"""Real files of Ukrainian providers, read where they lie (`../shared/fixtures`), never copied."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile

FOLDER = Path(__file__).resolve().parents[4].parent / "shared" / "fixtures"
BUNDLE = "signatures/ca_bundle/CACertificates.p7b"


def sample(name: str) -> bytes:
    """The bytes of one; the test is skipped where the samples are not."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"справжнього зразка {name} тут немає")
    return path.read_bytes()


@lru_cache(maxsize=1)
def bundle() -> tuple[Certificate, ...]:
    """Certificates of all providers."""
    return tuple(SignedFile(sample(BUNDLE)).certificates)


@lru_cache(maxsize=1)
def others() -> tuple[Certificate, ...]:
    """Certificates that lie beside the samples."""
    found = []
    for path in sorted(FOLDER.glob("**/*.cer")):
        try:
            found.append(Certificate(path.read_bytes()))
        except Malformed:
            continue
    return tuple(found)
