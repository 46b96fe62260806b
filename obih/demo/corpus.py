"""A folder of documents (`*.md`: YAML front matter, then the text) as registered letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from obih.demo.hromada import STREAM_OF, journal_for_kind, known_journals
from obih.demo.senders import correspondents
from obih.files.actions import receiving
from obih.people.cast import Cast, load_cast
from obih.registry.actions import register_incoming
from obih.registry.cards import CardFile, IncomingCard
from obih.registry.models import Correspondent, Document, Journal
from obih.registry.vocabulary import Form

KINDS = {
    "акт органу вищого рівня": "order_above",
    "депутатський запит": "deputy_request",
}
"""What is not a letter to us by law; whatever else a folder calls itself stands in the remark."""
LANGUAGES = {"uk": "uk", "en": "en"}
NAMELESS = "Установу не зазначено"


@dataclass(frozen=True)
class Paper:
    """One file of the folder."""

    front: Mapping[str, Any]
    text: str

    @property
    def key(self) -> str:
        return str(self.front["id"])

    @property
    def issuing_body(self) -> str:
        return str(self.front.get("issuing_body") or NAMELESS)[:300]

    @property
    def number(self) -> str:
        return str(self.front.get("number") or "")[:120]

    @property
    def signer(self) -> str:
        card = self.front.get("card") or {}
        return " ".join(filter(None, (card.get("signer_position"), card.get("signer_name"))))[:300]

    @property
    def deadline(self) -> date | None:
        """The date a letter sets; one told in words («10 днів») is left to the remark."""
        return _date((self.front.get("card") or {}).get("deadline"))

    @property
    def remark(self) -> str:
        """What the folder says that a card has no field for."""
        told = {"Вид за джерелом": self.front.get("kind"), "Кому": self.front.get("correspondents")}
        if self.deadline is None:
            told["Строк"] = (self.front.get("card") or {}).get("deadline")
        return "; ".join(f"{label}: {value}" for label, value in told.items() if value)


@dataclass(frozen=True)
class Corpus:
    added: int
    known: int


def load_corpus(folder: Path) -> Corpus:
    """Register what the folder has and the registry does not, by the id; loads nothing twice."""
    cast = load_cast()
    papers = list(read_folder(folder))
    keys = [paper.key for paper in papers]
    known = set(
        Document.objects.filter(organisation=cast.council, external_id__in=keys).values_list(
            "external_id", flat=True
        )
    )
    missing = [paper for paper in papers if paper.key not in known]
    directory = correspondents([paper.issuing_body for paper in missing])
    journals = known_journals()
    for paper in missing:
        _register(paper, cast, journals, directory[paper.issuing_body])
    return Corpus(len(missing), len(known))


def read_folder(folder: Path) -> Iterator[Paper]:
    """The documents of a folder in the order of their names; a file without front matter is none of them."""
    for path in sorted(folder.glob("*.md")):
        told = path.read_text(encoding="utf-8")
        if not told.startswith("---\n"):
            continue
        _, front, text = told.split("---\n", 2)
        yield Paper(yaml.safe_load(front), text.strip() + "\n")


def _register(paper: Paper, cast: Cast, journals: list[Journal], sender: Correspondent) -> None:
    front, card = paper.front, paper.front.get("card") or {}
    kind = KINDS.get(str(front.get("kind")), "letter")
    with receiving() as receive:
        stored = receive(paper.text.encode(), f"{paper.key}.txt")
        register_incoming(
            IncomingCard(
                journal=journal_for_kind(journals, kind if kind in STREAM_OF else "letter", cast.council.pk),
                kind_code=kind,
                title=str(front["title"])[:500],
                summary=str(card.get("short_summary") or ""),
                received_at=timezone.now(),
                correspondent=sender,
                their_number=paper.number,
                their_date=_date(front.get("date")),
                signer=paper.signer,
                answer_by=paper.deadline,
                form=Form.ELECTRONIC,
                channel_code="portal",
                outside_id=str(front.get("source_url") or "")[:200],
                language=LANGUAGES.get(str(front.get("language")), "other"),
                added={"remark": paper.remark},
                external_id=paper.key,
                first_reviewer=cast.melnychenko.person,
                files=(CardFile(stored, stored.name),),
                not_duplicate_because="окремий документ добірки",
            ),
            key=f"corpus-{paper.key}",
            by=cast.actor("boiko"),
        )


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
