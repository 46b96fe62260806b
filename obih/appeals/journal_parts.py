"""What printed journals of appeals and requests say of applicants, answers, forwardings and copying bills."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from obih.appeals.layouts import SEED
from obih.appeals.models import Answer, CopyingBill, Forwarding
from obih.appeals.queries import applicants_of
from obih.registry.vocabulary import Stream
from obih.ui.words import short_date

STREAMS = (Stream.APPEALS, Stream.INFORMATION)
LABELS = {
    "applicants": "заявники: ім’я, адреса, контакт",
    "answer": "дата і номер відповіді",
    "forwarded": "кому і коли переслано",
    "copying": "рахунок на копіювання",
}
RECEPTION_LABELS = {
    "number": "номер", "held_on": "дата прийому", "leader": "хто веде прийом", "place": "місце прийому",
    "received_on": "дата надходження", "letter": "перша літера прізвища", "applicant": "заявник",
    "address": "адреса", "contact": "телефон або пошта", "category": "категорія", "substance": "суть",
    "topic": "код питання", "unit": "підрозділ", "charge": "зміст доручення", "answer_by": "строк",
    "result": "результат", "answered": "дата і номер відповіді",
}  # fmt: skip
"""Parts of the register of receptions, by the names of `printing.PARTS`."""
RECEPTION_FORM = SEED


def told(documents: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Of documents that the caller has been let to; four statements."""
    found: dict[UUID, dict[str, str]] = {each: {} for each in documents}
    for document, people in applicants_of(documents).items():
        found[document]["applicants"] = "; ".join(
            ", ".join(part for part in (each.name, each.address, each.contact) if part) for each in people
        )
    for answer in Answer.objects.filter(document__in=documents):
        number = f" № {answer.number}" if answer.number else ""
        found[answer.document_id]["answer"] = f"{short_date(answer.answered_on)}{number}"
    for sent in Forwarding.objects.filter(document__in=documents).order_by("sent_on"):
        here = found[sent.document_id]
        one = f"{sent.to_whom}, {short_date(sent.sent_on)}"
        here["forwarded"] = "; ".join(part for part in (here.get("forwarded", ""), one) if part)
    for bill in CopyingBill.objects.filter(document__in=documents):
        paid = f", сплачено {short_date(bill.paid_on)}" if bill.paid_on else ""
        amount = f"{bill.amount:.2f}".replace(".", ",")
        found[bill.document_id]["copying"] = f"{amount} грн, рахунок від {short_date(bill.billed_on)}{paid}"
    return found
