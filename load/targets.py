"""What each bench must reach on two cores. A target is never loosened: the page they come from says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A bound of a figure: at least, at most or exactly."""

    sign: str
    bound: float

    def holds(self, value: object) -> bool:
        if not isinstance(value, int | float):
            return False
        if self.sign == "≥":
            return value >= self.bound
        if self.sign == ">":
            return value > self.bound
        return value <= self.bound if self.sign == "≤" else value == self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"

    def as_pair(self) -> list[object]:
        """As the line of JSON has it: `[">=", 150]`."""
        return [{"≥": ">=", "≤": "<=", "=": "=="}.get(self.sign, self.sign), self.bound]


def _at_least(bound: float) -> Target:
    return Target("≥", bound)


def _at_most(bound: float) -> Target:
    return Target("≤", bound)


NONE = Target("=", 0)
TARGETS: Mapping[str, Mapping[str, Target]] = {
    "demo": {"cards_per_s": _at_least(1200)},
    "registration": {
        "per_s": _at_least(150),
        "p95_ms": _at_most(250),
        "gaps": NONE,
        "twins": NONE,
        "queue_drained_s": _at_most(60),
    },
    "registration_http": {"per_s": _at_least(60), "p95_ms": _at_most(500), "gaps": NONE, "twins": NONE},
    "pages": {
        "journal_p95_ms": _at_most(50),
        "my_work_p95_ms": _at_most(50),
        "card_p95_ms": _at_most(50),
        "api_list_p95_ms": _at_most(50),
        "stranger_p95_ms": _at_most(50),
        "queries_max": _at_most(15),
    },
    "signatures": {
        "verify_accelerated_per_s": _at_least(100),
        "verify_pure_per_s": _at_least(15),
        "gost34311_mib_per_s": _at_least(10),
        "container_100mb_s": _at_most(15),
        "container_100mb_mb": _at_most(300),
        "bundle_import_s": _at_most(15),
        "bundle_links": _at_least(618),
    },
    "weight": {"first_visit_kb": _at_most(60), "next_page_kb": _at_most(25)},
    "footprint": {"idle_mb": _at_most(450), "start_s": _at_most(8), "first_start_s": _at_most(180)},
    "tasks": {
        "my_work_p95_ms": _at_most(50),
        "control_board_p95_ms": _at_most(100),
        "year_report_ms": _at_most(1000),
        "resolutions_http_per_s": _at_least(60),
        "resolutions_lost": NONE,
        "reminders_1000_s": _at_most(5),
        "reminded_twice": NONE,
    },
    "sitting": {"whole_s": _at_most(10), "gaps": NONE, "twins": NONE},
    "exports": {"pdf_100000_s": _at_most(60), "xlsx_100000_s": _at_most(30), "peak_mb": _at_most(300)},
    "crash": {
        "kills": _at_least(100),
        "acknowledged": Target(">", 0),
        "lost": NONE,
        "doubled": NONE,
        "gaps": NONE,
        "twins": NONE,
        "wrong_hashes": NONE,
        "chain_breaks": NONE,
        "recovery_max_s": _at_most(15),
    },
}


def missed(bench: str, figures: Mapping[str, object]) -> list[str]:
    """Figures that are absent or out of bounds."""
    return [name for name, target in TARGETS[bench].items() if not target.holds(figures.get(name))]
