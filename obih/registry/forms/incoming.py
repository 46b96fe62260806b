"""Filling in a new card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from obih.registry.actions.more_parties import named_by_sender
from obih.registry.cards import CardFile, CardLink, IncomingCard, PartyEntry
from obih.registry.forms.card import CardForm
from obih.registry.forms.numbers import NumberPart
from obih.registry.models import Correspondent
from obih.registry.vocabulary import Access, Form


class IncomingForm(NumberPart, CardForm):
    """The card of an incoming document. A choice that did not come at all is taken from the kind."""

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if kwargs.get("only") is None:
            self.add_number_fields()
        kind = self.rules.kinds.get(self.kind_code)
        starting: dict[str, Any] = {
            "kind": self.kind_code,
            "regime": kind.regime if kind else "",
            "access_level": kind.access if kind else Access.GENERAL,
            "received_at": self.today,
            "form": Form.PAPER,
            "channel": "post",
            "language": "uk",
            "case_index": self.offered_case(),
        }
        self.initial = starting | dict(self.initial)
        self.day_assumed = False
        if self.is_bound:
            given = {name: self.data[name] for name in self.data}
            usual = {
                name: value for name, value in starting.items() if name in OFFERED and name not in self.data
            }
            self.data = given | usual
            self.day_assumed = "received_at" in usual

    def to_card(
        self, files: Sequence[CardFile] = (), *, links: Sequence[CardLink] = (), **more: Any
    ) -> IncomingCard:
        """The card, when the form is valid; `more` are fields of IncomingCard a form does not ask for."""
        said = self.cleaned_data
        sender = said.get("correspondent")
        known = isinstance(sender, Correspondent)
        own_links = [CardLink(each) for each in said.get("links") or ()]
        return IncomingCard(
            received_at=said.get("received_moment") or timezone.now(),
            hour_assumed=said.get("received_time") is None,
            day_assumed=self.day_assumed,
            correspondent=sender if known else None,
            sender_name="" if known else str(sender or ""),
            their_number=said.get("correspondent_number") or "",
            their_date=said.get("correspondent_date"),
            signer=said.get("signer") or "",
            author=said.get("author") or "",
            covering_body=said.get("covering_body") or "",
            representative=said.get("representative") or "",
            term_code=said.get("term") or "",
            channel_code=said.get("channel") or "",
            first_reviewer=said.get("first_reviewer"),
            files=tuple(files),
            links=(*links, *own_links),
            not_duplicate_because=said.get("not_duplicate_because") or "",
            **self.told() | {"parties": tuple(self._more_parties())} | self.number_told() | more,
        )

    def _more_parties(self) -> list[PartyEntry]:
        sender = self.cleaned_data.get("correspondent")
        known = sender if isinstance(sender, Correspondent) else None
        told = self.cleaned_data.get("parties") or []
        return named_by_sender(told, known, "" if known else str(sender or ""))


OFFERED = ("kind", "regime", "access_level", "form", "language", "received_at", "case_index")
"""What is filled in beforehand: left out of a request altogether, it is as it was offered."""
