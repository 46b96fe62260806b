"""Каже, чи все гаразд і що робити, якщо ні. Код виходу: 0 — гаразд, 1 — є несправність.

Застереження коду виходу не змінюють; з --strict вони теж дають 1.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from obih.site import server

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="відповідь для програм")
    parser.add_argument("--quick", action="store_true", help="без повного читання ланцюга, доступу й файлів")
    parser.add_argument("--strict", action="store_true", help="вважати застереження несправністю")


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django()
        from obih.site import health

        found = health.findings(slow=not args.quick)
    state = health.worst(found)
    if args.json:
        print(json.dumps({"state": state, "findings": [asdict(one) for one in found]}, ensure_ascii=False))
    else:
        for one in found:
            print(f"{MARKS[one.state]} {one.title}: {one.sentence}")
            if one.remedy and one.state != "ok":
                print(f"    → {one.remedy}")
    return int(state == "bad" or (args.strict and state == "warn"))
