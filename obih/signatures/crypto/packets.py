"""A plain ZIP that people send: documents with signatures beside them, signed containers, all at once."""

from __future__ import annotations

import re

from obih.signatures.crypto import reasons
from obih.signatures.crypto.archive import Archive, Entry
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.reasons import Reason
from obih.signatures.crypto.report import FileReport
from obih.signatures.crypto.sources import Refused, buffered
from obih.signatures.crypto.within import NotSigned, Within, described, file_report, note_uncovered

SIGNATURE = re.compile(r"(?P<of>.+?)(\.(p7s|p7m|p7b|p7|sig|sign))+", re.I)


def verify_packet(archive: Archive, within: Within) -> FileReport:
    """The report on a ZIP. Raises NotSigned when nothing in it is signed."""
    return _Packet(archive, within).report()


class _Packet:
    def __init__(self, archive: Archive, within: Within) -> None:
        self._entries, self._within = archive.entries, within
        self._parts: list[tuple[str, FileReport]] = []
        self._found: list[Reason] = []
        self._warnings: list[str] = []
        self._signed_by: dict[str, list[int]] = {}
        self._count = 0

    def report(self) -> FileReport:
        for name, entry in self._entries.items():
            if SIGNATURE.fullmatch(name):
                self._look_at_signature(name, entry)
            else:
                inside = self._within.look_inside(name, entry, self._warnings)
                if inside is not None:
                    self._keep(name, inside, name)
        if not self._parts and not self._found:
            raise NotSigned("в архіві немає підписаних файлів")
        report = file_report(self._within, "архів ZIP", [], self._found, self._parts)
        documents = [entry for name, entry in self._entries.items() if not SIGNATURE.fullmatch(name)]
        bare = [one.name for one in documents if one.name not in self._signed_by]
        report.documents = [described(one.name, one, self._signed_by.get(one.name, ())) for one in documents]
        report.warnings = self._warnings
        report.experimental = any(part.experimental for _, part in self._parts)
        note_uncovered(report, bare)
        return report

    def _look_at_signature(self, name: str, entry: Entry) -> None:
        """A file of signatures with the document beside it: of the same name, else the only one there is."""
        self._within.budget.open_signature()
        document, others = self._beside(name), self._others()
        try:
            made = self._opened(entry, document)
            if made.detached and document is None and len(others) == 1:
                document = others[0]
                made = self._opened(entry, document)
        except (NotSigned, Refused) as problem:
            self._warnings.append(f"Файл «{name}» не розібрано: {problem}.")
        except Malformed:
            self._found.append(reasons.SIGNATURE_UNREADABLE)
            self._warnings.append(f"Підпис «{name}» не читається.")
        else:
            self._keep(name, made, document or name)

    def _opened(self, entry: Entry, document: str | None) -> FileReport:
        content = None if document is None else self._entries[document]
        deeper = self._within.deeper()
        return deeper.open(deeper, entry.name, buffered(entry), content)

    def _keep(self, name: str, made: FileReport, document: str) -> None:
        first = self._count + 1
        self._count += len(made.all_signatures())
        self._parts.append((name, made))
        self._signed_by.setdefault(document, []).extend(range(first, self._count + 1))

    def _beside(self, name: str) -> str | None:
        named = SIGNATURE.fullmatch(name)
        return named.group("of") if named and named.group("of") in self._entries else None

    def _others(self) -> list[str]:
        return [one for one in self._entries if not SIGNATURE.fullmatch(one)]
