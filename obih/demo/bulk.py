"""Any number of made-up registered letters, written as the database's owner by COPY.

Everything that a registration and an answer leave is there: document, parties, copy, instance, deadline,
file, access rows, allocation, registration, counter, closure and the chained events, so that every check
passes on it. Who reads what follows the same rule as in a real registration.
"""

from __future__ import annotations

import heapq
import uuid
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg

from obih.demo.copying import NULL, Table, escaped, indexed_afterwards
from obih.demo.drawing import Drawer, MadeCard, Stage, moments
from obih.history.models import Event, PrivateData
from obih.history.rules import canonical_json, link_hash, private_hash
from obih.registry.access_rows import Grant, grants_of_registration
from obih.registry.events import DOCUMENT_CLOSED, DOCUMENT_REGISTERED
from obih.registry.models import (
    AccessRow,
    Allocation,
    Closure,
    Copy,
    Deadline,
    Document,
    DocumentFile,
    Instance,
    Party,
    Registration,
)
from obih.registry.rules import number_key, words_of
from obih.registry.vocabulary import Access, FileRole, Form, PartyRole
from obih.workdays.queries import calendar_for

PIECE = 4000
MANY = 20_000
"""From so many on, indexes and foreign keys are made after the rows: quicker by far than row by row."""
NOTES = ("Надано відповідь", "Взято до відома", "Рішення прийнято, заявника повідомлено", "Виконано")
BASIS = "персональні дані заявника"


def load(stage: Stage, count: int, address: str) -> None:
    """Add `count` registered documents over the last ten years. All or nothing.

    The same database and the same count give the same cards. While it lasts nobody else can register.
    """
    with psycopg.connect(address) as connection:
        writer = Writer(connection, stage)
        if count >= MANY:
            with indexed_afterwards(connection, [table.name for table in writer.tables]):
                writer.write(count)
        else:
            writer.write(count)
        writer.close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)" if count >= MANY else "ANALYZE")


@dataclass
class _Counting:
    """Counters and the chain's head, held from the first row to the last."""

    values: dict[tuple[int, str], int]
    seq: int
    hash: str
    touched: set[tuple[int, str]] = field(default_factory=set)

    def next(self, journal: int, period: str) -> int:
        key = (journal, period)
        value = self.values[key] = self.values.get(key, 0) + 1
        self.touched.add(key)
        return value


