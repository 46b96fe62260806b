"""Filling tables by COPY: rows as text lines, one buffer a table, sent while the next ones are made."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from django.db import models
from psycopg import sql

NULL = r"\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def escaped(text: str) -> str:
    """Text as COPY wants it."""
    return text.translate(_ESCAPES)


class Table:
    """One table being filled. `columns` are given with each row; the others get their model's defaults.

    Values are handed over as text already: what can hold a tab or a backslash goes through `escaped`.
    """

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        fields = {str(field.column): field for field in model._meta.concrete_fields}
        assert not set(columns) - set(fields), f"{model.__name__} has no {set(columns) - set(fields)}"
        rest = {
            name: _as_text(field)
            for name, field in fields.items()
            if name not in columns
            and not isinstance(field, models.AutoField | models.BigAutoField)
            and not field.has_db_default()
        }
        self.name = model._meta.db_table
        self.statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(self.name),
            sql.SQL(", ").join(sql.Identifier(each) for each in [*columns, *rest]),
        )
        self._tail = "".join(f"\t{each}" for each in rest.values()) + "\n"
        self._lines: list[str] = []

    def add(self, *values: object) -> None:
        self._lines.append("\t".join(map(str, values)) + self._tail)

    def taken(self) -> bytes:
        """Everything added since the last call."""
        lines, self._lines = self._lines, []
        return "".join(lines).encode()


def _as_text(field: models.Field[Any, Any]) -> str:
    value = field.get_default()
    if value is None and not field.null:
        value = field.get_prep_value("")
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict | list):
        return escaped(json.dumps(value))
    if value is None:
        return NULL
    assert isinstance(value, str | int | date | datetime | Decimal | UUID), field
    return escaped(str(value))


_LATER = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
  FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = ANY(%s::regclass[])
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
  FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype <> 'f'
 WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisprimary AND NOT i.indisunique AND c.oid IS NULL
"""


@contextmanager
def indexed_afterwards(connection: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Inside, the tables have neither secondary indexes nor foreign keys; afterwards both again, checked.

    All in the caller's transaction: nobody else reads these tables meanwhile, and a load that breaks off
    leaves nothing of itself.
    """
    names = list(tables)
    with connection.cursor() as cursor:
        indexes = cursor.execute(_INDEXES, [names]).fetchall()
        keys = cursor.execute(_LATER, [names]).fetchall()
        for table, name, _ in keys:
            cursor.execute(_statement(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
        for name, _ in indexes:
            cursor.execute(_statement(f"DROP INDEX {name}"))
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        for _, definition in indexes:
            cursor.execute(_statement(definition))
        for table, name, definition in keys:
            cursor.execute(_statement(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'))


def _statement(text: str) -> sql.SQL:
    """A statement made of names that PostgreSQL itself has quoted."""
    return sql.SQL(text)  # type: ignore[arg-type]
