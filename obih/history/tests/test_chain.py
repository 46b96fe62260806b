"""The chain holds, and nothing the application may do breaks it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from obih.history.models import Event, PrivateData, Refusing
from obih.history.queries import verify_chain
from obih.history.record import record
from obih.history.rules import GENESIS, Link, breaks, canonical_json, link_hash
from obih.history.vocabulary import EventType
from obih.history.work import unit_of_work

TRIED = EventType("tests.tried", "Спробували {what}")


@dataclass(frozen=True)
class Somebody:
    kind: str = "person"
    key: str = "1"
    label: str = "Галина Бойко, діловод"


BY = Somebody()


def announce(what: str, **private: object) -> None:
    with unit_of_work():
        record(TRIED, by=BY, about=("tests.thing", what), what=what, private=private or None)


@pytest.mark.django_db
def test_an_event_is_written_when_the_outermost_unit_of_work_ends() -> None:
    with unit_of_work():
        with unit_of_work():
            record(TRIED, by=BY, about=("tests.thing", 1), what="перше")
        assert not Event.objects.exists()
    event = Event.objects.get()
    assert event.tell() == "Спробували перше"
    assert event.actor_label == "Галина Бойко, діловод"
    assert verify_chain().holds


@pytest.mark.django_db
def test_what_an_inner_failure_announced_is_forgotten() -> None:
    with unit_of_work():
        with pytest.raises(ValueError, match="ні"), unit_of_work():
            record(TRIED, by=BY, about=("tests.thing", 1), what="марне")
            raise ValueError("ні")
        record(TRIED, by=BY, about=("tests.thing", 2), what="потрібне")
    assert [event.about_key for event in Event.objects.all()] == ["2"]


@pytest.mark.django_db
def test_an_event_outside_a_unit_of_work_is_a_mistake() -> None:
    with pytest.raises(AssertionError):
        record(TRIED, by=BY, about=("tests.thing", 1), what="ніде")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history_event SET name = 'x'",
        "DELETE FROM history_event",
        "TRUNCATE history_event",
        "UPDATE history_head SET seq = 0",
        "INSERT INTO history_event (seq, key, name, at, actor_kind, actor_key, about_kind, about_key, number,"
        " canonical, previous, hash)"
        " VALUES (99, gen_random_uuid(), '', now(), '', '', '', '', '', '', '', '')",
        "ALTER TABLE history_event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_is_final ON history_event",
        "UPDATE history_privatedata SET canonical = ''",
        "DELETE FROM history_checkpoint",
        "SET session_replication_role = replica",
        "ALTER TABLE history_event OWNER TO obih_app",
        "CREATE TABLE mine (id int)",
    ],
)
def test_the_application_cannot_alter_history_nor_disable_its_guards(statement: str) -> None:
    announce("перше", name="Іван")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify_chain().holds


@pytest.mark.django_db
def test_the_application_role_owns_nothing_and_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_model_refuses_too() -> None:
    announce("перше")
    event = Event.objects.get()
    for attempt in (event.save, event.delete, Event.objects.all().delete):
        with pytest.raises(Refusing):
            attempt()
    with pytest.raises(Refusing):
        Event.objects.update(name="x")


@pytest.mark.django_db
def test_personal_data_stand_beside_the_chain_and_may_go_without_breaking_it() -> None:
    announce("перше", name="Іван Чумак")
    assert "Чумак" not in Event.objects.get().canonical
    assert PrivateData.objects.get().canonical == '{"name":"Іван Чумак"}'
    assert verify_chain().holds


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_make_one_unbroken_chain() -> None:
    def work(number: int) -> None:
        try:
            for step in range(10):
                announce(f"{number}-{step}")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    verdict = verify_chain()
    assert verdict.holds
    assert verdict.events == 160


def chain(texts: list[str]) -> list[Link]:
    links, previous = [], GENESIS
    for seq, text in enumerate(texts, start=1):
        this = link_hash(previous, seq, "", text)
        links.append(Link(seq, "", text, previous, this))
        previous = this
    return links


@given(st.lists(st.text(), min_size=2, max_size=8), st.data())
def test_any_change_of_any_link_is_seen(texts: list[str], data: st.DataObject) -> None:
    links = chain(texts)
    assert not list(breaks(links))
    place = data.draw(st.integers(0, len(links) - 2))
    harm = data.draw(st.sampled_from(["text", "drop", "swap", "number"]))
    if harm == "drop":
        del links[place]
    elif harm == "swap":
        links[place], links[place + 1] = links[place + 1], links[place]
    else:
        old = links[place]
        change = {"canonical": old.canonical + "x"} if harm == "text" else {"number": "1847/02-10"}
        links[place] = Link(**{**old.__dict__, **change})
    assert list(breaks(links))


@given(
    st.dictionaries(
        st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)
    )
)
def test_canonical_json_has_one_spelling_whatever_the_order(value: dict[str, object]) -> None:
    backwards = dict(reversed(list(value.items())))
    assert canonical_json(value) == canonical_json(backwards)


def test_floating_point_has_no_canonical_spelling() -> None:
    with pytest.raises(TypeError):
        canonical_json({"sum": 0.1})
