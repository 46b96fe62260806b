"""The page «Докази, що старіють»: for whoever looks after trust, without telling whose documents they are."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.files.models import Content
from obih.history.models import Event
from obih.signatures.models import Raising
from obih.signatures.queries.raising import services_are_asked
from obih.signatures.vocabulary import RaisingState
from obih.site.health import service
from obih.site.health.model import State

pytestmark = pytest.mark.django_db
PAGE = "/signature-evidence/"


def raising(mark: str, days: int, **more: Any) -> Raising:
    content = Content.objects.create(sha256=mark * 64, size_bytes=9, media_type="application/pkcs7-signature")
    given = {"state": RaisingState.DONE, "level": "CAdES-X Long"} | more
    return Raising.objects.create(content=content, ages_at=timezone.now() + timedelta(days=days), **given)


def test_what_ages_within_a_year_is_listed_with_what_is_in_the_way(signed_in: SignedIn) -> None:
    raising("a", 40, state=RaisingState.WAITING, problem="Служба не відповідає", attempts=4)
    raising("b", 300)
    raising("c", 3000)
    said = signed_in("savchuk").get(PAGE).content.decode()
    assert "aaaaaaaaaaaa" in said and "bbbbbbbbbbbb" in said and "cccccccccccc" not in said
    assert said.count("не поновлено") == 1 and "Служба не відповідає" in said
    assert "вимкнено на сервері" in said


def test_an_empty_list_says_so(signed_in: SignedIn) -> None:
    assert "За рік ніщо не застаріє" in signed_in("savchuk").get(PAGE).content.decode()


@pytest.mark.parametrize("username", ["boiko", "chuzhynska"])
def test_nobody_else_sees_it(signed_in: SignedIn, username: str) -> None:
    raising("a", 40)
    for answer in (signed_in(username).get(PAGE), signed_in(username).post(f"{PAGE}tries/")):
        assert answer.status_code == 404 and "aaaaaaaaaaaa" not in answer.content.decode()


def test_services_are_asked_at_once_when_one_does_not_want_to_wait(signed_in: SignedIn) -> None:
    later = timezone.now() + timedelta(hours=5)
    row = raising("a", 40, state=RaisingState.WAITING, attempts=4, next_try_at=later)
    answer = signed_in("savchuk").post(f"{PAGE}tries/", follow=True)
    assert "файлів: 1" in answer.content.decode()
    row.refresh_from_db()
    assert row.next_try_at is not None and row.next_try_at <= timezone.now()
    assert Event.objects.filter(name="signatures.evidence_asked_anew").count() == 1


def test_services_are_switched_off_and_on_by_who_looks_after_trust(
    signed_in: SignedIn, settings: Any
) -> None:
    settings.ASKS_TRUST_SERVICES = True
    admin = signed_in("savchuk")
    assert services_are_asked() and "Не питати служб" in admin.get(PAGE).content.decode()
    assert (
        "Служб більше не питаємо"
        in admin.post(f"{PAGE}services/", {"ask": "no"}, follow=True).content.decode()
    )
    assert not services_are_asked()
    assert signed_in("boiko").post(f"{PAGE}services/", {"ask": "yes"}).status_code == 404
    assert not services_are_asked()
    admin.post(f"{PAGE}services/", {"ask": "yes"})
    assert services_are_asked()
    assert Event.objects.filter(name="signatures.services_switched").count() == 2
    settings.ASKS_TRUST_SERVICES = False
    assert not services_are_asked(), "the server has the last word"


def test_the_state_page_says_when_evidence_cannot_be_renewed(db: None, settings: Any) -> None:
    settings.ASKS_TRUST_SERVICES = True
    assert service.evidence()[0] is State.OK
    row = raising("b", 300, state=RaisingState.WAITING, attempts=9, problem="Служба мовчить")
    Raising.objects.update(made_at=timezone.now() - timedelta(days=3))
    state, sentence, _ = service.evidence()
    assert state is State.WARN and "Служба мовчить" in sentence
    row.delete()
    raising("a", 40, state=RaisingState.WAITING, attempts=4)
    state, sentence, _ = service.evidence()
    assert state is State.BAD and "файлів 1" in sentence
