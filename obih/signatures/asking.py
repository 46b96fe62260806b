"""Having files verified by a fenced process, believing nothing unchecked.

Neither the web process nor the worker reads a stranger’s file itself: a mistake in reading it ends there.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import structlog
from django.conf import settings

from obih.files.apart import last_words, read_bounded, run_apart
from obih.signatures.findings import Finding
from obih.ui.refusals import Refused

log = structlog.get_logger()

MODULE = "obih.signatures.looking"
MOST_RESULT_BYTES = 64 * 1024 * 1024
SLOW = "Перевірка триває надто довго: файл завеликий або надто складний"
CRASHED = "Файл не вдалося перевірити: він пошкоджений або надто складний"


class CannotLook(Refused):
    """The fenced process did not end well: it took too long, or the file was too much for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="files")


class Opened(Protocol):
    """Opens the file; called once, closed by us."""

    def __call__(self) -> BinaryIO: ...


@dataclass(frozen=True)
class Group:
    """Files that lay side by side. `carriers` are the places of those that may hold signatures; `pair` is the
    only document beside a signature, if somebody put just the two together."""

    files: Sequence[Opened]
    carriers: Sequence[int]
    pair: int | None = None
    names: Sequence[str] = ()
    """What the files are called, where that may be told; without them each is «документ»."""


def look_at(
    groups: Sequence[Group], trust: bytes, *, timeout_s: float, at: datetime | None = None
) -> list[list[Finding]]:
    """Findings of each group, in the order of its carriers. `trust` is packed material (`packing.py`).

    Raises CannotLook with a sentence when the process was too slow or broke down.
    """
    with tempfile.TemporaryDirectory(prefix="obih-signature-", ignore_cleanup_errors=True) as folder:
        work, task = Path(folder), []
        for number, group in enumerate(groups):
            names = [f"{number}-{place}" for place in range(len(group.files))]
            with ExitStack() as stack:
                for name, opened in zip(names, group.files, strict=True):
                    source = stack.enter_context(opened())
                    target = stack.enter_context((work / name).open("wb"))
                    shutil.copyfileobj(source, target, 1024 * 1024)
            called = list(group.names) or ["документ"] * len(names)
            task.append(
                {"files": names, "names": called, "carriers": list(group.carriers), "pair": group.pair}
            )
        told = {"groups": task, "at": at.isoformat() if at else None}
        answer = ask(told, trust, work, timeout_s=timeout_s)
    try:
        found = [[Finding.read(one) for one in group] for group in answer["groups"]]
        _check(found, groups)
    except (ValueError, KeyError, TypeError) as problem:
        log.warning("signature_answer_is_odd", problem=repr(problem))
        raise CannotLook(CRASHED) from problem
    return found


def ask(task: dict[str, Any], trust: bytes, work: Path, *, timeout_s: float) -> dict[str, Any]:
    """The answer of the fenced process to a task, as it left it."""
    (work / "task.json").write_text(json.dumps(task, ensure_ascii=False), "utf-8")
    (work / "trust").write_bytes(trust)
    hidden = str(Path(settings.CONFIG.data_dir).resolve())
    code = run_apart(MODULE, [str(work), hidden], work, timeout_s=timeout_s)
    if code is None:
        raise CannotLook(SLOW)
    if code:
        log.warning("signature_look_failed", code=code, told=last_words(work))
        raise CannotLook(CRASHED)
    try:
        answer: dict[str, Any] = json.loads(read_bounded(work / "result.json", MOST_RESULT_BYTES))
    except (OSError, ValueError) as problem:
        raise CannotLook(CRASHED) from problem
    if answer.get("unfenced"):
        log.info("signature_look_unfenced", missing=answer["unfenced"])
    return answer


def _check(found: list[list[Finding]], groups: Sequence[Group]) -> None:
    """Places must be ours: a finding of a file that was not asked for is no answer."""
    if len(found) != len(groups):
        raise ValueError("another number of groups")
    for findings, group in zip(found, groups, strict=True):
        if [each.place for each in findings] != list(group.carriers):
            raise ValueError("other places")
        if any(each.document is not None and not 0 <= each.document < len(group.files) for each in findings):
            raise ValueError("a document that is not there")
