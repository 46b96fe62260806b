"""What the fenced process does to raise a file of signatures: says what to ask, makes the new file.

It has no network: whoever started it asks the services and brings their answers as bytes. Imports no Django.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.evidence.augmenting import CannotRaise
from obih.signatures.crypto.evidence.raising import Around, Plan, applied, planned
from obih.signatures.crypto.trust import TrustStore
from obih.signatures.packing import unpack

FILE, DOCUMENT, RAISED = "file", "document", "raised"


def done(task: dict[str, Any], work: Path) -> dict[str, Any]:
    """The answer to a task `plan` or `apply`; of the latter also the file `raised`."""
    try:
        around = _around(task, work)
        data = (work / FILE).read_bytes()
        return _plan(planned(data, around)) if task["raise"] == "plan" else _apply(task, work, data, around)
    except (Malformed, CannotRaise) as problem:
        return _plan(Plan(why_not=str(problem))) | {"made": False, "problems": [str(problem)]}


def _around(task: dict[str, Any], work: Path) -> Around:
    items, pins = unpack((work / "trust").read_bytes())
    return Around(
        TrustStore.of(items, pins),
        datetime.fromisoformat(task["at"]),
        bytes.fromhex(task["random"]),
        (work / DOCUMENT).read_bytes() if task["document"] else None,
        timedelta(days=task["seal_within_days"]),
        task["prepared"],
    )


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "step": plan.step.value if plan.step else "",
        "why_not": plan.why_not,
        "level": plan.level,
        "ages_at": plan.ages_at.isoformat() if plan.ages_at else None,
        "questions": [
            vars(one) | {"addresses": list(one.addresses), "body": base64.b64encode(one.body).decode()}
            for one in plan.questions
        ],
    }


def _apply(task: dict[str, Any], work: Path, data: bytes, around: Around) -> dict[str, Any]:
    given = {key: (work / f"answer-{number}").read_bytes() for number, key in enumerate(task["answers"])}
    raised = applied(data, around, given)
    if raised.data is not None:
        (work / RAISED).write_bytes(raised.data)
    return {
        "made": raised.data is not None,
        "problems": raised.problems,
        "level": raised.level,
        "ages_at": raised.ages_at.isoformat() if raised.ages_at else None,
    }
