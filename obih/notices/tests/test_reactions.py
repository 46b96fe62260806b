"""People learn what happened to them, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from obih.history.models import Event
from obih.notices import reactions
from obih.notices.models import Notice
from obih.people import actions
from obih.people.cast import make_cast

pytestmark = pytest.mark.django_db


def test_both_learn_of_a_substitution_and_only_once() -> None:
    cast = make_cast()
    assert cast.koval.appointment
    today = timezone.localdate()
    actions.arrange_substitution(
        cast.koval.appointment,
        acting=cast.levchuk.person,
        starts_on=today,
        ends_on=today + timedelta(3),
        basis="заява",
        by=cast.savchuk.actor,
    )
    happened = list(Event.objects.filter(name="people.substitution_arranged"))
    for _ in range(2):
        reactions.tell_both_of_substitution(happened)
    assert Notice.objects.count() == 2
    assert "обов’язки Наталії Коваль" in Notice.objects.get(person=cast.levchuk.person).text


def test_the_successor_and_the_holder_of_a_role_are_told() -> None:
    cast = make_cast()
    actions.grant_role(cast.koval.account, role="archivist", organisation=cast.council, by=cast.savchuk.actor)
    actions.dismiss(
        cast.stetsenko.person,
        on=timezone.localdate(),
        successor=cast.hrytsenko.person,
        by=cast.savchuk.actor,
    )
    reactions.tell_of_role(list(Event.objects.filter(name="people.role_granted")))
    reactions.tell_successor(list(Event.objects.filter(name="people.person_dismissed")))
    assert "архіваріус" in Notice.objects.get(person=cast.koval.person).text
    assert "Людмила Стеценко" in Notice.objects.get(person=cast.hrytsenko.person).text
