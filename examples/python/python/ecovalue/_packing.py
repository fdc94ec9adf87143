"""Stored numbers and what they stand for: fill values, valid ranges, scale and offset, as CF, GDAL and rioxarray write them.

An array that xarray or rioxarray has decoded keeps its packing in ``encoding``, and is taken as it is. Attributes in ``attrs`` belong
to numbers as they are stored: those are compared in their own type with fill values and ranges, and then scaled in 64 bits, as
a run scales a raster. Every stored number of a variable passes :meth:`Packing.unpack` or :meth:`Packing.absent`, and none passes twice.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from ._arrays import numbers, refuse

#: Attributes that name numbers, or texts, that stand for no data.
FILLS = ("_FillValue", "missing_value", "fill_value", "nodata", "nodatavals")


@dataclass(frozen=True)
class Packing:
    """How stored numbers stand for values; small, and sent to every worker."""

    name: str = ""
    #: Stored numbers or texts that stand for no data.
    fills: tuple[Any, ...] = ()
    #: Least and largest stored number.
    stored: tuple[float, float] | None = None
    #: Least and largest value.
    valid: tuple[float, float] | None = None
    #: Whether values beyond `valid` are refused, since nobody can tell what it is of.
    doubtful: bool = False
    scale: float = 1.0
    offset: float = 0.0
    #: Whether values are degrees Fahrenheit, which become degrees Celsius.
    fahrenheit: bool = False
    #: Type of the stored numbers as numpy writes it, where some may be missing values that nothing declares.
    kind: str = ""

    @property
    def plain(self) -> bool:
        """Whether stored numbers are the values."""
        return replace(self, kind="") == Packing(self.name)

    @property
    def scaled(self) -> bool:
        """Whether there is a scale or an offset."""
        return (self.scale, self.offset) != (1.0, 0.0)

    def absent(self, stored: npt.NDArray[Any]) -> npt.NDArray[np.bool_] | None:
        """Where stored numbers or texts stand for no data; none where none can."""
        found: npt.NDArray[np.bool_] | None = None
        for fill in self.fills:
            same = np.asarray(stored == fill, np.bool_)
            found = same if found is None else found | same
        if self.stored is not None and stored.dtype.kind in "fiu":
            beyond = (stored < self.stored[0]) | (stored > self.stored[1])
            found = beyond if found is None else found | beyond
        return found

    def unpack(self, stored: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The values of stored numbers in 64 bits, NaN where there is none; the numbers themselves where nothing is packed."""
        if self.plain:
            return stored
        absent = self.absent(stored)
        values = stored.astype(np.float64)
        if self.scaled:
            values *= self.scale
            values += self.offset
        if absent is not None:
            values[absent] = np.nan
        if self.valid is not None:
            beyond = (values < self.valid[0]) | (values > self.valid[1])
            if self.doubtful and beyond.any():
                refuse(
                    "EV-I006",
                    f"`{self.name}` holds {values[beyond][0]}, and its valid_range of whole numbers is {self.valid[0]:g} to "
                    f"{self.valid[1]:g}: is the range one of stored numbers that were decoded since?",
                    "delete the attributes valid_range, valid_min and valid_max, or write them as decimal numbers",
                    self.name,
                )
            values[beyond] = np.nan
        if self.fahrenheit:
            values -= 32.0
            values *= 5.0
            values /= 9.0
        return values


