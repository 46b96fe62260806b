"""Parts of the card put into the words of components: steps, files, deadlines, timeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from obih.desk.seals import FileMark
from obih.files.queries import images_of
from obih.registry.queries.card import Card
from obih.registry.queries.records import DeadlineTold, FileTold
from obih.registry.rules import DeadlineState
from obih.registry.streams import comes_to_us
from obih.registry.vocabulary import DeadlineSource, FileRole
from obih.tasks.queries import Panel as TasksPanel
from obih.ui.parts import Happening, Step
from obih.ui.templatetags.obih_words import moment
from obih.ui.words import counted, file_size


def steps(card: Card, tasks: TasksPanel | None = None) -> list[Step]:
    """Where the document is: arrived, registered, under review, being carried out, done."""
    record, registration = card.record, card.record.registration
    if not comes_to_us(registration.stream) and record.sender is None:
        return _steps_of_created(card)
    channel = card.rules.channels.get(record.copies[0].channel_code) if record.copies else None
    arrived = moment(registration.received_at) + (f", {channel.title}" if channel else "")
    registered = registered_words(card)
    found = [Step("Надійшов", arrived, "done"), Step("Зареєстровано", registered, "done")]
    reviewer, closed = record.document.first_reviewer, record.document.closed_at
    whose = reviewer.full_name if reviewer else "кому, ще не вказано"
    reviewed = closed or record.document.reviewed_at or (tasks is not None and tasks.roots)
    found.append(Step("На розгляді", whose, "done" if reviewed else "now"))
    if tasks is not None and tasks.roots:
        told = tasks.holder or "завдання виконано"
        found.append(Step("На виконанні", told, "done" if tasks.is_done or closed else "now"))
    found.append(Step(_end(card), moment(closed) if closed else "далі", "done" if closed else "next"))
    return found


def registered_words(card: Card) -> str:
    """When and by whom; of a late entry also when it was typed in and why so late."""
    it = card.record.registration
    told = f"{moment(it.registered_at)}, {it.registered_by.split(',')[0]}"
    return f"{told}. Внесено {moment(it.entered_at)}: {it.late_reason}" if it.entered_at else told


def _end(card: Card) -> str:
    return "Анульовано" if card.record.registration.is_void else "Виконано"


def _steps_of_created(card: Card) -> list[Step]:
    """Numbered, signed by hand and scanned, sent to whom it is for."""
    record = card.record
    registered = registered_words(card)
    scanned = not record.document.awaits_scan
    found = [Step("Зареєстровано", registered, "done")]
    found.append(
        Step(
            "Підписано",
            "скан додано" if scanned else "роздрукуйте, підпишіть, додайте скан",
            "done" if scanned else "now",
        )
    )
    to = [each for each in record.copies if each.is_addressed]
    sent = sum(each.sent_at is not None for each in to)
    if to:
        words = f"{sent} з {len(to)}" if sent else "ще ні"
        found.append(Step("Надіслано", words, "done" if sent == len(to) else "now" if scanned else "next"))
    if closed := record.document.closed_at:
        found.append(Step(_end(card), moment(closed), "done"))
    return found


@dataclass(frozen=True)
class ShownPage:
    url: str
    width: int
    height: int
    label: str


@dataclass(frozen=True)
class ShownFile:
    """A file of the card with its page images."""

    name: str
    url: str
    note: str
    is_annex: bool
    pages: list[ShownPage]
    remark: str
    withdrawal_url: str
    mark: FileMark | None
    """What its signatures, or those over it, are worth."""
    report_url: str


def files_of(card: Card, marks: Mapping[str, FileMark]) -> list[ShownFile]:
    rows = card.record.files
    wanted = [row.sha256 for row in rows if row.pages]
    drawn = images_of(wanted) if wanted else {}
    found = []
    for row in rows:
        pages = [
            ShownPage(
                reverse("desk:file_page", args=[row.id, image.page]),
                image.width,
                image.height,
                f"{row.name}, сторінка {image.page}",
            )
            for image in drawn.get(row.sha256, ())
        ]
        found.append(
            ShownFile(
                row.name,
                reverse("desk:file", args=[row.id]),
                _note(row),
                row.role == FileRole.ANNEX,
                pages,
                _remark(row),
                reverse("desk:withdrawal", args=[row.id]),
                marks.get(row.sha256),
                reverse("desk:file_signatures", args=[row.id]),
            )
        )
    return found


def _note(row: FileTold) -> str:
    pages = [counted(row.pages, "сторінка", "сторінки", "сторінок")] if row.pages else []
    return ", ".join([str(FileRole(row.role).label), *pages, file_size(row.size_bytes)])


def _remark(row: FileTold) -> str:
    if row.refused:
        return f"Без перегляду: {row.refused}"
    return "Готуємо перегляд" if row.pages is None else ""


@dataclass(frozen=True)
class ShownDeadline:
    """A deadline in words: until when, by what rule, how it was moved."""

    told: DeadlineTold
    on: date
    state: DeadlineState
    rule: str
    source: str


def deadlines_of(card: Card) -> list[ShownDeadline]:
    today = timezone.localdate()
    return [
        ShownDeadline(
            each,
            each.effective_on,
            each.state(today),
            _rule(card, each),
            str(DeadlineSource(each.source).label),
        )
        for each in card.record.deadlines
    ]


def _rule(card: Card, deadline: DeadlineTold) -> str:
    term = card.rules.terms.get(deadline.rule_code)
    if term is None:
        return "дата з листа" if deadline.source == DeadlineSource.LETTER else deadline.rule_code
    return f"{term.title}; {term.legal_basis}" if term.legal_basis else term.title


def happenings(card: Card) -> list[Happening]:
    """The timeline: who in bold, then the sentence."""
    return [Happening(each.at, format_html("<b>{}.</b> {}", each.who, each.text)) for each in card.timeline]
