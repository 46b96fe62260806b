"""The columns of the register of receptions until a hromada changes them in `registry.JournalLayout`."""

from __future__ import annotations

from typing import Any

RECEPTIONS = "personal_reception"
SEED: dict[str, Any] = {
    "stream": RECEPTIONS,
    "title": "Журнал обліку особистого прийому громадян",
    "legal_basis": "постанова № 348; ст. 22 Закону № 393/96-ВР",
    "confidence": "M",
    "columns": [
        {"title": "№", "width": 1.2, "parts": ["number"]},
        {"title": "Дата прийому", "width": 1.2, "parts": ["held_on"]},
        {
            "title": "Прізвище, ініціали та посада особи, що веде прийом",
            "width": 2,
            "parts": ["leader", "place"],
        },
        {
            "title": "Дата надходження, заявник, місце проживання",
            "width": 2.6,
            "parts": ["received_on", "letter", "applicant", "address"],
        },
        {"title": "Стислий виклад порушених питань", "width": 3.2, "parts": ["substance"]},
        {"title": "Код питання", "width": 0.8, "parts": ["topic"]},
        {
            "title": "Кому доручено, зміст доручення, строк",
            "width": 2.4,
            "parts": ["unit", "charge", "answer_by"],
        },
        {"title": "Результат розгляду, дата надання відповіді", "width": 2, "parts": ["result", "answered"]},
    ],
}  # fmt: skip
