"""Signatures of a card’s files as they are shown: the verdict, whose it is, whether it is who is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from obih.law.profile import RefusalGround
from obih.registry.models import Correspondent, PendingCard
from obih.registry.queries import Record
from obih.registry.queries.pending import with_previews
from obih.registry.vocabulary import PartyRole
from obih.signatures.carriers import SURE
from obih.signatures.queries import FileSeals, Seal, read_told, seals_among
from obih.signatures.rules import Advice, Agreement, Match, Named, advice, agreement
from obih.signatures.wording import moment

STATES = {"VALID": "ok", "INVALID": "late", "INDETERMINATE": "warn"}
CLASSES = {Match.SAME: "", Match.DIFFERS: "late", Match.UNKNOWN: "soft"}
CHIPS = {"VALID": "done", "INVALID": "late", "INDETERMINATE": "soon"}


@dataclass(frozen=True)
class ShownSeal:
    """One signature beside the file: words first."""

    state: str
    who: str
    about: str
    words: str
    when: str
    remarks: tuple[tuple[str, str], ...]
    """Whether it is who is named: a class (late: somebody else, soft: cannot be told) and a sentence."""
    differs: bool


@dataclass(frozen=True)
class FileMark:
    """The chip of a file: of a signature file its verdict, of a document what stands over it."""

    chip: str
    words: str
    has_report: bool
    is_awaited: bool = False
    """Nobody has looked yet: the worker will."""


@dataclass(frozen=True)
class CardSeals:
    """Everything that signatures say on a card."""

    marks: Mapping[str, FileMark]
    seals: tuple[ShownSeal, ...]
    problems: tuple[str, ...]
    advice: tuple[Advice, ...]

    @property
    def worst(self) -> FileMark | None:
        """The mark to be seen first, for the line of a list."""
        order = ("late", "soon", "done", "")
        carrying = [each for each in self.marks.values() if each.has_report]
        return min(carrying, key=lambda each: order.index(each.chip), default=None)


NOTHING = CardSeals({}, (), (), ())


def seals_of_record(record: Record) -> CardSeals:
    """Of a registered card, as its record tells it; no statement."""
    rows = [(each.sha256, each.media_type) for each in record.files]
    return card_seals(rows, record.seals, named_in(record)) if rows else NOTHING


def seals_of_draft(card: PendingCard) -> CardSeals:
    """Of a card that waits, its files as `with_previews` gives them; one statement if they are signed."""
    files: list[Any] = list(card.files.all())
    if any(not hasattr(each, "sealed") for each in files):
        files = list(with_previews(card.files.all()))
    hashes = [each.content_id for each in files]
    told = read_told([row for each in files for row in each.sealed], hashes)
    named = named_on([card])[card.pk] if told else Named()
    return card_seals([(each.content_id, each.content.media_type) for each in files], told, named)


def seals_of_cards(cards: Sequence[PendingCard]) -> dict[Any, CardSeals]:
    """Of cards that wait; one statement for all of them, one more when some are signed."""
    files = {
        card.pk: [(each.content_id, each.content.media_type) for each in card.files.all()] for card in cards
    }
    told = seals_among({key: [sha256 for sha256, _ in rows] for key, rows in files.items()})
    named = named_on([card for card in cards if told[card.pk]])
    return {key: card_seals(rows, told[key], named.get(key, Named())) for key, rows in files.items()}


def named_in(record: Record) -> Named:
    """Whom a registered card names: who sent it or, of what is made here, we ourselves."""
    signer = record.party(PartyRole.SIGNER)
    signatory = (signer.written or signer.name) if signer else ""
    sender = record.sender
    if sender is None:
        ours = record.document.organisation
        return Named(ours.edrpou, ours.name, (ours.short_name,), signatory)
    if sender.is_natural:
        return Named(signatory=signatory or sender.name, is_natural=True)
    return Named(sender.edrpou, sender.name, (sender.short_name,), signatory)


def named_on(cards: Sequence[PendingCard]) -> dict[Any, Named]:
    """Whom half-filled cards name so far; at most one statement."""
    keys = {card.pk: str(card.fields.get("correspondent") or "") for card in cards}
    wanted = {int(each) for each in keys.values() if each.isdecimal() and len(each) < 19}
    known = Correspondent.objects.in_bulk(wanted) if wanted else {}
    by_key = {str(pk): each for pk, each in known.items()}
    return {card.pk: _named(card, by_key.get(keys[card.pk])) for card in cards}


def _named(card: PendingCard, sender: Correspondent | None) -> Named:
    said = card.fields
    signatory = str(said.get("signer") or "")
    if sender is None:
        return Named(institution=str(said.get("correspondent_text") or ""), signatory=signatory)
    if sender.is_natural:
        return Named(signatory=signatory or sender.name, is_natural=True)
    return Named(sender.edrpou, sender.name, (sender.short_name,), signatory)


def card_seals(files: Sequence[tuple[str, str]], told: Mapping[str, FileSeals], named: Named) -> CardSeals:
    """What the signatures of these files (hash, media type) say beside what the card names."""
    marks = {
        sha256: FileMark("", "підпис перевіряється", False, is_awaited=True)
        for sha256, kind in files
        if kind in SURE
    }
    over: dict[str, list[FileSeals]] = {}
    for sha256, _ in files:
        if sha256 in told:
            marks[sha256] = _mark(
                [told[sha256]], has_report=bool(told[sha256].verdict or told[sha256].problem)
            )
            for document in {told[sha256].document, *told[sha256].covered} - {None, sha256}:
                over.setdefault(str(document), []).append(told[sha256])
    for sha256, found in over.items():
        marks.setdefault(sha256, _mark(found, has_report=False))
    every = [(seal, told[sha256]) for sha256, _ in files if sha256 in told for seal in told[sha256].seals]
    problems = [words for each in told.values() for words in (each.problem, *each.warnings) if words]
    return CardSeals(
        marks,
        tuple(_shown(seal, named, file.evidence) for seal, file in every),
        tuple(dict.fromkeys(problems)),
        tuple(advice((seal.holder for seal, _ in every), named)),
    )


def _mark(found: Sequence[FileSeals], *, has_report: bool) -> FileMark:
    worst = min(found, key=lambda each: ("INVALID", "", "INDETERMINATE", "VALID").index(each.verdict))
    return FileMark(CHIPS.get(worst.verdict, "late" if worst.problem else ""), worst.words, has_report)


def _shown(seal: Seal, named: Named, evidence: str) -> ShownSeal:
    agreed = agreement(seal.holder, named)
    institution = "" if seal.is_seal and seal.organisation == seal.name else seal.organisation
    return ShownSeal(
        state=STATES[seal.verdict],
        who=seal.name or seal.organisation or "Невідомо хто",
        about=", ".join(each for each in (seal.title, institution) if each),
        words=f"{seal.kind_name}: {seal.words}" if seal.kind_name else seal.words,
        when=_when(seal),
        remarks=(
            *((CLASSES[match], words) for match, words in _told(agreed) if words),
            *(("", words) for words in _added(evidence)),
        ),
        differs=agreed.worst is Match.DIFFERS,
    )


def _told(agreed: Agreement) -> tuple[tuple[Match, str], ...]:
    return (agreed.institution, agreed.institution_words), (agreed.signer, agreed.signer_words)


def _added(evidence: str) -> tuple[str, ...]:
    """What we have added beside the file that came."""
    return (f"Докази додав Обіг: {evidence}",) if evidence else ()


def _when(seal: Seal) -> str:
    if seal.at is None:
        return "час невідомий"
    if seal.is_proven:
        return f"{moment(seal.at)}, позначка часу є"
    return f"{moment(seal.at)}, {'позначку часу не перевірено' if seal.has_stamp else 'без позначки часу'}"


def advised(found: CardSeals, grounds: Iterable[RefusalGround]) -> list[tuple[Advice, str]]:
    """The advice with the titles of those grounds that hold for this card."""
    titles = {each.code: each.title for each in grounds}
    return [(each, titles[each.ground]) for each in found.advice if each.ground in titles]
