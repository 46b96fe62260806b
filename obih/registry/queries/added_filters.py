"""Filters of what a hromada added to its cards, and how each filter set comes by filters of its own."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet

from obih.law.profile import CardField, Profile
from obih.people.models import Person
from obih.registry.models import AccessRow
from obih.ui.forms import DateField

Rows = QuerySet[AccessRow]


class DateFilter(django_filters.Filter):
    """A day as a clerk types it: `0511`, `вчора`."""

    field_class = DateField


class Fresh(dict[str, django_filters.Filter]):
    """The filters of the class, of which each filter set gets copies of its own. They are copied as deep as
    they are written to, not to the last choice of the last field, which every page would feel."""

    def __deepcopy__(self, memo: object) -> dict[str, django_filters.Filter]:
        return {name: _fresh(each) for name, each in self.items()}


def _fresh(each: django_filters.Filter) -> django_filters.Filter:
    made = copy(each)
    made.extra = dict(each.extra)
    made.method = each.method  # its method is bound to the filter set through the filter itself
    return made


def added_filters(rules: Profile) -> dict[str, django_filters.Filter]:
    """A filter for each field kept among the added ones: exact through the index, words by what they hold."""
    return {each.code: _added_filter(each) for each in rules.fields.values() if each.stored == "added"}


def _added_filter(field: CardField) -> django_filters.Filter:
    if field.type == "choice":
        made: django_filters.Filter = django_filters.ChoiceFilter(
            label=field.title, choices=list(field.choices)
        )
    elif field.type == "bool":
        made = django_filters.BooleanFilter(label=field.title)
    elif field.type == "int":
        made = django_filters.NumberFilter(label=field.title)
    elif field.type == "date":
        made = DateFilter(label=field.title)
    elif field.type == "person":
        made = django_filters.ModelChoiceFilter(label=field.title, queryset=Person.objects.all())
    else:
        made = django_filters.CharFilter(label=field.title)
    made.filter = _by_added(field)  # type: ignore[method-assign]
    return made


def _by_added(field: CardField) -> Callable[[Rows, Any], Rows]:
    def narrowed(rows: Rows, value: Any) -> Rows:
        if field.type in ("text", "long_text"):
            return rows.filter(**{f"document__added__{field.code}__icontains": value.strip()})
        if isinstance(value, date):
            value = value.isoformat()
        elif isinstance(value, Person):
            value = value.pk
        elif field.type == "int":
            value = int(value)
        return rows.filter(document__added__contains={field.code: value})

    return narrowed
