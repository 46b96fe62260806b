"""Rows of several tables inserted by one statement: a registration writes to six of them every time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Field, Model
from django.db.models.expressions import DatabaseDefault

Rows = Sequence[Model]


def insert_together(*batches: Rows, unless_there: Rows = ()) -> None:
    """Insert these rows, each batch of one model; of `unless_there` those that stand already are left.

    The keys that the database gives are not told: for rows that nothing else here refers to.
    """
    parts: list[str] = []
    values: list[Any] = []
    for rows in filter(None, batches):
        parts.append(_insert(rows, values))
    if unless_there:
        parts.append(f"{_insert(unless_there, values)} ON CONFLICT DO NOTHING")
    if not parts:
        return
    named = ", ".join(f"part{place} AS ({each})" for place, each in enumerate(parts))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} SELECT", values)


def _insert(rows: Rows, values: list[Any]) -> str:
    into, fields = _columns(type(rows[0]))
    return f"INSERT INTO {into} VALUES {', '.join(_row(each, fields, values) for each in rows)}"  # noqa: S608


def _row(row: Model, fields: Sequence[Field[Any, Any]], values: list[Any]) -> str:
    marks = []
    for field in fields:
        value = field.pre_save(row, add=True)
        if isinstance(value, DatabaseDefault):
            marks.append("DEFAULT")
        else:
            marks.append("%s")
            values.append(field.get_db_prep_save(value, connection))
    return f"({', '.join(marks)})"


@cache
def _columns(model: type[Model]) -> tuple[str, tuple[Field[Any, Any], ...]]:
    """«table (columns)» and the fields of those columns: all but a key that the database gives."""
    fields = tuple(each for each in model._meta.local_concrete_fields if not isinstance(each, AutoField))
    names = ", ".join(f'"{each.column}"' for each in fields)
    return f'"{model._meta.db_table}" ({names})', fields
