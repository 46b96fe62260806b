"""How fast the machine itself was while something was measured.

A rented core halves its speed when a neighbour works on its other half, and no counter of ours tells. So a
fixed piece of arithmetic runs beside each bench once a second, in a process of its own: its processor time
does not grow by waiting for a turn, only by a slower core. `python -m load.pace` prints one line a second.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

ROUNDS = 100_000
"""About six milliseconds of a core, half a per cent of it."""
EVERY_S = 1.0


class Pace:
    """Samples while it is open; `told()` afterwards."""

    def __enter__(self) -> Pace:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "load.pace"], cwd=Path(__file__).resolve().parents[1],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._first = self._process.stdout.readline()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        said, _ = self._process.communicate()
        self._samples = sorted(float(each) for each in (self._first + said).split("\n")[:-1])

    def told(self) -> dict[str, object]:
        """`loop_ms`: processor time of the fixed loop in milliseconds, [fastest, median, slowest]."""
        samples = self._samples
        if not samples:
            return {}
        return {"loop_ms": [samples[0], samples[len(samples) // 2], samples[-1]]}


def loop_ms() -> float:
    """Processor time of the fixed arithmetic, in milliseconds."""
    began, total = time.process_time(), 0
    for number in range(ROUNDS):
        total += number * number
    return round((time.process_time() - began) * 1000, 1)


if __name__ == "__main__":
    while True:
        print(loop_ms(), flush=True)
        time.sleep(EVERY_S)
