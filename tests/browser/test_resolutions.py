"""A letter becomes work: the clerk prepares, the head resolves on his telephone; a resolution from paper."""

from __future__ import annotations

import gzip
import io
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from obih.files.actions import receiving
from obih.files.actions.previews import ensure_rendition
from obih.registry.cards import CardFile
from obih.registry.models import Document
from obih.registry.tests.conftest import House
from obih.tasks.actions import ExecutorEntry, PointEntry, ResolutionEntry, prepare_resolution
from obih.tasks.models import Assignment, Point, Resolution
from obih.tasks.vocabulary import Duty, Mode, PointState
from tests.browser.conftest import People
from tests.browser.test_papers import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
MOST_PAGE, MOST_IMAGE, FINGER = 30 * 1024, 60 * 1024, 48


def scanned() -> bytes:
    """A page of close text as a scanner gives it."""
    page = Image.new("L", (1654, 2339), 247)
    draw = ImageDraw.Draw(page)
    for line in range(46):
        draw.text(
            (160, 150 + line * 44), "Просимо надати перелік комунальних підприємств громади " * 2, fill=30
        )
    told = io.BytesIO()
    page.convert("RGB").save(told, "PNG")
    return told.getvalue()


def letter(house: House) -> Document:
    with receiving() as receive:
        stored = receive(scanned(), "лист.png")
        head = house.cast.melnychenko.person
        made = house.letter(files=(CardFile(stored, "лист.png"),), first_reviewer=head)
    ensure_rendition(stored.sha256)
    return made


def prepare(house: House, document: Document, *, key: str) -> Resolution:
    executors = (
        ExecutorEntry("person", house.cast.people["hrytsenko"].person.pk),
        ExecutorEntry("person", house.cast.people["levchuk"].person.pk, Duty.CO),
    )
    point = PointEntry("Подати перелік підприємств і підготувати відповідь", executors)
    entry = ResolutionEntry((point,), author=house.cast.melnychenko.person)
    return prepare_resolution(document.pk, entry, key=key, by=house.clerk).resolution


def name_executor(page: Page, place: str, letters: str, whom: str) -> None:
    """Type the beginning of a name and take the first of the list."""
    page.locator(f"#id_points-{place}").fill(letters)
    first = page.locator(f"#id_points-{place}-list [data-value]").first
    expect(first).to_contain_text(whom)
    page.keyboard.press("Enter")
    expect(page.locator(f"[name='points-{place}']")).not_to_have_value("")


def test_the_clerk_prepares_and_the_head_resolves_on_his_telephone_in_three_taps(
    house: House, people: People
) -> None:
    first = letter(house)
    second = house.letter(first_reviewer=house.cast.melnychenko.person, title="Про межі ділянки")
    prepare(house, second, key="second")
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{first.pk}/")
    clerk.press("KeyN")
    page.wait_for_url("**/resolution/")
    clerk.press("Digit1")
    expect(page.locator("#id_points-0-text")).to_have_value("Підготувати відповідь у встановлений строк")
    expect(page.locator("#id_points-0-executor-0")).to_be_focused()
    name_executor(page, "0-executor-0", "гриц", "Андрій Гриценко")
    name_executor(page, "0-executor-1", "левч", "Тарас Левчук")
    expect(page.locator("#id_points-0-executor-2")).to_be_visible()
    clerk.press("Ctrl+Enter")
    page.wait_for_url(f"**/documents/{first.pk}/")
    expect(page.locator("main")).to_contain_text("проєкт, ще не накладено")
    assert not Assignment.objects.filter(is_waiting=True).exists()

    hand = people.at("melnychenko", second_factor=True, **PHONE).page
    taps = 0
    hand.get_by_role("link", name="Розглядати по черзі").tap()
    taps += 1
    hand.wait_for_url("**/to-resolve/")
    expect(hand.locator("main")).to_contain_text("Андрію Гриценку")
    hand.get_by_role("button", name="Накласти резолюцію").tap()
    taps += 1
    hand.wait_for_url("**/to-resolve/?at=*")
    assert taps <= 3
    expect(hand.locator("#page, .shell-state").first).to_contain_text("Резолюцію накладено")
    expect(hand.locator(".phone-top")).to_contain_text("1 із 1")
    hand.get_by_role("button", name="Накласти резолюцію").tap()
    expect(hand.locator("main")).to_contain_text("Усе розглянуто")
    assert set(Point.objects.values_list("state", flat=True)) == {PointState.ASSIGNED}
    assert Assignment.objects.filter(is_waiting=True).count() == 4


