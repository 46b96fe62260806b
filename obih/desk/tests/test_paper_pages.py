"""Pages of paper: originals, handing-over lists, labels, deeds for many, links for colleagues."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from obih.desk.tests.conftest import SignedIn
from obih.notices.models import Notice
from obih.people import principals
from obih.people.models import Account
from obih.registry.codes import code_of
from obih.registry.models import AccessRow, Document, HandoverList, Instance
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import Access

pytestmark = pytest.mark.django_db


def paper(house: House, **fields: object) -> Document:
    values: dict[str, object] = {
        "form": "paper",
        "sheets_main": 2,
        "responsible_unit": house.cast.units["land"],
    }
    return house.letter(**values | fields)


def key() -> str:
    return str(uuid.uuid4())


def test_a_code_opens_the_card_for_who_may_and_nothing_for_others(house: House, signed_in: SignedIn) -> None:
    letter = paper(house)
    address = reverse("desk:code", args=[code_of(letter.pk)])
    card = reverse("desk:document", args=[letter.pk])
    assert signed_in("boiko").get(address)["Location"] == card
    absent = reverse("desk:code", args=[code_of(uuid.uuid4())])
    stranger = signed_in("chuzhynska")
    there, nowhere = stranger.get(address), stranger.get(absent)
    assert there.status_code == nowhere.status_code == 404
    assert signed_in("boiko").get("/q/nonsense").status_code == 404
    signed_in("boiko")
    from django.test import Client

    assert Client().get(address)["Location"] == f"/accounts/login/?next={address}"


def test_the_card_says_where_the_original_is_and_it_is_moved(house: House, signed_in: SignedIn) -> None:
    letter = paper(house)
    clerk = signed_in("boiko")
    page = clerk.get(reverse("desk:document", args=[letter.pk])).content.decode()
    assert "Паперовий оригінал" in page and "Надіслати колезі" in page
    url = reverse("desk:original", args=[letter.pk])
    assert clerk.get(url).status_code == 200
    empty = clerk.post(url, {"place": ""})
    assert empty.status_code == 422 and "Вкажіть, де оригінал" in empty.content.decode()
    legal = house.cast.units["legal"]
    assert clerk.post(url, {"unit": legal.pk, "place": "шафа 4"}).status_code == 302
    instance = Instance.objects.get(document=letter)
    assert (instance.unit, instance.holder, instance.place) == (legal, None, "шафа 4")
    assert "шафа 4" in clerk.get(reverse("desk:originals") + "?which=unit").content.decode()
    assert signed_in("stetsenko").post(url, {"place": "у мене"}).status_code == 422


def test_a_list_goes_from_choice_to_return(house: House, signed_in: SignedIn) -> None:
    letter = paper(house, title="Про межі ділянки")
    clerk, land = signed_in("boiko"), house.cast.units["land"]
    new = reverse("desk:paper_list_new")
    page = clerk.get(f"{new}?unit={land.pk}").content.decode()
    assert "Про межі ділянки" in page
    original = Instance.objects.get(document=letter).pk
    said = {"unit": land.pk, "original": original, "idempotency_key": key()}
    first, again = clerk.post(new, said), clerk.post(new, said)
    assert first.status_code == 302 and first["Location"] == again["Location"]
    made = HandoverList.objects.get()
    stetsenko = signed_in("stetsenko")
    url = first["Location"]
    assert "Одержано все (1)" in stetsenko.get(url).content.decode()
    assert stetsenko.post(url, {"part": "received"}).status_code == 422, "nothing was marked"
    assert stetsenko.post(url, {"part": "received_all"}).status_code == 302
    line = made.lines.get()
    assert line.received_at and "Людмила Стеценко" in line.received_by_label
    assert stetsenko.post(url, {"part": "returned", "line": line.pk}).status_code == 422
    assert "Про межі ділянки" in stetsenko.get(reverse("desk:originals")).content.decode()
    assert clerk.post(url, {"part": "returned", "line": line.pk}).status_code == 302
    for name in ("paper_list_print", "paper_list_pdf", "paper_list_qr"):
        assert clerk.get(reverse(f"desk:{name}", args=[made.pk])).status_code == 200
        assert signed_in("koval").get(reverse(f"desk:{name}", args=[made.pk])).status_code == 404
    assert signed_in("koval").post(url, {"part": "received_all"}).status_code == 404
    assert clerk.get(reverse("desk:code", args=[code_of(made.pk)]))["Location"] == url


def test_a_hidden_title_stands_neither_on_the_page_nor_on_paper(house: House, signed_in: SignedIn) -> None:
    hidden = paper(house, access_level=Access.RESTRICTED, access_basis="Персональні дані", title="Таємниця")
    clerk, land = signed_in("boiko"), house.cast.units["land"]
    original = Instance.objects.get(document=hidden).pk
    made = clerk.post(reverse("desk:paper_list_new"), {"unit": land.pk, "original": original})["Location"]
    assert "Таємниця" in clerk.get(made).content.decode()
    shown = signed_in("stetsenko").get(made).content.decode()
    assert "Таємниця" not in shown and "Документ з обмеженим доступом" in shown
    assert "Таємниця" not in clerk.get(f"{made}print/").content.decode()


def test_labels_and_envelopes_come_as_pdf(house: House, signed_in: SignedIn) -> None:
    letter = paper(house)
    clerk = signed_in("boiko")
    for name, query in (
        ("label_pdf", ""),
        ("label_pdf", "?sheet=1&first=24"),
        ("stamp_pdf", "?corner=top-left"),
    ):
        made = clerk.get(reverse(f"desk:{name}", args=[letter.pk]) + query)
        assert made.status_code == 200 and made.content.startswith(b"%PDF")
    assert clerk.get(reverse("desk:document_qr", args=[letter.pk]))["Content-Type"] == "image/svg+xml"
    page = clerk.get(reverse("desk:label", args=[letter.pk])).content.decode()
    assert "Вх. №" in page and letter.title not in page
    assert clerk.get(reverse("desk:envelopes", args=[letter.pk])).status_code == 422, "nobody to send it to"
    marked = reverse("desk:journal_labels", args=[house.journal.code])
    assert clerk.get(f"{marked}?marked={letter.pk}&marked={uuid.uuid4()}").content.startswith(b"%PDF")
    assert clerk.get(marked).status_code == 422
    assert clerk.get(f"{marked}?marked=nonsense").status_code == 404


def test_the_name_of_the_installation_stands_in_the_code(
    house: House, signed_in: SignedIn, settings: object
) -> None:
    letter = paper(house)
    url = reverse("desk:colleague", args=[letter.pk])
    code = code_of(letter.pk)
    assert f"http://testserver/q/{code}" in signed_in("boiko").get(url).content.decode()
    settings.PUBLIC_ADDRESS = "https://obih.rada.gov.ua"  # type: ignore[attr-defined]
    assert f"https://obih.rada.gov.ua/q/{code}" in signed_in("boiko").get(url).content.decode()


def test_marked_documents_are_given_and_each_is_told(house: House, signed_in: SignedIn) -> None:
    one, two = paper(house), house.letter(form="electronic")
    clerk = signed_in("boiko")
    url = reverse("desk:bulk", args=[house.journal.code])
    page = clerk.get(f"{url}?marked={one.pk}&marked={two.pk}").content.decode()
    assert "2\xa0документи" in page and "Надати доступ" in page
    koval = principals.of_person(house.cast.koval.person.pk)
    said = {
        "marked": [str(one.pk), str(uuid.uuid4())],
        "deed": "share",
        "share-to": koval,
        "share-why": "до відома",
    }
    answer = clerk.post(url, said | {"idempotency_key": key()}).content.decode()
    assert "зроблено 1 із 2" in answer and "немає або він вам не доступний" in answer
    assert AccessRow.objects.filter(principal=koval, reason="shared").count() == 1
    said = {"marked": [str(one.pk), str(two.pk)], "deed": "paper", "paper-unit": house.cast.units["legal"].pk}
    answer = clerk.post(url, said | {"idempotency_key": key()}).content.decode()
    assert "Відкрити реєстр" in answer and "Спробувати з рештою" in answer
    wrong = clerk.post(url, {"marked": str(one.pk), "deed": "unit", "unit-reason": ""})
    assert wrong.status_code == 422 and "Оберіть підрозділ" in wrong.content.decode()
    for deed in ("case", "unit"):
        said = {
            "marked": str(one.pk), "deed": deed, f"{deed}-reason": "за належністю", "idempotency_key": key(),
            "unit-unit": house.cast.units["legal"].pk, "case-case": house.case.pk,
        }  # fmt: skip
        assert "зроблено 1 із 1" in clerk.post(url, said).content.decode()


def test_a_reader_who_may_not_is_told_so_line_by_line(house: House, signed_in: SignedIn) -> None:
    one = paper(house)
    url = reverse("desk:bulk", args=[house.journal.code])
    said = {
        "marked": str(one.pk),
        "deed": "unit",
        "unit-reason": "р",
        "unit-unit": house.cast.units["legal"].pk,
    }
    answer = signed_in("stetsenko").post(url, said).content.decode()
    assert "зроблено 0 із 1" in answer and "Картку виправляє діловод" in answer
    assert signed_in("chuzhynska").get(url).status_code == 404


def test_a_colleague_gets_the_link_or_the_sender_is_told_why_not(house: House, signed_in: SignedIn) -> None:
    letter = paper(house)
    clerk, url = signed_in("boiko"), reverse("desk:colleague", args=[letter.pk])
    assert "Навіщо йому доступ" not in clerk.get(url).content.decode()
    koval, stetsenko = (Account.objects.get(username=each) for each in ("koval", "stetsenko"))
    assert clerk.post(url, {"to": stetsenko.pk, "idempotency_key": key()}).status_code == 302
    refused = clerk.post(url, {"to": koval.pk, "idempotency_key": key()})
    page = refused.content.decode()
    assert refused.status_code == 422 and "не бачить цього документа" in page and "Навіщо йому доступ" in page
    again = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert again
    said = {"to": koval.pk, "why": "висновок", "idempotency_key": again[1]}
    assert clerk.post(url, said).status_code == 302
    assert Notice.objects.filter(kind="link").count() == 2
    worker = signed_in("stetsenko").post(url, {"to": Account.objects.get(username="savchuk").pk})
    assert worker.status_code == 422 and "Доступ надає діловод" in worker.content.decode()
    assert "Навіщо йому доступ" not in worker.content.decode()
    assert signed_in("chuzhynska").get(url).status_code == 404


def test_an_outgoing_letter_gets_an_envelope_for_each_addressee(house: House, signed_in: SignedIn) -> None:
    import pypdfium2

    from obih.people.actors import SYSTEM
    from obih.people.vocabulary import Role
    from obih.registry import actions
    from obih.registry.cards import CreatedCard, PartyEntry

    council = house.cast.council
    facts = {"stream": "outgoing", "title": "Вихідні", "pattern": "{seq}/01-9", "opened_on": "2020-01-01"}
    journal = actions.open_journal(facts | {"code": "out-test", "organisation": council}, by=SYSTEM)
    actions.set_reader(journal, principals.of_role(Role.CLERK, council.pk), may_register=True, by=SYSTEM)
    post = PartyEntry(
        "addressee", name="Олена Гай", address="вул. Садова, 3, Калинопіль", channel_code="post"
    )
    mail = PartyEntry("addressee", name="Прокуратура", channel_code="email")
    made = [
        actions.register_created(
            CreatedCard(journal=journal, kind_code="out_letter", title="Про відповідь", parties=parties),
            key=f"out-{place}", by=house.clerk,
        )
        for place, parties in enumerate(((post, mail), (post,)))
    ]  # fmt: skip
    clerk = signed_in("boiko")

    def words(url: str) -> tuple[int, str]:
        document = pypdfium2.PdfDocument(clerk.get(url).content)
        try:
            pages = [each.get_textpage().get_text_bounded() for each in document]
            return len(pages), " ".join(" ".join(pages).split())
        finally:
            document.close()

    own = reverse("desk:envelopes", args=[made[0].document_id])
    pages, text = words(f"{own}?size=dl")
    assert pages == 2 and "Прокуратура" in text and "вул. Садова, 3" in text and council.address in text
    marked = "&".join(f"marked={each.document_id}" for each in made)
    pages, text = words(reverse("desk:journal_envelopes", args=["out-test"]) + f"?{marked}")
    assert pages == 1, "one addressee, one envelope; e-mail needs none"
    assert "№ 1/01-9, № 2/01-9" in text
