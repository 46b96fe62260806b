"""The card of a contract and of an additional agreement: the registry’s form with the terms beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from obih.contracts.actions import TermsEntry
from obih.contracts.models import ContractTerms, Vat
from obih.contracts.queries import AGREEMENT, CREATED
from obih.contracts.rules import CURRENCIES, SumProblem, parse_sum
from obih.people.actors import Actor
from obih.registry.cards import CardFile, CardLink, CreatedCard, PartyEntry
from obih.registry.forms import CreatedForm
from obih.registry.forms.fields import CorrespondentField, CountField, NumberOfTheirsField, TextField
from obih.registry.models import Correspondent, Journal, Registration
from obih.registry.queries.visibility import visible_rows
from obih.registry.sources import NumberFrom, after
from obih.registry.vocabulary import LinkKind, PartyRole
from obih.ui.forms import DateField

TERMS = ("subject", "sum", "currency", "vat", "starts_on", "ends_on", "prolongs_months", "warn_days", "base")
MOST_MONTHS, MOST_DAYS = 600, 3650


class SumField(forms.Field):
    """Money as people type it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "input tab", "inputmode": "decimal"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return parse_sum(text[:40])
        except SumProblem as problem:
            raise ValidationError(str(problem), code="sum") from problem


class BaseField(TextField):
    """The number of a contract; cleans to its registration, or None. Absent and hidden are one answer."""

    def __init__(self, *, actor: Actor, journal: Journal, **kwargs: Any) -> None:
        super().__init__(most=120, **kwargs)
        self.actor, self.journal = actor, journal

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        if not number:
            return None
        rows = Registration.objects.filter(
            visible_rows(self.actor, "document_id"), number__iexact=number, document__kind_code=CREATED
        )
        rows = rows.filter(organisation=self.journal.organisation_id, moved_to=None)
        found = rows.order_by("-registered_at").first()
        if found is None:
            raise ValidationError(f"Договору № {number} немає або він вам не доступний")
        return found


def terms_fields(actor: Actor, journal: Journal) -> dict[str, forms.Field]:
    """The fields of the terms, by the names of the model’s columns."""
    days = CountField(label="Нагадати за, днів", required=False)
    months = CountField(label="Продовжується, міс.", required=False)
    days.validators.append(_at_most(MOST_DAYS))
    months.validators.append(_at_most(MOST_MONTHS))
    return {
        "subject": TextField(most=500, label="Предмет", required=False),
        "sum": SumField(label="Сума", required=False),
        "currency": forms.ChoiceField(label="Валюта", required=False, choices=list(CURRENCIES.items())),
        "vat": forms.ChoiceField(label="ПДВ", required=False, choices=Vat.choices),
        "starts_on": DateField(label="Діє з", required=False),
        "ends_on": DateField(label="Діє до", lean="future", required=False),
        "prolongs_months": months,
        "warn_days": days,
        "base": BaseField(actor=actor, journal=journal, label="До договору №", required=False),
    }


def _at_most(most: int) -> Any:
    def check(value: int) -> None:
        if value > most:
            raise ValidationError(f"Не більше {most}")

    return check


def terms_entry(said: Mapping[str, Any], prefix: str = "") -> TermsEntry:
    """The terms of a valid form."""
    base = said.get(f"{prefix}base")
    return TermsEntry(
        subject=said.get(f"{prefix}subject") or "",
        sum=said.get(f"{prefix}sum"),
        currency=said.get(f"{prefix}currency") or "UAH",
        vat=said.get(f"{prefix}vat") or "",
        starts_on=said.get(f"{prefix}starts_on"),
        ends_on=said.get(f"{prefix}ends_on"),
        prolongs_months=said.get(f"{prefix}prolongs_months") or 0,
        warn_days=30 if said.get(f"{prefix}warn_days") is None else said[f"{prefix}warn_days"],
        base_id=base.document_id if base else None,
    )


def check_days(form: forms.Form, said: Mapping[str, Any], prefix: str = "") -> None:
    first, last = said.get(f"{prefix}starts_on"), said.get(f"{prefix}ends_on")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        form.add_error(f"{prefix}ends_on", "Договір не може закінчитися раніше, ніж почнеться")


class ContractForm(CreatedForm):
    """The card of a contract: the other party with its number and date, the terms; an additional agreement
    names its contract and takes the next fraction of its number (12/1)."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, party_url: str = "", **kwargs: Any) -> None:
        self.party_url = party_url
        super().__init__(data, **kwargs)
        self.initial = {"contract_warn_days": 30, "contract_currency": "UAH", **self.initial}
        self.initial["link_kind"] = LinkKind.SUPPLEMENTS

    def _add_ours(self) -> None:
        super()._add_ours()
        self.fields["contract_party"] = CorrespondentField(
            actor=self.actor, url=self.party_url, label="З ким", required=True
        )
        self.fields["contract_party"].error_messages["required"] = "Напишіть, з ким договір"
        self.fields["contract_party_number"] = NumberOfTheirsField(
            most=120, label="Їхній номер", required=False
        )
        self.fields["contract_party_date"] = DateField(label="Їхня дата", lean="past", required=False)
        for name, made in terms_fields(self.actor, self.journal).items():
            if name != "base" or self.kind_code == AGREEMENT:
                self.fields[f"contract_{name}"] = made

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_days(self, cleaned, "contract_")
        base = cleaned.get("contract_base")
        if self.kind_code == AGREEMENT and base is None and not self.has_error("contract_base"):
            self.add_error("contract_base", "Назвіть номер договору, до якого ця угода")
        usual = cleaned.get("number_from") in (None, "", NumberFrom.NEXT) and not cleaned.get("number_held")
        if usual and base is not None and base.journal_id == self.journal.pk:
            cleaned["number_source"] = after(self.journal, base.sequence, NumberFrom.FRACTION, base.period)
        return cleaned

    def terms(self) -> TermsEntry:
        return terms_entry(self.cleaned_data, "contract_")

    def to_card(
        self, files: Sequence[CardFile] = (), *, links: Sequence[CardLink] = (), **more: Any
    ) -> CreatedCard:
        said = self.cleaned_data
        whom = said["contract_party"]
        known = whom if isinstance(whom, Correspondent) else None
        party = PartyEntry(
            PartyRole.PARTY,
            known,
            "" if known else str(whom),
            number=said.get("contract_party_number") or "",
            dated_on=said.get("contract_party_date"),
        )
        base = said.get("contract_base")
        tied = (CardLink(base.document_id, LinkKind.SUPPLEMENTS),) if base else ()
        ours = {each.target_id for each in tied}
        said["links"] = [each for each in said.get("links") or () if each not in ours]
        return super().to_card(files, links=(*links, *tied), **more | {"parties": (party,)})


class TermsForm(forms.Form):
    """Correcting the terms of a registered contract, with the reason."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        terms: ContractTerms | None,
        base_number: str,
        actor: Actor,
        journal: Journal,
    ) -> None:
        initial = {name: getattr(terms, name) for name in TERMS if name != "base"} if terms else {}
        super().__init__(data, initial=initial | {"base": base_number})
        self.fields.update(terms_fields(actor, journal))
        self.fields["reason"] = TextField(most=300, label="Причина виправлення")
        self.fields["reason"].error_messages["required"] = (
            "Напишіть, чому виправляєте: причина лишається в історії"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_days(self, cleaned)
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Every term as it is to be, by the names of the model’s columns."""
        entry = terms_entry(self.cleaned_data)
        names = [f"{each}_id" if each == "base" else each for each in TERMS if each in self.fields]
        return {name: getattr(entry, name) for name in names}
