"""How many signatures of people one core verifies in a second, how quickly documents are hashed, and how long
the certificates of all providers take to be brought in.

A document is CAdES-T on M257 as Ukraine makes it: a timestamp over the content, one over the signature, each
signer another person. It is verified with trust: the chain to the root (M431), dates, rights, revocation by
lists, both authorities of timestamps; it must come out VALID. Counted are the signature, both timestamps, and
the link from the signer’s certificate to its authority; links inside the trust material and signatures of its
lists are counted once and kept, as they are at work. The document has a kibibyte: hashing is a figure of its
own. The bundle is the real one where the samples lie, else one of the same size made here; every link of it
must lead to a pinned root. Seconds are those of the processor, so that neighbours count little. Database and
seconds asked for do not matter.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from unittest import mock

from load import containers
from obih.signatures.crypto import dstu4145, hashes, libcrypto
from obih.signatures.crypto.gost34311 import Gost34311
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.crypto.tests import samples
from obih.signatures.crypto.trust import Diff, TrustStore, plan_import
from obih.signatures.crypto.trust.pins import built_in
from obih.signatures.crypto.verify import verify_file
from obih.signatures.testpki import cades, cast
from obih.signatures.testpki.files import trust_files
from obih.signatures.testpki.keys import Dstu
from obih.signatures.testpki.signatory import Signatory

PEOPLE, BUNDLE_SIZE = 40, 618
MEBIBYTES = 16
CONTENT = "Рішення виконавчого комітету. ".encode() * 19


def measure() -> dict[str, object]:
    """Documents a second by the accelerators and by Python alone; MiB a second of GOST 34.311."""
    people = [replace(cast.HALYNA, key=Dstu(5000 + n), serial=5000 + n) for n in range(PEOPLE)]
    files = [_document(one) for one in people]
    accelerated = _rate(files * 5)
    with _pure():
        pure = _rate(files)
    bundle_s, links = _bundle_import()
    one = hashes.new(hashes.GOST_34311)
    seconds = _seconds(lambda: one.update(bytes(MEBIBYTES * 1024 * 1024)))
    return {
        "verify_accelerated_per_s": round(accelerated, 1),
        "verify_pure_per_s": round(pure, 1),
        "gost34311_mib_per_s": round(MEBIBYTES / seconds, 1),
        "bundle_import_s": round(bundle_s, 2),
        "bundle_links": links,
        "by_libcrypto": libcrypto.multiplier() is libcrypto.by_libcrypto,
        "gost34311_compiled": hashes.gost_class() is not Gost34311,
        **containers.measure(),
    }


def _document(who: Signatory) -> bytes:
    stamp = cades.content_stamp(cast.TSA, CONTENT)
    info = cades.stamped(cades.signer_info(who, CONTENT, extra=[stamp]), cast.TSA)
    return cades.cms([info], CONTENT, [who])


def _rate(files: list[bytes]) -> float:
    store = TrustStore.of(trust_files().items(), [cast.ROOT.certificate().sha256])

    def all_of_them() -> None:
        for file in files:
            report = verify_file(file, trust=store, at=cast.AT)
            assert report.verdict is Verdict.VALID and len(report.signatures[0].stamps) == 2

    return len(files) / _seconds(all_of_them)


def _bundle_import() -> tuple[float, int]:
    """Seconds, and how many certificates of the bundle lead to a pinned root."""
    path = samples.FOLDER / samples.BUNDLE
    if path.exists():
        data, pins = path.read_bytes(), built_in()
    else:
        data, pins = _made_bundle(), frozenset({cast.ROOT.certificate().sha256})
    done: list[Diff] = []
    seconds = _seconds(lambda: done.append(plan_import(TrustStore.of([], pins), [("bundle.p7b", data)])))
    return seconds, done[0].links


def _made_bundle() -> bytes:
    services = [replace(cast.OCSP, key=Dstu(7000 + n), serial=7000 + n) for n in range(BUNDLE_SIZE - 2)]
    return cades.cms([], None, [cast.ROOT, cast.AUTHORITY, *services])


def _seconds(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def _pure() -> Iterator[None]:
    """Neither libcrypto nor compiled hashes, as on a machine that has none."""
    with (
        mock.patch.object(libcrypto, "multiplier", lambda: dstu4145.by_python),
        mock.patch.object(hashes, "gost_class", lambda: Gost34311),
    ):
        yield


if __name__ == "__main__":
    print(json.dumps(measure()))
