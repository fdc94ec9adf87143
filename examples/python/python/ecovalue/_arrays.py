"""Values of every kind as columns that the native module reads without misreading them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from . import _ecovalue
from ._memory import empty_again

#: Largest number of threads of one call.
MOST_THREADS = 4096
#: Types that are widened a block of cells at a time, without a copy of the whole.
READ = ("f8", "f4", "u1", "i2", "u2", "i4")
#: Name of the dimension that holds the bands of a quantity, by their number.
BAND_DIMENSIONS = {6: "grade", 9: "neighbour", 12: "month", 365: "day"}


class Argument(NamedTuple):
    """What an equation reads or gives."""

    name: str
    unit: str
    bands: int
    range: tuple[float, float] | None
    meaning: str
    chinese: str


class Asked(NamedTuple):
    """How a result is wanted."""

    #: Where to write it.
    out: Any = None
    #: Type of its numbers, where there is no `out`.
    dtype: np.dtype[Any] = np.dtype(np.float64)
    threads: int = 1
    #: Whether it may stand in memory of an earlier result.
    again: bool = False


def refuse(code: str, message: str, hint: str, column: str | None = None) -> NoReturn:
    """Raises a finding with a code, worded as the library words its own."""
    _ecovalue.refuse(code, message, hint, column)
    raise AssertionError("a refusal always raises")


def is_lazy(value: object) -> bool:
    """Whether a value is a dask array, or holds one."""
    return hasattr(value, "__dask_graph__") and value.__dask_graph__() is not None


def is_labelled(value: object) -> bool:
    """Whether a value is an xarray DataArray."""
    return _of_package(value, "xarray") and hasattr(value, "dims")


def is_data_set(value: object) -> bool:
    """Whether a value is an xarray Dataset."""
    return _of_package(value, "xarray") and hasattr(value, "data_vars")


def _of_package(value: object, package: str) -> bool:
    # A class of one's own may be derived from theirs.
    return any(own.__module__.split(".")[0] == package for own in type(value).__mro__)


def is_series(value: object) -> bool:
    """Whether a value is a pandas Series."""
    return type(value).__module__.split(".")[0] in ("pandas", "geopandas") and hasattr(value, "index")


def numbers(value: object, name: str) -> npt.NDArray[Any]:
    """A value as numbers that the native module reads, in the byte order of the machine; others are converted or refused."""
    if is_data_set(value):
        refuse(
            "EV-I008",
            f"`{name}` is a Dataset where one array is due",
            f"choose a variable of it: {', '.join(str(own) for own in list(value.data_vars)[:5])}",  # type: ignore[attr-defined]
            name,
        )
    if isinstance(value, np.ma.MaskedArray):
        return np.ma.filled(value.astype(np.float64), np.nan)
    if is_series(value) and hasattr(value, "to_numpy"):
        dtype = getattr(value, "dtype", None)
        if getattr(dtype, "kind", "O") in "fiub" and not isinstance(dtype, np.dtype):
            array = np.asarray(value.to_numpy(dtype=np.float64, na_value=np.nan))
        else:
            array = np.asarray(value.to_numpy())
    else:
        array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        refuse(
            "EV-I008",
            f"`{name}` holds {array.dtype} where numbers are due",
            "convert it to float64 first, with NaN where a number is missing",
            name,
        )
    if array.dtype.str[1:] in READ:
        return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    return array.astype(np.float64)


def flat(array: npt.NDArray[Any], shape: tuple[int, ...]) -> npt.NDArray[Any]:
    """An array spread to a shape, as one row in C order at an aligned place; no copy where it is that already."""
    if array.shape != shape:
        array = np.broadcast_to(array, shape)
    if not (array.flags.c_contiguous and array.flags.aligned):
        array = np.require(array, requirements=["C", "A"])
    return array.reshape(-1)


def describe(value: npt.NDArray[Any]) -> str:
    """A shape as text."""
    return "x".join(str(length) for length in value.shape) or "one number"


def cell_shape(array: npt.NDArray[Any], argument: Argument) -> tuple[int, ...]:
    """The shape of the cells of an array whose first axis holds the bands, where there are several."""
    if argument.bands == 1:
        return array.shape
    if array.ndim == 0 or array.shape[0] != argument.bands:
        refuse(
            "EV-I007",
            f"`{argument.name}` needs {argument.bands} numbers per cell, found the shape {describe(array)}",
            f"put the {BAND_DIMENSIONS.get(argument.bands, 'band')}s on the first axis, {argument.bands} of them",
            argument.name,
        )
    return array.shape[1:]


def common_shape(shapes: Sequence[tuple[int, ...]], names: Sequence[str]) -> tuple[int, ...]:
    """The shape that all spread to, as numpy has it; two that do not fit are named."""
    shape: tuple[int, ...] = ()
    for index, own in enumerate(shapes):
        if own in ((), shape):
            continue
        try:
            shape = np.broadcast_shapes(shape, own)
        except ValueError:
            for other in range(index):
                try:
                    np.broadcast_shapes(shapes[other], own)
                except ValueError:
                    refuse(
                        "EV-I007",
                        f"`{names[other]}` has the shape {shapes[other]}, `{names[index]}` has the shape {own}: "
                        "they do not fit each other",
                        "give both one value per cell, or one of them a single number",
                        names[index],
                    )
            raise
    return shape


def in_unit(array: npt.NDArray[Any], unit: str, wanted: str, name: str) -> npt.NDArray[Any]:
    """Numbers of one unit in another, converted as the library converts a layer."""
    wide = np.require(array, np.float64, ["C", "A"])
    converted = _ecovalue.convert(wide.reshape(-1), unit, wanted, name)
    return array if converted is None else converted.reshape(array.shape)


def stated_unit(value: object) -> str | None:
    """The unit that the attributes of a value state."""
    attributes = getattr(value, "attrs", None)
    if isinstance(attributes, Mapping):
        unit = attributes.get("units", attributes.get("unit"))
        if isinstance(unit, str) and unit:
            return unit
    return None


def compute(
    index: int,
    arguments: Sequence[Argument],
    result: Argument,
    values: Sequence[object],
    units: Sequence[str | None],
    asked: Asked,
) -> npt.NDArray[Any]:
    """An equation over values that are numbers and arrays; the result has the cells behind its bands."""
    arrays = [numbers(value, argument.name) for argument, value in zip(arguments, values, strict=True)]
    shapes = [cell_shape(array, argument) for array, argument in zip(arrays, arguments, strict=True)]
    shape = common_shape(shapes, [argument.name for argument in arguments])
    for array, own, argument in zip(arrays, shapes, arguments, strict=True):
        if own == () and argument.bands == 1 and np.isnan(array):
            refuse(
                "EV-I008",
                f"`{argument.name}` is NaN where a number is due",
                "give a number; a missing value is NaN inside an array only",
                argument.name,
            )
    cells = math.prod(shape)
    whole = shape if result.bands == 1 else (result.bands, *shape)
    target = _target(asked, whole)
    native = target.flags.c_contiguous and target.flags.aligned and target.dtype.isnative
    place = target if native else np.empty(whole, np.float64)
    columns = []
    for array, own, argument in zip(arrays, shapes, arguments, strict=True):
        constant = math.prod(own) == 1 and cells != 1
        full = own if constant else shape
        column = flat(_banded(array, own, full, argument), full if argument.bands == 1 else (argument.bands, *full))
        if asked.out is not None and np.may_share_memory(column, place):
            column = column.copy()
        columns.append(column)
    _ecovalue.evaluate(index, columns, units, shape, place.reshape(-1), asked.threads)
    if not native:
        target[...] = place
    return target


def _banded(
    array: npt.NDArray[Any], own: tuple[int, ...], full: tuple[int, ...], argument: Argument
) -> npt.NDArray[Any]:
    """An array whose bands stay first while its cells spread."""
    if argument.bands == 1 or len(own) == len(full):
        return array
    return array.reshape((argument.bands, *([1] * (len(full) - len(own))), *own))


def threads_of(threads: object) -> int:
    """A number of threads, one or more."""
    if isinstance(threads, bool) or not isinstance(threads, (int, np.integer)) or not 1 <= threads <= MOST_THREADS:
        refuse("EV-I006", f"`threads` is {threads!r}", "give the number of threads, 1 or more", "threads")
    return int(threads)


def type_of(dtype: object) -> np.dtype[Any]:
    """The type of a result: 64 or 32 bits."""
    try:
        found = np.dtype(dtype)  # type: ignore[call-overload]
    except TypeError:
        found = None
    if found not in (np.dtype(np.float64), np.dtype(np.float32)):
        refuse("EV-I008", f"`dtype` is {dtype}", "write float64 or float32", "dtype")
    return found  # type: ignore[no-any-return]


def _target(asked: Asked, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    out = asked.out
    if out is None:
        return (empty_again if asked.again else np.empty)(shape, asked.dtype)
    if not isinstance(out, np.ndarray) or out.dtype.kind != "f" or out.dtype.itemsize not in (4, 8):
        refuse("EV-I008", "`out` is no array of 64-bit or 32-bit numbers", "make it with numpy.empty(shape)", "out")
    if out.shape != shape:
        refuse(
            "EV-I007",
            f"`out` has the shape {out.shape}, the arguments spread to the shape {shape}",
            "give `out` the shape of the result",
            "out",
        )
    if not out.flags.writeable:
        refuse("EV-I006", "`out` cannot be written", "give an array that is not read-only", "out")
    return out
