"""What `obih demo` does, step by step."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from obih.demo import bulk
from obih.demo.clock import at_moment
from obih.demo.crowd import make_crowd
from obih.demo.drawing import Stage
from obih.demo.hromada import Hromada, make_hromada, register_letters
from obih.demo.logins import new_passwords, write_logins
from obih.demo.paper import make_pool
from obih.demo.senders import make_senders
from obih.demo.signed import let_signed_letter_wait
from obih.demo.work import work_of
from obih.demo.year import Task, known_of_year, tasks_of, year_of, year_starts
from obih.demo.year_sittings import appeals_of, numbers_of, sittings_of, weeks_of
from obih.people.cast_people import COUNCIL
from obih.people.models import Account, Organisation
from obih.registry.models import Document, Journal
from obih.registry.vocabulary import Stream
from obih.ui.refusals import Refused

BEFORE_YEAR_DAYS = 3
"""The hromada was there before the first document of its year."""
NOT_EMPTY = (
    "У цій базі вже працюють люди: показову громаду завантажують лише в порожню. Вкажіть іншу теку OBIH_DATA"
)


@dataclass
class Loaded:
    """What was loaded, and how quickly."""

    letters: int = 0
    """Documents registered by real actions."""
    documents: int = 0
    seconds: float = 0.0
    logins: list[dict[str, str]] = field(default_factory=list)

    @property
    def cards_per_s(self) -> float:
        return self.documents / self.seconds if self.seconds else 0.0


def load_demonstration(
    data_dir: Path, owner_address: str, documents: int = 0, *, year: bool = True
) -> Loaded:
    """The demonstration hromada with a year behind it, and made-up cards until there are `documents` of them;
    with those, or without `year`, only its letters of the last weeks.

    What is there already is left as it is; log-ins are made (and given back) only with the people. Raises
    Refused in an installation where others than the cast work.
    """
    loaded = Loaded()
    passwords = None if Organisation.objects.filter(code=COUNCIL).exists() else new_passwords()
    if passwords and Account.objects.exists():
        raise Refused(NOT_EMPTY)
    today = timezone.localdate()
    founded = timezone.now() - timedelta(days=(today - year_starts(today)).days + BEFORE_YEAR_DAYS)
    with at_moment(founded) if passwords else nullcontext():
        hromada = make_hromada(passwords)
    if passwords:
        loaded.logins = write_logins(data_dir, passwords, hromada.cast)
    missing = documents - Document.objects.count() if documents else 0
    if missing > 0:
        stage = _stage(hromada)
        began = time.perf_counter()
        bulk.load(stage, missing, owner_address)
        loaded.documents, loaded.seconds = missing, time.perf_counter() - began
    besides = _year(hromada, today) if year and not documents and not known_of_year() else []
    before = Document.objects.count()
    register_letters(hromada, spread=missing <= 0, besides=besides)
    loaded.letters = Document.objects.count() - before
    if passwords and not documents:
        let_signed_letter_wait(hromada)
    return loaded


def _year(hromada: Hromada, today: date) -> list[Task]:
    year = year_of(hromada.cast, hromada.journals, today)
    papers = [*tasks_of(year), *sittings_of(year), *appeals_of(year), *numbers_of(year)]
    return [*papers, *weeks_of(year), *work_of(year)]


def _stage(hromada: Hromada) -> Stage:
    cast = hromada.cast
    journals = [each for each in hromada.journals if _is_filled(each, cast.council.pk)]
    persons = {
        name: cast.people[name].person.pk for name in ("melnychenko", "tkachenko", "hrytsenko", "levchuk")
    }
    return Stage(
        journals=journals,
        readers={each.pk: list(each.readers.all()) for each in journals},
        units=make_crowd(cast.council),
        reviewers=[
            (persons["melnychenko"], 0.7),
            (persons["tkachenko"], 0.2),
            (persons["hrytsenko"], 0.06),
            (persons["levchuk"], 0.04),
        ],
        registrar=cast.actor("boiko"),
        senders=make_senders(),
        contents=make_pool(),
    )


def _is_filled(journal: Journal, council: int) -> bool:
    """Letters of the council and of its executive; other organisations’ clerks are not the cast’s clerk."""
    return journal.organisation_id == council and journal.stream in (
        Stream.INCOMING,
        Stream.APPEALS,
        Stream.INFORMATION,
    )
