"""Whom we trust changes in versions: shown first, confirmed by an administrator, never forgotten."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obih.history.models import Event
from obih.people.actors import SYSTEM, Actor
from obih.people.cast import Cast
from obih.signatures import trusting
from obih.signatures.actions import confirm_import, drop_import, stage_import, take_away, verify_beside
from obih.signatures.events import TRUST_CHANGED
from obih.signatures.models import TrustImport, TrustItem, TrustPin, TrustVersion
from obih.signatures.testpki import cast, evidence
from obih.signatures.tests.conftest import AT, LETTER, Kept, signature
from obih.signatures.tests.test_checking import client_of
from obih.ui.refusals import Conflict, Refused

pytestmark = pytest.mark.django_db
ROOT = cast.ROOT.certificate()
FILES = [
    ("root.cer", ROOT.raw), ("authority.cer", cast.AUTHORITY.certificate().raw),
    ("tsa.cer", cast.TSA.certificate().raw), ("ocsp.cer", cast.OCSP.certificate().raw),
    ("root.crl", evidence.full_list(cast.ROOT)), ("authority.crl", evidence.full_list()),
]  # fmt: skip


@pytest.fixture
def administrator(people: Cast) -> Actor:
    return people.actor("savchuk")


def taken(
    by: Actor, files: list[tuple[str, bytes]] = FILES, pins: tuple[str, ...] = (ROOT.sha256,)
) -> TrustVersion:
    return confirm_import(stage_import(files, pins, by=by)[0].pk, reason="перелік ЦЗО", by=by)


def test_nothing_takes_effect_before_it_is_confirmed(administrator: Actor) -> None:
    staged, plan = stage_import(FILES, [ROOT.sha256], by=administrator)
    assert len(plan.added) == len(FILES) and plan.pins_added == (ROOT.sha256,)
    assert plan.links == plan.wanted > 0
    assert not TrustVersion.objects.exists() and trusting.version_in_force() == 0
    version = confirm_import(staged.pk, reason="перелік ЦЗО", by=administrator)
    assert (version.number, version.added, version.reason) == (1, len(FILES) + 1, "перелік ЦЗО")
    assert not TrustImport.objects.exists()
    event = Event.objects.get(name=TRUST_CHANGED.name)
    assert event.actor_label.startswith("Роман Савчук") and "перелік ЦЗО" in event.tell()


def test_a_letter_becomes_valid_and_then_not_again(administrator: Actor, kept: Kept) -> None:
    files = kept(лист__txt=LETTER, підпис__p7s=signature())
    assert verify_beside(files, at=AT, by=SYSTEM)[0].verdict == "INDETERMINATE"
    taken(administrator)
    from obih.signatures.actions import look_again

    assert look_again(at=AT, by=SYSTEM) == 1
    assert verify_beside(files, at=AT, by=SYSTEM) == []
    root = TrustItem.objects.get(sha256=ROOT.sha256)
    version = take_away(root.pk, reason="корінь скомпрометовано", by=administrator)
    assert (version.number, version.removed) == (2, 1)
    assert look_again(every=True, at=AT, by=SYSTEM) == 1
    assert trusting.material(1).store().anchors, "the earlier version can be read again"
    assert not trusting.store_now()[1].anchors


def test_a_root_nobody_pinned_is_not_believed_and_the_diff_says_so(administrator: Actor) -> None:
    _, plan = stage_import(FILES, by=administrator)
    assert not plan.added and {each.standing for each in plan.refused} == {"root", "refused"}
    assert "не закріплено" in next(each.why for each in plan.refused if each.standing == "root")


def test_the_same_again_changes_nothing(administrator: Actor) -> None:
    taken(administrator)
    staged, plan = stage_import(FILES, by=administrator)
    assert plan.changes_nothing and len(plan.present) == len(FILES)
    with pytest.raises(Refused, match="Нового у файлах немає"):
        confirm_import(staged.pk, by=administrator)


def test_of_two_at_once_the_second_looks_again(administrator: Actor) -> None:
    first, _ = stage_import(FILES, [ROOT.sha256], by=administrator)
    second, _ = stage_import(FILES[:2], [ROOT.sha256], by=administrator)
    confirm_import(second.pk, by=administrator)
    with pytest.raises(Conflict, match="змінив хтось інший"):
        confirm_import(first.pk, by=administrator)
    drop_import(first.pk, by=administrator)
    assert not TrustImport.objects.exists()


@pytest.mark.parametrize("username", ["chuzhynska", "boiko", "melnychenko"])
def test_only_the_administrator_chooses_whom_to_believe(people: Cast, username: str) -> None:
    with pytest.raises(Refused, match="адміністратор"):
        stage_import(FILES, by=people.actor(username))
    assert client_of(username).get("/trust/").status_code == 404


def test_rubbish_and_bad_fingerprints_get_a_sentence(administrator: Actor) -> None:
    with pytest.raises(Refused, match="не є відбитком"):
        stage_import(FILES, ["abc"], by=administrator)
    with pytest.raises(Refused, match="Виберіть файли"):
        stage_import([], by=administrator)
    _, plan = stage_import([("сміття.cer", b"rubbish")], by=administrator)
    assert plan.unread == ("сміття.cer",) and plan.changes_nothing


def test_material_is_read_once_a_version(administrator: Actor) -> None:
    taken(administrator)
    trusting.packed_now()
    with CaptureQueriesContext(connection) as asked:
        first, second = trusting.packed_now(), trusting.packed_now()
    assert first[1] is second[1] and len(asked) == 2
    assert all("raw" not in each["sql"] for each in asked), "only the version is looked up"


def test_a_built_in_root_can_be_refused(administrator: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    known = frozenset({ROOT.sha256})
    for module in ("trusting", "actions.importing", "queries.trust"):
        monkeypatch.setattr(f"obih.signatures.{module}.built_in", lambda: known)
    taken(administrator, pins=())
    assert trusting.store_now()[1].anchors
    take_away(TrustItem.objects.get(sha256=ROOT.sha256).pk, reason="не віримо", by=administrator)
    assert TrustPin.objects.get().refuses and ROOT.sha256 not in trusting.material(2).pins
    taken(administrator)
    assert ROOT.sha256 in trusting.material(3).pins


def test_the_page_shows_the_change_and_then_makes_it(people: Cast) -> None:
    client = client_of("savchuk")
    given = [SimpleUploadedFile(name, raw) for name, raw in FILES]
    shown = client.post("/trust/", {"files": given, "pins": ROOT.sha256}, follow=True)
    text = shown.content.decode()
    assert "Буде додано: 6" in text and "Ще нічого не змінилося" in text and cast.AUTHORITY.name in text
    address = shown.redirect_chain[-1][0]
    assert UUID(address.rstrip("/").split("/")[-1])
    done = client.post(address, {"then": "confirm", "reason": "перелік"}, follow=True)
    text = re.sub("<[^>]*>", " ", done.content.decode())
    assert "Діє редакція довіри 1" in text and "Роман Савчук" in text
    assert client.get("/trust/versions/1/").status_code == 200
    item = TrustItem.objects.get(sha256=ROOT.sha256)
    refused = client.post(f"/trust/items/{item.pk}/withdrawal/", {"reason": ""})
    assert refused.status_code == 422 and "Напишіть, чому" in refused.content.decode()
    client.post(f"/trust/items/{item.pk}/withdrawal/", {"reason": "помилка"})
    assert trusting.version_in_force() == 2


def test_a_wrong_fingerprint_on_the_page_is_said_at_its_field(people: Cast) -> None:
    answer: Any = client_of("savchuk").post("/trust/", {"pins": "не відбиток"})
    assert answer.status_code == 422 and "64 шістнадцяткові" in answer.content.decode()
