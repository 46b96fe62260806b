"""Is everything in order? One list of findings for `obih check`, the state page and the nightly look.

`findings()` runs the quick checks; slow ones read everything and therefore run at night, by `obih check`
or in `prove()`, and leave their last answer in the data folder, which `findings()` shows with its age.
"""

from __future__ import annotations

from obih.site.health import contents, machine, service
from obih.site.health.model import Check, Finding, State
from obih.site.health.remembering import last_look, recalled, remember

CHECKS: tuple[Check, ...] = (*service.CHECKS, *contents.CHECKS, *machine.CHECKS)


def findings(*, slow: bool = False) -> list[Finding]:
    """What every check says now; slow ones run only when asked for, otherwise their last answer stands."""
    answers: list[Finding] = []
    for check in CHECKS:
        if check.slow and not slow:
            answers.append(recalled(check))
            continue
        answer = check.look()
        if check.slow:
            remember(answer)
        answers.append(answer)
    return answers


def worst(answers: list[Finding]) -> State:
    """The worst state among the findings."""
    return max((one.state for one in answers), key=list(State).index, default=State.OK)


__all__ = ["CHECKS", "Check", "Finding", "State", "findings", "last_look", "worst"]
