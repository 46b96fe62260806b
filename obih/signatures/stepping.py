"""Having a file of signatures raised by one step: the fenced process reads, we ask the services in between.

What the process says is read as if an enemy had written it: questions go only to hosts that the trust
material names, and the file it made is verified again like any other.
"""

from __future__ import annotations

import base64
import secrets
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import structlog

from obih.files.apart import read_bounded
from obih.signatures.asking import CRASHED, CannotLook, ask
from obih.signatures.calling import Caller, NotCalled
from obih.signatures.findings import moment_of
from obih.signatures.raising_apart import DOCUMENT, FILE, RAISED
from obih.signatures.rules_raising import SEAL_WITHIN

log = structlog.get_logger()
TIMEOUT_S = 120
SWITCHED_OFF = "Запити до служб довіри вимкнено в налаштуваннях програми"
MOST_BYTES = 100 * 1024 * 1024
MOST_QUESTIONS, MOST_ADDRESSES, LONGEST = 64, 4, 300


@dataclass(frozen=True)
class Asked:
    """One question as it goes out."""

    key: str
    kind: str
    addresses: tuple[str, ...]
    body: bytes
    unless: str


@dataclass(frozen=True)
class Told:
    """What the process says of a file: its next step, or why there is none."""

    step: str
    why_not: str
    level: str
    ages_at: datetime | None
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class Made:
    """What came of a step: the new file, or None with what was in the way."""

    data: bytes | None
    problems: tuple[str, ...]
    level: str
    ages_at: datetime | None


@dataclass(frozen=True)
class Subject:
    """A file to be raised, what lies beside it, and the material it is looked at with."""

    opened: Callable[[], BinaryIO]
    document: Callable[[], BinaryIO] | None
    trust: bytes
    at: datetime
    random: bytes = b""
    prepared: bool = False
    instead: bytes | None = None
    """Bytes made in an earlier step and not kept yet, in place of the file."""

    def fresh(self) -> Subject:
        """With random bytes of its own: for one step."""
        return replace(self, random=secrets.token_bytes(32))


def next_step(subject: Subject) -> Told:
    """What is to be asked for this file. Raises CannotLook."""
    with _Folder(subject) as (work, task):
        told = ask(task | {"raise": "plan"}, subject.trust, work, timeout_s=TIMEOUT_S)
    try:
        questions = tuple(_asked(one) for one in told["questions"][:MOST_QUESTIONS])
        return Told(
            _text(told["step"]),
            _text(told["why_not"]),
            _text(told["level"]),
            moment_of(told["ages_at"]),
            questions,
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise CannotLook(CRASHED) from problem


def make_of(subject: Subject, answers: Mapping[str, bytes]) -> Made:
    """The file raised with these answers. Raises CannotLook."""
    with _Folder(subject) as (work, task):
        keys = list(answers)
        for number, key in enumerate(keys):
            (work / f"answer-{number}").write_bytes(answers[key])
        told = ask(task | {"raise": "apply", "answers": keys}, subject.trust, work, timeout_s=TIMEOUT_S)
        try:
            data = read_bounded(work / RAISED, MOST_BYTES) if told["made"] is True else None
            problems = tuple(_text(one) for one in told["problems"][:MOST_QUESTIONS])
            return Made(data, problems, _text(told.get("level", "")), moment_of(told.get("ages_at")))
        except (OSError, KeyError, TypeError, ValueError) as problem:
            raise CannotLook(CRASHED) from problem


class Asking:
    """Asks services for a run of the worker; one that was silent is not asked again in the same run."""

    def __init__(self, caller: Caller | None) -> None:
        """Without a caller nobody is asked."""
        self._caller = caller
        self._silent: set[str] = set()

    def answers(self, questions: tuple[Asked, ...]) -> tuple[dict[str, bytes], list[str]]:
        """(what was answered by key, what was in the way). The network is used here and nowhere else."""
        found: dict[str, bytes] = {}
        problems: list[str] = []
        if self._caller is None:
            return found, [SWITCHED_OFF]
        for one in questions:
            if one.unless not in found:
                answer = self._answer(one, problems)
                found |= {} if answer is None else {one.key: answer}
        return found, problems

    def _answer(self, question: Asked, problems: list[str]) -> bytes | None:
        assert self._caller is not None, "answers has looked"
        for address in question.addresses:
            if address in self._silent:
                continue
            try:
                return self._caller.ask(question.kind, address, question.body)
            except NotCalled as problem:
                self._silent.add(address)
                problems.append(str(problem))
                log.info("trust_service_silent", address=address, problem=str(problem))
        return None


class _Folder:
    """A working folder with the file, its document and the task; it vanishes at the end."""

    def __init__(self, subject: Subject) -> None:
        self._subject = subject

    def __enter__(self) -> tuple[Path, dict[str, Any]]:
        self._temporary = tempfile.TemporaryDirectory(prefix="obih-raise-", ignore_cleanup_errors=True)
        work, subject = Path(self._temporary.name), self._subject
        if subject.instead is not None:
            (work / FILE).write_bytes(subject.instead)
        else:
            _copy(subject.opened, work / FILE)
        if subject.document is not None:
            _copy(subject.document, work / DOCUMENT)
        return work, {
            "at": subject.at.isoformat(),
            "random": subject.random.hex(),
            "document": subject.document is not None,
            "seal_within_days": SEAL_WITHIN.days,
            "prepared": subject.prepared,
        }

    def __exit__(self, *_: object) -> None:
        self._temporary.cleanup()


def _copy(opened: Callable[[], BinaryIO], target: Path) -> None:
    with opened() as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, 1024 * 1024)


def _asked(told: Any) -> Asked:
    return Asked(
        _text(told["key"]),
        _text(told["kind"]),
        tuple(_text(one, 500) for one in told["addresses"][:MOST_ADDRESSES]),
        base64.b64decode(str(told["body"]), validate=True)[:65536],
        _text(told["unless"]),
    )


def _text(told: Any, most: int = LONGEST) -> str:
    if not isinstance(told, str):
        raise TypeError("not a text")
    return "".join(each if each.isprintable() else " " for each in told)[:most]
