"""Keeping the directory of those who write to us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people.actors import Actor
from obih.registry.access import why_not_keep_correspondents
from obih.registry.directory import index_names, names_of, word_vector
from obih.registry.events import CORRESPONDENT_ADDED, CORRESPONDENT_CHANGED
from obih.registry.models import Correspondent, CorrespondentAlias
from obih.registry.rules import edrpou_warning, latin_inside_ukrainian, name_key, rnokpp_warning, words_of
from obih.ui.refusals import Refused

FIELDS = ("is_natural", "name", "short_name", "edrpou", "rnokpp", "address", "email", "phone", "settlement")
MOST_ALIASES = 30


@unit_of_work()
def add_correspondent(fields: Mapping[str, Any], *, by: Actor) -> tuple[Correspondent, list[str]]:
    """Put somebody into the directory; gives him and what looks wrong (nothing of it stops the entry).

    `aliases` among the fields is a list of other names. A body or firm whose ЄДРПОУ is known already is given
    back as it stands: two clerks add one entry. A natural person belongs to the actor’s institution.
    """
    _allow(by)
    values = _cleaned(fields)
    if values.get("edrpou"):
        known = Correspondent.objects.filter(edrpou=values["edrpou"], merged_into=None).first()
        if known is not None:
            return known, [f"З таким кодом уже є: {known.name}"]
    made = Correspondent(**values)
    made.kept_by_id = by.organisation_id if made.is_natural else None
    _write(made, _names(fields.get("aliases", ())))
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
    """Change an entry. Registered cards show the new name and are still found by the old one, which stays
    among the other names; `aliases`, if given, is the whole list of them."""
    _allow(by)
    kept = Correspondent.objects.select_for_update(of=("self",)).get(pk=correspondent.pk)
    old: dict[str, object] = {}
    for name, value in _cleaned(fields).items():
        if getattr(kept, name) != value:
            old[name] = str(getattr(kept, name) or "")
            setattr(kept, name, value)
    there = [each.name for each in kept.aliases.all()]
    wanted = _names(fields["aliases"]) if "aliases" in fields else there
    if "name" in old and old["name"] and name_key(str(old["name"])) != name_key(kept.name):
        wanted = _names([*wanted, str(old["name"])])
    if not old and wanted == there:
        return kept, []
    if wanted != there:
        old["aliases"] = "; ".join(there)
    _write(kept, wanted)
    labels = [
        "інші назви" if name == "aliases" else str(Correspondent._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in old
    ]
    new = {name: "; ".join(wanted) if name == "aliases" else str(getattr(kept, name) or "") for name in old}
    record(
        CORRESPONDENT_CHANGED, by=by, about=kept, what=", ".join(labels),
        private={"old": old, "new": new},
    )  # fmt: skip
    return kept, _warnings(kept)


def _names(said: Iterable[str]) -> list[str]:
    """Other names, cleaned, each once."""
    names = {name_key(each): " ".join(each.replace("\0", "").split())[:300] for each in said if each.strip()}
    names.pop("", None)
    if len(names) > MOST_ALIASES:
        raise Refused(f"Інших назв може бути не більше ніж {MOST_ALIASES}", field="aliases")
    return list(names.values())


def _write(correspondent: Correspondent, aliases: Sequence[str]) -> None:
    correspondent.name_key = name_key(correspondent.name)
    try:
        correspondent.full_clean(exclude=["words", "name_key"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=None if field == "__all__" else field) from error
    correspondent.words = None
    correspondent.save()
    correspondent.aliases.all().delete()
    CorrespondentAlias.objects.bulk_create(
        CorrespondentAlias(correspondent=correspondent, name=each, name_key=name_key(each))
        for each in aliases
        if name_key(each) != correspondent.name_key
    )
    index_entry(correspondent, aliases)


def index_entry(correspondent: Correspondent, aliases: Sequence[str]) -> None:
    """Have an entry found by all its names; one merged into another is found by none."""
    names = names_of(correspondent, aliases) if correspondent.merged_into_id is None else []
    words = word_vector(words_of(*names, correspondent.edrpou if names else ""))
    Correspondent.objects.filter(pk=correspondent.pk).update(words=words)
    index_names([correspondent], {correspondent.pk: list(aliases)})


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name in fields:
            value = fields[name]
            values[name] = " ".join(value.replace("\0", "").split()) if isinstance(value, str) else value
    return values


def _warnings(correspondent: Correspondent) -> list[str]:
    found = [edrpou_warning(correspondent.edrpou), rnokpp_warning(correspondent.rnokpp)]
    if correspondent.rnokpp and not correspondent.is_natural:
        found.append("РНОКПП мають люди: позначте «фізична особа» або приберіть номер")
    if mixed := latin_inside_ukrainian(f"{correspondent.name} {correspondent.short_name}"):
        found.append(f"Латинські літери серед українських: {', '.join(mixed[:3])}")
    same = Correspondent.objects.filter(name_key=correspondent.name_key, merged_into=None).exclude(
        pk=correspondent.pk
    )
    if not correspondent.is_natural and same.exists():
        found.append("У довіднику вже є така назва: якщо це той самий, об’єднайте їх")
    return [each for each in found if each]


def _allow(by: Actor) -> None:
    if refusal := why_not_keep_correspondents(by):
        raise Refused(refusal)
