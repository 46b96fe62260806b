"""Points over GF(2^m) multiplied by the system’s libcrypto: the accelerator of `dstu4145.verify`.

Only public numbers go there. The library is the distribution’s own (no dependency of ours); builds without
binary curves exist (RHEL) and then the self-test fails and Python computes. Each thread has its own groups
and buffers.
"""

from __future__ import annotations

import ctypes
import threading
from ctypes import c_char_p, c_int, c_void_p
from functools import lru_cache

from obih.signatures.crypto.curves import BY_IDENTIFIER, POLYNOMIAL_ARC, Curve
from obih.signatures.crypto.dstu4145 import Multiplier, PublicKey, by_python

NAMES = ("libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.3.dylib", "libcrypto-3-x64.dll")
FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "BN_new": (c_void_p, []),
    "BN_free": (None, [c_void_p]),
    "BN_bin2bn": (c_void_p, [c_char_p, c_int, c_void_p]),
    "BN_bn2binpad": (c_int, [c_void_p, c_char_p, c_int]),
    "BN_CTX_new": (c_void_p, []),
    "BN_CTX_free": (None, [c_void_p]),
    "EC_GROUP_new_curve_GF2m": (c_void_p, [c_void_p] * 4),
    "EC_GROUP_set_generator": (c_int, [c_void_p] * 4),
    "EC_GROUP_free": (None, [c_void_p]),
    "EC_POINT_new": (c_void_p, [c_void_p]),
    "EC_POINT_free": (None, [c_void_p]),
    "EC_POINT_set_affine_coordinates": (c_int, [c_void_p] * 5),
    "EC_POINT_get_affine_coordinates": (c_int, [c_void_p] * 5),
    "EC_POINT_is_at_infinity": (c_int, [c_void_p] * 2),
    "EC_POINT_mul": (c_int, [c_void_p] * 6),
    "ERR_clear_error": (None, []),
}


class LibcryptoProblem(RuntimeError):
    """The library refused something that the reference computes."""


@lru_cache(maxsize=1)
def multiplier() -> Multiplier:
    """s·P + r·Q by libcrypto where its self-test passes, else by Python. Decided once in a process."""
    return by_libcrypto if self_test() else by_python


def by_libcrypto(key: PublicKey, s: int, r: int) -> int | None:
    """x of s·P + r·Q; None for infinity. LibcryptoProblem when the library fails."""
    groups: dict[str, _Group] = _of_thread.__dict__.setdefault("groups", {})
    group = groups.get(key.curve.identifier)
    if group is None:
        group = groups[key.curve.identifier] = _Group(_library(), key.curve)
    return group.combined(key, s, r)


def self_test() -> bool:
    """True when the library exists, knows binary curves and agrees with Python on the two curves in use."""
    try:
        for number in (6, 9):
            curve = BY_IDENTIFIER[f"{POLYNOMIAL_ARC}.{number}"]
            key = PublicKey(curve, *curve.base)
            for s, r in ((curve.n // 3, curve.n // 7), (5, curve.n - 5), (1, 1)):
                if _Group(_library(), curve).combined(key, s, r) != by_python(key, s, r):
                    return False
    except (OSError, AttributeError, LibcryptoProblem):
        return False
    return True


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    """The library with types of what we call. OSError without it, AttributeError without binary curves."""
    for name in NAMES:
        try:
            library = ctypes.CDLL(name)
        except OSError:
            continue
        for function, (result, arguments) in FUNCTIONS.items():
            entry = getattr(library, function)
            entry.restype, entry.argtypes = result, arguments
        return library
    raise OSError("no libcrypto here")


_of_thread = threading.local()


class _Group:
    """A curve as libcrypto knows it, with the buffers of one thread; freed with the thread."""

    def __init__(self, lib: ctypes.CDLL, curve: Curve) -> None:
        self._lib = lib
        self._bytes = curve.field.size_bytes + 1
        self._numbers = [_given(lib.BN_new()) for _ in range(4)]
        self._context = _given(lib.BN_CTX_new())
        a, b, c, d = self._numbers
        self._group = self._base = self._key = self._sum = None
        self._group = _given(
            lib.EC_GROUP_new_curve_GF2m(
                self._number(a, curve.field.polynomial), self._number(b, curve.a),
                self._number(c, curve.inner_b), self._context,
            )
        )  # fmt: skip
        self._base, self._key, self._sum = (_given(lib.EC_POINT_new(self._group)) for _ in range(3))
        self._set(self._base, *curve.base)
        cofactor = 2 if curve.a else 4
        self._done(
            lib.EC_GROUP_set_generator(
                self._group, self._base, self._number(c, curve.n), self._number(d, cofactor)
            )
        )

    def combined(self, key: PublicKey, s: int, r: int) -> int | None:
        """x of s·P + r·Q."""
        lib, (a, b, *_) = self._lib, self._numbers
        self._set(self._key, key.x, key.y)
        first, second = self._number(a, s), self._number(b, r)
        self._done(lib.EC_POINT_mul(self._group, self._sum, first, self._key, second, self._context))
        if lib.EC_POINT_is_at_infinity(self._group, self._sum):
            return None
        self._done(lib.EC_POINT_get_affine_coordinates(self._group, self._sum, a, b, self._context))
        room = ctypes.create_string_buffer(self._bytes)
        if lib.BN_bn2binpad(a, room, self._bytes) < 0:
            raise LibcryptoProblem("a coordinate does not fit")
        return int.from_bytes(room.raw, "big")

    def _set(self, point: int | None, x: int, y: int) -> None:
        a, b, *_ = self._numbers
        first, second = self._number(a, x), self._number(b, y)
        self._done(
            self._lib.EC_POINT_set_affine_coordinates(self._group, point, first, second, self._context)
        )

    def _number(self, room: int, value: int) -> int:
        given = value.to_bytes((value.bit_length() + 7) // 8 or 1, "big")
        return _given(self._lib.BN_bin2bn(given, len(given), room))

    def _done(self, result: int) -> None:
        if result != 1:
            self._lib.ERR_clear_error()
            raise LibcryptoProblem("libcrypto refused")

    def __del__(self) -> None:
        lib = self._lib
        for point in (self._base, self._key, self._sum):
            if point:
                lib.EC_POINT_free(point)
        if self._group:
            lib.EC_GROUP_free(self._group)
        for number in self._numbers:
            lib.BN_free(number)
        lib.BN_CTX_free(self._context)


def _given(pointer: int | None) -> int:
    if not pointer:
        raise LibcryptoProblem("libcrypto gave nothing")
    return pointer
