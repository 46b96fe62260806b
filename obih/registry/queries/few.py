"""Which documents a filter lets through, as an index of theirs can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from obih.people.models import Person
from obih.registry.models import Copy, Deadline, Document, Party, Registration
from obih.registry.queries.filters import JournalFilter, midnight
from obih.registry.rules import number_key, prefix_query, words_of
from obih.registry.vocabulary import Access


@dataclass(frozen=True)
class Few:
    """The documents, in one column. `guessed`: the database does not know how many they are. `costly`: they
    are gathered whole before the first of them is known."""

    documents: QuerySet[Any, Any]
    guessed: bool = False
    costly: bool = False


def few_of(filters: JournalFilter, name: str, value: Any) -> Few | None:
    """The documents that this filter lets through, exactly; None where no index of theirs helps."""
    if name in COLUMNS:
        return _documents(**{COLUMNS[name]: value})
    if name in WORDS:
        return _of_words(value)
    if name in GATHERED:
        found = GATHERED[name](filters, value)
        return Few(found.values_list("document_id")) if found is not None else None
    if name == "state":
        return _of_state(filters, value)
    if (name, value) in (("urgent", True), ("access_level", Access.RESTRICTED)):
        return _documents(**{name: value})
    if name == "regime" and value != "ordinary":
        return _documents(regime_code=value)
    return _of_added(filters, name, value)


COLUMNS = {
    "kind": "kind_code",
    "case_index": "case_index",
    "responsible_unit": "responsible_unit",
    "first_reviewer": "first_reviewer",
    "settlement": "settlement",
    "district": "district",
}
WORDS = frozenset({"q", "title", "summary"})
GATHERED: dict[str, Callable[[JournalFilter, Any], QuerySet[Any] | None]] = {
    "correspondent": lambda filters, value: Party.objects.filter(correspondent=value),
    "correspondent_number": lambda filters, value: Party.objects.filter(number_key=number_key(value)).exclude(
        number_key=""
    ),
    "correspondent_date": lambda filters, value: Party.objects.filter(dated_on=value),
    "outside_id": lambda filters, value: (
        Copy.objects.filter(outside_id=value.strip()).exclude(outside_id="") if value.strip() else None
    ),
    "received_at": lambda filters, value: Registration.objects.filter(
        received_at__gte=midnight(value), received_at__lt=midnight(value + timedelta(days=1))
    ),
}


def _documents(**conditions: Any) -> Few:
    return Few(Document.objects.filter(**conditions).values_list("pk"))


def _of_state(filters: JournalFilter, value: str) -> Few | None:
    if value == "done":
        return None
    if value == "open":
        return _documents(closed_at=None)
    if value == "unassigned":
        return _documents(first_reviewer=None, closed_at=None)
    return Few(Deadline.objects.filter(filters.days_of(value), met_at=None).values_list("document_id"))


def _of_words(value: str) -> Few | None:
    words = words_of(value)
    if not words:
        return None
    query = SearchQuery(prefix_query(words), config="simple", search_type="raw")
    return Few(Document.objects.filter(words=query).values_list("pk"), guessed=True, costly=True)


def _of_added(filters: JournalFilter, name: str, value: Any) -> Few | None:
    field = filters.profile.fields.get(name)
    if field is None or field.stored != "added":
        return None
    if field.type in ("text", "long_text"):
        held = Q(**{f"added__{field.code}__icontains": value.strip()})
        found = Document.objects.filter(held).exclude(added={})
        return Few(found.values_list("pk"), guessed=True, costly=True)
    found = Document.objects.filter(added__contains={field.code: kept(value)})
    return Few(found.values_list("pk"), guessed=True)


def kept(value: Any) -> Any:
    """A value as the added fields keep it in JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Person):
        return value.pk
    return value if isinstance(value, bool | str) else int(value)
