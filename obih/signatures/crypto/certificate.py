"""A certificate, with the attributes Ukraine adds (z1398-12), and what kind of signature it makes.

Extensions are read one by one: one that cannot be read is named in `unreadable` and spoils none of the
others.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any

from asn1crypto import core, x509

from obih.signatures.crypto import ber, hashes, names
from obih.signatures.crypto.keys import SignatureAlgorithm, VerifyingKey, public_key
from obih.signatures.crypto.names import Name, read_name
from obih.signatures.crypto.structures import (
    MISREAD,
    AttributeSequence,
    CertificateStructure,
    content_of,
    encoded,
)

KEY_USAGE, BASIC, EKU, POLICIES = "2.5.29.15", "2.5.29.19", "2.5.29.37", "2.5.29.32"
SKI, AKI, DIRECTORY, QC = "2.5.29.14", "2.5.29.35", "2.5.29.9", "1.3.6.1.5.5.7.1.3"
SUBJECT_ATTRIBUTES = {
    f"{hashes.UA}.11.1.4.1.1": "rnokpp",
    f"{hashes.UA}.11.1.4.7.1": "rnokpp",
    f"{hashes.UA}.11.1.4.2.1": "edrpou",
    f"{hashes.UA}.11.1.4.11.1": "unzr",
}
MOST_KEPT = 8192
"""Bytes of a certificate that is kept; a stranger’s may be of any size."""
PARTS = ("tbs", "signature_algorithm", "signature")
QUALIFIED_POLICY, QUALIFIED_STATEMENT, SEAL_USAGE = f"{hashes.UA}.2.2", f"{hashes.UA}.2.1", f"{hashes.UA}.3.9"
QC_COMPLIANCE, QC_SSCD, QC_TYPE, TYPE_SEAL = (f"0.4.0.1862.1.{tail}" for tail in ("1", "4", "6", "6.2"))


@dataclass(frozen=True)
class Kind:
    """What a signature by this certificate is under Law 2155-VIII."""

    code: str
    name: str


QUALIFIED = Kind("qualified_signature", "КЕП")
QUALIFIED_SEAL = Kind("qualified_seal", "кваліфікована електронна печатка")
ADVANCED = Kind("advanced_signature", "УЕП на кваліфікованому сертифікаті")
ADVANCED_SEAL = Kind("advanced_seal", "удосконалена електронна печатка на кваліфікованому сертифікаті")
OTHER = Kind("other", "підпис на некваліфікованому сертифікаті")


class Certificate:
    """One certificate. Raises ber.Malformed when its bytes are none."""

    def __init__(self, raw: bytes) -> None:
        self.raw, _ = ber.definite(raw)
        try:
            self._structure = CertificateStructure.load(self.raw)
            tbs: Any = self._structure["tbs"]
            if sum(len(self._structure[part].dump()) for part in PARTS) != len(self._structure.contents):
                raise ValueError("more than a certificate has")
            self._tbs = tbs
            self.serial: int = tbs["serial"].native
            self.issuer: Name = read_name(tbs["issuer"])
            self.subject: Name = read_name(tbs["subject"])
            self.not_before = _moment(tbs["validity"]["not_before"])
            self.not_after = _moment(tbs["validity"]["not_after"])
            self.key_info: bytes = tbs["public_key_info"].dump()
            self.subject_raw: bytes = tbs["subject"].dump()
            self.key_bits: bytes = bytes(tbs["public_key_info"]["public_key"].native)
            """The bits of its key, as OCSP hashes them (RFC 6960, 4.1.1)."""
        except MISREAD as problem:
            raise ber.Malformed("сертифікат не читається") from problem
        self.unreadable: list[str] = []

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Certificate) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    @cached_property
    def sha256(self) -> str:
        """The fingerprint, in hexadecimal digits."""
        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def extensions(self) -> dict[str, tuple[bool, bytes]]:
        """Dotted identifier → (critical, value)."""
        found: dict[str, tuple[bool, bytes]] = {}
        try:
            given = list(content_of(self._tbs, "extensions") or ())
        except MISREAD:
            given = []
            self.unreadable.append("extensions")
        for one in given:
            try:
                identifier = one["extn_id"].dotted
                if identifier in found:
                    self.unreadable.append("extension")  # RFC 5280, 4.2: never twice
                found[identifier] = bool(one["critical"].native), bytes(one["extn_value"].native)
            except MISREAD:
                self.unreadable.append("extension")
        return found

    @property
    def key(self) -> VerifyingKey:
        """The public key. Raises UnsupportedAlgorithm, KeyProblem."""
        return public_key(self.key_info)

    @cached_property
    def subject_key(self) -> bytes | None:
        """The identifier of its key, as others refer to it."""
        return self._read(SKI, lambda value: bytes(core.OctetString.load(value).native))

    @cached_property
    def authority_key(self) -> bytes | None:
        """The identifier of its issuer’s key."""
        value = self._read(AKI, lambda raw: x509.AuthorityKeyIdentifier.load(raw)["key_identifier"].native)
        return bytes(value) if value else None

    @cached_property
    def key_usage(self) -> frozenset[str]:
        """Names of RFC 5280 with underscores; empty when it says nothing."""
        return frozenset(self._read(KEY_USAGE, lambda value: x509.KeyUsage.load(value).native) or ())

    @cached_property
    def extended_usage(self) -> frozenset[str]:
        """Dotted identifiers of purposes."""
        return frozenset(
            self._read(EKU, lambda value: [one.dotted for one in x509.ExtKeyUsageSyntax.load(value)]) or ()
        )

    @property
    def is_usage_critical(self) -> bool:
        """True when whoever does not know its purposes must refuse it."""
        return self.extensions.get(EKU, (False, b""))[0]

    @cached_property
    def policies(self) -> frozenset[str]:
        """Dotted identifiers of policies."""
        return frozenset(
            self._read(
                POLICIES,
                lambda value: [
                    one["policy_identifier"].dotted for one in x509.CertificatePolicies.load(value)
                ],
            )
            or ()
        )

    @cached_property
    def is_authority(self) -> bool:
        """True when basicConstraints say that it may issue certificates."""
        return bool(self._read(BASIC, lambda value: x509.BasicConstraints.load(value)["ca"].native))

    @cached_property
    def path_length(self) -> int | None:
        """How many authorities may stand between it and a signer; None when it does not say."""
        length: int | None = self._read(
            BASIC, lambda value: x509.BasicConstraints.load(value)["path_len_constraint"].native
        )
        return length

    @cached_property
    def statements(self) -> frozenset[str]:
        """Dotted identifiers of qcStatements; of QcType also the types it names."""
        return frozenset(self._read(QC, _statements) or ())

    @cached_property
    def ukrainian(self) -> dict[str, str]:
        """`rnokpp`, `edrpou`, `unzr` of subjectDirectoryAttributes, those that are there."""
        return self._read(DIRECTORY, _directory) or {}

    @property
    def edrpou(self) -> str:
        """The code of the institution: from its attribute, else from organizationIdentifier (NTRUA-…)."""
        found = self.ukrainian.get("edrpou", "")
        named = names.first(self.subject, names.ORGANIZATION_IDENTIFIER)
        return found or (named[6:] if named.upper().startswith("NTRUA-") else "")

    @property
    def rnokpp(self) -> str:
        """The taxpayer’s number of the person: from its attribute, else from serialNumber (TINUA-…)."""
        found = self.ukrainian.get("rnokpp", "")
        named = names.first(self.subject, names.SERIAL_NUMBER)
        return found or (named[6:] if named.upper().startswith("TINUA-") else "")

    @property
    def is_seal(self) -> bool:
        """An electronic seal: by QcType, or by the Ukrainian purpose."""
        return TYPE_SEAL in self.statements or SEAL_USAGE in self.extended_usage

    @property
    def kind(self) -> Kind:
        """КЕП needs a qualified certificate and a key in a qualified device (Law 2155-VIII, art. 1)."""
        if not (
            QC_COMPLIANCE in self.statements
            or QUALIFIED_STATEMENT in self.statements
            or QUALIFIED_POLICY in self.policies
        ):
            return OTHER
        if QC_SSCD in self.statements:
            return QUALIFIED_SEAL if self.is_seal else QUALIFIED
        return ADVANCED_SEAL if self.is_seal else ADVANCED

    @cached_property
    def issuer_encoded(self) -> bytes:
        """The issuer’s name as it stands in the certificate."""
        named: bytes = self._tbs["issuer"].dump()
        return named

    @property
    def is_self_issued(self) -> bool:
        return names.same(self.issuer, self.subject)

    def may_be_issued_by(self, other: Certificate) -> bool:
        """True when names and key identifiers allow it; the signature is not looked at."""
        if not names.same(self.issuer, other.subject):
            return False
        return not (self.authority_key and other.subject_key) or self.authority_key == other.subject_key

    @cached_property
    def signature_algorithm(self) -> SignatureAlgorithm:
        """How its issuer signed it."""
        chosen = self._structure["signature_algorithm"]
        parameters = content_of(chosen, "parameters")
        return SignatureAlgorithm(
            chosen["algorithm"].dotted, parameters=None if parameters is None else encoded(parameters)
        )

    @property
    def names_its_algorithm(self) -> bool:
        """True when the algorithm inside is the one outside (RFC 5280, 4.1.1.2): that one nobody signed.

        Outside one real provider repeats the parameters of its key, which decide nothing.
        """
        inside, outside = self._tbs["signature"], self._structure["signature_algorithm"]
        if inside["algorithm"].dotted != outside["algorithm"].dotted:
            return False
        repeated = content_of(outside, "parameters")
        if content_of(inside, "parameters") is None and repeated is not None:
            own = content_of(self._tbs["public_key_info"]["algorithm"], "parameters")
            return own is not None and encoded(repeated) == encoded(own)
        return bool(inside.dump() == outside.dump())

    def is_signed_by(self, other: Certificate) -> bool:
        """True when the other’s key made this certificate’s signature. Raises as `key` does."""
        signature = bytes(self._structure["signature"].native)
        return other.key.verify(self.signature_algorithm, self._tbs.dump(), signature)

    def _read(self, identifier: str, reader: Any) -> Any:
        if identifier not in self.extensions:
            return None
        try:
            return reader(self.extensions[identifier][1])
        except MISREAD:
            self.unreadable.append(identifier)
            return None


def read_certificate(raw: bytes) -> Certificate:
    """The certificate of these bytes. The same object as before for one that comes often: those of services
    and of people who sign every day. Raises ber.Malformed."""
    return _kept(raw) if len(raw) <= MOST_KEPT else Certificate(raw)


@lru_cache(maxsize=512)
def _kept(raw: bytes) -> Certificate:
    return Certificate(raw)


def _moment(time: Any) -> datetime:
    moment: datetime = time.native
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _statements(value: bytes) -> list[str]:
    found = []
    for statement in core.SequenceOf.load(value, spec=core.Sequence):
        parts = [statement[place] for place in range(len(statement))]
        identifier = core.ObjectIdentifier.load(parts[0].dump()).dotted
        found.append(identifier)
        if identifier == QC_TYPE and len(parts) > 1:
            kinds = core.SequenceOf.load(parts[1].dump(), spec=core.ObjectIdentifier)
            found += [one.dotted for one in kinds]
    return found


def _directory(value: bytes) -> dict[str, str]:
    found = {}
    for attribute in AttributeSequence.load(value):
        name = SUBJECT_ATTRIBUTES.get(attribute["type"].dotted)
        for one in attribute["values"]:
            if name and name not in found:
                found[name] = str(one.parse().native).strip()
    return found
