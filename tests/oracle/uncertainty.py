"""Answers for draws that do not come from the crate: quantiles with 50 digits, and how often an interval holds the truth.

`quantiles.csv` has the quantiles of the distributions of `ecovalue::uncertainty` with mpmath. `errors.csv` has accounts whose
prices and quantities are off by known errors, and whether the interval of 5 to 95 % of the sum of price times quantity, from
200 000 draws with numpy, holds the true sum.

    python tests/oracle/uncertainty.py        # needs numpy, mpmath
"""

from pathlib import Path

import numpy as np
from mpmath import betainc, erfinv, exp, findroot, mp, mpf, sqrt

mp.dps = 50
DATA = Path(__file__).resolve().parent.parent / "data" / "uncertainty"
PROBABILITIES = ["1e-12", "1e-6", "0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.975", "0.999", "0.999999"]
ACCOUNTS = 1000
TRUTH = [(2.0, 300.0), (5.0, 80.0), (0.5, 900.0)]
LOG_SD, SHARE = 0.2, 0.1


def normal(p):
    return sqrt(2) * erfinv(2 * p - 1)


def triangular(p, low, mode, high):
    width = high - low
    if p <= (mode - low) / width:
        return low + sqrt(p * width * (mode - low))
    return high - sqrt((1 - p) * width * (high - mode))


def beta(p, a, b, low, high):
    left, right = mpf(0), mpf(1)
    for _ in range(60):
        middle = (left + right) / 2
        if betainc(a, b, 0, middle, regularized=True) < p:
            left = middle
        else:
            right = middle
    root = findroot(lambda x: betainc(a, b, 0, x, regularized=True) - p, (left, right), solver="illinois", tol=1e-45)
    return low + root * (high - low)


def half_normal(p, mean, sd, low):
    below = (1 + mp.erf((low - mean) / sd / sqrt(2))) / 2
    return mean + sd * normal(below + p * (1 - below))


FAMILIES = {
    "normal": (lambda p, mean, sd: mean + sd * normal(p), [("3", "2"), ("-40", "0.125")]),
    "lognormal": (lambda p, median, log_sd: median * exp(log_sd * normal(p)), [("5", "0.7"), ("1200", "0.05")]),
    "triangular": (triangular, [("-1", "0.5", "4"), ("1", "1", "4")]),
    "uniform": (lambda p, low, high: low + p * (high - low), [("2", "9")]),
    "beta": (beta, [("2", "5", "10", "20"), ("0.5", "0.5", "0", "1"), ("30", "4", "0", "1")]),
    "normal_above": (half_normal, [("1", "2", "0")]),
}


def quantiles():
    lines = ["family,numbers,probability,quantile"]
    for family, (quantile, cases) in FAMILIES.items():
        for numbers in cases:
            for p in PROBABILITIES:
                # The doubles that the crate reads, not the decimals.
                value = quantile(mpf(float(p)), *(mpf(float(number)) for number in numbers))
                lines.append(f"{family},{' '.join(numbers)},{p},{mp.nstr(value, 20)}")
    return lines


def errors():
    random = np.random.Generator(np.random.PCG64(2026))
    whole = sum(price * quantity for price, quantity in TRUTH)
    price_draws = np.exp(LOG_SD * random.standard_normal((3, 200_000)))
    quantity_draws = random.standard_normal((3, 200_000))
    lines = ["price_1,price_2,price_3,quantity_1,quantity_2,quantity_3,holds"]
    for _ in range(ACCOUNTS):
        prices = [round(x, 4) for x in np.exp(LOG_SD * random.standard_normal(3))]
        quantities = [round(x, 4) for x in random.standard_normal(3)]
        total = np.zeros(200_000)
        for k, (price, quantity) in enumerate(TRUTH):
            sd = SHARE * quantity
            total += price * prices[k] * price_draws[k] * (quantity + sd * quantities[k] + sd * quantity_draws[k])
        low, high = np.quantile(total, [0.05, 0.95])
        holds = "yes" if low <= whole <= high else "no"
        lines.append(",".join([*(f"{x:.4f}" for x in prices + quantities), holds]))
    return lines


if __name__ == "__main__":
    DATA.mkdir(parents=True, exist_ok=True)
    for name, lines in [("quantiles.csv", quantiles()), ("errors.csv", errors())]:
        (DATA / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
