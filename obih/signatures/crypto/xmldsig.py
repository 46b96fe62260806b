"""XML signatures (W3C XML-DSig 1.1): what references point at, and whether it is unchanged.

A reference is followed by rules that leave nothing to interpret: the whole document, one element by an
identifier that is unique in it, or one document beside it. Of transforms only leaving out the signature and
canonicalization are done; XSLT, XPath and the rest are refused: with them what is signed is not what is seen.
Whoever asks gets what was pointed at, and reports that and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from obih.signatures.crypto import c14n, hashes
from obih.signatures.crypto.algorithms import DSIG, digest_identifier
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.c14n import canonical
from obih.signatures.crypto.sboxes import DKE_1
from obih.signatures.crypto.sources import Content, Refused, in_memory, size_of
from obih.signatures.crypto.xmlreading import MAX_XML, Document, children, decoded, only, parsed, required

SIGNATURE, OBJECT = f"{{{DSIG}}}Signature", f"{{{DSIG}}}Object"
ENVELOPED = f"{DSIG}enveloped-signature"
MAX_REFERENCES = 1000
MAX_SIGNATURES = 64

Resolver = Callable[[str], tuple[str, Content] | None]
"""A document beside the signature by its address: its name and its bytes."""


@dataclass(frozen=True)
class Transform:
    """`prefixes` are the PrefixList of exclusive canonicalization."""

    algorithm: str
    prefixes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reference:
    """One reference of a signature, as written."""

    identifier: str
    uri: str | None
    kind: str
    transforms: list[Transform]
    digest_method: str
    digest_value: bytes


@dataclass(frozen=True)
class Pointed:
    """What a reference leads to: `what` is `document` (all of the XML), `element` or `file`."""

    what: str
    name: str
    element: etree._Element | None
    octets: Content


class XmlSignature:
    """One ds:Signature as it stands. Raises Malformed."""

    def __init__(self, element: etree._Element, document: Document) -> None:
        self.element, self._document = element, document
        self.identifier = str(element.get("Id") or "")
        info = required(element, f"{{{DSIG}}}SignedInfo")
        first, second, *rest = [*children(info), None, None][: MAX_REFERENCES + 5]
        if first is None or second is None or _name(first) != "CanonicalizationMethod":
            raise Malformed("XML-підпис не читається")
        others = [one for one in rest if one is not None and _name(one) != "Reference"]
        if _name(second) != "SignatureMethod" or others:
            raise Malformed("XML-підпис не читається")
        self._canonicalization = _transform(first)
        self.method = str(second.get("Algorithm") or "")
        self.references = [_reference(one) for one in rest if one is not None]
        if not 0 < len(self.references) <= MAX_REFERENCES:
            raise Malformed("XML-підпис нічого не охоплює")
        self.value_element = required(element, f"{{{DSIG}}}SignatureValue")
        self.value = decoded(self.value_element)
        self._info = info
        self.objects = [one for one in children(element) if one.tag == OBJECT]

    @property
    def signed_bytes(self) -> bytes:
        """SignedInfo as it is signed."""
        return self._canonical(self._info, self._canonicalization)

    def certificates(self) -> list[bytes]:
        """X509Certificate of KeyInfo, in order; nothing else of KeyInfo is believed."""
        info = only(self.element, f"{{{DSIG}}}KeyInfo")
        if info is None:
            return []
        found = info.iterfind(f"{{{DSIG}}}X509Data/{{{DSIG}}}X509Certificate")
        return [decoded(one) for one in list(found)[:64]]

    def pointed(self, reference: Reference, resolver: Resolver) -> Pointed | None:
        """What it points at, transformed; None when that is not there. Raises Refused, Malformed."""
        for one in reference.transforms:
            if one.algorithm != ENVELOPED and one.algorithm not in c14n.METHODS:
                raise Refused("XML_TRANSFORM", "XML-підпис застосовує перетворення, яких тут не виконують")
        if len([one for one in reference.transforms if one.algorithm in c14n.METHODS]) > 1:
            raise Refused("XML_TRANSFORM", "XML-підпис застосовує перетворення, яких тут не виконують")
        if reference.uri is None:
            return None
        if reference.uri == "":
            return self._inside(reference, self._document.root, "")
        if reference.uri.startswith("#"):
            target = self._document.by_id(reference.uri[1:])
            return None if target is None else self._inside(reference, target, reference.uri[1:])
        return self._beside(reference, reference.uri, resolver)

    def _inside(self, reference: Reference, target: etree._Element, name: str) -> Pointed:
        without = None
        if any(one.algorithm == ENVELOPED for one in reference.transforms):
            if target is self.element or target not in self.element.iterancestors():
                raise Malformed("XML-підпис не читається")
            without = self.element
        named = [one for one in reference.transforms if one.algorithm in c14n.METHODS]
        how = named[0] if named else Transform(c14n.C14N_10)
        octets = self._canonical(target, how, without, comments=False)
        whole = target is self._document.root and target is not self.element
        return Pointed("document" if whole else "element", name, target, octets)

    def _beside(self, reference: Reference, uri: str, resolver: Resolver) -> Pointed | None:
        found = resolver(uri)
        if found is None:
            return None
        name, octets = found
        if any(one.algorithm == ENVELOPED for one in reference.transforms):
            raise Malformed("XML-підпис не читається")
        for one in reference.transforms:
            self._document.effort.spend(size_of(octets) // c14n.BYTES_PER_UNIT)
            octets = self._canonical(parsed(in_memory(octets, MAX_XML)), one)
        return Pointed("file", name, None, octets)

    def canonical_as(self, element: etree._Element, named: etree._Element | None) -> bytes:
        """An element as a CanonicalizationMethod says; Canonical XML 1.0 when there is none."""
        return self._canonical(element, _transform(named) if named is not None else Transform(c14n.C14N_10))

    def _canonical(
        self,
        element: etree._Element,
        how: Transform,
        without: etree._Element | None = None,
        comments: bool | None = None,
    ) -> bytes:
        method = c14n.METHODS.get(how.algorithm)
        if method is None:
            raise Refused("XML_TRANSFORM", "XML-підпис застосовує перетворення, яких тут не виконують")
        return canonical(element, method, how.prefixes, without, comments, self._document.effort)


def signatures_of(document: Document) -> list[etree._Element]:
    """Signatures of a document, without those inside others. Raises Refused when there are too many."""
    found = [
        one
        for one in document.root.iter(SIGNATURE)
        if not any(around.tag == SIGNATURE for around in one.iterancestors())
    ]
    if len(found) > MAX_SIGNATURES:
        raise Refused("TOO_MANY_SIGNATURES", f"у файлі понад {MAX_SIGNATURES} підписів")
    return found


def digest_holds(reference: Reference, octets: Content, sboxes: set[bytes]) -> bool:
    """Whether the digest is that of these bytes. Raises hashes.UnknownHash."""
    identifier = digest_identifier(reference.digest_method)
    tables = sboxes if identifier == hashes.GOST_34311 else {DKE_1}
    return any(hashes.digest(identifier, octets, one) == reference.digest_value for one in tables)


def _reference(element: etree._Element) -> Reference:
    listed = only(element, f"{{{DSIG}}}Transforms")
    transforms = [] if listed is None else [_transform(one) for one in children(listed)]
    uri = element.get("URI")
    return Reference(
        str(element.get("Id") or ""),
        None if uri is None else str(uri),
        str(element.get("Type") or ""),
        transforms,
        str(required(element, f"{{{DSIG}}}DigestMethod").get("Algorithm") or ""),
        decoded(required(element, f"{{{DSIG}}}DigestValue")),
    )


def _transform(element: etree._Element) -> Transform:
    inclusive = only(element, f"{{{c14n.EXCLUSIVE}}}InclusiveNamespaces")
    if len(list(children(element))) > (inclusive is not None):
        raise Refused("XML_TRANSFORM", "XML-підпис застосовує перетворення, яких тут не виконують")
    listed = "" if inclusive is None else str(inclusive.get("PrefixList") or "")
    return Transform(str(element.get("Algorithm") or ""), frozenset(listed.split()))


def _name(element: etree._Element) -> str:
    return str(element.tag).removeprefix(f"{{{DSIG}}}")
