"""Звіряє, хто бачить документи, з тим, що записано в картках і журналах; за потреби виправляє."""

from __future__ import annotations

import argparse

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    about = "verify — лише звірити, rebuild — виправити"
    parser.add_argument("what", choices=["verify", "rebuild"], help=about)


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django()
        return _verify() if args.what == "verify" else _rebuild()


def _verify() -> int:
    from obih.registry.access_rows import verify

    wrong = verify()
    for each in wrong:
        print(f"{each.document_id}: бракує {each.missing}, зайвих {each.extra}")
    print("Доступ записано правильно." if not wrong else "Виправити: obih access rebuild")
    return 1 if wrong else 0


def _rebuild() -> int:
    from obih.registry.access_rows import rebuild

    done = rebuild()
    print(f"Виправлено документів: {done}.")
    return 0
