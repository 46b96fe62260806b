"""Appeals and requests are registered whole, closed from the start, and what becomes of them is kept."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from obih.appeals import actions, queries
from obih.appeals.models import Answer, Appeal, Extension, Forwarding, InformationRequest
from obih.appeals.queries import likely_repeats, panel_for
from obih.appeals.rules import Applicant
from obih.appeals.tests.conftest import KOVALENKO, MELNYK, Reception
from obih.history.models import Event
from obih.people.actors import SYSTEM
from obih.registry.actions import correct_card
from obih.registry.models import Deadline, Party, Registration
from obih.registry.queries import find
from obih.registry.vocabulary import Access
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
COVERED = {"their_number": "01-15/7", "their_date": TODAY - timedelta(days=1)}


def number_of(document) -> str:
    return Registration.objects.get(document=document).number


def events_of(document, room: str = "appeals") -> list[str]:
    rows = Event.objects.about("registry.document", document.pk).filter(name__startswith=f"{room}.")
    return list(rows.order_by("seq").values_list("name", flat=True))


def test_an_appeal_takes_the_letter_of_its_surname(office: Reception) -> None:
    document = office.appeal(KOVALENKO, channel_code="post")
    assert number_of(document) == f"К-1/{TODAY:%y}"
    assert document.access_level == Access.RESTRICTED and "393/96" in document.access_basis
    assert document.added["appeal_form"] == "1.1"
    assert document.added["appeal_sign"] == "2.1"
    assert document.added["appeal_subject"] == "5.1"
    assert Appeal.objects.get(document=document).applicant_key == "коваленко і п"
    assert events_of(document) == ["appeals.appeal_registered"]


def test_a_collective_appeal_is_numbered_so_and_keeps_everybody(office: Reception) -> None:
    document = office.appeal(KOVALENKO, MELNYK, added={"authors_count": 40, "appeal_subject": "5.1"})
    assert number_of(document).startswith("КО-")
    assert document.added["authors_count"] == 40
    assert document.added["appeal_subject"] == "5.2", "two names are more than one person"
    roles = list(Party.objects.filter(document=document).values_list("role", "name", "address", "is_natural"))
    assert ("author", KOVALENKO.name, KOVALENKO.address, True) in roles
    assert ("co_author", MELNYK.name, MELNYK.address, True) in roles
    assert queries.applicants_of([document.pk])[document.pk] == [KOVALENKO, MELNYK]


def test_an_unsigned_appeal_is_registered_too(office: Reception) -> None:
    document = office.appeal()
    assert number_of(document).startswith("БП-")
    assert document.added["appeal_subject"] == "5.3"
    assert Party.objects.get(document=document).name == "без підпису"


def test_what_came_with_a_covering_letter_has_its_number_and_its_author(office: Reception) -> None:
    document = office.appeal(KOVALENKO, correspondent=office.house.sender, **COVERED)
    sender, author = Party.objects.filter(document=document).order_by("order")
    assert (sender.correspondent, sender.number) == (office.house.sender, "01-15/7")
    assert author.name == KOVALENKO.name
    assert document.added["appeal_form"] == "1.6"


def test_the_same_key_registers_once(office: Reception) -> None:
    card = office.card(office.appeals, kind_code="citizen_appeal")
    first = actions.register_appeal(card, [KOVALENKO], key="one", by=office.clerk)
    again = actions.register_appeal(card, [KOVALENKO], key="one", by=office.clerk)
    assert again.again and again.document_id == first.document_id
    assert Appeal.objects.count() == 1


def test_names_stand_only_in_the_private_part_of_events(office: Reception) -> None:
    document = office.appeal(KOVALENKO, MELNYK)
    actions.forward(
        document.pk, to_whom="Громадянин Секретний", sent_on=TODAY, noticed_on=TODAY, by=office.clerk
    )
    for event in Event.objects.about("registry.document", document.pk):
        told = str(event.facts) + event.tell()
        assert "Коваленко" not in told and "Мельник" not in told and "Секретний" not in told


def test_a_stranger_learns_nothing(office: Reception) -> None:
    document = office.appeal(KOVALENKO)
    for actor in (office.stranger, office.house.cast.actor("stetsenko")):
        assert likely_repeats(actor, KOVALENKO) == []
        assert panel_for(document.pk, actor) is None
        assert find(actor, "Коваленко") == []
        assert not queries.receptions(actor).exists()
        with pytest.raises(Refused, match="немає або він вам не доступний"):
            actions.forward(document.pk, to_whom="ОВА", sent_on=TODAY, noticed_on=TODAY, by=actor)
    assert [row.document_id for row in find(office.clerk, "Коваленко")] == [document.pk]


def test_who_only_sees_it_may_not_note_what_became_of_it(office: Reception) -> None:
    document = office.appeal(KOVALENKO)
    head = office.house.cast.actor("melnychenko")
    panel = panel_for(document.pk, head)
    assert panel is not None and panel.why_not
    with pytest.raises(Refused, match="веде журнал"):
        actions.answer(document.pk, result="9.1", answered_on=TODAY, by=head)


def test_a_repeat_is_found_by_name_and_address(office: Reception) -> None:
    first = office.appeal(KOVALENKO)
    office.appeal(Applicant("Коваленко Іван Петрович", "м. Черкаси, вул. Смілянська, 1"))
    office.appeal(Applicant("Коваль Іван Петрович", KOVALENKO.address))
    found = likely_repeats(office.clerk, Applicant("Коваленко І. П.", "вул. Шевченка, буд. 5, с. Вільне"))
    assert [each.same_address for each in found] == [True, False]
    assert found[0].document_id == first.pk
    assert likely_repeats(office.clerk, Applicant("Коваленко")) == [], "a surname alone names nobody"


def test_a_corrected_name_is_found_as_it_is_now(office: Reception) -> None:
    document = office.appeal(Applicant("Ковалкно Іван Петрович", KOVALENKO.address))
    correct_card(document.pk, {"author": KOVALENKO.name}, reason="описка", version=None, by=office.clerk)
    actions.keep_applicant(document.pk, by=SYSTEM)
    assert [each.document_id for each in likely_repeats(office.clerk, KOVALENKO)] == [document.pk]


# ── what becomes of it ───────────────────────────────────────────────


def test_it_is_passed_on_and_late_ones_show(office: Reception) -> None:
    document = office.appeal(KOVALENKO, received_at=office.ago(12), late_reason="хвороба діловода")
    panel = panel_for(document.pk, office.clerk)
    assert panel is not None and panel.forward_late
    made = actions.forward(
        document.pk, to_whom="Черкаська РДА", sent_on=TODAY, noticed_on=TODAY, part="дорога", by=office.clerk
    )
    assert made.last_on is not None and made.sent_on > made.last_on
    again = actions.forward(
        document.pk, to_whom="Черкаська РДА", sent_on=TODAY, noticed_on=TODAY, part="дорога", by=office.clerk
    )
    assert again.pk == made.pk and Forwarding.objects.count() == 1
    assert events_of(document).count("appeals.forwarded") == 1


def test_an_appeal_is_prolonged_to_its_cap_and_not_past_it(office: Reception) -> None:
    document = office.appeal(KOVALENKO)
    deadline = Deadline.objects.get(document=document)
    cap = deadline.cap_on
    told = {"reason": "запит до архіву", "decided_by": "Ігор Мельниченко", "noticed_on": TODAY}
    with pytest.raises(Refused, match="не пізніше"):
        actions.extend(document.pk, on=cap + timedelta(days=1), **told, by=office.clerk)
    with pytest.raises(Refused, match="керівника"):
        actions.extend(document.pk, on=cap, **told | {"decided_by": " "}, by=office.clerk)
    actions.extend(document.pk, on=cap, **told, by=office.clerk)
    deadline.refresh_from_db()
    assert deadline.effective_on == cap == timezone.localdate(deadline.starts_at) + timedelta(days=45)
    with pytest.raises(Refused, match="на пізніше"):
        actions.extend(document.pk, on=cap, **told, by=office.clerk)
    assert Extension.objects.count() == 1


def test_an_urgent_request_ends_at_the_very_hour(office: Reception) -> None:
    received = office.ago(1)
    document = office.request(
        KOVALENKO, received_at=received, added={"urgency_reason": "загроза життю, аварія"}
    )
    deadline = Deadline.objects.get(document=document)
    assert deadline.due_at == received + timedelta(hours=48)
    assert InformationRequest.objects.get(document=document).is_urgent


def test_48_hours_and_a_petition_are_not_prolonged(office: Reception) -> None:
    urgent = office.request(KOVALENKO, added={"urgency_reason": "аварія"})
    petition = office.appeal(KOVALENKO, kind_code="petition")
    for document in (urgent, petition):
        panel = panel_for(document.pk, office.clerk)
        assert panel is not None and panel.extend_to is None
        with pytest.raises(Refused, match="не продовжує"):
            actions.extend(
                document.pk, on=TODAY + timedelta(days=20), reason="x", decided_by="Голова", noticed_on=TODAY,
                by=office.clerk,
            )  # fmt: skip
    assert petition.access_level == Access.GENERAL, "a petition is published"


def test_a_request_is_prolonged_only_if_the_requester_was_told_in_time(office: Reception) -> None:
    document = office.request(KOVALENKO, received_at=office.ago(12), late_reason="хвороба діловода")
    deadline = Deadline.objects.get(document=document)
    panel = panel_for(document.pk, office.clerk)
    assert panel is not None and panel.notice_by is not None and panel.notice_by < TODAY
    told = {"on": deadline.cap_on, "reason": "великий обсяг", "decided_by": "Ігор Мельниченко"}
    with pytest.raises(Refused, match="п’яти робочих днів"):
        actions.extend(document.pk, **told, noticed_on=TODAY, by=office.clerk)
    actions.extend(document.pk, **told, noticed_on=panel.notice_by, by=office.clerk)
    deadline.refresh_from_db()
    assert deadline.effective_on == deadline.cap_on


def test_the_answer_gives_the_card_its_result(office: Reception) -> None:
    document = office.appeal(KOVALENKO)
    told = {"result": "9.3", "answered_on": TODAY, "number": "02-12/5", "signed_by": "Ігор Мельниченко"}
    actions.answer(document.pk, **told, by=office.clerk)
    actions.answer(document.pk, **told, by=office.clerk)
    document.refresh_from_db()
    assert document.added["appeal_result"] == "9.3"
    assert Answer.objects.get(document=document).number == "02-12/5"
    assert events_of(document).count("appeals.answered") == 1
    panel = panel_for(document.pk, office.clerk)
    assert panel is not None and panel.result == "дано роз’яснення"


def test_a_request_is_refused_by_one_of_four_grounds(office: Reception) -> None:
    document = office.request(KOVALENKO)
    with pytest.raises(Refused, match="підставу"):
        actions.answer(document.pk, result="refused", answered_on=TODAY, by=office.clerk)
    actions.answer(document.pk, result="refused", ground="not_held", answered_on=TODAY, by=office.clerk)
    panel = panel_for(document.pk, office.clerk)
    assert panel is not None and "не володіє" in panel.ground


def test_copies_beyond_ten_pages_are_billed_and_paid(office: Reception) -> None:
    document = office.request(KOVALENKO)
    with pytest.raises(Refused, match="безкоштовно"):
        actions.bill_copies(document.pk, pages=10, amount=Decimal(20), billed_on=TODAY, by=office.clerk)
    with pytest.raises(Refused, match="Рахунка"):
        actions.pay_copies(document.pk, paid_on=TODAY, by=office.clerk)
    actions.bill_copies(document.pk, pages=24, amount=Decimal("28.00"), billed_on=TODAY, by=office.clerk)
    actions.pay_copies(document.pk, paid_on=TODAY, by=office.clerk)
    assert events_of(document)[-2:] == ["appeals.copying_billed", "appeals.copying_paid"]


def test_a_plain_letter_is_none_of_this_room_s_business(office: Reception) -> None:
    letter = office.house.letter()
    assert panel_for(letter.pk, office.clerk) is None
    with pytest.raises(Refused, match="не звернення"):
        actions.answer(letter.pk, result="9.1", answered_on=TODAY, by=office.clerk)


def test_what_another_program_registered_gets_its_row(office: Reception) -> None:
    from obih.registry.actions import register_incoming

    card = office.card(
        office.appeals, kind_code="citizen_appeal", sender_name=KOVALENKO.name, number_values={"letter": "К"}
    )
    done = register_incoming(card, key="api", by=office.clerk)
    actions.keep_applicant(done.document_id, by=SYSTEM)
    actions.keep_applicant(done.document_id, by=SYSTEM)
    assert Appeal.objects.get(document=done.document_id).letter == "К"
