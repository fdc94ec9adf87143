"""Numbers that look like missing values although nothing declares them: those that a run refuses or warns of in a raster."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _ecovalue
from ._arrays import numbers, refuse
from ._told import Told

if TYPE_CHECKING:
    from ._cells import Reading

#: Numbers that one array may hold in the place of missing values.
MOST_FILLS = 16
#: Cells of each kind of suspect in a band, and the least and the largest of all other numbers.
Band = tuple[list[int], tuple[float, float]]
#: The bands of each layer that was looked at, by its name.
Looks = dict[str, list[Band]]


def look(reading: Reading, stored: npt.NDArray[Any], values: npt.NDArray[Any]) -> list[Band]:
    """Counts what looks like a missing value in the bands of a block; `values` are NaN where something declares it missing."""
    suspects = _suspected(_stored(reading))
    if not suspects:
        return []
    shape = (reading.bands, -1) if reading.bands > 1 and len(stored) == reading.bands else (1, -1)
    return [_of_band(*band, suspects) for band in zip(stored.reshape(shape), values.reshape(shape), strict=True)]


def _of_band(stored: npt.NDArray[Any], values: npt.NDArray[Any], suspects: Sequence[tuple[float, float]]) -> Band:
    valid = ~np.isnan(values)
    found = [valid & (stored >= low) & (stored <= high) for low, high in suspects]
    for own in found:
        valid &= ~own
    # As doubles, which hold the ends of every type.
    least = np.min(stored, where=valid, initial=_end(stored, "max")) if valid.any() else np.inf
    most = np.max(stored, where=valid, initial=_end(stored, "min")) if valid.any() else -np.inf
    return [int(np.count_nonzero(own)) for own in found], (float(least), float(most))


def _end(stored: npt.NDArray[Any], which: str) -> Any:
    if stored.dtype.kind == "f":
        return np.inf if which == "max" else -np.inf
    return getattr(np.iinfo(stored.dtype), which)


def joined(looks: Iterable[Looks]) -> Looks:
    """What was counted in all blocks."""
    whole: Looks = {}
    for own in looks:
        for name, bands in own.items():
            known = whole.setdefault(name, bands)
            if known is not bands:
                whole[name] = [_added(*both) for both in zip(known, bands, strict=True)]
    return whole


def _added(one: Band, other: Band) -> Band:
    cells = [first + second for first, second in zip(one[0], other[0], strict=True)]
    return cells, (min(one[1][0], other[1][0]), max(one[1][1], other[1][1]))


def judge(readings: Iterable[Reading], looks: Looks) -> list[Told]:
    """Warnings of what was counted; what a product is known to write for missing values is refused."""
    told: list[Told] = []
    for reading in readings:
        bands = looks.get(reading.name, [])
        for number, (cells, others) in enumerate(bands, start=1):
            band = f"band {number}" if len(bands) > 1 else ""
            for refused, remark in _ecovalue.judged(_stored(reading), cells, others, band):
                if refused:
                    code, column, message, hint, _ = remark
                    refuse(code, message, hint, column)
                told.append(Told(*remark))
    return told


def name_fills(reading: Reading, values: Any, column: npt.NDArray[np.float64]) -> None:
    """Refuses impossible numbers by name if all of them are what files hold for missing values; `column` is in the base unit."""
    stored = numbers(values, reading.name)
    if not reading.packing.kind or stored.size != column.size:
        return
    low, high = _range(reading.name)
    flat = column.reshape(-1)
    impossible = np.unique(stored.reshape(-1)[(flat < low) | (flat > high)])
    if 0 < impossible.size <= MOST_FILLS:
        found = _ecovalue.named(_stored(reading), impossible.astype(np.float64).tolist())
        if found is not None:
            code, name, message, hint = found
            refuse(code, message, hint, name)


@functools.cache
def _range(name: str) -> tuple[float, float]:
    known = _ecovalue.quantities()
    place = known["quantity"].index(name)
    return float(known["low"][place]), float(known["high"][place])


def _stored(reading: Reading) -> tuple[str, str, str, float, float, bool]:
    packing = reading.packing
    return reading.name, reading.unit, packing.kind, packing.scale, packing.offset, packing.fahrenheit


@functools.lru_cache(maxsize=64)
def _suspected(stored: tuple[str, str, str, float, float, bool]) -> tuple[tuple[float, float], ...]:
    return tuple(_ecovalue.suspected(stored)) if stored[2] else ()
