"""What people do with contracts; nothing else writes this room’s tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from obih.contracts.events import END_WARNED, TERMS_SET
from obih.contracts.models import ContractTerms, EndWarning
from obih.contracts.queries import AGREEMENT, near_ends, terms_in_words
from obih.history.idempotency import KeyReused
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.notices.actions import notify
from obih.people.actors import SYSTEM, Actor
from obih.people.models import Person
from obih.registry.access import why_not_correct
from obih.registry.actions import Registered, register_created
from obih.registry.actions.sharing import document_to_change
from obih.registry.cards import CreatedCard
from obih.registry.events import FIELDS_CHANGED
from obih.registry.models import Document
from obih.ui.refusals import Refused
from obih.ui.words import short_date


@dataclass(frozen=True)
class TermsEntry:
    """The terms as they were typed."""

    subject: str = ""
    sum: Decimal | None = None
    currency: str = "UAH"
    vat: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    prolongs_months: int = 0
    warn_days: int = 30
    base_id: UUID | None = None


def register_contract(card: CreatedCard, terms: TermsEntry, *, key: str, by: Actor) -> Registered:
    """Register a contract or an additional agreement together with its terms, all or nothing.

    Raises what `register_created` raises, and Refused for an agreement without its contract.
    """
    if card.kind_code == AGREEMENT and terms.base_id is None:
        raise Refused("Назвіть номер договору, до якого ця угода", field="contract_base")
    with unit_of_work():
        done = register_created(card, key=key, by=by)
        if not done.again:
            document = done.registration.document
            ContractTerms.objects.create(document=document, **asdict(terms))
            record(TERMS_SET, by=by, about=document, private={"subject": terms.subject})
    if done.again and _differs(done.document_id, terms):
        raise KeyReused
    return done


def _differs(document_id: UUID, terms: TermsEntry) -> bool:
    kept = ContractTerms.objects.filter(pk=document_id).first()
    return kept is None or any(getattr(kept, name) != value for name, value in asdict(terms).items())


@unit_of_work()
def change_terms(document_id: UUID, changes: Mapping[str, Any], *, reason: str, by: Actor) -> None:
    """Correct terms of a registered contract; old and new values stay in its history.

    A contract whose terms were not written down when it was registered gets them now.
    """
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_correct(by, registration.journal):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Напишіть, чому виправляєте: причина лишається в історії", field="reason")
    terms = ContractTerms.objects.select_for_update().filter(document=document).first()
    before = terms_in_words(terms) if terms else {}
    terms = terms or ContractTerms(document=document)
    for name, value in changes.items():
        setattr(terms, name, value)
    terms.save()
    after = terms_in_words(ContractTerms.objects.select_related("base").get(pk=document_id))
    changed = [label for label in after if before.get(label, "") != after[label]]
    if changed:
        document.version += 1
        document.save(update_fields=["version"])
        record(
            FIELDS_CHANGED,
            by=by,
            about=document,
            labels=", ".join(f"«{each}»" for each in changed),
            fields=changed,
            reason=reason.strip()[:300],
            private={each: [before.get(each, ""), after[each]] for each in changed},
        )


def warn_of_endings(today: date) -> int:
    """Tell whoever answers for a contract that its end is near; once for a contract and its date.

    Runs as often as one likes: the row of the warning is written in the same transaction as the notice.
    Gives how many were told.
    """
    told = 0
    for contract in near_ends(today):
        person = contract.responsible
        if person is None or person.left_on is not None:
            continue
        with unit_of_work():
            made, new = EndWarning.objects.get_or_create(
                contract_id=contract.document_id,
                ends_on=contract.ending.on,
                defaults={"told_label": person.full_name, "warned_at": timezone.now()},
            )
            if new:
                _tell(person, contract.number, contract.ending.on, f"/documents/{contract.document_id}/")
                document = Document.objects.only("pk").get(pk=contract.document_id)
                record(
                    END_WARNED, by=SYSTEM, about=document, on=short_date(made.ends_on), who=made.told_label
                )
                told += 1
    return told


def _tell(person: Person, number: str, ends_on: date, url: str) -> None:
    text = f"Договір № {number}: строк {short_date(ends_on)}. Продовжити, розірвати чи укласти новий?"
    notify(person, kind="contract", text=text, brief=f"строк договору спливає {short_date(ends_on)}", url=url)