def packing_of(array: Any, name: str) -> tuple[Any, Packing]:
    """The numbers of an xarray DataArray as they are stored, and how they stand for values."""
    attributes: Mapping[str, Any] = array.attrs
    encoding: Mapping[str, Any] = array.encoding
    data = array.data
    sign = str(attributes.get("_Unsigned", "")).lower()
    if sign == "true" and data.dtype.kind == "i":
        data = data.astype(f"{data.dtype.byteorder}u{data.dtype.itemsize}")
    elif sign == "false" and data.dtype.kind == "u":
        data = data.astype(f"{data.dtype.byteorder}i{data.dtype.itemsize}")
    _require_masked(array, name)
    scale = _factor(attributes, ("scale_factor", "scales"), 1.0, name)
    offset = _factor(attributes, ("add_offset", "offsets"), 0.0, name)
    packing = Packing(name, scale=scale, offset=offset)
    if packing.scaled and data.dtype.kind == "f" and not {"dtype", "rasterio_dtype"} & set(encoding):
        refuse(
            "EV-I006",
            f"`{name}` holds decimal numbers beside scale_factor = {scale} and add_offset = {offset}: "
            "whether they are scaled already cannot be told",
            "delete the attributes scale_factor and add_offset if they are; if not, decode them first, with xarray.decode_cf",
            name,
        )
    named = [value for key in FILLS for value in _several(attributes.get(key))]
    if data.dtype.kind in "iu":
        # Whole numbers cannot have been masked.
        named += [value for key in FILLS for value in _several(encoding.get(key))]
    if data.dtype != array.dtype:
        # Fill values of a type whose sign counts otherwise have the same bits.
        named = [_same_bits(value, data.dtype) for value in named]
    packing = replace(packing, fills=_fills(named, data.dtype), kind=_kind(attributes, encoding, data.dtype))
    return data, _ranged(packing, attributes, encoding, data.dtype)


def _kind(attributes: Mapping[str, Any], encoding: Mapping[str, Any], dtype: np.dtype[Any]) -> str:
    """The type that numbers were stored in; empty where the caller says that all of them are values."""
    if "none" in (value for value in _several(attributes.get("nodata")) if isinstance(value, str)):
        return ""
    before = np.dtype(encoding.get("dtype") or encoding.get("rasterio_dtype") or dtype)
    if dtype.kind == "f" and before.kind in "iu" and not {"scale_factor", "add_offset"} & set(encoding):
        # Masked, and not scaled.
        return before.str[1:]
    return dtype.str[1:]


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (str, bytes)):
        return [value]
    return list(np.ravel(np.asarray(value)))


def _number(value: Any, key: str, name: str) -> float:
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = np.nan
    if not np.isfinite(found):
        refuse("EV-I006", f"`{key}` of `{name}` is {value!r}, no number", f"correct or delete the attribute {key}", name)
    return found


def _factor(attributes: Mapping[str, Any], keys: tuple[str, str], usual: float, name: str) -> float:
    """A scale or offset; `keys` name it for all bands and for each band."""
    for key in keys:
        held = {_number(value, key, name) for value in _several(attributes.get(key))}
        if len(held) > 1:
            refuse(
                "EV-I006",
                f"`{key}` of `{name}` differs from band to band: {', '.join(map(str, sorted(held)))}",
                "decode it first, e.g. with rioxarray.open_rasterio(..., mask_and_scale=True)",
                name,
            )
        if held:
            factor = held.pop()
            if factor == 0.0 and usual == 1.0:
                refuse("EV-I006", f"`{key}` of `{name}` is 0", f"correct or delete the attribute {key}", name)
            return factor
    return usual


def _same_bits(value: Any, dtype: np.dtype[Any]) -> Any:
    if not isinstance(value, (int, np.integer)):
        return value
    limits, width = np.iinfo(dtype), 1 << (8 * dtype.itemsize)
    whole = int(value)
    return whole + width if whole < limits.min else whole - width if whole > limits.max else whole


def _fills(named: list[Any], dtype: np.dtype[Any]) -> tuple[Any, ...]:
    """Fill values in the type of the stored numbers; those that it cannot hold are met by no cell."""
    found: list[Any] = []
    for value in named:
        if dtype.kind in "OUST":
            text = value.decode() if isinstance(value, bytes) else value
            found.append(text if isinstance(text, str) else value)
            continue
        try:
            number = float(value)
        except (TypeError, ValueError):
            continue
        if not np.isfinite(number) and dtype.kind != "f" or np.isnan(number):
            continue
        if dtype.kind == "f":
            with np.errstate(over="ignore"):
                fill = dtype.type(number)
            if np.isfinite(fill) or np.isinf(number):
                found.append(fill)
        elif dtype.kind in "iu" and number.is_integer():
            whole = int(value) if isinstance(value, (int, np.integer)) else int(number)
            if np.iinfo(dtype).min <= whole <= np.iinfo(dtype).max:
                found.append(dtype.type(whole))
    return tuple(dict.fromkeys(found))


