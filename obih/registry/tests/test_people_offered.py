"""Whom a field of a person offers: people of one’s own institutions, and whoever stands in the field."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from obih.people.models import Appointment, Person
from obih.registry import actions
from obih.registry.cards import CreatedCard
from obih.registry.forms import CorrectionForm, CreatedForm
from obih.registry.models import Journal
from obih.registry.queries import JournalFilter, records
from obih.registry.tests.conftest import House
from obih.registry.tests.test_api import make_caller


def outgoing(house: House) -> Journal:
    actions.seed_sample_journals(house.cast.council, timezone.localdate().year)
    return Journal.objects.get(code=f"out-{house.cast.council.code}")


def offered(form: CreatedForm | CorrectionForm) -> set[Person]:
    return set(form.fields["main_executor"].queryset)  # type: ignore[attr-defined]


def test_an_executor_is_one_of_our_institutions(house: House) -> None:
    teacher, lawyer = house.cast.diachenko.person, house.cast.koval.person
    found = offered(CreatedForm(None, actor=house.clerk, journal=outgoing(house)))
    assert lawyer in found and teacher not in found
    said = {"title": "Про ремонт", "main_executor": str(teacher.pk)}
    form = CreatedForm(said, actor=house.clerk, journal=outgoing(house))
    assert not form.is_valid() and "main_executor" in form.errors


def test_whoever_reads_a_journal_of_another_institution_is_offered_its_people(house: House) -> None:
    school = actions.seed_journals(house.cast.school, 2026)
    actions.set_reader(school, house.clerk.principals[0], by=house.cast.actor("savchuk"))
    found = offered(CreatedForm(None, actor=house.clerk, journal=outgoing(house)))
    assert house.cast.diachenko.person in found


def test_who_has_left_stays_on_the_card_that_names_him(house: House) -> None:
    lawyer = house.cast.koval.person
    journal = outgoing(house)
    kind = CreatedForm(None, actor=house.clerk, journal=journal).kind_code
    card = CreatedCard(
        journal=journal, kind_code=kind, title="Про ремонт", case=house.case,
        added={"main_executor": lawyer.pk},
    )  # fmt: skip
    document = actions.register_created(card, key="k", by=house.clerk).document_id
    Appointment.objects.filter(person=lawyer).update(ended_on=timezone.localdate() - timedelta(days=1))
    record = records(house.clerk, [document])[0]
    form = CorrectionForm(None, record=record, actor=house.clerk, journal=card.journal)
    assert lawyer in offered(form)
    assert lawyer not in offered(CreatedForm(None, actor=house.clerk, journal=card.journal))
    filters = JournalFilter({"main_executor": str(lawyer.pk)}, actor=house.clerk, journal=card.journal)
    assert filters.values() == {"main_executor": lawyer}


def test_filters_and_programs_name_nobody_of_an_institution_they_have_nothing_to_do_with(
    house: House,
) -> None:
    teacher = house.cast.diachenko.person
    filters = JournalFilter({"first_reviewer": str(teacher.pk)}, actor=house.clerk, journal=house.journal)
    assert filters.values() == {}
    program = make_caller(house, ["documents:read"])
    told = program.get(f"/documents?first_reviewer={teacher.pk}")
    assert told.status_code == 422 and teacher.surname not in told.content.decode()
