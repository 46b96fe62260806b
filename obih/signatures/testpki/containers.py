"""Carriers of signatures: ZIP, ASiC, PDF, made by hand as files of providers look; for tests only."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from obih.signatures.crypto import hashes
from obih.signatures.testpki import cades
from obih.signatures.testpki.signatory import Signatory

ASIC_S, ASIC_E = b"application/vnd.etsi.asic-s+zip", b"application/vnd.etsi.asic-e+zip"
MOMENT = (2026, 11, 20, 12, 0, 0)
SHA_256 = "http://www.w3.org/2001/04/xmlenc#sha256"
GOST = "http://www.w3.org/2001/04/xmldsig-more#gost34311"
UTF_8 = 0x800

Files = Mapping[str, bytes]


def zipped(files: Files | Iterable[tuple[str, bytes]], *, packed: bool = False) -> bytes:
    """A ZIP of these files; the same bytes each time while nothing is packed. `mimetype` never is."""
    made = io.BytesIO()
    given = files.items() if isinstance(files, Mapping) else files
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in given:
            info = zipfile.ZipInfo(name, MOMENT)
            info.create_system, info.external_attr = 0, 0
            method = zipfile.ZIP_DEFLATED if packed and name != "mimetype" else zipfile.ZIP_STORED
            archive.writestr(info, data, method)
    return made.getvalue()


def manifest(signature: str, files: Files, address: str = SHA_256) -> bytes:
    """ASiCManifest over these documents."""
    references = "".join(
        f'<asic:DataObjectReference MimeType="application/octet-stream" URI="{quote(name)}">'
        f'<ds:DigestMethod Algorithm="{address}"/>'
        f"<ds:DigestValue>{base64.b64encode(_digest(address, data)).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
        for name, data in files.items()
    )
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no" ?>'
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" '
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
        f'<asic:SigReference MimeType="application/x-pkcs7-signature" URI="{signature}"/>'
        f"{references}</asic:ASiCManifest>"
    ).encode()


def asic_e(
    signers: Iterable[Signatory],
    files: Files,
    *,
    covers: Iterable[str] | None = None,
    address: str = SHA_256,
    extra: Files | None = None,
) -> bytes:
    """ASiC-E with a manifest and a CAdES signature of each signer; `covers`: not all of the documents."""
    chosen = files if covers is None else {name: files[name] for name in covers}
    entries = {"mimetype": ASIC_E, **files}
    for number, who in enumerate(signers, 1):
        place = f"META-INF/signature{number:03}.p7s"
        listed = manifest(place, chosen, address)
        entries[f"META-INF/ASiCManifest{number:03}.xml"] = listed
        entries[place] = cades.signed_file(who, listed, attached=False)
    return zipped(entries | dict(extra or {}))


def asic_s(who: Signatory, name: str, data: bytes) -> bytes:
    """ASiC-S with a CAdES signature over its only document."""
    signature = cades.signed_file(who, data, attached=False)
    return zipped({"mimetype": ASIC_S, name: data, "META-INF/signature.p7s": signature})


def pdf(
    who: Signatory,
    text: str = "Rishennia",
    *,
    subfilter: str = "ETSI.CAdES.detached",
    before: bytes | None = None,
    room: int = 8192,
) -> bytes:
    """A PDF with a signature (or timestamp) over all of it; `before`: one to sign again, as the next revision."""
    number = 10 + (before or b"").count(b"/Type /Sig")
    start = _bare_pdf(text) if before is None else before
    front = (
        start
        + (
            f"{number} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /{subfilter} "
            "/M (D:20261120120000Z) /ByteRange "
        ).encode()
    )
    tail = b" >>\nendobj\n" + _trailer(len(start), number)
    first = len(front) + len("[0 0000000000 0000000000 0000000000] /Contents ")
    second = first + 2 * room + 2
    front += b"[0 %010d %010d %010d] /Contents " % (first, second, len(tail))
    over = front + tail
    stamp = subfilter == "ETSI.RFC3161"
    signature = cades.token(who, over) if stamp else cades.signed_file(who, over, attached=False)
    value = b"<" + signature.hex().encode().ljust(2 * room, b"0") + b">"
    return front + value + tail


def revised(before: bytes, text: str = "Changed") -> bytes:
    """A PDF with a further revision that nobody signed."""
    added = b"4 0 obj\n<< /Length 8 >>\nstream\n% " + text.encode() + b"\nendstream\nendobj\n"
    return before + added + _trailer(len(before), 4)


def _bare_pdf(text: str) -> bytes:
    stream = f"BT /F1 18 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [10 0 R] /SigFlags 3 >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
    ]
    made = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    for number, one in enumerate(objects, 1):
        made += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    return made + _trailer(len(made), 5)


def _trailer(at: int, number: int) -> bytes:
    """The end of a revision; readers that rebuild the table of objects find the rest."""
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    return table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (number + 1, at)


def _digest(address: str, data: bytes) -> bytes:
    return hashes.digest(hashes.GOST_34311, data) if address == GOST else hashlib.sha256(data).digest()
