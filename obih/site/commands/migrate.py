"""Приводить базу даних до цієї версії програми (від імені власника бази)."""

from __future__ import annotations

import argparse

from obih.site import schema, server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="показати кожен крок")
    parser.add_argument("--if-needed", action="store_true", help="нічого не робити, якщо база вже така")


def run(args: argparse.Namespace) -> int:
    with server.running(), schema.one_at_a_time():
        if args.if_needed and schema.is_current():
            return 0
        server.set_up_django(role="owner")
        from django.core.management import call_command

        verbosity = 1 if args.verbose else 0
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
        schema.note_current()
    return 0
