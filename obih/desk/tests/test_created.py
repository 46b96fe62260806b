"""Documents made here, registered by a plain form: a letter out, an order, a contract and its agreement."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from obih.contracts.models import ContractTerms
from obih.desk.tests.conftest import SignedIn
from obih.registry import actions
from obih.registry.models import AccessRow, Copy, CorrespondentGroup, Document, Journal, Link, Party
from obih.registry.tests.conftest import House
from obih.registry.vocabulary import LinkKind, PartyRole

TODAY = timezone.localdate()


@pytest.fixture
def journals(house: House) -> dict[str, Journal]:
    actions.seed_sample_journals(house.cast.council, TODAY.year)
    return {each.code.split("-")[0]: each for each in Journal.objects.filter(organisation=house.cast.council)}


def posted(journal: Journal, **fields: object) -> dict[str, object]:
    usual = {
        "idempotency_key": str(uuid4()), "journal": journal.code, "then": "register",
        "title": "Про ремонт доріг", "access_level": "general", "form": "paper",
    }  # fmt: skip
    return usual | fields


def register(client: object, journal: Journal, **fields: object) -> str:
    url = f"/journals/{journal.code}/registration/"
    answer = client.post(url, posted(journal, **fields), follow=True)  # type: ignore[attr-defined]
    return str(answer.content.decode())


def test_a_letter_goes_to_many_each_with_his_copy(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    elders = CorrespondentGroup.objects.create(organisation=house.cast.council, name="усі старости")
    elders.members.add(
        *[actions.add_correspondent({"name": f"Староста {n}"}, by=house.clerk)[0] for n in "АБВ"]
    )
    page = register(
        signed_in("boiko"), journals["out"], channel="post", case_index=str(house.case.pk),
        **{
            "addressees-0": str(house.sender.pk), "addressees-0_text": "ОВА", "addressees-0_channel": "email",
            "addressees-1": f"g{elders.pk}", "addressees-1_text": "усі старости",
            "addressees-2_text": "Громадська спілка «Вишиванка»", "addressees-3_text": "Староста А",
        },
        signer=f"p{house.cast.melnychenko.person.pk}", signer_text="Голова",
    )  # fmt: skip
    assert "Зареєстровано:" in page
    document = Document.objects.get()
    to = [str(each) for each in Party.objects.filter(document=document, role=PartyRole.ADDRESSEE)]
    assert to == ["Черкаська ОВА", "Староста А", "Староста Б", "Староста В", "Громадська спілка «Вишиванка»"]
    channels = list(Copy.objects.order_by("pk").values_list("channel_code", flat=True))
    assert channels == ["email", "post", "post", "post", "post"]
    signer = Party.objects.get(role=PartyRole.SIGNER)
    assert signer.person == house.cast.melnychenko.person and "МЕЛЬНИЧЕНКО" in signer.name
    assert document.awaits_scan


def test_a_letter_without_an_addressee_is_asked_for_one(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    page = register(signed_in("boiko"), journals["out"], case_index=str(house.case.pk))
    assert "Напишіть, кому документ" in page and not Document.objects.exists()


def test_an_answer_opens_filled_from_the_card_of_the_letter(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    letter, client = house.letter(), signed_in("boiko")
    card = client.get(f"/documents/{letter.pk}/").content.decode()
    url = f"/journals/{journals['out'].code}/registration/?reply={letter.pk}"
    assert url in card and "Відповісти" in card
    page = client.get(url).content.decode()
    assert f'value="{house.sender.pk}"' in page and 'value="Черкаська ОВА"' in page
    assert f'value="{letter.registrations.get().number}"' in page
    register(
        client, journals["out"], case_index=str(house.case.pk), links=letter.registrations.get().number,
        link_kind="in_reply", **{"addressees-0": str(house.sender.pk), "addressees-0_text": "ОВА"},
    )  # fmt: skip
    link = Link.objects.get()
    assert (link.target, link.kind) == (letter, LinkKind.IN_REPLY)


def test_an_order_of_staff_is_closed_from_the_start(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    client = signed_in("boiko")
    form = client.get(f"/journals/{journals['k'].code}/registration/").content.decode()
    assert "Реєстрація розпорядження" in form and 'id="id_addressees-0"' not in form
    fields = posted(journals["k"])
    fields.pop("access_level")
    client.post(f"/journals/{journals['k'].code}/registration/", fields)
    order = Document.objects.get()
    assert (order.kind_code, order.access_level) == ("order_staff", "restricted")
    assert order.registrations.get().number == "1-к"
    assert signed_in("stetsenko").get(f"/documents/{order.pk}/").status_code == 404


def test_who_prepared_a_document_sees_it(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    executor = house.cast.stetsenko.person
    register(
        signed_in("boiko"), journals["out"], case_index=str(house.case.pk), main_executor=str(executor.pk),
        **{"addressees-0_text": "Громада"},
    )  # fmt: skip
    document = Document.objects.get()
    assert AccessRow.objects.filter(document=document, reason="executor").count() == 1
    assert signed_in("stetsenko").get(f"/documents/{document.pk}/").status_code == 200
    assert signed_in("chuzhynska").get(f"/documents/{document.pk}/").status_code == 404


def test_a_memo_goes_to_a_unit_and_a_person_who_then_see_it(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    unit, person = house.cast.units["legal"], house.cast.stetsenko.person
    register(
        signed_in("boiko"), journals["int"], kind="memo",
        **{
            "addressees-0": f"u{unit.pk}", "addressees-0_text": unit.name,
            "addressees-1": f"p{person.pk}", "addressees-1_text": person.full_name,
        },
    )  # fmt: skip
    memo = Document.objects.get()
    for name in ("koval", "stetsenko"):
        assert signed_in(name).get(f"/documents/{memo.pk}/").status_code == 200, name
    assert signed_in("chuzhynska").get(f"/documents/{memo.pk}/").status_code == 404


def test_an_additional_agreement_takes_the_next_fraction_of_its_contract(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    client, terms = signed_in("boiko"), {
        "contract_party_text": "ТОВ «Теплосервіс»", "contract_party_number": "77-П",
        "contract_sum": "12 500,5", "contract_ends_on": "31.12.2027",
    }  # fmt: skip
    page = register(client, journals["con"], kind="contract", **terms)
    assert "Зареєстровано:" in page
    contract = Document.objects.get()
    kept = ContractTerms.objects.get()
    assert (str(kept.sum), kept.currency, kept.warn_days) == ("12500.50", "UAH", 30)
    party = Party.objects.get(document=contract, role=PartyRole.PARTY)
    assert (party.name, party.number) == ("ТОВ «Теплосервіс»", "77-П")
    assert "Назвіть номер договору" in register(client, journals["con"], kind="additional_agreement", **terms)
    register(client, journals["con"], kind="additional_agreement", contract_base="1", **terms)
    agreement = Document.objects.get(kind_code="additional_agreement")
    assert agreement.registrations.get().number == "1/1"
    assert Link.objects.get(source=agreement).kind == LinkKind.SUPPLEMENTS
    assert agreement.contract_terms.base == contract
    card = client.get(f"/documents/{contract.pk}/").content.decode()
    assert "Умови договору" in card and "500,50 грн" in card and f"/documents/{agreement.pk}/" in card


def test_the_same_contract_sent_twice_is_one(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    client, key = signed_in("boiko"), str(uuid4())
    for _ in range(2):
        register(client, journals["con"], idempotency_key=key, contract_party_text="ТОВ «Теплосервіс»")
    assert Document.objects.count() == ContractTerms.objects.count() == 1


def test_a_telephone_message_goes_either_way(
    house: House, journals: dict[str, Journal], signed_in: SignedIn
) -> None:
    client, url = signed_in("boiko"), f"/journals/{journals['tel'].code}/registration/"
    assert 'name="correspondent"' in client.get(url).content.decode()
    register(client, journals["tel"], kind="out_phone_message", **{"addressees-0_text": "Усі школи"})
    assert Document.objects.get().kind_code == "out_phone_message"
    fields = posted(journals["tel"], kind="out_phone_message", shown_kind="phone_message")
    answer = client.post(f"{url}fields/", fields)
    assert answer.status_code == 204 and "card=" in answer["HX-Redirect"]
    assert 'id="id_addressees-0"' in client.get(answer["HX-Redirect"]).content.decode()
