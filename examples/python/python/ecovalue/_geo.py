"""Grids: what coordinates tell of the size and place of cells."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _ecovalue
from ._arrays import refuse
from ._dims import place_of
from ._told import Told

if TYPE_CHECKING:
    import xarray

#: How far a coordinate may be from an even grid, in cells: rounded coordinates, and those of 32 bits, lie on one.
UNEVEN = 1e-2
#: How far it may be without a word.
EXACT = 1e-4


class Grid(NamedTuple):
    """A grid of cells in rows and columns: names of its dimensions, size, outer corner of the first cell, and step."""

    rows: str
    columns: str
    height: int
    width: int
    origin: tuple[float, float]
    step: tuple[float, float]

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """The affine transform as rasterio writes it."""
        return (self.step[0], 0.0, self.origin[0], 0.0, self.step[1], self.origin[1])


def grid_of(array: xarray.DataArray, data: xarray.Dataset, told: list[Told]) -> Grid:
    """The grid that the coordinates of an array lie on."""
    dims = [str(name) for name in array.dims]
    rows, columns = place_of(array)
    if rows is None or columns is None:
        refuse(
            "EV-G002",
            f"the dimensions {', '.join(dims)} have no rows and columns of a map",
            "name them y and x, latitude and longitude, or lat and lon; or give a variable `area`",
            "area",
        )
    for name in (rows, columns):
        if name not in array.coords:
            refuse(
                "EV-G002",
                f"the dimension `{name}` has no coordinate, so that the cells have no size",
                f"give the coordinate `{name}` of the cells' centres, or a variable `area`",
                name,
            )
    written = _written(data, array)
    down = _axis(array, rows, written and written[1], told)
    across = _axis(array, columns, written and written[0], told)
    return Grid(rows, columns, down[2], across[2], (across[0], down[0]), (across[1], down[1]))


def _written(data: xarray.Dataset, array: xarray.DataArray) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Outer edge and step of columns and of rows, as GDAL and rioxarray write them beside the reference system."""
    named = array.attrs.get("grid_mapping") or array.encoding.get("grid_mapping") or "spatial_ref"
    held = data[named].attrs if isinstance(named, str) and named in data.variables else {}
    try:
        numbers = [float(number) for number in str(held["GeoTransform"]).split()]
        x, step_x, across, y, down, step_y = numbers
    except (KeyError, ValueError):
        return None
    if across != 0.0 or down != 0.0:
        refuse(
            "EV-G002",
            "the map is rotated: its rows do not run along the x axis",
            "warp it onto a grid without rotation, e.g. with rio.reproject",
            str(named),
        )
    return (x, step_x), (y, step_y)


def _axis(
    array: xarray.DataArray, name: str, written: tuple[float, float] | None, told: list[Told]
) -> tuple[float, float, int]:
    """Outer edge, step and number of the cells along a coordinate."""
    held = array.coords[name]
    if held.dtype.kind not in "fiu" or held.ndim != 1:
        refuse("EV-G002", f"the coordinate `{name}` holds {held.dtype}", "give the cells' centres as numbers", name)
    centres = np.asarray(held.to_numpy(), np.float64)
    count = len(centres)

    def off(origin: float, step: float) -> float:
        even = origin + (np.arange(count) + 0.5) * step
        return float(np.max(np.abs(centres - even)) / abs(step)) if step else np.inf

    # What a file says is exact, as long as the coordinates are still those of the file.
    if written is not None and off(*written) <= UNEVEN:
        return (*written, count)
    if count < 2:
        refuse("EV-G002", f"`{name}` has one cell only, so that its size is not known", "give a variable `area`", name)
    # The shortest numbers that the centres can come from: centres are rounded, steps of grids are not.
    step = float(f"{(centres[-1] - centres[0]) / (count - 1):.11g}")
    origin = float(f"{centres[0] - step / 2:.11g}")
    uneven = off(origin, step)
    # NaN is uneven too.
    if not uneven <= UNEVEN:
        single = held.dtype.itemsize < 8 and held.dtype.kind == "f"
        refuse(
            "EV-G002",
            f"the centres along `{name}` are not evenly spaced: one is {uneven:.2g} of a cell off",
            "the coordinate has 32 bits, too few for these cells: give it in 64 bits"
            if single
            else "sort it, resample onto an even grid, or give a variable `area`",
            name,
        )
    if uneven > EXACT:
        told.append(
            Told(
                "EV-W001",
                name,
                f"the centres along `{name}` are rounded, by up to {uneven:.2g} of a cell; cells of {step!r} are taken",
                "give unrounded coordinates",
                f"坐标“{name}”有舍入，最大偏差为像元的{uneven:.2g}；按像元边长{step!r}计算；提示：请提供未舍入的坐标",
            )
        )
    return origin, step, count


def rows_of(grid: Grid, reference: str) -> dict[str, npt.NDArray[np.float64]]:
    """Area, latitude, width and height of the cells of every row; no latitude on a plane."""
    area, latitude, width, height = _ecovalue.grid_rows(reference, grid.width, grid.height, grid.origin, grid.step)
    found = {"area": area, "cell_width": width, "cell_height": height}
    if latitude is not None:
        found["latitude"] = latitude
    return found


def read_maps(folder: str) -> xarray.Dataset:
    """The maps that a run wrote, with coordinates, reference system, units and names."""
    import xarray as xr

    try:
        import rasterio
    except ImportError as error:
        raise ImportError("maps of a run are read with rasterio: pip install ecovalue[geo]") from error
    data: dict[str, xr.DataArray] = {}
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".tif"):
            continue
        with rasterio.open(os.path.join(folder, file)) as source:
            values = source.read(1, masked=True).filled(np.nan)
            transform = source.transform
            geographic = bool(source.crs and source.crs.is_geographic)
            rows, columns = ("latitude", "longitude") if geographic else ("y", "x")
            attributes = {"units": source.units[0] or "", "long_name": source.descriptions[0] or ""}
            reference = source.crs.to_wkt() if source.crs else ""
        coordinates: dict[str, Any] = {
            rows: transform.f + (np.arange(values.shape[0]) + 0.5) * transform.e,
            columns: transform.c + (np.arange(values.shape[1]) + 0.5) * transform.a,
            "spatial_ref": ((), 0, {"crs_wkt": reference}),
        }
        attributes["grid_mapping"] = "spatial_ref"
        data[file[:-4]] = xr.DataArray(values, coords=coordinates, dims=[rows, columns], attrs=attributes)
    return xr.Dataset(data)