def test_the_telephone_s_page_is_light_and_its_buttons_fit_a_finger(house: House, people: People) -> None:
    document = letter(house)
    draft = prepare(house, document, key="one")
    hand = people.at("melnychenko", second_factor=True, **PHONE, bypass_csp=True).page
    answers: list[Any] = []
    hand.on("response", lambda answer: answers.append(answer))
    hand.goto(f"{people.address}/to-resolve/", wait_until="networkidle")
    weights = {each.url.removeprefix(people.address): each.body() for each in answers if each.ok}
    image = [body for name, body in weights.items() if name.endswith(".webp")]
    rest = {name: len(gzip.compress(body)) for name, body in weights.items() if not name.endswith(".webp")}
    assert len(image) == 1 and len(image[0]) <= MOST_IMAGE
    assert sum(rest.values()) <= MOST_PAGE, rest
    for target in hand.locator("a:visible:not(.skip), button:visible, summary:visible").all():
        box = target.bounding_box()
        assert box and box["height"] >= FINGER and box["width"] >= FINGER, target.inner_text()
    screens = [
        "/to-resolve/", f"/resolutions/{draft.pk}/", f"/resolutions/{draft.pk}/return/", "/phrases/",
        f"/resolutions/{draft.pk}/change/", f"/documents/{document.pk}/resolution/", "/help/resolving/",
        f"/documents/{document.pk}/without-resolution/", f"/documents/{document.pk}/reviewers/",
    ]  # fmt: skip
    assert not (found := looked_at(hand, people.address, screens)), "\n".join(found)


def test_a_resolution_from_paper_with_two_points_is_typed_in(house: House, people: People) -> None:
    document = letter(house)
    clerk = people.at("boiko", second_factor=True)
    page = clerk.page
    page.goto(f"{people.address}/documents/{document.pk}/resolution/")
    page.get_by_label("вношу з паперу").check()
    expect(page.locator("#id_author")).to_be_visible()
    name_executor(page, "0-executor-0", "гриц", "Андрій Гриценко")
    page.locator("#id_points-0-text").fill("Прискорити ремонт дороги")
    expect(page.locator("[data-vague]").first).to_contain_text("Прискорити")
    page.locator("#id_points-0-text").fill("Відремонтувати дорогу")
    expect(page.locator("[data-vague]").first).to_be_empty()
    clerk.press("Ctrl+Alt+Enter")
    expect(page.locator("#id_points-1-executor-0")).to_be_focused()
    name_executor(page, "1-executor-0", "юрид", "Юридичний відділ")
    page.locator("#id_points-1-text").fill("Підготувати договір")
    page.locator("#id_points-1-due_on").fill("+300")
    clerk.press("Ctrl+Enter")
    expect(page.locator(".problems")).to_contain_text("Пункт 2.")
    expect(page.locator("#id_points-0-executor-0")).to_have_value("Андрій Гриценко")
    page.locator("#id_points-1-due_on").fill("")
    clerk.press("Ctrl+Enter")
    page.wait_for_url(f"**/documents/{document.pk}/")
    made = Resolution.objects.get()
    assert made.mode == Mode.PAPER and made.author == house.cast.melnychenko.person
    assert [each.text for each in made.points.all()] == ["Відремонтувати дорогу", "Підготувати договір"]
    assert made.points.all()[1].unit == house.cast.units["legal"]
    assert not clerk.faults
