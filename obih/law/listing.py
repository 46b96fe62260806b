"""A rule said in one line, for lists and for the history of changes. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from obih.law.profile import (
    CardField,
    Channel,
    Kind,
    Profile,
    Proof,
    RefusalGround,
    Regime,
    RetentionPeriod,
)
from obih.law.rules import Roll, Start, Term
from obih.law.vocabulary import AccessLevel, FieldLevel, FieldType, Flow, ProofLevel, Stored
from obih.law.wording import length_in_words

_ROLL = {
    Roll.FORWARD: "неробочий останній день переноситься вперед",
    Roll.BACK: "неробочий останній день переноситься назад",
    Roll.NONE: "останній день не переноситься",
}


def said(rule: Any, profile: Profile) -> str:
    """What the rule comes to, in words; codes of other rules are told by their titles."""
    return _SAID[type(rule)](rule, profile)


def _term(rule: Term, profile: Profile) -> str:
    parts = [length_in_words(rule.amount, rule.unit)]
    if rule.start is Start.DAY_OF_RECEIPT:
        parts.append("день одержання враховується")
    if rule.unit not in ("hour", "none"):
        parts.append(_ROLL[rule.roll])
    if rule.cap:
        parts.append(f"не довше: {_title(profile.terms, rule.cap)}")
    elif rule.extends_to:
        parts.append(f"продовжується: {_title(profile.terms, rule.extends_to)}")
    if rule.after_hours:
        parts.append("після закриття — з наступного робочого дня")
    return "; ".join(parts)


def _kind(rule: Kind, profile: Profile) -> str:
    parts = [str(Flow(rule.flow).label)]
    if rule.regime:
        parts.append(_title(profile.regimes, rule.regime))
    if rule.term:
        parts.append(f"строк: {_title(profile.terms, rule.term)}")
    if rule.access != AccessLevel.GENERAL:
        parts.append("обмежений доступ")
    if rule.retention:
        parts.append(f"зберігається: {_retention_label(profile, rule.retention)}")
    return "; ".join(parts)


def _regime(rule: Regime, profile: Profile) -> str:
    return "; ".join(_title(profile.terms, code) for code in rule.terms) or "без власних строків"


def _channel(rule: Channel, profile: Profile) -> str:
    flows = ", ".join(str(Flow(flow).label) for flow in rule.flows)
    return f"{flows}{_only(rule.kinds, profile)}{'; електронний' if rule.is_electronic else ''}"


def _ground(rule: RefusalGround, profile: Profile) -> str:
    channels = ", ".join(_title(profile.channels, code) for code in rule.channels) or "будь-який спосіб"
    return f"{channels}{_only(rule.kinds, profile)}"


def _field(rule: CardField, profile: Profile) -> str:
    parts = [
        str(FieldLevel(rule.level).label),
        str(FieldType(rule.type).label),
        str(Stored(rule.stored).label),
    ]
    if rule.required:
        parts.append("без нього не реєструють")
    where = ", ".join(str(Flow(flow).label) for flow in rule.flows)
    return "; ".join([*parts, where] if where else parts) + _only(rule.kinds, profile)


def _retention(rule: RetentionPeriod, profile: Profile) -> str:
    return rule.label


def _proof(rule: Proof, profile: Profile) -> str:
    return str(ProofLevel(rule.level).label)


_SAID: dict[type[Any], Callable[[Any, Profile], str]] = {
    Term: _term,
    Kind: _kind,
    Regime: _regime,
    Channel: _channel,
    RefusalGround: _ground,
    CardField: _field,
    RetentionPeriod: _retention,
    Proof: _proof,
}


def _only(kinds: tuple[str, ...], profile: Profile) -> str:
    return f"; лише: {', '.join(_title(profile.kinds, code) for code in kinds)}" if kinds else ""


def _title(rules: Any, code: str) -> str:
    return rules[code].title if code in rules else code


def _retention_label(profile: Profile, code: str) -> str:
    return profile.retention[code].label if code in profile.retention else code
