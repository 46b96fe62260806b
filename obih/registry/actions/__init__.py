"""What people can do in the registry; nothing else writes this room’s tables."""

from obih.registry.actions.correspondents import add_correspondent, change_correspondent
from obih.registry.actions.journals import (
    change_journal,
    open_journal,
    remove_reader,
    seed_journals,
    set_reader,
)
from obih.registry.actions.registration import Registered, register_incoming

__all__ = [
    "Registered",
    "add_correspondent",
    "change_correspondent",
    "change_journal",
    "open_journal",
    "register_incoming",
    "remove_reader",
    "seed_journals",
    "set_reader",
]
