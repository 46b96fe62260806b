"""Everything leaves in open formats: JSON lines, original bytes, the chain, and a program that checks them.

Nothing of Obih is needed to read an export. Passwords, tokens and keys are not in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from obih.files.models import Content
from obih.files.rules import place_of
from obih.files.storage import current_store
from obih.history.models import Checkpoint, Event, Head, PrivateData
from obih.nomenclature.models import CaseIndex
from obih.people.models import District, Organisation, Person, Settlement, Unit
from obih.registry.models import Correspondent, Document, Journal, Registration
from obih.site.config import PROJECT_ROOT
from obih.site.sentences import CommandProblem

SECRET_FIELDS = {"password", "token_hash", "secret", "hash_of_token", "session_epoch"}
LEFT_OUT = {
    "history.event", "history.head", "history.privatedata", "history.checkpoint",  # in their own files
    "history.idempotencykey", "people.onetimelink",
}  # fmt: skip
ABOUT = Path(__file__).parent / "assets"
CHUNK = 1000
NAMED = {CaseIndex, Correspondent, District, Journal, Organisation, Person, Settlement, Unit}


@dataclass
class Exported:
    """What an export holds."""

    folder: Path
    rows: int = 0
    documents: int = 0
    events: int = 0
    files: int = 0


def export(folder: Path) -> Exported:
    """Write everything into a new folder, from one moment of the database; whole or not at all."""
    if folder.exists() and any(folder.iterdir()):
        raise CommandProblem(f"Тека {folder} не порожня. Укажіть нову теку для експорту.")
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(mode=0o700, parents=True)
    try:
        done = _export(partial)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    return replace(done, folder=folder)


def _export(folder: Path) -> Exported:
    done = Exported(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for model in _models():
            name = f"data/{model._meta.label_lower}.jsonl"
            done.rows += _write_lines(
                folder / name, map(_row, model._default_manager.order_by("pk").iterator())
            )
        done.documents = _write_lines(folder / "documents.jsonl", _documents())
        done.events = _write_lines(folder / "history.jsonl", _events())
        _write_lines(folder / "checkpoints.jsonl", map(_row, Checkpoint.objects.order_by("seq").iterator()))
        done.files = _write_files(folder)
        head = Head.objects.get()
    manifest = {
        "format": 1, "made_at": timezone.now().isoformat(timespec="seconds"), "documents": done.documents,
        "files": done.files, "chain": {"seq": head.seq, "hash": head.hash},
    }  # fmt: skip
    _write_text(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    for name in ("README.uk.md", "README.en.md"):
        shutil.copyfile(ABOUT / f"export.{name}", folder / name)
    shutil.copyfile(PROJECT_ROOT / "bin" / "obih-verify", folder / "obih-verify")
    (folder / "obih-verify").chmod(0o755)
    _write_sums(folder)
    return done


def _models() -> list[type[models.Model]]:
    found = [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("obih.")
        for model in config.get_models()
    ]
    return [model for model in found if model._meta.label_lower not in LEFT_OUT]


def _row(one: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(one, field.attname) for field in _fields(type(one))}


@cache
def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Columns that say something: no secrets, nothing that is only an index made from others."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in SECRET_FIELDS
        and not isinstance(field, models.GeneratedField)
        and field.db_type(connection) != "tsvector"
    ]


class Names:
    """What the keys in a card mean, so that it reads by itself: `correspondent` to `correspondent_id`."""

    def __init__(self) -> None:
        self._known: dict[type[models.Model], dict[Any, str]] = {}

    def row(self, one: models.Model) -> dict[str, Any]:
        told = _row(one)
        for field in _fields(type(one)):
            if field.many_to_one and field.related_model in NAMED and told[field.attname] is not None:
                told[field.name] = self._of(field.related_model).get(told[field.attname], "")
        if isinstance(one, Registration):
            told["number"] = one.allocation.number
        return told

    def _of(self, model: type[models.Model]) -> dict[Any, str]:
        if model not in self._known:
            self._known[model] = {one.pk: str(one) for one in model._default_manager.all()}
        return self._known[model]


def _documents() -> Iterator[dict[str, Any]]:
    """A card with everything that hangs on it, as one object: registrations, parties, files, deadlines…"""
    names = Names()
    parts = [
        relation
        for relation in Document._meta.related_objects
        if relation.related_model._meta.app_label == "registry" and relation.get_accessor_name()
    ]
    ids = list(Document.objects.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), CHUNK):
        chunk = ids[begin : begin + CHUNK]
        hanging = {relation: _hanging(relation, chunk, names) for relation in parts}
        for document in Document.objects.filter(pk__in=chunk).order_by("pk"):
            yield names.row(document) | {
                str(relation.get_accessor_name()): found.get(document.pk, [])
                for relation, found in hanging.items()
            }


def _hanging(relation: Any, chunk: list[UUID], names: Names) -> dict[UUID, list[dict[str, Any]]]:
    found: dict[UUID, list[dict[str, Any]]] = {}
    name = relation.field.attname
    rows = relation.related_model._default_manager.filter(**{f"{name}__in": chunk}).order_by("pk")
    if relation.related_model is Registration:
        rows = rows.select_related("allocation")
    for one in rows:
        found.setdefault(getattr(one, name), []).append(names.row(one))
    return found


def _events() -> Iterator[dict[str, Any]]:
    private = {
        key: {"salt": salt, "canonical": canonical}
        for key, salt, canonical in PrivateData.objects.values_list("event_key", "salt", "canonical")
    }
    for event in Event.objects.order_by("seq").iterator(chunk_size=5000):
        line: dict[str, Any] = {
            "seq": event.seq, "number": event.number, "canonical": event.canonical,
            "previous": event.previous, "hash": event.hash,
        }  # fmt: skip
        if event.key in private:
            line["private"] = private[event.key]
        yield line


def _write_files(folder: Path) -> int:
    count = 0
    with (folder / "files.tsv").open("w", encoding="utf-8") as told:
        for content in Content.objects.order_by("sha256").iterator(chunk_size=5000):
            relative = f"files/{place_of(content.sha256)}"
            _bring(content.sha256, folder / relative)
            told.write(f"{content.sha256}\t{content.size_bytes}\t{content.media_type}\t{relative}\n")
            count += 1
    (folder / "files").mkdir(exist_ok=True)
    return count


def _bring(sha256: str, target: Path) -> None:
    """A hard link to the stored file where that is possible, otherwise its bytes."""
    store = current_store()
    target.parent.mkdir(parents=True, exist_ok=True)
    path_of = getattr(store, "path_of", None)
    if path_of is not None:
        with contextlib.suppress(OSError):
            target.hardlink_to(path_of(sha256))
            return
    with store.open(sha256) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)


def _write_lines(path: Path, rows: Iterator[Mapping[str, Any]]) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            count += 1
    return count


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no spelling in JSON")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _write_sums(folder: Path) -> None:
    """Sums of everything but the stored files, whose names are their sums."""
    stored = folder / "files"
    lines = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and stored not in path.parents:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    _write_text(folder / "SHA256SUMS", "".join(lines))
