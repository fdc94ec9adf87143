"""Answers for tests/math.rs: exponentials, logarithms and powers to 50 digits, rounded once to 64 bits.

    python3 tests/oracle/elementary_functions.py            writes tests/data/math.bin and tests/data/math_edges.csv

`math.bin` holds, for COUNT arguments of each function in turn, the lowest 16 bits of the correctly rounded result,
little-endian. The arguments are those of `argument` below, which tests/math.rs makes in the same way from whole numbers
and exact operations. What 16 bits cannot tell, a result that is far off, the test sees beside another library.
`math_edges.csv` holds arguments and results as whole bit patterns.
"""

import struct
import sys
from fractions import Fraction
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 50
COUNT = 14400
FUNCTIONS = ["exp", "ln", "pow", "expm1", "ln_1p", "exp2", "log2"]
DATA = Path(__file__).resolve().parent.parent / "data"
M64 = (1 << 64) - 1


def number(bits):
    return struct.unpack("<d", struct.pack("<Q", bits & M64))[0]


def bits_of(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


class Points:
    """SplitMix64."""

    def __init__(self, state):
        self.state = state

    def bits(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & M64
        x = self.state
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & M64
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & M64
        return x ^ (x >> 31)

    def within(self, low, high):
        unit = number(0x3FF0000000000000 | (self.bits() >> 12)) - 1.0
        return low + (high - low) * unit

    def of_exponent(self, low, high, signed):
        """Any mantissa, an exponent field from low to high."""
        field = low + self.bits() % (high - low + 1)
        sign = self.bits() & (1 << 63) if signed else 0
        return number(sign | (field << 52) | (self.bits() >> 12))

    def near(self, x):
        """A number up to 2**40 places beside x, most of them close."""
        step = self.bits() >> (24 + self.bits() % 40)
        return number(bits_of(x) + step if self.bits() & 1 else bits_of(x) - step)


def argument(name, index, points):
    kind = index % 4
    if name in ("exp", "expm1"):
        low = -745.5 if name == "exp" else -45.0
        if kind == 0:
            return (points.within(low, 709.9),)
        if kind == 1:
            return (points.of_exponent(0, 1032, True),)
        if kind == 2:
            return (points.within(-2.0, 2.0),)
        return (float(points.bits() % 1400 if name == "exp" else points.bits() % 100) * 0.34657359027997264 - 17.0,)
    if name == "exp2":
        if kind == 0:
            return (points.within(-1076.0, 1024.5),)
        if kind == 1:
            return (points.of_exponent(0, 1033, True),)
        if kind == 2:
            return (points.within(-2.0, 2.0),)
        return (float(points.bits() % 4200) * 0.5 - 1076.0,)
    if name in ("ln", "log2"):
        if kind == 0:
            return (points.of_exponent(0, 2046, False),)
        if kind == 1:
            return (points.within(0.25, 4.0),)
        if kind == 2:
            return (points.near(1.0),)
        return (points.within(0.0, 10000.0),)
    if name == "ln_1p":
        if kind == 0:
            return (points.of_exponent(0, 2046, False),)
        if kind == 1:
            return (points.within(-1.0, 4.0),)
        if kind == 2:
            return (points.of_exponent(900, 1022, True),)
        return (points.near(-0.5) - 0.25,)
    if kind == 0:
        return (points.within(0.0, 20.0), points.within(-300.0, 300.0))
    if kind == 1:
        x = points.of_exponent(0, 2046, False)
        return (x, points.within(-1.2, 1.2))
    if kind == 2:
        x = points.near(1.0)
        off = abs(x - 1.0)
        y = points.within(-760.0, 760.0)
        return (x, y if off == 0.0 else y / off)
    return (points.within(0.5, 2.0), points.within(-1080.0, 1080.0))


def rounded(value):
    """The nearest double, half to even, subnormal numbers included."""
    if mp.isnan(value):
        return float("nan")
    if mp.isinf(value):
        return float(value)
    sign, man, exp, _ = value._mpf_
    exact = Fraction(int(man)) * Fraction(2) ** int(exp)
    try:
        size = float(exact)
    except OverflowError:
        size = float("inf")
    return -size if sign else size


def answer(name, arguments):
    x = mpf(arguments[0])
    if name == "exp":
        return rounded(mp.exp(x))
    if name == "exp2":
        return rounded(mpf(2) ** x)
    if name == "expm1":
        return rounded(mp.expm1(x)) if x else arguments[0]
    if name == "ln":
        return rounded(mp.log(x)) if x > 0 else float("-inf")
    if name == "log2":
        return rounded(mp.log(x, 2)) if x > 0 else float("-inf")
    if name == "ln_1p":
        if x == 0:
            return arguments[0]
        return rounded(mp.log1p(x)) if x > -1 else float("-inf")
    if x == 0:
        return 0.0 if arguments[1] > 0 else float("inf") if arguments[1] < 0 else 1.0
    # exp would be asked for more digits than it is given where the exponent is large
    with mp.workdps(80):
        return rounded(mp.exp(mpf(arguments[1]) * mp.log(x)))


def edges():
    tiny, least, largest = number(1), number(0x0010000000000000), number(0x7FEFFFFFFFFFFFFF)
    below_one, above_one = number(0x3FEFFFFFFFFFFFFF), number(0x3FF0000000000001)
    plain = [tiny, 7 * tiny, least - tiny, least, 3 * least, 2.0**-60, 2.0**-54, 2.0**-53, 1e-16, 1e-9, 1e-8, 1e-3]
    plain += [0.1, 0.25, 1 / 3, 0.5, 0.70710678118654752, 0.70710678118654757, below_one, 1.0, above_one]
    plain += [1.4142135623730949, 1.4142135623730951, 2.0, 2.718281828459045, 3.0, 10.0, 100.0, 690.0, 2.0**52, 2.0**53]
    plain += [2.0**60, 1e100, 1e300, largest]
    large = {
        "exp": [709.0, 709.782712893384, 709.7827128933841, 710.0, -708.4, -708.3964185322641, -740.0, -745.1332191019411],
        "exp2": [1023.0, 1023.9999999999999, 1024.0, -1022.0, -1022.5, -1074.0, -1074.9999999999998, -1075.0, -1076.0],
        "expm1": [709.782712893384, 709.7827128933841, -36.7, -37.5, -40.0, -0.6931471805599453, 0.6931471805599453],
        "ln_1p": [-below_one, -0.5, -0.9999, -1e-300],
    }
    large["exp"].append(-745.1332191019412)
    for name in FUNCTIONS:
        if name == "pow":
            bases = [tiny, least, 1e-300, 0.1, 0.5, below_one, 1.0, above_one, 1.5, 2.0, 10.0, 1e154, largest]
            powers = [-1e300, -2.0**64, -1075.5, -1074.0, -1022.0, -3.0, -2.0, -1.0, -0.5, tiny, 1e-300, 0.5, 1.0, 2.0]
            powers += [3.0, 1023.0, 1024.0, 2.0**52 + 1, 2.0**64, 1e300]
            yield from ((name, (x, y)) for x in bases for y in powers)
            continue
        signed = plain + ([-x for x in plain] if name in ("exp", "exp2", "expm1") else [])
        yield from ((name, (x,)) for x in signed + large.get(name, []))


def main():
    out = bytearray()
    for place, name in enumerate(FUNCTIONS):
        points = Points(place + 1)
        for index in range(COUNT):
            result = answer(name, argument(name, index, points))
            out += struct.pack("<H", bits_of(result) & 0xFFFF)
        print(name, file=sys.stderr)
    (DATA / "math.bin").write_bytes(bytes(out))
    with open(DATA / "math_edges.csv", "w", encoding="utf-8") as file:
        file.write("function,x,y,result\n")
        for name, arguments in edges():
            # Beyond the range of an f64 the answer is known, and mpmath would take long.
            x, *rest = arguments
            y = rest[0] if rest else 0.0
            if name == "pow" and x != 1.0 and abs(y) * abs(float(mp.log(mpf(x), 2))) > 2200:
                grows = (x > 1.0) == (y > 0.0)
                result = float("inf") if grows else 0.0
            elif name in ("exp", "exp2", "expm1") and abs(x) > 2000:
                result = float("inf") if x > 0 else -1.0 if name == "expm1" else 0.0
            else:
                result = answer(name, arguments)
            second = f"{bits_of(y):016x}" if rest else ""
            file.write(f"{name},{bits_of(x):016x},{second},{bits_of(result):016x}\n")


main()
