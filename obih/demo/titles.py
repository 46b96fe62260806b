"""Titles of made-up letters, put together from `words`."""

from __future__ import annotations

from datetime import date
from random import Random

from obih.demo import words


def title(rng: Random, kind: str, on: date) -> str:
    """What a letter of this kind that came on this day is about. The same `rng` gives the same title."""
    patterns = words.BY_KIND.get(kind, words.OFFICIAL)
    one, many = words.OBJECTS[rng.randrange(len(words.OBJECTS))]
    matter = words.MATTERS[rng.randrange(len(words.MATTERS))]
    house = rng.randrange(1, 140)
    return patterns[rng.randrange(len(patterns))].format_map(
        {
            "street": words.STREETS[rng.randrange(len(words.STREETS))],
            "village": words.VILLAGES[rng.randrange(len(words.VILLAGES))],
            "month": words.MONTHS[rng.randrange(12)],
            "period": words.PERIODS[rng.randrange(len(words.PERIODS))],
            "year": on.year,
            "house": house,
            "house2": house + 8,
            "object": one,
            "object_many": many,
            "matter": matter,
            "matter_title": f"Актуальні питання {matter}",
            "sum": f"{rng.randrange(2, 900) * 500:,}".replace(",", " "),
        }
    )
