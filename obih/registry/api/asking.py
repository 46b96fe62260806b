"""What a request to register says besides the fields of the card: the journal, the files, the key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from django.db.models import prefetch_related_objects
from ninja import Header
from ninja.files import UploadedFile

from obih.files.actions import receiving
from obih.people.actors import Actor
from obih.registry import queries
from obih.registry.access import why_not_register
from obih.registry.api import payload
from obih.registry.api.problems import Invalid, Problem, sayable
from obih.registry.cards import CardFile
from obih.registry.forms.fields import UNPRINTABLE
from obih.registry.models import Journal
from obih.registry.vocabulary import FileRole
from obih.ui.refusals import Refused

ERRORS = {401: Problem, 403: Problem, 422: Problem, 503: Problem}
READING = {400: Problem, **ERRORS}
WRITING = {400: Problem, 409: Problem, 507: Problem, **ERRORS}
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Свій для кожного нового запиту; повтор із тим самим ключем дає той самий результат",
    ),
]
MOST_FILES = 40
NUMBERED = (
    ". Номер, якщо не наступний: number_from (held, letter, fraction), number_held (зарезервований, як його"
    " написано), number_base (після якого порядкового). Запізніле внесення: registered_at (коли записано на"
    " папері) і late_reason"
)
"""What may be said of the number in any registration."""


@dataclass(frozen=True)
class Asked:
    """A request to register, its own words taken apart from `fields` of the card."""

    actor: Actor
    journal: Journal
    fields: dict[str, Any]
    roles: list[FileRole]
    external_id: str
    confirmed: dict[str, str]


def asked_in(actor: Actor, card: str, files: int) -> Asked:
    """Read the JSON of a card that comes with so many files. Raises Invalid, and Refused for a journal that
    the token may not register in."""
    said = object_of(card)
    return Asked(
        actor=actor,
        journal=journal_to_register(actor, said.pop("journal", None)),
        roles=roles_of(said.pop("roles", None), files),
        external_id=short(said.pop("external_id", None), "external_id"),
        confirmed=payload.confirmations(said.pop("confirm", None)),
        fields=said,
    )


@contextmanager
def kept(files: Sequence[UploadedFile], roles: Sequence[FileRole]) -> Iterator[list[CardFile]]:
    """The files stored, each in its role; those of a request that was refused are not kept."""
    with receiving() as receive:
        stored = [receive(each, each.name or "файл") for each in files]
        yield [CardFile(one, one.name, role) for one, role in zip(stored, roles, strict=True)]


def object_of(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid([("card", "Це не JSON")]) from error
    if not isinstance(said, dict):
        raise Invalid([("card", "Має бути об’єкт JSON")])
    if sayable(text) != text or sayable(said_again := json.dumps(said, ensure_ascii=False)) != said_again:
        raise Invalid([("card", "У тексті є половинки знаків (surrogates): збережіть його в UTF-8")])
    return said


def journal_to_register(actor: Actor, code: Any) -> Journal:
    """A journal the token may not register in is refused; one it may not know of is absent."""
    if not isinstance(code, str) or not code:
        raise Invalid([("journal", "Назвіть код журналу: перелік — у /journals")])
    journal = queries.journal_for(actor, clean(code, "journal"))
    if journal is None:
        raise Invalid([("journal", "Такого журналу немає або він вам не доступний")])
    prefetch_related_objects([journal], "readers")
    if refusal := why_not_register(actor, journal):
        raise Refused(refusal, field="journal")
    return journal


def clean(text: str, field: str) -> str:
    if "\0" in text:
        raise Invalid([(field, "Недруковані знаки")])
    return text


def short(value: Any, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 120 or UNPRINTABLE.search(value):
        raise Invalid([(field, "Рядок до 120 знаків, без недрукованих")])
    return value


def roles_of(value: Any, count: int, first: FileRole = FileRole.MAIN) -> list[FileRole]:
    if count > MOST_FILES:
        raise Invalid([("files", f"Щонайбільше {MOST_FILES} файлів за раз")])
    usual = [first, *[FileRole.ANNEX] * count][:count]
    if value is None:
        return usual
    if (
        not isinstance(value, list)
        or len(value) != count
        or any(each not in FileRole.values for each in value)
    ):
        raise Invalid([("roles", f"Список ролей за порядком файлів: {', '.join(FileRole.values)}")])
    return [FileRole(each) for each in value]
