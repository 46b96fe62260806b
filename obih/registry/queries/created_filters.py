"""Filters by whom a document made here went to and what became of it there."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from obih.registry.models import AccessRow, Copy, Party
from obih.registry.parties import ROLES
from obih.registry.vocabulary import PartyRole

Rows = QuerySet[AccessRow]
DISPATCH = (("waiting", "не надіслано"), ("sent", "надіслано"), ("refused", "відмовлено"))


class CreatedFilters(django_filters.FilterSet):
    """What `JournalFilter` has for addressees and their copies."""

    addressees = django_filters.CharFilter(label="Адресат", method="by_addressee")
    addressee_number = django_filters.CharFilter(label="Вхідний номер в адресата", method="by_number_there")
    parties = django_filters.CharFilter(label="Ще сторони", method="by_more_parties")
    dispatch = django_filters.ChoiceFilter(label="Надсилання", choices=DISPATCH, method="by_dispatch")

    def by_addressee(self, rows: Rows, name: str, value: str) -> Rows:
        text = value.strip()
        named = Q(name__icontains=text) | Q(correspondent__name__icontains=text)
        named |= Q(correspondent__short_name__icontains=text)
        parties: Any = Party.objects.filter(named, document=OuterRef("document_id"))
        return rows.filter(Exists(parties.filter(role=PartyRole.ADDRESSEE)))

    def by_more_parties(self, rows: Rows, name: str, value: str) -> Rows:
        """By the name or the number of a co-author, a covering body, a deputy."""
        text = value.strip()
        named = Q(name__icontains=text) | Q(correspondent__name__icontains=text) | Q(number__iexact=text)
        parties: Any = Party.objects.filter(named, document=OuterRef("document_id"), role__in=list(ROLES))
        return rows.filter(Exists(parties))

    def by_number_there(self, rows: Rows, name: str, value: str) -> Rows:
        copies = Copy.objects.filter(document=OuterRef("document_id"))
        return rows.filter(Exists(copies.filter(number_there__iexact=value.strip())))

    def by_dispatch(self, rows: Rows, name: str, value: str) -> Rows:
        copies = Copy.objects.filter(document=OuterRef("document_id")).exclude(party=None)
        state = {
            "waiting": Q(sent_at=None, refused_at=None),
            "sent": Q(sent_at__isnull=False),
            "refused": Q(refused_at__isnull=False),
        }
        return rows.filter(Exists(copies.filter(state[value])))
