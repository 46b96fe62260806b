"""The form of a new card in a journal, by its stream, and the registration of what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from obih.appeals.actions import register_appeal, register_request
from obih.appeals.forms import AppealForm, RequestForm
from obih.contracts.actions import register_contract
from obih.contracts.forms import ContractForm
from obih.contracts.queries import CONTRACT_KINDS
from obih.council.actions import register_decision
from obih.council.deciding import DecisionForm
from obih.law.profile import Kind
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import actions
from obih.registry.cards import CardFile
from obih.registry.forms import CreatedForm, IncomingForm
from obih.registry.models import Journal
from obih.registry.streams import kinds_for
from obih.registry.vocabulary import Stream

NewCard = IncomingForm | CreatedForm
INCOMING_FORMS: dict[str, type[IncomingForm]] = {"appeal": AppealForm, "information": RequestForm}
"""Forms of what came to us, by the law under which it is considered."""
HEADINGS = {
    Stream.INCOMING: "Реєстрація вхідного",
    Stream.OUTGOING: "Реєстрація вихідного",
    Stream.INTERNAL: "Реєстрація внутрішнього",
    Stream.ORDERS: "Реєстрація розпорядження",
    Stream.DECISIONS: "Реєстрація рішення",
    Stream.CONTRACTS: "Реєстрація договору",
    Stream.APPEALS: "Реєстрація звернення",
    Stream.INFORMATION: "Реєстрація запиту",
    Stream.CERTIFICATES: "Реєстрація довідки",
    Stream.POWERS: "Реєстрація довіреності",
    Stream.TELEPHONE: "Реєстрація телефонограми",
    Stream.PROTOCOLS: "Реєстрація протоколу",
    Stream.ACTS: "Реєстрація акта",
}


def form_for(actor: Actor, journal: Journal, data: Any = None, **kwargs: Any) -> NewCard:
    """The form that the kind asks for: of what came to us, of what is made here, of a contract."""
    url = reverse("desk:correspondent_options", args=[journal.code])
    told: dict[str, Any] = {"actor": actor, "journal": journal, "correspondents_url": url, **kwargs}
    kind = kind_asked(journal, data or kwargs.get("initial") or {})
    if kind.flow == "incoming":
        return INCOMING_FORMS.get(kind.regime, IncomingForm)(data, **told)
    to_url = reverse("desk:addressee_options", args=[journal.code])
    own = "inside" if kind.flow == "internal" and kind.code not in CONTRACT_KINDS else "outside"
    told |= {"correspondents_url": f"{to_url}?of={own}", "people_url": f"{to_url}?of=people"}
    if kind.code in CONTRACT_KINDS:
        return ContractForm(data, **told | {"party_url": url + "?known=1"})
    if journal.stream == Stream.DECISIONS and journal.body_id is not None:
        return DecisionForm(data, **told)
    return CreatedForm(data, **told)


def kind_asked(journal: Journal, said: Mapping[str, Any]) -> Any:
    """The kind that was chosen, or the usual one of the journal."""
    rules = profile(timezone.localdate())
    offered = kinds_for(rules, journal.stream, journal.index) or tuple(rules.kinds.values())
    wanted = str(said.get("kind") or "")
    return next((each for each in offered if each.code == wanted), offered[0])


def screen_of(kind: Kind) -> str:
    """Which screen a kind is filled in on: kinds of one screen change places without losing it. A contract
    and an agreement have each their own: the agreement names its contract."""
    if kind.flow == "incoming":
        return kind.regime if kind.regime in INCOMING_FORMS else kind.flow
    return kind.code if kind.code in CONTRACT_KINDS else kind.flow


def register(
    form: NewCard, files: Sequence[CardFile], *, key: str, by: Actor, pending_id: UUID | None = None
) -> actions.Registered:
    """Give the number to what a valid form says; the half-filled card goes in the same transaction."""
    if isinstance(form, AppealForm):
        return register_appeal(form.to_card(files, pending_id=pending_id), form.applicants(), key=key, by=by)
    if isinstance(form, RequestForm):
        return register_request(form.to_card(files, pending_id=pending_id), form.applicants(), key=key, by=by)
    if isinstance(form, IncomingForm):
        return actions.register_incoming(form.to_card(files, pending_id=pending_id), key=key, by=by)
    card = form.to_card(files, pending_id=pending_id)
    if isinstance(form, ContractForm):
        return register_contract(card, form.terms(), key=key, by=by)
    if isinstance(form, DecisionForm):
        return register_decision(card, form.entry(), key=key, by=by)
    return actions.register_created(card, key=key, by=by)
