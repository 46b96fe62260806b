"""The door: password, second factor, lock-out, one-time passwords; nothing said to a stranger."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from obih.history.models import Event
from obih.people import actions
from obih.people.cast import TEST_PASSWORD, TOTP_SECRET, Cast, make_cast
from obih.people.models import Account

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def code(secret: str = TOTP_SECRET) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_a_specialist_enters_by_password(cast: Cast) -> None:
    client = Client()
    page = client.get(LOGIN).content.decode()
    assert "Калинопільська селищна рада" in page
    assert "Ім’я для входу" in page
    answer = client.post(LOGIN, {"login": "Koval", "password": TEST_PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("people:profile")).status_code == 200
    assert Event.objects.filter(name="people.signed_in").count() == 1


def test_a_clerk_needs_the_second_factor_too(cast: Cast) -> None:
    client = Client()
    answer = client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("people:profile")).status_code == 302
    page = client.get(reverse("mfa_authenticate"))
    assert "Шість цифр" in page.content.decode()
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Код не підійшов" in wrong.content.decode()
    spaced = code()[:3] + " " + code()[3:]
    assert client.post(reverse("mfa_authenticate"), {"code": spaced})["Location"] == "/"
    assert client.get(reverse("people:profile")).status_code == 200


def test_a_code_works_once(cast: Cast) -> None:
    used = code()
    for expected in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})
        assert client.post(reverse("mfa_authenticate"), {"code": used}).status_code == expected


def test_a_recovery_code_helps_once(cast: Cast) -> None:
    codes = (
        Authenticator.objects.get(user=cast.boiko.account, type="recovery_codes").wrap().get_unused_codes()
    )
    for expected in (302, 200):
        client = Client()
        client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


@pytest.mark.django_db(transaction=True)
def test_whoever_must_have_a_second_factor_sets_it_up_first(cast: Cast) -> None:
    Authenticator.objects.all().delete()
    client = Client()
    assert client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})["Location"] == "/"
    answer = client.get(reverse("people:people"))
    assert answer["Location"] == reverse("mfa_index")
    assert "Ваша роль вимагає" in client.get(reverse("mfa_index")).content.decode()
    page = client.get(reverse("mfa_activate_totp"))
    assert "data:" not in page.content.decode()
    picture = client.get(reverse("people:totp_picture"))
    assert picture["Content-Type"] == "image/svg+xml"
    secret = page.context["form"].secret
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    done = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(done["Location"]).status_code == 200
    assert client.get(reverse("people:people")).status_code == 200
    stored = Authenticator.objects.get(user=cast.boiko.account, type="totp").data["secret"]
    assert secret not in stored, "the key is sealed in the database"
    assert Event.objects.filter(name="people.second_factor_added").exists()


def test_the_last_second_factor_of_a_clerk_stays(cast: Cast) -> None:
    client = Client()
    client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code()})
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "Ваша роль вимагає" in answer.content.decode()
    assert Authenticator.objects.filter(user=cast.boiko.account, type="totp").exists()


@pytest.mark.django_db(transaction=True)
def test_other_sessions_end_when_the_way_in_changes(cast: Cast) -> None:
    first, second = Client(), Client()
    for client in (first, second):
        client.post(LOGIN, {"login": "koval", "password": TEST_PASSWORD})
    typed = {"current": TEST_PASSWORD, "password": "дуже новий пароль", "again": "дуже новий пароль"}
    assert first.post(reverse("people:password"), typed).status_code == 302
    assert first.get(reverse("people:profile")).status_code == 200
    assert second.get(reverse("people:profile")).status_code == 302
    page = first.get(reverse("mfa_activate_totp"))
    third = Client()
    third.post(LOGIN, {"login": "koval", "password": "дуже новий пароль"})
    first.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})
    assert first.get(reverse("people:profile")).status_code == 200
    assert third.get(reverse("people:profile")).status_code == 302


def test_a_password_given_by_another_is_changed_first(cast: Cast) -> None:
    Account.objects.filter(username="koval").update(must_change_password=True)
    client = Client()
    client.post(LOGIN, {"login": "koval", "password": TEST_PASSWORD})
    assert client.get(reverse("people:people"))["Location"] == reverse("people:password")
    typed = {"current": TEST_PASSWORD, "password": "дуже новий пароль", "again": "дуже новий пароль"}
    assert client.post(reverse("people:password"), typed)["Location"] == "/"
    assert client.get(reverse("people:people")).status_code == 200


def test_seven_failures_close_the_door_and_the_administrator_opens_it(cast: Cast) -> None:
    for _ in range(7):
        last = Client().post(LOGIN, {"login": "koval", "password": "навмання"})
    assert last.status_code == 429
    assert "Вхід зачинено на 15 хвилин" in last.content.decode()
    assert Client().post(LOGIN, {"login": "koval", "password": TEST_PASSWORD}).status_code == 429
    assert Client().post(LOGIN, {"login": "stetsenko", "password": TEST_PASSWORD}).status_code == 302
    assert Event.objects.filter(name="people.account_locked_out").exists()
    actions.unlock_account(cast.koval.account, by=cast.savchuk.actor)
    assert Client().post(LOGIN, {"login": "koval", "password": TEST_PASSWORD}).status_code == 302


def test_guessing_from_many_addresses_stops_and_the_owner_still_enters(cast: Cast) -> None:
    typed = {"login": "koval", "password": TEST_PASSWORD}
    assert Client(REMOTE_ADDR="10.1.1.1").post(LOGIN, typed).status_code == 302
    answers = []
    for number in range(40):
        client = Client(REMOTE_ADDR=f"10.2.0.{number}")
        answers.append(client.post(LOGIN, typed | {"password": "навмання"}).status_code)
    assert answers.count(200) <= 30, "no more than thirty guesses are looked at in an hour"
    assert Client(REMOTE_ADDR="10.2.0.99").post(LOGIN, typed).status_code == 429
    assert Client(REMOTE_ADDR="10.1.1.1").post(LOGIN, typed).status_code == 302
    other = typed | {"login": "stetsenko"}
    assert Client(REMOTE_ADDR="10.2.0.1").post(LOGIN, other).status_code == 302


def test_wrong_codes_count_like_wrong_passwords(cast: Cast) -> None:
    client = Client()
    client.post(LOGIN, {"login": "boiko", "password": TEST_PASSWORD})
    answers = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code for _ in range(8)]
    assert answers[-1] == 429
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 429


def test_an_unknown_name_and_a_wrong_password_answer_alike(cast: Cast) -> None:
    known = Client().post(LOGIN, {"login": "koval", "password": "навмання"})
    unknown = Client().post(LOGIN, {"login": "nobody1", "password": "навмання"})
    closed = Account.objects.get(username="stetsenko")
    closed.is_active = False
    closed.save()
    shut = Client().post(LOGIN, {"login": "stetsenko", "password": TEST_PASSWORD})
    pages = [each.content.decode() for each in (known, unknown, shut)]
    assert all("Ім’я або пароль не підійшли" in page for page in pages)
    assert len({each.status_code for each in (known, unknown, shut)}) == 1


def test_nobody_signs_up(cast: Cast) -> None:
    assert Client().get("/accounts/signup/").status_code == 404
    assert Client().get("/accounts/password/reset/").status_code == 404
    assert Client().get("/accounts/email/").status_code == 404


def test_the_way_back_after_sign_in_stays_in_the_house(cast: Cast) -> None:
    answer = Client().post(
        f"{LOGIN}?next=https://evil.example/", {"login": "koval", "password": TEST_PASSWORD}
    )
    assert answer["Location"] == "/"
    answer = Client().post(
        f"{LOGIN}?next=/people/", {"login": "koval", "password": TEST_PASSWORD, "next": "/people/"}
    )
    assert answer["Location"] == "/people/"


def test_pages_of_the_door_have_nothing_inline(cast: Cast) -> None:
    for address in (LOGIN, reverse("people:cannot_sign_in")):
        page = Client().get(address).content.decode()
        assert " style=" not in page
        assert "onclick" not in page
        assert "<script>" not in page


def test_keys_for_passkeys_are_asked_for_by_the_page(cast: Cast) -> None:
    client = Client()
    client.post(LOGIN, {"login": "koval", "password": TEST_PASSWORD})
    page = client.get(reverse("mfa_add_webauthn"))
    assert page.status_code == 200
    assert "creation_options" in page.content.decode()
    options = Client().get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"}).json()
    assert options["request_options"]["publicKey"]["challenge"]
