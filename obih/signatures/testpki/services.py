"""Services of the test PKI on a loopback address: TSA (RFC 3161), OCSP (RFC 6960), certificates and lists.

Started inside a test, on a port the system gives. What should go wrong is set on `faults` at any moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from asn1crypto import core

from obih.signatures.testpki import cades, cast, der, evidence
from obih.signatures.testpki.revocation import NONCE, Answer, crl, ocsp, ocsp_refusal, ocsp_response
from obih.signatures.testpki.signatory import NOON, Signatory

STAMP_REPLY, OCSP_REPLY = "application/timestamp-reply", "application/ocsp-response"
CERTIFICATE, LIST = "application/pkix-cert", "application/pkix-crl"
FROM_PERSONS = (cast.OLHA, cast.HALYNA, cast.IHOR, cast.SEAL, cast.TARAS, cast.NATALIIA)


@dataclass
class Faults:
    """What the services do wrong; by default nothing."""

    stamps_other_bytes: bool = False
    other_nonce: bool = False
    refuses: bool = False
    """PKIStatus rejection; OCSP internalError."""
    is_broken: bool = False
    """Answers with bytes that mean nothing."""
    status: int = 200
    redirect: str = ""
    delay_s: float = 0
    extra_bytes: int = 0
    """So many zeros after the answer: too big on purpose."""
    trickle: bool = False
    """A byte a tenth of a second: never ends in time."""
    stamper: Signatory | None = None
    responder: Signatory | None = None


@dataclass
class Services:
    """`with Services() as services:` — addresses are `services.base` + /tsp, /ocsp, /authority.cer, …"""

    now: Callable[[], datetime] = lambda: NOON
    people: tuple[Signatory, ...] = FROM_PERSONS
    answers: dict[int, Answer] = field(default_factory=dict)
    """By serial number: what OCSP says of it; of others it says «good», when it knows them."""
    faults: Faults = field(default_factory=Faults)
    asked: list[str] = field(default_factory=list)
    """Each request: method and path."""

    def __enter__(self) -> Services:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def here(self, who: Signatory) -> Signatory:
        """The same signatory with the addresses of these services in the certificate."""
        return who.at(self.base)

    def answer(self, path: str, body: bytes) -> tuple[str, bytes] | None:
        """(type, bytes) for a request, None where nothing lies."""
        if path == "/tsp":
            return STAMP_REPLY, self.stamp(body)
        if path == "/ocsp":
            return OCSP_REPLY, self.status(body)
        for who in (cast.AUTHORITY, cast.ROOT, cast.EC_AUTHORITY, cast.EC_ROOT):
            here = self.here(who)
            if path == f"/{who.file}.cer":
                return CERTIFICATE, here.certificate().raw
            if path == f"/{who.file}.crl":
                return LIST, crl(here, number=evidence.FULL_NUMBER, this=self.now())
            if path == f"/{who.file}-delta.crl":
                delta = crl(
                    here, number=evidence.FULL_NUMBER + 1, delta_of=evidence.FULL_NUMBER, this=self.now()
                )
                return LIST, delta
        return None

    def stamp(self, body: bytes) -> bytes:
        """TimeStampResp to a TimeStampReq."""
        if self.faults.refuses:
            return der.sequence(der.sequence(der.integer(2)))
        _, imprint, *options = der.children(body)
        nonce = next((core.Integer.load(one).native for one in options if one[:1] == b"\x02"), None)
        wants = der.boolean(True) in options
        if self.faults.stamps_other_bytes:
            imprint = imprint[:-1] + bytes([imprint[-1] ^ 1])
        if self.faults.other_nonce and nonce is not None:
            nonce += 1
        by = self.here(self.faults.stamper or cast.TSA)
        made = cades.token(by, b"", self.now(), imprint=imprint, nonce=nonce, with_certificate=wants)
        return der.sequence(der.sequence(der.integer(0)), made)

    def status(self, body: bytes) -> bytes:
        """OCSPResponse to an OCSPRequest."""
        if self.faults.refuses:
            return ocsp_refusal(2)
        asked = der.children(der.children(body)[0])
        requests = next(one for one in asked if one[:1] == b"\x30")
        identifiers = [der.children(one)[0] for one in der.children(requests)]
        answers = [self._of(identifier) for identifier in identifiers]
        by = self.here(self.faults.responder or self._responder(answers[0]))
        nonce = _nonce(asked)
        if self.faults.other_nonce and nonce is not None:
            nonce = bytes(len(nonce))
        return ocsp_response(ocsp(by, *answers, produced=self.now(), nonce=nonce))

    def _of(self, identifier: bytes) -> Answer:
        serial = core.Integer.load(der.children(identifier)[3]).native
        who = next((one for one in self._known() if one.serial == serial), None)
        given = self.answers.get(serial)
        status = "good" if who else "unknown"
        base = given or Answer(who or cast.HALYNA, status)
        return replace(base, this=self.now(), identifier=identifier)

    def _known(self) -> tuple[Signatory, ...]:
        return (*self.people, cast.AUTHORITY, cast.OCSP, cast.ROOT_OCSP, cast.TSA)

    @staticmethod
    def _responder(answer: Answer) -> Signatory:
        return evidence.responder(answer.about)


def _nonce(asked: list[bytes]) -> bytes | None:
    """The nonce among extensions ([2]) of a request."""
    for one in asked:
        if one[:1] == b"\xa2":
            for extension in der.children(der.content(one)):
                parts = der.children(extension)
                if parts[0] == der.oid(NONCE):
                    return der.content(der.content(parts[-1]))
    return None


def _handler(services: Services) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _serve(self, body: bytes) -> None:
            faults = services.faults
            services.asked.append(f"{self.command} {self.path}")
            time.sleep(faults.delay_s)
            if faults.redirect:
                self.send_response(302)
                self.send_header("Location", faults.redirect)
                self.end_headers()
                return
            found = services.answer(self.path, body)
            if found is None:
                self.send_error(404)
                return
            kind, answer = found
            answer = (b"not an answer" if faults.is_broken else answer) + bytes(faults.extra_bytes)
            self.send_response(faults.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self._write(answer)

        def _write(self, answer: bytes) -> None:
            try:
                step = 1 if services.faults.trickle else len(answer)
                for at in range(0, len(answer), max(step, 1)):
                    self.wfile.write(answer[at : at + step])
                    if services.faults.trickle:
                        self.wfile.flush()
                        time.sleep(0.1)
            except OSError:
                return  # who asked has had enough

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the library names it
            return

    return Handler
