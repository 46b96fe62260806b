"""Calling services of trust: only hosts that trust material names, at public addresses, never for long.

What they send is signed, so plain HTTP serves (RFC 6960, A.1; RFC 3161, 3.4); no redirect is followed and no
proxy is asked. Bytes are handed on as they came: who reads them does so in a fenced process.
"""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from obih.notices.connecting import NotCalled, public_address, trusted
from obih.signatures.crypto.evidence.asking import STAMP_TYPE, STATUS_TYPE
from obih.signatures.crypto.evidence.services import host_of

__all__ = ["Caller", "NotCalled"]

TIMEOUT_S, WHOLE_S, WHOLE_LIST_S = 8.0, 20.0, 60.0
"""One read, a whole conversation, a whole list of revoked certificates."""
MOST_ANSWER, MOST_LIST = 256 * 1024, 32 * 1024 * 1024
ASKED_AS = {"stamp": STAMP_TYPE, "status": STATUS_TYPE}
PIECE = 64 * 1024


@dataclass(frozen=True)
class Caller:
    """Asks services on these hosts (`name:port`) and no others."""

    hosts: frozenset[str]
    find: Callable[[str, int], tuple[str, int]] = public_address
    """Where a name leads; raises NotCalled for what is not on the open internet. Tests look elsewhere."""

    def ask(self, kind: str, address: str, body: bytes) -> bytes:
        """The bytes of the answer. Raises NotCalled: away, slow, too big, not to be called."""
        where = host_of(address)
        if where not in self.hosts:
            raise NotCalled("Служби за цією адресою немає серед тих, кому віримо")
        host, _, port = where.rpartition(":")
        connection = _connection(urlsplit(address).scheme, host, self.find(host, int(port)))
        whole_s, most = (WHOLE_LIST_S, MOST_LIST) if kind == "list" else (WHOLE_S, MOST_ANSWER)
        clock = threading.Timer(whole_s, _cut, [connection])
        clock.daemon = True
        clock.start()
        try:
            return _exchange(connection, kind, address, body, most, time.monotonic() + whole_s)
        except (OSError, http.client.HTTPException) as problem:
            raise NotCalled(f"Служба {host} не відповідає: {type(problem).__name__}") from problem
        finally:
            clock.cancel()
            connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the very address that was looked at."""

    def __init__(self, host: str, where: tuple[str, int]) -> None:
        super().__init__(host, where[1], timeout=TIMEOUT_S)
        self._where = where

    def connect(self) -> None:
        self.sock = socket.create_connection(self._where, timeout=TIMEOUT_S)


class _PinnedTls(_Pinned):
    """The same with TLS and the certificate of the name."""

    def connect(self) -> None:
        plain = socket.create_connection(self._where, timeout=TIMEOUT_S)
        self.sock = trusted().wrap_socket(plain, server_hostname=self.host)


def _connection(scheme: str, host: str, where: tuple[str, int]) -> _Pinned:
    return (_PinnedTls if scheme == "https" else _Pinned)(host, where)


def _exchange(connection: _Pinned, kind: str, address: str, body: bytes, most: int, until: float) -> bytes:
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "*/*", "Connection": "close"}
    if body:
        headers["Content-Type"] = ASKED_AS[kind]
    connection.request("POST" if body else "GET", path, body=body or None, headers=headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise NotCalled(f"Служба {connection.host} відповіла кодом {answer.status}")
    found = bytearray()
    while piece := answer.read1(PIECE):
        found += piece
        if len(found) > most:
            raise NotCalled(f"Служба {connection.host} відповіла задовгим файлом")
        if time.monotonic() > until:
            raise NotCalled(f"Служба {connection.host} відповідає надто повільно")
    if answer.length:
        raise NotCalled(f"Служба {connection.host} обірвала відповідь")
    return bytes(found)


def _cut(connection: _Pinned) -> None:
    """Called by the clock from another thread."""
    if connection.sock is not None:
        try:
            connection.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
