"""Opening a sitting, mending what was said of it."""

from __future__ import annotations

from datetime import date

from obih.council.access import journals_of, why_not_keep
from obih.council.actions.gate import held
from obih.council.models import Decision
from obih.history.work import unit_of_work
from obih.people import actions as people
from obih.people.actors import Actor
from obih.people.models import Body, Sitting
from obih.ui.refusals import Refused


@unit_of_work()
def open_sitting(body: Body, *, number: str, held_on: date, form: str = "чергове", by: Actor) -> Sitting:
    """Note a sitting of a body; its agenda comes next. Who keeps the journal of the body’s decisions may."""
    if refusal := why_not_keep(by, journals_of(body)):
        raise Refused(refusal)
    return people.note_sitting(body, held_on=held_on, number=number, form=form, by=by)


@unit_of_work()
def correct_sitting(sitting: Sitting, *, number: str, held_on: date, form: str, by: Actor) -> Sitting:
    """Mend the number, the day or the form of a sitting, until its decisions have numbers."""
    locked = held(sitting, by)
    if Decision.objects.filter(sitting=locked).exclude(document=None).exists():
        raise Refused("Рішення цього засідання вже пронумеровано: їхня дата й номер лишаються")
    return people.correct_sitting(locked, held_on=held_on, number=number, form=form, by=by)
