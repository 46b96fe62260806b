"""`python -m obih.signatures.looking WORK [HIDDEN…]`: verifies files in a fenced process of its own.

The working folder is its own; there lie `task.json`, the trust material and the files by their numbers, and
there it leaves `result.json`. Whoever started it believes nothing of that unchecked (`asking.py`). Imports no
Django.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from obih.files import jail

MEGABYTE = 1024 * 1024
ADDRESSES = jail.Limits(cpu_s=150, memory_bytes=32 * 1024 * MEGABYTE)
"""Compiled modules reserve addresses by gigabytes without using them; what is used is limited apart."""
MEMORY_BYTES = 900 * MEGABYTE


def main(arguments: list[str]) -> int:
    unfenced = jail.enter(ADDRESSES, [Path(each) for each in arguments[1:]])
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    from obih.signatures import raising_apart, work_apart

    work = Path(arguments[0])
    task: dict[str, Any] = json.loads((work / "task.json").read_text("utf-8"))
    result = (raising_apart if "raise" in task else work_apart).done(task, work)
    result["unfenced"] = unfenced
    (work / "result.json").write_text(json.dumps(result, ensure_ascii=False), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
