"""Filling in the card of a document made here: a letter out, an order, a contract, a certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from obih.registry.cards import CardFile, CardLink, CreatedCard, PartyEntry
from obih.registry.forms.addressees import SignerText
from obih.registry.forms.card import CardForm
from obih.registry.forms.numbers import NumberPart
from obih.registry.vocabulary import Access, Form, LinkKind, PartyRole

STAFF_BASIS = "ст. 7 Закону № 2939-VI, персональні дані"
"""The ground offered for a closed series: its documents are about persons."""
FIRST_LINKS = (
    LinkKind.IN_REPLY, LinkKind.PURSUANT, LinkKind.SUPPLEMENTS, LinkKind.AMENDS, LinkKind.REPEALS,
    LinkKind.REPLACES, LinkKind.REPEATS, LinkKind.RELATED,
)  # fmt: skip


class CreatedForm(NumberPart, CardForm):
    """The card of a document made here. A choice that did not come at all is taken from kind and journal.

    Beside the profile’s fields: `link_kind`, what the documents named in `links` are to this one.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if kwargs.get("only") is None:
            self.add_number_fields()
        kind = self.rules.kind(self.kind_code)
        closed = Access.RESTRICTED in (kind.access, self.journal.default_access)
        starting: dict[str, Any] = {
            "kind": self.kind_code,
            "regime": kind.regime,
            "access_level": Access.RESTRICTED if closed else Access.GENERAL,
            "access_basis": STAFF_BASIS if self.journal.default_access == Access.RESTRICTED else "",
            "form": Form.PAPER,
            "channel": "post",
            "language": "uk",
            "case_index": self.offered_case(),
            "link_kind": LinkKind.IN_REPLY if self.flow == "outgoing" else LinkKind.PURSUANT,
        }
        self.initial = starting | dict(self.initial)
        if self.is_bound:
            given = {name: self.data[name] for name in self.data}
            usual = {
                name: value for name, value in starting.items() if name in OFFERED and name not in self.data
            }
            self.data = given | usual

    def _add_ours(self) -> None:
        self.fields["link_kind"] = forms.ChoiceField(
            label="Що це за зв’язок",
            required=False,
            choices=[(each.value, each.label) for each in FIRST_LINKS],
        )

    def to_card(
        self, files: Sequence[CardFile] = (), *, links: Sequence[CardLink] = (), **more: Any
    ) -> CreatedCard:
        """The card, when the form is valid; `more` are fields of CreatedCard a form does not ask for."""
        said = self.cleaned_data
        link = LinkKind(said.get("link_kind") or LinkKind.RELATED)
        own_links = [CardLink(each, link) for each in said.get("links") or ()]
        parties = [*self._signed(), *(said.get("addressees") or ()), *more.pop("parties", ())]
        return CreatedCard(
            channel_code=said.get("channel") or self._usual_channel(),
            number_there=said.get("addressee_number") or "",
            files=tuple(files),
            links=(*links, *own_links),
            parties=tuple(parties),
            **self.told() | self.number_told() | more,
        )

    def _signed(self) -> list[PartyEntry]:
        signer = self.cleaned_data.get("signer")
        if not signer:
            return []
        person = signer.person if isinstance(signer, SignerText) else None
        return [PartyEntry(PartyRole.SIGNER, person=person, name=str(signer))]

    def _usual_channel(self) -> str:
        channels = self.rules.channels_for(self.flow, self.kind_code)
        return channels[0].code if channels else ""


OFFERED = (
    "kind", "regime", "access_level", "access_basis", "form", "channel", "language", "case_index",
)  # fmt: skip
"""What is filled in beforehand: left out of a request altogether, it is as it was offered."""
