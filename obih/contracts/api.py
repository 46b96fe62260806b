"""REST: a contract registered with its terms, and its terms read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import File, Form, Path, Router, Schema, Status
from ninja.files import UploadedFile

from obih.contracts.actions import register_contract
from obih.contracts.forms import TERMS, ContractForm
from obih.contracts.queries import CONTRACT_KINDS, Agreement, Told, told_of
from obih.law.queries import profile
from obih.registry.access import READ, REGISTER
from obih.registry.actions import read_card
from obih.registry.api import payload, schemas
from obih.registry.api.asking import NUMBERED, READING, WRITING, Key, asked_in, kept
from obih.registry.api.auth import ServiceToken, actor_of
from obih.registry.api.created import created_form
from obih.registry.api.problems import Invalid, Problem
from obih.registry.models import Journal
from obih.registry.queries.told import PartyTold
from obih.registry.streams import kinds_for
from obih.registry.vocabulary import PartyRole

router = Router(auth=ServiceToken(), tags=["Договори"])
PARTY = ("party", "party_number", "party_date")


class OtherPartyOut(Schema):
    """Whom the contract is with, under which number and date of theirs."""

    name: str
    edrpou: str
    number: str
    dated_on: date | None


class AgreementOut(Schema):
    """Another document of the same contract that the token sees too."""

    document: UUID
    number: str
    title: str
    registered_on: date
    ends_on: date | None


class ContractOut(Schema):
    """The terms of a contract. `number` and `registered_on` are ours. `ends_on` is what the contract itself
    says; `holds_until` is the end today, after additional agreements and prolongations."""

    document: UUID
    number: str
    registered_on: date
    party: OtherPartyOut | None
    subject: str
    sum: Decimal | None
    currency: str
    vat: str
    starts_on: date | None
    ends_on: date | None
    holds_until: date | None
    prolongs_months: int
    warn_days: int
    base: AgreementOut | None
    agreements: list[AgreementOut]


@router.get(
    "/documents/{uuid:document_id}/contract",
    response={200: ContractOut, 404: Problem, **READING},
    summary="Умови договору",
)
def contract(request: HttpRequest, document_id: Annotated[UUID, Path()]) -> Any:
    """Сторона з її номером і датою, сума, строк; додаткові угоди, доступні токенові. Не договір — 404."""
    actor = actor_of(request, READ)
    card = read_card(document_id, by=actor)
    if card is None or card.record.document.kind_code not in CONTRACT_KINDS:
        raise Http404
    party = card.record.party(PartyRole.PARTY)
    return {
        "document": document_id,
        "number": card.record.number,
        "registered_on": timezone.localdate(card.record.registration.registered_at),
        "party": _party(party) if party else None,
        **_terms(told_of(card.record.document, actor)),
    }


def _party(party: PartyTold) -> dict[str, Any]:
    return {
        "name": party.name,
        "edrpou": party.edrpou,
        "number": party.number,
        "dated_on": party.dated_on,
    }


def _terms(told: Told) -> dict[str, Any]:
    return {
        **{name: getattr(told.terms, name) for name in TERMS if name != "base"},
        "holds_until": told.ending.on if told.ending else None,
        "base": _agreement(told.base) if told.base else None,
        "agreements": [_agreement(each) for each in told.agreements],
    }


def _agreement(each: Agreement) -> dict[str, Any]:
    return {
        "document": each.document_id,
        "number": each.number,
        "title": each.title,
        "registered_on": each.registered_on,
        "ends_on": each.ends_on,
    }


@router.post(
    "/documents/contracts",
    response={201: schemas.RegisteredOut, 200: schemas.RegisteredOut, **WRITING},
    summary="Зареєструвати договір або додаткову угоду",
    url_name="contract_register",
)
def register_contract_card(
    request: HttpRequest,
    key: Key,
    card: Annotated[
        str,
        Form(
            description="JSON-об’єкт, як у /documents/created, і в ньому contract: party (номер у довіднику,"
            " код ЄДРПОУ або назва), party_number, party_date, subject, sum («12500.50»), currency, vat,"
            " starts_on, ends_on, prolongs_months, warn_days, base (номер договору, до якого ця угода)"
            + NUMBERED
        ),
    ],
    files: Annotated[list[UploadedFile], File(description="Файли документа, перший — сам договір")] = [],  # noqa: B006
) -> Any:
    """Картка й умови з’являються разом. Однакові запити з одним ключем реєструють один договір."""
    asked = asked_in(actor_of(request, REGISTER), card, len(files))
    told = asked.fields.pop("contract", None)
    _refuse_other_kinds(asked.journal, asked.fields.get("kind"))
    try:
        form = created_form(ContractForm, asked, _contract_data(told, asked.journal))
    except Invalid as invalid:
        raise Invalid([(_outside(name), sentence) for name, sentence in invalid.errors]) from invalid
    with kept(files, asked.roles) as stored:
        made = form.to_card(stored, external_id=asked.external_id)
        done = register_contract(made, form.terms(), key=key, by=asked.actor)
    return Status(200 if done.again else 201, schemas.registered_out(done))


def _refuse_other_kinds(journal: Journal, kind: Any) -> None:
    offered = kinds_for(profile(timezone.localdate()), journal.stream, journal.index)
    usual = offered[0].code if offered else ""
    if (kind if isinstance(kind, str) and kind else usual) not in CONTRACT_KINDS:
        raise Invalid([("kind", "Тут реєструють договори й додаткові угоди: інше — /documents/created")])


def _contract_data(told: Any, journal: Journal) -> dict[str, Any]:
    """The terms of a request under the names of the form’s fields."""
    if not isinstance(told, Mapping):
        raise Invalid([("contract", "Умови договору — об’єкт: party, sum, ends_on…")])
    if unknown := [str(name) for name in told if name not in (*PARTY, *TERMS)]:
        raise Invalid([(f"contract.{name[:60]}", "Такої умови немає") for name in unknown[:20]])
    said = {f"contract_{name}": value for name, value in told.items() if name != "party"}
    data = payload.form_data(said, journal)
    try:
        return data | payload.correspondent(told.get("party") or "", "contract_party")
    except ValueError as error:
        raise Invalid([("contract.party", str(error))]) from error


def _outside(name: str) -> str:
    """The name of a form’s field as the request has it."""
    return name.replace("contract_", "contract.", 1) if name.startswith("contract_") else name
