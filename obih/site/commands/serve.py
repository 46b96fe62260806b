"""Запускає все разом: базу даних, вебсервер і фонові завдання. Зупинити — Ctrl+C."""

from __future__ import annotations

import argparse

from obih.site import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serving.add_door_arguments(parser)
    parser.add_argument("--demo", action="store_true", help="якщо база порожня, завантажити показову громаду")


def run(args: argparse.Namespace) -> int:
    return serving.serve(args, ("web", "worker"), demo=args.demo)
