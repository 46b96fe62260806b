"""GOST 34.311-95 compiled from assets/gost34311.wat: the accelerator beside the reference.

Hashing resumes from the state that each object keeps, so any number of objects may be fed in turns.
"""

from __future__ import annotations

from obih.signatures.crypto.compiling import CHUNK, DATA, Machine, machine
from obih.signatures.crypto.gost34311 import BLOCK, Gost34311
from obih.signatures.crypto.sboxes import DKE_1, round_tables

STATE = 4096
"""Where the state lies, the checksum after it."""


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
            loaded = self._loaded()
            for start in range(0, whole, CHUNK):
                _take(loaded, view[start : min(start + CHUNK, whole)])
            self._state, self._checksum = _state(loaded)
        self._length += whole
        self._rest = bytes(view[whole:])

    def digest(self) -> bytes:
        """The hash of everything taken so far; more may follow."""
        loaded = self._loaded()
        length = (self._length + len(self._rest)) * 8
        if self._rest:
            _take(loaded, self._rest.ljust(BLOCK, b"\0"))
        _, checksum = _state(loaded)
        _take(loaded, length.to_bytes(BLOCK, "little"))
        _take(loaded, checksum.to_bytes(BLOCK, "little"))
        return _state(loaded)[0].to_bytes(BLOCK, "little")

    def _loaded(self) -> Machine:
        one = machine("gost34311")
        if one.loaded != self._sbox:
            tables = round_tables(self._sbox)
            one.write(0, b"".join(word.to_bytes(4, "little") for table in tables for word in table))
            one.loaded = self._sbox
        one.write(STATE, self._state.to_bytes(BLOCK, "little") + self._checksum.to_bytes(BLOCK, "little"))
        return one


def _take(loaded: Machine, blocks: memoryview | bytes) -> None:
    loaded.write(DATA, blocks)
    loaded.call("blocks", len(blocks) // BLOCK)


def _state(loaded: Machine) -> tuple[int, int]:
    both = loaded.read(STATE, 2 * BLOCK)
    return int.from_bytes(both[:BLOCK], "little"), int.from_bytes(both[BLOCK:], "little")


def self_test() -> bool:
    """True when the compiled code exists here and gives what the reference gives."""
    message = bytes(range(256)) * 3 + b"tail"
    try:
        compiled, reference = CompiledGost34311(), Gost34311()
        for one in (compiled, reference):
            one.update(message[:45])
            one.update(message[45:])
        return compiled.digest() == reference.digest()
    except Exception:  # whatever keeps it from working here, the reference works
        return False
