"""Telling by content what a file of trust material is: certificates, CRLs, OCSP responses, a trusted list."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from obih.signatures.crypto import ber
from obih.signatures.crypto.ber import Malformed
from obih.signatures.crypto.certificate import Certificate
from obih.signatures.crypto.cms import SignedFile, looks_signed, plain
from obih.signatures.crypto.trust.crl import RevocationList
from obih.signatures.crypto.trust.ocsp import basic_response

PEM = re.compile(rb"-----BEGIN [A-Z0-9 ]+-----([^-]+)-----END [A-Z0-9 ]+-----")
TRUSTED_LIST = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?TrustServiceStatusList[\s>]")


@dataclass
class Found:
    """What one file holds."""

    name: str
    certificates: list[Certificate] = field(default_factory=list)
    crls: list[bytes] = field(default_factory=list)
    responses: list[bytes] = field(default_factory=list)
    """Each a BasicOCSPResponse."""
    lists: list[bytes] = field(default_factory=list)
    alone: bool = False
    """A certificate and nothing else: somebody put it there on purpose."""

    @property
    def empty(self) -> bool:
        return not (self.certificates or self.crls or self.responses or self.lists)

    def everything(self) -> Iterator[bytes]:
        yield from (one.raw for one in self.certificates)
        yield from (*self.crls, *self.responses, *self.lists)


def read_item(name: str, data: bytes) -> Found:
    """What these bytes are; nothing found means that they are none of it. Never raises."""
    found = Found(name)
    if TRUSTED_LIST.search(data[:4096]):
        found.lists.append(data)
        return found
    blocks = _blocks(data)
    for block in blocks:
        _read_block(block, found)
    found.alone = len(blocks) == 1 and len(found.certificates) == 1 and not looks_signed(blocks[0])
    return found


def _blocks(data: bytes) -> list[bytes]:
    armoured = PEM.findall(data) if b"-----BEGIN" in data[:65536] else []
    try:
        return [base64.b64decode(block) for block in armoured] or [plain(data)]
    except (Malformed, binascii.Error):
        return []


def _read_block(block: bytes, found: Found) -> None:
    if is_crl(block):
        found.crls.append(block)
        return
    try:
        block, _ = ber.definite(block)
    except Malformed:
        return
    if looks_signed(block):
        _read_bag(block, found)
        return
    response = basic_response(block)
    if response is not None:
        found.responses.append(response)
        return
    with suppress(Malformed):
        found.certificates.append(Certificate(block))


def _read_bag(block: bytes, found: Found) -> None:
    try:
        signed = SignedFile(block)
    except Malformed:
        return
    found.certificates += signed.all_certificates()
    found.crls += [one for one in signed.crls if is_crl(one)]


def is_crl(raw: bytes) -> bool:
    """True for the bytes of a list of revoked certificates."""
    try:
        RevocationList(raw)
    except Malformed:
        return False
    return True
