"""What is kept of evidence: what ages, what waits for services, what stands beside an original."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from obih.files.models import Content
from obih.signatures.models import Raising, ServicesChoice
from obih.signatures.rules_raising import ALARM_WITHIN, SHOW_WITHIN, SILENT_FOR
from obih.signatures.vocabulary import RaisingState

MOST_LINES = 200


@dataclass(frozen=True)
class EvidenceLine:
    """A file of signatures whose evidence ages or waits; whose signatures they are is not told here."""

    sha256: str
    level: str
    ages_at: datetime | None
    is_near: bool
    """Not renewed though it is high time."""
    state: str
    problem: str
    attempts: int


@dataclass(frozen=True)
class EvidenceState:
    """How it stands with evidence as a whole."""

    kept: int
    waiting: int
    silent: int
    """Wait for services in vain for days."""
    ageing: int
    near: int
    lost: int
    """Their evidence has stopped proving."""
    problem: str = ""
    """What the services said last."""


def services_are_asked() -> bool:
    """Whether anybody may be asked: the server allows it and the hromada has not decided otherwise."""
    return settings.ASKS_TRUST_SERVICES and not ServicesChoice.objects.filter(are_asked=False).exists()


def ageing_lines(now: datetime) -> list[EvidenceLine]:
    """The list «Докази, що старіють»: what is to be renewed within a year, the soonest first."""
    rows = Raising.objects.ageing(now + SHOW_WITHIN).order_by("ages_at", "pk")[:MOST_LINES]
    return [_line(row, now) for row in rows]


def waiting_lines(now: datetime) -> list[EvidenceLine]:
    """What services have not answered on, the longest first."""
    rows = Raising.objects.filter(state=RaisingState.WAITING, attempts__gt=0)
    return [_line(row, now) for row in rows.order_by("-attempts", "pk")[:MOST_LINES]]


def evidence_state(now: datetime) -> EvidenceState:
    """Counts for the state page."""
    rows = Raising.objects.all()
    silent = rows.filter(state=RaisingState.WAITING, attempts__gte=3, made_at__lte=now - SILENT_FOR)
    return EvidenceState(
        kept=rows.exclude(raised=None).count(),
        waiting=rows.filter(state=RaisingState.WAITING).count(),
        silent=silent.count(),
        ageing=rows.ageing(now + SHOW_WITHIN).count(),
        near=rows.ageing(now + ALARM_WITHIN).filter(ages_at__gt=now).count(),
        lost=rows.ageing(now).count(),
        problem=silent.values_list("problem", flat=True).first() or "",
    )


@dataclass(frozen=True)
class EvidenceStep:
    """What was added to a file, when and by whom."""

    level: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class EvidenceBeside:
    """The file with more evidence that stands beside one that came."""

    content: Content
    steps: tuple[EvidenceStep, ...]
    ages_at: datetime | None


def evidence_beside(sha256: str, beside: Iterable[str]) -> EvidenceBeside | None:
    """What stands beside this file, which lies on a card with these others."""
    there = set(beside)
    rows = Raising.objects.filter(content=sha256).exclude(raised=None).select_related("raised")
    here = [row for row in rows if row.document_id is None or row.document_id in there]
    if not here or here[0].raised is None:
        return None
    steps = here[0].steps.values_list("level", "made_at", "made_by_label")
    return EvidenceBeside(here[0].raised, tuple(EvidenceStep(*step) for step in steps), here[0].ages_at)


def _line(row: Raising, now: datetime) -> EvidenceLine:
    near = row.ages_at is not None and row.ages_at <= now + ALARM_WITHIN
    return EvidenceLine(
        row.content_id, row.level, row.ages_at, near, row.get_state_display(), row.problem, row.attempts
    )
