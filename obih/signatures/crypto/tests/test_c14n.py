"""Canonical XML agrees with libxml2, and leaves out a signature without touching the document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.c14n import C14N_10, C14N_11, EXCLUSIVE, METHODS, Effort, canonical

TEXT = st.text(st.sampled_from("aй&<>\"'\t\r\n é"), max_size=6)
SPACES = ["", "urn:a", "urn:b", "urn:c"]
NAMES = st.sampled_from(["x", "y", "Z"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    """Elements with namespaces under several prefixes, attributes, comments and instructions."""
    prefixes = {
        draw(st.sampled_from([None, "p", "q", "r"])): draw(st.sampled_from(SPACES[1:]))
        for _ in range(draw(st.integers(0, 3)))
    }
    space = draw(st.sampled_from([*prefixes.values(), ""]))
    tag = f"{{{space}}}{draw(NAMES)}" if space else draw(NAMES)
    if not space:
        prefixes.pop(None, None)
    node = etree.Element(tag, nsmap=prefixes)
    for name in draw(st.lists(NAMES, max_size=2, unique=True)):
        around = draw(st.sampled_from([uri for key, uri in prefixes.items() if key] or [""]))
        node.set(f"{{{around}}}{name}" if around else name, draw(TEXT))
    if draw(st.booleans()):
        node.set("{http://www.w3.org/XML/1998/namespace}lang", "uk")
    node.text = draw(TEXT)
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        special = draw(st.sampled_from([None, None, None, "comment", "instruction"]))
        if special == "comment":
            child = etree.Comment("c - d")
        else:
            child = etree.PI("pi", "data") if special else draw(trees(depth - 1))
        child.tail = draw(TEXT)
        node.append(child)
    return node


def by_libxml2(root: etree._Element, name: str) -> bytes:
    method = METHODS[name]
    return bytes(
        etree.tostring(
            root.getroottree(), method="c14n", exclusive=method.exclusive, with_comments=method.comments
        )
    )


@settings(max_examples=300, deadline=None)
@given(trees(), st.sampled_from([one for one in METHODS if "c14n11" not in one]))
def test_a_whole_document_is_written_as_libxml2_does(made: etree._Element, name: str) -> None:
    root = etree.fromstring(etree.tostring(made))
    assert canonical(root, METHODS[name]) == by_libxml2(root, name)


@settings(max_examples=200, deadline=None)
@given(trees(), st.data())
def test_an_element_is_written_as_a_document_of_its_own(made: etree._Element, data: st.DataObject) -> None:
    """Exclusive canonicalization of an element does not depend on what is around it, hence its name."""
    root = etree.fromstring(etree.tostring(made))
    inside = data.draw(st.sampled_from([one for one in root.iter() if isinstance(one.tag, str)]))
    alone = canonical(inside, METHODS[EXCLUSIVE])
    assert canonical(etree.fromstring(alone), METHODS[EXCLUSIVE]) == alone


def test_what_stands_beside_the_root_is_kept_but_for_comments() -> None:
    root = etree.fromstring(b"<?a b?><!--x--><r/><!--y--><?c?>")
    assert canonical(root, METHODS[EXCLUSIVE]) == b"<?a b?>\n<r></r>\n<?c?>"
    with_comments = canonical(root, METHODS[f"{EXCLUSIVE}WithComments"])
    assert with_comments == b"<?a b?>\n<!--x-->\n<r></r>\n<!--y-->\n<?c?>"
    assert canonical(root, METHODS[f"{EXCLUSIVE}WithComments"], comments=False) == b"<?a b?>\n<r></r>\n<?c?>"


def test_a_signature_is_left_out_with_the_text_behind_it_kept() -> None:
    root = etree.fromstring(b"<r>a<s/>b<t/></r>")
    assert canonical(root, METHODS[EXCLUSIVE], without=root[0]) == b"<r>ab<t></t></r>"
    assert etree.tostring(root) == b"<r>a<s/>b<t/></r>"


def test_namespaces_in_use_are_declared_where_they_are_used() -> None:
    root = etree.fromstring(b'<a:r xmlns:a="urn:a" xmlns:b="urn:b"><a:x b:y="1"/></a:r>')
    assert canonical(root[0], METHODS[EXCLUSIVE]) == b'<a:x xmlns:a="urn:a" xmlns:b="urn:b" b:y="1"></a:x>'
    listed = canonical(root, METHODS[EXCLUSIVE], frozenset({"b"}))
    assert listed == b'<a:r xmlns:a="urn:a" xmlns:b="urn:b"><a:x b:y="1"></a:x></a:r>'


def test_an_inclusive_element_takes_over_what_holds_around_it() -> None:
    root = etree.fromstring(b'<r xmlns="urn:a" xmlns:b="urn:b" xml:lang="uk" xml:id="i"><x/></r>')
    expected = b'<x xmlns="urn:a" xmlns:b="urn:b" xml:id="i" xml:lang="uk"></x>'
    assert canonical(root[0], METHODS[C14N_10]) == expected
    assert canonical(root[0], METHODS[C14N_11]) == b'<x xmlns="urn:a" xmlns:b="urn:b" xml:lang="uk"></x>'


def test_two_prefixes_of_one_namespace_are_told_apart() -> None:
    root = etree.fromstring(b'<r xmlns:a="urn:a" xmlns:b="urn:a" b:y="1" a:x="2"/>')
    assert canonical(root, METHODS[EXCLUSIVE]) == b'<r xmlns:a="urn:a" xmlns:b="urn:a" a:x="2" b:y="1"></r>'


def test_work_is_bounded() -> None:
    root = etree.fromstring(b"<r>" + b"<x/>" * 100 + b"</r>")
    with pytest.raises(Malformed):
        canonical(root, METHODS[EXCLUSIVE], effort=Effort(50))
