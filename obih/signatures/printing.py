"""The protocol of a check on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from obih.signatures.checking import Checked
from obih.signatures.wording import EXPERIMENTAL, TECHNICAL, FileWords, Words, file_words, moment
from obih.ui.words import file_size, short_date

ASSETS = Path(__file__).parent / "assets"


def protocol_pdf(checked: Checked, organisation: str, printed_by: str, *, kept: bool = False) -> bytes:
    """What was found in files, as PDF; `kept` when they are a card’s, else it says that none was kept."""
    files = [file_words(each, checked.names) for each in checked.findings]
    facts = {
        "organisation": organisation,
        "at": moment(checked.at),
        "trust": checked.trust_version,
        "given": [
            f"{name}, {file_size(size)}, SHA-256 {sha256}"
            for name, size, sha256 in zip(checked.names, checked.sizes, checked.hashes, strict=True)
        ],
        "unsigned": checked.unsigned,
        "files": [_file(each) for each in files],
        "kept": kept,
        "technical": TECHNICAL,
        "experimental": EXPERIMENTAL,
        "foot": f"Надруковано {short_date(timezone.localdate())}, {printed_by}",
    }
    made = typst.compile(
        str(ASSETS / "protocol.typ"), sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)}
    )
    assert isinstance(made, bytes)
    return made


def _file(told: FileWords) -> dict[str, Any]:
    return {
        "name": told.name,
        "document": told.document,
        "verdict": told.verdict,
        "problem": told.problem,
        "form": told.form,
        "experimental": told.is_experimental,
        "warnings": told.warnings,
        "documents": told.documents,
        "signatures": [_signature(each) for each in told.signatures],
    }


def _signature(told: Words) -> dict[str, Any]:
    return {
        "who": told.who,
        "about": told.about,
        "verdict": told.verdict,
        "when": told.when,
        "unchanged": told.unchanged,
        "why": told.why,
        "warnings": told.signed.warnings,
        "details": told.details,
        "chain": [each.name for each in told.chain],
        "proofs": told.proofs,
    }
