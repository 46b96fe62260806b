"""XAdES and PAdES made by other programs (signxml, pyHanko) are read as their makers meant them, and refused
when changed. Neither knows DSTU: the mathematics here is RSA and ECDSA, compared is everything around it."""

from __future__ import annotations

import base64
import io

import pytest
from asn1crypto import crl, keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore
from signxml import CanonicalizationMethod, SignatureMethod, XMLSigner, methods
from signxml.xades import XAdESSigner

from obih.signatures.crypto import reasons
from obih.signatures.crypto.opening import verify_any
from obih.signatures.crypto.reasons import Verdict
from obih.signatures.testpki import cast, evidence, golden
from obih.signatures.testpki.containers import _bare_pdf as bare_pdf
from obih.signatures.testpki.signatory import Signatory

ORDER = (
    '<a:order xmlns:a="urn:order" xmlns="urn:plain" xmlns:unused="urn:unused"><!-- c -->'
    '<line a:n="1" b="2" xml:lang="uk">Сплатити &lt;100&gt; \t</line>\n <empty/><?pi data?></a:order>'
).encode()
PEOPLE = {
    SignatureMethod.RSA_SHA256: cast.RSA_HALYNA,
    SignatureMethod.RSA_SHA512: cast.RSA_HALYNA,
    SignatureMethod.SHA256_RSA_MGF1: cast.RSA_HALYNA,
    SignatureMethod.SHA512_RSA_MGF1: cast.RSA_HALYNA,
    SignatureMethod.ECDSA_SHA256: cast.EC_HALYNA,
    SignatureMethod.ECDSA_SHA384: cast.EC_SEAL,
}


def secret(who: Signatory, encoding: Encoding = Encoding.PEM) -> bytes:
    return who.key._key().private_bytes(encoding, PrivateFormat.PKCS8, NoEncryption())


def certificate(who: Signatory) -> str:
    text = base64.encodebytes(who.certificate().raw).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


def by_signxml(
    how: SignatureMethod, canonical: CanonicalizationMethod, signer: type, method: object
) -> bytes:
    who = PEOPLE[how]
    made = signer(signature_algorithm=how, c14n_algorithm=canonical, method=method)
    return etree.tostring(made.sign(etree.fromstring(ORDER), key=secret(who), cert=certificate(who)))


@pytest.mark.parametrize("how", PEOPLE)
def test_a_document_signed_by_signxml_is_sound_by_every_algorithm(how: SignatureMethod) -> None:
    data = by_signxml(how, CanonicalizationMethod.CANONICAL_XML_1_0, XAdESSigner, methods.enveloped)
    report = verify_any(data)
    assert report.signatures[0].sound, report.reasons
    assert report.signatures[0].certificate == PEOPLE[how].certificate()
    assert report.documents[0].signed_by == [1] and report.signatures[0].signer.level.startswith("XAdES")
    changed = verify_any(data.replace(b"&lt;100&gt;", b"&lt;999&gt;"))
    assert reasons.CONTENT_CHANGED in changed.reasons


@pytest.mark.parametrize(
    ("canonical", "signer"),
    [  # its XAdES by exclusive canonicalization its own verifier refuses: the transform is not named
        (CanonicalizationMethod.CANONICAL_XML_1_0, XAdESSigner),
        (CanonicalizationMethod.CANONICAL_XML_1_1, XAdESSigner),
        (CanonicalizationMethod.CANONICAL_XML_1_0, XMLSigner),
        (CanonicalizationMethod.CANONICAL_XML_1_1, XMLSigner),
        (CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0, XMLSigner),
    ],
)
@pytest.mark.parametrize("method", [methods.enveloped, methods.enveloping])
def test_a_document_signed_by_signxml_is_sound_by_every_canonicalization(
    canonical: CanonicalizationMethod, signer: type, method: object
) -> None:
    report = verify_any(by_signxml(SignatureMethod.ECDSA_SHA256, canonical, signer, method))
    assert report.signatures[0].sound, report.reasons
    assert [one.signed_by for one in report.documents] == [[1]]
    assert bool(report.signatures[0].warnings) is (signer is XMLSigner)  # names no certificate: not XAdES


def by_pyhanko(before: bytes, who: Signatory, field: str, subfilter: SigSeedSubFilter) -> bytes:
    signer = signers.SimpleSigner(
        x509.Certificate.load(who.certificate().raw),
        keys.PrivateKeyInfo.load(secret(who, Encoding.DER)),
        SimpleCertificateStore(),
    )
    meta = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=subfilter,
        signer_key_usage=set(),
        reason="Рішення (№ 1)",
    )
    made = signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(before), strict=False), meta, signer)
    return made.getvalue()


