"""Кому довіряють під час перевірки підписів: корені, надавачі, списки відкликаних, довірчі списки.

З --dir — у теці, без бази й мережі; без нього — у базі цього Обігу, з подією в історії. `import` показує, що
зміниться, і без --yes нічого не пише.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obih.signatures.crypto.trust import Diff, Line, TrustStore

KINDS = {
    "certificate": "сертифікат",
    "crl": "список відкликаних",
    "ocsp": "відповідь OCSP",
    "trusted_list": "довірчий список",
}
SHOWN_LINES = 40
"""Of each group; the rest is counted."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ДІЯ", required=True)
    bring = actions.add_parser("import", help="додати файли, спершу показавши зміни", description=IMPORT)
    bring.add_argument("files", nargs="+", type=Path, metavar="ФАЙЛ", help="p7b, cer, crl, OCSP, TL-UA.xml")
    bring.add_argument(
        "--pin", action="append", default=[], metavar="SHA256", help="відбиток кореня, якому довіряють"
    )
    bring.add_argument("--yes", action="store_true", help="записати; без цього — лише показати")
    show = actions.add_parser("show", help="що є", description="Що є й чому довіряють.")
    export = actions.add_parser("export", help="вивантажити з бази в теку", description=EXPORT)
    export.add_argument("folder", type=Path, metavar="ТЕКА")
    for action in (bring, show):
        action.add_argument("--dir", type=Path, metavar="ТЕКА", help="тека довіри замість бази")


EXPORT = "Усе, чому довіряє цей Обіг, файлами в теці: її бере obih signature verify --trust ТЕКА."
IMPORT = (
    "Читає файли, перевіряє кожну ланку до закріплених коренів і показує, що буде додано. "
    "Строком чинності не відкидає: прострочені сертифікати потрібні старим документам."
)


def run(args: argparse.Namespace) -> int:
    """0: done or nothing to do; 1: shown, nothing written; 2: a file or a fingerprint is bad."""
    try:
        if getattr(args, "dir", None) is None:
            from obih.site.commands import _trust_database

            return _trust_database.run(args, _changes)
        return _bring(args) if args.action == "import" else _show(args.dir)
    except (OSError, ValueError) as problem:
        print(f"obih trust: {problem}", file=sys.stderr)
        return 2


def _bring(args: argparse.Namespace) -> int:
    from obih.signatures.crypto.trust import TrustStore, plan_import

    args.dir.mkdir(parents=True, exist_ok=True)
    store = TrustStore.from_folder(args.dir)
    diff = plan_import(store, [(one.name, one.read_bytes()) for one in args.files], args.pin)
    print("\n".join(_changes(diff)))
    if diff.changes_nothing:
        return 0
    if not args.yes:
        print("\nНічого не записано. Щоб записати, повторіть із --yes.")
        return 1
    _write(args.dir, store, diff)
    print(f"\nЗаписано в {args.dir}: {len(diff.added)}.")
    return 0


def _write(folder: Path, store: TrustStore, diff: Diff) -> None:
    """Pins first: a root without its pin would be believed as one put there by hand, never the other way."""
    from obih.signatures.crypto.trust.importing import EXTENSIONS

    if diff.pins_added:
        pins = folder / "pins.txt"
        before = (
            pins.read_text(encoding="utf-8") if pins.exists() else "".join(f"{one}\n" for one in store.pins)
        )
        pins.write_text(before + "".join(f"{one}\n" for one in diff.pins_added), encoding="utf-8")
    for one in diff.added:
        (folder / f"{one.kind}-{one.sha256[:20]}.{EXTENSIONS[one.kind]}").write_bytes(one.raw)


def _changes(diff: Diff) -> Iterator[str]:
    now = datetime.now(UTC)
    if diff.wanted:
        yield f"Ланок перевірено: {diff.links} із {diff.wanted} ведуть до закріпленого кореня."
    for title, lines in (
        ("Буде додано", diff.added),
        ("Уже є", diff.present),
        ("Не буде додано", diff.refused),
    ):
        if lines:
            old = sum(one.is_expired(now) for one in lines)
            yield f"{title}: {len(lines)}" + (f" (строк минув у {old})" if old else "")
            if title != "Уже є":
                yield from _listed(lines)
    yield from (f"Буде закріплено: {pin}" for pin in diff.pins_added)
    yield from (f"Не прочитано: {name}" for name in diff.unread)


def _listed(lines: list[Line]) -> Iterator[str]:
    for one in lines[:SHOWN_LINES]:
        until = "" if one.valid_until is None else f", до {one.valid_until:%d.%m.%Y}"
        anchor = ", корінь" if one.is_anchor else ""
        why = f" — {one.why} SHA-256: {one.sha256}" if one.why else ""
        yield f"  {KINDS[one.kind]} «{one.name}»{until}{anchor}{why}"
    if len(lines) > SHOWN_LINES:
        yield f"  … і ще {len(lines) - SHOWN_LINES}"


def _show(folder: Path) -> int:
    from obih.signatures.crypto import names
    from obih.signatures.crypto.trust import TrustStore

    store = TrustStore.from_folder(folder)
    print(f"Коренів, яким довіряють: {len(store.anchors)}")
    for one in store.anchors:
        name = names.first(one.subject, names.COMMON_NAME)
        print(f"  «{name}», {one.not_before:%d.%m.%Y} – {one.not_after:%d.%m.%Y}, SHA-256: {one.sha256}")
    now = datetime.now(UTC)
    current = sum(one.not_before <= now <= one.not_after for one in store.certificates)
    print(f"Сертифікатів: {len(store.certificates)}, з них чинних сьогодні: {current}")
    print(f"Списків відкликаних: {len(store.crls)}; відповідей OCSP: {len(store.responses)}")
    print(f"Довірчих списків: {len(store.lists)}" + ("" if store.services else ", жоден не враховано"))
    print(f"Закріплених відбитків: {len(store.pins)}")
    print(f"Версія: {store.version}")
    for unread in store.unread:
        print(f"Не прочитано: {unread}")
    return 0
