"""Choosing whom to believe: brought files are shown first, take effect when confirmed, and stay for ever."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.access import why_not_manage_trust
from obih.people.actors import Actor
from obih.signatures.crypto.trust.pins import built_in, normal
from obih.signatures.events import TRUST_CHANGED
from obih.signatures.models import TrustImport, TrustImportFile, TrustItem, TrustPin, TrustVersion
from obih.signatures.planning import Plan, PlanLine, plan
from obih.signatures.trusting import material, version_in_force
from obih.ui.refusals import Conflict, Refused
from obih.ui.words import file_size

MOST_FILES = 200
MOST_BYTES = 64 * 1024 * 1024
FORGOTTEN_AFTER = timedelta(days=1)
LOCK = 0x0B1850
GONE = "Цього імпорту вже немає: його прийнято, відкинуто або минула доба. Принесіть файли ще раз"
MEANWHILE = "Поки ви дивилися, довіру змінив хтось інший. Принесіть файли ще раз: покажемо нове порівняння"


def stage_import(
    files: Sequence[tuple[str, bytes]], pins: Iterable[str] = (), *, by: Actor
) -> tuple[TrustImport, Plan]:
    """Work out what these files (name, bytes) would change and keep that until somebody confirms it.

    Every link is verified now, by a process of its own; nothing takes effect. Raises Refused.
    """
    _allowed(by)
    chosen = _fingerprints(pins)
    if not files and not chosen:
        raise Refused("Виберіть файли: сертифікати, списки відкликаних, довірчий список", field="files")
    whole = sum(len(raw) for _, raw in files)
    if len(files) > MOST_FILES or whole > MOST_BYTES:
        raise Refused(
            f"Забагато за один раз: до {MOST_FILES} файлів і {file_size(MOST_BYTES)} разом", field="files"
        )
    number = version_in_force()
    found = plan(files, chosen, material(number).packed())
    with unit_of_work():
        TrustImport.objects.filter(made_at__lt=timezone.now() - FORGOTTEN_AFTER).delete()
        staged = TrustImport.objects.create(
            made_at=timezone.now(), made_by_key=by.key, based_on=number, plan=found.told()
        )
        TrustImportFile.objects.bulk_create(
            TrustImportFile(trust_import=staged, name=each.sha256, raw=each.raw) for each in found.added
        )
    return staged, found


@unit_of_work()
def confirm_import(import_id: UUID, *, reason: str = "", by: Actor) -> TrustVersion:
    """Let what was shown take effect as a new version. Raises Conflict when another one came in between."""
    _allowed(by)
    staged = _staged(import_id, by)
    found = Plan.read(staged.plan)
    if found.changes_nothing:
        raise Refused("Нового у файлах немає: усе це вже є")
    version = _next_version(staged.based_on, reason, by)
    raws = {each.name: bytes(each.raw) for each in staged.files.all()}
    TrustItem.objects.bulk_create(_item(each, raws[each.sha256], version) for each in found.added)
    names = {each.sha256: each.name for each in found.lines}
    TrustPin.objects.filter(sha256__in=found.pins_added, refuses=True, removed_in=None).update(
        removed_in=version
    )
    TrustPin.objects.bulk_create(
        TrustPin(sha256=each, note=names.get(each, ""), added_in=version) for each in found.pins_added
    )
    version.added = len(found.added) + len(found.pins_added)
    version.save(update_fields=["added"])
    staged.delete()
    _announce(version, by)
    return version


def _item(line: PlanLine, raw: bytes, version: TrustVersion) -> TrustItem:
    return TrustItem(
        sha256=line.sha256, kind=line.kind, raw=raw, name=line.name, issuer=line.issuer,
        valid_from=line.valid_from, valid_until=line.valid_until, source=line.source, added_in=version,
    )  # fmt: skip


@unit_of_work()
def drop_import(import_id: UUID, *, by: Actor) -> None:
    """Throw brought files away; nothing of them has taken effect."""
    _allowed(by)
    _staged(import_id, by).delete()


@unit_of_work()
def take_away(item_id: int, *, reason: str, by: Actor) -> TrustVersion:
    """Believe one thing no more; it stays readable in earlier versions, and every verdict is looked at again.

    Of a root the pin goes too, the built-in one included.
    """
    _allowed(by)
    if not reason.strip():
        raise Refused("Напишіть, чому більше не довіряєте: причина лишається в історії", field="reason")
    item = TrustItem.objects.defer("raw").filter(pk=item_id, removed_in=None).first()
    if item is None:
        raise Refused("Цього вже немає серед того, чому довіряють")
    version = _next_version(version_in_force(), reason, by)
    TrustItem.objects.filter(pk=item.pk).update(removed_in=version)
    TrustPin.objects.filter(sha256=item.sha256, refuses=False, removed_in=None).update(removed_in=version)
    if item.sha256 in built_in():
        TrustPin.objects.create(sha256=item.sha256, note=item.name, refuses=True, added_in=version)
    version.removed = 1
    version.save(update_fields=["removed"])
    _announce(version, by)
    return version


def _announce(version: TrustVersion, by: Actor) -> None:
    record(
        TRUST_CHANGED, by=by, about=version, version=version.pk, added=version.added,
        removed=version.removed, reason=version.reason,
    )  # fmt: skip


def _next_version(based_on: int, reason: str, by: Actor) -> TrustVersion:
    """One change at a time: the second of two waits and hears that it looked at something older."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if version_in_force() != based_on:
        raise Conflict(MEANWHILE)
    return TrustVersion.objects.create(
        number=based_on + 1, made_at=timezone.now(), made_by_label=by.label, reason=reason.strip()[:300]
    )


def _staged(import_id: UUID, by: Actor) -> TrustImport:
    found = TrustImport.objects.select_for_update().filter(pk=import_id, made_by_key=by.key).first()
    if found is None:
        raise Refused(GONE)
    return found


def _allowed(by: Actor) -> None:
    if refusal := why_not_manage_trust(by):
        raise Refused(refusal)


def _fingerprints(pins: Iterable[str]) -> frozenset[str]:
    try:
        return normal(pins)
    except ValueError as problem:
        raise Refused(f"{problem}: потрібно 64 шістнадцяткові знаки", field="pins") from problem
