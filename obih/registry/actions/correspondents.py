"""Keeping the directory of those who write to us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Func, TextField, Value

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.access import why_not_keep_correspondents
from obih.registry.events import CORRESPONDENT_ADDED, CORRESPONDENT_CHANGED
from obih.registry.models import Correspondent
from obih.registry.rules import edrpou_warning, latin_inside_ukrainian, name_key, words_of
from obih.ui.refusals import Refused

FIELDS = ("is_natural", "name", "short_name", "edrpou", "address", "email", "phone", "settlement")


@unit_of_work()
def add_correspondent(fields: Mapping[str, Any], *, by: Actor) -> tuple[Correspondent, list[str]]:
    """Put somebody into the directory; gives him and what looks wrong (nothing of it stops the entry).

    A body or firm whose ЄДРПОУ is known already is given back as it stands: two clerks add one entry.
    """
    _allow(by)
    values = _cleaned(fields)
    if values.get("edrpou"):
        known = Correspondent.objects.filter(edrpou=values["edrpou"]).first()
        if known is not None:
            return known, [f"З таким кодом уже є: {known.name}"]
    made = Correspondent(**values)
    _write(made)
    record(
        CORRESPONDENT_ADDED, by=by, about=made, natural=made.is_natural,
        name="фізична особа" if made.is_natural else made.name,
        private={"name": made.name, "address": made.address},
    )  # fmt: skip
    return made, _warnings(made)


@unit_of_work()
def change_correspondent(
    correspondent: Correspondent, fields: Mapping[str, Any], *, by: Actor
) -> tuple[Correspondent, list[str]]:
    """Change an entry. Registered cards show the new name and are still found by the old one."""
    _allow(by)
    kept = Correspondent.objects.select_for_update(of=("self",)).get(pk=correspondent.pk)
    old: dict[str, object] = {}
    for name, value in _cleaned(fields).items():
        if getattr(kept, name) != value:
            old[name] = str(getattr(kept, name) or "")
            setattr(kept, name, value)
    if not old:
        return kept, []
    _write(kept)
    labels = [str(Correspondent._meta.get_field(name).verbose_name) for name in old]  # type: ignore[union-attr]
    record(
        CORRESPONDENT_CHANGED, by=by, about=kept, what=", ".join(labels),
        private={"old": old, "new": {name: str(getattr(kept, name) or "") for name in old}},
    )  # fmt: skip
    return kept, _warnings(kept)


def _write(correspondent: Correspondent) -> None:
    words = words_of(correspondent.name, correspondent.short_name, correspondent.edrpou)
    correspondent.name_key = name_key(correspondent.name)
    try:
        correspondent.full_clean(exclude=["words", "name_key"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=None if field == "__all__" else field) from error
    vector = Func(Value(words, output_field=ArrayField(TextField())), function="array_to_tsvector")
    correspondent.words = vector  # type: ignore[assignment]
    correspondent.save()
    correspondent.words = None


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name in fields:
            value = fields[name]
            values[name] = " ".join(value.replace("\0", "").split()) if isinstance(value, str) else value
    return values


def _warnings(correspondent: Correspondent) -> list[str]:
    found = [edrpou_warning(correspondent.edrpou)]
    if mixed := latin_inside_ukrainian(f"{correspondent.name} {correspondent.short_name}"):
        found.append(f"Латинські літери серед українських: {', '.join(mixed[:3])}")
    same = Correspondent.objects.filter(name_key=correspondent.name_key).exclude(pk=correspondent.pk)
    if not correspondent.is_natural and same.exists():
        found.append("У довіднику вже є така назва")
    return [each for each in found if each]


def _allow(by: Actor) -> None:
    if refusal := why_not_keep_correspondents(by):
        raise Refused(refusal)
