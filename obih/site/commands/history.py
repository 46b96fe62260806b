"""Перевіряє ланцюг подій: obih history verify."""

from __future__ import annotations

import argparse
import json

from obih.site import server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify", "checkpoint"],
                        help="verify — прочитати весь ланцюг; checkpoint — показати його кінець")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="відповідь для програм, одним рядком")


def run(args: argparse.Namespace) -> int:
    with server.running():
        server.set_up_django()
        return _head(as_json=args.json) if args.what == "checkpoint" else _verify(as_json=args.json)


def _verify(*, as_json: bool) -> int:
    from obih.history.queries import verify_chain

    verdict = verify_chain()
    if as_json:
        broken = [{"seq": one.seq, "reason": one.reason} for one in verdict.broken]
        print(json.dumps({"events": verdict.events, "head": verdict.head, "broken": broken}))
    else:
        for one in verdict.broken:
            print(f"✗ подія {one.seq}: {one.reason}")
        state = "цілий" if verdict.holds else "порушено"
        print(f"Ланцюг {state}: подій {verdict.events}, кінець {verdict.head}")
    return 0 if verdict.holds else 1


def _head(*, as_json: bool) -> int:
    from obih.history.models import Head

    head = Head.objects.get()
    print(json.dumps({"seq": head.seq, "hash": head.hash}) if as_json else f"{head.seq} {head.hash}")
    return 0
