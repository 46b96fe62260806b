"""Small modules in WebAssembly text (assets/*.wat), compiled by Wasmtime when first asked for.

A store of Wasmtime belongs to one thread, so each thread has its own instance of each module.
"""

from __future__ import annotations

import atexit
import threading
import weakref
from functools import lru_cache
from importlib.resources import files
from typing import Any

DATA = 65536
"""Where blocks lie in the memory of each module."""

CHUNK = 128 * 1024
"""Bytes of blocks that a module’s memory has room for."""


class Machine:
    """One instance of a module with its memory, of the thread that made it."""

    def __init__(self, name: str) -> None:
        import wasmtime

        engine, module = _module(name)
        self._store = wasmtime.Store(engine)
        self._exports: Any = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory: Any = self._exports["memory"]
        self.loaded = b""
        """What stands in the memory’s tables, as the caller remembers it."""
        _machines.add(self)

    def write(self, at: int, data: bytes | memoryview) -> None:
        """Put bytes into the memory."""
        self._memory.write(self._store, bytearray(data), at)

    def read(self, at: int, size: int) -> bytes:
        """Bytes of the memory."""
        return bytes(self._memory.read(self._store, at, at + size))

    def call(self, function: str, *numbers: int) -> None:
        """Run an exported function."""
        self._exports[function](self._store, *numbers)

    def close(self) -> None:
        """Give the memory back; the machine is of no use afterwards."""
        self._store.close()


def machine(name: str) -> Machine:
    """This thread’s instance of a module. Raises what Wasmtime raises where it does not work."""
    own: dict[str, Machine] = _of_thread.__dict__.setdefault("machines", {})
    if name not in own:
        own[name] = Machine(name)
    return own[name]


@lru_cache(maxsize=4)
def _module(name: str) -> tuple[Any, Any]:
    import wasmtime

    engine = wasmtime.Engine()
    text = files("obih.signatures.crypto").joinpath(f"assets/{name}.wat").read_text()
    module = wasmtime.Module(engine, text)
    _opened.extend((module, engine))
    return engine, module


_of_thread = threading.local()
_machines: weakref.WeakSet[Machine] = weakref.WeakSet()
_opened: list[Any] = []


@atexit.register
def _close_all() -> None:
    """Before the interpreter takes its own modules apart: Wasmtime’s destructors need them."""
    for one in [*_machines, *_opened]:
        one.close()
