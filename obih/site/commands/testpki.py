"""Пише у теку пробну інфраструктуру ключів і зразки підписів: лише для перевірок, довіряти їй не можна.

Щоразу ті самі байти. Далі: obih signature verify ТЕКА/samples/… --trust ТЕКА/trust --at 2026-11-21T12:00:00Z
"""

from __future__ import annotations

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", type=Path, metavar="ТЕКА", help="куди писати; файли з тими самими назвами замінюються"
    )


def run(args: argparse.Namespace) -> int:
    """Zero, once everything is written."""
    from obih.signatures.testpki.writing import written

    count = written(args.folder)
    print(f"Записано файлів: {count}. Усі таємні ключі відкриті: довіряти цим сертифікатам не можна.")
    return 0
