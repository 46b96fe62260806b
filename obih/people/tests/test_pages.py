"""Each page opens for whom it should and looks absent to others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from obih.history.models import Event
from obih.people import actions
from obih.people.cast import Cast, make_cast
from obih.people.models import Absence, Person, RoleGrant, ServiceToken, Substitution

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.people[username].account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def addresses(cast: Cast) -> dict[str, list[str]]:
    """Pages for everybody and pages for the administrator only."""
    koval, unit, council = cast.koval, cast.units["legal"], cast.council
    assert koval.appointment
    person, appointment = koval.person.pk, koval.appointment.pk
    position, member = koval.appointment.position_id, cast.executive_body.memberships.first()
    assert member
    open_to_all = [
        ("people", []),
        ("person", [person]),
        ("structure", []),
        ("unit", [unit.pk]),
        ("bodies", []),
        ("body", [cast.executive_body.pk]),
        ("places", []),
        ("powers", []),
        ("profile", []),
        ("password", []),
    ]
    closed = [
        ("person_add", []),
        ("person_change", [person]),
        ("appoint", [person]),
        ("appointment_end", [appointment]),
        ("dismissal", [person]),
        ("role_grant", [person]),
        ("organisation_add", []),
        ("organisation_change", [council.pk]),
        ("unit_add", [council.pk]),
        ("position_add", [council.pk]),
        ("position_change", [position]),
        ("position_close", [position]),
        ("unit_rename", [unit.pk]),
        ("unit_move", [unit.pk]),
        ("unit_merge", [unit.pk]),
        ("unit_close", [unit.pk]),
        ("body_add", []),
        ("body_change", [cast.executive_body.pk]),
        ("body_close", [cast.executive_body.pk]),
        ("body_join", [cast.executive_body.pk]),
        ("body_sit", [cast.executive_body.pk]),
        ("member_leave", [member.pk]),
        ("district_add", []),
        ("district_change", [cast.districts[0].pk]),
        ("settlement_add", []),
        ("settlement_change", [cast.settlements[0].pk]),
        ("tokens", []),
    ]
    return {
        "open": [reverse(f"people:{name}", args=args) for name, args in open_to_all],
        "closed": [reverse(f"people:{name}", args=args) for name, args in closed],
    }


def test_everyone_reads_the_structure_and_only_the_administrator_changes_it(cast: Cast) -> None:
    where = addresses(cast)
    for username in ("savchuk", "boiko", "koval", "chuzhynska"):
        client = signed_in(cast, username)
        for address in where["open"]:
            assert client.get(address).status_code == 200, (username, address)
        for address in where["closed"]:
            expected = 200 if username == "savchuk" else 404
            assert client.get(address).status_code == expected, (username, address)
            if username != "savchuk":
                assert client.post(address).status_code == 404, (username, address)


def test_whoever_has_not_signed_in_is_sent_to_the_door(cast: Cast) -> None:
    where = addresses(cast)
    for address in [*where["open"], *where["closed"]]:
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


def test_what_is_absent_looks_like_what_is_forbidden(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    absent = client.get(reverse("people:person_change", args=[999_999]))
    forbidden = client.get(reverse("people:person_change", args=[cast.boiko.person.pk]))
    assert absent.status_code == forbidden.status_code == 404


def test_a_person_is_added_and_let_in_by_a_one_time_link(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    answer = client.post(
        reverse("people:person_add"),
        {
            "surname": "Руденко",
            "given_name": "Олена",
            "patronymic": "Ігорівна",
            "form_dative": "Олені Руденко",
        },
    )
    person = Person.objects.get(surname="Руденко")
    assert answer.status_code == 302
    assert person.forms == {}, "what equals the rule is not kept as a correction"
    answer = client.post(
        reverse("people:account_open", args=[person.pk]),
        {"username": "rudenko", "role": "staff", "organisation": cast.council.pk},
    )
    address = answer.context["url"]
    other = Client()
    assert other.get(address).status_code == 200
    typed = {"password": "три слова підряд", "again": "три слова підряд"}
    assert other.post(address, {"password": "коротко", "again": "коротко"}).status_code == 422
    assert other.post(address, typed).status_code == 302
    assert other.get(address).status_code == 404
    answer = other.post(reverse("account_login"), {"login": "Rudenko", "password": "три слова підряд"})
    assert answer.status_code == 302
    assert other.get(reverse("people:profile")).status_code == 200


def test_a_correction_by_hand_is_kept(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    person = cast.koval.person
    facts = {"surname": "Коваль", "given_name": "Наталія", "patronymic": "Юріївна", "sex": "f"}
    client.post(reverse("people:person_change", args=[person.pk]), facts | {"form_vocative": "пані Наталю"})
    person.refresh_from_db()
    assert person.forms == {"vocative": "пані Наталю"}
    assert "пані Наталю" in client.get(reverse("people:person", args=[person.pk])).content.decode()


def test_a_wrong_form_comes_back_with_a_sentence_at_the_field(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    answer = client.post(
        reverse("people:unit_add", args=[cast.council.pk]), {"name": "Новий", "index": "01", "parent": ""}
    )
    assert answer.status_code == 422
    assert "Індекс 01 уже має підрозділ «Загальний відділ»" in answer.content.decode()


def test_looking_with_anothers_eyes_is_read_only_and_noted(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    assert client.post(reverse("people:view_as", args=[cast.boiko.person.pk])).status_code == 302
    answer = client.get(reverse("people:powers"))
    assert answer.status_code == 200
    assert answer.wsgi_request.actor.label == "Галина Бойко, діловод"
    assert answer.wsgi_request.actor.read_only
    refused = client.post(reverse("people:profile"), {"theme": "dark"})
    assert refused.status_code == 422
    assert "очима іншої людини" in refused.content.decode()
    assert client.get(reverse("people:person_add")).status_code == 404
    assert client.post(reverse("people:view_as_end")).status_code == 302
    assert client.get(reverse("people:person_add")).status_code == 200
    looking = Event.objects.filter(name__startswith="people.view").order_by("seq")
    noted = list(looking.values_list("name", flat=True))
    assert noted == ["people.view_as_started", "people.viewed_as", "people.view_as_ended"]


def test_only_the_administrator_looks_with_anothers_eyes(cast: Cast) -> None:
    for username in ("boiko", "melnychenko", "koval"):
        client = signed_in(cast, username)
        answer = client.post(reverse("people:view_as", args=[cast.savchuk.person.pk]))
        assert answer.status_code == 404


def test_a_leavers_session_dies_at_once(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    assert client.get(reverse("people:people")).status_code == 200
    today = timezone.localdate()
    actions.dismiss(cast.koval.person, on=today, by=cast.savchuk.actor)
    assert client.get(reverse("people:people")).status_code == 302


def test_the_look_is_kept_and_shown(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    typed = {"text_size": "max", "theme": "dark", "density": "dense"}
    answer = client.post(reverse("people:profile"), typed)
    assert answer.status_code == 302
    account = cast.koval.account
    account.refresh_from_db()
    assert (account.text_size, account.theme, account.density, account.hotkeys) == (
        "max",
        "dark",
        "dense",
        False,
    )


def test_the_buttons_of_the_frame_change_the_profile_too(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    client.post(reverse("ui:look"), {"size": "plus"})
    client.post(reverse("ui:look"), {"hotkeys": "off"})
    account = cast.koval.account
    account.refresh_from_db()
    assert (account.text_size, account.hotkeys) == ("plus", False)
    client.post(reverse("ui:look"), {"size": "none"})
    account.refresh_from_db()
    assert account.text_size == ""


def test_a_token_is_issued_and_revoked_on_its_page(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    typed: dict[str, Any] = {"name": "ЦНАП", "organisation": cast.council.pk, "scopes": ["documents:read"]}
    answer = client.post(reverse("people:tokens"), typed)
    token = answer.context["token"]
    assert token.startswith("obih_")
    assert token not in client.get(reverse("people:tokens")).content.decode()
    row = ServiceToken.objects.get()
    client.post(reverse("people:token_revoke", args=[row.pk]))
    row.refresh_from_db()
    assert row.revoked_at


def test_one_arranges_ones_own_absence(cast: Cast) -> None:
    client = signed_in(cast, "koval")
    assert cast.koval.appointment
    address = reverse("people:substitute", args=[cast.koval.appointment.pk])
    today = timezone.localdate()
    typed = {
        "acting": cast.levchuk.person.pk,
        "starts_on": f"{today:%d.%m.%Y}",
        "ends_on": f"{today + timedelta(3):%d.%m.%Y}",
        "scope": "all",
        "basis": "заява",
    }
    assert client.get(address).status_code == 200
    assert client.post(address, typed).status_code == 302
    made = Substitution.objects.get()
    assert client.post(reverse("people:substitution_revoke", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert made.revoked_at


def test_a_leave_is_noted_by_oneself_and_an_illness_is_told_to_nobody(cast: Cast) -> None:
    client, card = signed_in(cast, "koval"), reverse("people:person", args=[cast.koval.person.pk])
    address, today = reverse("people:absence", args=[cast.koval.person.pk]), timezone.localdate()
    days = {"starts_on": f"{today:%d.%m.%Y}", "ends_on": f"{today + timedelta(3):%d.%m.%Y}"}
    back = client.post(address, {"kind": "sick", "starts_on": days["ends_on"], "ends_on": days["starts_on"]})
    assert back.status_code == 422 and "раніше за початок" in back.content.decode()
    for kind in ("sick", "sick", "leave"):  # pressed twice, then once more on the same days
        answer = client.post(address, {"kind": kind, "idempotency_key": f"k-{kind}", **days})
    assert answer.status_code == 422 and "вже записано" in answer.content.decode()
    made = Absence.objects.get()
    assert "непрацездатність" in client.get(card).content.decode()
    other = signed_in(cast, "levchuk")
    page = other.get(card).content.decode()
    assert "непрацездатність" not in page and days["starts_on"] in page and "Скасувати" not in page
    assert other.get(address).status_code == 404
    assert other.post(reverse("people:absence_withdraw", args=[made.pk])).status_code == 404
    for _ in range(2):
        assert client.post(reverse("people:absence_withdraw", args=[made.pk])).status_code == 302
    made.refresh_from_db()
    assert made.withdrawn_at and "Скасувати" not in client.get(card).content.decode()


def test_roles_are_granted_and_revoked_on_the_card(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    typed = {"role": "archivist", "organisation": cast.council.pk}
    client.post(reverse("people:role_grant", args=[cast.koval.person.pk]), typed)
    grant = RoleGrant.objects.get(account=cast.koval.account, role="archivist")
    client.post(reverse("people:role_revoke", args=[grant.pk]))
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()


def test_a_form_sent_twice_does_its_work_once(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    typed = {"surname": "Руденко", "given_name": "Олена", "idempotency_key": "k-1"}
    for _ in range(2):
        assert client.post(reverse("people:person_add"), typed).status_code == 302
    assert Person.objects.filter(surname="Руденко").count() == 1
    other = client.post(reverse("people:person_add"), typed | {"given_name": "Ірина"})
    assert other.status_code == 422
    page = other.content.decode()
    assert "вже надіслано з іншим змістом" in page and 'value="Ірина"' in page
    fresh = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert fresh and fresh[1] != "k-1"
    again = typed | {"given_name": "Ірина", "idempotency_key": fresh[1]}
    assert client.post(reverse("people:person_add"), again).status_code == 302
    assert Person.objects.filter(surname="Руденко").count() == 2


def test_a_refused_form_may_be_sent_again_with_its_key(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    address = reverse("people:unit_add", args=[cast.council.pk])
    typed = {"name": "Новий відділ", "index": "01", "parent": "", "idempotency_key": "k-2"}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"index": "09"}).status_code == 302


def test_the_second_factor_of_whoever_lost_it_is_taken_off(cast: Cast) -> None:
    clerk, client = signed_in(cast, "boiko"), signed_in(cast, "savchuk")
    address = reverse("people:account_second_factor", args=[cast.boiko.person.pk])
    assert clerk.get(reverse("people:people")).status_code == 200
    assert client.post(address).status_code == 302
    assert clerk.get(reverse("people:people")).status_code == 302
    again = signed_in(make_cast(), "boiko")
    assert again.get(reverse("people:people"))["Location"] == reverse("mfa_index")
