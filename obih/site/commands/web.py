"""Запускає лише вебсервер (і базу, якщо вона ще не працює)."""

from __future__ import annotations

import argparse

from obih.site import serving


def add_arguments(parser: argparse.ArgumentParser) -> None:
    serving.add_door_arguments(parser)


def run(args: argparse.Namespace) -> int:
    return serving.serve(args, ("web",))
