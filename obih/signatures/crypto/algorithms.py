"""Names of algorithms in XML: W3C and ETSI ones by the whole address, Ukrainian ones by a list of tails.

Nobody has published addresses for DSTU; providers put the same tail behind different ones (…xmldsig-more#,
…xmlenc#). A tail outside the list is an unknown algorithm, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import algos

from obih.signatures.crypto import hashes
from obih.signatures.crypto.keys import (
    NAMED_HASH,
    PSS,
    UA_SIGNATURE,
    SignatureAlgorithm,
    UnsupportedAlgorithm,
)

DSIG, MORE, MORE_2007, ENC = (
    "http://www.w3.org/2000/09/xmldsig#",
    "http://www.w3.org/2001/04/xmldsig-more#",
    "http://www.w3.org/2007/05/xmldsig-more#",
    "http://www.w3.org/2001/04/xmlenc#",
)
SHA = "2.16.840.1.101.3.4.2"
DIGESTS = {
    f"{DSIG}sha1": "1.3.14.3.2.26",
    f"{MORE}sha224": f"{SHA}.4",
    f"{ENC}sha256": f"{SHA}.1",
    f"{MORE}sha384": f"{SHA}.2",
    f"{ENC}sha512": f"{SHA}.3",
}
DIGEST_TAILS = {
    "gost34311": hashes.GOST_34311,
    "dstu7564-256": f"{hashes.UA}.1.2.2.1",
    "dstu7564-384": f"{hashes.UA}.1.2.2.2",
    "dstu7564-512": f"{hashes.UA}.1.2.2.3",
}
SIGNATURE_TAILS = {
    "dstu4145-gost34311": f"{UA_SIGNATURE}.1.1",
    "dstu4145-dstu7564-256": f"{UA_SIGNATURE}.6.1.1",
    "dstu4145-dstu7564-384": f"{UA_SIGNATURE}.6.2.1",
    "dstu4145-dstu7564-512": f"{UA_SIGNATURE}.6.3.1",
}
RSA = {
    f"{DSIG}rsa-sha1": "1.2.840.113549.1.1.5",
    f"{MORE}rsa-sha256": "1.2.840.113549.1.1.11",
    f"{MORE}rsa-sha384": "1.2.840.113549.1.1.12",
    f"{MORE}rsa-sha512": "1.2.840.113549.1.1.13",
}
RSA_PSS = {f"{MORE_2007}sha{bits}-rsa-MGF1": f"sha{bits}" for bits in (256, 384, 512)}
ECDSA = {
    f"{MORE}ecdsa-sha1": "1.2.840.10045.4.1",
    f"{MORE}ecdsa-sha256": "1.2.840.10045.4.3.2",
    f"{MORE}ecdsa-sha384": "1.2.840.10045.4.3.3",
    f"{MORE}ecdsa-sha512": "1.2.840.10045.4.3.4",
}
SALT = {"sha256": 32, "sha384": 48, "sha512": 64}


@dataclass(frozen=True)
class XmlAlgorithm:
    """A signature algorithm of XML: `family` is `dstu`, `rsa` or `ecdsa` and must be that of the key."""

    family: str
    algorithm: SignatureAlgorithm


def digest_identifier(address: str) -> str:
    """The object identifier of a hash function. Raises hashes.UnknownHash."""
    if address in DIGESTS:
        return DIGESTS[address]
    found = DIGEST_TAILS.get(address.rpartition("#")[2]) if "#" in address else None
    if found is None:
        raise hashes.UnknownHash(address)
    return found


def signature_algorithm(address: str) -> XmlAlgorithm:
    """What a SignatureMethod means. Raises UnsupportedAlgorithm."""
    if address in RSA:
        return XmlAlgorithm("rsa", SignatureAlgorithm(RSA[address]))
    if address in RSA_PSS:
        return XmlAlgorithm("rsa", SignatureAlgorithm(PSS, parameters=_pss(RSA_PSS[address])))
    if address in ECDSA:
        return XmlAlgorithm("ecdsa", SignatureAlgorithm(ECDSA[address]))
    found = SIGNATURE_TAILS.get(address.rpartition("#")[2]) if "#" in address else None
    if found is None:
        raise UnsupportedAlgorithm(f"алгоритм підпису {address[:80]} не перевіряється")
    return XmlAlgorithm("dstu", SignatureAlgorithm(found))


def is_weak(algorithm: SignatureAlgorithm) -> bool:
    """True when the hash it names proves nothing any more."""
    return NAMED_HASH.get(algorithm.identifier) in hashes.BROKEN


def _pss(name: str) -> bytes:
    """Parameters of PSS as RFC 6931 (2.3.10) fixes them: MGF1 with the same hash, salt of its length."""
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": name},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": name}},
            "salt_length": SALT[name],
        }
    )
    return bytes(parameters.dump())
