"""Answers for tests/math.rs: (1 + (a/b)**w)**(1/w) - 1 to 50 digits, rounded once to 64 bits.

    python3 tests/oracle/norm_excess.py            writes tests/data/norm_excess.csv

Arguments and answers are bit patterns.
"""

import csv
import struct
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 120  # the answer of a small quotient is 1e-50 beside the 1 that is taken off
ORDERS = [1.0, 1.05, 1.25, 1.5, 2.0, 2.6, 3.25, 5.0, 7.5, 10.0]


def bits(x):
    return struct.pack(">d", x).hex()


def quotients():
    yield from (1.0, 1.0 - 2.0**-53, 0.5, 1e-300, 1e-30)
    # 24 a factor of 10⁵, none of them a round number.
    yield from (10.0 ** (-5.0 * k / 24.0) * 0.98765 for k in range(25))


rows = []
for order in ORDERS:
    for place, quotient in enumerate(quotients()):
        b = 137.0 * 1.618 ** (place % 7)
        a = quotient * b
        exact = mp.expm1(mp.log1p((mpf(a) / mpf(b)) ** mpf(order)) / mpf(order))
        # Where the power is below 1e-300 any number next to 0 is as good.
        if exact > mpf(10) ** -290:
            rows.append([bits(a), bits(b), bits(order), bits(float(exact))])

path = Path(__file__).resolve().parent.parent / "data" / "norm_excess.csv"
with path.open("w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["a", "b", "order", "answer"])
    writer.writerows(rows)
print(len(rows), "rows")
