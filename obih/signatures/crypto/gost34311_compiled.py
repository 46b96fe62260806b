"""GOST 34.311-95 compiled from assets/gost34311.wat by Wasmtime: the accelerator beside the reference.

A store of Wasmtime belongs to one thread, so each thread has its own instance; hashing resumes from the state
that each object keeps, so any number of objects may be fed in turns.
"""

from __future__ import annotations

import atexit
import threading
import weakref
from functools import lru_cache
from importlib.resources import files
from typing import Any

from obih.signatures.crypto.gost34311 import BLOCK, Gost34311
from obih.signatures.crypto.sboxes import DKE_1, round_tables

STATE, CHECKSUM, DATA = 4096, 4128, 65536
CHUNK = 128 * 1024
"""Bytes handed over at once: what the module's memory has room for."""


class CompiledGost34311(Gost34311):
    """The same object as the reference; whole blocks are taken by the compiled code."""

    def __init__(self, sbox: bytes = DKE_1) -> None:
        super().__init__(sbox)
        self._sbox = sbox

    def update(self, data: bytes) -> None:
        """Take further bytes."""
        if self._rest:
            data = self._rest + bytes(data)
        whole = len(data) - len(data) % BLOCK
        view = memoryview(data)
        if whole:
            machine = _machine()
            machine.load(self._sbox, self._state, self._checksum)
            for start in range(0, whole, CHUNK):
                machine.take(view[start : min(start + CHUNK, whole)])
            self._state, self._checksum = machine.state()
        self._length += whole
        self._rest = bytes(view[whole:])

    def digest(self) -> bytes:
        """The hash of everything taken so far; more may follow."""
        machine = _machine()
        machine.load(self._sbox, self._state, self._checksum)
        length = (self._length + len(self._rest)) * 8
        if self._rest:
            machine.take(self._rest.ljust(BLOCK, b"\0"))
        _, checksum = machine.state()
        machine.take(length.to_bytes(BLOCK, "little"))
        machine.take(checksum.to_bytes(BLOCK, "little"))
        return machine.state()[0].to_bytes(BLOCK, "little")


class _Machine:
    """One instance of the module with its memory."""

    def __init__(self) -> None:
        import wasmtime

        engine, module = _module()
        self._store = wasmtime.Store(engine)
        exports: Any = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._memory, self._blocks = exports["memory"], exports["blocks"]
        self._sbox = b""
        _machines.add(self)

    def close(self) -> None:
        """Give the memory back; the machine is of no use afterwards."""
        self._store.close()

    def load(self, sbox: bytes, state: int, checksum: int) -> None:
        if sbox != self._sbox:
            words = b"".join(word.to_bytes(4, "little") for table in round_tables(sbox) for word in table)
            self._memory.write(self._store, words, 0)
            self._sbox = sbox
        both = state.to_bytes(BLOCK, "little") + checksum.to_bytes(BLOCK, "little")
        self._memory.write(self._store, both, STATE)

    def take(self, blocks: memoryview | bytes) -> None:
        self._memory.write(self._store, bytearray(blocks), DATA)
        self._blocks(self._store, len(blocks) // BLOCK)

    def state(self) -> tuple[int, int]:
        both = bytes(self._memory.read(self._store, STATE, STATE + 2 * BLOCK))
        return int.from_bytes(both[:BLOCK], "little"), int.from_bytes(both[BLOCK:], "little")


@lru_cache(maxsize=1)
def _module() -> tuple[Any, Any]:
    import wasmtime

    engine = wasmtime.Engine()
    text = files("obih.signatures.crypto").joinpath("assets/gost34311.wat").read_text()
    return engine, wasmtime.Module(engine, text)


_of_thread = threading.local()
_machines: weakref.WeakSet[_Machine] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Before the interpreter takes its own modules apart: Wasmtime’s destructors need them."""
    for machine in list(_machines):
        machine.close()
    if _module.cache_info().currsize:
        engine, module = _module()
        module.close()
        engine.close()


def _machine() -> _Machine:
    if not hasattr(_of_thread, "machine"):
        _of_thread.machine = _Machine()
    machine: _Machine = _of_thread.machine
    return machine


def self_test() -> bool:
    """True when the compiled code exists here and gives what the reference gives."""
    try:
        compiled, reference = CompiledGost34311(), Gost34311()
    except Exception:
        return False
    message = bytes(range(256)) * 3 + b"tail"
    try:
        for one in (compiled, reference):
            one.update(message[:45])
            one.update(message[45:])
        return compiled.digest() == reference.digest()
    except Exception:
        return False
