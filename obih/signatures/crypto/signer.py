"""One SignerInfo of CMS as it stands in the file: who, what attributes, which bytes were signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import core, parser

from obih.signatures.crypto import hashes, names
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.keys import DstuKey, SignatureAlgorithm
from obih.signatures.crypto.names import Name, read_name
from obih.signatures.crypto.sboxes import COMPRESSED_SIZE, DKE_1
from obih.signatures.crypto.sources import Content
from obih.signatures.crypto.structures import (
    MISREAD,
    IssuerAndSerial,
    SignerInfo,
    SigningCertificate,
    SigningCertificateV2,
    content_of,
    encoded,
)

PKCS_9, SMIME = "1.2.840.113549.1.9", "1.2.840.113549.1.9.16.2"
CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME = f"{PKCS_9}.3", f"{PKCS_9}.4", f"{PKCS_9}.5"
COUNTERSIGNATURE, SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2 = f"{PKCS_9}.6", f"{SMIME}.12", f"{SMIME}.47"
SIGNATURE_STAMP, POLICY, CONTENT_STAMP = f"{SMIME}.14", f"{SMIME}.15", f"{SMIME}.20"
CERTIFICATE_REFS, REVOCATION_REFS, CERTIFICATE_VALUES = f"{SMIME}.21", f"{SMIME}.22", f"{SMIME}.23"
REVOCATION_VALUES = f"{SMIME}.24"
ARCHIVE_STAMPS = {f"{SMIME}.27", f"{SMIME}.48", "0.4.0.1733.2.4"}
ONCE = {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERTIFICATE_V2}
SHA_1, SHA_256 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1"

Attributes = dict[str, list[bytes]]
"""Dotted type → each value as it was encoded."""


@dataclass(frozen=True)
class Digest:
    """A hash algorithm with the substitution table named beside it, if one is."""

    identifier: str
    sbox: bytes | None = None

    def of(self, data: Content, sbox: bytes = DKE_1) -> bytes:
        """The hash; `sbox` is what holds when none is named. Raises hashes.UnknownHash."""
        return hashes.digest(self.identifier, data, self.sbox or sbox)


class Signer:
    """One signature of a file. Raises Malformed when its structure cannot be read."""

    def __init__(self, info: Any) -> None:
        try:
            self.version: int = info["version"].native
            self.issuer, self.serial, self.key_identifier = _identity(encoded(info["sid"]))
            self.issuer_encoded = _issuer_encoded(encoded(info["sid"]))
            self.digest = read_digest(info["digest_algorithm"])
            chosen = info["signature_algorithm"]
            parameters = content_of(chosen, "parameters")
            self.algorithm = SignatureAlgorithm(
                chosen["algorithm"].dotted,
                self.digest.identifier,
                None if parameters is None else encoded(parameters),
            )
            self.signature = bytes(info["signature"].native)
            given = content_of(info, "signed_attrs")
            self.signed_bytes = None if given is None else b"\x31" + given.dump()[1:]
            """Attributes as encoded, under the tag of a SET: what the signature is counted over."""
            self.signed, self.repeated = _attributes(given)
            self.unsigned, _ = _attributes(content_of(info, "unsigned_attrs"))
            self.in_order = given is None or _in_order([encoded(one) for one in given])
        except MISREAD as problem:
            raise Malformed("підпис у файлі не читається") from problem

    @classmethod
    def load(cls, raw: bytes) -> Signer:
        """From the bytes of a SignerInfo (countersignatures). Raises Malformed."""
        try:
            return cls(SignerInfo.load(raw))
        except MISREAD as problem:
            raise Malformed("підпис у файлі не читається") from problem

    def certificate_among(self, certificates: list[Certificate]) -> Certificate | None:
        """Whose signature it is, by issuer and number or by the identifier of the key.

        Of several that fit (a key that was certified again) the one that signing-certificate names.
        """
        fitting = list(dict.fromkeys(one for one in certificates if self._fits(one)))
        if len(fitting) > 1:
            named = (one for one in fitting if self._surely_names(one))
            return next(named, fitting[0])
        return fitting[0] if fitting else None

    def _fits(self, certificate: Certificate) -> bool:
        if self.key_identifier is not None:
            return certificate.subject_key == self.key_identifier
        return certificate.serial == self.serial and names.same(certificate.issuer, self.issuer)

    def _surely_names(self, certificate: Certificate) -> bool:
        try:
            return bool(self.names_certificate(certificate))
        except MISREAD:
            return False

    @property
    def message_digest(self) -> bytes | None:
        return self._octets(MESSAGE_DIGEST)

    @property
    def content_type(self) -> str | None:
        values = self.signed.get(CONTENT_TYPE)
        return core.ObjectIdentifier.load(values[0]).dotted if values else None

    @property
    def claimed_at(self) -> datetime | None:
        """When the signer says it was: proves nothing."""
        values = self.signed.get(SIGNING_TIME)
        if not values:
            return None
        try:
            kind = core.UTCTime if values[0][:1] == b"\x17" else core.GeneralizedTime
            moment: datetime = kind.load(values[0]).native
        except MISREAD:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def level(self) -> str:
        """The level of CAdES that its attributes make (EN 319 122), whether or not they hold."""
        has = self.unsigned.keys()
        if has & ARCHIVE_STAMPS:
            return "CAdES-A"
        if CERTIFICATE_VALUES in has and REVOCATION_VALUES in has:
            return "CAdES-X Long"
        if CERTIFICATE_REFS in has and REVOCATION_REFS in has:
            return "CAdES-C"
        if SIGNATURE_STAMP in has:
            return "CAdES-T"
        return "CAdES-EPES" if POLICY in self.signed else "CAdES-BES"

    def names_certificate(self, certificate: Certificate) -> bool | None:
        """Whether signing-certificate (v1 or v2) means this one; None when it is not there."""
        for kind, spec in (
            (SIGNING_CERTIFICATE_V2, SigningCertificateV2),
            (SIGNING_CERTIFICATE, SigningCertificate),
        ):
            values = self.signed.get(kind)
            if values:
                return self._names(spec.load(values[0])["certs"][0], certificate)
        return None

    def _names(self, reference: Any, certificate: Certificate) -> bool:
        digest = Digest(SHA_1)
        if len(reference) == 3:
            chosen = content_of(reference, "hash_algorithm")
            digest = Digest(SHA_256) if chosen is None else read_digest(chosen)
        sboxes = {DKE_1}
        try:
            key = certificate.key
            if isinstance(key, DstuKey):
                sboxes.add(key.sbox)
        except ValueError:
            pass
        expected = bytes(reference["hash"].native)
        return any(digest.of(certificate.raw, sbox) == expected for sbox in sboxes)

    def _octets(self, kind: str) -> bytes | None:
        values = self.signed.get(kind)
        return bytes(core.OctetString.load(values[0]).native) if values else None


def read_digest(algorithm: Any) -> Digest:
    """A hash algorithm; GOST 34.311 may name its substitution table in an OCTET STRING."""
    parameters = content_of(algorithm, "parameters")
    sbox = None
    if parameters is not None and encoded(parameters)[:1] == b"\x04":
        named = bytes(core.OctetString.load(encoded(parameters)).native)
        sbox = named if len(named) == COMPRESSED_SIZE else None
    return Digest(algorithm["algorithm"].dotted, sbox)


def _identity(raw: bytes) -> tuple[Name, int, bytes | None]:
    """Issuer and number, or the identifier of the key, also wrapped in an OCTET STRING (ДФС)."""
    if raw[:1] == b"\x30":
        both = IssuerAndSerial.load(raw)
        return read_name(both["issuer"]), both["serial"].native, None
    if raw[:1] == b"\x80":
        return (), 0, bytes(core.OctetString.load(b"\x04" + raw[1:]).native)
    if raw[:1] == b"\xa0":
        return (), 0, bytes(core.OctetString.load(parser.parse(raw)[4]).native)
    raise ValueError("an unknown identifier of a signer")


def _issuer_encoded(raw: bytes) -> bytes | None:
    """The issuer’s name as the signer wrote it."""
    if raw[:1] != b"\x30":
        return None
    named: bytes = IssuerAndSerial.load(raw)["issuer"].dump()
    return named


def _attributes(given: Any) -> tuple[Attributes, bool]:
    """Attributes by type, and whether one that may stand once stands twice or with several values."""
    found: Attributes = {}
    repeated = False
    for attribute in given or ():
        kind = attribute["type"].dotted
        values = [encoded(value) for value in attribute["values"]]
        if kind in ONCE:
            repeated = repeated or kind in found or len(values) != 1
        found.setdefault(kind, []).extend(values)
    return found, repeated


def _in_order(members: list[bytes]) -> bool:
    """DER wants the members of a SET sorted by their bytes (X.690, 11.6)."""
    return members == sorted(members)
