"""All samples, and the folders of trust they are judged by."""

from __future__ import annotations

from obih.signatures.testpki import carried, cast, evidence, files, sound, unsound
from obih.signatures.testpki.sample import WHOLE, Sample

SAMPLES: tuple[Sample, ...] = (*sound.SAMPLES, *unsound.SAMPLES, *carried.SAMPLES)
LIST, DELTA = "authority.crl", "authority-delta.crl"


def trust_folders() -> dict[str, dict[str, bytes]]:
    """Folder → name → bytes."""
    whole = files.trust_files()
    certificates = {name: data for name, data in whole.items() if name.endswith(".cer")}
    full = {name: data for name, data in whole.items() if name != DELTA}
    rest = {name: data for name, data in full.items() if name != LIST}
    return {
        WHOLE: whole,
        sound.ROOTS_ONLY: {f"{one.file}.cer": one.certificate().raw for one in cast.ANCHORS},
        sound.WITHOUT_SERVICES: {name: data for name, data in whole.items() if not _is_service(name)},
        unsound.WITHOUT_LISTS: certificates,
        unsound.STALE: rest | {"stale.crl": evidence.stale_list()},
        unsound.FORGED_LIST: rest | {"forged.crl": evidence.forged_list()},
        unsound.FULL_ONLY: full,
    }


def _is_service(name: str) -> bool:
    return name.endswith(("ocsp.cer", "tsa.cer"))


def by_name() -> dict[str, Sample]:
    """Name → sample."""
    found = {one.name: one for one in SAMPLES}
    assert len(found) == len(SAMPLES), "names are different"
    return found
