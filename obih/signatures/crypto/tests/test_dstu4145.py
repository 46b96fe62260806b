"""DSTU 4145: the example of the standard, every standard curve, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obih.signatures.crypto import libcrypto, points, signing
from obih.signatures.crypto.curves import BY_IDENTIFIER, CURVES, Curve, matching
from obih.signatures.crypto.dstu4145 import (
    OFTEN,
    KeyProblem,
    Order,
    _multiples,
    by_python,
    checked_key,
    decoded_key,
    encoded_key,
    hash_element,
    split_signature,
    verify,
)

B_1 = Curve(  # annex Б.1 takes the curve M163 with a base point of its own
    "Б.1", "annex", 163, (7, 6, 3), 1, 0x5FF6108462A2DC8210AB403925E638A19C1455D21,
    0x400000000000000000002BEC12BE2262D39BCF14D, 0x72D867F93A93AC27DF9FF01AFFE74885C8C540420,
    0x0224A9C3947852B97C5599D5F4AB81122ADC3FD9B,
)  # fmt: skip
SECRET = 0x183F60FDF7951FF47D67193F8D073790C1C9B5A3E
EPHEMERAL = 0x1025E40BD97DB012B7A1D79DE8E12932D247F61C6
HASH = bytes.fromhex("09C9C44277910C9AAEE486883A2EB95B7180166DDF73532EEB76EDAEF52247FF")[::-1]
R, S = 0x274EA2C0CAA014A0D80A424F59ADE7A93068D08A7, 0x2100D86957331832B8E8C230F5BD6A332B3615ACA

M163, M257 = CURVES[0], CURVES[6]
EACH = pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
scalars = st.integers(1, M163.n - 1)


def test_the_example_of_the_standard() -> None:
    key = checked_key(
        B_1, 0x057DE7FDE023FF929CB6AC785CE4B79CF64ABDC2DA, 0x3E85444324BCF06AD85ABF6AD7B5F34770532B9AA
    )
    element = hash_element(B_1, HASH)
    assert element == 0x03A2EB95B7180166DDF73532EEB76EDAEF52247FF
    assert signing.public_key(B_1, SECRET) == key
    assert signing.sign(B_1, SECRET, element, EPHEMERAL) == (R, S)
    assert verify(key, element, R, S)


@EACH
def test_each_curve_of_the_standard_holds_together(curve: Curve) -> None:
    assert curve.holds(curve.base)
    assert abs(curve.n * (2 if curve.a else 4) - 2**curve.m) <= 2 ** (curve.m // 2 + 2), "Hasse"
    assert points.combination(curve.field, curve.a, [(curve.n, curve.base_multiples, 8)]) is None
    assert checked_key(curve, *curve.base).x == curve.base[0]
    assert BY_IDENTIFIER[curve.identifier] is curve


@EACH
def test_what_is_signed_on_a_curve_verifies_there_and_nothing_else_does(curve: Curve) -> None:
    secret, element = curve.n // 3, hash_element(curve, b"\xa5" * 64)
    key = signing.public_key(curve, secret)
    r, s = signing.sign(curve, secret, element, curve.n // 5)
    assert verify(key, element, r, s)
    assert not verify(key, element ^ 1, r, s)
    assert not verify(key, element, r ^ 1, s) and not verify(key, element, r, s ^ 1)
    assert not verify(signing.public_key(curve, secret + 1), element, r, s)


@EACH
def test_libcrypto_agrees_with_the_reference_on_each_curve(curve: Curve) -> None:
    if not libcrypto.self_test():
        pytest.skip("the system’s libcrypto has no binary curves here")
    key = signing.public_key(curve, 12345)
    for s, r in ((1, 1), (curve.n - 1, 2), (curve.n // 2, curve.n // 9), (12345, 1)):
        assert libcrypto.by_libcrypto(key, s, r) == by_python(key, s, r)


@pytest.mark.parametrize("order", Order)
@EACH
def test_a_key_comes_back_from_its_bytes(curve: Curve, order: Order) -> None:
    for secret in (1, 2, curve.n - 1, curve.n // 7):
        key = signing.public_key(curve, secret)
        assert decoded_key(curve, encoded_key(key, order), order) == key


@pytest.mark.parametrize("r", [0, M257.n, M257.n + 1, -1])
def test_numbers_outside_their_range_are_refused(r: int) -> None:
    element = hash_element(M257, bytes(32))
    key = signing.public_key(M257, 7)
    good_r, good_s = signing.sign(M257, 7, element, 11)
    assert verify(key, element, good_r, good_s)
    assert not verify(key, element, r, good_s) and not verify(key, element, good_r, r)
    assert not verify(key, element, good_r, good_s + M257.n)


def test_a_hash_of_zeros_stands_for_one() -> None:
    assert hash_element(M257, bytes(32)) == 1
    assert hash_element(M163, b"\xff" * 64) == (1 << 163) - 1


def test_a_point_off_the_curve_and_one_of_small_order_are_no_keys() -> None:
    for curve in CURVES:
        x, y = curve.base
        with pytest.raises(KeyProblem):
            checked_key(curve, x, y ^ 1)
        with pytest.raises(KeyProblem):
            checked_key(curve, 0, curve.field.root(curve.inner_b))
        with pytest.raises(KeyProblem):
            decoded_key(curve, bytes(curve.field.size_bytes))
        with pytest.raises(KeyProblem):
            decoded_key(curve, bytes(curve.field.size_bytes - 1))
        with pytest.raises(KeyProblem):
            decoded_key(curve, b"\xff" * curve.field.size_bytes)


@EACH
def test_a_point_of_the_whole_group_is_no_key_unless_of_the_prime_order(curve: Curve) -> None:
    """The base point plus the point of order two lies on the curve; halving tells it from a key."""
    f, (x, y) = curve.field, curve.base
    root = f.root(curve.inner_b)
    slope = f.multiply(y ^ root, f.inverse(x))
    x3 = f.square(slope) ^ slope ^ x ^ curve.a
    y3 = f.multiply(slope, x ^ x3) ^ x3 ^ y
    assert curve.holds((x3, y3))
    with pytest.raises(KeyProblem):
        checked_key(curve, x3, y3)


@EACH
def test_a_key_that_comes_often_gives_the_same_by_its_own_table(curve: Curve) -> None:
    key = signing.public_key(curve, 54321)
    for s, r in ((1, 1), (curve.n - 1, curve.n - 1), (curve.n // 2, curve.n // 9), (54321, 1), (255, 256)):
        _multiples.cache_clear()
        by_window = by_python(key, s, r)
        _multiples(key).uses = OFTEN
        assert by_python(key, s, r) == by_window


@settings(max_examples=60, deadline=None)
@given(scalars, scalars, scalars)
def test_combinations_are_linear(k: int, s: int, r: int) -> None:
    key = signing.public_key(M163, k)
    total = (s - r * k) % M163.n
    assert by_python(key, s, r) == (signing.public_key(M163, total).x if total else None)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, (1 << 163) - 1), st.integers(1, (1 << 163) - 1), st.integers(0, (1 << 163) - 1))
def test_the_field_is_a_field(a: int, b: int, c: int) -> None:
    f = M163.field
    assert f.multiply(a, b ^ c) == f.multiply(a, b) ^ f.multiply(a, c)
    assert f.multiply(f.multiply(a, b), c) == f.multiply(a, f.multiply(b, c))
    assert f.multiply(b, f.inverse(b)) == 1
    assert f.square(a) == f.multiply(a, a) and f.root(f.square(a)) == a
    assert f.trace(a ^ c) == f.trace(a) ^ f.trace(c)
    if not f.trace(a):
        assert f.square(f.half_trace(a)) ^ f.half_trace(a) == a
    assert f.gathered(f.spread(a)) == a


def test_products_of_the_largest_field_do_not_run_over() -> None:
    f, full = CURVES[9].field, (1 << 431) - 1
    assert f.multiply(full, full) == f.square(full)


def test_the_normal_basis_gives_back_what_it_took_and_squares_by_turning() -> None:
    """The value of M173 is agreed by another implementation up to a conjugate: so its trace is compared."""
    curve = CURVES[10]
    one, basis = curve.inner((1 << 173) - 1), curve.basis
    assert one == 1 and basis is not None
    element = 0x1053BC43EDB5401D73E045D608F6CD71A
    inner = curve.inner(element)
    assert curve.outer(inner) == element
    turned = element >> 1 | (element & 1) << 172
    assert curve.field.square(inner) == curve.inner(turned)
    assert element.bit_count() & 1 == curve.field.trace(inner)


@given(st.binary(max_size=40))
def test_halves_of_a_signature(data: bytes) -> None:
    parts = split_signature(data)
    assert (parts is None) == (not data or len(data) % 2 == 1)
    if parts:
        assert split_signature(data[::-1], Order.BIG) == parts


def test_a_signature_is_split_as_it_was_joined() -> None:
    for order in Order:
        joined = signing.joined_signature(M257, 5, M257.n - 1, order)
        assert len(joined) == 64 and split_signature(joined, order) == (5, M257.n - 1)


def test_only_a_curve_equal_to_a_standard_one_is_found() -> None:
    c = M257
    assert matching(c.m, c.middle, c.a, c.b, c.n, normal=False) is c
    assert matching(c.m, c.middle, c.a, c.b ^ 1, c.n, normal=False) is None
    assert matching(c.m, (13,), c.a, c.b, c.n, normal=False) is None
    assert matching(c.m, c.middle, c.a, c.b, c.n - 2, normal=False) is None


def test_a_libcrypto_that_lies_or_is_absent_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    libcrypto.multiplier.cache_clear()
    try:
        monkeypatch.setattr(libcrypto._Group, "combined", lambda *given: 1)
        assert libcrypto.multiplier() is by_python
    finally:
        libcrypto.multiplier.cache_clear()
    monkeypatch.undo()
    monkeypatch.setattr(libcrypto, "NAMES", ("no-such-library.so",))
    libcrypto._library.cache_clear()
    try:
        assert not libcrypto.self_test()
    finally:
        libcrypto._library.cache_clear()
