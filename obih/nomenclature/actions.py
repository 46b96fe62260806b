"""What people can do with the list of cases. Nothing else writes this room's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.access import Editing
from obih.nomenclature.access import why_not_edit_nomenclature
from obih.nomenclature.events import (
    CASE_ADDED,
    CASE_CHANGED,
    CASE_CLOSED,
    NOMENCLATURE_APPROVED,
    NOMENCLATURE_OPENED,
)
from obih.nomenclature.models import CaseIndex, Nomenclature
from obih.nomenclature.seed import TYPICAL_CASES
from obih.ui.refusals import Refused
from obih.ui.words import short_date

INDEX = re.compile(r"\d{1,3}(?:[-./]\d{1,3}){1,3}")
EDITABLE = ("index", "title", "retention", "article", "unit_code", "is_restricted", "volumes", "note")


@unit_of_work()
def open_nomenclature(
    organisation_code: str,
    year: int,
    *,
    organisation_title: str = "",
    copy_from: int | None = None,
    by: Editing,
) -> Nomenclature:
    """The list of a year: our typical cases, or those of an earlier year that are not closed.

    Gives back the existing one if it is there already: a year has one list.
    """
    _refuse_unless_allowed(by)
    found, is_new = Nomenclature.objects.get_or_create(
        organisation_code=organisation_code, year=year, defaults={"organisation_title": organisation_title}
    )
    if not is_new:
        return found
    cases = _typical(found) if copy_from is None else _copied(found, copy_from)
    CaseIndex.objects.bulk_create(cases)
    record(
        NOMENCLATURE_OPENED, by=by, about=found, organisation=organisation_title or organisation_code,
        year=year, cases=len(cases),
    )  # fmt: skip
    return found


@unit_of_work()
def approve_nomenclature(nomenclature: Nomenclature, *, approved_on: date, by: Editing) -> None:
    """Note the day the head approved the list."""
    _refuse_unless_allowed(by)
    if not nomenclature.cases.exists():
        raise Refused("У номенклатурі немає жодної справи.")
    nomenclature.approved_on = approved_on
    nomenclature.save(update_fields=["approved_on"])
    record(
        NOMENCLATURE_APPROVED, by=by, about=nomenclature, year=nomenclature.year,
        approved_on=short_date(approved_on),
    )  # fmt: skip


@unit_of_work()
def add_case(nomenclature: Nomenclature, values: Mapping[str, Any], *, by: Editing) -> CaseIndex:
    """One more case of the year. Refuses an index that is taken."""
    _refuse_unless_allowed(by)
    case = CaseIndex(nomenclature=nomenclature, **_known(values))
    _check(case)
    case.save()
    record(CASE_ADDED, by=by, about=case, index=case.index, title=case.title, new=_facts(case))
    return case


@unit_of_work()
def change_case(case: CaseIndex, values: Mapping[str, Any], *, by: Editing) -> CaseIndex:
    """Correct a case. A closed one stays as it is: documents have been filed by it."""
    _refuse_unless_allowed(by)
    kept = CaseIndex.objects.select_for_update().get(pk=case.pk)
    if kept.closed_on:
        raise Refused(f"Справу закрито {short_date(kept.closed_on)}: змінювати її не можна.")
    before = _facts(kept)
    for name, value in _known(values).items():
        setattr(kept, name, value)
    _check(kept)
    after = _facts(kept)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        raise Refused("Нічого не змінено.")
    kept.save()
    record(
        CASE_CHANGED, by=by, about=kept, index=kept.index, what=_named(changed),
        old={name: before[name] for name in changed}, new={name: after[name] for name in changed},
    )  # fmt: skip
    return kept


@unit_of_work()
def close_case(case: CaseIndex, *, closed_on: date, by: Editing) -> CaseIndex:
    """No document takes this index any more; those that have it keep it."""
    _refuse_unless_allowed(by)
    kept = CaseIndex.objects.select_for_update().get(pk=case.pk)
    if kept.closed_on:
        raise Refused(f"Справу вже закрито {short_date(kept.closed_on)}.")
    kept.closed_on = closed_on
    kept.save(update_fields=["closed_on"])
    record(
        CASE_CLOSED, by=by, about=kept, index=kept.index, title=kept.title, closed_on=short_date(closed_on)
    )
    return kept


def _refuse_unless_allowed(by: Editing) -> None:
    if refusal := why_not_edit_nomenclature(by):
        raise Refused(refusal)


def _typical(nomenclature: Nomenclature) -> list[CaseIndex]:
    return [
        CaseIndex(
            nomenclature=nomenclature,
            index=each.index,
            title=each.title,
            retention=each.retention,
            article=each.article,
            unit_code=each.unit_code,
            is_restricted=each.is_restricted,
            note=each.note,
        )
        for each in TYPICAL_CASES
    ]


def _copied(nomenclature: Nomenclature, year: int) -> list[CaseIndex]:
    earlier = CaseIndex.objects.filter(
        nomenclature__organisation_code=nomenclature.organisation_code,
        nomenclature__year=year,
        closed_on__isnull=True,
    )
    if not earlier:
        raise Refused(f"За {year} рік немає номенклатури, з якої можна скопіювати.", field="copy_from")
    return [CaseIndex(nomenclature=nomenclature, **_facts(case) | {"volumes": None}) for case in earlier]


def _check(case: CaseIndex) -> None:
    if not INDEX.fullmatch(case.index):
        raise Refused("Індекс справи — цифри через дефіс, як-от 02-10.", field="index")
    try:
        case.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise Refused(" ".join(problems), field=name) from error
    same = CaseIndex.objects.filter(nomenclature=case.nomenclature, index=case.index).exclude(pk=case.pk)
    if other := same.first():
        raise Refused(f"Індекс {case.index} має справа «{other.title}».", field="index")


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name in EDITABLE}


def _facts(case: CaseIndex) -> dict[str, Any]:
    return {name: getattr(case, name) for name in EDITABLE}


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"«{CaseIndex._meta.get_field(name).verbose_name}»" for name in names)  # type: ignore[union-attr]
