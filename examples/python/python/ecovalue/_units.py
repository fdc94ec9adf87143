"""Units as CF, pint and plain English spell them, in the spelling of the library; and quantities that carry their unit."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from . import _ecovalue
from ._arrays import refuse
from ._errors import UnitError

_NOTHING = np.empty(0)

#: Whole texts, in small letters.
_TEXTS = {
    "c": "degC",
    "°c": "degC",
    "celsius": "degC",
    "fraction": "1",
    "ratio": "1",
    "dimensionless": "1",
    "unitless": "1",
    "none": "1",
    "-": "1",
    "kelvin": "K",
    "kelvins": "K",
    "percent": "%",
    "percentage": "%",
    "pct": "%",
}
#: Spellings of degrees Fahrenheit, in small letters without blanks, strokes and the word degree.
_FAHRENHEIT = ("f", "°f", "fahrenheit")
#: Words inside a text, in small letters.
_WORDS = {
    r"deg(?:ree)?s?[_ ]?(?:celsius|c)": "degC",
    r"deg(?:ree)?s?[_ ]?(?:kelvin|k)": "K",
    r"degrees?(?:[_ ](?:north|south|east|west)|_[nsew])": "deg",
    "arc_?degrees?": "deg",
    "celsius": "degC",
    "kelvins?": "K",
    "percent": "%",
    "milli(?:meter|metre)s?": "mm",
    "centi(?:meter|metre)s?": "cm",
    "kilo(?:meter|metre)s?": "km",
    "(?:meter|metre)s?": "m",
    "inch(?:es)?": "25.4 mm",
    "(?:feet|foot|ft)": "0.3048 m",
    "hectares?": "ha",
    "kilograms?": "kg",
    "grams?": "g",
    "tonnes?": "t",
    "megajoules?": "MJ",
    "kilojoules?": "kJ",
    "joules?": "J",
    "days": "day",
    "(?:hours?|hrs?)": "h",
    "(?:seconds?|secs?)": "s",
    "minutes?": "min",
    "months": "month",
    "annum": "a",
}


def spelt(unit: str) -> str:
    """A unit in the spelling of the library, as far as it is one that CF or pint has."""
    text = unit.strip()
    whole = _TEXTS.get(text.lower())
    if whole is not None:
        return whole
    text = text.replace("**", "").replace("^", "")
    text = re.sub(r"(?<=[A-Za-z0-9])\.(?=[A-Za-z])", " ", text)
    for word, short in _WORDS.items():
        text = re.sub(rf"(?i)(?<![A-Za-z]){word}(?![A-Za-z_])", short, text)
    # CF has square_meter for m2, and so on.
    return re.sub(r"(?i)square[_ ]?(k?m)\b", r"\g<1>2", text)


def is_fahrenheit(unit: str) -> bool:
    """Whether a unit is degrees Fahrenheit."""
    return re.sub(r"[\s_.]|deg(ree)?s?", "", unit.lower()) in _FAHRENHEIT


def library_unit(unit: str, wanted: str, name: str) -> tuple[str, bool]:
    """A stated unit as the library reads it, and whether numbers are degrees Fahrenheit. What cannot be converted is refused."""
    if wanted == "degC" and is_fahrenheit(unit):
        return "degC", True
    first: UnitError | None = None
    for text in dict.fromkeys((unit, spelt(unit))):
        try:
            _ecovalue.convert(_NOTHING, text, wanted, name)
            return text, False
        except UnitError as error:
            if first is None or error.code == "EV-U002":
                first = error
            water = _water(text) if wanted == "mm" else None
            if water is not None:
                return water, False
    assert first is not None
    if first.code == "EV-U002" and re.search(r"(?:/|\s)\s*(?:s|h|d|day|month)\b|(?:s|h|d|day|month)\s*-1", spelt(unit)):
        refuse(
            "EV-U002",
            f"unit `{unit}` is a rate, and `{name}` is an amount in `{wanted}`",
            "multiply the numbers by the length of their period and add the periods up, e.g. with .sum('time'); "
            f"then state units = '{wanted}'",
            name,
        )
    raise first


def _water(unit: str) -> str | None:
    """A mass of water over an area as its depth: 1 kg/m2 is 1 mm."""
    try:
        # A change by 1 kg/m2, in kg/m2.
        factor = _ecovalue.convert(np.ones(1), unit, "kg/m2")
    except UnitError:
        return None
    if "C" in unit or "O" in unit:
        return None
    size = 1.0 if factor is None else float(factor[0])
    return "mm" if size == 1.0 else f"{size:.9f}".rstrip("0") + " mm"


def carried(value: Any, name: str) -> tuple[Any, str | None]:
    """The numbers of a quantity of pint or astropy, and its unit; anything else as it is."""
    if hasattr(value, "magnitude") and hasattr(value, "units") and hasattr(value, "to_base_units"):
        return _of_pint(value, name)
    if type(value).__module__.startswith("astropy") and hasattr(value, "unit"):
        return value.value, str(value.unit) or "1"
    return value, None


def _of_pint(value: Any, name: str) -> tuple[Any, str]:
    text = _pint_text(value)
    if _known(text):
        return value.magnitude, text
    # An inch, a degree Fahrenheit and the like: pint knows what they are in metres, kilograms, seconds and kelvin.
    base = value.to_base_units()
    text = _pint_text(base)
    if _known(text):
        return base.magnitude, text
    refuse("EV-U001", f"unit `{value.units}` of a pint quantity is not known", f"convert `{name}` first, with .to(...)", name)


def _pint_text(value: Any) -> str:
    text = f"{value.units:~C}".replace("Δ", "delta_")
    return "1" if text in ("", "dimensionless") else spelt(text)


def _known(text: str) -> bool:
    try:
        _ecovalue.convert(_NOTHING, text, text)
    except UnitError:
        return False
    return True


def without_pint(array: Any, name: str) -> Any:
    """A DataArray whose data is a quantity, as plain numbers with the attribute ``units``; any other as it is."""
    data, unit = carried(array.data, name)
    if unit is None:
        return array
    found = array.copy(data=data)
    found.attrs = {**array.attrs, "units": unit}
    found.encoding = dict(array.encoding)
    return found


__all__ = ["carried", "library_unit", "spelt", "without_pint"]
