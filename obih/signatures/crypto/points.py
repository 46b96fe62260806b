"""Points of y² + xy = x³ + ax² + b over GF(2^m), in λ-coordinates (Oliveira and others, 2014), λ = x + y/x.

A projective point is (X, L, Z) with x = X/Z, λ = L/Z, spread as `field.py` says; None is the point at
infinity. A point with x = 0 (the one of order two) has no λ: whoever calls has made sure that points are of
odd order.
"""

from __future__ import annotations

from collections.abc import Iterable

from obih.signatures.crypto.field import Field

Projective = tuple[int, int, int] | None
Affine = tuple[int, int]
"""Spread (x, λ)."""

BASE_WINDOW, KEY_WINDOW = 8, 5
COMB_TEETH = 8


def doubled(f: Field, a: int, point: Projective) -> Projective:
    """Twice the point: four products, four squares."""
    if point is None:
        return None
    x, lam, z = point
    times = f.times
    lz, zz = times(lam, z), times(z, z)
    t = times(lam, lam) ^ lz ^ (zz if a else 0)
    if not t:
        return None
    x3, z3, xz = times(t, t), times(t, zz), times(x, z)
    return x3, times(xz, xz) ^ x3 ^ times(t, lz) ^ z3, z3


def added(f: Field, a: int, point: Projective, other: Affine) -> Projective:
    """The sum with an affine point: eight products, two squares; equal and opposite points too."""
    x2, lam2 = other
    if point is None:
        return x2, lam2, 1
    x, lam, z = point
    times = f.times
    scaled = times(x2, z)
    difference, slope = x ^ scaled, lam ^ times(lam2, z)
    if not difference:
        return None if slope else doubled(f, a, point)
    square = times(difference, difference)
    both = times(slope, scaled)
    if not slope:
        # x + x' with equal λ: the sum has x3 = 0, the point of order two; out of reach in a subgroup of odd
        # order
        raise ValueError("a point of even order")
    base, product = both ^ square, times(slope, square)
    return times(times(slope, x), both), times(base, base) ^ times(product, lam ^ z), times(product, z)


def affine(f: Field, point: tuple[int, int, int]) -> Affine:
    """x and λ themselves, spread."""
    inverse = f.spread(f.inverse(f.gathered(point[2])))
    return f.times(point[0], inverse), f.times(point[1], inverse)


def odd_multiples(f: Field, a: int, start: Affine, window: int) -> list[Affine]:
    """P, 3P, 5P … (2^(window−1) − 1)P, affine; one inversion for all."""
    twice = doubled(f, a, (*start, 1))
    assert twice is not None, "a point of odd order is never its own opposite"
    step = affine(f, twice)
    line: list[tuple[int, int, int]] = [(*start, 1)]
    for _ in range(2 ** (window - 2) - 1):
        following = added(f, a, line[-1], step)
        assert following is not None, "small multiples of a point of great order differ"
        line.append(following)
    return all_affine(f, line)


def all_affine(f: Field, line: list[tuple[int, int, int]]) -> list[Affine]:
    """Many points made affine by one inversion (Montgomery)."""
    prefixes, product = [], 1
    for point in line:
        prefixes.append(product)
        product = f.times(product, point[2])
    inverse = f.spread(f.inverse(f.gathered(product)))
    out: list[Affine] = []
    for (x, lam, z), prefix in zip(reversed(line), reversed(prefixes), strict=True):
        own = f.times(inverse, prefix)
        out.append((f.times(x, own), f.times(lam, own)))
        inverse = f.times(inverse, z)
    return out[::-1]


def combination(f: Field, a: int, parts: Iterable[tuple[int, list[Affine], int]]) -> Projective:
    """The sum of scalar·point over (scalar, odd multiples, window): one row of doublings for all."""
    digits = [(_signed_digits(scalar, window), table) for scalar, table, window in parts]
    total: Projective = None
    for place in range(max(len(row) for row, _ in digits) - 1, -1, -1):
        total = doubled(f, a, total)
        for row, table in digits:
            digit = row[place] if place < len(row) else 0
            if digit:
                x, lam = table[abs(digit) >> 1]
                total = added(f, a, total, (x, lam if digit > 0 else lam ^ 1))
    return total


def _signed_digits(scalar: int, window: int) -> list[int]:
    """The non-adjacent form: odd digits below 2^(window−1), at most one in `window` places."""
    whole, half, digits = 1 << window, 1 << window - 1, []
    while scalar:
        digit = 0
        if scalar & 1:
            digit = scalar & whole - 1
            if digit >= half:
                digit -= whole
            scalar -= digit
        digits.append(digit)
        scalar >>= 1
    return digits or [0]


def comb_table(f: Field, a: int, start: Affine, bits: int) -> list[Affine]:
    """For points that come often: entry j is the sum of 2^(i·d)·P over the bits i of j; d is bits/8, rounded.

    Entry 0 is never used. It costs as much as two multiplications; each later one is four times as quick.
    """
    distance = -(-bits // COMB_TEETH)
    teeth, point = [start], start
    for _ in range(COMB_TEETH - 1):
        far: Projective = (*point, 1)
        for _ in range(distance):
            far = doubled(f, a, far)
        assert far is not None, "a power of two is no multiple of an odd order"
        point = affine(f, far)
        teeth.append(point)
    line: list[tuple[int, int, int]] = [(*start, 1)]
    for j in range(2, 1 << COMB_TEETH):
        top = j.bit_length() - 1
        rest = j ^ 1 << top
        entry = added(f, a, line[rest - 1], teeth[top]) if rest else (*teeth[top], 1)
        assert entry is not None, "sums of teeth are below the order"
        line.append(entry)
    return [start, *all_affine(f, line)]


def comb_combination(f: Field, a: int, parts: list[tuple[int, list[Affine]]], bits: int) -> Projective:
    """The sum of scalar·point over tables of `comb_table`: an eighth of the doublings."""
    distance = -(-bits // COMB_TEETH)
    total: Projective = None
    for column in range(distance - 1, -1, -1):
        total = doubled(f, a, total)
        for scalar, table in parts:
            shifted = scalar >> column
            entry = 0
            for tooth in range(COMB_TEETH):
                entry |= (shifted >> tooth * distance & 1) << tooth
            if entry:
                total = added(f, a, total, table[entry])
    return total
