"""Перевіряє електронний підпис у файлі: чий він, коли, чи не змінено хоч байт. Ні бази, ні мережі.

Код завершення: 0 — VALID, 1 — INVALID, 2 — INDETERMINATE, 3 — файл не читається або команду подано хибно,
70 — помилка самої програми.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

EXIT_CODES = {"VALID": 0, "INVALID": 1, "INDETERMINATE": 2}
UNREADABLE, BROKEN = 3, 70


class _Parser(argparse.ArgumentParser):
    """A wrong command is 3: the usual 2 would read as a verdict."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"{self.prog}: {message}\n")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.__class__ = _Parser
    actions = parser.add_subparsers(dest="action", metavar="ДІЯ", required=True, parser_class=_Parser)
    for name, about in (("verify", "вердикт і код завершення"), ("show", "що записано у файлі, для людини")):
        action = actions.add_parser(name, help=about, description=about)
        action.add_argument(
            "file",
            type=Path,
            metavar="ФАЙЛ",
            help="файл підпису (.p7s, також текст base64), контейнер ASiC, PDF, XML або ZIP із ними",
        )
        action.add_argument(
            "--content", type=Path, metavar="ФАЙЛ", help="підписаний документ, якщо підпис відокремлений"
        )
        if name == "verify":
            action.add_argument(
                "--trust",
                type=Path,
                metavar="ТЕКА",
                help="сертифікати надавачів і кореневих органів, списки відкликаних, відповіді OCSP; без неї "
                "жоден підпис не VALID",
            )
            action.add_argument(
                "--at",
                type=_moment,
                metavar="ЧАС",
                help="на який момент перевіряти (ISO 8601, без поясу — за UTC); зазвичай — на тепер",
            )
            action.add_argument("--json", action="store_true", help="звіт як JSON")


def _moment(text: str) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"«{text}» не є часом ISO 8601") from None
    return given if given.tzinfo else given.replace(tzinfo=UTC)


def run(args: argparse.Namespace) -> int:
    """The code of the verdict; `show` always ends with 0 when the file could be read."""
    try:
        return _answer(args)
    except Exception:
        traceback.print_exc()
        return BROKEN


def _answer(args: argparse.Namespace) -> int:
    from obih.signatures import describing
    from obih.signatures.crypto.opening import verify_any
    from obih.signatures.crypto.trust import TrustStore

    try:
        trust = TrustStore.from_folder(args.trust) if getattr(args, "trust", None) else None
        report = verify_any(args.file, content=args.content, trust=trust, at=getattr(args, "at", None))
    except (OSError, ValueError) as problem:
        print(f"obih signature: {args.file}: {_sentence(problem)}", file=sys.stderr)
        return UNREADABLE
    if args.action == "verify" and args.json:
        print(json.dumps(describing.as_data(report), ensure_ascii=False, indent=2))
    else:
        print("\n".join(describing.as_lines(report)))
    return 0 if args.action == "show" else EXIT_CODES[report.verdict.value]


def _sentence(problem: Exception) -> str:
    if isinstance(problem, FileNotFoundError):
        return f"немає файлу {problem.filename}"
    if isinstance(problem, PermissionError):
        return f"немає права читати {problem.filename}"
    return str(problem)
