"""The regulation profile as it stands on a date. Pure values, shared by every thread that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from obih.law.rules import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every rule of the profile carries: its article, its dates and how sure we are."""

    code: str
    title: str
    legal_basis: str = ""
    confidence: str = "src"
    valid_from: date = date(1991, 8, 24)
    valid_to: date | None = None
    note: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Row):
    """A kind of document: where it flows and what it brings with it when nobody chooses otherwise."""

    flow: str
    regime: str = ""
    term: str = ""
    series: str = ""
    access: str = "general"
    period: str = "year"
    retention: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Row):
    """The law by which a document is considered; `terms` are those it may run under, the usual one first."""

    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Row):
    """How a document comes or goes. `kinds` narrows it; empty means every kind of its flows."""

    flows: tuple[str, ...] = ("incoming", "outgoing")
    kinds: tuple[str, ...] = ()
    is_electronic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGround(Row):
    """Why a registration may be refused. Empty `channels` or `kinds` mean all of them."""

    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def applies(self, channel: str, kind: str) -> bool:
        return (not self.channels or channel in self.channels) and (not self.kinds or kind in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardField(Row):
    """A field of the registration card. `title` is its label.

    `stored` says where the value lives; `derived` ones are shown and never typed. `required` = without it
    the document is not registered.
    """

    type: str
    level: str = "additional"
    stored: str = "added"
    flows: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    is_private: bool = False
    hint: str = ""

    @property
    def is_derived(self) -> bool:
        return self.stored == "derived"

    @property
    def is_mandatory(self) -> bool:
        return self.level == "mandatory"

    def belongs_to(self, kind: Kind) -> bool:
        if self.kinds:
            return kind.code in self.kinds
        return not self.flows or kind.flow in self.flows

    def choice_label(self, value: str) -> str:
        """The words of a chosen value; a value no longer offered is shown as it was kept."""
        return dict(self.choices).get(value, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionPeriod(Row):
    """How long a kind of papers is kept: years (None = for ever or by an event), article of the list."""

    article: str = ""
    years: int | None = None
    words: str = ""
    needs_commission: bool = False

    @property
    def label(self) -> str:
        """As nomenclatures write it: «5 років ЕПК, ст. 22»."""
        mark = " ЕПК" if self.needs_commission else ""
        return f"{self.words}{mark}, ст. {self.article}" if self.article else f"{self.words}{mark}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Row):
    """What proves a deed: «account» (having signed in) or «kep» (a qualified signature)."""

    level: str = "account"


AnyRow = TypeVar("AnyRow", bound=Row)
Anything = TypeVar("Anything")


ALWAYS_REGISTERED = frozenset({"appeal", "information"})
"""Regimes whose arrivals cannot be refused registration (Laws № 393/96-ВР, № 2939-VI)."""


class UnknownCodeError(LookupError):
    """The profile of that date has no such rule."""


@dataclass(frozen=True)
class Profile:
    """All rules in force on one day. `version` grows with each change of the profile."""

    on: date
    version: int
    terms: Mapping[str, Term] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    regimes: Mapping[str, Regime] = field(default_factory=dict)
    channels: Mapping[str, Channel] = field(default_factory=dict)
    grounds: Mapping[str, RefusalGround] = field(default_factory=dict)
    fields: Mapping[str, CardField] = field(default_factory=dict)
    retention: Mapping[str, RetentionPeriod] = field(default_factory=dict)
    proofs: Mapping[str, Proof] = field(default_factory=dict)

    def term(self, code: str) -> Term:
        """Raises UnknownCodeError when the profile of this day has no such term."""
        return _get(self.terms, code, "term")

    def kind(self, code: str) -> Kind:
        return _get(self.kinds, code, "kind")

    def cap_of(self, term: Term) -> Term | None:
        """The term that this one never passes."""
        return self.term(term.cap) if term.cap else None

    def extension_of(self, term: Term) -> Term | None:
        """How far this term may be prolonged; None when the law knows no extension."""
        return self.term(term.extends_to) if term.extends_to else None

    def term_for(self, kind: str, regime: str = "") -> Term | None:
        """The term a document starts with: of its kind, or of another regime if one was chosen for it."""
        own = self.kind(kind)
        chosen = self.regimes.get(regime) if regime != own.regime else None
        code = chosen.terms[0] if chosen and chosen.terms else own.term
        return self.terms.get(code)

    def terms_for(self, kind: str, regime: str = "") -> tuple[Term, ...]:
        """The terms a clerk may choose from for such a document, the usual one first."""
        usual = self.term_for(kind, regime)
        chosen = self.regimes.get(regime or self.kind(kind).regime)
        codes = dict.fromkeys([usual.code if usual else "", *(chosen.terms if chosen else ())])
        return tuple(self.terms[code] for code in codes if code in self.terms)

    def proof_of(self, deed: str) -> str:
        """«account» or «kep» for a deed («resolution», «visa», «acquaintance»); what no rule names needs no
        signature."""
        return self.proofs[deed].level if deed in self.proofs else "account"

    def kinds_of(self, flow: str) -> tuple[Kind, ...]:
        return _ordered(kind for kind in self.kinds.values() if kind.flow == flow)

    def fields_for(self, kind: str, *, with_derived: bool = True) -> tuple[CardField, ...]:
        """The card of a kind, in the order it is filled in."""
        own = self.kind(kind)
        return _ordered(
            each
            for each in self.fields.values()
            if each.belongs_to(own) and (with_derived or not each.is_derived)
        )

    def channels_for(self, flow: str, kind: str = "") -> tuple[Channel, ...]:
        return _ordered(
            each
            for each in self.channels.values()
            if flow in each.flows and (not each.kinds or not kind or kind in each.kinds)
        )

    def is_always_registered(self, kind: str) -> bool:
        """Appeals and requests follow their own laws: what is wrong with them is answered, not refused."""
        known = self.kinds.get(kind)
        return known is not None and known.regime in ALWAYS_REGISTERED

    def refusal_grounds(self, channel: str, kind: str) -> tuple[RefusalGround, ...]:
        """Why such an arrival may be refused; empty means that it may not be refused at all."""
        if self.is_always_registered(kind):
            return ()
        return _ordered(each for each in self.grounds.values() if each.applies(channel, kind))


def _ordered(rows: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
    return tuple(sorted(rows, key=lambda each: (each.order, each.title)))


def _get(rows: Mapping[str, Anything], code: str, what: str) -> Anything:
    try:
        return rows[code]
    except KeyError:
        raise UnknownCodeError(f"no {what} «{code}» in the profile of that day") from None
