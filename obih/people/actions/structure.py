"""Organisations, units, and the places they answer for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from obih.history.record import record
from obih.history.work import unit_of_work
from obih.people import events
from obih.people.access import why_not_manage_people
from obih.people.actions.gate import allow, required
from obih.people.actors import Actor
from obih.people.models import Appointment, District, Organisation, Position, Settlement, Unit, UnitName
from obih.ui.refusals import Refused

CODE_TAKEN = "Такий код уже має інша організація"


def apply_changes(row: Any, values: dict[str, Any]) -> str:
    """Set the values that differ and save; gives the verbose names of what changed, or nothing."""
    names = []
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            names.append(name)
    if not names:
        return ""
    row.save(update_fields=names)
    return ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)


@unit_of_work()
def create_organisation(
    *,
    code: str,
    kind: str,
    name: str,
    short_name: str,
    by: Actor,
    parent: Organisation | None = None,
    **more: str,
) -> Organisation:
    """Add an organisation: a legal person or body that keeps its own journals."""
    allow(why_not_manage_people(by))
    name = required(name, "Упишіть повну назву", "name")
    if Organisation.objects.filter(code=code).exists():
        raise Refused(CODE_TAKEN, field="code")
    made = Organisation.objects.create(
        code=code, kind=kind, name=name, short_name=short_name.strip() or name[:120], parent=parent, **more
    )
    record(events.ORGANISATION_CREATED, by=by, about=made, name=made.name)
    return made


@unit_of_work()
def change_organisation(organisation: Organisation, *, by: Actor, **values: Any) -> Organisation:
    """Change requisites; its code stays, other things refer to it."""
    allow(why_not_manage_people(by))
    if "name" in values:
        values["name"] = required(values["name"], "Упишіть повну назву", "name")
    if parent := values.get("parent"):
        _refuse_circle(organisation, parent)
    if what := apply_changes(organisation, values):
        record(events.ORGANISATION_CHANGED, by=by, about=organisation, name=organisation.name, what=what)
    return organisation


def _refuse_circle(organisation: Organisation, parent: Organisation) -> None:
    above: Organisation | None = parent
    while above:
        if above.pk == organisation.pk:
            raise Refused("Організація не може підпорядковуватися сама собі", field="parent")
        above = above.parent


@unit_of_work()
def close_organisation(organisation: Organisation, *, on: date, by: Actor) -> None:
    """Close an organisation in which nobody works any more."""
    allow(why_not_manage_people(by))
    if Appointment.objects.on(on).filter(position__organisation=organisation).exists():
        raise Refused("У цій організації ще є люди на посадах: спершу переведіть або звільніть їх")
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    record(events.ORGANISATION_CLOSED, by=by, about=organisation, name=organisation.name, on=on)


@unit_of_work()
def create_unit(
    *,
    organisation: Organisation,
    name: str,
    by: Actor,
    index: str = "",
    parent: Unit | None = None,
    opened_on: date | None = None,
) -> Unit:
    """Add a unit under another one or at the top of its organisation."""
    allow(why_not_manage_people(by))
    name = required(name, "Упишіть назву підрозділу", "name")
    if parent and parent.organisation_id != organisation.pk:
        raise Refused("Підрозділ і його керівний підрозділ мають бути в одній організації", field="parent")
    _refuse_taken_index(organisation, index)
    made = Unit(organisation=organisation, parent=parent, index=index.strip(), name=name)
    if opened_on:
        made.opened_on = opened_on
    made.save()
    made.path = f"{parent.path if parent else '/'}{made.pk}/"
    made.save(update_fields=["path"])
    record(events.UNIT_CREATED, by=by, about=made, name=made.name)
    return made


def _refuse_taken_index(organisation: Organisation, index: str, but: Unit | None = None) -> None:
    taken = Unit.objects.filter(organisation=organisation, index=index.strip(), closed_on=None)
    if index.strip() and (other := taken.exclude(pk=but.pk if but else 0).first()):
        raise Refused(f"Індекс {index.strip()} уже має підрозділ «{other.name}»", field="index")


@unit_of_work()
def rename_unit(unit: Unit, *, name: str, on: date, reason: str, by: Actor) -> Unit:
    """Give a new name; the former one stays with the day until which it was in force."""
    allow(why_not_manage_people(by))
    name = required(name, "Упишіть нову назву", "name")
    before = unit.name
    if name == before:
        return unit
    UnitName.objects.create(unit=unit, name=before, until=on, reason=reason)
    unit.name = name
    unit.save(update_fields=["name"])
    record(events.UNIT_RENAMED, by=by, about=unit, before=before, name=name, reason=reason, on=on)
    return unit


@unit_of_work()
def change_unit_index(unit: Unit, *, index: str, by: Actor) -> Unit:
    """The index stands in numbers given from now on; those given before keep theirs."""
    allow(why_not_manage_people(by))
    _refuse_taken_index(unit.organisation, index, unit)
    if unit.index != index.strip():
        before, unit.index = unit.name, index.strip()
        unit.save(update_fields=["index"])
        record(
            events.UNIT_RENAMED,
            by=by,
            about=unit,
            before=before,
            name=unit.name,
            reason=f"індекс {unit.index}",
        )
    return unit


@unit_of_work()
def move_unit(unit: Unit, *, parent: Unit | None, by: Actor) -> Unit:
    """Put a unit with everything below it under another one; heads above see it from now on."""
    allow(why_not_manage_people(by))
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    if parent and (parent.organisation_id != unit.organisation_id):
        raise Refused("Підрозділ не переносять до іншої організації: закрийте його й створіть там новий")
    if parent and parent.path.startswith(unit.path):
        raise Refused("Підрозділ не може підпорядковуватися сам собі", field="parent")
    _put_under(unit, parent)
    unit.parent = parent
    unit.save(update_fields=["parent"])
    record(
        events.UNIT_MOVED, by=by, about=unit, name=unit.name, under=parent.name if parent else "керівництву"
    )
    return unit


def _put_under(unit: Unit, parent: Unit | None) -> None:
    """New paths for the unit and its whole branch, in one statement."""
    before = unit.path
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    Unit.objects.filter(path__startswith=before).update(
        path=Concat(Value(unit.path), Substr(F("path"), len(before) + 1))
    )


@unit_of_work()
def merge_unit(unit: Unit, *, into: Unit, on: date, reason: str, by: Actor) -> Unit:
    """Join a unit to another: its positions and units below pass over, its documents are seen there."""
    allow(why_not_manage_people(by))
    if unit.pk == into.pk or into.path.startswith(unit.path):
        raise Refused("Підрозділ не можна приєднати до себе або до підлеглого йому", field="into")
    if unit.organisation_id != into.organisation_id:
        raise Refused("Приєднувати можна лише в межах однієї організації", field="into")
    for below in Unit.objects.filter(parent=unit):
        _put_under(below, into)
        below.parent = into
        below.save(update_fields=["parent"])
    Position.objects.filter(unit=unit, closed_on=None).update(unit=into, is_unit_head=False)
    unit.merged_into, unit.closed_on = into, on
    unit.save(update_fields=["merged_into", "closed_on"])
    record(events.UNIT_MERGED, by=by, about=unit, name=unit.name, into=into.name, reason=reason, on=on)
    return unit


@unit_of_work()
def close_unit(unit: Unit, *, on: date, reason: str, by: Actor) -> Unit:
    """Close an empty unit; one with people or units below is refused."""
    allow(why_not_manage_people(by))
    if Appointment.objects.on(on).filter(position__unit=unit).exists():
        raise Refused("У підрозділі ще є люди: спершу переведіть їх або приєднайте підрозділ до іншого")
    if Unit.objects.filter(parent=unit, closed_on=None).exists():
        raise Refused("Підрозділ має підлеглі підрозділи: спершу закрийте або перенесіть їх")
    unit.closed_on = on
    unit.save(update_fields=["closed_on"])
    Position.objects.filter(unit=unit, closed_on=None).update(closed_on=on)
    record(events.UNIT_CLOSED, by=by, about=unit, name=unit.name, on=on, reason=reason)
    return unit


@unit_of_work()
def keep_district(*, name: str, index: str, by: Actor, district: District | None = None) -> District:
    """Add a starosta’s district or change one."""
    allow(why_not_manage_people(by))
    name = required(name, "Упишіть назву округу", "name")
    if District.objects.filter(name=name).exclude(pk=district.pk if district else 0).exists():
        raise Refused("Такий округ уже є", field="name")
    what = "назву, індекс" if district else "додано"
    kept = district or District()
    kept.name, kept.index = name, index.strip()
    kept.save()
    record(events.DISTRICT_CHANGED, by=by, about=kept, name=kept.name, what=what)
    return kept


@unit_of_work()
def keep_settlement(
    *,
    katottg: str,
    name: str,
    category: str,
    by: Actor,
    district: District | None = None,
    settlement: Settlement | None = None,
) -> Settlement:
    """Add a settlement or change one; its code of KATOTTG is «UA» and 17 digits."""
    allow(why_not_manage_people(by))
    code = required(katottg, "Упишіть код КАТОТТГ", "katottg").upper()
    if not (code.startswith("UA") and len(code) == 19 and code[2:].isdigit()):
        raise Refused("Код КАТОТТГ — це «UA» і 17 цифр", field="katottg")
    if Settlement.objects.filter(katottg=code).exclude(pk=settlement.pk if settlement else 0).exists():
        raise Refused("Населений пункт з таким кодом уже є", field="katottg")
    what = "відомості" if settlement else "додано"
    kept = settlement or Settlement()
    kept.katottg, kept.name = code, required(name, "Упишіть назву", "name")
    kept.category, kept.district = category, district
    kept.save()
    record(events.SETTLEMENT_CHANGED, by=by, about=kept, name=str(kept), what=what)
    return kept
