"""Answers of other programs to regressions: statsmodels where it has the model, mpmath where it has not, and exact fractions
for data sets of integers.

The data are not stored: they come from SplitMix64 and + - * / and comparisons alone, in the order of draws that `sample`
shows, and `tests/regression/generator.rs` makes the same bits.

    python tests/oracle/regression.py [model ...]        # needs numpy, statsmodels, mpmath
"""

import sys
import warnings
from fractions import Fraction
from pathlib import Path

import mpmath
import numpy as np
import statsmodels.api as sm
from mpmath import mp, mpf
from statsmodels.discrete.truncated_model import TruncatedLFNegativeBinomialP, TruncatedLFPoisson

warnings.filterwarnings("ignore")
DATA = Path(__file__).resolve().parent.parent / "data"
MASK = (1 << 64) - 1
TRIALS = 40
ROWS = 120


class SplitMix64:
    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 11) * 2.0**-53


def trials(draws, rate):
    """A count of mean `rate`."""
    chance = rate / TRIALS
    return sum(draws.uniform() < chance for _ in range(TRIALS))


def count(draws, family, rate):
    while True:
        spread = 1.0
        if "negative_binomial" in family:
            u = draws.uniform()
            spread = 3.0 * u * u
        y = trials(draws, rate * spread)
        if family.startswith("truncated") and y == 0:
            continue
        if family.startswith("on_site") and draws.uniform() >= y / TRIALS:
            continue
        return float(y)


def sample(family, seed):
    """Regressors (1, x1, x2, x3), response, and of odd seeds weights (ols) or offsets (counts); bounds of cards."""
    draws = SplitMix64(seed)
    rows, y, extra, high = [], [], [], []
    for _ in range(ROWS):
        x1, x2 = 2.0 * draws.uniform(), 2.0 * draws.uniform() - 1.0
        x3 = 1.0 if draws.uniform() < 0.4 else 0.0
        other = 0.5 * draws.uniform()
        rows.append([1.0, x1, x2, x3])
        if family == "ols":
            noise = draws.uniform() + draws.uniform() + draws.uniform() - 1.5
            y.append(1.0 + 2.0 * x1 - x2 + noise * (1.0 + x1))
            extra.append(0.5 + other)
        elif family in ("logit", "probit"):
            chance = 0.2 + 0.3 * x1 + 0.15 * x2
            y.append(1.0 if draws.uniform() < chance else 0.0)
            extra.append(other)
        elif family in ("normal_cards", "lognormal_cards"):
            noise = draws.uniform() + draws.uniform() + draws.uniform()
            amount = (1.0 + x1 + 0.5 * x3) * (5.0 + 10.0 * noise)
            card = 0.0
            while card + 10.0 <= amount and card < 50.0:
                card += 10.0
            y.append(card)
            high.append(card + 10.0 if card < 50.0 else float("inf"))
            extra.append(other)
        else:
            rate = (1.0 + 0.8 * x1 + 0.3 * x1 * x1) * (1.0 + 0.4 * x2) * (1.5 if x3 else 1.0)
            y.append(count(draws, family, rate))
            extra.append(other)
    return np.array(rows), np.array(y), np.array(extra) if seed % 2 else None, high


def polished(model, result):
    """Newton steps on statsmodels' own score until it is 0, and the inverse of the differences of that score."""
    params = np.array(result.params)

    def information(at):
        columns = []
        for k in range(len(at)):
            step = np.zeros(len(at))
            step[k] = 1e-5 * max(1.0, abs(at[k]))
            at_steps = [model.score(at + m * step) for m in (-2, -1, 1, 2)]
            columns.append((at_steps[0] - 8 * at_steps[1] + 8 * at_steps[2] - at_steps[3]) / (12 * step[k]))
        return -np.array(columns)

    for _ in range(6):
        params = params + np.linalg.solve(information(params), model.score(params))
    assert np.abs(model.score(params)).max() < 1e-8, model.score(params)
    matrix = information(params)
    return params, np.sqrt(np.diag(np.linalg.inv((matrix + matrix.T) / 2))), model.loglike(params)


def ols(x, y, weights):
    model = sm.WLS(y, x, weights=weights if weights is not None else 1.0)
    fit = model.fit(method="qr")
    robust = [fit.get_robustcov_results(kind).bse for kind in ("HC0", "HC1", "HC2", "HC3")]
    extra = [fit.rsquared, fit.rsquared_adj, fit.fvalue, fit.aic, fit.bic, *np.concatenate(robust)]
    predicted = fit.get_prediction(np.array([[1.0, 1.0, 0.5, 1.0]])).summary_frame(alpha=0.1).iloc[0]
    names = ["mean", "mean_se", "mean_ci_lower", "mean_ci_upper", "obs_ci_lower", "obs_ci_upper"]
    return fit.params, fit.bse, fit.llf, [*extra, *[predicted[name] for name in names]]


