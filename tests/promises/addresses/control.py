"""The control board and its reports."""

from __future__ import annotations

from tests.promises.addresses.gates import Address, Gate

ROWS: dict[str, Address] = {
    "tasks:control": Address(Gate.VOLUMES),
    "tasks:control_tasks": Address(Gate.VOLUMES),
    "tasks:control_calendar": Address(Gate.VOLUMES),
    "tasks:control_reminders": Address(Gate.VOLUMES, reads=False, writes=True),
    "tasks:report_discipline": Address(Gate.VOLUMES),
    "tasks:report_discipline_file": Address(Gate.VOLUMES, {"kind": "pdf"}),
    "tasks:report_late": Address(Gate.VOLUMES),
    "tasks:report_late_file": Address(Gate.VOLUMES, {"kind": "pdf"}),
    "desk:department_report": Address(Gate.VOLUMES),
    "desk:department_report_file": Address(Gate.VOLUMES, {"kind": "pdf"}),
}
