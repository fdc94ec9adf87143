"""Zones from polygons: each cell belongs to the polygon of its centre, and what a map cannot show is told or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._arrays import refuse
from ._geo import Grid
from ._told import Told

if TYPE_CHECKING:
    import geopandas

#: Zones that a message names.
NAMED = 5
#: Part of a cell from which an overlap, or a part beyond the map, is no slip of the digits.
PART = 1e-3


def rasterise(
    zones: geopandas.GeoDataFrame,
    grid: Grid,
    reference: str,
    name: str | None,
    areas: npt.NDArray[np.float64],
    told: list[Told],
) -> tuple[Any, list[str]]:
    """Polygons as a map of numbers from 0, and their names; -1 outside. A cell belongs to the polygon of its centre.

    Polygons of one name are one zone. Two zones that cover one cell are refused; a zone without land, without a cell, or partly
    beyond the map is told.
    """
    try:
        from rasterio.enums import MergeAlg
        from rasterio.features import rasterize
        from rasterio.transform import Affine
    except ImportError as error:
        raise ImportError("zones from polygons need rasterio: pip install ecovalue[geo]") from error
    if zones.crs is None:
        refuse("EV-G002", "the polygons have no coordinate reference system", "set it: zones.set_crs(...)", "zones")
    zones = _named(zones, name)
    zones = zones.to_crs(reference)
    names = [str(value) for value in zones.index]
    shapes = [
        (shape, position)
        for position, shape in enumerate(zones.geometry)
        if shape is not None and not shape.is_empty
    ]
    empty = [names[position] for position in range(len(names)) if position not in {place for _, place in shapes}]
    options: dict[str, Any] = {"out_shape": (grid.height, grid.width), "transform": Affine(*grid.transform)}
    if not shapes:
        refuse("EV-I012", "the zones have no polygon", "read the file with its geometry", "zones")
    burnt = rasterize(shapes, fill=-1, dtype="int32", **options)
    claims = rasterize([(shape, 1) for shape, _ in shapes], fill=0, dtype="int32", merge_alg=MergeAlg.add, **options)
    if (claims > 1).any():
        _refuse_overlaps(shapes, names, claims > 1, areas, grid, options)
    _tell(shapes, names, burnt, empty, grid, told)
    return burnt, names


def _named(zones: geopandas.GeoDataFrame, name: str | None) -> geopandas.GeoDataFrame:
    """The zones under their names; rows of one name are one zone."""
    if name is not None and name not in zones.columns:
        from . import _ecovalue

        known = [str(column) for column in zones.columns]
        refuse("EV-I007", f"the zones have no column `{name}`", _ecovalue.did_you_mean(name, known), "zone_name")
    column = zones[name] if name is not None else _names(zones)
    missing = np.flatnonzero(np.asarray(column.isna()))
    if len(missing):
        refuse("EV-I012", f"the zone of row {int(missing[0]) + 1} has no name", "name it, or leave the row out", "zones")
    other = [
        kind
        for kind in zones.geometry[~zones.geometry.isna()].geom_type
        if kind not in ("Polygon", "MultiPolygon", "GeometryCollection")
    ]
    if other:
        refuse("EV-I012", f"the zones hold a {other[0]}, which has no area", "give polygons", "zones")
    names = [str(value) for value in column]
    zones = zones[[zones.geometry.name]].assign(_ecovalue_name=names)
    if len(set(names)) != len(names):
        return zones.dissolve("_ecovalue_name", sort=False)
    return zones.set_index("_ecovalue_name")


def _names(zones: geopandas.GeoDataFrame) -> Any:
    for column in ("name", "NAME", "zone"):
        if column in zones.columns:
            return zones[column]
    return zones.index.to_series()


def _refuse_overlaps(
    shapes: list[tuple[Any, int]],
    names: list[str],
    twice: npt.NDArray[np.bool_],
    areas: npt.NDArray[np.float64],
    grid: Grid,
    options: dict[str, Any],
) -> None:
    """Refuses polygons that share cells, by name. A border that runs through the centre of a cell is no overlap."""
    from rasterio.features import rasterize
    from shapely import STRtree, make_valid

    valid = [make_valid(shape) for shape, _ in shapes]
    cell = abs(grid.step[0] * grid.step[1])
    found: list[tuple[str, str, float]] = []
    for one, other in STRtree(valid).query(valid, predicate="intersects").T.tolist():
        if one >= other:
            continue
        common = valid[one].intersection(valid[other])
        if common.area <= PART * cell:
            continue
        cells = rasterize([(common, 1)], fill=0, dtype="uint8", **options).astype(bool) & twice
        area = float(np.sum(cells.sum(axis=1) * areas))
        if area > 0.0:
            found.append((names[shapes[one][1]], names[shapes[other][1]], area))
    if not found:
        return
    pairs = "; ".join(f"`{one}` and `{other}` share {area / 1e4:.6g} hm2" for one, other, area in found[:NAMED])
    more = f"; and {len(found) - NAMED} more" if len(found) > NAMED else ""
    refuse(
        "EV-I012",
        f"zones overlap, and a cell belongs to one zone: {pairs}{more}",
        "cut one from the other, e.g. with geopandas.overlay(how='difference'), or account them one after the other",
        "zones",
    )


def _tell(
    shapes: list[tuple[Any, int]],
    names: list[str],
    burnt: npt.NDArray[Any],
    empty: list[str],
    grid: Grid,
    told: list[Told],
) -> None:
    from shapely import make_valid
    from shapely.geometry import box

    x, y = grid.origin
    frame = box(*_ordered(x, x + grid.width * grid.step[0], y, y + grid.height * grid.step[1]))
    cell = abs(grid.step[0] * grid.step[1])
    counts = np.bincount(burnt[burnt >= 0].astype(np.int64), minlength=len(names))
    beyond, without, partly, crossed = [], [], [], []
    shares: list[str] = []
    for shape, position in shapes:
        name = names[position]
        if not shape.is_valid:
            crossed.append(name)
            shape = make_valid(shape)
        outside = shape.difference(frame).area
        if outside >= shape.area * (1.0 - 1e-9):
            beyond.append(name)
        elif counts[position] == 0:
            without.append(name)
        elif outside > max(cell, PART * shape.area):
            partly.append(name)
            shares.append(f"{100 * outside / shape.area:.3g} %")
    for faults, what, hint, chinese in (
        (empty, "an empty geometry, and no cell", "read the file again, or leave the zone out", "几何为空，无任何像元"),
        (beyond, "no cell: off the map", "check its reference system, or use a map that covers it", "位于地图范围之外，无任何像元"),
        (without, "no cell: smaller than the cells, which belong to the zone of their centre", "use a finer map", "面积过小，未含任何像元中心"),
        (partly, f"a part outside the map, which is not accounted: {', '.join(shares[:NAMED])}", "use a map that covers all of it", "部分位于地图范围之外，未予核算"),
        (crossed, "a border that crosses itself", "mend it with .make_valid()", "边界自相交"),
    ):
        if faults:
            listed = ", ".join(f"`{name}`" for name in faults[:NAMED])
            more = f" and {len(faults) - NAMED} more" if len(faults) > NAMED else ""
            verb = "has" if len(faults) == 1 else "have"
            told.append(
                Told(
                    "EV-W001",
                    "zones",
                    f"zone {listed}{more} {verb} {what}",
                    hint,
                    f"分区{'、'.join(faults[:NAMED])}{'等' + str(len(faults)) + '个' if more else ''}{chinese}",
                )
            )


def _ordered(x0: float, x1: float, y0: float, y1: float) -> tuple[float, float, float, float]:
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