def discrete(model, **options):
    fit = model.fit(method="newton", maxiter=500, tol=1e-12, disp=False, **options)
    robust = model.fit(
        method="newton", maxiter=500, tol=1e-12, disp=False, start_params=fit.params, cov_type="HC0"
    )
    return fit.params, fit.bse, fit.llf, [fit.aic, fit.bic, *robust.bse]


def negative_binomial(x, y, offset):
    model = sm.NegativeBinomial(y, x, loglike_method="nb2", offset=offset)
    start = model.fit(method="bfgs", maxiter=5000, disp=False)
    params, errors, value = polished(model, start)
    return params, errors, value, []


def truncated(kind, x, y, offset):
    model = TruncatedLFPoisson(y, x, offset=offset) if kind == "poisson" else TruncatedLFNegativeBinomialP(
        y, x, p=2, offset=offset
    )
    start = model.fit(method="bfgs", maxiter=5000, disp=False)
    params, errors, value = polished(model, start)
    return params, errors, value, []


def by_mpmath(value, start):
    """Newton's method on a likelihood as it is printed, with differences at 60 digits."""
    mp.dps = 60
    at, h, size = [mpf(v) for v in start], mpf(10) ** -15, len(start)

    def moved(*steps):
        point = list(at)
        for k, sign in steps:
            point[k] += sign * h
        return value(point)

    for _ in range(60):
        centre, ups, downs = value(at), [moved((k, 1)) for k in range(size)], [moved((k, -1)) for k in range(size)]
        gradient = mpmath.matrix([(up - down) / (2 * h) for up, down in zip(ups, downs)])
        hessian = mpmath.matrix(size, size)
        for k in range(size):
            hessian[k, k] = (ups[k] - 2 * centre + downs[k]) / h**2
            for m in range(k):
                mixed = moved((k, 1), (m, 1)) - ups[k] - ups[m] + 2 * centre - downs[k] - downs[m] + moved((k, -1), (m, -1))
                hessian[k, m] = hessian[m, k] = mixed / (2 * h**2)
        step = mpmath.lu_solve(-hessian, gradient)
        scale = mpf(1)
        while True:
            trial = [a + scale * s for a, s in zip(at, step)]
            if trial[-1] > 0 and value(trial) >= centre - mpf(10) ** -40:
                break
            scale /= 2
            if scale < mpf(10) ** -12:
                raise ArithmeticError("no step")
        at = trial
        if mpmath.norm(step) < mpf(10) ** -20:
            break
    else:
        raise ArithmeticError("no maximum")
    covariance = (-hessian) ** -1
    return [float(v) for v in at], [float(mpmath.sqrt(covariance[k, k])) for k in range(size)], float(value(at)), []


def on_site_negative_binomial(x, y, offset):
    offset = offset if offset is not None else np.zeros(len(y))

    def value(at):
        *beta, alpha = at
        total, r, gammas = mpf(0), 1 / alpha, {}
        for row, count_, known in zip(x, y, offset):
            if count_ not in gammas:
                gammas[count_] = mpmath.loggamma(count_ + r) - mpmath.loggamma(r) - mpmath.loggamma(count_ + 1)
            rate = mpmath.exp(known + sum(b * v for b, v in zip(beta, row)))
            total += mpmath.log(count_) + gammas[count_] + count_ * mpmath.log(alpha)
            total += (count_ - 1) * mpmath.log(rate) - (count_ + r) * mpmath.log(1 + alpha * rate)
        return total

    return by_mpmath(value, [0.0, 0.5, 0.2, 0.3, 0.6])


def cards(kind, x, low, high):
    scale = (lambda v: v) if kind == "normal" else (lambda v: mpmath.log(v) if v > 0 else -mpmath.inf)
    bounds = [(scale(mpf(a)), scale(mpf(b))) for a, b in zip(low, high)]

    def value(at):
        *beta, sigma = at
        total = mpf(0)
        for row, (a, b) in zip(x, bounds):
            eta = sum(v * w for v, w in zip(beta, row))
            below = mpf(0) if a == -mpmath.inf else mpmath.ncdf((a - eta) / sigma)
            above = mpf(1) if b == mpmath.inf else mpmath.ncdf((b - eta) / sigma)
            total += mpmath.log(above - below)
        return total

    middles = [float(a + b) / 2 if mpmath.isfinite(a + b) else float(a if mpmath.isfinite(a) else b) for a, b in bounds]
    beta = np.linalg.lstsq(x, middles, rcond=None)[0]
    return by_mpmath(value, [*beta, np.std(middles - x @ beta)])


