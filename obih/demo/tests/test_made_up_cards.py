"""Made-up cards are as good as registered ones: every check of the house passes on them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings
from django.test import Client

from obih.demo.loading import load_demonstration
from obih.demo.senders import names
from obih.demo.titles import title
from obih.files.actions import ensure_rendition
from obih.files.storage import current_store
from obih.history.queries import verify_chain
from obih.people.models import Account, Person
from obih.registry import access_rows
from obih.registry.models import Allocation, Counter, Document, DocumentFile, Registration
from obih.site import server
from obih.ui.refusals import Refused

CARDS = 300


@pytest.fixture
def loaded(transactional_db: None, tmp_path: Path) -> list[dict[str, str]]:
    return load_demonstration(tmp_path, server.owner_address(), CARDS).logins


def test_titles_are_many_and_repeat_with_the_seed() -> None:
    kinds = ("letter", "citizen_appeal", "info_request")
    made = [title(Random(f"{place}"), kinds[place % 3], date(2024, 5, 1)) for place in range(12_000)]
    assert len(set(made)) >= 5_000
    assert made[:50] == [title(Random(f"{p}"), kinds[p % 3], date(2024, 5, 1)) for p in range(50)]
    assert max(map(len, made)) <= 500


def test_two_thousand_senders_with_different_names() -> None:
    found = names()
    assert len(found) == 2_000
    assert len({name for name, _, _ in found}) == 2_000


def test_every_check_passes_on_them(loaded: list[dict[str, str]]) -> None:
    assert Document.objects.count() == CARDS + 32
    assert verify_chain().holds
    assert access_rows.verify() == []
    for counter in Counter.objects.all():
        given = Allocation.objects.filter(journal=counter.journal_id, period=counter.period)
        assert sorted(given.values_list("sequence", flat=True)) == list(range(1, counter.value + 1))
    assert Registration.objects.count() == Allocation.objects.count()


def test_their_files_open(loaded: list[dict[str, str]]) -> None:
    hashes = list(DocumentFile.objects.values_list("content_id", flat=True).distinct())
    assert all(current_store().size_of(each) for each in hashes)
    made = ensure_rendition(hashes[0])
    assert made is not None and made.pages == 1 and not made.refused


def test_a_second_run_adds_nothing(loaded: list[dict[str, str]], tmp_path: Path) -> None:
    before = Document.objects.count()
    again = load_demonstration(tmp_path, server.owner_address(), before)
    assert (again.letters, again.documents, again.logins) == (0, 0, [])
    assert Document.objects.count() == before


def test_people_at_work_are_not_mixed_with_the_cast(transactional_db: None, tmp_path: Path) -> None:
    person = Person.objects.create(surname="Справжня", given_name="Людина")
    Account.objects.create_user("spravzhnia", person=person)
    with pytest.raises(Refused, match="лише в порожню"):
        load_demonstration(tmp_path, server.owner_address())
    assert not Document.objects.exists()


def test_log_ins_are_made_for_this_installation(loaded: list[dict[str, str]], tmp_path: Path) -> None:
    assert (tmp_path / "logins.json").stat().st_mode & 0o777 == 0o600
    passwords = {each["login"]: each["password"] for each in loaded}
    assert len(set(passwords.values())) == len(passwords)
    assert Account.objects.get(username="boiko").check_password(passwords["boiko"])
    assert not Account.objects.get(username="crowd001").has_usable_password()


def test_a_card_made_by_copy_opens_as_any_other(loaded: list[dict[str, str]]) -> None:
    client = Client(headers={"host": settings.ALLOWED_HOSTS[0]})
    account = Account.objects.get(username="tkachenko")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    document = Document.objects.filter(access_level="general", external_id="").first()
    assert document is not None
    answer = client.get(f"/documents/{document.pk}/")
    assert answer.status_code == 200
    assert document.title in answer.content.decode()
