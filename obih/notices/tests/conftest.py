"""A real mail server for the tests, in a thread of its own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took, and how it shall behave."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.on_rcpt: Callable[[str], str] = lambda address: "250 OK"
        self.on_data: Callable[[], str] = lambda: "250 OK"
        self.reached = threading.Event()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = await _in_thread(self.on_rcpt, address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content)
        self.taken.append(message)
        self.reached.set()
        answer = await _in_thread(self.on_data)
        if not answer.startswith("250"):
            self.taken.remove(message)
        return answer


async def _in_thread(function: Callable[..., str], *arguments: Any) -> str:
    import asyncio

    return await asyncio.get_running_loop().run_in_executor(None, function, *arguments)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port  # type: ignore[attr-defined]
    box.controller = controller  # type: ignore[attr-defined]
    yield box
    controller.stop(no_assert=True)
