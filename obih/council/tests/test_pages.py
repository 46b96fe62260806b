"""Pages of sittings: what each sees, what is kept over an error, how many statements it costs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obih.council import actions, queries
from obih.council.models import Decision
from obih.council.tests.conftest import Chamber
from obih.history.models import Event
from obih.people.models import Account
from obih.registry.models import AccessRow, Document
from obih.registry.tests.panels import panel
from obih.registry.vocabulary import Access
from obih.ui.words import short_date

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15


@pytest.fixture
def at(chamber: Chamber) -> Callable[[str], Client]:
    def client_of(username: str) -> Client:
        client = Client(raise_request_exception=False)
        account = Account.objects.get(username=username)
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of


def pages_of(chamber: Chamber) -> list[str]:
    here = f"/sittings/{chamber.sitting.pk}/"
    item = chamber.sitting.agenda.all()[0].pk
    return [
        "/sittings/", "/sittings/new/", here, f"{here}agenda/", f"{here}votes/", f"{here}numbering/",
        f"{here}items/{item}/", f"{here}items/{item}/mailing/", f"{here}mailing/",
    ]  # fmt: skip


def test_the_clerk_opens_every_page_with_few_statements(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    chamber.vote(*chamber.agenda())
    client = at("boiko")
    client.get("/help/")
    for numbered in (False, True):
        if numbered:
            chamber.number()
        for url in pages_of(chamber):
            client.get(url)  # the session and the rules of the day are read once
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(url)
            assert answer.status_code == 200, url
            assert len(asked) <= MOST_STATEMENTS, f"{url}: {len(asked)}"


def test_a_refused_agenda_and_refused_votes_keep_what_was_typed(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    first, second, *_ = chamber.agenda()
    client, here = at("boiko"), f"/sittings/{chamber.sitting.pk}/"
    answer = client.post(f"{here}agenda/", {f"number-{second.pk}": "1", "pasted": "Про нове питання"})
    assert answer.status_code == 422
    assert "Пункт 1 двічі" in answer.content.decode() and "Про нове питання" in answer.content.decode()
    answer = client.post(
        f"{here}votes/", {"composition": "27", "present": "20", f"in_favour-{first.pk}": "21"}
    )
    assert answer.status_code == 422
    assert "більше, ніж присутніх" in answer.content.decode() and 'value="21"' in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_blank_cell_is_who_of_those_present_did_not_vote(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    first, *_ = chamber.agenda()
    told = {"composition": "27", "present": "23", f"in_favour-{first.pk}": "20", f"against-{first.pk}": "1"}
    answer = at("boiko").post(f"/sittings/{chamber.sitting.pk}/votes/", told)
    assert answer.status_code == 302
    assert Decision.objects.get().not_voting == 2


@pytest.mark.parametrize("typed", ["п’ять", "99999", "-1", "1.5"])
def test_what_is_no_figure_is_told_and_kept(
    chamber: Chamber, at: Callable[[str], Client], typed: str
) -> None:
    first, *_ = chamber.agenda()
    url, client = f"/sittings/{chamber.sitting.pk}/votes/", at("boiko")
    for name in ("composition", "present", f"against-{first.pk}"):
        told = {"composition": "27", "present": "23", f"in_favour-{first.pk}": "20", name: typed}
        answer = client.post(url, told)
        assert answer.status_code == 422 and "не число голосів" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_strange_letter_in_what_is_typed_breaks_nothing(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    first, *_ = chamber.agenda()
    client, here = at("boiko"), f"/sittings/{chamber.sitting.pk}/"
    names = ("number", "title", "speaker", "author", "order", "kind", "majority")
    told = {f"{name}-{first.pk}": "1\0<q>" for name in names}
    assert client.post(f"{here}agenda/", told | {"pasted": "Про\0 нове"}).status_code == 302
    assert "<q>" not in client.get(here).content.decode()
    for part in ("text", "roll-call"):
        told = {"part": part, "text": "\0", "roll_call": "А\0: за", "composition": "x"}
        assert client.post(f"{here}items/{first.pk}/", told).status_code in (302, 422)


def test_a_reader_looks_and_the_stranger_finds_nothing(chamber: Chamber, at: Callable[[str], Client]) -> None:
    chamber.vote(*chamber.agenda())
    given = chamber.number()
    here = f"/sittings/{chamber.sitting.pk}/"
    assert given[0].number in at("melnychenko").get(here).content.decode()
    for username in ("chuzhynska", "diachenko", "stetsenko"):
        client = at(username)
        assert client.get(here).status_code == 404
        assert chamber.sitting.number not in client.get("/sittings/").content.decode().split("<main")[1]
        assert client.get(f"/documents/{given[0].document_id}/extract.pdf").status_code == 404
        assert client.get(f"{here}extracts.pdf").status_code == 404


def test_of_a_decision_hidden_from_a_reader_only_that_it_is_there_is_told(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    items = chamber.agenda()
    chamber.vote(*items)
    given = chamber.number()
    hidden = Document.objects.get(pk=given[2].document_id)
    hidden.access_level = Access.RESTRICTED
    hidden.save()
    head = chamber.house.cast.actor("melnychenko")
    AccessRow.objects.filter(document=hidden, principal__in=head.principals).delete()
    here, client = f"/sittings/{chamber.sitting.pk}/", at("melnychenko")
    page = client.get(here).content.decode()
    assert "матеріальної допомоги" not in page and given[2].number not in page
    assert "Рішення з обмеженим доступом" in page
    assert client.get(f"{here}items/{items[2].pk}/").status_code == 404
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{here}extracts.zip").content))
    assert len(packed.namelist()) == 3
    assert client.get(f"/documents/{hidden.pk}/extract.pdf").status_code == 404


def test_looking_at_a_restricted_decision_among_others_leaves_its_trace(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    chamber.vote(*chamber.agenda())
    given = chamber.number()
    Document.objects.filter(pk=given[0].document_id).update(access_level=Access.RESTRICTED)
    at("boiko").get(f"/sittings/{chamber.sitting.pk}/")
    about = Event.objects.about("registry.document", str(given[0].document_id))
    assert about.filter(name="registry.restricted_document_read").count() == 1


def test_the_card_of_a_decision_tells_its_sitting_and_of_a_letter_nothing(
    chamber: Chamber, at: Callable[[str], Client]
) -> None:
    chamber.vote(*chamber.agenda())
    given = chamber.number()
    page = at("boiko").get(f"/documents/{given[0].document_id}/").content.decode()
    assert "Засідання і голосування" in page and "загальний склад 27" in page
    assert f"від {short_date(chamber.held_on)}" in page
    letter = chamber.house.letter()
    assert "Засідання і голосування" not in at("boiko").get(f"/documents/{letter.pk}/").content.decode()
    assert panel(queries.panel_of, letter.pk, chamber.clerk) is None


def test_without_numbers_there_is_no_extract(chamber: Chamber, at: Callable[[str], Client]) -> None:
    chamber.agenda()
    answer = at("boiko").get(f"/sittings/{chamber.sitting.pk}/extracts.pdf")
    assert answer.status_code == 422 and "спершу пронумеруйте" in answer.content.decode()


def test_numbering_by_a_plain_form_says_the_numbers(chamber: Chamber, at: Callable[[str], Client]) -> None:
    chamber.vote(*chamber.agenda())
    client, url = at("boiko"), f"/sittings/{chamber.sitting.pk}/numbering/"
    told = {"journal": chamber.journal.code, "idempotency_key": "form-1"}
    page = client.get(url).content.decode()
    assert "1-48/VIII" in page and "4-48/VIII" in page
    first = client.post(url, told, follow=True).content.decode()
    assert "1-48/VIII … 4-48/VIII" in first
    client.post(url, told)
    assert len(actions.number_decisions(chamber.sitting, chamber.journal, key="x", by=chamber.clerk)) == 4
    assert Document.objects.filter(kind_code="council_decision").count() == 4
