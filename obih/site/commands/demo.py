"""Завантажує показову громаду: людей, правила, журнали, листи; за потреби — ще й багато карток."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from obih.site import schema, server, serving
from obih.site.config import read_config
from obih.site.sentences import CommandProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=int, default=0, metavar="N", help="довести кількість карток до N")
    parser.add_argument("--corpus", type=Path, metavar="ТЕКА", help="завантажити документи з теки (*.md)")
    parser.add_argument("--json", action="store_true", help="відповісти одним рядком JSON")


def run(args: argparse.Namespace) -> int:
    config = read_config()
    with server.running():
        if not schema.is_current():
            serving.run_command("migrate")
            schema.note_current()
        server.set_up_django()
        from obih.demo.corpus import load_corpus
        from obih.demo.loading import load_demonstration
        from obih.ui.refusals import Refused

        try:
            loaded = load_demonstration(config.data_dir, server.owner_address(), args.documents)
        except Refused as refused:
            raise CommandProblem(refused.sentence) from refused
        corpus = load_corpus(args.corpus) if args.corpus else None
    measured = {
        "letters": loaded.letters,
        "documents": loaded.documents,
        "seconds": round(loaded.seconds, 2),
        "cards_per_s": round(loaded.cards_per_s, 1),
    } | ({"corpus_added": corpus.added, "corpus_known": corpus.known} if corpus else {})
    if args.json:
        print(json.dumps({"measured": measured, "logins": loaded.logins}, ensure_ascii=False))
        return 0
    print(f"Показову громаду завантажено: документів {loaded.letters}, складених карток {loaded.documents}.")
    if corpus:
        print(f"З теки {args.corpus}: додано {corpus.added}, уже було {corpus.known}.")
    for line in serving.login_lines(config.data_dir) if loaded.logins else ():
        print(line)
    return 0
