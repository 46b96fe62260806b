"""Приводить базу даних до цієї версії програми (від імені власника бази)."""

from __future__ import annotations

import argparse

import psycopg

from obih.site import schema, server
from obih.site.cluster import APP, OWNER
from obih.site.grants import prepare_database
from obih.site.sentences import CommandProblem

WRONG_ROLES = """DATABASE_URL має вести до ролі {app}, а OBIH_OWNER_DATABASE_URL — до ролі {owner},
яка володіє базою; жодна з них не суперкористувач. Як їх створити — docs/real-server.md."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="показати кожен крок")
    parser.add_argument("--if-needed", action="store_true", help="нічого не робити, якщо база вже така")


def run(args: argparse.Namespace) -> int:
    with server.running() as embedded, schema.one_at_a_time():
        if args.if_needed and schema.is_current():
            return 0
        if embedded is None:
            _prepare_given_server()
        server.set_up_django(role="owner")
        from django.core.management import call_command

        verbosity = 1 if args.verbose else 0
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
        schema.note_current()
    return 0


def _prepare_given_server() -> None:
    """On a real server: two roles of the known names, neither a superuser; then the application's rights."""
    for address, wanted in ((server.app_address(), APP), (server.owner_address(), OWNER)):
        with psycopg.connect(address) as connection:
            row = connection.execute(
                "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        if row != (wanted, False):
            raise CommandProblem(WRONG_ROLES.format(app=APP, owner=OWNER))
    with psycopg.connect(server.owner_address()) as connection, connection.cursor() as cursor:
        prepare_database(cursor, OWNER, APP)
