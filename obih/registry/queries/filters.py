"""What a journal can be narrowed to; everything stands in the address, one name per field of the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from obih.law.profile import Profile
from obih.law.queries import profile
from obih.nomenclature.models import CaseIndex
from obih.people.actors import Actor
from obih.people.models import District, Person, Settlement, Unit
from obih.registry.models import (
    AccessRow,
    Copy,
    Correspondent,
    Deadline,
    Instance,
    Journal,
    Link,
    Party,
    Registration,
)
from obih.registry.queries.added_filters import DateFilter, Fresh, added_filters
from obih.registry.queries.correspondents import correspondents_for
from obih.registry.queries.created_filters import CreatedFilters
from obih.registry.queries.people import people_ever
from obih.registry.queries.visibility import visible_rows
from obih.registry.rules import SOON_DAYS, number_key, prefix_query, sought, words_of
from obih.registry.vocabulary import Access, Form, PartyRole
from obih.ui.words import short_date

Rows = QuerySet[AccessRow]

STATES = (
    ("open", "не виконані"),
    ("overdue", "прострочені"),
    ("soon", "строк спливає"),
    ("unassigned", "без першого розгляду"),
    ("done", "виконані"),
)


class PlainForm(forms.Form):
    """A filter’s text has no NUL bytes and no more than 200 letters: the database could not take them."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and ("\0" in value or len(value) > 200):
                self.add_error(name, "До 200 знаків звичайного тексту")
        return cleaned


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force: what it is called, what it says, and the query string without it."""

    name: str
    label: str
    value: str
    query_without: str


class JournalFilter(CreatedFilters):
    """Filters of access rows by what their documents are. An unreadable value is said at its field and
    narrows nothing; see `form.errors`."""

    state = django_filters.ChoiceFilter(label="Стан", choices=STATES, method="by_state")
    kind = django_filters.ChoiceFilter(label="Вид документа", field_name="document__kind_code")
    regime = django_filters.ChoiceFilter(label="Режим розгляду", field_name="document__regime_code")
    correspondent = django_filters.ModelChoiceFilter(
        label="Кореспондент", queryset=Correspondent.objects.none(), method="by_correspondent"
    )
    correspondent_number = django_filters.CharFilter(label="Їхній номер", method="by_their_number")
    correspondent_date = DateFilter(label="Їхня дата", method="by_their_date")
    case_index = django_filters.ModelChoiceFilter(
        label="Справа", queryset=CaseIndex.objects.all(), field_name="document__case_index"
    )
    year = django_filters.NumberFilter(label="Рік", min_value=1991, max_value=2199, method="by_year")
    since = DateFilter(label="Зареєстровано з", method="by_since")
    until = DateFilter(label="Зареєстровано до", method="by_until")
    own_date = DateFilter(label="Дата реєстрації", method="by_own_date")
    own_number = django_filters.CharFilter(label="Реєстраційний номер", method="by_own_number")
    received_at = DateFilter(label="Одержано", method="by_received")
    channel = django_filters.ChoiceFilter(label="Спосіб надходження", method="by_channel")
    outside_id = django_filters.CharFilter(label="Ідентифікатор у каналі", method="by_outside_id")
    urgent = django_filters.BooleanFilter(label="Терміново", field_name="document__urgent")
    access_level = django_filters.ChoiceFilter(
        label="Доступ", choices=Access.choices, field_name="document__access_level"
    )
    access_basis = django_filters.CharFilter(
        label="Підстава обмеження", field_name="document__access_basis", lookup_expr="icontains"
    )
    responsible_unit = django_filters.ModelChoiceFilter(
        label="Підрозділ", queryset=Unit.objects.all(), field_name="document__responsible_unit"
    )
    first_reviewer = django_filters.ModelChoiceFilter(
        label="На розгляд", queryset=Person.objects.all(), field_name="document__first_reviewer"
    )
    registrar = django_filters.ModelChoiceFilter(
        label="Зареєстрував", queryset=Person.objects.all(), method="by_registrar"
    )
    settlement = django_filters.ModelChoiceFilter(
        label="Населений пункт", queryset=Settlement.objects.all(), field_name="document__settlement"
    )
    district = django_filters.ModelChoiceFilter(
        label="Старостинський округ", queryset=District.objects.all(), field_name="document__district"
    )
    form_of = django_filters.ChoiceFilter(label="Форма", choices=Form.choices, field_name="document__form")
    language = django_filters.ChoiceFilter(label="Мова", field_name="document__language")
    deadline = DateFilter(label="Строк виконання", method="by_deadline")
    sheets_main = django_filters.NumberFilter(label="Сторінок документа", method="by_sheets")
    sheets_annex = django_filters.NumberFilter(label="Сторінок додатків", method="by_sheets")
    place = django_filters.CharFilter(label="Де лежить оригінал", method="by_place")
    links = django_filters.CharFilter(label="Пов’язаний документ", method="by_link")
    title = django_filters.CharFilter(label="Заголовок", method="by_words")
    summary = django_filters.CharFilter(label="Короткий зміст", method="by_words")
    signer = django_filters.CharFilter(label="Підписувач", method="by_party")
    author = django_filters.CharFilter(label="Автор", method="by_party")
    covering_body = django_filters.CharFilter(label="Надійшло через", method="by_party")
    representative = django_filters.CharFilter(label="Представник", method="by_party")
    execution_mark = django_filters.CharFilter(
        label="Позначка про виконання", field_name="document__closure__note", lookup_expr="icontains"
    )
    q = django_filters.CharFilter(label="Слова", method="by_words")

    class Meta:
        form = PlainForm

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None,
        *,
        actor: Actor,
        journal: Journal | None = None,
        today: date | None = None,
    ) -> None:
        self.today = today or timezone.localdate()
        self.actor = actor
        self.journal = journal
        self.profile = profile(self.today)
        self._numbered: dict[str, list[UUID]] = {}
        super().__init__(data, queryset=AccessRow.objects.none())
        _fill_choices(self.filters, self.profile)
        if data and data.get("correspondent"):
            self.filters["correspondent"].queryset = correspondents_for(actor)
        for name, added in added_filters(self.profile).items():
            self.filters.setdefault(name, added)
        people = people_ever(actor, journal)
        for each in self.filters.values():
            if isinstance(each, django_filters.ModelChoiceFilter) and each.queryset.model is Person:
                each.queryset = people
        for name, each in self.filters.items():
            each.parent, each.model = self, AccessRow
            each.field_name = each.field_name or name

    def narrow(self, rows: Rows, but: str = "") -> Rows:
        """The rows that every valid filter (`but` one) lets through; one that could not be read narrows
        nothing."""
        for name, value in self.values().items():
            if name != but:
                rows = self.filters[name].filter(rows, value)
        return rows

    def narrow_dates(self, rows: Rows) -> Rows:
        """The rows that the filters of the date of registration let through."""
        for name, value in self.values().items():
            if name in DATES:
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def only_dates(self) -> bool:
        """Nothing is asked but when it was registered, which the access rows know themselves."""
        return DATES.issuperset(self.values())

    @cached_property
    def asked(self) -> forms.Form:
        """The form of only those filters that the address names: the whole one, with its eighty fields, is
        made where it is shown."""
        fields = {name: each.field for name, each in self.filters.items() if name in self.data}
        return type("Asked", (PlainForm,), fields)(self.data)

    def values(self) -> dict[str, Any]:
        """What is asked, by filter, as far as it could be read."""
        if not self.is_bound:
            return {}
        self.asked.is_valid()
        cleaned = self.asked.cleaned_data
        return {name: value for name, value in cleaned.items() if value not in (None, "")}

    @property
    def is_empty(self) -> bool:
        return not self.values()

    def active(self) -> list[ActiveFilter]:
        """The filters in force, in words, each with the address that takes it off."""
        values = self.values()
        return [
            ActiveFilter(
                name, str(self.filters[name].label), self._in_words(name, value), self._query(but=name)
            )
            for name, value in values.items()
        ]

    @property
    def query(self) -> str:
        """The filters as a query string, for a saved view or the next page."""
        return self._query()

    def _query(self, but: str = "") -> str:
        return urlencode([(name, str(self.data[name])) for name in self.values() if name != but])

    def _in_words(self, name: str, value: Any) -> str:
        field = self.asked.fields[name]
        if isinstance(value, bool):
            return "так" if value else "ні"
        if isinstance(value, date):
            return short_date(value)
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            return str(dict(list(field.choices)).get(value, value))  # type: ignore[arg-type]
        return str(value)

    # Each method gets (rows, name of the filter, value) and gives the rows left.

    def by_state(self, rows: Rows, name: str, value: str) -> Rows:
        if value == "done":
            return rows.filter(document__closed_at__isnull=False)
        if value == "unassigned":
            return rows.filter(document__first_reviewer=None, document__closed_at=None)
        if value == "open":
            return rows.filter(document__closed_at=None)
        return rows.filter(Exists(_of(Deadline).filter(self.days_of(value), met_at=None)))

    def days_of(self, state: str) -> Q:
        """The days in which a deadline is overdue or near."""
        if state == "overdue":
            return Q(effective_on__lt=self.today)
        return Q(effective_on__gte=self.today, effective_on__lte=self.today + timedelta(days=SOON_DAYS))

    def by_correspondent(self, rows: Rows, name: str, value: Correspondent) -> Rows:
        return rows.filter(Exists(_of(Party).filter(correspondent=value)))

    def by_their_number(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(Exists(_of(Party).filter(number_key=number_key(value)).exclude(number_key="")))

    def by_their_date(self, rows: Rows, name: str, value: date) -> Rows:
        return rows.filter(Exists(_of(Party).filter(dated_on=value)))

    def by_year(self, rows: Rows, name: str, value: int) -> Rows:
        year = int(value)
        return rows.filter(
            dated_at__gte=midnight(date(year, 1, 1)), dated_at__lt=midnight(date(year + 1, 1, 1))
        )

    def by_since(self, rows: Rows, name: str, value: date) -> Rows:
        return rows.filter(dated_at__gte=midnight(value))

    def by_until(self, rows: Rows, name: str, value: date) -> Rows:
        return rows.filter(dated_at__lt=midnight(value + timedelta(days=1)))

    def by_own_date(self, rows: Rows, name: str, value: date) -> Rows:
        return self.by_until(self.by_since(rows, name, value), name, value)

    def by_own_number(self, rows: Rows, name: str, value: str) -> Rows:
        """By the ordinal or the whole number, read first: else both would be looked for in every row."""
        if value not in self._numbered:
            wanted = sought(value)
            found = Registration.objects.filter(sequence__in=wanted.ordinals).values_list(
                "document_id", "number", "sequence"
            )
            self._numbered[value] = [
                document
                for document, number, sequence in found[:5000]
                if wanted.number in (str(sequence), number_key(number))
            ]
        return rows.filter(document__in=self._numbered[value])

    def by_received(self, rows: Rows, name: str, value: date) -> Rows:
        span = (midnight(value), midnight(value + timedelta(days=1)))
        return rows.filter(
            Exists(_of(Registration).filter(received_at__gte=span[0], received_at__lt=span[1]))
        )

    def by_channel(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(Exists(_of(Copy).filter(channel_code=value)))

    def by_outside_id(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(Exists(_of(Copy).filter(outside_id=value.strip())))

    def by_registrar(self, rows: Rows, name: str, value: Person) -> Rows:
        return rows.filter(Exists(_of(Registration).filter(registered_by=value)))

    def by_deadline(self, rows: Rows, name: str, value: date) -> Rows:
        return rows.filter(Exists(_of(Deadline).filter(effective_on=value)))

    def by_sheets(self, rows: Rows, name: str, value: int) -> Rows:
        if not 0 <= value <= 32767:
            return rows.none()
        return rows.filter(Exists(_of(Instance).filter(**{name: int(value)})))

    def by_place(self, rows: Rows, name: str, value: str) -> Rows:
        return rows.filter(Exists(_of(Instance).filter(place__icontains=value.strip())))

    def by_link(self, rows: Rows, name: str, value: str) -> Rows:
        """Linked with the document of this number, either way; a hidden one is not told."""
        named = Registration.objects.filter(
            visible_rows(self.actor, "document_id"), number__iexact=value.strip()
        ).values("document")
        there = _of(Link, "source").filter(target__in=named)
        back = _of(Link, "target").filter(source__in=named)
        return rows.filter(Exists(there) | Exists(back))

    def by_party(self, rows: Rows, name: str, value: str) -> Rows:
        role = {"covering_body": PartyRole.COVERING}.get(name, name)
        return rows.filter(Exists(_of(Party).filter(role=role, name__icontains=value.strip())))

    def by_words(self, rows: Rows, name: str, value: str) -> Rows:
        words = words_of(value)
        if not words:
            return rows
        return rows.filter(
            document__words=SearchQuery(prefix_query(words), config="simple", search_type="raw")
        )


JournalFilter.base_filters = Fresh(JournalFilter.base_filters)

DATES = frozenset({"year", "since", "until", "own_date"})
NAMES = {"form": "form_of"}
"""Codes of the profile whose filter has another name: `form` is taken by the filter set itself."""


def filter_name(code: str) -> str:
    """The name in the address of the filter of a profile’s field."""
    return NAMES.get(code, code)


def _of(model: Any, column: str = "document") -> QuerySet[Any]:
    """Rows of a document’s table for the access row at hand."""
    return model.objects.filter(**{column: OuterRef("document_id")})


def midnight(day: date) -> datetime:
    """The moment at which this day begins in Ukraine."""
    return timezone.make_aware(datetime.combine(day, time()))


def _fill_choices(filters: Mapping[str, Any], rules: Profile) -> None:
    titles = {
        "kind": [(each.code, each.title) for each in rules.kinds.values()],
        "regime": [(each.code, each.title) for each in rules.regimes.values()],
        "channel": [(each.code, each.title) for each in rules.channels.values()],
        "language": list(rules.fields["language"].choices) if "language" in rules.fields else [],
    }
    for name, choices in titles.items():
        filters[name].extra["choices"] = sorted(choices, key=lambda pair: pair[1])
