"""Bars of a chart, laid out by the server: whole numbers for the attributes of SVG. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, TOP, BOTTOM = 640, 180, 20, 26
WIDEST = 72
"""Few bars stand side by side at the left, where a telephone shows them."""


@dataclass(frozen=True)
class Part:
    """A piece of a bar: its place, its height, and how it is drawn."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Bar:
    label: str
    total: int
    middle: int
    above: int
    """Where the figure stands, over the bar."""
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = HEIGHT - BOTTOM
    foot: int = HEIGHT - 8


def stacked(told: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Chart:
    """Bars of (label, pieces); a piece is (kind, count), the first one stands on the floor."""
    if not told:
        return Chart(())
    most = max((sum(count for _, count in pieces) for _, pieces in told), default=0) or 1
    step = min(WIDTH // len(told), WIDEST)
    width = max(4, min(40, step - 6))
    bars = []
    for place, (label, pieces) in enumerate(told):
        middle = place * step + step // 2
        floor, parts = HEIGHT - BOTTOM, []
        for kind, count in pieces:
            height = round((HEIGHT - BOTTOM - TOP) * count / most)
            if count and not height:
                height = 1
            floor -= height
            if height:
                parts.append(Part(kind, middle - width // 2, floor, width, height))
        bars.append(Bar(label, sum(count for _, count in pieces), middle, floor - 4, tuple(parts)))
    return Chart(tuple(bars))
