"""Who acts for somebody absent does what the scope of the substitution covers, and no more."""

from __future__ import annotations

import pytest
from django.utils import timezone

from obih.people.models import Substitution
from obih.people.vocabulary import Scope
from obih.registry.access import why_not_close
from obih.registry.queries import visible_to
from obih.registry.queries.work import my_work
from obih.tasks import actions
from obih.tasks.access import ONLY_SIGNS, why_not_decide, why_not_execute, why_not_resolve, why_not_supplement
from obih.tasks.queries.my_tasks import my_tasks
from obih.tasks.queries.to_resolve import to_resolve
from obih.tasks.tests.conftest import Office
from obih.ui.refusals import Refused

pytestmark = pytest.mark.django_db


def _acting(office: Office, absent: str, scope: str) -> None:
    """Koval acts for him today."""
    held = office.house.cast.people[absent].appointment
    assert held is not None
    today = timezone.localdate()
    Substitution.objects.create(
        absent=held, acting=office.person("koval"), starts_on=today, ends_on=today, scope=scope, basis="12-к"
    )


def test_who_only_signs_for_the_head_sees_his_letters_and_resolves_none(office: Office) -> None:
    letter = office.letter()
    _acting(office, "melnychenko", Scope.SIGNING)
    acting = office.actor("koval")
    assert visible_to(acting).filter(pk=letter.pk).exists(), "what is to be signed is read first"
    assert why_not_resolve(acting, letter) == ONLY_SIGNS
    assert why_not_close(acting, letter, letter.registrations.get().journal)
    assert to_resolve(acting) == []
    assert my_work(acting, timezone.localdate()).to_review == []
    with pytest.raises(Refused, match="лише для підписання"):
        office.resolve(letter, by="koval")
    with pytest.raises(Refused, match="лише для підписання"):
        actions.pass_without_resolution(letter.pk, note="до відома", by=acting)


@pytest.mark.parametrize("scope", [Scope.REVIEW, Scope.ALL])
def test_who_reviews_for_the_head_resolves_and_both_names_stay(office: Office, scope: str) -> None:
    letter = office.letter()
    _acting(office, "melnychenko", scope)
    assert [each.document_id for each in to_resolve(office.actor("koval"))] == [letter.pk]
    made = office.resolve(letter, by="koval")
    assert made.author == office.person("melnychenko")
    assert "Наталія Коваль" in made.acted_label


def test_who_only_signs_for_an_executor_neither_takes_nor_reports(office: Office) -> None:
    task = office.task(office.point(office.to("hrytsenko"), office.to("levchuk", "co")))
    _acting(office, "hrytsenko", Scope.SIGNING)
    acting = office.actor("koval")
    assert my_tasks(acting).todo == []
    assert why_not_execute(acting, task) == ONLY_SIGNS
    assert why_not_resolve(acting, task.document, task) == ONLY_SIGNS
    with pytest.raises(Refused, match="лише для підписання"):
        actions.accept_task(task.pk, by=acting)
    _acting(office, "levchuk", Scope.SIGNING)
    with pytest.raises(Refused, match="співвиконавець"):
        actions.hand_part(task.pk, part="Довідка", by=office.actor("koval"))


def test_who_only_signs_for_the_author_decides_on_no_report(office: Office) -> None:
    task = office.task()
    _acting(office, "melnychenko", Scope.SIGNING)
    acting = office.actor("koval")
    assert why_not_decide(acting, task) == ONLY_SIGNS
    assert why_not_supplement(acting, task)


def test_two_scopes_for_one_person_add_up(office: Office) -> None:
    letter = office.letter()
    _acting(office, "melnychenko", Scope.SIGNING)
    _acting(office, "melnychenko", Scope.REVIEW)
    assert why_not_resolve(office.actor("koval"), letter) is None
