"""Two database roles: the owner migrates, the application's role owns nothing."""

from __future__ import annotations

from typing import Any

from psycopg import sql


def prepare_database(cursor: Any, owner: str, app: str) -> None:
    """Make the connected database ready for migrations by `owner` and for work by `app`.

    Needs a superuser's cursor, or one of a role that may act as `owner` and owns the database. Tables that
    the owner makes afterwards can be read and written by `app`, never altered, emptied at once (TRUNCATE)
    or given triggers. Tables that exist already keep the grants they have: a migration that takes a right
    away (history) is not undone by a second call.
    """
    names = {
        "owner": sql.Identifier(owner),
        "app": sql.Identifier(app),
        "database": sql.Identifier(_current_database(cursor)),
    }
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {database} TO {owner}, {app}",
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SCHEMAS TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ):
        # text, not a Composable: Django's wrapped cursor takes only that
        cursor.execute(sql.SQL(statement).format(**names).as_string(None))


def _current_database(cursor: Any) -> str:
    cursor.execute("SELECT current_database()")
    return str(cursor.fetchone()[0])
