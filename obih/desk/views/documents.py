"""The card of a document: all rooms’ parts of it on one page."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from obih.desk.card_life import life_of, requisites_of
from obih.desk.card_parts import deadlines_of, files_of, happenings, steps
from obih.desk.keeping import actor_of, kept_journal
from obih.desk.panels import Panel, panels_for
from obih.desk.replying import reply_url
from obih.desk.seals import seals_of_record
from obih.registry import actions, queries
from obih.registry.access import (
    why_not_correct,
    why_not_dispatch,
    why_not_move_deadline,
    why_not_register,
    why_not_share,
)
from obih.registry.queries import Card, Record
from obih.registry.queries.dispatch import copies_of
from obih.registry.queries.journals import with_readers
from obih.registry.streams import comes_to_us
from obih.registry.vocabulary import PartyRole, Stream
from obih.tasks.queries import Panel as TasksPanel
from obih.ui.words import counted

STAMPS = {
    Stream.INCOMING: "Вхідний", Stream.OUTGOING: "Вихідний", Stream.INTERNAL: "Внутрішній",
    Stream.ORDERS: "Розпорядження", Stream.DECISIONS: "Рішення", Stream.CONTRACTS: "Договір",
    Stream.APPEALS: "Звернення", Stream.INFORMATION: "Запит", Stream.CERTIFICATES: "Довідка",
    Stream.POWERS: "Довіреність", Stream.TELEPHONE: "Телефонограма", Stream.PROTOCOLS: "Протокол",
    Stream.ACTS: "Акт",
}  # fmt: skip


def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    return render(request, "desk/document.html", card_context(request, document_id, whole=True))


def card_or_404(request: HttpRequest, document_id: UUID) -> Card:
    """The card; reading a restricted one is noted. Absent and forbidden look alike."""
    card = actions.read_card(document_id, by=actor_of(request))
    if card is None:
        raise Http404
    return card


def record_or_404(request: HttpRequest, document_id: UUID) -> Record:
    """What a change of the card needs of it: lighter than the whole card, through the same door."""
    actor = actor_of(request)
    found = queries.records(actor, [document_id])
    if not found:
        raise Http404
    if found[0].is_restricted:
        actions.note_reading(found[0].document, by=actor)
    return found[0]


def card_context(request: HttpRequest, document_id: UUID, *, whole: bool = False) -> dict[str, Any]:
    """What the card and its preview show; `whole` adds what only the page itself needs."""
    card = card_or_404(request, document_id)
    record = card.record
    seals = seals_of_record(record)
    context: dict[str, Any] = {
        "card": card,
        "record": record,
        "registration": record.registration,
        "document": record.document,
        "stamp_kind": STAMPS.get(Stream(record.registration.stream), "Документ"),
        "registered_on": timezone.localdate(record.registration.registered_at),
        "stamped_on": stamped_on(record),
        "files": files_of(card, seals.marks),
        "seals": seals,
        "letter": letter_words(card),
        "state_words": state_words(card),
    }
    return context | (_whole(request, card) if whole else {})


def _whole(request: HttpRequest, card: Card) -> dict[str, Any]:
    actor = actor_of(request)
    code = card.record.registration.journal_code
    journal = with_readers(kept_journal(request, code), card.record.registration.journal_id)
    panels = panels_for(card.record, journal, actor)
    shown = requisites_of([told for told in card.filled if told.code not in HEAD], card)
    return {
        **life_of(card, actor, journal),
        "journal": journal,
        "why_not_void": why_not_register(actor, journal),
        "steps": steps(card, tasks_among(panels)),
        "requisites": shown,
        "blank": [told.label for told in card.values if not told.text and not told.field.is_derived],
        "deadlines": deadlines_of(card),
        "happenings": happenings(card),
        "copies": copies_of(card.record.id) if has_addressees(card.record) else [],
        "why_not_dispatch": why_not_dispatch(actor, journal),
        "reply_url": reply_url(request, card.record),
        "panels": panels,
        "events_words": counted(len(card.timeline), "подія", "події", "подій"),
        "why_not_correct": why_not_correct(actor, journal),
        "why_not_move": why_not_move_deadline(actor, journal),
        "why_not_share": why_not_share(actor, card.record.document, journal),
    }


def tasks_among(panels: list[Panel]) -> TasksPanel | None:
    return next((each.shown for each in panels if isinstance(each.shown, TasksPanel)), None)


def state_of_created(card: Card) -> str:
    """Where a document made here stands: its scan, its dispatch."""
    to = [each for each in card.record.copies if each.is_addressed]
    if card.record.document.awaits_scan:
        return "Чекає на підписаний скан"
    if to and not all(each.sent_at for each in to):
        return "Чекає на надсилання"
    return "Надіслано" if to else "Зареєстровано"


def stamped_on(record: Record) -> date:
    """The day beside the number: a document made here has its own (a decision that of its sitting)."""
    registered_on = timezone.localdate(record.registration.registered_at)
    if comes_to_us(record.registration.stream):
        return registered_on
    return record.document.dated_on or registered_on


def has_addressees(record: Record) -> bool:
    return record.party(PartyRole.ADDRESSEE) is not None


HEAD = frozenset({"title", "own_number", "own_date"})
"""Fields that the head of the card shows already."""


def letter_words(card: Card) -> str:
    """«Лист ГУ ДПС у Черкаській області», without its number, which is set apart."""
    sender = card.record.sender
    kind = card.kind[:1].upper() + card.kind[1:]
    return f"{kind}, {sender.name}" if sender and sender.name else kind


def state_words(card: Card) -> str:
    """The chip of the head in full words: «Прострочено на 4 дні», «Відповісти до 05.12»."""
    state = card.deadline
    if card.record.registration.is_void:
        return "Анульовано"
    if card.record.document.closed_at:
        return "Виконано"
    if state is None:
        return "Без строку" if card.record.sender else state_of_created(card)
    said = {"late": f"Прострочено {state.text}", "soon": f"Строк {state.text}", "done": "Виконано"}
    return said.get(state.state, f"Відповісти {state.text}")
