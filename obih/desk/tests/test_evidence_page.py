"""The page «Докази, що старіють»: for whoever looks after trust, without telling whose documents they are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.utils import timezone

from obih.desk.tests.conftest import SignedIn
from obih.files.actions import keep, receiving
from obih.files.models import Content
from obih.files.storage import current_store
from obih.history.models import Event
from obih.registry.cards import CardFile
from obih.registry.models import DocumentFile
from obih.registry.tests.conftest import House
from obih.signatures.actions.raising import SERVICE
from obih.signatures.models import Raising, RaisingStep
from obih.signatures.queries.raising import services_are_asked
from obih.signatures.testpki import cades, cast
from obih.signatures.vocabulary import RaisingState
from obih.site.health import service
from obih.site.health.model import State
from tests.promises.world_signatures import sign

pytestmark = pytest.mark.django_db
PAGE = "/signature-evidence/"


def bytes_of(sha256: str | None) -> bytes:
    with current_store().open(sha256 or "") as file:
        return file.read()


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


@pytest.fixture
def raised(house: House, settings: Any, tmp_path: Path) -> DocumentFile:
    """A letter’s signature file with more evidence beside it, as the worker leaves it."""
    settings.FILES_S3, settings.FILES_ROOT = None, tmp_path / "files"
    here = cast.HALYNA
    with receiving() as receive:
        came = receive(cades.signed_file(here, cast.LETTER), "лист.p7s")
        more = receive(
            cades.cms([cades.signer_info(here, cast.LETTER)], cast.LETTER, [here, cast.TSA]), "лист.p7s"
        )
        document = house.letter(files=(CardFile(came, "лист.p7s"),))
        keep([more])
    for sha256 in (came.sha256, more.sha256):
        sign(sha256, "Бойко Галина")
    row = Raising.objects.create(
        content_id=came.sha256, raised_id=more.sha256, level="CAdES-X Long", state=RaisingState.DONE
    )
    RaisingStep.objects.create(
        raising=row, order=0, made_at=timezone.now(), made_by_label=SERVICE.label, level="CAdES-X Long",
        sha256=more.sha256,
    )  # fmt: skip
    return DocumentFile.objects.get(document=document)


def test_the_report_says_what_was_added_and_the_file_with_evidence_is_downloaded(
    signed_in: SignedIn, raised: DocumentFile
) -> None:
    client = signed_in("boiko")
    page = client.get(f"/files/{raised.pk}/signatures/").content.decode()
    assert "Що додано після одержання" in page and SERVICE.label in page
    answer = client.get(f"/files/{raised.pk}/evidence/")
    assert b"".join(answer.streaming_content) == bytes_of(Raising.objects.get().raised_id)  # type: ignore[attr-defined]
    assert "лист (з доказами).p7s" in unquote(answer["Content-Disposition"])


def test_who_may_not_see_the_letter_gets_no_evidence_of_it(signed_in: SignedIn, raised: DocumentFile) -> None:
    assert signed_in("chuzhynska").get(f"/files/{raised.pk}/evidence/").status_code == 404
    assert signed_in("savchuk").get(f"/files/{raised.pk}/evidence/").status_code == 404


def test_a_file_without_more_evidence_has_none_to_download(signed_in: SignedIn, raised: DocumentFile) -> None:
    Raising.objects.all().delete()
    client = signed_in("boiko")
    assert client.get(f"/files/{raised.pk}/evidence/").status_code == 404
    assert "Файл із доказами" not in client.get(f"/files/{raised.pk}/signatures/").content.decode()
