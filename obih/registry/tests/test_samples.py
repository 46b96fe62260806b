"""The sample set of journals, and which kinds each of them takes."""

import pytest

from obih.law.actions import seed_profile
from obih.law.queries import profile
from obih.people.actors import SYSTEM
from obih.people.cast import Cast, make_cast
from obih.registry.actions import seed_sample_journals
from obih.registry.models import Journal, JournalReader
from obih.registry.rules import number_parts
from obih.registry.streams import comes_to_us, kinds_for
from obih.registry.vocabulary import Access, Stream

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    seed_profile(by=SYSTEM)
    return make_cast()


EVERYTHING = {"case": "02-10", "unit": "05", "journal": "01", "year": "2026", "yy": "26", "district": "3",
              "convocation": "VIII", "letter": "Б", "sitting": "20", "item": "7"}  # fmt: skip


def test_a_council_gets_a_journal_of_every_stream_once(cast: Cast) -> None:
    opened = seed_sample_journals(cast.council, 2026)
    assert seed_sample_journals(cast.council, 2026) == []
    streams = {each.stream for each in opened}
    assert streams == set(Stream) - {Stream.INCOMING}
    for journal in opened:
        assert number_parts(journal.pattern, EVERYTHING).number(12)
        assert JournalReader.objects.filter(journal=journal, may_register=True).exists()


def test_staff_orders_are_closed_and_suggested_nowhere_else(cast: Cast) -> None:
    seed_sample_journals(cast.council, 2026)
    staff = Journal.objects.get(code=f"k-{cast.council.code}")
    assert (staff.default_access, staff.suggested_elsewhere) == (Access.RESTRICTED, False)
    readers = JournalReader.objects.filter(journal=staff)
    assert all(each.restricted_too for each in readers) and readers.count() == 2


def test_the_executive_committee_numbers_its_decisions_by_the_year(cast: Cast) -> None:
    decisions = next(j for j in seed_sample_journals(cast.executive, 2026) if j.stream == Stream.DECISIONS)
    assert decisions.body is not None
    assert (decisions.period_kind, decisions.body.kind) == ("year", "executive")


@pytest.mark.parametrize("stream", list(Stream))
def test_every_stream_has_its_kinds(cast: Cast, stream: Stream) -> None:
    from django.utils import timezone

    kinds = kinds_for(profile(timezone.localdate()), stream)
    assert kinds
    if comes_to_us(stream):
        assert {each.flow for each in kinds} == {"incoming"}


def test_a_series_puts_its_own_kind_first(cast: Cast) -> None:
    from django.utils import timezone

    rules = profile(timezone.localdate())
    assert kinds_for(rules, Stream.ORDERS, "-к")[0].code == "order_staff"
