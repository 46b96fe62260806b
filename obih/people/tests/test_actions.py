"""What people can do in this room, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from obih.history.models import Event
from obih.people import actions
from obih.people.actors import NOBODY, SYSTEM, Actor
from obih.people.cast import Cast, make_cast
from obih.people.models import Appointment, OneTimeLink, Substitution, Unit
from obih.people.queries import actor_for, service_actor
from obih.people.vocabulary import Role
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def administrator(cast: Cast) -> Actor:
    return cast.savchuk.actor


def names() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("name", flat=True))


def appointment_of(cast: Cast, username: str) -> Appointment:
    found = cast.people[username].appointment
    assert found
    return found


def test_only_the_administrator_changes_the_structure_and_others_are_told_who_does(cast: Cast) -> None:
    for username in ("boiko", "melnychenko", "hrytsenko", "chuzhynska"):
        with pytest.raises(Refused, match="адміністратор"):
            actions.create_unit(organisation=cast.council, name="Сектор", by=cast.actor(username))
    with pytest.raises(Refused, match="увійдіть"):
        actions.create_unit(organisation=cast.council, name="Сектор", by=NOBODY)


def test_a_branch_moves_with_everything_below(cast: Cast, administrator: Actor) -> None:
    land, legal = cast.units["land"], cast.units["legal"]
    sector = actions.create_unit(organisation=cast.council, name="Сектор", parent=land, by=administrator)
    group = actions.create_unit(organisation=cast.council, name="Група", parent=sector, by=administrator)
    actions.move_unit(sector, parent=legal, by=administrator)
    group.refresh_from_db()
    assert group.path == f"{legal.path}{sector.pk}/{group.pk}/"
    assert group.pk in actor_for(cast.levchuk.account).unit_ids
    assert group.pk not in actor_for(cast.hrytsenko.account).unit_ids
    with pytest.raises(Refused, match="сам собі"):
        actions.move_unit(legal, parent=group, by=administrator)


def test_a_renamed_unit_keeps_its_former_name_with_the_day(cast: Cast, administrator: Actor) -> None:
    unit = cast.units["land"]
    actions.rename_unit(unit, name="Відділ землі", on=DAY, reason="рішення 12", by=administrator)
    former = unit.former_names.get()
    assert former.name == "Відділ земельних відносин та екології"
    assert former.until == DAY
    assert names() == ["people.unit_renamed"]


def test_a_merged_unit_hands_over_its_positions_and_what_it_sees(cast: Cast, administrator: Actor) -> None:
    land, legal = cast.units["land"], cast.units["legal"]
    actions.merge_unit(land, into=legal, on=DAY, reason="рішення 13", by=administrator)
    assert set(actor_for(cast.koval.account).unit_ids) == {land.pk, legal.pk}
    assert set(actor_for(cast.stetsenko.account).unit_ids) == {land.pk, legal.pk}
    assert not Unit.objects.open_on(DAY).filter(pk=land.pk).exists()


def test_a_unit_with_people_is_not_closed(cast: Cast, administrator: Actor) -> None:
    with pytest.raises(Refused, match="ще є люди"):
        actions.close_unit(cast.units["land"], on=DAY, reason="", by=administrator)


def test_one_person_holds_several_positions_but_none_twice(cast: Cast, administrator: Actor) -> None:
    second = actions.create_position(
        organisation=cast.council, unit=cast.units["land"], title="Спеціалістка", by=administrator
    )
    actions.appoint(
        cast.koval.person, position=second, started_on=DAY - timedelta(30), is_main=False, by=administrator
    )
    assert set(actor_for(cast.koval.account).unit_ids) == {cast.units["land"].pk, cast.units["legal"].pk}
    with pytest.raises(Refused, match="вже займає"):
        actions.appoint(cast.koval.person, position=second, started_on=DAY, by=administrator)


def test_dismissal_ends_everything_at_once(cast: Cast, administrator: Actor) -> None:
    koval = cast.koval
    actions.arrange_substitution(
        appointment_of(cast, "levchuk"),
        acting=koval.person,
        starts_on=timezone.localdate(),
        ends_on=timezone.localdate() + timedelta(3),
        basis="розпорядження № 5-к",
        by=administrator,
    )
    today = timezone.localdate()
    actions.dismiss(koval.person, on=today, successor=cast.levchuk.person, by=administrator)
    koval.account.refresh_from_db()
    assert not koval.account.is_active
    assert actor_for(koval.account) is NOBODY
    assert appointment_of(cast, "koval").__class__.objects.get(person=koval.person).ended_on == today
    assert Substitution.objects.get().revoked_at
    assert names()[-1] == "people.person_dismissed"
    assert "Коваль" not in Event.objects.latest("seq").canonical


def test_nobody_dismisses_himself_nor_the_last_administrator(cast: Cast, administrator: Actor) -> None:
    with pytest.raises(Refused, match="Себе"):
        actions.dismiss(cast.savchuk.person, on=DAY, by=administrator)
    with pytest.raises(Refused, match="останній адміністратор"):
        actions.dismiss(cast.savchuk.person, on=DAY, by=SYSTEM)
    cast.savchuk.account.refresh_from_db()
    assert cast.savchuk.account.is_active
    with pytest.raises(Refused, match="останній адміністратор"):
        actions.revoke_role(cast.savchuk.account.roles.get(role=Role.ADMINISTRATOR), by=administrator)


def test_ones_own_absence_one_arranges_oneself_anothers_not(cast: Cast) -> None:
    when = {"starts_on": DAY, "ends_on": DAY, "basis": "розпорядження № 6-к"}
    actions.arrange_substitution(
        appointment_of(cast, "stetsenko"), acting=cast.koval.person, by=cast.stetsenko.actor, **when
    )
    with pytest.raises(Refused, match="призначати"):
        actions.arrange_substitution(
            appointment_of(cast, "koval"), acting=cast.stetsenko.person, by=cast.stetsenko.actor, **when
        )
    with pytest.raises(Refused, match="вже призначено"):
        actions.arrange_substitution(
            appointment_of(cast, "stetsenko"), acting=cast.levchuk.person, by=cast.boiko.actor, **when
        )


def test_a_one_time_link_works_once_and_only_the_newest(cast: Cast, administrator: Actor) -> None:
    account = cast.koval.account
    first = actions.give_link(account, by=administrator)
    second = actions.give_link(account, by=administrator)
    with pytest.raises(Refused):
        actions.use_link(first, password="цілком новий пароль", by=SYSTEM)
    actions.use_link(second, password="цілком новий пароль", by=SYSTEM)
    account.refresh_from_db()
    assert account.check_password("цілком новий пароль")
    with pytest.raises(Refused):
        actions.use_link(second, password="ще один пароль", by=SYSTEM)
    assert second not in str(list(OneTimeLink.objects.values()))


def test_a_token_is_shown_once_and_dies_when_revoked(cast: Cast, administrator: Actor) -> None:
    row, token = actions.issue_token(
        name="ЦНАП", organisation=cast.council, scopes=["documents:read"], by=administrator
    )
    found = service_actor(token)
    assert found and found.scopes == {"documents:read"}
    assert token not in str(row.__dict__)
    assert service_actor(token + "x") is None
    actions.revoke_token(row, by=administrator)
    assert service_actor(token) is None


def test_an_account_for_a_new_person_needs_a_plain_name(cast: Cast, administrator: Actor) -> None:
    person = actions.add_person(surname="Руденко", given_name="Олена", by=administrator)
    with pytest.raises(Refused, match="латинські"):
        actions.open_account(person, username="Олена", by=administrator)
    with pytest.raises(Refused, match="вже є"):
        actions.open_account(person, username="BOIKO", by=administrator)
    account, token = actions.open_account(
        person, username="Rudenko", roles=[(Role.STAFF, cast.council)], by=administrator
    )
    assert account.username == "rudenko"
    assert actions.link_of(token)
    assert not account.has_usable_password()


def test_a_body_takes_members_and_closes_with_them(cast: Cast, administrator: Actor) -> None:
    body = cast.executive_body
    joined = actions.join_body(body, person=cast.levchuk.person, started_on=DAY, by=administrator)
    with pytest.raises(Refused, match="у складі"):
        actions.join_body(body, person=cast.levchuk.person, started_on=DAY, by=administrator)
    actions.close_body(body, on=DAY, by=administrator)
    joined.refresh_from_db()
    assert joined.ended_on == DAY


def test_who_looks_with_anothers_eyes_changes_nothing(cast: Cast, administrator: Actor) -> None:
    from dataclasses import replace

    looking = replace(administrator, read_only=True, viewed_by="Хтось")
    with pytest.raises(Refused, match="очима"):
        actions.create_unit(organisation=cast.council, name="Сектор", by=looking)


def test_nobody_appoints_himself_to_act_for_another_nor_reaches_into_another_organisation(cast: Cast) -> None:
    today = timezone.localdate()
    when = {"starts_on": today, "ends_on": today, "basis": "розпорядження № 7-к"}
    head = appointment_of(cast, "melnychenko")
    with pytest.raises(Refused, match="хтось інший"):
        actions.arrange_substitution(head, acting=cast.boiko.person, by=cast.boiko.actor, **when)
    with pytest.raises(Refused, match="де людина працює"):
        actions.arrange_substitution(head, acting=cast.koval.person, by=cast.diachenko.actor, **when)


def test_an_administrator_is_of_the_whole_hromada(cast: Cast, administrator: Actor) -> None:
    with pytest.raises(Refused, match="всю громаду"):
        actions.grant_role(
            cast.diachenko.account, role=Role.ADMINISTRATOR, organisation=cast.school, by=administrator
        )
