"""Statements that are the same each time, put together by the ORM once for the life of the process.

Putting a statement of many sub-selects together costs more than the database needs to answer it.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import Combinable


def composed(rows: QuerySet[Model, object]) -> str:
    """The text of a query all of whose values are constants, ready to take parameters of its own."""
    sql, params = rows.query.sql_with_params()
    return str(connection.ops.compose_sql(sql, params)).replace("%", "%%")  # type: ignore[attr-defined]


def composed_column(model: type[Model], column: Combinable) -> str:
    """The text of one column of a select from the table of `model`; the table goes by its own name."""
    text = composed(model._default_manager.values_list(column).order_by())
    begin, end = "SELECT ", f' FROM "{model._meta.db_table}"'
    assert text.startswith(begin) and text.endswith(end), text
    return text[len(begin) : -len(end)].rpartition(" AS ")[0]
