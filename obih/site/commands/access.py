"""Перевіряє, чи бачать картки саме ті, хто має: obih access verify; виправляє: obih access rebuild."""

from __future__ import annotations

import argparse

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify", "rebuild"])


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django()
        return _rebuild() if args.what == "rebuild" else _verify()


def _verify() -> int:
    from obih.registry.access_rows import verify

    wrong = verify(most=1000)
    for one in wrong[:20]:
        print(f"✗ картка {one.document_id}: бракує рядків {one.missing}, зайвих {one.extra}")
    print(f"Розбіжностей: {len(wrong)}." if wrong else "Доступ до кожної картки відповідає правилам.")
    return 1 if wrong else 0


def _rebuild() -> int:
    from obih.history.work import unit_of_work
    from obih.registry.access_rows import rebuild

    count = 0
    with unit_of_work():
        for _document in rebuild():
            count += 1
    print(f"Виправлено карток: {count}.")
    return 0