@pytest.mark.parametrize("who", [cast.RSA_HALYNA, cast.EC_HALYNA])
@pytest.mark.parametrize("subfilter", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
def test_a_pdf_signed_twice_by_pyhanko_is_sound(who: Signatory, subfilter: SigSeedSubFilter) -> None:
    one = by_pyhanko(plain_pdf(), who, "First", subfilter)
    both = by_pyhanko(one, cast.EC_SEAL, "Second", subfilter)
    first = verify_any(one)
    assert first.signatures[0].sound and first.documents[0].signed_by == [1] and not first.warnings
    report = verify_any(both)
    assert [each.sound for each in report.signatures] == [True, True]
    assert [each.place for each in report.signatures] == ["редакція 1", "редакція 2"]
    assert any("редакцію 1 із 2" in each for each in report.signatures[0].warnings)
    at = both.index(b"Rishennia")
    changed = verify_any(both[:at] + b"r" + both[at + 1 :])
    assert [each.sound for each in changed.signatures] == [False, False]


def test_a_revision_added_by_pyhanko_after_signing_is_told_of() -> None:
    signed = by_pyhanko(plain_pdf(), cast.EC_HALYNA, "First", SigSeedSubFilter.PADES)
    writer = IncrementalPdfFileWriter(io.BytesIO(signed), strict=False)
    writer.root["/Lang"] = TextStringObject("uk")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    report = verify_any(out.getvalue())
    assert report.signatures[0].sound and reasons.PDF_LATER in report.reasons


def with_evidence(signed: bytes) -> bytes:
    """PAdES-B-LT as pyHanko makes it: certificates and lists of revoked ones in a revision of their own."""
    out = io.BytesIO(signed)
    lists = [evidence.full_list(one) for one in (cast.EC_AUTHORITY, cast.EC_ROOT)]
    DocumentSecurityStore.add_dss(
        output_stream=out,
        sig_contents=signed[signed.index(b"/Contents <") + 11 :].split(b">")[0],
        certs=[x509.Certificate.load(one.certificate().raw) for one in (cast.EC_AUTHORITY, cast.EC_ROOT)],
        crls=[crl.CertificateList.load(one) for one in lists],
        strict=False,
    )
    return out.getvalue()


def test_evidence_that_pyhanko_adds_behind_the_signature_is_used_and_is_no_change() -> None:
    roots = golden.store("trust-roots")
    signed = by_pyhanko(plain_pdf(), cast.EC_HALYNA, "First", SigSeedSubFilter.PADES)
    bare = verify_any(signed, trust=roots, at=cast.AT)
    assert bare.verdict is Verdict.INDETERMINATE
    data = with_evidence(signed)
    report = verify_any(data, trust=roots, at=cast.AT)
    assert report.verdict is Verdict.VALID, (report.reasons, report.warnings)
    assert "лише докази" in report.warnings[0] and report.documents[0].signed_by == [1]


def test_a_number_that_waited_for_something_to_be_added_makes_it_a_change() -> None:
    """The page named an object that was not there; evidence under that number could be read as a page."""
    waiting = plain_pdf(b"/Thumb 12 0 R ")
    signed = by_pyhanko(waiting, cast.EC_HALYNA, "First", SigSeedSubFilter.PADES)
    assert reasons.PDF_LATER in verify_any(with_evidence(signed)).reasons


def test_anything_more_than_evidence_behind_the_signature_is_a_change() -> None:
    data = with_evidence(by_pyhanko(plain_pdf(), cast.EC_HALYNA, "First", SigSeedSubFilter.PADES))
    assert reasons.PDF_LATER not in verify_any(data).reasons
    start = data.index(b"/DSS")
    tail = data.rindex(b"xref")
    for spoilt in (
        data[:tail] + b"4 0 obj\n<< /Length 1 >>\nstream\nx\nendstream\nendobj\n" + data[tail:],
        data[:start] + b"/Dss" + data[start + 4 :],
        data[:start] + b"/Pages 4 0 R " + data[start:],
        data + b"1 0 obj <<>> endobj\n",
        data.replace(b"/Prev", b"/Prew"),
    ):
        found = verify_any(spoilt).reasons
        assert {reasons.PDF_LATER, reasons.PDF_BEHIND} & set(found)


def plain_pdf(more: bytes = b"") -> bytes:
    """A PDF that a strict reader accepts: with a full table of objects; `more` stands in its page."""
    body = bare_pdf("Rishennia").replace(b" /AcroForm << /Fields [10 0 R] /SigFlags 3 >>", b"")
    body = body.replace(b"/MediaBox", more + b"/MediaBox")
    body = body[: body.index(b"xref")]
    places = [body.index(b"%d 0 obj" % number) for number in range(1, 5)]
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    return body + table + b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)
