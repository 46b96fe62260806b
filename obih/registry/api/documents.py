"""Operations of /api/v1 on documents, files, events and what is needed to fill in a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Body, Field, File, Form, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile

from obih.files.serving import respond
from obih.law.queries import profile
from obih.registry import actions, queries
from obih.registry.access import READ, REGISTER, why_not_register
from obih.registry.api import payload, schemas
from obih.registry.api.asking import NUMBERED, READING, WRITING, Key, asked_in, clean, kept, roles_of
from obih.registry.api.auth import ServiceToken, actor_of
from obih.registry.api.events import events_since
from obih.registry.api.problems import Invalid, Problem
from obih.registry.forms import CorrectionForm, IncomingForm
from obih.registry.forms.card import MAKERS
from obih.registry.models import Journal
from obih.registry.queries.filters import filter_name
from obih.registry.vocabulary import FileRole

router = Router(auth=ServiceToken(), tags=["Документи"])
BYTES = {
    "description": "Байти файла",
    "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
}
FILTERS = [
    {
        "name": name,
        "in": "query",
        "required": False,
        "schema": {"type": "string", "maxLength": 200},
        "description": str(each.label),
    }
    for name, each in queries.JournalFilter.base_filters.items()
]


@router.post(
    "/documents/incoming",
    response={201: schemas.RegisteredOut, 200: schemas.RegisteredOut, **WRITING},
    summary="Зареєструвати вхідний документ",
)
def register(
    request: HttpRequest,
    key: Key,
    card: Annotated[
        str,
        Form(
            description="JSON-об’єкт: journal (код журналу), поля профілю за їхніми кодами"
            " (/profile/fields), за потреби external_id, term, confirm, roles (ролі файлів за порядком)"
            + NUMBERED,
        ),
    ],
    files: Annotated[list[UploadedFile], File(description="Файли документа, перший — сам документ")] = [],  # noqa: B006
) -> Any:
    """Дає документові номер і строк. Однакові запити з одним ключем реєструють один документ."""
    asked = asked_in(actor_of(request, REGISTER), card, len(files))
    data = payload.form_data(asked.fields, asked.journal) | asked.confirmed
    form = IncomingForm(data, actor=asked.actor, journal=asked.journal)
    payload.refuse_unknown(form, data)
    if not form.is_valid():
        raise payload.errors_of(form)
    with kept(files, asked.roles) as stored:
        told = form.to_card(stored, external_id=asked.external_id)
        done = actions.register_incoming(told, key=key, by=asked.actor)
    return Status(200 if done.again else 201, schemas.registered_out(done))


@router.get(
    "/documents",
    response={200: schemas.PageOut, 404: Problem, **READING},
    summary="Перелік документів",
    openapi_extra={"parameters": FILTERS},
)
def listing(
    request: HttpRequest,
    journal: Annotated[str, Query(max_length=40, description="Код журналу; без нього — усі журнали")] = "",
    after: Annotated[str, Query(max_length=200, description="Поле next попередньої сторінки")] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Any:
    """Найновіші першими, лише доступні токенові. Фільтри — ті самі, що в журналі."""
    actor = actor_of(request, READ)
    found = queries.journal_for(actor, clean(journal, "journal")) if journal else None
    if journal and found is None:
        raise Http404
    if after and queries.Cursor.parse(after) is None:
        raise Invalid([("after", "Це не продовження попередньої сторінки")])
    filters = queries.JournalFilter(_filters(request.GET), actor=actor, journal=found)
    if not filters.asked.is_valid():
        raise Invalid([(name, str(each)) for name, rows in filters.asked.errors.items() for each in rows])
    page = queries.journal_page(actor, found, filters, after or None, limit, counted=False)
    return {"items": [schemas.row_out(row) for row in page.rows], "next": page.next}


@router.get("/documents/{uuid:document_id}", response={200: schemas.DocumentOut, 404: Problem, **READING},
            summary="Картка документа")  # fmt: skip
def document(request: HttpRequest, document_id: Annotated[UUID, Path()]) -> Any:
    """Уся картка. Читання картки з обмеженим доступом лишає запис в історії."""
    actor = actor_of(request, READ)
    card = actions.read_card(document_id, by=actor)
    if card is None:
        raise Http404
    return schemas.document_out(card, actor)


class CorrectionIn(Schema):
    """`fields` — лише ті, що змінюються; `version` — та, яку бачили."""

    version: int = Field(ge=1, le=2_000_000_000)
    reason: str = Field(min_length=1, max_length=300)
    fields: dict[str, Any] = Field(min_length=1, max_length=100)
    confirm: list[str] = Field(default=[], max_length=60)


@router.patch(
    "/documents/{uuid:document_id}",
    response={200: schemas.DocumentOut, 404: Problem, **WRITING},
    summary="Виправити картку",
)
def correction(
    request: HttpRequest, document_id: Annotated[UUID, Path()], change: Annotated[CorrectionIn, Body()]
) -> Any:
    """Старе й нове значення та причина лишаються в історії. Хто змінив першим, того й картка: 409."""
    actor = actor_of(request, REGISTER)
    card = queries.document_card(actor, document_id)
    if card is None:
        raise Http404
    journal = Journal.objects.select_related("organisation", "default_case").get(
        pk=card.record.registration.journal_id
    )
    data = payload.form_data(change.fields, journal) | payload.confirmations(change.confirm)
    data |= {"reason": change.reason, "version": str(change.version)}
    kind = {} if "kind" in data else {"kind": card.record.document.kind_code}
    form = CorrectionForm(
        kind | data, record=card.record, actor=actor, journal=journal, only=set(change.fields)
    )
    payload.refuse_unknown(form, data)
    if not form.is_valid():
        raise payload.errors_of(form)
    actions.correct_card(
        document_id, form.changes(), reason=form.cleaned_data["reason"], version=change.version, by=actor
    )
    after = queries.document_card(actor, document_id)
    if after is None:
        raise Http404
    return schemas.document_out(after, actor)


@router.get(
    "/documents/{uuid:document_id}/files",
    response={200: list[schemas.FileOut], 404: Problem, **READING},
    summary="Файли документа",
)
def files(request: HttpRequest, document_id: Annotated[UUID, Path()]) -> Any:
    actor = actor_of(request, READ)
    card = actions.read_card(document_id, by=actor)
    if card is None:
        raise Http404
    return [schemas.file_out(each) for each in card.record.files]


@router.post(
    "/documents/{uuid:document_id}/files",
    response={201: list[schemas.FileOut], 404: Problem, **WRITING},
    summary="Додати файли до документа",
)
def add_files(
    request: HttpRequest,
    document_id: Annotated[UUID, Path()],
    key: Key,
    files: Annotated[list[UploadedFile], File()],
) -> Any:
    """Стають після тих, що є; жодного не замінюють."""
    actor = actor_of(request, REGISTER)
    if not queries.visible_to(actor).filter(pk=document_id).exists():
        raise Http404
    roles = roles_of(None, len(files), FileRole.ANNEX)
    with kept(files, roles) as stored:
        added = actions.add_files(document_id, stored, key=key, by=actor)
    return Status(201, [schemas.file_out(each) for each in added])


@router.get(
    "/files/{uuid:file_id}",
    response={404: Problem, 500: Problem, **READING},
    summary="Файл, як його подано",
    openapi_extra={"responses": {200: BYTES}},
)
def file(request: HttpRequest, file_id: Annotated[UUID, Path()]) -> HttpResponseBase:
    actor = actor_of(request, READ)
    found = actions.read_file(file_id, by=actor)
    if found is None:
        raise Http404
    return respond(found.content, found.name)


@router.get("/events", response={200: schemas.EventsOut, **READING}, summary="Що сталося з документами",
            tags=["Події"])  # fmt: skip
def events(
    request: HttpRequest,
    since: Annotated[str, Query(max_length=400, description="Поле cursor попередньої відповіді")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Any:
    """Події документів, доступних токенові, від давніших до новіших; жодна не приходить двічі."""
    actor = actor_of(request, READ)
    return events_since(actor, since, limit)


@router.get("/journals", response={200: list[schemas.JournalOut], **READING}, summary="Журнали",
            tags=["Довідники"])  # fmt: skip
def journals(request: HttpRequest) -> Any:
    actor = actor_of(request)
    return [
        {
            "code": each.code,
            "title": each.title,
            "organisation": str(each.organisation),
            "stream": each.stream,
            "may_register": why_not_register(actor, each) is None,
        }
        for each in queries.journals_for(actor)
    ]


@router.get("/correspondents", response={200: list[schemas.CorrespondentOut], **READING},
            summary="Довідник кореспондентів", tags=["Довідники"])  # fmt: skip
def correspondents(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Початки слів назви, код ЄДРПОУ, пошта")] = "",
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Any:
    """Фізичних осіб видно лише тому, хто реєструє або бачить їхній документ."""
    actor = actor_of(request)
    found = queries.suggest_correspondents(actor, q, None, limit)
    codes = dict(
        queries.correspondents_for(actor)
        .filter(pk__in=[each.id for each in found])
        .values_list("pk", "edrpou")
    )
    return [
        {
            "id": each.id,
            "name": each.name,
            "short_name": each.short_name,
            "edrpou": codes.get(each.id, ""),
            "is_natural": each.is_natural,
        }
        for each in found
    ]


@router.get("/profile/fields", response={200: list[schemas.FieldOut], 404: Problem, **READING},
            summary="Поля картки", tags=["Довідники"])  # fmt: skip
def profile_fields(
    request: HttpRequest, kind: Annotated[str, Query(max_length=60, description="Код виду документа")] = ""
) -> Any:
    """Поля картки за чинним профілем; typed — заповнює людина, решта обчислюється."""
    actor_of(request)
    rules = profile(timezone.localdate())
    if kind and kind not in rules.kinds:
        raise Http404
    fields = rules.fields_for(kind) if kind else sorted(rules.fields.values(), key=lambda each: each.order)
    return [
        {
            "code": each.code,
            "title": each.title,
            "type": each.type,
            "level": each.level,
            "required": each.required,
            "typed": each.stored == "added" or each.code in MAKERS,
            "choices": [list(pair) for pair in each.choices],
            "legal_basis": each.legal_basis,
            "hint": each.hint,
        }
        for each in fields
    ]


def _filters(given: QueryDict) -> Mapping[str, Any]:
    """Everything but paging, under the names of the journal’s filters."""
    return {
        filter_name(name): value for name, value in given.items() if name not in ("journal", "after", "limit")
    }
