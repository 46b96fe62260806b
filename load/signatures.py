"""How many signatures of people one core verifies in a second, and how quickly documents are hashed.

A document is CAdES-T on M257 as Ukraine makes it: a timestamp over the content, one over the signature, each
signer another person. Counted are the signature, both timestamps, and the link from the signer’s certificate
to its authority; the authority’s own link to the root is kept, as it is at work. The document has a kibibyte:
hashing is a figure of its own. Seconds are those of the processor, so that neighbours count little. Database
and seconds asked for do not matter.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

from load import containers
from obih.signatures.crypto import dstu4145, hashes, libcrypto
from obih.signatures.crypto.gost34311 import Gost34311
from obih.signatures.crypto.signer import CONTENT_STAMP
from obih.signatures.crypto.tests import making
from obih.signatures.crypto.verify import verify_file

PEOPLE = 40
MEBIBYTES = 16
CONTENT = "Рішення виконавчого комітету. ".encode() * 19


def measure() -> dict[str, object]:
    """Documents a second by the accelerators and by Python alone; MiB a second of GOST 34.311."""
    people = [
        making.Signatory(f"Особа {n}", 5000 + n, serial=100 + n, issuer=making.ROOT) for n in range(PEOPLE)
    ]
    files = [_document(one) for one in people]
    accelerated = _rate(files * 5)
    with _pure():
        pure = _rate(files)
    one = hashes.new(hashes.GOST_34311)
    seconds = _seconds(lambda: one.update(bytes(MEBIBYTES * 1024 * 1024)))
    return {
        "verify_accelerated_per_s": round(accelerated, 1),
        "verify_pure_per_s": round(pure, 1),
        "gost34311_mib_per_s": round(MEBIBYTES / seconds, 1),
        "by_libcrypto": libcrypto.multiplier() is libcrypto.by_libcrypto,
        "gost34311_compiled": hashes.gost_class() is not Gost34311,
        **containers.measure(),
    }


def _document(who: making.Signatory) -> bytes:
    stamp = making.attribute(CONTENT_STAMP, making.token(making.TSA, CONTENT))
    info = making.signer_info(who, CONTENT, unsigned=making.stamped(making.TSA), extra=[stamp])
    return making.cms([info], CONTENT, [who.certificate()])


def _rate(files: list[bytes]) -> float:
    root = making.ROOT.certificate()

    def all_of_them() -> None:
        for file in files:
            (one,) = verify_file(file).signatures
            assert one.sound and one.certificate is not None and len(one.stamps) == 2
            assert one.certificate.is_signed_by(root)

    return len(files) / _seconds(all_of_them)


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
