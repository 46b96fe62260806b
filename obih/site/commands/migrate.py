"""Приводить базу даних до цієї версії програми (від імені власника бази)."""

from __future__ import annotations

import argparse

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--verbose", action="store_true", help="показати кожен крок")


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django(role="owner")
        from django.core.management import call_command

        verbosity = 1 if args.verbose else 0
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
    return 0
