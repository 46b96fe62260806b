"""Canonical XML: exclusive (RFC 3741), 1.0 (RFC 3076) and 1.1, of a whole document or of one element in it.

Written out over the tree that lxml has read, so that leaving a signature out of its own document (the
enveloped-signature transform) changes nothing in the tree. Tests compare it with libxml2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from obih.signatures.crypto.ber import Malformed

XML = "http://www.w3.org/XML/1998/namespace"
MAX_WORK = 1_200_000
"""Elements and attributes written for one file, all its references together, and bytes by this measure."""
BYTES_PER_UNIT, COST_OF_ASKING = 32, 20

Attribute = tuple[str, str, str, str]
"""(namespace, local name, name as written, value)."""
Scope = dict[str | None, str]
"""Prefix → namespace."""


@dataclass(frozen=True)
class Method:
    """One way to write XML canonically."""

    exclusive: bool
    comments: bool
    inherits: frozenset[str] = frozenset()
    """Attributes `xml:…` that an element takes over from those around it."""


INHERITED_10 = frozenset({"lang", "space", "base", "id"})
INHERITED_11 = frozenset({"lang", "space"})
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
C14N_10 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
C14N_11 = "http://www.w3.org/2006/12/xml-c14n11"
METHODS = {
    EXCLUSIVE: Method(True, False),
    f"{EXCLUSIVE}WithComments": Method(True, True),
    C14N_10: Method(False, False, INHERITED_10),
    f"{C14N_10}#WithComments": Method(False, True, INHERITED_10),
    C14N_11: Method(False, False, INHERITED_11),
    f"{C14N_11}#WithComments": Method(False, True, INHERITED_11),
}


class Effort:
    """How much has been written; a file that asks for the same a thousand times is stopped (Malformed)."""

    def __init__(self, limit: int = MAX_WORK) -> None:
        self._left = limit

    def spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise Malformed("XML вимагає забагато роботи для перевірки")


def canonical(
    element: etree._Element,
    method: Method,
    prefixes: frozenset[str] = frozenset(),
    without: etree._Element | None = None,
    comments: bool | None = None,
    effort: Effort | None = None,
) -> bytes:
    """The element written canonically; the root brings what stands beside it in the document.

    `prefixes` is the PrefixList of exclusive canonicalization, `without` an element to leave out, `comments`
    False takes them away whatever the method says (a reference to the same document has none).
    """
    writer = _Writer(method, prefixes, without, effort or Effort(), comments)
    before, after = _beside(element) if element.getparent() is None else ([], [])
    for node in before:
        writer.beside(node, "{}\n")
    writer.element(element, {}, _inherited(element, method))
    for node in after:
        writer.beside(node, "\n{}")
    written = "".join(writer.out).encode()
    writer.effort.spend(len(written) // BYTES_PER_UNIT)
    return written


class _Writer:
    def __init__(
        self,
        method: Method,
        prefixes: frozenset[str],
        without: etree._Element | None,
        effort: Effort,
        comments: bool | None,
    ) -> None:
        self.out: list[str] = []
        self._method, self._prefixes, self._without, self.effort = method, prefixes, without, effort
        self._comments = method.comments if comments is None else comments and method.comments

    def beside(self, node: etree._Element, pattern: str) -> None:
        """A comment or an instruction beside the root stands on its own line."""
        text = self._special(node)
        if text:
            self.out.append(pattern.format(text))

    def element(self, node: etree._Element, rendered: Scope, extra: dict[str, str]) -> None:
        """One element with all in it; what stands after it belongs to its parent."""
        around: Scope = {prefix: uri or "" for prefix, uri in node.nsmap.items()}
        self.effort.spend(1 + len(node.attrib) + len(around))
        name = _qualified(node)
        attributes = self._attributes(node, around, extra)
        spaces, scope = self._namespaces(node, around, rendered, attributes)
        self.out.append(f"<{name}")
        self.out += [f' xmlns{":" + one if one else ""}="{_value(uri)}"' for one, uri in spaces]
        self.out += [f' {shown}="{_value(value)}"' for _, _, shown, value in attributes]
        self.out.append(">")
        if node.text:
            self.out.append(_text(node.text))
        for child in node:
            if child is not self._without:
                if isinstance(child.tag, str):
                    self.element(child, scope, {})
                else:
                    self.out.append(self._special(child))
            if child.tail:
                self.out.append(_text(child.tail))
        self.out.append(f"</{name}>")

    def _namespaces(
        self, node: etree._Element, around: Scope, rendered: Scope, attributes: list[Attribute]
    ) -> tuple[list[tuple[str, str]], Scope]:
        """What is declared here, sorted, and what then holds inside."""
        if self._method.exclusive:
            wanted: set[str | None] = {node.prefix}
            wanted |= {shown.partition(":")[0] for space, _, shown, _ in attributes if space}
            wanted |= {None if one == "#default" else one for one in self._prefixes}
        else:
            wanted = {*around, None}
        wanted.discard("xml")
        found = []
        scope = dict(rendered)
        for prefix in wanted:
            uri = around.get(prefix, "")
            if scope.get(prefix, "") != uri:
                found.append((prefix or "", uri))
                scope[prefix] = uri
        return sorted(found), scope

    def _attributes(self, node: etree._Element, around: Scope, extra: dict[str, str]) -> list[Attribute]:
        """In canonical order."""
        found = []
        for number, (name, value) in enumerate(node.attrib.items(), 1):
            key = etree.QName(name)
            space = key.namespace or ""
            shown = self._prefixed(node, number, around, space, key.localname) if space else key.localname
            found.append((space, key.localname, shown, str(value)))
        here = {(space, local) for space, local, _, _ in found}
        found += [(XML, one, f"xml:{one}", value) for one, value in extra.items() if (XML, one) not in here]
        return sorted(found)

    def _prefixed(self, node: etree._Element, number: int, around: Scope, space: str, local: str) -> str:
        """lxml forgets the prefix of an attribute; where several mean one namespace, libxml2 is asked."""
        if space == XML:
            return f"xml:{local}"
        fitting = [prefix for prefix, uri in around.items() if uri == space and prefix]
        self.effort.spend(len(around) if len(fitting) == 1 else len(around) + COST_OF_ASKING)
        return f"{fitting[0]}:{local}" if len(fitting) == 1 else str(node.xpath("name(@*[$n])", n=number))

    def _special(self, node: etree._Element) -> str:
        if isinstance(node, etree._ProcessingInstruction):
            text = (node.text or "").replace("\r", "&#xD;")
            return f"<?{node.target} {text}?>" if text else f"<?{node.target}?>"
        if isinstance(node, etree._Comment):
            return f"<!--{(node.text or '').replace(chr(13), '&#xD;')}-->" if self._comments else ""
        raise Malformed("у XML є посилання на сутність")


def _beside(root: etree._Element) -> tuple[list[etree._Element], list[etree._Element]]:
    return list(root.itersiblings(preceding=True))[::-1], list(root.itersiblings())


def _qualified(node: etree._Element) -> str:
    local = etree.QName(node).localname
    return f"{node.prefix}:{local}" if node.prefix else local


def _inherited(element: etree._Element, method: Method) -> dict[str, str]:
    """Attributes `xml:…` from around the element, the nearest ones (Canonical XML, 2.4)."""
    found: dict[str, str] = {}
    for around in element.iterancestors():
        for name in method.inherits:
            value = around.get(f"{{{XML}}}{name}")
            if value is not None:
                found.setdefault(name, str(value))
        if not method.exclusive and method.inherits == INHERITED_11 and around.get(f"{{{XML}}}base"):
            raise Malformed("XML із xml:base не перевіряється")
    return found


def _text(given: str) -> str:
    given = given.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return given.replace("\r", "&#xD;")


def _value(given: str) -> str:
    given = given.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return given.replace("\t", "&#x9;").replace("\n", "&#xA;").replace("\r", "&#xD;")


def elements(root: etree._Element) -> Iterator[etree._Element]:
    """Every element of a tree, no comments or instructions."""
    return (one for one in root.iter() if isinstance(one.tag, str))
