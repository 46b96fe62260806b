"""Resolutions as people put them on: the form, drafts, the folder «на резолюцію», phrases."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from obih.history.models import Event
from obih.people.models import Substitution
from obih.registry.models import Deadline, Document
from obih.tasks import actions, rules
from obih.tasks.actions import ResolutionEntry
from obih.tasks.models import Assignment, Phrase, Point, Resolution, Review
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty, Mode, PointState, ResolutionState
from obih.ui.words import short_date

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(office: Office, username: str) -> Client:
    made = Client()
    made.force_login(office.house.cast.people[username].account, backend=BACKEND)
    return made


def typed(*points: dict[str, str], **more: str) -> dict[str, str]:
    told = {f"points-{n}-{name}": value for n, each in enumerate(points) for name, value in each.items()}
    return {"idempotency_key": "key-1", **told, **more}


def point(office: Office, who: str = "hrytsenko", **more: str) -> dict[str, str]:
    told = {"executor-0": f"person:{office.person(who).pk}", "text": "Підготувати відповідь"}
    return told | {"on_control": "on"} | more


def url(document: Document) -> str:
    return f"/documents/{document.pk}/resolution/"


def draft_of(
    office: Office, document: Document, key: str = "draft", text: str = "Підготувати відповідь"
) -> Resolution:
    entry = ResolutionEntry((office.point(text=text),), author=office.person("melnychenko"))
    return actions.prepare_resolution(document.pk, entry, key=key, by=office.actor("boiko")).resolution


def test_the_head_puts_a_resolution_with_co_executors_and_readers(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    document = office.letter()
    head = browser(office, "melnychenko")
    head.get("/phrases/")
    with django_assert_max_num_queries(13):
        page = head.get(url(document)).content.decode()
    assert "Накласти резолюцію" in page and "1</kbd> Підготувати відповідь" in page and 'name="how"' in page
    told = point(office) | {
        "executor-1": f"person:{office.person('levchuk').pk}", "executor-1_duty": "co",
        "executor-2": f"person:{office.person('koval').pk}", "executor-2_duty": "info",
        "due_on": short_date(office.workday(5)),
    }  # fmt: skip
    for _ in range(2):  # pressed twice
        answer = head.post(url(document), typed(told, how="own"))
        assert answer.status_code == 302 and answer["Location"] == f"/documents/{document.pk}/"
    made = Point.objects.get()
    assert made.due_on == office.workday(5) and made.on_control and made.state == PointState.ASSIGNED
    duties = dict(Assignment.objects.values_list("person__surname", "duty"))
    assert duties == {"Гриценко": Duty.MAIN, "Левчук": Duty.CO, "Коваль": Duty.INFO}


def test_a_resolution_sent_takes_few_statements(office: Office, django_assert_max_num_queries: Any) -> None:
    head = browser(office, "melnychenko")
    head.post(url(office.letter()), typed(point(office), how="own"))
    letter = office.letter()
    with django_assert_max_num_queries(25):
        answer = head.post(url(letter), typed(point(office), how="own", idempotency_key="key-2"))
    assert answer.status_code == 302


def test_what_has_no_draft_is_resolved_in_the_folder_in_three_taps(office: Office) -> None:
    head = browser(office, "melnychenko")
    first = office.letter(key="first")
    assert "quick" not in head.get("/to-resolve/").content.decode(), "nobody has been named yet"
    office.resolve(first, office.point(office.to("levchuk")))
    letter = office.letter(key="second")
    page = head.get("/to-resolve/").content.decode()
    assert "Тарас Левчук</label>" in page and "До розгляду</label>" in page and 'form="quick"' in page
    who = f"person:{office.person('levchuk').pk}"
    told = {"how": "own", "queue": "", "points-0-executor-0": who, "points-0-on_control": "on", "phrase": "1"}
    nobody = head.post(url(letter), told | {"points-0-executor-0": "", "idempotency_key": "k-1"})
    assert nobody.status_code == 422 and "Назвіть головного виконавця" in nobody.content.decode()
    answer = head.post(url(letter), told | {"idempotency_key": "k-2"})
    assert answer.status_code == 302 and answer["Location"] == "/to-resolve/"
    made = Point.objects.get(document=letter)
    nearest = Deadline.objects.filter(document=letter).order_by("effective_on").first()
    assert nearest is not None and made.due_on is not None and made.due_on <= nearest.effective_on
    assert made.text and made.assignments.get().person == office.person("levchuk")


def test_whom_one_names_often_is_a_button_of_each_point(office: Office) -> None:
    head = browser(office, "melnychenko")
    office.resolve(office.letter(key="first"), office.point(office.to("levchuk")))
    letter, levchuk = office.letter(key="second"), f"person:{office.person('levchuk').pk}"
    assert f'value="executor-0-{levchuk}"' in head.get(url(letter)).content.decode()
    told = typed(point(office), how="own") | {"then": f"executor-0-{levchuk}"}
    for _ in range(2):  # pressed twice, he stands there once
        page = head.post(url(letter), told).content.decode()
    assert f'name="points-0-executor-1" value="{levchuk}"' in page and "Підготувати відповідь" in page
    assert not Resolution.objects.filter(document=letter).exists()
    for rubbish in ("executor-", "executor-7-person:1", "executor-0-person:999999", "executor-0-x"):
        assert head.post(url(letter), typed(point(office), how="own") | {"then": rubbish}).status_code == 200


def test_a_form_sent_back_asks_again_whose_and_how(office: Office) -> None:
    """What is one’s own is read without asking for authors and deputies; shown again, it has them all."""
    clerk = browser(office, "boiko")
    letter = office.letter(key="own")
    whole = clerk.get(url(letter)).content.decode()
    back = clerk.post(url(letter), typed({"text": "Підготувати"}, how="draft"))
    assert back.status_code == 422
    head = browser(office, "melnychenko")
    own = head.post(url(letter), typed({"text": "Підготувати"}, how="own"))
    assert own.status_code == 422 and "Назвіть головного виконавця" in own.content.decode()
    for name in ('name="how"', 'name="author"', 'name="dated_on"'):
        assert whole.count(name) == back.content.decode().count(name) > 0
    assert ('name="coordinator"' in own.content.decode()) == (
        'name="coordinator"' in head.get(url(letter)).content.decode()
    )


def test_without_scripts_a_surname_is_enough_and_two_of_a_name_are_told(office: Office) -> None:
    document, head = office.letter(), browser(office, "melnychenko")
    by_name = {"executor-0": "", "executor-0_text": "гриценко", "text": "Відповісти"}
    assert head.post(url(document), typed(by_name)).status_code == 302
    assert Assignment.objects.get().person == office.person("hrytsenko")
    over = {
        "executor-0": f"person:{office.person('hrytsenko').pk}",
        "executor-0_text": "Левчук",
        "text": "Так",
    }
    assert head.post(url(document), typed(over, idempotency_key="over")).status_code == 302
    assert Assignment.objects.latest("pk").person == office.person("levchuk")
    for words, said in (("начальник", "це хто з них"), ("Невідомий", "немає серед виконавців")):
        wrong = {"executor-0_text": words, "text": "Відповісти"}
        answer = head.post(url(document), typed(wrong, idempotency_key=words))
        assert answer.status_code == 422 and said in answer.content.decode()
    assert Point.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        (
            {"executor-1": "levchuk", "executor-1_duty": "main"},
            "executor-0",
            "Головний виконавець у пункті один",
        ),
        ({"executor-0_duty": "co"}, "executor-0", "Назвіть головного"),
        ({"due_on": "past"}, "due_on", "уже минуло"),
        ({"due_on": "late"}, "due_on", "За документом строк"),
        ({"every": "month"}, "due_on", "перший строк"),
    ],
)
def test_a_refusal_stands_at_the_field_of_its_point(
    office: Office, wrong: dict[str, str], field: str, said: str
) -> None:
    document, head = office.letter(), browser(office, "melnychenko")
    days = {"past": short_date(office.yesterday), "late": short_date(office.workday(300))}
    told = {name: days.get(value, value) for name, value in wrong.items()}
    if "executor-1" in told:
        told["executor-1"] = f"person:{office.person('levchuk').pk}"
    answer = head.post(url(document), typed(point(office), point(office, "levchuk") | told))
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="#id_points-1-{field}"' in page and said in page
    assert not Resolution.objects.exists()


def test_another_point_and_a_phrase_are_plain_buttons(office: Office) -> None:
    document, head = office.letter(), browser(office, "melnychenko")
    more = head.post(url(document), typed(point(office), then="point")).content.decode()
    assert 'name="points-1-text"' in more and "Підготувати відповідь" in more
    Phrase.objects.create(person=office.person("melnychenko"), digit=4, text="Надати пропозиції", days=3)
    filled = head.post(url(document), typed({}, then="phrase-4")).content.decode()
    assert ">Надати пропозиції</textarea>" in filled.replace("\n", "")
    assert f'value="{short_date(office.workday(3))}"' in filled and not Resolution.objects.exists()


def test_the_clerk_prepares_and_the_head_accepts_with_one_tap_and_goes_on(
    office: Office, django_assert_max_num_queries: Any
) -> None:
    first, second = office.letter(), office.letter()
    clerk, head = browser(office, "boiko"), browser(office, "melnychenko")
    author = str(office.person("melnychenko").pk)
    for n, document in enumerate((first, second)):
        told = typed(point(office), how="draft", author=author, idempotency_key=f"draft-{n}")
        assert clerk.post(url(document), told).status_code == 302
    with django_assert_max_num_queries(15):
        page = head.get("/to-resolve/")
    body = page.content.decode()
    assert "1 із 2" in body and "Андрію Гриценку" in body and "Галина Бойко" in body
    assert len(gzip.compress(page.content)) < 6_000
    draft = Resolution.objects.get(document=first)
    accepted = head.post(
        f"/resolutions/{draft.pk}/acceptance/", {"version": draft.version, "queue": str(second.pk)}
    )
    assert accepted["Location"] == f"/to-resolve/?at={second.pk}"
    assert Point.objects.get(document=first).state == PointState.ASSIGNED
    body = head.get(accepted["Location"]).content.decode()
    assert "1 із 1" in body and "Резолюцію накладено: 1" in body
    draft = Resolution.objects.get(document=second)
    done = head.post(f"/resolutions/{draft.pk}/acceptance/", {"version": draft.version, "queue": ""})
    assert "Усе розглянуто" in head.get(done["Location"]).content.decode()


def test_a_tap_that_comes_too_late_is_told_what_happened(office: Office) -> None:
    document = office.letter()
    made = draft_of(office, document)
    head, told = browser(office, "melnychenko"), {"version": str(made.version), "queue": ""}
    actions.change_prepared(
        made.pk, [office.point(text="Дати роз’яснення")], version=made.version, by=office.actor("boiko")
    )
    late = head.post(f"/resolutions/{made.pk}/acceptance/", told)
    page = late.content.decode()
    assert late.status_code == 409 and "Проєкт щойно змінено: Галина Бойко, діловод" in page
    assert "Дати роз’яснення" in page and 'name="queue" value=""' in page
    now = Resolution.objects.get()
    again = {"version": str(now.version), "queue": ""}
    actions.drop_prepared(made.pk, version=now.version, by=office.actor("boiko"))
    gone = head.post(f"/resolutions/{made.pk}/acceptance/", again, follow=True)
    assert "Проєкт уже відкинуто: Галина Бойко" in gone.content.decode()


def test_a_draft_is_returned_with_a_reason_changed_and_accepted_changed(office: Office) -> None:
    document = office.letter()
    draft, head, clerk = draft_of(office, document), browser(office, "melnychenko"), browser(office, "boiko")
    back = f"/resolutions/{draft.pk}/return/"
    assert head.post(back, {"words": " ", "version": 1}).status_code == 422
    assert head.post(back, {"words": "Додайте юриста", "queue": ""})["Location"] == "/to-resolve/"
    draft.refresh_from_db()
    assert draft.state == ResolutionState.RETURNED
    page = clerk.get(f"/resolutions/{draft.pk}/change/").content.decode()
    assert "Додайте юриста" in page and "Підготувати відповідь" in page and "Андрій Гриценко" in page
    told = point(office) | {"executor-1": f"person:{office.person('levchuk').pk}", "executor-1_duty": "co"}
    clerk.post(f"/resolutions/{draft.pk}/change/", typed(told, version=str(draft.version)))
    draft.refresh_from_db()
    assert draft.state == ResolutionState.PREPARED and not Assignment.objects.filter(is_waiting=True).exists()
    old = typed(point(office, "levchuk"), version="1")
    stale = head.post(f"/resolutions/{draft.pk}/change/", old)
    assert stale.status_code == 409 and "Тепер у ньому: Андрію Гриценку" in stale.content.decode()
    assert f'name="version" value="{draft.version}"' in stale.content.decode()
    told = typed(point(office, "levchuk"), version=str(draft.version))
    assert head.post(f"/resolutions/{draft.pk}/change/", told).status_code == 302
    assert Assignment.objects.get(is_waiting=True).person == office.person("levchuk")


def test_a_changed_draft_keeps_the_days_that_follow_the_law(office: Office) -> None:
    document, head = office.letter(), browser(office, "melnychenko")
    entry = ResolutionEntry(
        (office.point(office.to("hrytsenko"), office.to("levchuk", Duty.CO)),),
        author=office.person("melnychenko"),
    )
    draft = actions.prepare_resolution(document.pk, entry, key="d", by=office.actor("boiko")).resolution
    page = head.get(f"/resolutions/{draft.pk}/change/")
    form = page.context["form"]
    assert form["points-0-due_on"].value() is None
    assert [each.due for each in form["points-0-executor"].value()] == ["", ""]


def test_a_resolution_from_paper_has_its_author_and_its_day(office: Office) -> None:
    document, clerk = office.letter(), browser(office, "boiko")
    told = typed(
        point(office), point(office, "levchuk"), how="paper", author=str(office.person("melnychenko").pk),
        dated_on=short_date(timezone.localdate()),
    )  # fmt: skip
    assert clerk.post(url(document), told | {"how": "paper", "author": ""}).status_code == 422
    assert clerk.post(url(document), told).status_code == 302
    made = Resolution.objects.get()
    assert made.mode == Mode.PAPER and made.points.count() == 2
    assert made.author_label.startswith("Ігор Мельниченко") and made.prepared_label.startswith("Галина Бойко")


def test_what_needs_no_resolution_leaves_the_folder(office: Office) -> None:
    document, head = office.letter(), browser(office, "melnychenko")
    page = f"/documents/{document.pk}/without-resolution/"
    assert "До відома" in head.get(f"{page}?queue=").content.decode()
    for _ in range(2):  # pressed twice
        assert head.post(page, {"words": "До відома", "queue": ""})["Location"] == "/to-resolve/"
    assert Event.objects.filter(name="tasks.review_done").count() == 1
    assert "Усе розглянуто" in head.get("/to-resolve/").content.decode()
    assert browser(office, "boiko").post(page, {"words": "До відома"}).status_code == 422


def test_more_reviewers_have_it_in_their_folders_at_once(office: Office) -> None:
    document, clerk = office.letter(), browser(office, "boiko")
    page = f"/documents/{document.pk}/reviewers/"
    shown = clerk.get(page)
    offered = [key for key, _ in shown.context["form"].fields["reviewers"].choices]
    assert str(office.person("melnychenko").pk) not in offered
    deputy = office.person("tkachenko")
    if str(deputy.pk) in offered:
        assert clerk.post(page, {"reviewers": [str(deputy.pk)]}).status_code == 302
    else:
        actions.ask_review(document.pk, [deputy], by=office.actor("boiko"))
    assert Review.objects.get().reviewer == deputy
    assert "1 із 1" in browser(office, "tkachenko").get("/to-resolve/").content.decode()
    assert "1 із 1" in browser(office, "melnychenko").get("/to-resolve/").content.decode()


def test_an_acting_head_sees_whose_folder_it_is(office: Office) -> None:
    today = timezone.localdate()
    absent = office.house.cast.people["melnychenko"].appointment
    Substitution.objects.create(
        absent=absent,
        acting=office.person("boiko"),
        starts_on=today,
        ends_on=today,
        basis="розпорядження",
    )
    entry = ResolutionEntry((office.point(),), author=office.person("melnychenko"))
    by = office.actor("tkachenko")
    draft = actions.prepare_resolution(office.letter().pk, entry, key="draft", by=by).resolution
    acting = browser(office, "boiko")
    assert "Ви дієте за: <b>Ігор Мельниченко" in acting.get("/to-resolve/").content.decode()
    acting.post(f"/resolutions/{draft.pk}/acceptance/", {"version": draft.version})
    draft.refresh_from_db()
    assert draft.acted_label.startswith("Галина Бойко") and draft.author_label.startswith("Ігор")


def test_the_unit_head_distributes_by_the_same_form(office: Office) -> None:
    task = office.task()
    hand = browser(office, "hrytsenko")
    page = hand.get(f"{url(task.document)}?task={task.pk}").content.decode()
    assert "Розподілити завдання" in page and task.text in page
    answer = hand.post(url(task.document), typed(point(office, "stetsenko"), task=str(task.pk)))
    assert answer["Location"] == f"/tasks/{task.pk}/"
    assert Point.objects.get(parent=task).person == office.person("stetsenko")
    assert hand.get(f"{url(task.document)}?task=99999").status_code == 404


def test_strangers_and_executors_learn_nothing(office: Office) -> None:
    document = office.letter()
    draft = draft_of(office, document)
    pages = [url(document), f"/resolutions/{draft.pk}/", f"/resolutions/{draft.pk}/change/"]
    pages += [f"/resolutions/{draft.pk}/return/", f"/documents/{document.pk}/reviewers/"]
    for username in ("chuzhynska", "hrytsenko"):
        other = browser(office, username)
        assert [other.get(each).status_code for each in pages] == [404] * len(pages)
        assert other.post(f"/resolutions/{draft.pk}/acceptance/", {"version": 1}).status_code == 404
        assert "Усе розглянуто" in other.get("/to-resolve/").content.decode()
    office.resolve(document)
    assert browser(office, "hrytsenko").get(url(document)).status_code == 422
    assert browser(office, "hrytsenko").get(f"/resolutions/{draft.pk}/").status_code == 404


def test_offers_whom_the_words_mean_in_either_layout(office: Office) -> None:
    head = browser(office, "melnychenko")
    assert "Андрій Гриценко" in head.get("/executors/?q=грицен").content.decode()
    assert "Андрій Гриценко" in head.get("/executors/?q=uhbwty").content.decode()
    office.task(office.point(office.to("levchuk")))
    first = head.get("/executors/").content.decode()
    assert first.index("Тарас Левчук") < first.index("Андрій Гриценко")
    assert "Гриценко" not in browser(office, "diachenko").get("/executors/?q=грицен").content.decode()


def test_vague_words_are_marked_on_the_page_and_said_after(office: Office) -> None:
    text = "Прискорити розгляд і звернути увагу на строки"
    assert rules.vague_words(text) == ["Прискорити", "звернути увагу"]
    assert [each for each, vague in rules.vague_parts(text) if vague] == ["Прискорити", "звернути увагу"]
    document, head = office.letter(), browser(office, "melnychenko")
    shown = head.post(url(document), typed(point(office) | {"text": text}, then="point")).content.decode()
    assert "<mark>Прискорити</mark>" in shown and "<mark>звернути увагу</mark>" in shown
    said = head.post(url(document), typed(point(office) | {"text": text}), follow=True).content.decode()
    assert "Не називає результату: «Прискорити», «звернути увагу»" in said
    draft_of(office, office.letter(), "vague", text)
    assert "Прискорити</mark>" in head.get("/to-resolve/").content.decode()


def test_phrases_are_ones_own(office: Office) -> None:
    head = browser(office, "melnychenko")
    assert "Підготувати відповідь у встановлений строк" in head.get("/phrases/").content.decode()
    told = {"phrase-1-text": "До виконання", "phrase-1-days": "7", "phrase-3-text": "До відома"}
    assert head.post("/phrases/", told | {"phrase-1-days": "багато"}).status_code == 422
    assert head.post("/phrases/", told).status_code == 302
    kept = list(Phrase.objects.values_list("person__surname", "digit", "text", "days", "on_control"))
    assert kept == [
        ("Мельниченко", 1, "До виконання", 7, False),
        ("Мельниченко", 3, "До відома", None, False),
    ]
    assert "До виконання" not in browser(office, "boiko").get("/phrases/").content.decode()


def test_what_burns_stands_first_in_the_folder(office: Office) -> None:
    calm, burning = office.letter(), office.letter()
    Deadline.objects.filter(document=burning).update(effective_on=timezone.localdate())
    shown = browser(office, "melnychenko").get("/to-resolve/")
    assert shown.context["record"].id == burning.pk and calm.pk != burning.pk
