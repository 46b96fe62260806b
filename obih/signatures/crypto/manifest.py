"""ASiCManifest (EN 319 162-1, A.4): what one signature of a container covers, by digest."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from obih.signatures.crypto import hashes
from obih.signatures.crypto.algorithms import DSIG, digest_identifier
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.xmlreading import children, decoded, parsed, required

ASIC = "http://uri.etsi.org/02918/v1.2.1#"
MANIFEST = f"{{{ASIC}}}ASiCManifest"
MAX_MANIFEST = 1 << 20
MAX_REFERENCES = 1000


@dataclass(frozen=True)
class DataReference:
    """One document as a manifest names it. `digest` is the identifier of its hash; empty when unknown."""

    uri: str
    digest: str
    value: bytes


@dataclass(frozen=True)
class Manifest:
    """`signature` is the address of the signature or timestamp over this very file."""

    signature: str
    references: list[DataReference]


def read_manifest(data: bytes) -> Manifest:
    """Raises Malformed for anything but an ASiCManifest with digests."""
    root = parsed(data)
    if root.tag != MANIFEST:
        raise Malformed("це не маніфест контейнера ASiC")
    signature = required(root, f"{{{ASIC}}}SigReference").get("URI")
    given = [one for one in children(root) if one.tag == f"{{{ASIC}}}DataObjectReference"]
    if not signature or len(given) > MAX_REFERENCES:
        raise Malformed("маніфест контейнера не читається")
    references = []
    for one in given:
        method = required(one, f"{{{DSIG}}}DigestMethod").get("Algorithm") or ""
        value = decoded(required(one, f"{{{DSIG}}}DigestValue"))
        try:
            digest = digest_identifier(str(method))
        except hashes.UnknownHash:
            digest = ""
        references.append(DataReference(str(one.get("URI") or ""), digest, value))
    return Manifest(str(signature), references)


def named_in(uri: str, names: dict[str, object] | frozenset[str] | set[str]) -> str | None:
    """The file of a container that an address means: percent-encoded as it should be, or as it stands."""
    for candidate in (unquote(uri, errors="replace"), uri):
        for name in (candidate, candidate.removeprefix("./"), candidate.removeprefix("/")):
            if name in names:
                return name
    return None
