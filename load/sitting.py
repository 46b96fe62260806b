"""A sitting of forty decisions: all numbered in one step, then their extracts as one PDF and as a ZIP.

Everything goes through the actions, with real commits; each decision has its draft, stored and fsynced.
"""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import date, timedelta
from typing import Any

from load import databases
from load.measuring import gaps_and_twins
from obih.site import server

DECISIONS = 40
TEXT = "Розглянувши подані документи, рада вирішила:\n1. Надати дозвіл.\n2. Контроль покласти на комісію.\n"


def measure(documents: int, seconds: float) -> dict[str, object]:
    """The slowest part of each of a few sittings, one after another, in a copy of a filled database."""
    with databases.copy_of(databases.filled(documents)) as name:
        os.environ["OBIH_DATABASE"] = name
        server.set_up_django()
        runs = [_sitting(place) for place in range(3)]
        gaps, twins = gaps_and_twins(server.app_address())
        from django.db import connection

        connection.close()
    return {
        "decisions": DECISIONS,
        **{f"{part}_s": round(max(run[part] for run in runs), 2) for part in ("numbered", "pdf", "zip")},
        "whole_s": round(max(sum(run.values()) for run in runs), 2),
        "gaps": gaps,
        "twins": twins,
    }


def _sitting(place: int) -> dict[str, float]:
    """How long numbering, one PDF of extracts and a ZIP of them took."""
    from obih.council import actions, printing, queries

    actor, journal, sitting = _prepared(place)
    started = time.perf_counter()
    given = actions.number_decisions(sitting, journal, key=f"bench-{place}", by=actor)
    numbered = time.perf_counter()
    assert len(given) == DECISIONS, given
    extracts = printing.extracts_of(queries.lines_of(actor, sitting), sitting)
    printing.extracts_pdf(extracts)
    drawn = time.perf_counter()
    printing.extracts_zip(extracts)
    return {"numbered": numbered - started, "pdf": drawn - numbered, "zip": time.perf_counter() - drawn}


def _prepared(place: int) -> tuple[Any, Any, Any]:
    """A sitting with its agenda, texts, drafts and votes."""
    from obih.council import actions
    from obih.council.rules import Votes
    from obih.files.actions import receiving
    from obih.people.models import Account, Body
    from obih.people.queries import actor_for
    from obih.registry.actions import seed_sample_journals
    from obih.registry.models import Journal

    actor = actor_for(Account.objects.get(username="boiko"))
    body = Body.objects.select_related("organisation").get(kind="council")
    seed_sample_journals(body.organisation, date.today().year)
    journal = Journal.objects.get(body=body, stream="decisions")
    day = date.today() - timedelta(days=3 - place)
    sitting = actions.open_sitting(body, number=f"9{place}", held_on=day, by=actor)
    entries = [
        actions.AgendaEntry(str(number), f"Про надання дозволу на розроблення проєкту землеустрою № {number}")
        for number in range(1, DECISIONS + 1)
    ]
    actions.put_agenda(sitting, entries, by=actor)
    items = list(sitting.agenda.order_by("order"))
    with receiving() as receive:
        for item in items:
            actions.set_text(item, text=TEXT * 6, by=actor)
            draft = receive(f"{item.number} {place}".encode() * 500, f"проєкт {item.number}.txt")
            actions.attach_draft(item, draft, by=actor)
    votes = [actions.VoteEntry(item.pk, Votes(20, 1, 2, 0, 27)) for item in items]
    actions.record_votes(sitting, votes, by=actor)
    return actor, journal, sitting


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), float(sys.argv[2])), ensure_ascii=False))
