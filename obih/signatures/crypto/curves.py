"""The standard curves of DSTU 4145-2002 (annex Г; identifiers by order № 1236/5/453 of 20.08.2012, z1399-12).

No other curve is ever used: parameters written out in a certificate are compared with these and refused when
they differ, since a curve made by a stranger gives signatures made by a stranger. Numbers are in the basis of
the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from obih.signatures.crypto.field import Field, field
from obih.signatures.crypto.normal_basis import NormalBasis, normal_basis
from obih.signatures.crypto.points import BASE_WINDOW, Affine, comb_table, odd_multiples

POLYNOMIAL_ARC = "1.2.804.2.1.1.1.1.3.1.1.2"
NORMAL_ARC = "1.2.804.2.1.1.1.1.3.1.2.2"


@dataclass(frozen=True, eq=False)
class Curve:
    """y² + xy = x³ + ax² + b with its base point, of order n; the cofactor is 4 where a = 0, else 2."""

    name: str
    identifier: str
    m: int
    middle: tuple[int, ...]
    a: int
    b: int
    n: int
    x: int
    y: int
    normal: bool = False

    @property
    def field(self) -> Field:
        """The field of coordinates, in its polynomial basis."""
        return field(self.m, self.middle)

    @property
    def basis(self) -> NormalBasis | None:
        """How elements are written, unless it is the polynomial basis."""
        return normal_basis(self.field) if self.normal else None

    def inner(self, element: int) -> int:
        """An element as it is written → in the polynomial basis."""
        return self.basis.to_polynomial(element) if self.basis else element

    def outer(self, element: int) -> int:
        """An element of the polynomial basis → as it is written."""
        return self.basis.from_polynomial(element) if self.basis else element

    @property
    def order_bits(self) -> int:
        """L(n) of the standard."""
        return self.n.bit_length()

    @cached_property
    def inner_b(self) -> int:
        return self.inner(self.b)

    @cached_property
    def base(self) -> tuple[int, int]:
        """The base point (x, y) in the polynomial basis."""
        return self.inner(self.x), self.inner(self.y)

    @cached_property
    def base_multiples(self) -> list[Affine]:
        """Odd multiples of the base point for `points.combination`, counted once."""
        return odd_multiples(self.field, self.a, self.spread_point(self.base), BASE_WINDOW)

    @cached_property
    def base_comb(self) -> list[Affine]:
        """The base point for `points.comb_combination`, counted once, when a key first comes often."""
        return comb_table(self.field, self.a, self.spread_point(self.base), self.order_bits)

    def spread_point(self, point: tuple[int, int]) -> Affine:
        """(x, y) of the polynomial basis → spread (x, λ)."""
        f, (x, y) = self.field, point
        return f.spread(x), f.spread(x ^ f.multiply(y, f.inverse(x)))

    def holds(self, point: tuple[int, int]) -> bool:
        """True when (x, y), in the polynomial basis, lies on the curve."""
        f, (x, y) = self.field, point
        if x >> self.m or y >> self.m:
            return False
        square = f.square(x)
        right = f.multiply(square, x ^ self.a) ^ self.inner_b
        return f.square(y) ^ f.multiply(x, y) == right


def _curves() -> list[Curve]:
    words = _NUMBERS.split()
    rows = [words[at : at + 7] for at in range(0, len(words), 7)]
    counters = {False: 0, True: 0}
    out = []
    for kind, powers, a, b, n, x, y in rows:
        normal = kind == "ONB"
        m, *middle = (int(power) for power in powers.split(","))
        arc = NORMAL_ARC if normal else POLYNOMIAL_ARC
        numbers = [int(one, 16) for one in (b, n, x, y)]
        identifier = f"{arc}.{counters[normal]}"
        name, of_b, of_n, of_x, of_y = f"M{m} {kind}", *numbers
        out.append(Curve(name, identifier, m, tuple(middle), int(a), of_b, of_n, of_x, of_y, normal))
        counters[normal] += 1
    return out


# basis; m and the middle exponents; a; b; n; x and y of the base point
_NUMBERS = """
PB 163,7,6,3 1 05ff6108462a2dc8210ab403925e638a19c1455d21 0400000000000000000002bec12be2262d39bcf14d
02e2f85f5dd74ce983a5c4237229daf8a3f35823be 03826f008a8c51d7b95284d9d03ff0e00ce2cd723a PB 167,6 1
6ee3ceeb230811759f20518a0930f1a4315a827dac 3fffffffffffffffffffffb12ebcc7d7f29ff7701f
7a1f6653786a68192803910a3d30b2a2018b21cd54 5f49eb26781c0ec6b8909156d98ed435e45fd59918 PB 173,10,2,1 0
108576c80499db2fc16eddf6853bbb278f6b6fb437d9 0800000000000000000000189b4e67606e3825bb2831
04d41a619bcc6eadf0448fa22fad567a9181d37389ca 10b51cc12849b234c75e6dd2028bf7ff5c1ce0d991a1 PB 179,4,2,1 1
04a6e0856526436f2f88dd07a341e32d04184572beb710 03ffffffffffffffffffffffb981960435fe5ab64236ef
06ba06fe51464b2bd26dc57f48819ba9954667022c7d03 025fbc363582dcec065080ca8287aaff09788a66dc3a9e PB 191,9 1
7bc86e2102902ec4d5890e8b6b4981ff27e0482750fefc03 40000000000000000000000069a779cac1dabc6788f7474f
714114b762f2ff4a7912a6d2ac58b9b5c2fcfe76daeb7129 29c41e568b77c617efe5902f11db96fa9613cd8d03db08da PB 233,9,4,1
1 006973b15095675534c7cf7e64a21bd54ef5dd3b8a0326aa936ece454d2c
01000000000000000000000000000013e974e72f8a6922031d2603cfe0d7
003fcda526b6cdf83ba1118df35b3c31761d3545f32728d003eeb25efe96
009ca8b57a934c54deeda9e54a7bbad95e3b2e91c54d32be0b9df96d8d35 PB 257,12 0
01cef494720115657e18f938d7a7942394ff9425c1458c57861f9eea6adbe3be10
00800000000000000000000000000000006759213af182e987d3e17714907d470d
002a29ef207d0e9b6c55cd260b306c7e007ac491ca1b10c62334a9e8dcd8d20fb7
010686d41ff744d4449fccf6d8eea03102e6812c93a9d60b978b702cf156d814ef PB 307,8,4,2 1
0393c7f7d53666b5054b5e6c6d3de94f4296c0c599e2e2e241050df18b6090bdc90186904968bb
03ffffffffffffffffffffffffffffffffffffffc079c2f3825da70d390fbba588d4604022b7b7
0216ee8b189d291a0224984c1e92f1d16bf75ccd825a087a239b276d3167743c52c02d6e7232aa
05d9306bacd22b7faeb09d2e049c6e2866c5d1677762a8f2f2dc9a11c7f7be8340ab2237c7f2a0 PB 367,21 1
43fc8ad242b0b7a6f3d1627ad5654447556b47bf6aa4a64b0c2afe42cadab8f93d92394c79a79755437b56995136
40000000000000000000000000000000000000000000009c300b75a3fa824f22428fd28ce8812245ef44049b2d49
324a6eddd512f08c49a99ae0d3f961197a76413e7be81a400ca681e09639b5fe12e59a109f78bf4a373541b3b9a1
01ab597a5b4477f59e39539007c7f977d1a567b92b043a49c6b61984c3fe3481aaf454cd41ba1f051626442b3c10 PB 431,5,3,1 1
03ce10490f6a708fc26dfe8c3d27c4f94e690134d5bff988d8d28aaeaede975936c66bac536b18ae2dc312ca493117daa469c640caf3
3fffffffffffffffffffffffffffffffffffffffffffffffffffffba3175458009a8c0a724f02f81aa8a1fcbaf80d90c7a95110504cf
1a62ba79d98133a16bbae7ed9a8e03c32e0824d57aef72f88986874e5aae49c27bed49a2a95058068426c2171e99fd3b43c5947c857d
70b5e1e14031c1f70bbefe96bdde66f451754b4ca5f48da241f331aa396b8d1839a855c1769b1ea14ba53308b5e2723724e090e02db9
ONB 173,10,2,1 0 043d7e139319f43ba00944915740e1e6651b06e278c7 0800000000000000000000189b4e67606e3825bb2831
0a3b8b8d704089b24318caa51917cb6e424b4e6dea56 005a43d5ee1f400349cf35150c74f119a39145f0cb08 ONB 179,4,2,1 1
019c9ebc4fd8308193d3a61762c547c82f2e6b2182cbcb 03ffffffffffffffffffffffb981960435fe5ab64236ef
011f4112265410477159e0d3e39bc4ac4ade43b21b66b9 02ca5f0b34c61a86216f13766591cb266e2819ee582b3c ONB 191,9 1
13871c9d29d6ceea740fd57444f72fdbae559c13a1e31ef8 40000000000000000000000069a779cac1dabc6788f7474f
7159e0d3e39bc4ac4ade43b21b66b94f2af25abeeb1d85d3 57e45d546be6201e9705e029535d009d31f51d81e18226be ONB
233,9,4,1 1 0080f920952a702c75b704a424c018eea55aa44664f3a003e0962d4f9a8e
01000000000000000000000000000013e974e72f8a6922031d2603cfe0d7
00a0823b8acf069f1cde256256f21d90db35ca795792d5f758ec2e9992fb
019dae222af326d33afb7761953f624a23d3eb1ca7a1c300f0aa9953ca85 ONB 431,5,3,1 1
53fb7af7b4407000a6f226ad6bad28378646bd83f1f940810a4c19536ee65e53f40f973f2f06c5e80efe3b43651bd5ff8b06ba5f9299
3fffffffffffffffffffffffffffffffffffffffffffffffffffffba3175458009a8c0a724f02f81aa8a1fcbaf80d90c7a95110504cf
2020182cfcd7c724157b363d4abfd4c16251773c595d4e5c88572fa9d5ebb58142326448c08d3ee3e17e40b835d3090dcfba7c5adea6
18e1b6efb28eef8a1f9c1859ed57c74ca747e4e1a60294c005d1920e80903a432929855828dd7f21714f837e119a044987f00110adad
"""
CURVES = tuple(_curves())
BY_IDENTIFIER = {curve.identifier: curve for curve in CURVES}


def matching(m: int, middle: tuple[int, ...], a: int, b: int, n: int, normal: bool) -> Curve | None:
    """The standard curve with exactly these parameters, or None."""
    for curve in CURVES:
        if (curve.m, curve.a, curve.b, curve.n, curve.normal) == (m, a, b, n, normal):
            return curve if normal or curve.middle == middle else None
    return None
