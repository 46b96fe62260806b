"""A store of its own, and what the test PKI makes: signatures over letters, trust in it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from obih.files.actions import keep, receiving
from obih.people.cast import Cast, make_cast
from obih.signatures.actions import Beside
from obih.signatures.models import TrustItem, TrustPin, TrustVersion
from obih.signatures.testpki import cades, cast, evidence, files, longterm
from obih.signatures.testpki.signatory import Signatory

AT, LETTER = cast.AT, cast.LETTER
OTHER = "Інший лист".encode()


def signature(who: Signatory = cast.HALYNA, content: bytes = LETTER, *, attached: bool = False) -> bytes:
    """A full signature with everything that proves it (CAdES-X Long)."""
    info = cades.stamped(cades.signer_info(who, content), cast.TSA)
    kept = evidence.kept(who)
    whole = longterm.with_values(longterm.with_references(info, kept), kept)
    return cades.cms([whole], content if attached else None, [who])


def bare(who: Signatory = cast.HALYNA, content: bytes = LETTER) -> bytes:
    """A signature without a timestamp or evidence (CAdES-BES), apart from its document."""
    return cades.cms([cades.signer_info(who, content)], None, [who])


@pytest.fixture(autouse=True)
def own_store(settings: Any, tmp_path: Path) -> None:
    settings.FILES_S3 = None
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def people(db: None) -> Cast:
    return make_cast()


Kept = Callable[..., list[Beside]]


@pytest.fixture
def kept(db: None) -> Kept:
    """Stores files (name=bytes) as the contents of one card."""

    def keep_all(**files: bytes) -> list[Beside]:
        with receiving() as receive:
            stored = [receive(BytesIO(raw), name.replace("__", ".")) for name, raw in files.items()]
            keep(stored)
        return [Beside(each.sha256, each.media_type) for each in stored]

    return keep_all


@pytest.fixture
def trusted(db: None) -> int:
    """The test PKI is trusted: what an administrator’s import would leave."""
    number = (TrustVersion.objects.values_list("number", flat=True).first() or 0) + 1
    version = TrustVersion.objects.create(number=number, made_at=timezone.now(), made_by_label="тест")
    for name, raw in files.trust_files().items():
        kind = "crl" if name.endswith(".crl") else "certificate"
        TrustItem.objects.create(
            sha256=cades.fingerprint(raw), kind=kind, raw=raw, name=name, added_in=version
        )
    for root in cast.ANCHORS:
        TrustPin.objects.create(sha256=root.certificate().sha256, note=root.name, added_in=version)
    return number