def answer(family, seed):
    x, y, extra, high = sample(family, seed)
    if family == "ols":
        return ols(x, y, extra)
    if family == "poisson":
        return discrete(sm.Poisson(y, x, offset=extra))
    if family == "on_site_poisson":
        return discrete(sm.Poisson(y - 1, x, offset=extra))
    if family in ("logit", "probit"):
        return discrete({"logit": sm.Logit, "probit": sm.Probit}[family](y, x))
    if family == "negative_binomial":
        return negative_binomial(x, y, extra)
    if family.startswith("truncated"):
        return truncated(family.removeprefix("truncated_"), x, y, extra)
    if family.endswith("_cards"):
        return cards(family.removesuffix("_cards"), x, y, high)
    return on_site_negative_binomial(x, y, extra)


def fractions_of(name, columns, y):
    """Least squares of integers, exact: the polynomial and no-intercept sets of NIST's collection."""
    size = len(columns)
    matrix = [[sum(a * b for a, b in zip(p, q)) for q in columns] for p in columns]
    right = [sum(a * b for a, b in zip(p, y)) for p in columns]
    rows = [[*map(Fraction, matrix[k]), Fraction(right[k]), *[Fraction(int(k == m)) for m in range(size)]] for k in range(size)]
    for k in range(size):
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for m in range(size):
            if m != k:
                rows[m] = [v - rows[m][k] * w for v, w in zip(rows[m], rows[k])]
    beta = [row[size] for row in rows]
    squares = sum((v - sum(b * c[i] for b, c in zip(beta, columns))) ** 2 for i, v in enumerate(y))
    mp.dps = 40
    lines = []
    for k in range(size):
        variance = squares / (len(y) - size) * rows[k][size + 1 + k]
        error = mpmath.sqrt(mpf(variance.numerator) / variance.denominator)
        estimate = mpf(beta[k].numerator) / beta[k].denominator
        lines.append(f"{name},B{k},{mpmath.nstr(estimate, 17)},{mpmath.nstr(error, 17)}\n")
    return lines


def write_exact():
    x = list(range(21))
    powers = [[v**k for v in x] for k in range(6)]
    clean = [sum(v**k for k in range(6)) for v in x]
    # Wampler2 has the coefficients 1, 0.1, ..., 0.00001; times 10^5 it is a set of integers.
    tenths = [sum(10 ** (5 - k) * v**k for k in range(6)) for v in x]
    noise = [759, -2048, 2048, -2048, 2523, -2048, 2048, -2048, 1838, -2048, 2048, -2048, 1838, -2048, 2048]
    noise += [-2048, 2523, -2048, 2048, -2048, 759]
    lines = ["dataset,param,estimate,std_dev\n"]
    lines += fractions_of("wampler1", powers, clean)
    lines += fractions_of("wampler2", powers, tenths)
    for name, factor in (("wampler3", 1), ("wampler4", 100), ("wampler5", 10000)):
        lines += fractions_of(name, powers, [a + factor * b for a, b in zip(clean, noise)])
    lines += fractions_of("noint1", [list(range(60, 71))], list(range(130, 141)))
    lines += fractions_of("noint2", [[4, 5, 6]], [3, 4, 4])
    (DATA / "nist-strd" / "exact.csv").write_text("".join(lines))


def main():
    write_exact()
    plan = {
        "ols": 50,
        "poisson": 50,
        "negative_binomial": 50,
        "truncated_poisson": 50,
        "truncated_negative_binomial": 50,
        "on_site_poisson": 10,
        "on_site_negative_binomial": 20,
        "logit": 10,
        "probit": 10,
        "normal_cards": 4,
        "lognormal_cards": 4,
    }
    for family in sys.argv[1:] or plan:
        wanted, lines = plan[family], ["seed,log_likelihood,estimates,standard_errors,others\n"]
        seed, found = 0, 0
        while found < wanted:
            seed += 1
            try:
                estimates, errors, value, others = answer(family, seed)
            except (ArithmeticError, AssertionError, np.linalg.LinAlgError) as error:
                print(family, seed, "left out:", str(error)[:80])
                continue
            numbers = [*estimates, *errors, value, *others]
            # An alpha near 0 is a boundary, which the crate refuses.
            at_edge = "negative_binomial" in family and not 0.02 < estimates[-1] < 20
            if at_edge or not all(np.isfinite(v) for v in numbers):
                print(family, seed, "left out")
                continue
            lists = [" ".join(repr(float(v)) for v in part) for part in (estimates, errors, others)]
            lines.append(f"{seed},{float(value)!r},{','.join(lists)}\n")
            found += 1
        print(family, "up to seed", seed, flush=True)
        (DATA / "regression" / f"{family}.csv").write_text("".join(lines))


if __name__ == "__main__":
    main()
