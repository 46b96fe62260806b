"""Registering what is made here through REST: the same form and the same action as on the screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import File, Form, Status
from ninja.files import UploadedFile

from obih.registry import actions
from obih.registry.access import REGISTER
from obih.registry.api import payload, schemas
from obih.registry.api.asking import NUMBERED, WRITING, Asked, Key, asked_in, kept
from obih.registry.api.auth import actor_of
from obih.registry.api.documents import router
from obih.registry.api.problems import Invalid
from obih.registry.forms import CreatedForm
from obih.registry.streams import comes_to_us


@router.post(
    "/documents/created",
    response={201: schemas.RegisteredOut, 200: schemas.RegisteredOut, **WRITING},
    summary="Зареєструвати створений документ",
)
def register_created(
    request: HttpRequest,
    key: Key,
    card: Annotated[
        str,
        Form(
            description="JSON-об’єкт: journal (код журналу вихідних, розпоряджень, довідок…), поля профілю за"
            " їхніми кодами, addressees (список назв або номерів у довіднику), за потреби link_kind,"
            " external_id, confirm, roles" + NUMBERED
        ),
    ],
    files: Annotated[list[UploadedFile], File(description="Файли документа, перший — сам документ")] = [],  # noqa: B006
) -> Any:
    """Дає номер і кожному адресатові примірник. Однакові запити з одним ключем реєструють один документ."""
    asked = asked_in(actor_of(request, REGISTER), card, len(files))
    if comes_to_us(asked.journal.stream):
        raise Invalid([("journal", "У цьому журналі реєструють одержане: /documents/incoming")])
    form = created_form(CreatedForm, asked)
    with kept(files, asked.roles) as stored:
        told = form.to_card(stored, external_id=asked.external_id)
        done = actions.register_created(told, key=key, by=asked.actor)
    return Status(200 if done.again else 201, schemas.registered_out(done))


Made = TypeVar("Made", bound=CreatedForm)


def created_form(made: type[Made], asked: Asked, more: Mapping[str, Any] | None = None) -> Made:
    """The valid form of what is made here; `more` is what a room’s own form is told besides. Raises
    Invalid."""
    fields = dict(asked.fields)
    beside = {**addressed_in(fields.pop("addressees", None)), **(more or {})}
    data = payload.form_data(fields, asked.journal) | asked.confirmed
    form = made(data | beside, actor=asked.actor, journal=asked.journal)
    if form.flow == "incoming":
        raise Invalid([("kind", "Одержане реєструють через /documents/incoming")])
    payload.refuse_unknown(form, data)
    if not form.is_valid():
        raise payload.errors_of(form)
    return form


MOST_ADDRESSEES = 300


def addressed_in(value: Any) -> dict[str, str]:
    """Names as they are to stand, or numbers of the directory, one row of the form each."""
    if value is None:
        return {}
    if not isinstance(value, list) or len(value) > MOST_ADDRESSEES:
        raise Invalid([("addressees", f"Тут приймають список до {MOST_ADDRESSEES} адресатів")])
    rows: dict[str, str] = {}
    for place, each in enumerate(value):
        if isinstance(each, bool) or not isinstance(each, (int, str)) or len(str(each)) > 300:
            raise Invalid([("addressees", "Адресат — назва або номер у довіднику")])
        rows[f"addressees-{place}"] = str(each) if isinstance(each, int) else ""
        rows[f"addressees-{place}_text"] = str(each)
    return rows
