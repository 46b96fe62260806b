"""Робить резервну копію або перевіряє наявну: obih backup [ТЕКА], obih backup --verify КОПІЯ."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from obih.site import server
from obih.site.backups import keeping, manifest, proving, taking
from obih.site.sentences import CommandProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, metavar="ТЕКА",
                        help="куди покласти копію (звичайно — backups у теці даних)")  # fmt: skip
    verify = "відновити копію в окрему порожню базу й порівняти рядки, файли та ланцюг подій"
    parser.add_argument("--verify", action="store_true", help=verify)
    parser.add_argument("--list", action="store_true", help="показати наявні копії")
    parser.add_argument("--thin", action="store_true",
                        help="після копіювання лишити 7 денних, 4 тижневі й 12 місячних копій")  # fmt: skip


def run(args: argparse.Namespace) -> int:
    target = (args.folder or server.backups_dir()).absolute()
    if args.list:
        return _list(target)
    if args.verify:
        return _verify(target)
    began = time.monotonic()
    folder = taking.take(target)
    facts = manifest.read(folder)
    print(f"Копія готова: {folder}")
    print(f"Рядків бази: {sum(facts.rows.values())}, файлів: {facts.files} ({facts.files_bytes >> 20} МБ), "
          f"подій у ланцюгу: {facts.checkpoint.get('seq', 0)}, {time.monotonic() - began:.1f} с")  # fmt: skip
    for gone in keeping.thin(target) if args.thin else ():
        print(f"Прибрано стару копію {gone.name}")
    return 0


def _list(target: Path) -> int:
    for folder in keeping.all_in(target):
        facts = manifest.read(folder)
        print(
            f"{folder.name}  {facts.reason:<16} рядків {sum(facts.rows.values()):>9}  файлів {facts.files:>7}"
        )
    return 0


def _verify(target: Path) -> int:
    source = target if (target / manifest.FILE).exists() else keeping.newest(target)
    if source is None:
        raise CommandProblem(f"У {target} немає жодної резервної копії.")
    proof = proving.prove(source)
    for problem in proof.problems[:50]:
        print(f"✗ {problem}")
    if not proof.holds:
        print(f"Копія {source} непридатна: {len(proof.problems)} розбіжн.")
        return 1
    print(f"Копія {source} придатна: рядків {proof.rows}, файлів {proof.files}, подій {proof.events}.")
    return 0
