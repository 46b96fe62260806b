"""Calling a browser maker’s server: only by HTTPS, only at a public address, never for long."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

TIMEOUT_S = 8.0
WHOLE_S = 15.0
"""The whole conversation, however slowly the other side drips."""
PORT = 443
LONGEST = 1000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotCalled(Exception):
    """The address may not be called, or does not answer; nothing was handed over for sure."""


def why_not_endpoint(endpoint: str) -> str | None:
    """Why this is no address of a push server, or None. Where its name leads is looked at each time it is
    called (`public_address`)."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return "Браузер назвав незрозумілу адресу"
    if len(endpoint) > LONGEST or any(ord(each) <= 32 or ord(each) > 126 for each in endpoint):
        return "Браузер назвав незрозумілу адресу"
    if parts.scheme != "https" or port not in (None, PORT) or parts.username is not None or parts.fragment:
        return "Сповіщення надсилаємо лише за адресою https"
    host = parts.hostname or ""
    if "." not in host or _is_number(host):
        return "Адреса сервера сповіщень має бути назвою, а не числом"
    return None


def _is_number(host: str) -> bool:
    """Whether the name is an address in figures, in any of the spellings a resolver takes."""
    if host.replace(".", "").isdigit() or host.lower().startswith("0x") or ":" in host:
        return True
    return host.rpartition(".")[2].isdigit()


def is_public(address: str) -> bool:
    """Whether the address is one of the open internet, also inside of what IPv6 wraps IPv4 in."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def public_address(host: str, port: int = PORT) -> tuple[str, int]:
    """Where the name leads; the very address that was looked at is then called, so that a name that changes
    its mind in between changes nothing. Raises NotCalled where any of its addresses is a private one."""
    try:
        found = {row[4][0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as problem:
        raise NotCalled(f"Не знайдено сервер {host}") from problem
    addresses = sorted((str(each) for each in found), key=lambda each: (":" in each, each))
    if not addresses or not all(is_public(each) for each in addresses):
        raise NotCalled(f"Сервер {host} не в інтернеті: туди не надсилаємо")
    return addresses[0], port


class _Pinned(http.client.HTTPSConnection):
    """A connection to the address that was looked at, with the certificate of the name."""

    def __init__(self, host: str, where: tuple[str, int]) -> None:
        super().__init__(host, PORT, timeout=TIMEOUT_S, context=trusted())
        self._where = where

    def connect(self) -> None:
        plain = socket.create_connection(self._where, timeout=TIMEOUT_S)
        self.sock = trusted().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """Called by the clock from another thread."""
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def post(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """Post once; gives the status. No redirect is followed. Raises NotCalled when there was no answer."""
    if refusal := why_not_endpoint(endpoint):
        raise NotCalled(refusal)
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    connection = _Pinned(host, public_address(host))
    clock = threading.Timer(WHOLE_S, connection.cut)
    clock.daemon = True
    clock.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body=body, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        raise NotCalled(f"Сервер {host} не відповідає: {type(problem).__name__}") from problem
    finally:
        clock.cancel()
        connection.close()