def _ranged(packing: Packing, attributes: Mapping[str, Any], encoding: Mapping[str, Any], dtype: np.dtype[Any]) -> Packing:
    """The packing with its valid range: of stored numbers if it is of their type, else of values, as CF has it."""
    name = packing.name
    ends: list[Any] = [attributes.get("valid_min"), attributes.get("valid_max")]
    both = _several(attributes.get("valid_range"))
    if both:
        if len(both) != 2:
            refuse("EV-I006", f"`valid_range` of `{name}` has {len(both)} numbers", "give the least and the largest", name)
        ends = both
    if ends == [None, None] or dtype.kind not in "fiu":
        return packing
    held = [value for end in ends for value in _several(end)]
    whole = all(np.asarray(value).dtype.kind in "iu" for value in held)
    # Who writes a range by hand writes plain numbers; a file brings those of its own type.
    from_file = whole and all(isinstance(end, (np.ndarray, np.generic)) for end in _ends(attributes))
    low, high = (
        usual if not _several(end) else _number(_several(end)[0], "valid_range", name)
        for end, usual in zip(ends, (-np.inf, np.inf), strict=True)
    )
    if dtype.kind in "iu" and whole and str(attributes.get("_Unsigned", "")).lower() == "true":
        width = float(2 ** (8 * dtype.itemsize))
        low, high = (end + width if np.isfinite(end) and end < 0 else end for end in (low, high))
    stored_in = np.dtype(encoding.get("dtype") or encoding.get("rasterio_dtype") or dtype)
    scaled_before = {
        "scale": _number(encoding.get("scale_factor", 1.0), "scale_factor", name),
        "offset": _number(encoding.get("add_offset", 0.0), "add_offset", name),
    }
    if dtype.kind in "iu" or packing.scaled:
        # As stored, unless the range has the type of the values.
        return replace(packing, stored=(low, high)) if whole or not packing.scaled else replace(packing, valid=(low, high))
    if stored_in.kind in "iu" and whole and scaled_before != {"scale": 1.0, "offset": 0.0}:
        # The range is one of stored numbers that were decoded: it is decoded too, give or take half a step.
        scale, offset = scaled_before["scale"], scaled_before["offset"]
        least, most = sorted((low * scale + offset, high * scale + offset))
        return replace(packing, valid=(least - abs(scale) / 2, most + abs(scale) / 2))
    doubtful = from_file and stored_in.kind == "f" and "dtype" not in encoding and "rasterio_dtype" not in encoding
    return replace(packing, valid=(low, high), doubtful=doubtful)


def _ends(attributes: Mapping[str, Any]) -> list[Any]:
    return [attributes[key] for key in ("valid_range", "valid_min", "valid_max") if key in attributes]


def _require_masked(array: Any, name: str) -> None:
    """Refuses numbers that rioxarray read without the mask of their file: nothing in the array tells which cells it covers."""
    encoding = array.encoding
    source = encoding.get("source")
    if "rasterio_dtype" not in encoding or "dtype" in encoding or not isinstance(source, str) or not os.path.exists(source):
        return
    import rasterio
    from rasterio.enums import MaskFlags

    try:
        with rasterio.open(source) as file:
            masked = any(MaskFlags.per_dataset in flags for flags in file.mask_flag_enums)
    except rasterio.errors.RasterioError:
        return
    if masked:
        refuse(
            "EV-I015",
            f"`{name}` was read from {os.path.basename(source)} without the mask or alpha band of the file",
            "read it with rioxarray.open_rasterio(..., masked=True)",
            name,
        )


def unpacked(stored: Any, packing: Packing) -> Any:
    """All values of an array, or a lazy array of them."""
    if packing.plain:
        return stored
    if hasattr(stored, "__dask_graph__"):
        return stored.map_blocks(_unpacked_block, packing, dtype=np.float64)
    return packing.unpack(numbers(stored, packing.name))


def _unpacked_block(block: Any, packing: Packing) -> npt.NDArray[Any]:
    return packing.unpack(numbers(block, packing.name))
