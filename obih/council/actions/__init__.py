"""What people can do in this room; nothing else writes its tables."""

from obih.council.actions.agenda import AgendaEntry, attach_draft, put_agenda, remove_draft, set_text
from obih.council.actions.deciding import DecisionEntry, place_decision, register_decision
from obih.council.actions.mailing import Addressee, add_addressees, note_sent, remove_addressees
from obih.council.actions.numbering import Numbered, note_signing, number_decisions
from obih.council.actions.sittings import correct_sitting, open_sitting
from obih.council.actions.votes import VoteEntry, record_roll_call, record_votes

__all__ = [
    "Addressee",
    "AgendaEntry",
    "DecisionEntry",
    "Numbered",
    "VoteEntry",
    "add_addressees",
    "attach_draft",
    "correct_sitting",
    "note_sent",
    "note_signing",
    "number_decisions",
    "open_sitting",
    "place_decision",
    "put_agenda",
    "record_roll_call",
    "record_votes",
    "register_decision",
    "remove_addressees",
    "remove_draft",
    "set_text",
]
