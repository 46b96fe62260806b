"""Papers of this room: the list of those who have read, the act of handing work over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from obih.people.actors import Actor
from obih.people.models import Appointment, Person
from obih.people.queries import label_of
from obih.registry.models import Registration
from obih.registry.printing import compiled
from obih.tasks.models import AcquaintanceList
from obih.tasks.queries.mine import open_work_of
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


WORK = ("№ з/п", "Документ", "Завдання", "Обов’язок", "Автор резолюції", "Строк")


def handover_pdf(actor: Actor, leaver: Person) -> bytes:
    """The act by which open work is handed over, line by line."""
    posts = Appointment.objects.filter(person=leaver).select_related("position__organisation")
    post = posts.order_by("ended_on", "-is_main").first()
    lines = [
        (
            str(place),
            each.number,
            each.text,
            each.duty,
            each.author,
            short_date(each.due_on) if each.due_on else "",
        )
        for place, each in enumerate(open_work_of(leaver), 1)
    ]
    return register_pdf(
        actor,
        title="Акт передавання справ",
        subject=f"Передає: {label_of(leaver.full_name, post.position.title if post else '')}",
        organisation=post.position.organisation.name if post else "",
        period=f"відкриті завдання на {short_date(timezone.localdate())}",
        columns=WORK,
        widths=(0.5, 1.3, 4, 1.4, 2.4, 1.1),
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
