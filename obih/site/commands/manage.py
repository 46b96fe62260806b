"""Передає решту слів керівній програмі Django (для розробників): obih manage shell."""

from __future__ import annotations

import argparse
import os

from obih.site import server

AS_OWNER = {"migrate", "createcachetable", "sqlmigrate"}
WITHOUT_DATABASE = {"makemessages", "compilemessages", "collectstatic", "findstatic"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="…", help="команда Django з її ключами")


def run(args: argparse.Namespace) -> int:
    words = args.words or ["help"]
    if words[0] in AS_OWNER:
        os.environ["OBIH_ROLE"] = "owner"
    if words[0] in WITHOUT_DATABASE:
        return _execute(words)
    with server.running():
        return _execute(words)


def _execute(words: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["obih manage", *words])
    return 0
