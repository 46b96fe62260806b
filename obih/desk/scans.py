"""The left half of registration: files of a half-filled card and their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from obih.desk.seals import NOTHING, FileMark, seals_of_draft
from obih.registry.models import PendingCard
from obih.registry.queries.pending import with_previews
from obih.registry.vocabulary import FileRole
from obih.ui.words import file_size


@dataclass(frozen=True)
class ScanPage:
    """An image of a page, with its measures so that nothing jumps while it loads."""

    url: str
    width: int
    height: int
    label: str


@dataclass(frozen=True)
class ScanFile:
    """A file of the card: its pages when they are ready, else why there are none."""

    id: UUID
    name: str
    url: str
    removal_url: str
    role: str
    size: str
    pages: list[ScanPage]
    waiting: bool
    refused: str
    mark: FileMark | None
    report_url: str


def scan_context(card: PendingCard | None) -> dict[str, Any]:
    """What the left half shows; without a card it is the place to drop a file."""
    seals = seals_of_draft(card) if card else NOTHING
    files = scan_files(card, seals.marks) if card else []
    return {
        "seals": seals,
        "scan_files": files,
        "scan_pages": [page for each in files for page in each.pages],
        "scan_waiting": any(each.waiting or (each.mark and each.mark.is_awaited) for each in files),
        "scan_card": card,
    }


def scan_files(card: PendingCard, marks: Mapping[str, FileMark]) -> list[ScanFile]:
    rows: list[Any] = list(card.files.all())
    if any(not hasattr(row, "drawn") for row in rows):
        rows = list(with_previews(card.files.all()))
    found = []
    for row in rows:
        rendition = getattr(row.content, "rendition", None)
        found.append(
            ScanFile(
                id=row.pk,
                name=row.name,
                url=reverse("desk:draft_file", args=[row.pk]),
                removal_url=reverse("desk:draft_file_removal", args=[row.pk]),
                role=str(FileRole(row.role).label),
                size=file_size(row.content.size_bytes),
                pages=[
                    ScanPage(
                        reverse("desk:draft_page", args=[row.pk, image["page"]]),
                        image["width"],
                        image["height"],
                        f"{row.name}, сторінка {image['page']}",
                    )
                    for image in row.drawn
                ],
                waiting=rendition is None,
                refused=rendition.refused if rendition else "",
                mark=marks.get(row.content_id),
                report_url=reverse("desk:draft_file_signatures", args=[row.pk]),
            )
        )
    return found
