"""A push server of our own for the tests: HTTPS on this computer, and a browser’s keys to read what came."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

from obih.notices.encrypting import point, to_base64

HOST = "push.example.org"


@dataclass
class Browser:
    """The keys of one browser; `read` is what it would show."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"0123456789abcdef"

    @property
    def p256dh(self) -> str:
        return to_base64(point(self.key.public_key()))

    @property
    def auth(self) -> str:
        return to_base64(self.secret)

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt as RFC 8188 and 8291 say, written apart from what encrypts."""
        salt, size, theirs = body[:16], body[20], body[21 : 21 + body[20]]
        assert size == 65
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        )
        info = b"WebPush: info\x00" + point(self.key.public_key()) + theirs
        material = _hkdf(shared, self.secret, info, 32)
        key = _hkdf(material, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _hkdf(material, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, body[86:], None).rstrip(b"\x00")
        assert plain[-1:] == b"\x02"
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


@dataclass
class Sent:
    path: str
    headers: dict[str, str]
    body: bytes


class PushServer:
    """What came, and how it shall answer: `answer` gives a status, or a negative number to hang up."""

    def __init__(self, folder: Path) -> None:
        self.sent: list[Sent] = []
        self.answer: Callable[[], int] = lambda: 201
        certificate = make_certificate(folder)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.sent.append(Sent(self.path, dict(self.headers), body))
                status = outer.answer()
                if status < 0:
                    self.connection.close()
                    return
                self.send_response(status)
                self.send_header("Location", "https://127.0.0.1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.certificate = certificate
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def where(self) -> tuple[str, int]:
        return "127.0.0.1", int(self.server.server_address[1])

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate))


def make_certificate(folder: Path) -> Path:
    """A certificate for the name of the tests and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "push.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path
