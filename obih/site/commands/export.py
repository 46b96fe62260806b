"""Вивантажує все у відкритих форматах: obih export ТЕКА. Перевірити: python3 ТЕКА/obih-verify ТЕКА."""

from __future__ import annotations

import argparse
from pathlib import Path

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="ТЕКА", help="нова тека для експорту")


def run(args: argparse.Namespace) -> int:
    folder = args.folder.absolute()
    with server.running():
        server.set_up_django()
        from obih.site.exporting import export

        done = export(folder)
    print(f"Експорт готовий: {folder}")
    print(f"Карток {done.documents}, рядків таблиць {done.rows}, подій {done.events}, файлів {done.files}.")
    return 0
