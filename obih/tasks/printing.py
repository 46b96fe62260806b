"""Papers of this room: the list of those who have read, the act of handing work over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from obih.people.actors import Actor
from obih.registry.models import Registration
from obih.registry.printing import compiled
from obih.tasks.models import AcquaintanceList
from obih.ui.words import short_date

READERS = ("№ з/п", "Посада, ім’я", "Підрозділ", "Передано", "Ознайомлено", "Підпис")


def acquaintance_pdf(actor: Actor, made: AcquaintanceList) -> bytes:
    """The list with a place for signatures (№ 55, p. 73)."""
    standing = Registration.objects.filter(document=made.document_id, moved_to=None)
    registration = standing.select_related("journal__organisation").order_by("registered_at").first()
    assert registration is not None, "a document without a registration"
    given = _moment(made.given_at)
    lines = [
        (
            str(place),
            each.label,
            each.unit.name if each.unit else "",
            given,
            _read(each.read_at, each.on_paper),
            "",
        )
        for place, each in enumerate(made.lines.select_related("unit").order_by("label"), 1)
    ]
    dated = short_date(timezone.localdate(registration.registered_at))
    until = f"ознайомитися до {short_date(made.due_on)}" if made.due_on else ""
    return register_pdf(
        actor,
        title="Список ознайомлення",
        subject=f"№ {registration.number} від {dated}. {made.document.title}",
        organisation=registration.journal.organisation.name,
        period="; ".join(each for each in (made.note, until) if each),
        columns=READERS,
        widths=(0.5, 3, 2.5, 1.5, 1.6, 1.6),
        lines=lines,
    )


def register_pdf(
    actor: Actor,
    *,
    title: str,
    subject: str,
    organisation: str,
    period: str,
    columns: Sequence[str],
    widths: Sequence[float],
    lines: Sequence[Sequence[str]],
) -> bytes:
    """A list as PDF on the house’s own form of registers."""
    return compiled(
        "register.typ",
        {
            "title": title, "journal": subject, "organisation": organisation, "period": period,
            "columns": list(columns), "widths": list(widths), "lines": [list(each) for each in lines],
            "foot": f"Надруковано {short_date(timezone.localdate())}, {actor.label}",
        },
    )  # fmt: skip


def _read(at: datetime | None, on_paper: bool) -> str:
    if at is None:
        return ""
    return f"{_moment(at)}{', на папері' if on_paper else ''}"


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"{short_date(local.date())}, {local:%H:%M}"
