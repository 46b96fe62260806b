"""Moving a registered document to another journal, with the law it is then considered under."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from obih.history.idempotency import AlreadyDone, claim, digest_of
from obih.history.keys import uuid7
from obih.history.record import record
from obih.history.work import unit_of_work
from obih.law.profile import Profile
from obih.law.queries import profile
from obih.people.actors import Actor
from obih.registry import access_rows
from obih.registry.access import why_not_move
from obih.registry.actions.card_rows import parts_in
from obih.registry.actions.deadlines import recount_by_law
from obih.registry.actions.registration import Registered
from obih.registry.actions.sharing import document_to_change
from obih.registry.duplicates import lock_journal
from obih.registry.events import REGISTRATION_MOVED
from obih.registry.models import AccessRow, Document, Journal, Registration, VoidNumber
from obih.registry.numbering import NEXT, NumberSource, request_number
from obih.registry.rules import PatternProblem, period_of
from obih.registry.streams import kinds_for
from obih.registry.vocabulary import Access
from obih.ui.refusals import Refused

ACTION = "registry.move_registration"


def move_registration(
    document_id: UUID,
    to_journal: Journal,
    *,
    reason: str,
    kind_code: str = "",
    regime: str = "",
    access_basis: str = "",
    number: NumberSource = NEXT,
    number_values: Mapping[str, str] | None = None,
    key: str = "",
    by: Actor,
) -> Registered:
    """Give a document a number of another journal; the first one stays as a stub that points on.

    One transaction: the new number, access by the readers of the new journal (those of the old one see the
    card no longer unless they read this one too), the deadline by the new regime, the event. Access is never
    loosened here. Within a larger unit of work the number is known only after that one has ended.
    """
    told = (document_id, to_journal.pk, reason, kind_code, regime, access_basis, dict(number_values or {}))
    moved = Registration(allocation_id=uuid7(), journal=to_journal, registered_at=timezone.now())
    try:
        with unit_of_work():
            if key:
                claim(
                    by=by, action=ACTION, key=key, digest=digest_of({"told": list(told)}),
                    result={"registration": str(moved.pk)},
                )  # fmt: skip
            document, old = _to_move(document_id, to_journal, reason, by)
            _refile(document, to_journal, kind_code, regime, access_basis, moved.registered_at)
            _number(moved, document, old, number, number_values or {}, reason, by)
    except AlreadyDone as done:
        return Registered(Registration.objects.get(pk=done.result["registration"]), again=True)
    return Registered(moved)


def _to_move(document_id: UUID, to_journal: Journal, reason: str, by: Actor) -> tuple[Document, Registration]:
    document, old = document_to_change(document_id, by)
    if refusal := why_not_move(by, old.journal, to_journal):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused("Напишіть, чому переносите: причина лишається в історії", field="reason")
    if document.registrations.filter(journal=to_journal).exists():
        raise Refused("Документ у цьому журналі вже є", field="journal")
    if VoidNumber.objects.filter(allocation=old.allocation_id).exists():
        raise Refused("Номер документа анульовано: переносити нічого")
    for journal in sorted((old.journal, to_journal), key=lambda each: each.pk):
        lock_journal(journal, alone=False)
    Registration.objects.select_for_update(of=("self",)).get(pk=old.pk)
    return document, old


def _refile(
    document: Document, to: Journal, kind_code: str, regime: str, basis: str, moved_at: datetime
) -> None:
    """The kind and the regime that the new journal takes, and the access it asks for."""
    rules = profile(timezone.localdate(moved_at))
    kind = _kind(rules, to, kind_code or document.kind_code)
    if regime and regime not in rules.regimes:
        raise Refused("Такого порядку розгляду немає", field="regime")
    own = rules.kind(kind).regime or "ordinary"
    document.regime_code = regime or (own if kind != document.kind_code else document.regime_code)
    document.kind_code, document.profile_version = kind, rules.version
    closed = Access.RESTRICTED in (to.default_access, rules.kind(kind).access)
    if closed and document.access_level != Access.RESTRICTED:
        if not (basis.strip() or document.access_basis):
            raise Refused("Назвіть статтю закону, за якою доступ обмежено", field="access_basis")
        document.access_level = Access.RESTRICTED
        document.access_basis = basis.strip()[:300] or document.access_basis
    document.version += 1
    document.save(
        update_fields=[
            "kind_code", "regime_code", "access_level", "access_basis", "profile_version", "version",
        ]
    )  # fmt: skip


def _kind(rules: Profile, to: Journal, wanted: str) -> str:
    taken = kinds_for(rules, to.stream)
    if any(each.code == wanted for each in taken):
        return wanted
    if len(taken) == 1:
        return taken[0].code
    title = rules.kinds[wanted].title if wanted in rules.kinds else wanted
    raise Refused(f"Журнал «{to.title}» не приймає виду «{title}»: оберіть інший вид", field="kind_code")


def _number(
    moved: Registration,
    document: Document,
    old: Registration,
    number: NumberSource,
    values: Mapping[str, str],
    reason: str,
    by: Actor,
) -> None:
    to = moved.journal
    day = document.dated_on or timezone.localdate(moved.registered_at)
    convocation = values.get("convocation") or (to.body.convocation if to.body else "")
    moved.document, moved.organisation_id = document, to.organisation_id
    moved.received_at = old.received_at
    moved.registered_by_id, moved.registered_by_label = by.person_id, by.label
    moved.period = number.period or period_of(
        to.period_kind, day, convocation=convocation, sitting=values.get("sitting", "")
    )
    try:
        parts = parts_in(
            to, day=day, unit=document.responsible_unit, district=document.district,
            case=document.case_index, values=values,
        )  # fmt: skip
    except PatternProblem as problem:
        raise Refused(str(problem), field="journal") from problem
    AccessRow.objects.filter(document=document).update(journal=to, dated_at=moved.registered_at)
    access_rows.recount(document, instead=(old, moved))
    recount_by_law(document, moved.received_at, profile(timezone.localdate(moved.registered_at)))
    place = request_number(moved, parts, number, moved_from=old.pk)
    record(
        REGISTRATION_MOVED, by=by, about=document, number_from=place, was=old.number,
        from_journal=old.journal.title, to_journal=to.title, registration=moved.pk, moved_from=old.pk,
        kind=document.kind_code, regime=document.regime_code, reason=reason.strip()[:300],
    )  # fmt: skip
