"""What a printed journal of contracts says: with whom, about what, for how much, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from obih.contracts.models import ContractTerms
from obih.registry.models import Party
from obih.registry.vocabulary import PartyRole, Stream
from obih.ui.words import short_date

STREAMS = (Stream.CONTRACTS,)
LABELS = {
    "contract_party": "контрагент",
    "contract_edrpou": "ЄДРПОУ контрагента",
    "contract_subject": "предмет договору",
    "contract_sum": "сума договору",
    "contract_term": "строк дії договору",
}


def told(documents: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """Of documents that the caller has been let to; two statements."""
    found = {each.document_id: _of(each) for each in ContractTerms.objects.filter(document__in=documents)}
    parties = Party.objects.filter(document__in=documents, role=PartyRole.PARTY)
    for each in parties.select_related("correspondent").order_by("order"):
        here = found.setdefault(each.document_id, {})
        known = each.correspondent
        for name, text in (
            ("contract_party", known.name if known else each.name),
            ("contract_edrpou", known.edrpou if known else ""),
        ):
            here[name] = "; ".join(part for part in (here.get(name, ""), text) if part)
    return found


def _of(terms: Any) -> dict[str, str]:
    span = (
        f"з {short_date(terms.starts_on)}" if terms.starts_on else "",
        f"до {short_date(terms.ends_on)}" if terms.ends_on else "",
    )
    money = f"{terms.sum:,.2f}".replace(",", " ").replace(".", ",") if terms.sum is not None else ""
    return {
        "contract_subject": terms.subject,
        "contract_sum": f"{money} {terms.currency}".strip() if money else "",
        "contract_term": " ".join(part for part in span if part),
    }
