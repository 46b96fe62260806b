"""Registering what is made here through REST: the same form and the same action as on the screen."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form, Status
from ninja.files import UploadedFile

from obih.files.actions import receiving
from obih.registry import actions
from obih.registry.access import REGISTER
from obih.registry.api import payload, schemas
from obih.registry.api.auth import actor_of
from obih.registry.api.documents import (
    WRITING,
    Key,
    _journal_to_register,
    _object,
    _roles,
    _short,
    router,
)
from obih.registry.api.problems import Invalid
from obih.registry.cards import CardFile
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
            " external_id, confirm, roles"
        ),
    ],
    files: Annotated[list[UploadedFile], File(description="Файли документа, перший — сам документ")] = [],  # noqa: B006
) -> Any:
    """Дає номер і кожному адресатові примірник. Однакові запити з одним ключем реєструють один документ."""
    actor = actor_of(request, REGISTER)
    said = _object(card)
    journal = _journal_to_register(actor, said.pop("journal", None))
    if comes_to_us(journal.stream):
        raise Invalid([("journal", "У цьому журналі реєструють одержане: /documents/incoming")])
    roles = _roles(said.pop("roles", None), len(files))
    external_id = _short(said.pop("external_id", None), "external_id")
    confirmed = payload.confirmations(said.pop("confirm", None))
    addressed = _addressees(said.pop("addressees", None))
    data = payload.form_data(said, journal) | confirmed | addressed
    form = CreatedForm(data, actor=actor, journal=journal)
    if form.flow == "incoming":
        raise Invalid([("kind", "Одержане реєструють через /documents/incoming")])
    payload.refuse_unknown(form, {name: value for name, value in data.items() if name not in addressed})
    if not form.is_valid():
        raise payload.errors_of(form)
    with receiving() as receive:
        stored = [receive(each, each.name or "файл") for each in files]
        kept = [CardFile(one, one.name, role) for one, role in zip(stored, roles, strict=True)]
        done = actions.register_created(form.to_card(kept, external_id=external_id), key=key, by=actor)
    return Status(200 if done.again else 201, schemas.registered_out(done))


MOST_ADDRESSEES = 300


def _addressees(value: Any) -> dict[str, str]:
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
