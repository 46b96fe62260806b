"""CAdES (EN 319 122, RFC 5126) on CMS (RFC 5652), made **for tests**: every level from BES to A.

A signature is a value (`Info`): a step up gives another one, spoiling one is `dataclasses.replace`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from obih.signatures.crypto import hashes
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.signer import (
    CONTENT_STAMP,
    CONTENT_TYPE,
    COUNTERSIGNATURE,
    MESSAGE_DIGEST,
    POLICY,
    SIGNATURE_STAMP,
    SIGNING_CERTIFICATE_V2,
    SIGNING_TIME,
)
from obih.signatures.crypto.timestamps import TST_INFO
from obih.signatures.testpki import der
from obih.signatures.testpki.signatory import NOON, Signatory

DATA, SIGNED_DATA = "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
STAMP_POLICY, SIGNATURE_POLICY = f"{hashes.UA}.2.3.1", f"{hashes.UA}.2.9.1"
OCSP_IN_CMS = "1.3.6.1.5.5.7.16.2"


@dataclass(frozen=True)
class Info:
    """A SignerInfo, part by part as encoded."""

    sid: bytes
    digest_algorithm: bytes
    signed: tuple[bytes, ...]
    """Attributes, sorted; empty: the content itself is signed."""
    algorithm: bytes
    signature: bytes
    unsigned: tuple[bytes, ...] = ()
    version: int = 1

    def dump(self) -> bytes:
        unsigned = der.explicit(1, *sorted(self.unsigned)) if self.unsigned else b""
        return der.sequence(*self.parts(), unsigned)

    def parts(self) -> list[bytes]:
        """The fields before unsigned attributes."""
        signed = der.explicit(0, *self.signed) if self.signed else b""
        shown = [der.integer(self.version), self.sid, self.digest_algorithm, signed, self.algorithm]
        return [*shown, der.octets(self.signature)]

    def with_unsigned(self, *attributes: bytes) -> Info:
        """With more unsigned attributes."""
        return replace(self, unsigned=(*self.unsigned, *attributes))


def attribute(kind: str, *values: bytes) -> bytes:
    """One attribute."""
    return der.sequence(der.oid(kind), der.set_of(*values))


def signer_info(
    who: Signatory,
    content: bytes,
    *,
    content_type: str = DATA,
    extra: Iterable[bytes] = (),
    without: Iterable[str] = (),
    named: Signatory | Certificate | None = None,
    claimed: datetime = NOON,
    by_key_identifier: bool = False,
) -> Info:
    """CAdES-BES of this content. `named`: whom signing-certificate names, if not the signer."""
    pointed = named.certificate() if isinstance(named, Signatory) else named or who.certificate()
    given = [
        (CONTENT_TYPE, der.oid(content_type)),
        (SIGNING_TIME, der.utc_time(claimed)),
        (MESSAGE_DIGEST, der.octets(who.key.hash(content))),
        (SIGNING_CERTIFICATE_V2, signing_certificate(who, pointed)),
    ]
    attributes = [attribute(kind, value) for kind, value in given if kind not in set(without)]
    return signed_over(who, (*attributes, *extra), by_key_identifier=by_key_identifier)


def signed_over(
    who: Signatory, attributes: Iterable[bytes], *, sort: bool = True, by_key_identifier: bool = False
) -> Info:
    """A signature over exactly these attributes."""
    attributes = tuple(sorted(attributes) if sort else attributes)
    sid = der.sequence(who.written_issuer(), der.integer(who.serial))
    return Info(
        der.implicit(0, who.key_identifier()) if by_key_identifier else sid,
        der.algorithm(who.key.digest),
        attributes,
        who.key.algorithm,
        who.sign(der.tlv(0x31, *attributes)),
        version=3 if by_key_identifier else 1,
    )


def plain_info(who: Signatory, content: bytes) -> Info:
    """A signature of the content itself, without attributes: CMS, not CAdES."""
    return replace(signed_over(who, ()), signature=who.sign(content))


def signing_certificate(who: Signatory, named: Certificate) -> bytes:
    """SigningCertificateV2 (RFC 5035)."""
    hashed = der.octets(who.key.hash(named.raw))
    return der.sequence(der.sequence(der.sequence(der.algorithm(who.key.digest), hashed)))


def policy(identifier: str = SIGNATURE_POLICY, text: bytes = b"policy") -> bytes:
    """signature-policy-identifier: makes EPES of BES."""
    hashed = der.sequence(
        der.algorithm(hashes.GOST_34311), der.octets(hashes.digest(hashes.GOST_34311, text))
    )
    return attribute(POLICY, der.sequence(der.oid(identifier), hashed))


def cms(
    infos: Iterable[Info],
    content: bytes | None,
    certificates: Iterable[Certificate | Signatory] = (),
    *,
    content_type: str = DATA,
    revocation: Iterable[bytes] = (),
) -> bytes:
    """A file of signatures; without content it is a detached one. `revocation` as RevocationInfoChoices."""
    inside = der.oid(content_type)
    if content is not None:
        inside += der.explicit(0, der.octets(content))
    infos = list(infos)
    known = [one.certificate() if isinstance(one, Signatory) else one for one in certificates]
    choices = list(revocation)
    signed = der.sequence(
        der.integer(1 if content_type == DATA else 3),
        der.set_of(*{info.digest_algorithm for info in infos}),
        der.sequence(inside),
        der.explicit(0, *(one.raw for one in known)) if known else b"",
        der.explicit(1, *choices) if choices else b"",
        der.tlv(0x31, *(info.dump() for info in infos)),
    )
    return der.sequence(der.oid(SIGNED_DATA), der.explicit(0, signed))


def signed_file(who: Signatory, content: bytes, attached: bool = True, **how: object) -> bytes:
    """One CAdES-BES signature in a file with its certificate."""
    info = signer_info(who, content, **how)  # type: ignore[arg-type]
    return cms([info], content if attached else None, [who])


def token(
    authority: Signatory,
    data: bytes,
    at: datetime = NOON,
    *,
    with_certificate: bool = True,
    nonce: int | None = None,
    imprint: bytes | None = None,
    stamp_policy: str = STAMP_POLICY,
    extra: Iterable[bytes] = (),
    serial: int = 1,
    more: tuple[Certificate, ...] = (),
) -> bytes:
    """A timestamp (RFC 3161) over these bytes; `imprint` stands in place of the MessageImprint of them."""
    own = der.sequence(der.algorithm(authority.key.digest), der.octets(authority.key.hash(data)))
    info = der.sequence(
        der.integer(1),
        der.oid(stamp_policy),
        imprint or own,
        der.integer(serial),
        der.generalized(at),
        b"" if nonce is None else der.integer(nonce),
    )
    made = signer_info(authority, info, content_type=TST_INFO, claimed=at)
    certificates = [*([authority.certificate()] if with_certificate else []), *more]
    return cms([made.with_unsigned(*extra)], info, certificates, content_type=TST_INFO)


def stamped(info: Info, authority: Signatory, at: datetime = NOON, **how: object) -> Info:
    """CAdES-T: with a timestamp over the signature."""
    made = token(authority, info.signature, at, **how)  # type: ignore[arg-type]
    return info.with_unsigned(attribute(SIGNATURE_STAMP, made))


def content_stamp(authority: Signatory, content: bytes, at: datetime = NOON, **how: object) -> bytes:
    """The signed attribute that shows when the content was there already."""
    return attribute(CONTENT_STAMP, token(authority, content, at, **how))  # type: ignore[arg-type]


def countersigned(info: Info, who: Signatory, over: bytes | None = None) -> Info:
    """With a signature over the signature (RFC 5652, 11.4); `over`: of something else."""
    made = signer_info(who, info.signature if over is None else over, without=[CONTENT_TYPE])
    return info.with_unsigned(attribute(COUNTERSIGNATURE, made.dump()))


def other_revocation(response: bytes) -> bytes:
    """RevocationInfoChoice: an OCSPResponse beside the certificates (RFC 5940)."""
    return der.explicit(1, der.oid(OCSP_IN_CMS), response)


def fingerprint(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
