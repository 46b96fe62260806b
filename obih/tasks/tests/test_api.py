"""Tasks for other programs: told by their document, taken and reported by the institution’s own program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from obih.history.models import Event
from obih.people import principals
from obih.people.actors import SYSTEM
from obih.people.models import Organisation, ServiceToken
from obih.people.queries import token_hash
from obih.registry import actions as registry
from obih.registry.vocabulary import Access
from obih.tasks import actions
from obih.tasks.models import Point, Report, Step
from obih.tasks.tests.conftest import Office
from obih.tasks.vocabulary import PointState

pytestmark = pytest.mark.django_db


def token_of(office: Office, *scopes: str, place: Organisation | None = None, reads: bool = True) -> str:
    token = f"token-{ServiceToken.objects.count()}"
    made = ServiceToken.objects.create(
        name="Облік доручень", organisation=place or office.house.cast.council, hint="tok",
        token_hash=token_hash(token), scopes=list(scopes or ("documents:read", "tasks:execute")),
    )  # fmt: skip
    if reads:
        registry.set_reader(office.house.journal, principals.of_service(made.pk), by=SYSTEM)
    return token


def ask(token: str, address: str) -> Any:
    return Client(raise_request_exception=False).get(
        f"/api/v1{address}", headers={"authorization": f"Bearer {token}"}
    )


def send(token: str, address: str, data: Mapping[str, Any], *, key: str, form: bool = False) -> Any:
    headers = {"authorization": f"Bearer {token}", "idempotency-key": key}
    body = dict(data) if form else json.dumps(data)
    kind = {} if form else {"content_type": "application/json"}
    return Client(raise_request_exception=False).post(f"/api/v1{address}", body, headers=headers, **kind)


def test_a_program_lists_takes_and_reports_once(office: Office) -> None:
    point, token = office.task(office.point(due_on=office.workday(3))), token_of(office)
    listed = ask(token, "/tasks?own=true").json()
    assert [each["id"] for each in listed["items"]] == [point.pk] and listed["next"] == ""
    assert listed["items"][0]["who"].startswith("Андрій Гриценко")
    assert ask(token, f"/tasks?document={point.document_id}").json()["items"] == listed["items"]
    for _ in range(2):
        taken = send(token, f"/tasks/{point.pk}/acceptance", {"version": point.version}, key="k-1")
        assert taken.status_code == 200 and taken.json()["state"] == PointState.ACCEPTED
    told = {"text": "Дорогу оглянуто"}
    for status in (201, 200):  # a repetition makes no second report
        files = {"files": SimpleUploadedFile("акт.txt", "акт огляду".encode())}
        done = send(token, f"/tasks/{point.pk}/reports", told | files, key="k-2", form=True)
        assert done.status_code == status, done.content
    told_whole = done.json()
    assert told_whole["state"] == PointState.REPORTED
    (kept,) = told_whole["reports"][0]["files"]
    assert kept["name"] == "акт.txt"
    file = ask(token, f"/tasks/files/{kept['id']}")
    assert b"".join(file.streaming_content).decode() == "акт огляду"
    assert Report.objects.get().made_by_label == "Облік доручень (програма)"
    assert Step.objects.filter(point=point, kind="reported").get().by is None
    other = send(token, f"/tasks/{point.pk}/reports", {"text": "Інше"}, key="k-2", form=True)
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["detail"]
    assert ask(token, "/tasks?state=reported").json()["items"][0]["state_name"]


def test_states_and_pages_of_the_list(office: Office) -> None:
    token, points = token_of(office), [office.task() for _ in range(3)]
    Point.objects.filter(pk=points[0].pk).update(due_on=timezone.localdate() - timedelta(days=2))
    actions.withdraw_task(points[1].pk, reason="Зайве", by=office.actor("melnychenko"))
    late = ask(token, "/tasks?state=overdue").json()["items"]
    assert [(each["id"], each["late_days"]) for each in late] == [(points[0].pk, 2)]
    assert ask(token, f"/tasks/{points[0].pk}").json()["late_days"] == 2
    assert [each["id"] for each in ask(token, "/tasks?state=closed").json()["items"]] == [points[1].pk]
    first = ask(token, "/tasks?state=all&limit=2").json()
    rest = ask(token, f"/tasks?state=all&limit=2&after={first['next']}").json()
    found = [each["id"] for each in first["items"] + rest["items"]]
    assert found == sorted((each.pk for each in points), reverse=True) and rest["next"] == ""
    assert ask(token, "/tasks?state=усі").status_code == 422


def test_rights_of_the_token_and_of_its_institution_count(office: Office) -> None:
    point = office.task()
    reader, blind = token_of(office, "documents:read"), token_of(office, "documents:read", reads=False)
    assert ask(reader, f"/tasks/{point.pk}").status_code == 200
    assert send(reader, f"/tasks/{point.pk}/acceptance", {}, key="k").status_code == 403
    bare = token_of(office, "events:read")
    assert ask(bare, "/tasks").status_code == ask(bare, f"/tasks/{point.pk}").status_code == 403
    assert ask(blind, f"/tasks/{point.pk}").status_code == 404
    assert ask(blind, "/tasks").json()["items"] == []
    school = token_of(office, place=office.house.cast.school)
    assert ask(school, "/tasks?own=true").json()["items"] == []
    refused = send(school, f"/tasks/{point.pk}/acceptance", {}, key="k")
    assert refused.status_code == 422 and "своєї установи" in refused.json()["detail"]
    for address in ("acceptance", "reports"):
        form = address == "reports"
        gone = send(
            token_of(office), f"/tasks/999999/{address}", {"text": "так"} if form else {}, key="k", form=form
        )
        assert gone.status_code == 404
    assert Point.objects.get().state == PointState.ASSIGNED


def test_who_came_second_is_told_and_reading_what_is_restricted_leaves_its_trace(office: Office) -> None:
    letter = office.letter(access_level=Access.RESTRICTED, access_basis="Персональні дані")
    point, token = office.resolve(letter).points.get(), token_of(office)
    assert ask(token, f"/tasks/{point.pk}").status_code == 404
    made = ServiceToken.objects.get()
    registry.set_reader(office.house.journal, principals.of_service(made.pk), restricted_too=True, by=SYSTEM)
    assert ask(token, f"/tasks/{point.pk}").status_code == 200
    assert Event.objects.filter(name="registry.restricted_document_read", actor_kind="service").exists()
    actions.accept_task(point.pk, by=office.actor("hrytsenko"))
    late = send(
        token, f"/tasks/{point.pk}/reports", {"text": "Готово", "version": point.version}, key="k", form=True
    )
    assert late.status_code == 409 and not Report.objects.exists()
