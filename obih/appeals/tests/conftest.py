"""The hromada with its journals of appeals and of requests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from obih.appeals import actions
from obih.appeals.rules import Applicant
from obih.people import principals
from obih.people.actors import SYSTEM, Actor
from obih.registry.actions import open_journal, set_reader
from obih.registry.actions.journals import SEEDED_READERS
from obih.registry.cards import IncomingCard
from obih.registry.models import Document, Journal
from obih.registry.tests.conftest import House, make_house
from obih.registry.vocabulary import Stream

KOVALENKO = Applicant("Коваленко Іван Петрович", "с. Вільне, вул. Шевченка, 5", "067 111 22 33")
MELNYK = Applicant("Мельник Олена Василівна", "с. Вільне, вул. Лесі Українки, 12")


@dataclass
class Reception:
    """What tests of this room need: the house and its two journals."""

    house: House
    appeals: Journal
    requests: Journal
    counted: list[int] = field(default_factory=list)

    @property
    def clerk(self) -> Actor:
        return self.house.clerk

    @property
    def stranger(self) -> Actor:
        return self.house.stranger

    def card(self, journal: Journal, **fields: Any) -> IncomingCard:
        values: dict[str, Any] = {
            "journal": journal,
            "title": "Про освітлення вулиці",
            "received_at": timezone.now() - timedelta(hours=1),
            "case": self.house.case,
            "first_reviewer": self.house.cast.melnychenko.person,
        }
        return IncomingCard(**values | fields)

    def appeal(self, *applicants: Applicant, by: Actor | None = None, **fields: Any) -> Document:
        self.counted.append(1)
        done = actions.register_appeal(
            self.card(self.appeals, **{"kind_code": "citizen_appeal"} | fields),
            applicants,
            key=f"appeal-{len(self.counted)}",
            by=by or self.clerk,
        )
        return Document.objects.get(pk=done.document_id)

    def request(self, *applicants: Applicant, **fields: Any) -> Document:
        self.counted.append(1)
        done = actions.register_request(
            self.card(self.requests, kind_code="info_request", title="Про кошти на дороги", **fields),
            applicants,
            key=f"request-{len(self.counted)}",
            by=self.clerk,
        )
        return Document.objects.get(pk=done.document_id)

    def ago(self, days: int) -> datetime:
        return timezone.now() - timedelta(days=days)


def make_reception(house: House) -> Reception:
    def journal(code: str, stream: Stream, title: str, pattern: str) -> Journal:
        made = open_journal(
            {
                "code": code,
                "organisation": house.cast.council,
                "stream": stream,
                "title": title,
                "pattern": pattern,
                "default_case": house.case,
                "opened_on": timezone.localdate().replace(month=1, day=1),
            },
            by=SYSTEM,
        )
        for role, rights in SEEDED_READERS.items():
            set_reader(made, principals.of_role(role, house.cast.council.pk), by=SYSTEM, **rights)
        found: Journal = Journal.objects.get(pk=made.pk)
        return found

    return Reception(
        house,
        journal("appeals-rada", Stream.APPEALS, "Звернення громадян", "{letter}-{seq}/{yy}"),
        journal("requests-rada", Stream.INFORMATION, "Запити на інформацію", "ЗПІ-{seq}/{yy}"),
    )


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def office(house: House) -> Reception:
    return make_reception(house)
