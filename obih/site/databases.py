"""Making and removing databases on any server, embedded or not; every call takes a superuser's address."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from obih.site.grants import prepare_database


def on_database(address: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{quote(database)}"))


def exists(server: str, name: str) -> bool:
    with psycopg.connect(server) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    return found is not None


def ensure_roles(server: str, *roles: str, password: str | None = None) -> None:
    """Roles that may sign in and nothing else; those that exist keep what they have."""
    with psycopg.connect(server, autocommit=True) as connection:
        for role in roles:
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                continue
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
            )


def create(
    server: str, name: str, owner: str, app: str, template: str | None = None, *, prepared: bool = True
) -> None:
    """A database owned by `owner` with the rights of `app` prepared; a copy when `template` is named.

    `prepared=False` is for a dump that brings its own rights: prepared ones would widen them.
    """
    parts: list[sql.Composable] = [
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
    ]
    if template is None:
        parts.append(sql.SQL("TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"))
    else:
        parts.append(sql.SQL("TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template)))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(" ").join(parts))
    if prepared:
        with psycopg.connect(on_database(server, name)) as connection, connection.cursor() as cursor:
            prepare_database(cursor, owner, app)


def drop(server: str, name: str) -> None:
    """Remove a database and throw out whoever is connected; nothing happens when there is none."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def rename(server: str, name: str, new_name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name))
        )
