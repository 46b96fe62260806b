"""One run of fuzzing: what is tried, what counts as a fault, what is reported."""

from __future__ import annotations

import hashlib
import json
import resource
import signal
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

from obih.signatures import describing
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.trust.importing import plan_import
from obih.signatures.crypto.trust.reading import read_item
from obih.signatures.crypto.trust.store import TrustStore
from obih.signatures.fuzz.mutating import mutated

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
SLOW_S, HANG_S = 2.0, 20
MAX_GROWTH_MB = 640


class Hang(BaseException):
    """Stops what takes too long: no handler of the code that is tried may catch it."""


@dataclass
class Fault:
    """What went wrong, and the bytes that did it."""

    kind: str
    target: str
    number: int
    data: bytes
    says: str


@dataclass
class Outcome:
    """The figures of a run."""

    seed: int
    tried: int = 0
    seconds: float = 0
    slowest_ms: float = 0
    rss_mb: int = 0
    rss_before_mb: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """For people and programs."""
        told = {name: getattr(self, name) for name in ("seed", "tried", "rss_before_mb", "rss_mb")}
        return told | {
            "seconds": round(self.seconds, 1),
            "slowest_ms": round(self.slowest_ms),
            "answers": dict(self.answers.most_common()),
            "faults": [
                f"{one.number} {one.kind} {one.target}: {one.says.splitlines()[-1]}" for one in self.faults
            ],
        }


class Corpus:
    """The committed samples, what to check them by, and all that was ever truly signed in them."""

    def __init__(self, folder: Path = SAMPLES) -> None:
        told = json.loads((folder / "manifest.json").read_bytes())
        self.files = {
            name: (folder / name).read_bytes() for name in told["samples"] if (folder / name).exists()
        }
        self.documents = [(folder / one).read_bytes() for one in sorted(self._documents(told))]
        self.material = {path.name: path.read_bytes() for path in sorted(folder.glob("trust*/*"))}
        pool = {name: (folder / "trust" / name).read_bytes() for name in told["trust"]["trust"]}
        self.trust_items = list(pool.items())
        roots = [hashlib.sha256(data).hexdigest() for name, data in pool.items() if name.endswith("root.cer")]
        self.pins = roots
        self.trust = TrustStore.of(self.trust_items, pins=roots)
        found = [read_item(name, data) for name, data in self.material.items()]
        self.genuine = {one for each in found for one in each.everything()}
        self.at = datetime.fromisoformat(next(iter(told["samples"].values()))["at"])
        self.signed: set[bytes] = {fact for data in self.files.values() for fact in self._facts_of(data)}

    @staticmethod
    def _documents(told: dict[str, Any]) -> set[str]:
        return {one["document"] for one in told["samples"].values() if one["document"]}

    def _facts_of(self, data: bytes) -> Iterator[bytes]:
        for document in (None, *self.documents):
            try:
                yield from facts(verify(data, document, self.trust, self.at))
            except Malformed:
                continue


def verify(data: bytes, document: bytes | None, trust: TrustStore, at: datetime) -> FileReport:
    """As `obih signature verify` does."""
    return verify_any(data, name="файл", content=document, trust=trust, at=at)


def facts(report: FileReport) -> Iterator[bytes]:
    """What each sound signature of a report states: whose it is, and over which bytes."""
    for one in report.signatures:
        if one.sound and one.certificate is not None:
            said = one.signer.signed_bytes
            if said is None:
                said = report.content if isinstance(report.content, bytes) else b""
            yield hashlib.sha256(one.certificate.raw + said).digest()
    if report.inner is not None:
        yield from facts(report.inner)


class Run:
    """Fuzzing for so many seconds, or so many files."""

    def __init__(self, corpus: Corpus, seed: int, say: Callable[[str], None] = lambda _: None) -> None:
        self._corpus, self._say = corpus, say
        self.outcome = Outcome(seed)
        self._files = list(corpus.files.values())
        self._material = list(corpus.material.values())

    def go(self, seconds: float = 1e9, files: int = 1 << 62) -> Outcome:
        """Until either is used up."""
        started, told = time.monotonic(), self.outcome
        told.rss_before_mb = rss_mb()
        while (told.seconds < seconds) and told.tried < files:
            self.one(told.tried)
            told.tried += 1
            told.seconds = time.monotonic() - started
            told.rss_mb = rss_mb()
            if told.rss_mb - told.rss_before_mb > MAX_GROWTH_MB:
                self._fault("memory", "all", told.tried, b"", f"{told.rss_mb} MB")
                break
            if told.tried % 2000 == 0:
                self._say(json.dumps(told.as_data(), ensure_ascii=False))
        return told

    def one(self, number: int) -> None:
        """The file of this number; a seed and a number give the same file always."""
        random = Random(f"{self.outcome.seed} {number}")
        if random.random() < 0.15:
            data = mutated(self._material, random)
            self._try("trust", number, data, lambda: self._import(number, data))
            return
        data = mutated(self._files, random)
        document = random.choice((None, *self._corpus.documents))
        self._try("verify", number, data, lambda: self._verify(number, data, document))

    def _verify(self, number: int, data: bytes, document: bytes | None) -> str:
        report = verify(data, document, self._corpus.trust, self._corpus.at)
        assert list(describing.as_lines(report)), "a report says something"
        json.dumps(describing.as_data(report))
        if report.verdict is Verdict.VALID and not set(facts(report)) <= self._corpus.signed:
            self._fault("false VALID", "verify", number, data, "VALID of what nobody signed")
        return report.verdict.value

    def _import(self, number: int, data: bytes) -> str:
        items = [("x", data)]
        TrustStore.of([*self._corpus.trust_items, *items], pins=self._corpus.pins)
        plan = plan_import(self._corpus.trust, items)
        for line in plan.added:
            if line.kind in ("certificate", "crl") and line.raw not in self._corpus.genuine:
                self._fault("false import", "trust", number, data, f"{line.kind} {line.name}")
        return "імпорт"

    def _try(self, target: str, number: int, data: bytes, work: Callable[[], str]) -> None:
        started = time.process_time()
        try:
            with _limited():
                answer = work()
        except Malformed:
            answer = "не читається"
        except Hang:
            answer = "hang"
            self._fault("hang", target, number, data, f"over {HANG_S} s")
        except Exception:
            answer = "crash"
            self._fault("crash", target, number, data, traceback.format_exc())
        spent = time.process_time() - started
        self.outcome.slowest_ms = max(self.outcome.slowest_ms, spent * 1000)
        if spent > SLOW_S:
            self._fault("slow", target, number, data, f"{spent:.1f} s")
        self.outcome.answers[answer] += 1

    def _fault(self, kind: str, target: str, number: int, data: bytes, says: str) -> None:
        self.outcome.faults.append(Fault(kind, target, number, data, says))
        self._say(f"{kind} {target} № {number}: {says}")


@contextmanager
def _limited() -> Iterator[None]:
    """Raises Hang inside after HANG_S seconds."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, HANG_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def rss_mb() -> int:
    """The most memory this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
