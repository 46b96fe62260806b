"""What people can do in the registry; nothing else writes this room’s tables."""

from obih.registry.actions.arrivals import add_arrival, refuse_arrival, review_arrival
from obih.registry.actions.correction import CardConflict, correct_card
from obih.registry.actions.correspondents import add_correspondent, change_correspondent
from obih.registry.actions.deadlines import (
    change_deadline,
    close_document,
    preview_recount,
    recount_deadlines,
    reopen_document,
)
from obih.registry.actions.directory import (
    merge_correspondents,
    part_correspondents,
    remove_group,
    save_group,
)
from obih.registry.actions.dispatch import (
    note_delivered,
    note_many_sent,
    note_refused,
    note_registered_there,
    note_sent,
)
from obih.registry.actions.files import add_files, withdraw_file
from obih.registry.actions.granting import grant, note_review, revoke
from obih.registry.actions.journals import (
    AT_ONCE,
    change_journal,
    open_journal,
    remove_reader,
    seed_journals,
    set_reader,
    spread_reader,
)
from obih.registry.actions.moving import move_registration
from obih.registry.actions.numbers import reserve_numbers, return_number, void_number
from obih.registry.actions.papers import (
    make_handover,
    move_original,
    receive_originals,
    take_back_originals,
)
from obih.registry.actions.pending import (
    attach_pending_file,
    discard,
    postpone,
    remove_pending_file,
    save_pending,
    take_over,
)
from obih.registry.actions.periods import (
    close_journal_period,
    close_journal_periods,
    open_period,
    open_periods,
)
from obih.registry.actions.reading import note_reading, read_card, read_file
from obih.registry.actions.registration import Registered, register_created, register_incoming
from obih.registry.actions.samples import seed_sample_journals
from obih.registry.actions.sharing import hand_over, share, unshare
from obih.registry.actions.telling import NotSeen, send_link
from obih.registry.actions.views import remove_view, save_view

__all__ = [
    "AT_ONCE",
    "CardConflict",
    "NotSeen",
    "Registered",
    "add_arrival",
    "add_correspondent",
    "add_files",
    "attach_pending_file",
    "change_correspondent",
    "change_deadline",
    "change_journal",
    "close_document",
    "close_journal_period",
    "close_journal_periods",
    "correct_card",
    "discard",
    "grant",
    "hand_over",
    "make_handover",
    "merge_correspondents",
    "move_original",
    "move_registration",
    "note_delivered",
    "note_many_sent",
    "note_reading",
    "note_refused",
    "note_registered_there",
    "note_review",
    "note_sent",
    "open_journal",
    "open_period",
    "open_periods",
    "part_correspondents",
    "postpone",
    "preview_recount",
    "read_card",
    "read_file",
    "receive_originals",
    "recount_deadlines",
    "refuse_arrival",
    "register_created",
    "register_incoming",
    "remove_group",
    "remove_pending_file",
    "remove_reader",
    "remove_view",
    "reopen_document",
    "reserve_numbers",
    "return_number",
    "review_arrival",
    "revoke",
    "save_group",
    "save_pending",
    "save_view",
    "seed_journals",
    "seed_sample_journals",
    "send_link",
    "set_reader",
    "share",
    "spread_reader",
    "take_back_originals",
    "take_over",
    "unshare",
    "void_number",
    "withdraw_file",
]
