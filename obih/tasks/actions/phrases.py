"""Standard phrases of a person, on the digits of the keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import why_not_change
from obih.people.actors import Actor
from obih.tasks import events
from obih.tasks.models import Phrase
from obih.ui.refusals import Refused


@dataclass(frozen=True)
class PhraseEntry:
    """A phrase on a digit; `days` are working days that it gives."""

    digit: int
    text: str
    days: int | None = None
    on_control: bool = True


FIRST = (
    PhraseEntry(1, "Підготувати відповідь у встановлений строк"),
    PhraseEntry(2, "Розглянути та вжити заходів. Про результати доповісти", 10),
    PhraseEntry(3, "Надати пропозиції", 3),
    PhraseEntry(4, "Підготувати проєкт рішення", 10),
    PhraseEntry(5, "До відома та врахування в роботі", on_control=False),
)
"""What one begins with who has written none of his own yet."""


@unit_of_work()
def keep_phrases(entries: Sequence[PhraseEntry], *, by: Actor) -> None:
    """The actor’s own phrases, all of them anew; an empty text frees its digit."""
    if refusal := why_not_change(by):
        raise Refused(refusal)
    if by.person_id is None:
        raise Refused("Фрази має людина")
    told = [each for each in entries if each.text.strip()]
    if len({each.digit for each in told}) < len(told):
        raise Refused("На одній клавіші одна фраза")
    made = [
        Phrase(person_id=by.person_id, digit=each.digit, text=" ".join(each.text.split())[:500],
               days=each.days, on_control=each.on_control)
        for each in told
    ]  # fmt: skip
    Phrase.objects.filter(person=by.person_id).delete()
    Phrase.objects.bulk_create(made)
    record(events.PHRASES_CHANGED, by=by, about=("people.person", by.person_id))
