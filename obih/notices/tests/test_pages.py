"""Pages of notices and of mail."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from obih.notices import actions
from obih.notices.models import LinkRequest, Mail, MailSettings, Notice
from obih.notices.queries import unread_count
from obih.notices.tests.conftest import Mailbox
from obih.people.cast import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def signed_in(cast: Cast, username: str) -> Client:
    client = Client()
    client.force_login(cast.people[username].account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_only_the_administrator_sees_the_mail(cast: Cast) -> None:
    for username in ("boiko", "koval", "chuzhynska"):
        assert signed_in(cast, username).get(reverse("notices:mail")).status_code == 404
    assert signed_in(cast, "savchuk").get(reverse("notices:mail")).status_code == 200


def test_settings_are_kept_and_the_password_is_sealed(cast: Cast, mailbox: Mailbox) -> None:
    client = signed_in(cast, "savchuk")
    typed = {
        "host": "127.0.0.1",
        "port": mailbox.port,
        "security": "none",
        "from_address": "obih@rada.example",
        "from_name": "Калинопільська рада",
        "is_on": "on",
    }
    assert client.post(reverse("notices:mail"), typed).status_code == 302
    client.post(reverse("notices:mail"), typed | {"username": "obih", "password": "дуже таємне"})
    settings = MailSettings.objects.get()
    assert "таємне" not in settings.sealed_password
    assert "таємне" not in client.get(reverse("notices:mail")).content.decode()
    client.post(reverse("notices:mail"), typed | {"username": "obih", "password": ""})
    assert MailSettings.objects.get().sealed_password == settings.sealed_password
    client.post(reverse("notices:mail"), typed)
    answer = client.post(reverse("notices:test_letter"), {"to": "savchuk@kalynopil.example"}, follow=True)
    assert "Сервер прийняв лист" in answer.content.decode()
    assert len(mailbox.taken) == 1


def test_a_wrong_server_is_told_in_words(cast: Cast) -> None:
    client = signed_in(cast, "savchuk")
    MailSettings.objects.create(
        pk=1, host="127.0.0.1", port=1, security="none", from_address="a@rada.example"
    )
    answer = client.post(reverse("notices:test_letter"), {"to": "savchuk@kalynopil.example"}, follow=True)
    assert "Лист не пішов" in answer.content.decode()


def test_the_answer_at_the_door_is_the_same_for_everybody(cast: Cast) -> None:
    MailSettings.objects.create(
        pk=1, host="127.0.0.1", port=1, security="none", from_address="a@rada.example"
    )
    address = reverse("notices:ask_link")
    assert Client().get(address).status_code == 200
    answers = [Client().post(address, {"asked": asked}) for asked in ("koval", "nobody1")]
    known, unknown = (re.sub(r"[A-Za-z0-9]{64}", "token", answer.content.decode()) for answer in answers)
    assert known == unknown
    assert LinkRequest.objects.count() == 2
    assert not Mail.objects.exists()


def test_without_mail_the_door_says_who_helps(cast: Cast) -> None:
    page = Client().get(reverse("notices:ask_link")).content.decode()
    assert "дасть адміністратор" in page
    Client().post(reverse("notices:ask_link"), {"asked": "koval"})
    assert not LinkRequest.objects.exists()


def test_notices_are_ones_own(cast: Cast) -> None:
    actions.notify(cast.koval.person, kind="test", text="Вам передано справи", url="/people/")
    notice = Notice.objects.get()
    other = signed_in(cast, "levchuk")
    assert "Вам передано справи" not in other.get(reverse("notices:notices")).content.decode()
    assert other.post(reverse("notices:read_one", args=[notice.pk])).status_code == 404
    own = signed_in(cast, "koval")
    assert "Вам передано справи" in own.get(reverse("notices:notices")).content.decode()
    assert unread_count(cast.koval.actor) == 1
    assert own.post(reverse("notices:read_one", args=[notice.pk]))["Location"] == "/people/"
    assert unread_count(cast.koval.actor) == 0
    Notice.objects.filter(pk=notice.pk).update(url="//evil.example/")
    assert own.post(reverse("notices:read_one", args=[notice.pk]))["Location"] == reverse("notices:notices")
