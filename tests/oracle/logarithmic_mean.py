"""Logarithmic means with 50 digits, from the definition (a - b)/(ln a - ln b); writes tests/data/logarithmic_mean.csv."""
import os
import random
import mpmath

mpmath.mp.dps = 50
random.seed(7)


def mean(a, b):
    a, b = mpmath.mpf(a), mpmath.mpf(b)
    return a if a == b else (a - b) / (mpmath.log(a) - mpmath.log(b))


pairs = [(3.0, 3.0), (2.0, 1.0), (1.0, 2.0), (1e300, 1e-300), (1e-310, 1e-300), (5e-324, 1e308), (150.0, 1e-20)]
for _ in range(120):
    pairs.append((10 ** random.uniform(-12, 15), 10 ** random.uniform(-12, 15)))
for power in range(1, 53):
    a = random.uniform(0.5, 2.0) * 10 ** random.uniform(-6, 12)
    for sign in (1, -1):
        pairs.append((a, a * (1 + sign * 2.0**-power)))

# 50 digits hold differences of neighbours: 2^-52 relative leaves 34 of them.
path = os.path.join(os.path.dirname(__file__), "..", "data", "logarithmic_mean.csv")
with open(path, "w") as out:
    out.write("a,b,mean\n")
    for a, b in pairs:
        out.write(f"{a!r},{b!r},{float(mean(a, b))!r}\n")
