"""Which deeds need a qualified signature, and for which the account is enough.

The Model instruction № 55 asks for the signature of a resolution’s author (p. 65) and, where the list says
«під підпис», of the reader (p. 73, 158). It binds executive bodies of the state; a hromada decides in its own
instruction, so the rows say «account» until it does, and name the clause to write down.
"""

from __future__ import annotations

from datetime import date
from typing import Any

_SINCE = date(2018, 1, 17)


def _proof(code: str, title: str, basis: str) -> dict[str, Any]:
    return {
        "code": code, "title": title, "level": "account", "legal_basis": basis, "confidence": "M",
        "note": "Впишіть пункт інструкції громади, який це встановлює.", "valid_from": _SINCE,
    }  # fmt: skip


PROOFS = (
    _proof("resolution", "Резолюція", "п. 65 Типової інструкції № 55; інструкція громади"),
    _proof("visa", "Віза на проєкті", "інструкція громади"),
    _proof("acquaintance", "Ознайомлення", "п. 73 Типової інструкції № 55; інструкція громади"),
)
