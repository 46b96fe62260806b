"""`obih trust` without --dir: whom this installation believes, in its database; each change has its event."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from obih.site import server

NOTHING_WRITTEN = "\nНічого не змінено. Щоб прийняти, повторіть із --yes."


def run(args: argparse.Namespace, changes: Callable[[Any], Iterator[str]]) -> int:
    """0: done or nothing to do; 1: shown, nothing changed. `changes` tells a plan in lines."""
    with server.running():
        server.set_up_django()
        if args.action == "import":
            return _bring(args, changes)
        return _export(args.folder) if args.action == "export" else _show()


def _bring(args: argparse.Namespace, changes: Callable[[Any], Iterator[str]]) -> int:
    from obih.people.actors import SYSTEM
    from obih.signatures.actions import confirm_import, drop_import, stage_import

    files = [(path.name, path.read_bytes()) for path in args.files]
    staged, plan = stage_import(files, args.pin, by=SYSTEM)
    print("\n".join(changes(plan)))
    if plan.changes_nothing or not args.yes:
        drop_import(staged.pk, by=SYSTEM)
        if not plan.changes_nothing:
            print(NOTHING_WRITTEN)
        return 0 if plan.changes_nothing else 1
    version = confirm_import(staged.pk, reason="команда obih trust import", by=SYSTEM)
    print(
        f"\nДіє редакція довіри {version.pk}: додано {version.added}. Відкриті висновки перевірить робітник."
    )
    return 0


def _export(folder: Path) -> int:
    """Everything in force as files that `--dir` and `obih signature verify --trust` take."""
    from obih.signatures.crypto.trust.importing import EXTENSIONS
    from obih.signatures.models import TrustItem
    from obih.signatures.trusting import material, version_in_force

    number = version_in_force()
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for item in TrustItem.objects.filter(removed_in=None).order_by("sha256").iterator(chunk_size=200):
        name = f"{item.kind}-{item.sha256[:20]}.{EXTENSIONS[item.kind]}"
        (folder / name).write_bytes(bytes(item.raw))
        count += 1
    pins = sorted(material(number).pins)
    (folder / "pins.txt").write_text("".join(f"{each}\n" for each in pins), encoding="utf-8")
    print(f"Редакція {number}: файлів {count}, закріплених відбитків {len(pins)}. Тека: {folder}")
    return 0


def _show() -> int:
    from obih.signatures.queries import earlier_versions, trust_lines
    from obih.signatures.trusting import material, version_in_force

    lines = trust_lines()
    number = version_in_force()
    print(f"Редакція довіри: {number}. Закріплених відбитків: {len(material(number).pins)}")
    for kind, count in sorted(Counter(each.kind_words for each in lines).items()):
        expired = sum(each.is_expired for each in lines if each.kind_words == kind)
        print(f"  {kind}: {count}" + (f", строк минув у {expired}" if expired else ""))
    for each in lines:
        if each.is_pinned:
            until = f", до {each.valid_until:%d.%m.%Y}" if each.valid_until else ""
            print(f"  корінь «{each.name}»{until}, SHA-256: {each.sha256}")
    for row in earlier_versions(10):
        reason = f". {row.reason}" if row.reason else ""
        print(
            f"  {row.number}: {row.made_at:%d.%m.%Y}, {row.made_by_label}, додано {row.added}, "
            f"вилучено {row.removed}{reason}"
        )
    return 0
