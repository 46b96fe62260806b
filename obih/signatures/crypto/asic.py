"""Containers of signatures: ASiC-S and ASiC-E (EN 319 162-1), with CAdES and with XAdES.

A signature of ASiC-E is over a manifest, which names documents by digest; of ASiC-S over the only document.
What no signature covers is named: whoever opens the container sees it beside what was signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from obih.signatures.crypto import hashes, reasons
from obih.signatures.crypto.archive import Archive, Entry
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.manifest import MAX_MANIFEST, DataReference, Manifest, named_in, read_manifest
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.report import Document, FileReport, SignatureReport
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.signer import Digest
from obih.signatures.crypto.sources import Refused
from obih.signatures.crypto.timestamps import read_stamp
from obih.signatures.crypto.verify import verify_file
from obih.signatures.crypto.within import Within, file_report, note_uncovered
from obih.signatures.crypto.xades import MAX_SIGNATURE_XML, verify_xades

MIMETYPE, META = "mimetype", "META-INF/"
KINDS = {
    b"application/vnd.etsi.asic-s+zip": "ASiC-S",
    b"application/vnd.etsi.asic-e+zip": "ASiC-E",
}
CADES = re.compile(r"META-INF/[^/]*\.p7s", re.I)
XADES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.I)
MANIFEST = re.compile(r"META-INF/ASiC[^/]*Manifest[^/]*\.xml", re.I)
STAMP = re.compile(r"META-INF/[^/]*\.tst", re.I)
KNOWN = re.compile(r"META-INF/(manifest|container|metadata)\.xml", re.I)
MAX_SIGNATURE = 32 << 20
SHA_256 = "2.16.840.1.101.3.4.2.1"


def is_container(archive: Archive) -> bool:
    """True for a ZIP that says it is ASiC, or is made like one."""
    kind = archive.entries.get(MIMETYPE)
    if kind is not None and kind.size < 100 and kind.whole(100).strip() in KINDS:
        return True
    return any(CADES.fullmatch(name) or XADES.fullmatch(name) for name in archive.entries)


def verify_container(archive: Archive, within: Within) -> FileReport:
    """The report on a container. Raises Malformed when its own files cannot be read."""
    return _Container(archive, within).report()


@dataclass
class _Signed:
    """One signature and the documents it names: name in the container → whether the digest is that."""

    report: SignatureReport
    covers: set[str] = field(default_factory=set)


def _is_service(name: str) -> bool:
    return name == MIMETYPE or name.upper().startswith(META)


class _Container:
    def __init__(self, archive: Archive, within: Within) -> None:
        self._entries, self._within = archive.entries, within
        self._names = frozenset(archive.entries)
        self._documents = [entry for name, entry in archive.entries.items() if not _is_service(name)]
        self._signed: list[_Signed] = []
        self._found: list[Reason] = []
        self._warnings: list[str] = []
        self._digests: dict[str, dict[hashes.Wanted, bytes]] = {}
        if archive.hidden_bytes:
            self._warnings.append(f"В архіві {archive.hidden_bytes} байтів поза файлами; вони не підписані.")

    def report(self) -> FileReport:
        form = self._form()
        manifests = self._manifests()
        self._hash(manifests)
        for name, entry in self._entries.items():
            if CADES.fullmatch(name):
                self._look_at_cades(entry, manifests)
            elif XADES.fullmatch(name) and not MANIFEST.fullmatch(name):
                self._look_at_xades(entry)
            elif STAMP.fullmatch(name):
                self._look_at_stamp(entry, manifests)
        signatures = [one.report for one in self._signed]
        if not signatures:
            self._found.append(reasons.NOBODY)
        documents = [self._described(entry) for entry in self._documents]
        parts = self._parts()
        report = file_report(self._within, form, signatures, self._found, parts)
        report.documents, report.warnings = documents, self._warnings
        note_uncovered(report, [one.name for one in documents if not one.signed_by])
        report.experimental = any(XADES.fullmatch(one.place) for one in signatures)
        return report

    def _form(self) -> str:
        first = next(iter(self._entries))
        kind = "ASiC-E" if any(MANIFEST.fullmatch(name) for name in self._names) else "ASiC-S"
        if MIMETYPE in self._names:
            said = self._entries[MIMETYPE].whole(1 << 20).strip()
            kind = KINDS.get(said, kind)
            if said not in KINDS or first != MIMETYPE or self._entries[MIMETYPE].info.compress_type:
                self._warnings.append("Файл mimetype контейнера не такий, як вимагає EN 319 162.")
        else:
            self._warnings.append("У контейнері немає файлу mimetype.")
        with_cades = any(CADES.fullmatch(name) for name in self._names)
        with_xades = any(XADES.fullmatch(name) for name in self._names)
        inside = " і ".join(["CAdES"] * with_cades + ["XAdES"] * with_xades)
        return f"{kind} з {inside}" if inside else kind

    def _manifests(self) -> dict[str, Manifest]:
        found = {}
        for name, entry in self._entries.items():
            if MANIFEST.fullmatch(name):
                try:
                    found[name] = read_manifest(entry.whole(MAX_MANIFEST))
                except Refused:
                    raise
                except Malformed:
                    self._found.append(reasons.MANIFEST_BROKEN)
            elif (
                _is_service(name)
                and name != MIMETYPE
                and not any(one.fullmatch(name) for one in (CADES, XADES, STAMP, KNOWN))
            ):
                self._warnings.append(f"У службовій теці контейнера є сторонній файл «{name}».")
        return found

    def _hash(self, manifests: dict[str, Manifest]) -> None:
        """Every document once, for all manifests; with SHA-256, which people compare."""
        wanted: dict[str, set[hashes.Wanted]] = {one.name: {(SHA_256, DKE_1)} for one in self._documents}
        for manifest in manifests.values():
            for reference in manifest.references:
                name = named_in(reference.uri, self._names)
                if name is not None:
                    wanted.setdefault(name, set()).add((reference.digest, DKE_1))
        for name, algorithms in wanted.items():
            self._digests[name] = hashes.digests(self._entries[name], algorithms)

    def _look_at_cades(self, entry: Entry, manifests: dict[str, Manifest]) -> None:
        self._within.budget.open_signature()
        fitting = [name for name, one in manifests.items() if named_in(one.signature, {entry.name})]
        alone = self._documents[0] if len(self._documents) == 1 and not fitting else None
        content = self._entries[fitting[0]].whole(MAX_MANIFEST) if fitting else alone
        try:
            report = verify_file(
                entry.whole(MAX_SIGNATURE),
                content,
                self._within.certificates,
                trust=self._within.trust,
                at=self._within.at,
                inside=lambda _: None,
            )
        except Malformed:
            self._found.append(reasons.SIGNATURE_UNREADABLE)
            self._warnings.append(f"Підпис «{entry.name}» не читається.")
            return
        self._found += report.reasons if not report.signatures else []
        self._found += [reasons.CONTENT_DIFFERS] if reasons.CONTENT_DIFFERS in report.reasons else []
        self._warnings += report.warnings
        for one in report.signatures:
            one.place = entry.name
            signed = _Signed(one)
            if len(fitting) > 1:
                one.reasons.append(reasons.MANIFEST_TWICE)
            elif fitting:
                found, signed.covers = self._compared(manifests[fitting[0]].references)
                one.reasons += found
            elif alone is not None:
                signed.covers = {alone.name}
            self._signed.append(signed)

    def _look_at_xades(self, entry: Entry) -> None:
        self._within.budget.open_signature()
        try:
            found = verify_xades(
                entry.whole(MAX_SIGNATURE_XML),
                self._beside,
                self._within.certificates,
                trust=self._within.trust,
                at=self._within.at,
            )
        except Refused:
            raise
        except Malformed:
            self._found.append(reasons.SIGNATURE_UNREADABLE)
            self._warnings.append(f"Підпис «{entry.name}» не читається.")
            return
        for one in found:
            one.report.place = entry.name
            self._signed.append(_Signed(one.report, one.files))

    def _beside(self, uri: str) -> tuple[str, Entry] | None:
        name = named_in(uri, self._names)
        return None if name is None else (name, self._entries[name])

    def _look_at_stamp(self, entry: Entry, manifests: dict[str, Manifest]) -> None:
        """A timestamp of the container itself (5.2): over a manifest, or over the only document."""
        fitting = [name for name, one in manifests.items() if named_in(one.signature, {entry.name})]
        alone = self._documents[0] if len(self._documents) == 1 else None
        over = self._entries[fitting[0]] if fitting else alone
        hash_of = None if over is None else lambda digest: Digest.of(digest, over)
        known = [*self._within.certificates, *(self._within.trust.certificates if self._within.trust else ())]
        stamp = read_stamp(entry.whole(MAX_MANIFEST), "content", hash_of, known)
        self._found += [one for one in stamp.reasons if one.verdict is reasons.Verdict.INVALID]
        if fitting:
            self._found += self._compared(manifests[fitting[0]].references)[0]
        at = stamp.at.strftime("%d.%m.%Y %H:%M:%S UTC") if stamp.at else "невідомо коли"
        self._warnings.append(f"Контейнер має власну позначку часу «{entry.name}»: {at}.")

    def _compared(self, references: list[DataReference]) -> tuple[list[Reason], set[str]]:
        """What speaks against the digests of a manifest, and the files that they are true of."""
        found, covers = [], set()
        for one in references:
            name = named_in(one.uri, self._names)
            if name is None:
                found.append(reasons.DOCUMENT_MISSING)
                self._warnings.append(f"У контейнері немає підписаного файлу «{one.uri[:120]}».")
            elif one.digest in hashes.BROKEN:
                found.append(reasons.WEAK_HASH)
            elif not one.digest:
                found.append(reasons.UNKNOWN_ALGORITHM)
            elif self._digests[name].get((one.digest, DKE_1)) != one.value:
                found.append(reasons.DOCUMENT_CHANGED)
                self._warnings.append(f"Файл «{name}» змінено після підписання.")
            else:
                covers.add(name)
        return found, covers

    def _described(self, entry: Entry) -> Document:
        by = [number for number, one in enumerate(self._signed, 1) if entry.name in one.covers]
        return Document(entry.name, entry.size, self._digests[entry.name][(SHA_256, DKE_1)].hex(), by)

    def _parts(self) -> list[tuple[str, FileReport]]:
        found = []
        for entry in self._documents:
            inside = self._within.look_inside(entry.name, entry, self._warnings)
            if inside is not None:
                found.append((entry.name, inside))
        return found
