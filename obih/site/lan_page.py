"""The one page that is served without HTTPS: how to trust this installation's certificate, with a QR code.

Runs as its own small process beside the web server, knows no database and reads one public file.
`python -m obih.site.lan_page HOST PORT URL`
"""

from __future__ import annotations

import base64
import html
import io
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import segno
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from obih.site.config import read_config
from obih.site.lan import fingerprint

ASSETS = Path(__file__).parent / "assets"


def answers_for(authority: x509.Certificate, url: str, page: str) -> dict[str, tuple[str, bytes]]:
    """Everything this server can say: path → (content type, bytes)."""
    der = authority.public_bytes(Encoding.DER)
    picture = io.BytesIO()
    segno.make(page, error="m").save(picture, kind="svg", scale=6, border=3, xmldecl=False)
    told = {"print": fingerprint(authority), "url": html.escape(url), "page": html.escape(page)}
    one = uuid.uuid5(uuid.NAMESPACE_URL, fingerprint(authority))
    outer = uuid.uuid5(one, "profile")
    profile = _asset("authority.mobileconfig").format(
        data=base64.b64encode(der).decode(), id=one, outer=outer
    )
    return {
        "/": ("text/html; charset=utf-8", _asset("lan_page.htm").format(**told).encode()),
        "/page.css": ("text/css; charset=utf-8", _asset("lan_page.css").encode()),
        "/qr.svg": ("image/svg+xml", picture.getvalue()),
        "/obih.crt": ("application/x-x509-ca-cert", der),
        "/obih.mobileconfig": ("application/x-apple-aspen-config", profile.encode()),
    }


class Handler(BaseHTTPRequestHandler):
    """Answers GET from the table; nothing else exists."""

    table: dict[str, tuple[str, bytes]] = {}
    server_version = "Obih"
    sys_version = ""
    timeout = 10

    def do_GET(self) -> None:
        kind, body = self.table.get(self.path.split("?")[0], ("", b""))
        self.send_response(200 if kind else 404)
        self.send_header("Content-Type", kind or "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: addresses of visitors are nobody's business."""


def _asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def main(host: str, port: int, url: str) -> None:
    file = read_config().data_dir / "authority" / "authority.crt"
    authority = x509.load_pem_x509_certificate(Path(file).read_bytes())
    page = f"http://{url.split('//', 1)[1].split(':')[0].rstrip('/')}:{port}/"
    Handler.table = answers_for(authority, url, page)
    ThreadingHTTPServer((host, port), Handler).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
