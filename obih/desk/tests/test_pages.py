"""Each person sees his own: pages by role, what is absent and what is forbidden, how much they ask."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obih.desk.helping import PAGES, page_for
from obih.desk.tests.conftest import SignedIn
from obih.files.actions import receiving
from obih.people.models import Person
from obih.registry.cards import CardFile
from obih.registry.models import Document, PendingCard, PendingFile
from obih.registry.tests.conftest import House

ABSENT = "Такого документа немає або він вам не доступний"
MOST_STATEMENTS = 15


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def pages_of(document: Document, code: str) -> list[str]:
    own = f"/documents/{document.pk}/"
    deadline = document.deadlines.first()
    assert deadline is not None
    return [
        own,
        *(
            f"{own}{part}/"
            for part in ("correction", "files", "readers", "closure", f"deadlines/{deadline.pk}")
        ),
        f"/journals/{code}/previews/{document.pk}/",
    ]


def test_the_clerk_opens_every_page_with_few_statements(house: House, signed_in: SignedIn) -> None:
    document, code = house.letter(), house.journal.code
    client = signed_in("boiko")
    client.get("/help/")
    urls = [
        "/", "/waiting/", "/journals/", f"/journals/{code}/", f"/journals/{code}/?state=open&q=доріг",
        f"/journals/{code}/filters/", f"/journals/{code}/registration/", "/find/?q=доріг", "/correspondents/",
        "/correspondents/?q=черк", f"/correspondents/{house.sender.pk}/", "/correspondents/new/",
        f"/correspondents/{house.sender.pk}/correction/", "/calendar/affected/", *pages_of(document, code),
    ]  # fmt: skip
    client.get("/")
    for url in urls:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        assert answer.status_code == 200, url
        assert len(asked) <= MOST_STATEMENTS, f"{url}: {len(asked)}"


def test_a_card_with_files_and_a_resumed_form_take_few_statements(house: House, signed_in: SignedIn) -> None:
    names = ("лист.txt", "додаток.txt")
    with receiving() as receive:
        files = tuple(CardFile(receive(BytesIO(f"Текст: {name}".encode()), name), name) for name in names)
        document = house.letter(files=files, first_reviewer=house.cast.levchuk.person)
    code = house.journal.code
    pending = PendingCard.objects.create(
        journal=house.journal, person=house.cast.boiko.person, fields={"title": "Про ремонт доріг"}
    )
    for each in files:
        PendingFile.objects.create(card=pending, content_id=each.stored.sha256, name=each.name)
    asked = {
        ("boiko", f"/documents/{document.pk}/"): MOST_STATEMENTS,
        ("levchuk", f"/documents/{document.pk}/"): MOST_STATEMENTS,
        ("levchuk", "/"): MOST_STATEMENTS,
        ("levchuk", f"/journals/{code}/"): MOST_STATEMENTS,
        ("levchuk", f"/journals/{code}/?correspondent={house.sender.pk}"): MOST_STATEMENTS,
        ("levchuk", "/correspondents/"): MOST_STATEMENTS,
        ("boiko", f"/journals/{code}/registration/?card={pending.pk}"): MOST_STATEMENTS,
    }
    for (username, url), most in asked.items():
        client = signed_in(username)
        client.get(url)
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(url)
        told = "\n".join(each["sql"][:120] for each in caught)
        assert answer.status_code == 200, url
        assert len(caught) <= most, f"{username} {url}: {len(caught)}\n{told}"


def test_absent_and_forbidden_are_one_answer(house: House, signed_in: SignedIn) -> None:
    document, code = house.letter(title="Таємниця канарейки"), house.journal.code
    stranger = signed_in("chuzhynska")
    for url in pages_of(document, code):
        forbidden = stranger.get(url)
        absent = stranger.get(url.replace(str(document.pk), str(house.case_id_that_is_not())))
        assert forbidden.status_code == absent.status_code == 404, url
        assert forbidden.content == absent.content
        assert ABSENT in forbidden.content.decode()


@pytest.mark.parametrize("username", ["chuzhynska", "hrytsenko", "savchuk"])
def test_whoever_may_not_see_a_document_finds_no_trace_of_it(
    house: House, signed_in: SignedIn, username: str
) -> None:
    house.letter(title="Таємниця канарейки", their_number="777/канарка")
    client, code = signed_in(username), house.journal.code
    for url in (
        "/", "/waiting/", "/journals/", f"/journals/{code}/", f"/journals/{code}/journal.csv",
        "/find/?q=канарейки", "/find/?q=777/канарка", "/find/suggestions/?q=канарейки",
        f"/correspondents/{house.sender.pk}/",
        f"/journals/{code}/registration/",
    ):  # fmt: skip
        said = b"".join(client.get(url)).decode(errors="replace").replace("/find/?q=", "")
        assert "Таємниця" not in said, url
        assert "1/02-10" not in said, url


def test_the_head_and_the_controller_read_the_journal(house: House, signed_in: SignedIn) -> None:
    house.letter(title="Про ремонт доріг")
    for username in ("melnychenko", "tkachenko"):
        client = signed_in(username)
        assert "Про ремонт доріг" in text_of(client, f"/journals/{house.journal.code}/")
        assert client.get(f"/journals/{house.journal.code}/registration/").status_code == 422


def test_an_exact_number_opens_the_card(house: House, signed_in: SignedIn) -> None:
    document = house.letter()
    answer = signed_in("tkachenko").get("/find/?q=1/02-10")
    assert answer["Location"] == f"/documents/{document.pk}/"


def test_a_restricted_document_leaves_a_trace_of_its_reader(house: House, signed_in: SignedIn) -> None:
    document = house.letter(access_level="restricted", access_basis="ст. 6 Закону № 2939-VI")
    client = signed_in("boiko")
    client.get(f"/documents/{document.pk}/")
    assert "Переглянуто документ з обмеженим доступом" in text_of(client, f"/documents/{document.pk}/")
    assert signed_in("tkachenko").get(f"/documents/{document.pk}/").status_code == 404


def test_my_work_says_the_answer_in_its_title(house: House, signed_in: SignedIn) -> None:
    head = house.cast.actor("melnychenko")

    assert '<h1 class="grow">Усе розглянуто, прострочених немає</h1>' in text_of(signed_in("koval"), "/")
    house.letter(first_reviewer=Person.objects.get(pk=head.person_id))
    assert "До розгляду 1\u00a0документ, прострочених немає" in text_of(signed_in("melnychenko"), "/")


def test_each_screen_has_its_help_and_f1_leads_there(house: House, signed_in: SignedIn) -> None:
    anybody = Client()
    for page in PAGES:
        assert anybody.get(f"/help/{page.slug}/").status_code == 200, page.slug
    assert anybody.get("/help/nema/").status_code == 404
    assert page_for("/journals/in-rada/registration/").slug == "registration"
    assert page_for("/journals/in-rada/").slug == "journal"
    assert page_for("/journals/").slug == "journals"
    assert page_for("/people/handover/4/").slug == "handover"
    assert 'href="/help/waiting/"' in text_of(signed_in("boiko"), "/waiting/")


def test_the_state_page_is_for_the_administrator(house: House, signed_in: SignedIn) -> None:
    assert "База даних" in text_of(signed_in("savchuk"), "/state/")
    assert signed_in("boiko").get("/state/").status_code == 422


def test_the_export_holds_every_field_of_the_profile_and_no_formula(
    house: House, signed_in: SignedIn
) -> None:
    from obih.desk.exporting import fields_of

    house.letter(title="=cmd|' /C calc'!A0", summary="Короткий виклад")
    answer: Any = signed_in("boiko").get(f"/journals/{house.journal.code}/journal.csv")
    heading, row = b"".join(answer).decode("utf-8-sig").splitlines()[:2]
    for field in fields_of("incoming"):
        assert field.title in heading
    assert "'=cmd" in row and "Короткий виклад" in row
    assert signed_in("boiko").get(f"/journals/{house.journal.code}/journal.xlsx").status_code == 200
    assert signed_in("boiko").get(f"/journals/{house.journal.code}/journal.exe").status_code == 404


def test_exporting_restricted_documents_is_told_in_their_timeline(house: House, signed_in: SignedIn) -> None:
    document = house.letter(access_level="restricted", access_basis="ст. 6 Закону № 2939-VI")
    answer: Any = signed_in("boiko").get(f"/journals/{house.journal.code}/journal.csv")
    assert document.title in b"".join(answer).decode()
    from obih.registry.queries.card import told_events

    assert "registry.restricted_document_read" in [each.name for each in told_events(document.pk)]


def test_a_filter_stands_in_the_address_and_is_kept_as_a_view(house: House, signed_in: SignedIn) -> None:
    house.letter(title="Про ремонт доріг")
    house.letter(title="Про облік дітей")
    client, address = signed_in("boiko"), f"/journals/{house.journal.code}/"
    page = text_of(client, f"{address}?q=доріг&cols=title&cols=case")
    assert "Про ремонт доріг" in page and "Про облік дітей" not in page and "Слова: доріг" in page
    client.post(f"{address}views/", {"name": "Дороги", "query": "q=доріг"})
    assert "Дороги" in text_of(client, address)
    assert "Дороги" not in text_of(signed_in("tkachenko"), address)
    assert client.post(f"{address}views/", {"name": "", "query": ""}).status_code == 422
    assert text_of(client, f"{address}?since=3113&state=nema").count("не враховано") == 1
