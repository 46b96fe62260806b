"""A signed file is dropped and answered; a card shows whose signature it carries; nobody is kept out."""

from __future__ import annotations

import base64
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from obih.files.actions import receiving
from obih.people.actors import SYSTEM
from obih.registry.cards import CardFile
from obih.registry.signed_files import files_of_document
from obih.registry.tests.conftest import House
from obih.signatures import checking
from obih.signatures.actions import verify_beside
from obih.signatures.models import TrustItem, TrustPin, TrustVersion
from obih.signatures.testpki import cades, cast, files
from obih.signatures.tests.conftest import bare, signature
from tests.browser.conftest import People

DROP = """([names, bodies]) => {
  const given = new DataTransfer();
  names.forEach((name, place) => {
    const bytes = Uint8Array.from(atob(bodies[place]), (letter) => letter.charCodeAt(0));
    given.items.add(new File([bytes], name));
  });
  document.querySelector("[data-drop]").dispatchEvent(
    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: given }));
}"""
SIZES = ({"width": 1366, "height": 768}, {"width": 320, "height": 700})


@pytest.fixture(autouse=True)
def trusted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "now", lambda: cast.AT)
    version = TrustVersion.objects.create(number=1, made_at=timezone.now(), made_by_label="тест")
    for name, raw in files.trust_files().items():
        kind = "crl" if name.endswith(".crl") else "certificate"
        TrustItem.objects.create(
            sha256=cades.fingerprint(raw), kind=kind, raw=raw, name=name, added_in=version
        )
    TrustPin.objects.create(sha256=cast.ROOT.certificate().sha256, added_in=version)


def drop(page: Page, given: dict[str, bytes]) -> None:
    page.evaluate(DROP, [list(given), [base64.b64encode(raw).decode() for raw in given.values()]])


def barriers(page: Page) -> list[str]:
    """What axe finds, and sideways scrolling, on both sizes."""
    found = []
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found.append(f"{page.url} is {wide} wide on {size['width']}")
        for each in Axe().run(page).response["violations"]:
            found.append(f"{page.url} {size['width']}: {each['id']} {each['nodes'][0]['target']}")
    page.set_viewport_size(SIZES[0])  # type: ignore[arg-type]
    return found


def test_files_are_dropped_one_after_another_and_answered_in_words(people: People) -> None:
    anyone = people.at("chuzhynska", bypass_csp=True)
    page = anyone.page
    page.goto(f"{people.address}/signature-check/")
    found = barriers(page)
    drop(page, {"підпис.p7s": signature()})
    drop(page, {"лист.txt": cast.LETTER})
    expect(page.locator("[data-drop-names] li")).to_have_text(["підпис.p7s", "лист.txt"])
    page.get_by_role("button", name="Перевірити").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Підпис дійсний")
    expect(page.locator(".seal")).to_contain_text("Бойко Галина")
    page.get_by_text("Дані для фахівця").click()
    expect(page.get_by_text(cast.HALYNA.subject.rnokpp, exact=True)).to_be_visible()
    found += barriers(page)
    with people.contexts[-1].expect_page() as opened:
        page.get_by_role("button", name="Протокол, PDF").click()
    assert opened.value.url.startswith(people.address)
    page.locator("#files").set_input_files({"name": "a.p7s", "mimeType": "", "buffer": bare()})
    page.get_by_role("button", name="Перевірити").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Підпис дійсний")
    found += barriers(page)
    assert not found, "\n".join(found)
    assert not anyone.faults


def test_the_card_shows_the_seal_and_leads_to_its_report(house: House, people: People) -> None:
    with receiving() as receive:
        given = tuple(
            CardFile(receive(BytesIO(raw), name), name)
            for name, raw in (("лист.txt", cast.LETTER), ("підпис.p7s", signature()))
        )
        document = house.letter(files=given, signer="Діловод Галина БОЙКО")
    verify_beside(files_of_document(document.pk), at=cast.AT, by=SYSTEM)
    clerk = people.at("boiko", second_factor=True, bypass_csp=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{document.pk}/")
    expect(page.locator(".seal")).to_contain_text("Бойко Галина")
    expect(page.locator(".seal")).to_contain_text("Підписувач той самий")
    found = barriers(page)
    page.get_by_role("link", name="звіт про підпис підпис.p7s").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Підпис дійсний")
    found += barriers(page)
    assert not found, "\n".join(found)
    assert not clerk.faults


def test_the_administrator_sees_what_would_change_and_takes_it(people: People) -> None:
    administrator = people.at("savchuk", second_factor=True, bypass_csp=True)
    page = administrator.page
    page.goto(f"{people.address}/trust/")
    found = barriers(page)
    page.locator("#files").set_input_files(
        {"name": "нова.cer", "mimeType": "", "buffer": cast.TSA_WITH_MORE_USAGES.certificate().raw}
    )
    page.get_by_role("button", name="Показати, що зміниться").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Буде додано: 1")
    found += barriers(page)
    page.get_by_label("Підстава").fill("нова служба часу")
    page.get_by_role("button", name="Прийняти").click()
    expect(page.get_by_text("Діє редакція довіри 2").first).to_be_visible()
    page.get_by_role("link", name="Редакція 2").click()
    found += barriers(page)
    assert not found, "\n".join(found)
    assert not administrator.faults
