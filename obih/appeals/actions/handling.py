"""What becomes of an appeal or a request: passed on, prolonged, answered, its copies paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from obih.appeals import rules
from obih.appeals.access import why_not_keep
from obih.appeals.events import ANSWERED, COPYING_BILLED, COPYING_PAID, EXTENDED, FORWARDED
from obih.appeals.models import Answer, CopyingBill, Extension, Forwarding
from obih.appeals.queries import extension_limit, is_request, law_deadline, notice_last_day, regime_of
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.actions import change_deadline, correct_card
from obih.registry.actions.sharing import document_to_change
from obih.registry.models import Correspondent, Document, Registration
from obih.ui.refusals import Refused
from obih.workdays.queries import calendar_for


@dataclass(frozen=True)
class _Kept:
    """A document of this room that its keeper may change."""

    document: Document
    registration: Registration

    @property
    def received_on(self) -> date:
        return timezone.localdate(self.registration.received_at)


def _kept(document_id: UUID, by: Actor) -> _Kept:
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_keep(by, registration.journal):
        raise Refused(refusal)
    if regime_of(document) is None:
        raise Refused("Це не звернення і не запит на інформацію")
    return _Kept(document, registration)


@unit_of_work()
def forward(
    document_id: UUID,
    *,
    to_whom: str,
    sent_on: date,
    noticed_on: date,
    part: str = "",
    number: str = "",
    correspondent: Correspondent | None = None,
    by: Actor,
) -> Forwarding:
    """Note that it was passed on to whom it belongs, and that the applicant was told. The same letter noted
    again is the same note. A late one is noted too, and the card says that it was late.
    """
    kept = _kept(document_id, by)
    to_whom = (correspondent.name if correspondent else to_whom).strip()
    if not to_whom:
        raise Refused("Назвіть, кому переслано", field="to_whom")
    if not kept.received_on <= sent_on <= timezone.localdate():
        raise Refused("Переслати могли від дня надходження до сьогодні", field="sent_on")
    if refusal := rules.why_not_notice(noticed_on, last=None, received_on=kept.received_on):
        raise Refused(refusal, field="noticed_on")
    same = {
        "document": kept.document,
        "to_whom": to_whom[:300],
        "sent_on": sent_on,
        "part": part.strip()[:300],
    }
    if found := Forwarding.objects.filter(**same).first():
        return found
    last = None
    if not is_request(kept.document):
        term = profile(kept.received_on).term("appeal_forward")
        last = rules.forwarding_last_day(kept.registration.received_at, term, calendar_for())
    made = Forwarding.objects.create(
        **same,
        correspondent=correspondent,
        number=number.strip()[:120],
        last_on=last,
        noticed_on=noticed_on,
        noted_at=timezone.now(),
        noted_by_label=by.label,
    )
    record(
        FORWARDED, by=by, about=kept.document, sent_on=f"{sent_on:%d.%m.%Y}",
        noticed_on=f"{noticed_on:%d.%m.%Y}", late=bool(last and sent_on > last),
        private={"to": to_whom, "part": part.strip()},
    )  # fmt: skip
    return made


@unit_of_work()
def extend(
    document_id: UUID, *, on: date, reason: str, decided_by: str, noticed_on: date, by: Actor
) -> Extension:
    """Make the term by law longer, never past its cap, the applicant having been told.

    A requester is told within the first five working days or the term stays as it is (ч. 4 ст. 20).
    """
    kept = _kept(document_id, by)
    deadline = law_deadline(kept.document)
    if deadline is None:
        raise Refused("Закон не ставить цьому документові строку: продовжувати нічого")
    if not decided_by.strip():
        raise Refused("Назвіть керівника, який продовжив строк", field="decided_by")
    limit = extension_limit(deadline, kept.document)
    if refusal := rules.why_not_extend(on, current=deadline.effective_on, limit=limit):
        raise Refused(refusal, field="on")
    last = notice_last_day(kept.document, kept.registration.received_at)
    if refusal := rules.why_not_notice(noticed_on, last=last, received_on=kept.received_on):
        raise Refused(refusal, field="noticed_on")
    old = deadline.effective_on
    change_deadline(deadline.pk, on=on, reason=reason, agreed_by=decided_by, by=by)
    made = Extension.objects.create(
        document=kept.document,
        old_on=old,
        new_on=on,
        reason=reason.strip()[:300],
        decided_by=decided_by.strip()[:300],
        noticed_on=noticed_on,
        noted_at=timezone.now(),
        noted_by_label=by.label,
    )
    record(
        EXTENDED, by=by, about=kept.document, old=f"{old:%d.%m.%Y}", new=f"{on:%d.%m.%Y}",
        noticed_on=f"{noticed_on:%d.%m.%Y}", decided_by=made.decided_by,
    )  # fmt: skip
    return made


@unit_of_work()
def answer(
    document_id: UUID,
    *,
    result: str,
    answered_on: date,
    number: str = "",
    signed_by: str = "",
    ground: str = "",
    explanation: str = "",
    by: Actor,
) -> Answer:
    """Note how it ended. The result becomes a field of the card; a second answer replaces the first, which
    stays in history."""
    kept = _kept(document_id, by)
    request = is_request(kept.document)
    field = profile(kept.received_on).fields["info_result" if request else "appeal_result"]
    if result not in dict(field.choices):
        raise Refused("Оберіть результат зі списку", field="result")
    if refusal := rules.why_not_answer(result, ground) if request else None:
        raise Refused(refusal, field="ground")
    if not kept.received_on <= answered_on <= timezone.localdate():
        raise Refused("Відповідь датують від дня надходження до сьогодні", field="answered_on")
    told = {
        "answered_on": answered_on,
        "number": number.strip()[:120],
        "signed_by": signed_by.strip()[:300],
        "ground": ground if request else "",
        "explanation": explanation.strip()[:500],
    }
    known = Answer.objects.filter(document=kept.document, **told).first()
    if known is not None and kept.document.added.get(field.code) == result:
        return known
    made, _ = Answer.objects.update_or_create(
        document=kept.document,
        defaults={**told, "noted_at": timezone.now(), "noted_by_label": by.label},
    )
    label = field.choice_label(result)
    letter = f"№ {made.number}" if made.number else "без номера"
    reason = f"відповідь від {answered_on:%d.%m.%Y} {letter}"
    correct_card(document_id, {field.code: result}, reason=reason, version=None, by=by)
    record(
        ANSWERED, by=by, about=kept.document, on=f"{answered_on:%d.%m.%Y}", letter=letter, result=label,
        ground=made.ground, private={"explanation": made.explanation},
    )  # fmt: skip
    return made


@unit_of_work()
def bill_copies(document_id: UUID, *, pages: int, amount: Decimal, billed_on: date, by: Actor) -> CopyingBill:
    """Note the bill for copies: the first ten pages are free, so a smaller one is refused."""
    kept = _kept(document_id, by)
    if not is_request(kept.document):
        raise Refused("Копіювання оплачують за запитами на інформацію")
    if refusal := rules.why_not_bill(pages):
        raise Refused(refusal, field="pages")
    if amount <= 0:
        raise Refused("Якщо плати не встановлено, копіюють безкоштовно", field="amount")
    if not kept.received_on <= billed_on <= timezone.localdate():
        raise Refused("Рахунок датують від дня надходження до сьогодні", field="billed_on")
    made, _ = CopyingBill.objects.update_or_create(
        document=kept.document,
        defaults={
            "pages": pages,
            "amount": amount,
            "billed_on": billed_on,
            "noted_at": timezone.now(),
            "noted_by_label": by.label,
        },
    )
    record(COPYING_BILLED, by=by, about=kept.document, pages=pages, amount=str(amount))
    return made


@unit_of_work()
def pay_copies(document_id: UUID, *, paid_on: date, by: Actor) -> CopyingBill:
    """Note the day the copies were paid; the second call changes nothing."""
    kept = _kept(document_id, by)
    bill = CopyingBill.objects.select_for_update().filter(document=kept.document).first()
    if bill is None:
        raise Refused("Рахунка за копіювання немає")
    if bill.paid_on == paid_on:
        return bill
    if not bill.billed_on <= paid_on <= timezone.localdate():
        raise Refused("Сплатити могли від дня рахунка до сьогодні", field="paid_on")
    bill.paid_on = paid_on
    bill.save(update_fields=["paid_on"])
    record(COPYING_PAID, by=by, about=kept.document, on=f"{paid_on:%d.%m.%Y}")
    return bill
