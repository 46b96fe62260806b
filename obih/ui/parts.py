"""What rooms hand to the components: small value objects without behaviour of their own room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class NavItem:
    """One tab of the rail; `key` is the letter after G («J» makes G J), `late` reddens the count."""

    label: str
    url: str
    icon: str
    count: int | None = None
    key: str = ""
    group: str = ""
    late: bool = False


@dataclass(frozen=True)
class Shell:
    """What the frame of a staff page shows; the room at the top builds it for each request."""

    organisation: str = ""
    person: str = ""
    post: str = ""
    profile_url: str = ""
    sign_out_url: str = ""
    find_url: str = ""
    find_text: str = ""
    suggest_url: str = ""
    help_url: str = ""
    bell_url: str = ""
    bell_count: int = 0
    training: bool = False
    view_as: str = ""
    """Whose eyes the page is seen with; empty outside the read-only «view as»."""
    stop_view_as_url: str = ""
    size: str = ""
    density: str = ""
    theme: str = ""
    hotkeys: bool = True


@dataclass(frozen=True)
class View:
    """A saved view (a tab above a grid) or a step of paging."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Pick:
    """A filter in force, with the address that takes it off; or, with `add`, one to be added."""

    label: str
    url: str
    add: bool = False


@dataclass(frozen=True)
class Step:
    """A station of the document's way: who and how long stand in the note."""

    title: str
    note: str = ""
    state: Literal["done", "now", "next"] = "next"


@dataclass(frozen=True)
class Happening:
    """One line of the timeline; `text` may be a SafeString with markup."""

    at: datetime
    text: str


@dataclass(frozen=True)
class FileRow:
    """A file of a card: name and address, quiet note, and what is known of its signature."""

    name: str
    url: str
    note: str = ""
    icon: str = "file"
    state: str = ""
    state_text: str = ""
    preview_url: str = ""


@dataclass(frozen=True)
class Option:
    """A row of a combobox list. `new_url` makes it the row that creates what was typed."""

    value: str
    text: str
    note: str = ""
    new_url: str = ""


@dataclass(frozen=True)
class Pages:
    """Paging by key: no page numbers, only the neighbours that exist."""

    shown: str
    """«1–50 із 86», said by the room, because only it knows whether a total is affordable."""
    next_url: str = ""
    previous_url: str = ""
    next_label: str = "Наступні 50"
    previous_label: str = "Попередні 50"
    extra: Sequence[View] = field(default_factory=tuple)
