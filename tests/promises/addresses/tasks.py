"""Resolutions, tasks, control, acquaintance."""

from __future__ import annotations

from tests.promises.addresses.gates import DOCUMENT, Address, Gate, by_oneself

LIST = {"list_id": "acquaintance_list"}
ROWS: dict[str, Address] = {
    "tasks:acquaintance": Address(
        Gate.DOCUMENT, DOCUMENT, writes=True, write_gate=Gate.DOCUMENT_CONTROL, notes_reading=True
    ),
    "tasks:act_points": Address(Gate.DOCUMENT_CONTROL, DOCUMENT, writes=True, notes_reading=True),
    "tasks:acquainted": by_oneself(reads=False, line_id="absent"),
    "tasks:signed_on_paper": Address(Gate.JOURNAL, LIST, reads=False, writes=True, write_gate=Gate.READER),
    "tasks:acquaintance_print": Address(Gate.JOURNAL, LIST, opens=False),
}
