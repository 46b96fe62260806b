"""Resolutions, tasks, control, acquaintance."""

from __future__ import annotations

from obih.tasks.views.deeds import KINDS
from tests.promises.addresses.gates import DOCUMENT, Address, Gate, by_oneself

LIST = {"list_id": "acquaintance_list"}
DRAFT = {"resolution_id": "draft_of"}
TASK = {"point_id": "task"}
ROWS: dict[str, Address] = {
    "tasks:week": Address(Gate.VOLUMES),
    "tasks:reminding_order": Address(Gate.SIGNED_IN, writes=True, write_gate=Gate.ADMINISTRATOR),
    "tasks:acquaintance": Address(
        Gate.DOCUMENT, DOCUMENT, writes=True, write_gate=Gate.DOCUMENT_CONTROL, notes_reading=True
    ),
    "tasks:act_points": Address(Gate.DOCUMENT_CONTROL, DOCUMENT, writes=True, notes_reading=True),
    "tasks:acquainted": by_oneself(reads=False, line_id="absent"),
    "tasks:signed_on_paper": Address(Gate.JOURNAL, LIST, reads=False, writes=True, write_gate=Gate.READER),
    "tasks:acquaintance_print": Address(Gate.JOURNAL, LIST, opens=False),
    "tasks:given": Address(Gate.SIGNED_IN),
    "tasks:task": Address(Gate.DOCUMENT, TASK, notes_reading=True),
    "tasks:report_file": Address(Gate.DOCUMENT, {"file_id": "task_file"}, notes_reading=True),
    "tasks:resolution": Address(Gate.DOCUMENT_CONTROL, DOCUMENT, writes=True, notes_reading=True),
    "tasks:reviewers": Address(Gate.DOCUMENT_CONTROL, DOCUMENT, writes=True, notes_reading=True),
    "tasks:without_resolution": Address(
        Gate.DOCUMENT, DOCUMENT, writes=True, opens=False, notes_reading=True
    ),
    "tasks:draft": Address(Gate.DOCUMENT_CONTROL, DRAFT, notes_reading=True),
    "tasks:draft_acceptance": Address(Gate.DOCUMENT_CONTROL, DRAFT, reads=False, writes=True),
    "tasks:draft_change": Address(Gate.DOCUMENT_CONTROL, DRAFT, writes=True, notes_reading=True),
    "tasks:draft_return": Address(Gate.DOCUMENT_CONTROL, DRAFT, writes=True, opens=False, notes_reading=True),
    "tasks:draft_removal": Address(Gate.DOCUMENT_CONTROL, DRAFT, reads=False, writes=True),
    "tasks:to_resolve": Address(Gate.SIGNED_IN, notes_reading=True),
    "tasks:executors": Address(Gate.SIGNED_IN),
    "tasks:readers": Address(Gate.SIGNED_IN),
    "tasks:phrases": by_oneself(),
    # Whoever sees the task is told why he may not; only whose it is changes it.
    **{
        f"tasks:task_{name}": Address(Gate.DOCUMENT, TASK, writes=True, opens=False, notes_reading=True)
        for name in KINDS
    },
}
