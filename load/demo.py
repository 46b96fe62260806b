"""How quickly made-up cards are loaded, with everything that belongs to a registered letter."""

from __future__ import annotations

import json
import sys

from load import databases


def measure(documents: int, seconds: float) -> dict[str, object]:
    """Load anew; the filled database stays for the other benches."""
    measured = databases.fill(f"bench_{documents}", documents)
    return {
        "cards_per_s": measured["cards_per_s"],
        "documents": measured["documents"],
        "seconds": measured["seconds"],
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2]))))
