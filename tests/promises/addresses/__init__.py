"""Every address of the house and who passes it. An address that is not here fails `test_addresses.py`.

`Gate` says who is let in; `writes` names addresses that change something; `keys` say which thing of `world.py`
stands in the address. A public address gives its reason. A new address is one row in the file of its rooms.
"""

from __future__ import annotations

from tests.promises.addresses import business, control, desk, frame, ground, tasks
from tests.promises.addresses.found import Found, all_addresses
from tests.promises.addresses.frame import API_ELSEWHERE
from tests.promises.addresses.gates import BY_DOCUMENT, BY_TOKEN, KEEPS, SEES, Address, Gate

__all__ = [
    "ADDRESSES",
    "API_ELSEWHERE",
    "BY_DOCUMENT",
    "BY_TOKEN",
    "KEEPS",
    "SEES",
    "Address",
    "Found",
    "Gate",
    "all_addresses",
]


def _put_together(*parts: dict[str, Address]) -> dict[str, Address]:
    """One table of all; the second row of an address would silently win, so it is refused."""
    together: dict[str, Address] = {}
    for part in parts:
        twice = together.keys() & part.keys()
        assert not twice, f"two rows for {sorted(twice)}"
        together |= part
    return together


ADDRESSES = _put_together(frame.ROWS, ground.ROWS, business.ROWS, desk.ROWS, tasks.ROWS, control.ROWS)
