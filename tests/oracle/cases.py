"""Cases of equations: what an oracle script says of a formula becomes a file of tests/reference/ (mpmath, 50 digits).

A script imports from here, writes the formulas as their authors print them, not as the crate arranges them, names their
arguments after the quantities and terms that the crate reads, and ends with `write()`.
"""

import sys
from pathlib import Path

from mpmath import isnan, mp, mpf, nan

mp.dps = 50
FOLDER = Path(__file__).resolve().parent.parent / "reference"
NAN = float("nan")
FILES = {}


def add(equation, function, name, *values, keys=None, relative=1e-15, published=None, file=None):
    """A case; a value may be a list of bands. `published` is (expected, tolerance key, tolerance, source) of a printed
    number."""
    keys = keys or function.__code__.co_varnames[: function.__code__.co_argcount]
    inputs = dict(zip(keys, values, strict=True))
    if any(number != number for number in numbers(inputs)):
        expected = nan
    else:
        expected = function(*([mpf(v) for v in value] if isinstance(value, list) else mpf(value) for value in values))
    source = "mpmath 50 digits"
    key, tolerance = ("absolute", 0.0) if expected == 0 else ("relative", relative)
    if published:
        expected, key, tolerance, source = published
    note(equation, name, inputs, expected, key, tolerance, source, file=file)


def add_driver(output, function, name, *values, variant=None, file=None, relative=1e-12, published=None):
    """A case of a driver; the function has the name of the variant."""
    equation = f"driver/{output}/{variant or function.__name__}"
    add(equation, function, name, *values, relative=relative, published=published, file=file or output)


def note(equation, name, inputs, expected, key=None, tolerance=None, source="mpmath 50 digits", file=None):
    """A case whose expectation is known: a number, or the word `missing` or `left out`."""
    file = file or equation.split("/")[1]
    FILES.setdefault(file, []).append((name, equation, inputs, expected, key, tolerance, source))


def add_months(output, function, name, *months, relative=1e-14, file=None):
    """A case of a driver that makes months: the function takes one month of each input; further inputs are its own."""
    keys = function.__code__.co_varnames[: len(months)]
    expected = []
    for month in range(12):
        values = [bands[month] for bands in months]
        missing = any(value != value for value in values)
        expected.append(nan if missing else function(*(mpf(value) for value in values), month))
    expected = "missing" if all(isnan(mpf(value)) for value in expected) else expected
    equation, inputs = f"driver/{output}/{function.__name__}", dict(zip(keys, months))
    note(equation, name, inputs, expected, "relative", relative, file=file or output)


def given(value):
    return value


def as_given(equation, key, values):
    """Cases of an equation that takes one number as it is."""
    for name, value in [*values, ("none", 0.0), ("missing", NAN)]:
        add(equation, given, name, value, keys=[key], relative=0.0)


def numbers(inputs):
    for value in inputs.values():
        yield from value if isinstance(value, list) else [value]


def toml(value):
    if isinstance(value, list):
        return "[" + ", ".join(toml(v) for v in value) + "]"
    return "nan" if value != value else repr(float(value))


def write():
    """Writes one file for each service or quantity."""
    script = Path(sys.argv[0]).name
    for file, cases in FILES.items():
        lines = [f"# made by tests/oracle/{script} (mpmath, 50 digits)\n"]
        for name, equation, inputs, expected, key, tolerance, source in cases:
            columns = ", ".join(f"{term} = {toml(value)}" for term, value in inputs.items())
            if isinstance(expected, list):
                word = None
            else:
                word = expected if isinstance(expected, str) else "missing" if isnan(mpf(expected)) else None
            lines += [
                "\n[[case]]\n",
                f'name = "{name}"\n',
                f'equation = "{equation}"\n',
                f"inputs = {{ {columns} }}\n" if inputs else "",
                f'expected = "{word}"\n' if word else f"expected = {toml(expected)}\n",
                "" if word else f"{key} = {toml(tolerance)}\n",
                f'source = "{source}"\n',
            ]
        (FOLDER / f"{file}.toml").write_text("".join(lines), encoding="utf-8")
