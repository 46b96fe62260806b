"""Who acts: roles, units, branches, substitution."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obih.people import principals
from obih.people.actions import arrange_substitution
from obih.people.cast import make_cast
from obih.people.models import Appointment, Substitution, Unit
from obih.people.queries import actor_for
from obih.people.vocabulary import Role, Scope
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def test_the_cast_is_made_once_and_in_few_statements() -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first = make_cast()
    assert len(asked) <= 60
    assert make_cast().boiko.account == first.boiko.account
    assert first.council_body.convocation == "VIII"
    assert len(first.settlements) == 6


def test_an_actor_is_made_in_one_statement() -> None:
    account = make_cast().boiko.account
    with CaptureQueriesContext(connection) as asked:
        actor = actor_for(account, DAY)
    assert len(asked) == 1
    assert actor.label == "Галина Бойко, діловод"
    assert actor.has_role(Role.CLERK)


def test_the_stranger_has_only_herself() -> None:
    stranger = make_cast().chuzhynska
    assert stranger.actor.principals == (principals.of_person(stranger.person.pk),)
    assert not stranger.actor.roles
    assert not stranger.actor.unit_ids


def test_a_head_of_unit_has_the_units_below_and_a_specialist_only_her_own() -> None:
    cast = make_cast()
    land = cast.units["land"]
    below = Unit.objects.create(organisation=cast.council, parent=land, name="Сектор екології")
    below.path = f"{land.path}{below.pk}/"
    below.save()
    assert set(actor_for(cast.hrytsenko.account, DAY).unit_ids) == {land.pk, below.pk}
    assert actor_for(cast.stetsenko.account, DAY).unit_ids == (land.pk,)


def test_a_unit_keeps_seeing_what_the_units_it_absorbed_saw() -> None:
    cast = make_cast()
    land = cast.units["land"]
    old = Unit.objects.create(organisation=cast.council, name="Сектор екології", merged_into=land)
    assert set(actor_for(cast.stetsenko.account, DAY).unit_ids) == {land.pk, old.pk}


def test_a_substitute_has_what_the_absent_has_and_both_names_stand() -> None:
    cast = make_cast()
    absent = cast.melnychenko.appointment
    assert isinstance(absent, Appointment)
    Substitution.objects.create(
        absent=absent, acting=cast.tkachenko.person, starts_on=DAY, ends_on=DAY, basis="розпорядження 12-к"
    )
    actor = actor_for(cast.tkachenko.account, DAY)
    assert principals.of_person(cast.melnychenko.person.pk) in actor.principals
    assert actor.has_role(Role.HEAD, cast.council.pk)
    assert actor.instead_of == "Ігор Мельниченко, селищний голова"
    after = actor_for(cast.tkachenko.account, date(2026, 11, 25))
    assert not after.has_role(Role.HEAD)
    assert after.instead_of == ""


def test_a_substitute_for_signing_gets_no_role_and_an_administrator_is_never_substituted() -> None:
    cast = make_cast()
    for absent, scope in ((cast.melnychenko, Scope.SIGNING), (cast.savchuk, Scope.ALL)):
        assert absent.appointment
        Substitution.objects.create(
            absent=absent.appointment,
            acting=cast.koval.person,
            starts_on=DAY,
            ends_on=DAY,
            scope=scope,
            basis="наказ",
        )
    actor = actor_for(cast.koval.account, DAY)
    assert not actor.has_role(Role.HEAD)
    assert not actor.has_role(Role.ADMINISTRATOR)


def test_what_is_handed_over_in_part_is_seen_whole_and_done_in_part() -> None:
    cast = make_cast()
    absent, whose = cast.hrytsenko, principals.of_person(cast.hrytsenko.person.pk)
    assert absent.appointment
    made = Substitution.objects.create(
        absent=absent.appointment, acting=cast.koval.person, starts_on=DAY, ends_on=DAY,
        scope=Scope.SIGNING, basis="наказ",
    )  # fmt: skip
    signs = actor_for(cast.koval.account, DAY)
    land = principals.of_unit_head(cast.units["land"].pk)
    assert {whose, land} <= set(signs.principals)
    assert {whose, land} <= set(signs.within(Scope.SIGNING))
    assert {whose, land}.isdisjoint(signs.within(Scope.REVIEW))
    assert principals.of_person(cast.koval.person.pk) in signs.within(Scope.REVIEW)
    made.scope = Scope.ALL
    made.save()
    everything = actor_for(cast.koval.account, DAY)
    assert everything.within(Scope.REVIEW) == everything.within(Scope.SIGNING) == everything.principals


def test_ones_own_unit_is_not_narrowed_by_acting_for_a_colleague_of_it() -> None:
    cast = make_cast()
    assert cast.hrytsenko.appointment
    Substitution.objects.create(
        absent=cast.hrytsenko.appointment, acting=cast.stetsenko.person, starts_on=DAY, ends_on=DAY,
        scope=Scope.SIGNING, basis="наказ",
    )  # fmt: skip
    actor = actor_for(cast.stetsenko.account, DAY)
    assert principals.of_unit(cast.units["land"].pk) in actor.within(Scope.REVIEW)
    assert principals.of_unit_head(cast.units["land"].pk) not in actor.within(Scope.REVIEW)


def test_whoever_has_left_is_nobody() -> None:
    account = make_cast().koval.account
    account.is_active = False
    assert actor_for(account).principals == ()


def test_two_people_never_act_for_each_other() -> None:
    cast = make_cast()
    savchuk = actor_for(cast.people["savchuk"].account, DAY)

    def arrange(absent: str, acting: str, on: date) -> None:
        arrange_substitution(
            cast.people[absent].appointment, acting=cast.people[acting].person, starts_on=on, ends_on=on,
            basis="розпорядження 13-к", by=savchuk,
        )  # fmt: skip

    arrange("melnychenko", "tkachenko", DAY)
    with pytest.raises(Refused, match="теж відсутній"):
        arrange("tkachenko", "melnychenko", DAY)
    arrange("tkachenko", "melnychenko", date(2026, 11, 25))
