"""The control board and its reports."""

from __future__ import annotations

from tests.promises.addresses.gates import Address, Gate

ROWS: dict[str, Address] = {
    "tasks:control": Address(Gate.VOLUMES),
    "tasks:control_tasks": Address(Gate.VOLUMES),
    "tasks:control_calendar": Address(Gate.VOLUMES),
    "tasks:control_reminders": Address(Gate.VOLUMES, reads=False, writes=True),
}
