"""Dimensions of arrays: rows and columns of a map, the bands of a quantity, months by their name, and what is neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ._arrays import BAND_DIMENSIONS, is_lazy, refuse

#: Names of dimensions from south to north and from west to east, in small letters.
ROWS = ("y", "latitude", "lat", "northing", "projection_y_coordinate")
COLUMNS = ("x", "longitude", "lon", "easting", "projection_x_coordinate")
#: Names of dimensions that are no place, in small letters: cells of two of them would be the same land twice.
NO_PLACE = (
    *("time", "year", "month", "day", "date", "season", "band", "variable", "number", "member", "realization"),
    *("ensemble", "model", "scenario", "level", "height", "depth", "valid_time", "step", "quantile"),
)
#: Names under which the bands of a quantity may stand beside the one that the library gives them.
ALIASES = {
    12: ("month", "time", "band", "valid_time", "date", "t", "months", "mon"),
    365: ("day", "time", "band", "valid_time", "date", "t", "dayofyear"),
    6: ("grade", "band"),
    9: ("neighbour", "band"),
}
_PERIOD = {12: "month", 365: "day"}


def place_of(array: Any) -> tuple[str | None, str | None]:
    """The dimensions of rows and columns of an array: by their names, or by what CF writes at their coordinates."""
    rows = columns = None
    for dim in map(str, array.dims):
        attributes = array.coords[dim].attrs if dim in array.coords else {}
        axis, standard = str(attributes.get("axis", "")).upper(), str(attributes.get("standard_name", "")).lower()
        if dim.lower() in ROWS or axis == "Y" or standard in ROWS:
            rows = rows or dim
        elif dim.lower() in COLUMNS or axis == "X" or standard in COLUMNS:
            columns = columns or dim
    return rows, columns


def without_single(array: Any, kept: Sequence[str]) -> Any:
    """An array without its dimensions of length 1, those aside that are kept."""
    single = [dim for dim in array.dims if str(dim) not in kept and array.sizes[dim] == 1]
    return array.isel(dict.fromkeys(single, 0), drop=True) if single else array


def cells_of(array: Any, name: str) -> Any:
    """The array of the classes with the dimensions of its cells alone; one that is no place is refused."""
    rows, columns = place_of(array)
    kept = [dim for dim in (rows, columns) if dim is not None]
    if not kept and all(length == 1 for length in array.shape):
        kept = [str(dim) for dim in array.dims if str(dim).lower() not in NO_PLACE][-1:]
    array = without_single(array, kept)
    on_a_map = rows is not None and columns is not None
    for dim in map(str, array.dims):
        if dim not in kept and (on_a_map or dim.lower() in NO_PLACE or _is_time(array, dim)):
            refuse_dimension(array, dim, name)
    return array


def refuse_dimension(array: Any, dim: str, name: str) -> None:
    """Refuses a dimension that the cells do not have."""
    length = array.sizes[dim]
    first = array.indexes[dim][0] if dim in array.indexes else 0
    way = f".sel({dim}={_shown(first)})" if dim in array.indexes else f".isel({dim}=0)"
    summed = ', or sum the periods of a year with .sum("' + dim + '")' if _is_time(array, dim) else ""
    refuse(
        "EV-I007",
        f"`{name}` has {length} values along `{dim}` for every cell",
        f"choose one with {way}{summed}",
        name,
    )


def _shown(value: Any) -> str:
    text = str(value)
    text = text.removesuffix(" 00:00:00").removesuffix("T00:00:00.000000000")
    return text if isinstance(value, (int, float, np.number)) else repr(text)


def _is_time(array: Any, dim: str) -> bool:
    if dim not in array.coords:
        return dim.lower() in ("time", "valid_time")
    dtype = array.coords[dim].dtype
    return dtype.kind == "M" or (dtype.kind == "O" and array.sizes[dim] > 0 and hasattr(array.coords[dim].values[0], "month"))


def band_dimension(array: Any, bands: int, cells: Sequence[str], name: str) -> str:
    """The dimension of an array that holds the bands of a quantity."""
    wanted = BAND_DIMENSIONS[bands]
    others = [str(dim) for dim in array.dims if str(dim) not in cells]
    known = ALIASES.get(bands, (wanted,))
    found = [dim for dim in others if dim == wanted] or [
        dim for dim in others if dim.lower() in known or (bands in _PERIOD and _is_time(array, dim))
    ]
    # A lone dimension of one band beside the months, as rioxarray leaves it.
    found = [dim for dim in found if array.sizes[dim] > 1] or found
    if len(found) == 1:
        return found[0]
    refuse(
        "EV-I007",
        f"`{name}` needs a dimension `{wanted}` of {bands}, found {dict(array.sizes)}",
        f"name the dimension that holds them `{wanted}`",
        name,
    )


def in_order(array: Any, dim: str, bands: int, name: str) -> Any:
    """An array whose bands stand in the order of their months, days or numbers; one that is missing or there twice is refused."""
    length = array.sizes[dim]
    numbers = _numbers(array, dim, bands, name)
    if numbers is None or bands not in _PERIOD:
        if length != bands:
            refuse(
                "EV-I007",
                f"`{name}` needs {bands} numbers along `{dim}`, found {length}",
                f"give all {bands} of them",
                name,
            )
        if numbers is not None and len(set(numbers)) == bands:
            return array.isel({dim: np.argsort(numbers, kind="stable")})
        return array
    period = _PERIOD[bands]
    if bands == 12:
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        missing = sorted(set(range(1, 13)) - set(numbers))
        beyond = sorted(set(numbers) - set(range(1, 13)))
        fault = (
            f"has the month {beyond[0]}"
            if beyond
            else f"has the month {twice[0]} {numbers.count(twice[0])} times"
            if twice
            else f"has no month {', '.join(map(str, missing))}"
            if missing
            else None
        )
    else:
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        fault = f"has {length} days" if length != bands else f"has the day {twice[0]} twice" if twice else None
    if fault:
        refuse(
            "EV-I007",
            f"`{name}` {fault} along `{dim}`, and needs each of {bands} {period}s once",
            f"choose one year with .sel({dim}=...), or give the mean of each {period}"
            + (f', e.g. with .groupby("{dim}.month").mean()' if bands == 12 and _is_time(array, dim) else ""),
            name,
        )
    order = np.argsort(numbers, kind="stable")
    return array if np.array_equal(order, np.arange(length)) else array.isel({dim: order})


def _numbers(array: Any, dim: str, bands: int, name: str) -> list[int] | None:
    """The months or days, or the numbers of the bands, along a dimension; none where it has no coordinate that tells."""
    coordinate = next((key for key in (dim, BAND_DIMENSIONS[bands]) if key in array.coords), None)
    if coordinate is None or array.coords[coordinate].dims != (dim,):
        return None
    held = array.coords[coordinate]
    if _is_time(array, dim) and coordinate == dim:
        return _times(held, bands)
    if " since " in str(held.attrs.get("units", "")):
        import xarray as xr

        return _times(xr.decode_cf(held.to_dataset(name="stamp").reset_coords(drop=True))["stamp"], bands)
    values = held.to_numpy()
    if values.dtype.kind in "iuf" and np.array_equal(values, np.floor(values)):
        whole: list[int] = values.astype(np.int64).tolist()
        # Bands that were chosen from a file keep their numbers there.
        if dim == "band" and bands == len(set(whole)) and whole != sorted(whole) and set(whole) != set(range(1, bands + 1)):
            return None
        return list(range(1, bands + 1)) if dim == "band" and len(whole) == bands and whole == sorted(set(whole)) else whole
    if bands not in _PERIOD:
        return None
    refuse(
        "EV-I007",
        f"`{name}` has {_shown(values[0])} along `{dim}`, which tells no {_PERIOD[bands]}",
        f"give the coordinate as dates, or as the numbers 1 to {bands}",
        name,
    )


def _times(held: Any, bands: int) -> list[int]:
    if bands == 12:
        return [int(month) for month in held.dt.month.values]
    # Days are told apart by their date: those of a leap year have other numbers.
    days = held.dt.year.values * 400 + held.dt.dayofyear.values
    return [int(day) for day in days]


def one_chunk(array: Any, dim: str) -> Any:
    """A lazy array whose bands lie in one chunk, so that every task has all of a cell."""
    return array.chunk({dim: -1}) if is_lazy(array.data) else array


__all__ = ["band_dimension", "cells_of", "in_order", "one_chunk", "place_of", "refuse_dimension", "without_single"]
