"""Who is let in, and how an address is told of: the words that the rows of this folder are written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Gate(Enum):
    """Who is let in; to everybody else the thing is absent, or the refusal says who may."""

    PUBLIC = "anyone, also not signed in"
    SIGNED_IN = "anyone signed in"
    JOURNAL = "who sees a document of the journal or reads it"
    DOCUMENT = "who has a row of access to the document"
    DOCUMENT_CLERK = "who sees the document and keeps its journal"
    DOCUMENT_CONTROL = "who sees the document and reviews it, controls or keeps its journal"
    CLERK = "who registers in the journal"
    READER = "who reads the journal"
    SITTING = "who reads the journal of the body’s decisions"
    KEEPER = "who registers somewhere"
    VOLUMES = "clerks, heads and controllers, of their own organisation"
    YEAR = "who registers in a journal of the year, or manages journals"
    PAPERS = "people of the unit that a list of originals goes to, and who registers in its organisation"
    CREATES = "who registers in a journal of what is made here"
    RECEPTIONS = "who reads the journal of appeals and sees this one"
    APPEALS_CLERK = "who registers appeals and requests"
    CORRESPONDENT = "who registers somewhere or sees a letter of the correspondent"
    ADMINISTRATOR = "the administrator"
    CALENDAR = "administrators and clerks"
    OWNER_OR_SUBSTITUTE = "oneself, or who may arrange another’s absence"
    TOKEN_READ = "a token with the right to read"
    TOKEN_REGISTER = "a token with the right to register"
    TOKEN_EXECUTE = "a token with the right to take and report tasks"
    TOKEN = "any token in force"
    NOBODY = "absent for everybody"


ALLOWED: dict[Gate, frozenset[str]] = {
    Gate.SIGNED_IN: frozenset(
        {"stranger", "other_department", "executor", "clerk", "school_clerk", "head", "administrator"}
    ),
    Gate.JOURNAL: frozenset({"executor", "clerk", "head"}),
    Gate.CLERK: frozenset({"clerk"}),
    Gate.READER: frozenset({"clerk", "head"}),
    Gate.SITTING: frozenset({"clerk", "head"}),
    Gate.KEEPER: frozenset({"clerk", "school_clerk"}),
    Gate.VOLUMES: frozenset({"clerk", "school_clerk", "head"}),
    Gate.YEAR: frozenset({"clerk", "school_clerk", "administrator"}),
    Gate.PAPERS: frozenset({"executor", "clerk"}),
    Gate.CREATES: frozenset({"clerk"}),
    Gate.RECEPTIONS: frozenset({"clerk", "head"}),
    Gate.APPEALS_CLERK: frozenset({"clerk"}),
    Gate.CORRESPONDENT: frozenset({"executor", "clerk", "school_clerk", "head"}),
    Gate.ADMINISTRATOR: frozenset({"administrator"}),
    Gate.CALENDAR: frozenset({"administrator", "clerk", "school_clerk"}),
    Gate.OWNER_OR_SUBSTITUTE: frozenset({"administrator", "clerk", "head"}),
    Gate.NOBODY: frozenset(),
}
SEES: dict[str, frozenset[str]] = {
    "general": frozenset({"executor", "clerk", "head"}),
    "restricted": frozenset({"clerk", "head"}),
    "foreign": frozenset({"school_clerk"}),
}
"""Who sees the document of each level: the executor’s unit is responsible for the general and the restricted one."""
KEEPS = {"general": "clerk", "restricted": "clerk", "foreign": "school_clerk"}
BY_DOCUMENT = frozenset({Gate.DOCUMENT, Gate.DOCUMENT_CLERK, Gate.DOCUMENT_CONTROL})
BY_TOKEN = frozenset({Gate.TOKEN, Gate.TOKEN_READ, Gate.TOKEN_REGISTER, Gate.TOKEN_EXECUTE})


@dataclass(frozen=True)
class Address:
    gate: Gate
    keys: dict[str, str] = field(default_factory=dict)
    reason: str = ""
    """Why it is public, or what a GET may write down."""
    reads: bool = True
    writes: bool = False
    write_gate: Gate | None = None
    """Who may change, where that is narrower than who may look."""
    notes_reading: bool = False
    """A GET may leave the event that a restricted document was read."""
    harmless: bool = False
    """Any method only reads it."""
    opens: bool = True
    """An empty GET by one who is let in is answered by a page; False: it needs something that is not there."""

    def allowed(self, role: str, level: str, *, writing: bool) -> bool:
        gate = self.write_gate if writing and self.write_gate else self.gate
        if gate is Gate.PUBLIC:
            return True
        if gate in BY_TOKEN:
            return False
        if gate in BY_DOCUMENT:
            if role not in SEES[level]:
                return False
            if gate is Gate.DOCUMENT:
                return True
            return role == KEEPS[level] or (gate is Gate.DOCUMENT_CONTROL and role == "head")
        return role in ALLOWED[gate]

    def sees(self, role: str, level: str) -> bool:
        return role in SEES[level]


def by_administrator(key: str = "", *, reads: bool = True) -> Address:
    return Address(Gate.ADMINISTRATOR, {"pk": key} if key else {}, reads=reads, writes=True)


def by_oneself(*, reads: bool = True, opens: bool = True, writes: bool = True, **keys: str) -> Address:
    return Address(Gate.SIGNED_IN, keys, reads=reads, writes=writes, opens=opens)


PAGE = Address(Gate.SIGNED_IN)
DOCUMENT = {"document_id": "document"}
JOURNAL = {"code": "journal"}
CARD = {"card_id": "card"}
PAPERS = {"list_id": "paper_list"}
SITTING = {"sitting_id": "sitting"}
ITEM = {"sitting_id": "sitting", "item_id": "item"}
DRAFT = {"sitting_id": "sitting", "file_id": "draft_of_item"}
