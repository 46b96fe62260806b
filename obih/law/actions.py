"""What people can do with the rules. Nothing else writes this room's tables."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.forms.models import model_to_dict
from django.utils import timezone

from obih.history.record import Acting, record
from obih.history.work import unit_of_work
from obih.law.access import Editing, why_not_edit_rules
from obih.law.events import PROFILE_SEEDED, RULE_ADDED, RULE_CHANGED, RULE_WITHDRAWN
from obih.law.models import GROUPS, ProfileVersion, Rule
from obih.law.seed import SEED, Seeder
from obih.ui.refusals import Conflict, Refused
from obih.ui.words import short_date

OWN_FIELDS = frozenset({"id", "valid_from", "valid_to", "since_version", "code"})
REFERENCES = {
    "cap": "terms",
    "extends_to": "terms",
    "term": "terms",
    "terms": "terms",
    "regime": "regimes",
    "retention": "retention",
    "kinds": "kinds",
    "channels": "channels",
}


@unit_of_work()
def seed_profile(by: Acting | None = None) -> int:
    """Add the rules that come with the program and are not there yet; gives back how many were added.

    What a person has changed or withdrawn is left as it is: a code once known is not seeded again.
    """
    _lock_version()
    known = {model: set(model.objects.values_list("code", flat=True)) for model in GROUPS.values()}
    missing = [each for each in _seeds() if each[2]["code"] not in known[each[0]]]
    if not missing:
        return 0
    version = _next_version()
    for model in GROUPS.values():
        model.objects.bulk_create(
            model(order=place, since_version=version, **seed) for of, place, seed in missing if of is model
        )
    record(
        PROFILE_SEEDED, by=by or Seeder(), about=("law.profileversion", 1), rows=len(missing), version=version
    )
    return len(missing)


@unit_of_work()
def add_rule(group: str, values: Mapping[str, Any], *, valid_from: date, by: Editing) -> Rule:
    """A new rule with its own code. Refuses a code that is already in use."""
    _refuse_unless_allowed(by, valid_from)
    model = GROUPS[group]
    version = _next_version()
    if model.objects.filter(code=values["code"]).exists():
        raise Refused(f"Код «{values['code']}» уже зайнятий.", field="code")
    row = model(**dict(values), valid_from=valid_from, since_version=version)
    _check(row)
    row.save(force_insert=True)
    record(
        RULE_ADDED, by=by, about=row, group=_group_title(model), title=row.title,
        valid_from=short_date(valid_from), version=version, new=_facts(row),
    )  # fmt: skip
    return row


@unit_of_work()
def change_rule(group: str, pk: int, changes: Mapping[str, Any], *, valid_from: date, by: Editing) -> Rule:
    """Close a rule's open row the day before `valid_from` and open its successor; gives back the successor.

    Only from today on: documents registered earlier keep the rules of their day. Raises Conflict if
    somebody has changed the rule since it was read.
    """
    _refuse_unless_allowed(by, valid_from)
    model = GROUPS[group]
    version = _next_version()
    old = _open_row(model, pk)
    if valid_from < old.valid_from:
        raise Refused(
            f"Чинний запис діє з {short_date(old.valid_from)}: нова зміна не може бути ранішою.",
            field="valid_from",
        )
    before = _facts(old)
    new = model(**_copied(old) | dict(changes), code=old.code, valid_from=valid_from, since_version=version)
    _check(new)
    after = _facts(new)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        raise Refused("Нічого не змінено.")
    old.valid_to = valid_from - timedelta(days=1)
    old.save(update_fields=["valid_to"])
    new.save(force_insert=True)
    record(
        RULE_CHANGED, by=by, about=new, group=_group_title(model), title=new.title,
        valid_from=short_date(valid_from), version=version, what=_named(model, changed),
        old={name: before[name] for name in changed}, new={name: after[name] for name in changed},
    )  # fmt: skip
    return new


@unit_of_work()
def withdraw_rule(group: str, pk: int, *, last_on: date, by: Editing) -> Rule:
    """Let a rule hold to a day and no longer. Refuses while another rule in force names it."""
    _refuse_unless_allowed(by, last_on)
    model = GROUPS[group]
    version = _next_version()
    row = _open_row(model, pk)
    if last_on < row.valid_from:
        raise Refused(f"Запис діє з {short_date(row.valid_from)}.", field="last_on")
    if user := _first_using(group, row.code):
        raise Refused(f"На це правило посилається «{user.title}». Спочатку змініть його.")
    row.valid_to = last_on
    row.save(update_fields=["valid_to"])
    record(
        RULE_WITHDRAWN, by=by, about=row, group=_group_title(model), title=row.title,
        valid_to=short_date(last_on), version=version,
    )  # fmt: skip
    return row


def _refuse_unless_allowed(by: Editing, day: date) -> None:
    if refusal := why_not_edit_rules(by):
        raise Refused(refusal)
    if day < timezone.localdate():
        raise Refused("Правило не змінюють заднім числом: виберіть сьогодні або пізніше.", field="valid_from")


def _seeds() -> Iterator[tuple[type[Rule], int, dict[str, Any]]]:
    for group, seeds in SEED.items():
        for place, seed in enumerate(seeds, start=1):
            yield GROUPS[group], place, seed


def _lock_version() -> None:
    """Changes of the profile come one after another."""
    ProfileVersion.objects.bulk_create([ProfileVersion(id=1)], ignore_conflicts=True)
    ProfileVersion.objects.select_for_update().get(id=1)


def _next_version() -> int:
    """Lock the version and count it up; other processes notice by the new token."""
    _lock_version()
    ProfileVersion.objects.filter(id=1).update(
        number=F("number") + 1, token=uuid.uuid4(), changed_at=timezone.now()
    )
    return ProfileVersion.objects.values_list("number", flat=True).get(id=1)


def _open_row(model: type[Rule], pk: int) -> Rule:
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise Refused("Такого правила немає.")
    if row.valid_to is not None:
        raise Conflict("Це правило щойно змінили. Відкрийте його ще раз.")
    return row


def _check(row: Rule) -> None:
    """Field by field as a form would, then as the counting would, then that named rules exist."""
    try:
        row.full_clean(exclude=["valid_to"], validate_constraints=False)
        row.as_value()
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise Refused(" ".join(problems), field=name) from error
    except ValueError as error:
        raise Refused(_COUNTING.get(str(error), "Такий строк неможливо порахувати."), field="unit") from error
    for name, group in REFERENCES.items():
        value = getattr(row, name, None)
        codes = [value] if isinstance(value, str) else value or []
        for code in codes:
            if code and not GROUPS[group].objects.open().filter(code=code).exists():
                raise Refused(f"Коду «{code}» немає серед чинних правил.", field=name)
    if getattr(row, "cap", "") == row.code:
        raise Refused("Строк не може обмежувати сам себе.", field="cap")


_COUNTING = {
    "a term cannot be negative": "Строк не може бути від’ємним.",
    "only hours are counted from the hour": "З години одержання рахують лише години, а години — лише так.",
    "a notice moved forward would be given too late": "Повідомлення до події не переносять уперед.",
}


def _first_using(group: str, code: str) -> Rule | None:
    for model in GROUPS.values():
        names = [name for name, target in REFERENCES.items() if target == group and hasattr(model, name)]
        for row in model.objects.open() if names else ():
            values: Iterable[Any] = (getattr(row, name) for name in names)
            if any(code == value or (isinstance(value, list) and code in value) for value in values):
                return row
    return None


def _copied(row: Rule) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name not in OWN_FIELDS}


def _facts(row: Rule) -> dict[str, Any]:
    return _copied(row)


def _named(model: type[Rule], names: Iterable[str]) -> str:
    return ", ".join(f"«{model._meta.get_field(name).verbose_name}»" for name in names)  # type: ignore[union-attr]


def _group_title(model: type[Rule]) -> str:
    return str(model._meta.verbose_name)
