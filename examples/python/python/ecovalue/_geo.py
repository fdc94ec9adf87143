"""Grids, reference systems and zones: what coordinates tell of the size and place of cells."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _ecovalue
from ._arrays import refuse

if TYPE_CHECKING:
    import geopandas
    import xarray

#: Names of coordinates from south to north and from west to east.
ROWS = ("y", "latitude", "lat")
COLUMNS = ("x", "longitude", "lon")

#: How far a coordinate may be from an even grid, in cells.
UNEVEN = 1e-3


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


def grid_of(array: xarray.DataArray) -> Grid:
    """The grid that the coordinates of an array lie on."""
    dims = [str(name) for name in array.dims]
    rows = next((name for name in dims if name in ROWS), None)
    columns = next((name for name in dims if name in COLUMNS), None)
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
    down, across = _axis(array, rows), _axis(array, columns)
    return Grid(rows, columns, down[2], across[2], (across[0], down[0]), (across[1], down[1]))


def _axis(array: xarray.DataArray, name: str) -> tuple[float, float, int]:
    """Outer edge, step and number of the cells along a coordinate."""
    centres = np.asarray(array.coords[name].to_numpy(), np.float64)
    if len(centres) < 2:
        refuse("EV-G002", f"`{name}` has one cell only, so that its size is not known", "give a variable `area`", name)
    # The shortest numbers that the centres can come from: centres are rounded, steps of grids are not.
    step = float(f"{(centres[-1] - centres[0]) / (len(centres) - 1):.11g}")
    origin = float(f"{centres[0] - step / 2:.11g}")
    even = origin + (np.arange(len(centres)) + 0.5) * step
    if step == 0.0 or not np.all(np.abs(centres - even) <= UNEVEN * abs(step)):
        refuse(
            "EV-G002",
            f"the centres along `{name}` are not evenly spaced",
            "resample onto an even grid, or give a variable `area`",
            name,
        )
    return origin, step, len(centres)


def epsg_of(data: Any, crs: object = None) -> int:
    """The EPSG code of a data set: as it is stated, or in its attributes as rioxarray and CF write them."""
    if crs is None:
        crs = _crs_of(data)
    if crs is None:
        refuse(
            "EV-G002",
            "the data has no coordinate reference system",
            'state it, e.g. crs="EPSG:4326" for degrees, or give a variable `area`',
            "crs",
        )
    code = _code(crs)
    if code is None:
        refuse("EV-G002", f"the reference system {str(crs)[:80]!r} has no EPSG code", 'state crs="EPSG:…"', "crs")
    return code


def _crs_of(data: Any) -> object | None:
    attributes = dict(data.attrs)
    if "crs" in attributes:
        return attributes["crs"]  # type: ignore[no-any-return]
    for name in (attributes.get("grid_mapping"), "spatial_ref", "crs"):
        if name is not None and name in data.coords:
            held = data.coords[name].attrs
            for key in ("epsg_code", "crs_wkt", "spatial_ref"):
                if key in held:
                    return held[key]  # type: ignore[no-any-return]
    return None


def _code(crs: object) -> int | None:
    if isinstance(crs, (int, np.integer)):
        return int(crs)
    if hasattr(crs, "to_epsg"):
        code = crs.to_epsg()
        return None if code is None else int(code)
    text = str(crs).strip()
    plain = re.fullmatch(r"(?i)(?:epsg:)?(\d+)", text)
    if plain:
        return int(plain.group(1))
    # The authority of a WKT is the last one; those before it belong to its parts.
    last = re.findall(r'(?:AUTHORITY|ID)\["EPSG",\s*"?(\d+)"?\]', text)
    return int(last[-1]) if last else None


def rows_of(grid: Grid, epsg: int) -> dict[str, npt.NDArray[np.float64]]:
    """Area, latitude, width and height of the cells of every row; no latitude on a plane."""
    area, latitude, width, height = _ecovalue.grid_rows(epsg, grid.width, grid.height, grid.origin, grid.step)
    found = {"area": area, "cell_width": width, "cell_height": height}
    if latitude is not None:
        found["latitude"] = latitude
    return found


def rasterise(zones: geopandas.GeoDataFrame, grid: Grid, epsg: int, name: str | None) -> tuple[Any, list[str]]:
    """Polygons as a map of numbers from 0, and their names; -1 outside. A cell belongs to the polygon of its centre."""
    try:
        from rasterio.features import rasterize
        from rasterio.transform import Affine
    except ImportError as error:
        raise ImportError("zones from polygons need rasterio: pip install ecovalue[geo]") from error
    if zones.crs is None:
        refuse("EV-G002", "the polygons have no coordinate reference system", "set it: zones.set_crs(...)", "zones")
    zones = zones.to_crs(epsg=epsg)
    names = [str(value) for value in (zones[name] if name is not None else _names(zones))]
    if len(set(names)) != len(names):
        zones = zones.assign(_ecovalue_name=names).dissolve("_ecovalue_name", sort=False)
        names = [str(value) for value in zones.index]
    shapes = [(shape, position) for position, shape in enumerate(zones.geometry)]
    burnt = rasterize(
        shapes, out_shape=(grid.height, grid.width), fill=-1, transform=Affine(*grid.transform), dtype="int32"
    )
    return burnt, names


def _names(zones: geopandas.GeoDataFrame) -> Any:
    for column in ("name", "NAME", "zone"):
        if column in zones.columns:
            return zones[column]
    return zones.index


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