class Writer:
    """Turns drawn cards into rows of every table they touch."""

    def __init__(self, connection: psycopg.Connection[Any], stage: Stage) -> None:
        self.connection, self.stage = connection, stage
        self._make_tables()
        self.counting = self._lock()
        self.about = Document._meta.label_lower
        by = stage.registrar
        self.by = canonical_json({"key": by.key, "kind": by.kind, "label": by.label})
        self.label = escaped(by.label)
        self._grants: dict[tuple[int, bool, int, int | None], Sequence[Grant]] = {}
        self._closings: list[tuple[datetime, int, str]] = []

    def _make_tables(self) -> None:
        self.documents = Table(
            Document, "id", "organisation_id", "kind_code", "regime_code", "title", "form", "access_level",
            "access_basis", "first_reviewer_id", "responsible_unit_id", "profile_version", "created_at",
            "closed_at", "words",
        )  # fmt: skip
        self.allocations = Table(
            Allocation, "id", "journal_id", "period", "sequence", "number", "allocated_at"
        )
        self.registrations = Table(
            Registration, "id", "document_id", "allocation_id", "organisation_id", "journal_id", "period",
            "sequence", "number", "registered_at", "received_at", "registered_by_id", "registered_by_label",
        )  # fmt: skip
        self.parties = Table(
            Party, "document_id", "role", "correspondent_id", "number", "number_key", "dated_on"
        )
        self.copies = Table(Copy, "document_id", "channel_code", "arrived_at")
        self.instances = Table(Instance, "document_id", "medium", "sheets_main", "holder_id")
        self.deadlines = Table(
            Deadline, "document_id", "unit_id", "rule_code", "starts_at", "nominal_on", "effective_on",
            "due_at", "cap_on", "met_at",
        )  # fmt: skip
        self.files = Table(
            DocumentFile, "id", "document_id", "content_id", "role", "name", "added_at", "added_by_label"
        )
        self.access = Table(
            AccessRow, "principal", "document_id", "journal_id", "dated_at", "reason", "source"
        )
        self.closures = Table(Closure, "document_id", "note", "closed_at", "closed_by_label")
        self.events = Table(
            Event, "seq", "key", "name", "at", "actor_kind", "actor_key", "about_kind", "about_key", "number",
            "canonical", "previous", "hash",
        )  # fmt: skip
        self.private = Table(PrivateData, "event_key", "salt", "canonical")
        self.tables = [each for each in vars(self).values() if isinstance(each, Table)]

    def _lock(self) -> _Counting:
        """Counters by journal and period, then the head: the order of locks that every writer keeps."""
        counters = self.connection.execute(
            "SELECT journal_id, period, value FROM registry_counter ORDER BY journal_id, period FOR UPDATE"
        ).fetchall()
        head = self.connection.execute("SELECT seq, hash FROM history_head FOR UPDATE").fetchone()
        assert head is not None
        return _Counting({(journal, period): value for journal, period, value in counters}, *head)

    def write(self, count: int) -> None:
        """Make the rows of one piece while the piece before is on its way into the database."""
        calendar = calendar_for()
        drawer = Drawer(self.stage, calendar, f"obih {self.counting.seq}")
        when = moments(calendar, count)
        with ThreadPoolExecutor(1) as sender:
            sent: Future[None] | None = None
            for start in range(0, count, PIECE):
                for _ in range(min(PIECE, count - start)):
                    day, moment = next(when)
                    self._close_until(moment)
                    self._add(drawer.card(day, moment))
                if start + PIECE >= count:
                    self._close_until(datetime.now(UTC))
                buffers = [(table, table.taken()) for table in self.tables]
                if sent:
                    sent.result()
                sent = sender.submit(self._send, buffers)
            if sent:
                sent.result()

    def _send(self, buffers: list[tuple[Table, bytes]]) -> None:
        with self.connection.cursor() as cursor:
            for table, data in buffers:
                with cursor.copy(table.statement) as copy:
                    copy.write(data)

    def close(self) -> None:
        """Leave the counters and the head where the rows say."""
        counting = self.counting
        with self.connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO registry_counter (journal_id, period, value) VALUES (%s, %s, %s)"
                " ON CONFLICT (journal_id, period) DO UPDATE SET value = excluded.value",
                [(*key, counting.values[key]) for key in sorted(counting.touched)],
            )
            cursor.execute(
                "UPDATE history_head SET seq = %s, hash = %s WHERE id = 1", [counting.seq, counting.hash]
            )

    # ── one card ──────────────────────────────────────────────────────────
    def _add(self, card: MadeCard) -> None:
        at, received = card.registered_at.isoformat(), card.received_at.isoformat()
        closed = card.closed_at.isoformat() if card.closed_at else NULL
        sequence = self.counting.next(card.journal.pk, card.period)
        number = card.parts.number(sequence)
        unit = card.unit.pk if card.unit else NULL
        self.documents.add(
            card.document, card.journal.organisation_id, card.kind, card.regime, card.title, card.form,
            Access.RESTRICTED if card.restricted else Access.GENERAL, BASIS if card.restricted else "",
            card.reviewer, unit, card.version, at, closed, _vector(card),
        )  # fmt: skip
        self.allocations.add(card.allocation, card.journal.pk, card.period, sequence, number, at)
        self.registrations.add(
            card.registration, card.document, card.allocation, card.journal.organisation_id, card.journal.pk,
            card.period, sequence, number, at, received, self.stage.registrar.person_id, self.label,
        )  # fmt: skip
        self._add_rest(card, at, received, closed, unit)
        for grant in self._grants_of(card):
            self.access.add(grant.principal, card.document, card.journal.pk, at, grant.reason, grant.source)
        self._announce(card, at, received, number)
        if card.closed_at:
            heapq.heappush(self._closings, (card.closed_at, sequence, card.document))

    def _add_rest(self, card: MadeCard, at: str, received: str, closed: str, unit: object) -> None:
        document, theirs = card.document, card.their_number
        holder = self.stage.registrar.person_id if card.form == Form.PAPER else NULL
        self.parties.add(
            document, PartyRole.SENDER, card.sender.id, theirs, number_key(theirs), card.their_date or NULL
        )
        self.copies.add(document, card.channel, received)
        self.instances.add(document, card.form, card.sheets, holder)
        self.files.add(card.file, document, card.content, FileRole.MAIN, card.file_name, at, self.label)
        if due := card.due:
            self.deadlines.add(
                document, unit, due.rule_code, received, due.nominal, due.effective,
                due.moment.isoformat() if due.moment else NULL, due.cap or NULL, closed,
            )  # fmt: skip

    def _grants_of(self, card: MadeCard) -> Sequence[Grant]:
        key = (card.journal.pk, card.restricted, card.reviewer, card.unit.pk if card.unit else None)
        if key not in self._grants:
            self._grants[key] = sorted(
                grants_of_registration(
                    readers=self.stage.readers[card.journal.pk],
                    restricted=card.restricted,
                    registrar_id=self.stage.registrar.person_id,
                    first_reviewer_id=card.reviewer,
                    unit_id=card.unit.pk if card.unit else None,
                    journal_id=card.journal.pk,
                )
            )
        return self._grants[key]

    def _announce(self, card: MadeCard, at: str, received: str, number: str) -> None:
        facts = {
            "answer_by": card.due.effective if card.due else None, "files": [card.content],
            "journal": card.journal.code, "kind": card.kind, "not_duplicate_because": "",
            "received_at": received, "registered_at": at, "registration": card.registration,
        }  # fmt: skip
        told = {
            "title": card.title, "from": card.sender.name, "their_number": card.their_number,
            "their_date": card.their_date,
        }  # fmt: skip
        private = (card.salt, canonical_json(told))
        self._event(DOCUMENT_REGISTERED.name, at, card.event, card.document, number, facts, private)

    def _close_until(self, moment: datetime) -> None:
        """Marks of execution whose time has come, each with its event."""
        while self._closings and self._closings[0][0] <= moment:
            closed, sequence, document = heapq.heappop(self._closings)
            note, at = NOTES[sequence % len(NOTES)], closed.isoformat()
            self.closures.add(document, note, at, self.label)
            self._event(DOCUMENT_CLOSED.name, at, _closing_key(document), document, "", {"note": note})

    def _event(
        self, name: str, at: str, key: str, document: str, number: str, facts: Mapping[str, object],
        private: tuple[str, str] | None = None,
    ) -> None:  # fmt: skip
        by, counting = self.stage.registrar, self.counting
        hidden = f',"private":"{private_hash(*private)}"' if private else ""
        canonical = (
            f'{{"about":{{"key":"{document}","kind":"{self.about}"}},"at":"{at}","by":{self.by},'
            f'"facts":{canonical_json(facts)},"key":"{key}","name":"{name}"{hidden}}}'
        )
        counting.seq += 1
        previous, counting.hash = counting.hash, link_hash(counting.hash, counting.seq, number, canonical)
        self.events.add(
            counting.seq, key, name, at, by.kind, by.key, self.about, document, number, escaped(canonical),
            previous, counting.hash,
        )  # fmt: skip
        if private:
            self.private.add(key, private[0], escaped(private[1]))


def _closing_key(document: str) -> str:
    """The key of a closing’s event: follows from the document, so that a second load gives the same."""
    return str(uuid.uuid5(uuid.UUID(document), "closed"))


def _vector(card: MadeCard) -> str:
    """A tsvector as text; words hold neither quotes nor backslashes."""
    found = dict.fromkeys([*words_of(card.title, card.their_number), *card.sender.words])
    return " ".join(f"'{word}'" for word in found)
