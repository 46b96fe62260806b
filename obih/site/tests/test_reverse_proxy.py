"""The documented nginx configuration, run by the distribution's nginx before a real tree."""

from __future__ import annotations

import contextlib
import http.client
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from obih.site import lan
from obih.site.tests.conftest import ROOT, Installation
from obih.site.tests.test_serving import can_connect, free_port, within

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("nginx") is None and not Path("/usr/sbin/nginx").exists(),
        reason="nginx is missing; make test installs nginx-light",
    ),
]
NAME = "docs.hromada.example"
AROUND = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {site}
}}
"""


class Proxy:
    """nginx before Obih; speaks to it as the public name."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.plain, self.secure, self.inner = free_port(), free_port(), free_port()
        certificate = lan.certificate(folder)
        self.authority = str(certificate.authority_file)
        site = (ROOT / "docs" / "nginx" / "obih.conf").read_text(encoding="utf-8")
        for old, new in (
            ("127.0.0.1:8000", f"127.0.0.1:{self.inner}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.secure} ssl http2;"),
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate.chain_file)),
            (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(certificate.key_file)),
        ):
            assert old in site, old
            site = site.replace(old, new)
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, site=site), encoding="utf-8")
        outer = {"OBIH_HTTPS": "1", "OBIH_HOSTS": NAME, "OBIH_PROXIES": "127.0.0.1"}
        self.obih = installation.start("web", "--port", str(self.inner), more=outer)
        nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.nginx = subprocess.Popen(
            [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        )

    def ask(
        self, path: str, host: str = NAME, method: str = "GET", body: bytes = b""
    ) -> http.client.HTTPResponse:
        context = ssl.create_default_context(cafile=self.authority)
        connection = http.client.HTTPSConnection("localhost", self.secure, timeout=20, context=context)
        connection.request(method, path, body=body or None, headers={"Host": host})
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        return answer

    def stop(self) -> None:
        for process in (self.nginx, self.obih):
            process.terminate()
        for process in (self.nginx, self.obih):
            process.wait(40)


@pytest.fixture
def proxy(installation: Installation, tmp_path: Path) -> Iterator[Proxy]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    one = Proxy(installation, folder)
    try:
        assert within(40, lambda: can_connect(one.inner) and can_connect(one.secure))
        yield one
    finally:
        one.stop()


def test_the_documented_configuration_serves_the_public_name(
    proxy: Proxy, installation: Installation
) -> None:
    answer = proxy.ask("/accounts/login/")
    assert answer.status == 200
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)
    assert "max-age=" in (answer.getheader("Strict-Transport-Security") or "")

    plain = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=5)
    plain.request("GET", "/journals/", headers={"Host": NAME})
    moved = plain.getresponse()
    assert (moved.status, moved.getheader("Location")) == (301, f"https://{NAME}/journals/")

    assert proxy.ask("/accounts/login/", host="evil.example").status in (400, 421)
    with contextlib.suppress(ConnectionError, ssl.SSLError):  # nginx may close before it has read all
        assert proxy.ask("/accounts/login/", method="POST", body=b"x" * (101 * 1024 * 1024)).status == 413
