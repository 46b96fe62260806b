"""Lists of those who are to read a document, and what a leaver leaves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from obih.people.models import Appointment, Unit
from obih.registry.models import Document
from obih.registry.queries import visible_to
from obih.tasks import actions
from obih.tasks.actions.acquainting import AcquaintanceEntry
from obih.tasks.models import Acquainted, Assignment, Point
from obih.tasks.queries.acquaintance import to_acquaint, who_may_read
from obih.tasks.queries.my_tasks import my_tasks
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import Duty
from obih.ui.refusals import Refused


def _land(office: Office) -> Unit:
    unit = Appointment.objects.get(person=office.person("hrytsenko")).position.unit
    assert unit is not None
    return unit


def test_a_unit_is_opened_into_its_people_who_see_the_document_and_mark_it_read(office: Office) -> None:
    document, clerk = office.letter(), office.actor("boiko")
    entry = AcquaintanceEntry(units=(_land(office).pk,), note="Порядок прийому")
    made = actions.ask_acquaintance(document.pk, entry, key="one", by=clerk)
    assert actions.ask_acquaintance(document.pk, entry, key="one", by=clerk).pk == made.pk
    labels = list(made.lines.values_list("label", flat=True))
    assert len(labels) >= 2 and any(each.startswith("Людмила Стеценко") for each in labels)

    reader = office.actor("stetsenko")
    assert visible_to(reader).filter(pk=document.pk).exists()
    [waits] = to_acquaint(reader)
    assert waits.note == "Порядок прийому" and to_acquaint(office.actor("levchuk")) == []
    first = actions.mark_acquainted(waits.line_id, by=reader).read_at
    assert actions.mark_acquainted(waits.line_id, by=reader).read_at == first and not to_acquaint(reader)


def test_members_of_a_body_read_though_they_hold_no_post(office: Office) -> None:
    body = office.house.cast.council_body
    made = actions.ask_acquaintance(
        office.letter().pk, AcquaintanceEntry(bodies=(body.pk,)), key="body", by=office.actor("boiko")
    )
    assert made.lines.count() == body.memberships.count() >= 3
    assert to_acquaint(office.actor("lysenko"))


def test_only_the_reader_marks_and_the_clerk_enters_what_was_signed_on_paper(office: Office) -> None:
    document, clerk = office.letter(), office.actor("boiko")
    entry = AcquaintanceEntry(people=(office.person("hrytsenko").pk, office.person("levchuk").pk))
    made = actions.ask_acquaintance(document.pk, entry, key="two", by=clerk)
    line = made.lines.get(person=office.person("levchuk"))
    with pytest.raises(Refused, match="той, хто ознайомлюється"):
        actions.mark_acquainted(line.pk, by=office.actor("hrytsenko"))
    with pytest.raises(Refused, match="не доступний"):
        actions.mark_acquainted(line.pk, by=office.actor("chuzhynska"))
    assert actions.mark_on_paper([line.pk], by=clerk) == 1 and actions.mark_on_paper([line.pk], by=clerk) == 0
    line.refresh_from_db()
    assert line.on_paper and line.read_by_label.startswith("Галина Бойко")


def test_whoever_holds_no_post_is_not_put_on_a_list(office: Office) -> None:
    person = office.person("hrytsenko")
    Appointment.objects.filter(person=person).update(ended_on=office.yesterday)
    with pytest.raises(Refused, match="не обіймає посади"):
        actions.ask_acquaintance(
            office.letter().pk, AcquaintanceEntry(people=(person.pk,)), key="three", by=office.actor("boiko")
        )
    assert not Acquainted.objects.exists()


def test_the_page_makes_a_list_marks_lines_and_prints(office: Office) -> None:
    document = office.letter()
    clerk = _client(office, "boiko")
    address = f"/documents/{document.pk}/acquaintance/"
    assert clerk.post(address, {"note": "без людей"}).status_code == 422
    unit = f"unit:{_land(office).pk}"
    assert clerk.post(address, {"readers-0": unit, "idempotency_key": "k1"}).status_code == 302
    page = clerk.get(address).content.decode()
    assert "Людмила Стеценко" in page and "Внести підписані на папері" in page
    line = Acquainted.objects.get(person=office.person("stetsenko"))
    reader = _client(office, "stetsenko")
    assert "Ознайомлено" in reader.get(address).content.decode()
    assert reader.post(f"/acquaintance/lines/{line.pk}/").status_code == 302
    printed = clerk.get(f"/acquaintance/{line.list_id}/print/")
    assert printed.status_code == 200 and printed.content.startswith(b"%PDF")
    stranger = _client(office, "chuzhynska")
    assert (
        stranger.get(address).status_code
        == stranger.get(f"/acquaintance/{line.list_id}/print/").status_code
        == 404
    )


def _client(office: Office, username: str) -> Client:
    client = Client()
    account = office.house.cast.people[username].account
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_factor"] = account.pk
    session.save()
    return client


def test_the_box_offers_only_whom_the_actor_may_name(office: Office) -> None:
    client = _client(office, "hrytsenko")
    named = who_may_read(office.actor("hrytsenko"), timezone.localdate()).values()
    assert any("Стеценко" in each for each in named) and not any("Чужинська" in each for each in named)
    box = client.get("/acquaintance/readers/", {"q": "стец"}).content.decode()
    assert "Людмила Стеценко" in box and f"person:{office.person('stetsenko').pk}" in box
    assert "Чужинська" not in client.get("/acquaintance/readers/", {"q": "чуж"}).content.decode()
    first = client.get("/acquaintance/readers/").content.decode()
    assert _land(office).name in first and "підрозділ" in first


def test_words_typed_without_choosing_name_the_one_they_mean_or_ask_which(office: Office) -> None:
    clerk, document = _client(office, "boiko"), office.letter()
    address = f"/documents/{document.pk}/acquaintance/"
    made = clerk.post(address, {"readers-0_text": "Стеценко", "readers-1_text": "", "idempotency_key": "k2"})
    assert made.status_code == 302
    assert list(Acquainted.objects.values_list("person", flat=True)) == [office.person("stetsenko").pk]
    unknown = clerk.post(address, {"readers-0_text": "Хтось Інший", "idempotency_key": "k3"})
    assert unknown.status_code == 422 and "«Хтось Інший» тут немає" in unknown.content.decode()
    assert 'value="Хтось Інший"' in unknown.content.decode()
    stranger = f"person:{office.person('chuzhynska').pk}"
    for text in ("Чужинська", "Зовсім інша"):  # whether a strange id fits a name is not told
        asked = {"readers-0": stranger, "readers-0_text": text, "idempotency_key": "k4"}
        foreign = clerk.post(address, asked)
        said = foreign.content.decode()
        assert foreign.status_code == 422 and "Зоряна" not in said and "Когось із названих тут немає" in said
    assert Acquainted.objects.count() == 1


def test_everybody_of_an_institution_is_chosen_as_the_box_shows_it(office: Office) -> None:
    clerk, council = _client(office, "boiko"), office.house.cast.council
    address = f"/documents/{office.letter().pk}/acquaintance/"
    chosen = {"readers-0": f"organisation:{council.pk}", "readers-0_text": f"Усі: {council.short_name}"}
    assert clerk.post(address, chosen | {"idempotency_key": "all"}).status_code == 302
    assert Acquainted.objects.count() > 5


def test_without_scripts_a_button_gives_the_next_row_and_nothing_is_lost(office: Office) -> None:
    clerk, document = _client(office, "boiko"), office.letter()
    address = f"/documents/{document.pk}/acquaintance/"
    typed = {"readers-0_text": "Стеценко", "note": "Порядок", "due_on": "+5", "then": "more"}
    page = clerk.post(address, typed).content.decode()
    assert 'value="Стеценко"' in page and 'name="readers-1_text"' in page
    assert 'value="Порядок"' in page and 'value="+5"' in page and "не передано" not in page
    assert not Acquainted.objects.exists()


def test_more_rows_than_a_list_takes_are_refused_not_cut(office: Office) -> None:
    clerk, document = _client(office, "boiko"), office.letter()
    rows = {f"readers-{n}": f"person:{office.person('stetsenko').pk}" for n in range(130)}
    answer = clerk.post(f"/documents/{document.pk}/acquaintance/", rows | {"idempotency_key": "many"})
    assert answer.status_code == 422 and "Рядків забагато" in answer.content.decode()
    assert not Acquainted.objects.exists()


def test_open_work_of_a_leaver_goes_over_and_what_is_done_stays(office: Office) -> None:
    mine, also = (
        office.task(),
        office.task(office.point(office.to("levchuk"), office.to("hrytsenko", Duty.CO))),
    )
    done = office.task()
    actions.report(done.pk, text="Готово", by=office.actor("hrytsenko"))
    actions.accept_report(done.pk, by=office.actor("melnychenko"))
    admin = office.actor("savchuk")
    moved = actions.hand_over_tasks(
        office.person("hrytsenko"), office.person("stetsenko"), why="звільнення", by=admin
    )
    assert moved == 2
    assert (
        actions.hand_over_tasks(
            office.person("hrytsenko"), office.person("stetsenko"), why="ще раз", by=admin
        )
        == 0
    )
    got = {(each.id, each.duty) for each in my_tasks(office.actor("stetsenko")).todo}
    assert got == {(mine.pk, Duty.MAIN), (also.pk, Duty.CO)}
    assert my_tasks(office.actor("hrytsenko")).todo == []
    kept = Assignment.objects.get(point=done, ended_at=None)
    assert kept.person == office.person("hrytsenko")
    assert not visible_to(office.actor("hrytsenko")).filter(pk=mine.document_id).exists()
    assert visible_to(office.actor("hrytsenko")).filter(pk=done.document_id).exists()


def test_reports_that_the_leaver_awaited_wait_for_the_successor(office: Office) -> None:
    point = office.task()
    actions.report(point.pk, text="Готово", by=office.actor("hrytsenko"))
    actions.hand_over_tasks(
        office.person("melnychenko"), office.person("tkachenko"), why="звільнення", by=office.actor("savchuk")
    )
    assert [each.id for each in my_tasks(office.actor("tkachenko")).decide] == [point.pk]
    assert Point.objects.get().resolution.author_label.startswith("Ігор Мельниченко")
    assert Document.objects.count() == 1
