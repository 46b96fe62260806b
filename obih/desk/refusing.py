"""The reply to a sender whose document was not registered, to be copied, printed or sent."""

from __future__ import annotations

from django.utils import timezone

from obih.registry.models import RefusedArrival
from obih.ui.words import short_date


def refusal_words(row: RefusedArrival) -> str:
    """The text in full: what came, by which ground it was not registered, who says so."""
    theirs = " ".join(
        part
        for part in (
            f"від {short_date(row.dated_on)}" if row.dated_on else "",
            f"№ {row.their_number}" if row.their_number else "",
        )
        if part
    )
    what = f"Ваш документ {theirs}".rstrip()
    about = f" «{row.title}»" if row.title else ""
    received = short_date(timezone.localdate(row.received_at))
    lines = [
        f"{what}{about}, одержаний {received}, не зареєстровано.",
        f"Підстава: {_lowered(row.ground_title)}.",
    ]
    if row.comment:
        lines.append(row.comment)
    lines.append(f"{row.organisation.name}, {short_date(timezone.localdate(row.refused_at))}")
    lines.append(row.refused_by_label)
    return "\n".join(lines)


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
