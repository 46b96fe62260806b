"""Correcting a registered card: any field, with the reason, the old value and the new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from obih.history.record import record as announce
from obih.history.work import unit_of_work
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import access_rows
from obih.registry.access import why_not_correct_card, why_not_correct_requisites
from obih.registry.actions.addressees import set_addressees
from obih.registry.actions.deadlines import move_deadline, recount_by_law
from obih.registry.actions.more_parties import set_more_parties
from obih.registry.actions.sharing import document_to_change
from obih.registry.events import FIELDS_CHANGED
from obih.registry.models import (
    Copy,
    Correspondent,
    Deadline,
    Document,
    Instance,
    Link,
    Party,
    Registration,
)
from obih.registry.queries.records import Record, people_named, records
from obih.registry.rules import number_key
from obih.registry.values import Told, card_values, in_words
from obih.registry.vocabulary import DeadlineSource, LinkKind, PartyRole
from obih.registry.words import vector_of
from obih.ui.refusals import Conflict, Refused


@dataclass(frozen=True)
class Both:
    """A field that two people changed: what stands there now, and what this one wanted."""

    label: str
    now: str
    wanted: str


class CardConflict(Conflict):
    """Somebody corrected the card first; `both` holds each field’s two values."""

    def __init__(self, who: str, both: list[Both]) -> None:
        self.both = both
        told = "; ".join(f"{each.label}: зараз «{each.now}», у вас «{each.wanted}»" for each in both)
        super().__init__(f"Картку щойно змінив(ла) {who}. {told}")


@unit_of_work()
def correct_card(
    document_id: UUID, changes: Mapping[str, Any], *, reason: str, version: int | None, by: Actor
) -> Record:
    """Change fields of a registered card by their codes; gives the card as it is now.

    Access rows follow the card, deadlines by law follow kind, regime and the moment of receipt. `version` is
    the one the card had when it was shown: another means CardConflict. The number and its date never change.
    """
    document, registration = document_to_change(document_id, by)
    if refusal := why_not_correct_card(by, registration.journal):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Напишіть, чому виправляєте: причина лишається в історії", field="reason")
    reader = by
    rules = profile(timezone.localdate(registration.registered_at))
    before = records(reader, [document_id])[0]
    unknown = [code for code in changes if code not in SETTERS and not _is_added(code, rules)]
    if unknown:
        raise Refused(f"Поле «{unknown[0]}» не виправляють", field=unknown[0])
    registered = [code for code in changes if code not in GIVEN_IN_WORK and not _is_added(code, rules)]
    if registered and (refusal := why_not_correct_requisites(by, registration.journal, registration.told_at)):
        raise Refused(refusal, field=registered[0])
    if version is not None and version != document.version:
        _refuse_if_differs(before, changes, rules)
    correcting = Correcting(document, registration, rules, reason.strip()[:300], by, before)
    for code, value in changes.items():
        setter = SETTERS.get(code)
        if setter:
            setter(correcting, value)
        else:
            correcting.set_added(code, value)
    correcting.finish(set(changes))
    after = records(reader, [document_id])
    _announce(before, after[0] if after else before, correcting)
    return after[0] if after else before


def _is_added(code: str, rules: Profile) -> bool:
    field = rules.fields.get(code)
    return field is not None and field.stored == "added"


def _refuse_if_differs(now: Record, changes: Mapping[str, Any], rules: Profile) -> None:
    """The version is old; if the card already says what was wanted, nothing is lost and nothing refused."""
    people = people_named([now], rules)
    told = {each.code: each for each in card_values(now, rules, people)}
    both = []
    for code, value in changes.items():
        here = told.get(code)
        wanted = _said(here, value, rules) if here else str(value)
        if here is None or here.text != wanted:
            both.append(Both(here.label if here else code, here.text if here else "", wanted))
    if both:
        who = _last_corrector(now.id)
        raise CardConflict(who, both)


def _said(here: Told, value: Any, rules: Profile) -> str:
    if isinstance(value, (bool, int, date, datetime, list)) or value is None:
        return in_words(here.field, value, rules, {})
    named = getattr(value, "full_name", None) or getattr(value, "index", None) if here.code in NAMED else None
    if isinstance(value, Correspondent):
        named = value.name
    return in_words(here.field, str(named or value), rules, {})


NAMED = ("first_reviewer", "case_index")


def _last_corrector(document_id: UUID) -> str:
    from obih.history.models import Event

    last = (
        Event.objects.about("registry.document", document_id)
        .filter(name=FIELDS_CHANGED.name)
        .order_by("-seq")
        .first()
    )
    return last.actor_label if last else "хтось інший"


class Correcting:
    """A correction while it is made."""

    def __init__(
        self,
        document: Document,
        registration: Registration,
        rules: Profile,
        reason: str,
        by: Actor,
        before: Record,
    ) -> None:
        self.document, self.registration, self.rules = document, registration, rules
        self.reason, self.by, self.before = reason, by, before
        self.columns: set[str] = set()

    def set_column(self, name: str, value: Any) -> None:
        setattr(self.document, name, value)
        self.columns.add(name)

    def set_added(self, code: str, value: Any) -> None:
        kept = dict(self.document.added)
        if value in (None, "", False):
            kept.pop(code, None)
        else:
            kept[code] = value.isoformat() if isinstance(value, date) else value
        self.set_column("added", kept)

    def sender(self) -> Party:
        found = Party.objects.filter(document=self.document, role=PartyRole.SENDER).first()
        return found or Party(document=self.document, role=PartyRole.SENDER)

    def finish(self, changed: set[str]) -> None:
        document = self.document
        if changed & SAID_IN_WORDS:
            self.set_column("words", vector_of(document))
        document.version += 1
        document.save(update_fields=[*self.columns, "version"])
        if changed & {"access_level", "first_reviewer", "responsible_unit", "main_executor", "addressees"}:
            access_rows.recount(document)
        if "responsible_unit" in changed:
            Deadline.objects.filter(document=document).update(unit=document.responsible_unit)
        if changed & {"kind", "regime", "received_at"}:
            recount_by_law(document, self.registration.received_at, self.rules)


def _announce(before: Record, after: Record, correcting: Correcting) -> None:
    rules = correcting.rules
    people = people_named([before, after], rules)
    old = {each.code: each for each in card_values(before, rules, people)}
    new = {each.code: each for each in card_values(after, rules, people)}
    changed = [
        code
        for code in dict.fromkeys([*old, *new])
        if (old[code].text if code in old else "") != (new[code].text if code in new else "")
        and not (old.get(code) or new[code]).field.is_derived
    ]
    if not changed:
        return
    label = {code: (new.get(code) or old[code]).label for code in changed}
    announce(
        FIELDS_CHANGED,
        by=correcting.by,
        about=correcting.document,
        labels=", ".join(f"«{label[code]}»" for code in changed),
        fields=changed,
        reason=correcting.reason,
        private={
            code: [old[code].text if code in old else "", new[code].text if code in new else ""]
            for code in changed
        },
    )


Setter = Callable[[Correcting, Any], None]


def _column(name: str, empty: Any = "") -> Setter:
    return lambda it, value: it.set_column(name, empty if value is None else value)


def _relation(name: str) -> Setter:
    return lambda it, value: it.set_column(name, value or None)


def _correspondent(it: Correcting, value: Any) -> None:
    party = it.sender()
    known = isinstance(value, Correspondent)
    party.correspondent = value if known else None
    party.name = "" if known else str(value or "")
    party.save()


def _their_number(it: Correcting, value: Any) -> None:
    party = it.sender()
    party.number, party.number_key = str(value or ""), number_key(str(value or ""))
    party.save()


def _their_date(it: Correcting, value: Any) -> None:
    party = it.sender()
    party.dated_on = value
    party.save()


def _party(role: PartyRole, order: int) -> Setter:
    def set_party(it: Correcting, value: Any) -> None:
        Party.objects.filter(document=it.document, role=role, number="", dated_on=None).delete()
        if value:
            person = getattr(value, "person", None)
            Party.objects.create(document=it.document, role=role, order=order, name=str(value), person=person)

    return set_party


def _of(model: Any, name: str, empty: Any) -> Setter:
    """A column of the document’s first copy or instance."""

    def set_it(it: Correcting, value: Any) -> None:
        row = model.objects.filter(document=it.document).order_by("pk").first()
        if row is not None:
            setattr(row, name, empty if value is None else value)
            row.save(update_fields=[name])

    return set_it


def _form(it: Correcting, value: Any) -> None:
    it.set_column("form", value)
    _of(Instance, "medium", "")(it, value)


def _received(it: Correcting, value: datetime) -> None:
    if value > timezone.now():
        raise Refused("Цей час ще не настав", field="received_at")
    it.registration.received_at = value
    it.registration.save(update_fields=["received_at"])
    Copy.objects.filter(document=it.document).update(arrived_at=value)


def _deadline(it: Correcting, value: date | None) -> None:
    nearest = it.before.nearest
    if value is None:
        raise Refused("Строк можна перенести, а не прибрати", field="deadline")
    if nearest is None:
        Deadline.objects.create(
            document=it.document, unit_id=it.document.responsible_unit_id, rule_code="letter",
            source=DeadlineSource.LETTER, starts_at=it.registration.received_at,
            nominal_on=value, effective_on=value,
        )  # fmt: skip
        return
    kept = Deadline.objects.select_for_update().get(pk=nearest.id)
    move_deadline(kept, it.document, on=value, reason=it.reason, agreed_by="", by=it.by)


def _links(it: Correcting, value: list[UUID]) -> None:
    """Links of this card to what the actor may see; those he may not see stay untouched."""
    wanted = set(value)
    kept = {each.document_id for each in it.before.links if each.outward}
    Link.objects.filter(source=it.document, target__in=kept - wanted).delete()
    Link.objects.bulk_create(
        [
            Link(source=it.document, target_id=each, kind=LinkKind.RELATED)
            for each in wanted - kept
            if each != it.document.pk
        ],
        ignore_conflicts=True,
    )


SETTERS: dict[str, Setter] = {
    "kind": _column("kind_code"),
    "regime": _column("regime_code", "ordinary"),
    "title": _column("title"),
    "summary": _column("summary"),
    "form": _form,
    "language": _column("language", "uk"),
    "urgent": _column("urgent", False),
    "access_level": _column("access_level"),
    "access_basis": _column("access_basis"),
    "case_index": _relation("case_index"),
    "responsible_unit": _relation("responsible_unit"),
    "first_reviewer": _relation("first_reviewer"),
    "settlement": _relation("settlement"),
    "district": _relation("district"),
    "correspondent": _correspondent,
    "correspondent_number": _their_number,
    "correspondent_date": _their_date,
    "signer": _party(PartyRole.SIGNER, 1),
    "author": _party(PartyRole.AUTHOR, 2),
    "covering_body": _party(PartyRole.COVERING, 3),
    "representative": _party(PartyRole.REPRESENTATIVE, 4),
    "sheets_main": _of(Instance, "sheets_main", None),
    "sheets_annex": _of(Instance, "sheets_annex", None),
    "place": _of(Instance, "place", ""),
    "channel": _of(Copy, "channel_code", ""),
    "outside_id": _of(Copy, "outside_id", ""),
    "received_at": _received,
    "deadline": _deadline,
    "links": _links,
    "addressees": set_addressees,
    "parties": set_more_parties,
    "addressee_number": _of(Copy, "number_there", ""),
}
GIVEN_IN_WORK = frozenset({
    "access_level", "access_basis", "case_index", "responsible_unit", "first_reviewer", "settlement",
    "district", "deadline", "links", "place", "urgent",
})  # fmt: skip
"""What a document gets while it is worked on: bound by no term of correction."""
SAID_IN_WORDS = {
    "title", "summary", "correspondent", "correspondent_number", "signer", "author", "covering_body",
    "addressees", "parties",
}  # fmt: skip
