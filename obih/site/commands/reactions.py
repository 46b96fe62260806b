"""Показує на одній сторінці, хто на які події відгукується."""

from __future__ import annotations

import argparse

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """No options: the whole wiring is one page."""


def run(args: argparse.Namespace) -> int:
    server.set_up_django()
    from obih.history.reactions_registry import listeners

    last = ""
    for one in listeners():
        if one.event != last:
            print(one.event)
            last = one.event
        print(f"    {one.queue:<6} {one.name}")
    return 0
