"""What one signature needs next: a timestamp, the evidence of its chain, a new timestamp over everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from obih.signatures.crypto.evidence import archiving, augmenting
from obih.signatures.crypto.evidence.ageing import proves_until
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import SignatureReport
from obih.signatures.crypto.timestamps import Stamp

LEVELS = ("CAdES-BES", "CAdES-EPES", "CAdES-T", "CAdES-C", "CAdES-X Long", "CAdES-A")


class Step(StrEnum):
    """The next thing to be done for a file."""

    STAMP = "stamp"
    """BES → T."""
    COMPLETE = "complete"
    """T → X-Long."""
    PREPARE = "prepare"
    """Collect what proves the newest timestamp, before the next one is put over it."""
    SEAL = "seal"
    """An archive timestamp."""


@dataclass(frozen=True)
class Need:
    """What one signature needs; `why_not` says why nothing can be done for it."""

    step: Step | None = None
    why_not: str = ""


def need_of(report: SignatureReport, at: datetime, seal_within: timedelta) -> Need:
    """The next step for one signature, looked at at this moment."""
    if report.verdict is Verdict.INVALID or not report.sound:
        return Need()
    if report.signer.unsigned.keys() & archiving.OLD_ARCHIVE_STAMPS:
        return Need(why_not="Архівна позначка часу старого зразка: доповнення її зруйнувало б.")
    if not report.chain:
        return Need(why_not="Сертифікат підписувача не веде до жодного з тих, кому віримо.")
    newest = newest_stamp(report)
    if newest is None:
        if report.chain[0].not_after <= at:
            return Need(why_not="Строк дії сертифіката минув раніше, ніж поставлено позначку часу.")
        return Need(Step.STAMP)
    if not augmenting.is_complete(report.signer):
        return Need(Step.COMPLETE)
    ages = ages_at(report)
    return Need(Step.SEAL) if ages is not None and ages - at <= seal_within else Need()


def newest_stamp(report: SignatureReport) -> Stamp | None:
    """The last timestamp that is over the signature and is believed."""
    believed = [one for one in report.stamps if one.kind != "content" and one.trusted and one.at]
    return max(believed, key=lambda one: one.at or datetime.min, default=None)


def ages_at(report: SignatureReport) -> datetime | None:
    """When what proves the time of this signature stops proving it: by the authority of the newest timestamp,
    before there is one by the signer’s own certificate. None for a signature that proves nothing anyway."""
    newest = newest_stamp(report)
    if newest is not None and newest.authority is not None:
        return proves_until(newest.authority)
    return report.certificate.not_after if report.certificate and report.sound else None


def lowest_level(reports: Sequence[SignatureReport]) -> str:
    """The level of the signature that has least; empty for none."""
    levels = [one.signer.level for one in reports]
    return min(levels, key=LEVELS.index, default="")
