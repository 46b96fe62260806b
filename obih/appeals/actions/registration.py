"""Registering an appeal or a request: the registry’s own registration with this room’s row beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from obih.appeals import rules
from obih.appeals.events import APPEAL_REGISTERED, REQUEST_REGISTERED
from obih.appeals.models import Appeal, InformationRequest
from obih.appeals.queries import applicants_of
from obih.appeals.rules import Applicant
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry.actions import Registered, register_incoming
from obih.registry.cards import IncomingCard, PartyEntry
from obih.registry.models import Document, Registration
from obih.registry.queries.visibility import visible_rows
from obih.registry.vocabulary import Access, LinkKind, PartyRole
from obih.ui.words import short_date

URGENT_TERM = "info_urgent"


def register_appeal(
    card: IncomingCard, applicants: Sequence[Applicant], *, key: str, by: Actor
) -> Registered:
    """Register an appeal with its applicants; an unsigned one has none.

    All or nothing, as `register_incoming` promises; access is restricted whatever the card says, but for
    a petition, which is public. What the clerk left out of the classification and follows from the rest is
    filled in.
    """
    people = card.added.get("authors_count")
    subject = rules.subject_of(applicants, people if isinstance(people, int) else None)
    letter = rules.number_letter(
        applicants[0].name if applicants else "", collective=subject == rules.COLLECTIVE
    )
    filled = _with_applicants(card, applicants, rules.APPEAL_BASIS)
    guessed = {
        "appeal_subject": subject,
        "appeal_sign": rules.FIRST,
        "appeal_form": rules.appeal_form_of(card.channel_code, covered=card.correspondent is not None),
    }
    guessed["previous_appeals"] = _previous(card, by)
    told: dict[str, Any] = {code: value for code, value in guessed.items() if value}
    if subject == rules.COLLECTIVE:
        told["authors_count"] = max(len(applicants), people if isinstance(people, int) else 0)
    filled = replace(
        filled,
        added={**told, **filled.added} | _if_collective(told),
        number_values={"letter": letter, **card.number_values},
    )
    with unit_of_work():
        done = register_incoming(filled, key=key, by=by)
        if not done.again:
            Appeal.objects.create(document_id=done.document_id, letter=letter, applicant_key=_key(applicants))
            choices = profile().fields
            record(
                APPEAL_REGISTERED,
                by=by,
                about=("registry.document", done.document_id),
                subject=choices["appeal_subject"].choice_label(str(filled.added["appeal_subject"])),
                sign=choices["appeal_sign"].choice_label(str(filled.added["appeal_sign"])),
                people=filled.added.get("authors_count") or len(applicants),
                private={"applicants": [each.name for each in applicants]},
            )
    return done


def _previous(card: IncomingCard, by: Actor) -> str:
    """«К-1/26 від 05.11.2026»: the earlier ones it is tied to, among what the actor sees."""
    repeated = [each.target_id for each in card.links if each.kind == LinkKind.REPEATS]
    rows = Registration.objects.filter(
        visible_rows(by, "document_id"), document__in=repeated, moved_to=None
    ).order_by("registered_at")
    return "; ".join(
        f"{each.number} від {short_date(timezone.localdate(each.registered_at))}" for each in rows
    )[:300]


def _if_collective(told: dict[str, Any]) -> dict[str, Any]:
    """What more than one name makes certain, whatever was chosen."""
    if told["appeal_subject"] != rules.COLLECTIVE:
        return {}
    return {name: told[name] for name in ("appeal_subject", "authors_count")}


def register_request(
    card: IncomingCard, applicants: Sequence[Applicant], *, key: str, by: Actor
) -> Registered:
    """Register a request for information; a ground of urgency gives it 48 hours from the very minute."""
    urgent = bool(card.added.get("urgency_reason"))
    filled = _with_applicants(card, applicants, rules.REQUEST_BASIS)
    filled = replace(filled, term_code=URGENT_TERM if urgent else card.term_code)
    with unit_of_work():
        done = register_incoming(filled, key=key, by=by)
        if not done.again:
            InformationRequest.objects.create(
                document_id=done.document_id, is_urgent=urgent, applicant_key=_key(applicants)
            )
            record(
                REQUEST_REGISTERED,
                by=by,
                about=("registry.document", done.document_id),
                speed="строк 48 годин" if urgent else "звичайний строк",
                private={"applicants": [each.name for each in applicants]},
            )
    return done


def _with_applicants(card: IncomingCard, applicants: Sequence[Applicant], basis: str) -> IncomingCard:
    """The card with its applicants as parties and access restricted. Who wrote without anybody’s covering
    letter is the sender too."""
    roles = [PartyRole.AUTHOR, *[PartyRole.CO_AUTHOR] * len(applicants)]
    parties = [
        PartyEntry(role, name=each.name, is_natural=True, address=each.address, contact=each.contact)
        for role, each in zip(roles, applicants, strict=False)
    ]
    first = applicants[0] if applicants else Applicant("")
    is_open = card.kind_code in rules.OPEN_KINDS
    own = {"applicant_address": first.address, "applicant_contact": first.contact}
    return replace(
        card,
        author="",
        sender_name=card.sender_name or ("" if card.correspondent else first.name or "без підпису"),
        parties=(*card.parties, *parties),
        access_level=card.access_level if is_open else Access.RESTRICTED,
        access_basis=card.access_basis or ("" if is_open else basis),
        added=card.added | {code: value for code, value in own.items() if value},
    )


def _key(applicants: Sequence[Applicant]) -> str:
    return rules.applicant_key(applicants[0].name) if applicants else ""


def keep_applicant(document_id: UUID, *, by: Actor) -> None:
    """Put this room’s row of a document in line with its card: what another program registered gets one,
    what was corrected is found by its new name. Only the program itself does this; twice is as once."""
    assert by.kind == "system", "this room’s rows follow the card by themselves"
    document = Document.objects.filter(pk=document_id).only("kind_code", "added").first()
    kind = profile().kinds.get(document.kind_code) if document else None
    if document is None or kind is None or kind.regime not in ("appeal", "information"):
        return
    applicants = applicants_of([document_id]).get(document_id, [])
    found, name = _key(applicants), applicants[0].name if applicants else ""
    if kind.regime == "information":
        urgent = bool(document.added.get("urgency_reason"))
        values: dict[str, Any] = {"applicant_key": found, "is_urgent": urgent}
        InformationRequest.objects.update_or_create(document_id=document_id, defaults=values)
        return
    collective = document.added.get("appeal_subject") == rules.COLLECTIVE
    letter = rules.number_letter(name, collective=collective)
    Appeal.objects.update_or_create(
        document_id=document_id, defaults={"applicant_key": found}, create_defaults={
            "applicant_key": found, "letter": letter,
        },
    )  # fmt: skip
