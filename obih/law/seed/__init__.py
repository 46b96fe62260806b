"""The rules that come with the program: our own reading of the acts, each row with its article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from obih.law.seed.card import FIELDS
from obih.law.seed.grounds import GROUNDS, RETENTION
from obih.law.seed.kinds import CHANNELS, KINDS, REGIMES
from obih.law.seed.proofs import PROOFS
from obih.law.seed.terms import TERMS

SEED: dict[str, tuple[dict[str, Any], ...]] = {
    "terms": TERMS,
    "regimes": REGIMES,
    "retention": RETENTION,
    "kinds": KINDS,
    "channels": CHANNELS,
    "grounds": GROUNDS,
    "fields": FIELDS,
    "proofs": PROOFS,
}


@dataclass(frozen=True)
class Seeder:
    """Who acts while an installation is being made: the program itself."""

    kind: str = "system"
    key: str = "obih"
    label: str = "Обіг"
    read_only: bool = False

    def has_role(self, role: str, organisation_id: int | None = None) -> bool:
        return False
