"""XML of strangers: read without DTD, entities and network, in bounds, its identifiers unique."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from lxml import etree

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.c14n import XML, Effort, elements
from obih.signatures.crypto.sources import Refused

MAX_XML = 16 << 20
MAX_TAGS = 400_000
MAX_EQUALS = 1_000_000
MAX_ATTRIBUTES = 500
"""Of one element: reading more of them takes a time that grows with the square."""
IDENTIFIERS = ("Id", "ID", "id", f"{{{XML}}}id")
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")


class Document:
    """An XML document with its identifiers. Raises Malformed, Refused."""

    def __init__(self, data: bytes) -> None:
        self.root = parsed(data)
        self.effort = Effort()
        self._by_id: dict[str, list[etree._Element]] = {}
        for element in elements(self.root):
            if len(element.attrib) > MAX_ATTRIBUTES:
                raise Refused("XML_TOO_BIG", "в XML забагато атрибутів")
            for name in IDENTIFIERS:
                if (value := element.get(name)) is not None:
                    self._by_id.setdefault(value, []).append(element)

    def by_id(self, identifier: str) -> etree._Element | None:
        """The one element of this identifier. Two of them are the way to sign one thing and show another."""
        found = self._by_id.get(identifier, [])
        if len(found) > 1:
            raise Refused("XML_TWIN_IDS", f"у XML два елементи з ідентифікатором «{identifier[:80]}»")
        return found[0] if found else None


def parsed(data: bytes) -> etree._Element:
    """The root. Raises Refused for a DTD and for too much, Malformed for what is no XML."""
    if len(data) > MAX_XML:
        raise Refused("XML_TOO_BIG", f"XML більший за {MAX_XML // 1024 // 1024} МБ")
    if data.count(b"<") > MAX_TAGS or data.count(b"=") > MAX_EQUALS:
        raise Refused("XML_TOO_BIG", "в XML забагато елементів")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as problem:
        raise Malformed("XML не читається") from problem
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Refused("XML_DTD", "XML має DTD: такий файл не розбирається")
    return root


def children(element: etree._Element) -> Iterator[etree._Element]:
    """Child elements; comments and instructions between them are passed over."""
    return (one for one in element if isinstance(one.tag, str))


def only(element: etree._Element, name: str) -> etree._Element | None:
    """The child of this name, None where there is none. Raises Malformed for several."""
    found = [one for one in children(element) if one.tag == name]
    if len(found) > 1:
        raise Malformed("елемент підпису в XML повторюється")
    return found[0] if found else None


def required(element: etree._Element, name: str) -> etree._Element:
    """The one child of this name. Raises Malformed."""
    found = only(element, name)
    if found is None:
        raise Malformed("в XML-підписі бракує обов’язкового елемента")
    return found


def decoded(element: etree._Element) -> bytes:
    """The bytes of an element of base64. Raises Malformed; nothing else may stand in it."""
    text = element.text or ""
    if len(element) or NOT_BASE64.search(text):
        raise Malformed("хибний текст base64 у XML")
    try:
        return base64.b64decode("".join(text.split()))
    except binascii.Error as problem:
        raise Malformed("хибний текст base64 у XML") from problem
