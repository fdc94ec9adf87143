"""Accounts of cells in memory: data sets and tables become blocks, blocks partial accounts, and those one account."""

from __future__ import annotations

import functools
import os
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _ecovalue
from ._account import Account
from ._arrays import in_unit, is_data_set, is_lazy, numbers, refuse, stated_unit, threads_of
from ._crs import Reference, reference_of
from ._errors import InputError
from ._fills import Looks, judge, look, name_fills
from ._dims import band_dimension, cells_of, in_order, one_chunk, place_of, refuse_dimension, without_single
from ._geo import Grid, grid_of, rows_of
from ._packing import Packing, packing_of, unpacked
from ._surroundings import Surroundings, framed, holes_of, is_surveyed, missing_in, refuse_fills, rim_of
from ._told import Told
from ._polygons import rasterise
from ._units import carried, library_unit, without_pint

if TYPE_CHECKING:
    import xarray

#: A cell without class or zone.
ABSENT = np.uint32(0xFFFFFFFF)
#: Largest whole number that is looked up in a table.
TABLE = 1 << 16


class Reading(NamedTuple):
    """How a column is read: its name, numbers per cell, stated unit, base unit, and packing."""

    name: str
    bands: int
    unit: str
    wanted: str
    packing: Packing


@dataclass(frozen=True)
class Plan:
    """Everything that a process needs to account blocks; small, and sent to every worker."""

    keywords: bytes
    classes: tuple[Any, ...]
    zones: tuple[Any, ...] | None
    layers: tuple[Reading, ...]
    #: How classes and zones are stored.
    class_packing: Packing = Packing()
    zone_packing: Packing = Packing()

    def accountant(self) -> _ecovalue.Accountant:
        """The native plan, made once in a process."""
        return _accountant(self.keywords)


@functools.lru_cache(maxsize=16)
def _accountant(keywords: bytes) -> _ecovalue.Accountant:
    return _ecovalue.Accountant(**pickle.loads(keywords))


@dataclass
class Layer:
    """A quantity of the cells: an array whose bands stand first, or one number for each band."""

    name: str
    bands: int
    unit: str
    wanted: str
    values: Any
    source: str = ""
    packing: Packing = Packing()

    @property
    def reading(self) -> Reading:
        """How it is read."""
        return Reading(self.name, self.bands, self.unit, self.wanted, self.packing)


@dataclass
class Cells:
    """Cells under one shape: classes, zones, areas and layers, in memory or lazy."""

    ecosystem: Any
    zone: Any
    area: Layer
    layers: list[Layer]
    zone_names: Mapping[Any, str] | None = None
    zone_layer: str | None = None
    frame: Any = None
    grid: Grid | None = None
    attributes: dict[str, object] = field(default_factory=dict)
    class_packing: Packing = Packing()
    zone_packing: Packing = Packing()
    told: list[Told] = field(default_factory=list)
    #: Names of the variables of classes and zones.
    variables: tuple[str, str] = ("ecosystem", "zone")

    @property
    def named(self) -> tuple[tuple[Any, str, Packing], ...]:
        """Classes and zones with their names and packing."""
        return (self.ecosystem, "ecosystem", self.class_packing), (self.zone, "zone", self.zone_packing)

    @property
    def is_map(self) -> bool:
        """Whether the cells lie side by side, so that a frame of missing cells may surround the land."""
        return len(np.shape(self.ecosystem)) > 1

    @property
    def lazy(self) -> bool:
        """Whether dask holds any of it."""
        held = [self.ecosystem, self.zone, self.area.values, *(layer.values for layer in self.layers)]
        return any(is_lazy(value) for value in held)


def account(
    cells: xarray.Dataset | pd.DataFrame,
    *,
    year: int,
    profile: str | os.PathLike[str] = "hj1173_2021",
    parameters: str | os.PathLike[str] | pd.DataFrame | None = None,
    statistics: str | os.PathLike[str] | pd.DataFrame | None = None,
    ecosystem: str = "ecosystem",
    zone: str | None = "zone",
    zones: Any = None,
    zone_name: str | None = None,
    zone_layer: str | None = None,
    crosswalk: str | os.PathLike[str] | None = None,
    rules: Mapping[object, str] | None = None,
    unmapped: str = "error",
    layers: Mapping[str, object] | None = None,
    units: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
    ignore: Sequence[str] = (),
    crs: object = None,
    constant_prices: int | None = None,
    regions: Sequence[str] = (),
    conditions: Sequence[str] = (),
    allow_unverified: bool = False,
    maps: Sequence[str] = (),
    title: str = "",
    title_zh: str = "",
    threads: int | None = None,
) -> Account:
    """The account of cells in memory, without a file; the same bits as a run of the same cells from files.

    Cells that dask holds are accounted chunk by chunk, see :mod:`ecovalue.dask`.

    Parameters
    ----------
    cells : xarray Dataset, or pandas or geopandas table
        One variable or column for the class of each cell (`ecosystem`), one for its zone (`zone`; without it all is one
        zone, ``all``), and one for each quantity under its name of :func:`ecovalue.quantities`. A table needs a column
        ``area``; a map needs one, or coordinates of the cells' centres and a reference system. Months stand along the
        dimension ``month`` or ``time``, by its coordinate, or in columns ``name_1`` to ``name_12``. NaN is missing, never
        zero. The attribute ``units`` of a variable, or `units`, is converted; without one the base unit is taken. See Notes.
    year : int
        Accounting year.
    profile : str
        Id of a profile that ships (:func:`ecovalue.profiles`), or path of a ``.toml`` file.
    parameters, statistics : path or table, optional
        Rows of one's own, with the columns of ``parameters.csv`` and ``statistics.csv``.
    ecosystem, zone : str
        Names of the variables or columns of classes and zones; with `zone` of ``None`` all is one zone.
    zones : mapping of numbers to names, or GeoDataFrame, optional
        Names of the zones; polygons are drawn onto the grid, each named by its column `zone_name`. A cell belongs to the polygon
        of its centre. Polygons that overlap are refused; one that is empty, has no cell, or reaches beyond the map is told in
        ``Account.warnings``.
    zone_layer : str, optional
        Quantity whose values the zones are made of, such as ``elevation``.
    crosswalk : str, optional
        From the classes to ecosystem types: id of one that ships (``igbp``, ``clcd``, ``worldcover``, …), or a CSV file.
        Without one, classes are codes of HJ 1166.
    rules : mapping of class to type, optional
        Types of single classes, stated by the caller.
    unmapped : "error" or "report"
        What happens to a class without a type.
    layers : mapping, optional
        Quantities that are one number for every cell (or twelve), or quantities of pint.
    units, sources : mapping of names to texts, optional
        Units, and where numbers come from, where the attributes ``units`` and ``source`` do not say so.
    ignore : names, optional
        Variables or columns that are not read.
    crs : anything that pyproj reads, optional
        Reference system of a map whose attributes have none.
    maps : services, optional
        Services whose indicators are kept for every cell, in ``Account.maps``. Those of lazy cells are lazy.
    threads : int, optional
        As many as there are cores if left out; the figures have the same bits. Lazy cells take the workers of dask.

    Raises
    ------
    EcovalueError
        Everything that was found, with the codes and hints of a run from files.

    Notes
    -----
    Attributes belong to numbers as they are stored: ``_FillValue``, ``missing_value``, ``nodata``, ``valid_range``, ``valid_min``,
    ``valid_max`` and ``_Unsigned`` say what is missing, for classes and zones too; ``scale_factor`` and ``add_offset`` are
    applied in 64 bits. What xarray or rioxarray decoded keeps them in ``encoding``, and is taken as it is.

    Stored numbers that a product is known to write for missing values (32767 of NPP of MODIS) are refused where nothing declares
    them; the ends of a type and numbers such as -9999 that could be values are told in ``Account.warnings``. Declare them,
    ``.attrs["nodata"] = [32767]``, or say that they are values, ``.attrs["nodata"] = "none"``.

    Every row of a table and every cell of a zone is land. Of a map without zones, cells without a class are none: they frame it.

    A dimension of length 1 is dropped, any other beside rows and columns is refused unless the quantity has it. Months that are missing
    or there twice are refused. Reference systems are read by pyproj: ``crs``, the ``grid_mapping`` of the classes, or attributes ``crs``,
    ``crs_wkt`` and ``spatial_ref``; areas, and what has none, are those of a run. Coordinates may be off an even grid by a hundredth of a
    cell.

    Examples
    --------
    One square kilometre of mixed forest under 1000 mm at 0 °C, so that L = 300 mm and ET = 1000/√(0.9 + 3.33²) = 288.5 mm,
    runoff 35.2 mm: 676 258 m³ stay.

    >>> import pandas as pd, ecovalue
    >>> land = pd.DataFrame({"zone": ["north"], "ecosystem": ["13"], "area": [1e6],
    ...                      "precipitation": [1000.0], "temperature": [0.0]})
    >>> found = ecovalue.account(land, year=2019, allow_unverified=True).to_pandas()
    >>> round(found.loc[found["indicator"] == "retained_water", "quantity"].sum())
    676258
    """
    workers = threads_of(os.cpu_count() or 1 if threads is None else threads)
    maps = [maps] if isinstance(maps, str) else list(maps)
    question = question_of(
        year=year,
        profile=profile,
        parameters=parameters,
        statistics=statistics,
        crosswalk=crosswalk,
        rules=rules,
        unmapped=unmapped,
        constant_prices=constant_prices,
        regions=regions,
        conditions=conditions,
        allow_unverified=allow_unverified,
        title=title,
        title_zh=title_zh,
    )
    held = read(cells, ecosystem, zone, zones, zone_name, zone_layer, layers, units, sources, ignore, crs)
    if held.lazy:
        from .dask import fold

        return fold(held, question, maps)
    in_order = held.frame is None
    classes = found_in(held.ecosystem, "ecosystem", in_order, held.class_packing)
    known = None if held.zone is None else found_in(held.zone, "zone", in_order, held.zone_packing)
    plan = planned(held, question, classes, known, _surveyed(held, classes, known))
    positions = positions_of(plan, maps)
    partial, made, looks = partial_of(
        plan,
        held.ecosystem,
        held.zone,
        held.area.values,
        [layer.values for layer in held.layers],
        threads=workers,
        maps=[position for _, _, position in positions],
    )
    told = held.told + judge(plan.layers, looks)
    return made_of(plan, partial, told, maps_of(held, positions, made) if positions else None)


def _surveyed(held: Cells, classes: Sequence[tuple[Any, int]], zones: Sequence[tuple[Any, int]] | None) -> Surroundings:
    """What lies around and inside of a map in memory."""
    if not is_surveyed(held):
        return Surroundings()
    holes = holes_of(held, [((0, 0), missing_in(held.ecosystem, held.class_packing))])
    rims = [
        None if values is None else found_in(np.concatenate(rim_of(np.asarray(values))), name, packing=packing)
        for values, name, packing in held.named
    ]
    return surroundings_of(held, holes, (classes, zones), rims)


def surroundings_of(
    held: Cells,
    holes: tuple[int, float],
    counts: tuple[Sequence[tuple[Any, int]], Sequence[tuple[Any, int]] | None],
    rims: Sequence[Sequence[tuple[Any, int]] | None],
) -> Surroundings:
    """Holes and frames of a map whose cells and rim are counted."""
    height, width = np.shape(held.ecosystem)
    rim_cells = height * width - max(height - 2, 0) * max(width - 2, 0)
    cell = float(np.mean(held.area.values))
    found = []
    for key, variable, own, rim in zip(("landcover", "zones"), held.variables, counts, rims, strict=True):
        if own is not None and rim is not None and (key == "landcover" or held.zone_names is None):
            found += framed(key, variable, rim, rim_cells, own, cell)
    return Surroundings(holes, tuple(found))


def made_of(plan: Plan, partial: bytes, told: Sequence[Told], maps: Any = None) -> Account:
    """The account of a partial account that holds all cells, and what was found while they were read."""
    return Account(finished(plan.keywords, partial, told), maps, (finished, (plan.keywords, partial, tuple(told))))


def finished(keywords: bytes, partial: bytes, told: Sequence[Told]) -> _ecovalue.Account:
    """The native account of a partial account that holds all cells."""
    return _accountant(keywords).finish([partial], list(told))


def question_of(
    *,
    profile: str | os.PathLike[str],
    parameters: object,
    statistics: object,
    crosswalk: str | os.PathLike[str] | None,
    rules: Mapping[object, str] | None,
    **others: Any,
) -> dict[str, Any]:
    """What is asked for, with the texts of all files, so that a worker needs none."""
    if not isinstance(profile, (str, os.PathLike)):
        refuse("EV-I006", f"`profile` is {type(profile).__name__}", "give the id of a profile, or a path", "profile")
    profile = os.fspath(profile)
    text = None
    if profile.endswith(".toml"):
        text = _text(profile)
    others = {key: [value] if key in ("regions", "conditions") and isinstance(value, str) else value for key, value in others.items()}
    walk: tuple[str, str | None] | None = None
    if crosswalk is not None:
        name = os.fspath(crosswalk)
        walk = (os.path.basename(name), _text(name)) if "." in os.path.basename(name) else (name, None)
    return {
        **{key: list(value) if isinstance(value, tuple) else value for key, value in others.items()},
        "profile": (os.path.basename(profile), text),
        "parameters": _table(parameters, "parameters"),
        "statistics": _table(statistics, "statistics"),
        "crosswalk": walk,
        "rules": {code_of(key, "rules"): str(value) for key, value in (rules or {}).items()},
    }


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        refuse("EV-I001", f"`{path}` cannot be read: {error.strerror}", "name a file that is there", path)
    except UnicodeDecodeError as error:
        refuse("EV-I002", f"byte {error.start} of `{path}` is no UTF-8", "save the file in UTF-8", path)


def _table(table: object, name: str) -> tuple[str, str] | None:
    if table is None:
        return None
    if isinstance(table, pd.DataFrame):
        return (name, str(table.to_csv(index=False)))
    if not isinstance(table, (str, os.PathLike)):
        refuse(
            "EV-I006",
            f"`{name}` is {type(table).__name__}",
            f"give a path, or a pandas table with the columns of {name}.csv: pandas.DataFrame([...])",
            name,
        )
    path = os.fspath(table)
    return (os.path.basename(path), _text(path))


def code_of(value: object, name: str) -> str:
    """A class or zone as text: whole numbers without a point."""
    if isinstance(value, (bytes, str)):
        return value.decode() if isinstance(value, bytes) else value
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return str(int(value))
    number = float(value)  # type: ignore[arg-type]
    if not number.is_integer():
        refuse("EV-I015", f"class {number} is no whole number", "classes and zones are whole numbers or texts", name)
    return str(int(number))


def read(
    cells: Any,
    ecosystem: str,
    zone: str | None,
    zones: Any,
    zone_name: str | None,
    zone_layer: str | None,
    layers: Mapping[str, object] | None,
    units: Mapping[str, str] | None,
    sources: Mapping[str, str] | None,
    ignore: Sequence[str],
    crs: object,
) -> Cells:
    """Cells of a data set or a table."""
    units = dict(units or {})
    names = [str(name) for name in getattr(cells, "columns", getattr(cells, "data_vars", ()))]
    drawn = zones is not None and hasattr(zones, "geometry")
    if zone is not None and zone not in names and not drawn and (zone != "zone" or zones is not None):
        _need(False, zone, "variable or column", names)
    if isinstance(cells, pd.DataFrame):
        if drawn:
            refuse(
                "EV-I006",
                "polygons are drawn onto maps, and the cells are a table",
                "join them to the table first, e.g. with geopandas.sjoin, and name the column in `zone`",
                "zones",
            )
        held = _read_table(cells, ecosystem, zone, units, ignore)
    elif is_data_set(cells):
        held = _read_map(cells, ecosystem, zone, zones, zone_name, units, ignore, crs)
    else:
        refuse(
            "EV-I006",
            f"cells come as {type(cells).__name__}",
            "give an xarray Dataset, or a pandas or geopandas table",
            "cells",
        )
    for name, value in (layers or {}).items():
        unit, bands = quantity(name)
        value, stated = carried(value, name)
        stated = units.get(name) or stated or stated_unit(value) or unit
        stated, fahrenheit = library_unit(stated, unit, name)
        array = np.atleast_1d(numbers(value, name)).astype(np.float64)
        if array.shape != (bands,):
            refuse("EV-I007", f"`{name}` needs {bands} numbers per cell, found {array.size}", "give them as a list", name)
        if np.isnan(array).any():
            refuse("EV-I008", f"`{name}` is NaN where a number is due", "give a number for every cell", name)
        if any(layer.name == name for layer in held.layers):
            refuse("EV-I009", f"`{name}` is given by the cells and by `layers`", "keep one of the two", name)
        held.layers.append(Layer(name, bands, stated, unit, array, packing=Packing(name, fahrenheit=fahrenheit)))
    for layer in held.layers:
        layer.source = (sources or {}).get(layer.name, layer.source)
    if isinstance(zones, Mapping):
        held.zone_names = zones
    held.zone_layer = zone_layer
    held.variables = (ecosystem, zone or "zone")
    return held


def quantity(name: str) -> tuple[str, int]:
    """Base unit and number of bands of a quantity; EV-I014 if there is none of the name."""
    return _ecovalue.quantity(name)


def _need(found: bool, name: str, what: str, known: Sequence[object]) -> None:
    if not found:
        refuse("EV-I007", f"there is no {what} `{name}`", f"known: {', '.join(str(own) for own in known)}", name)


def _read_table(
    table: pd.DataFrame, ecosystem: str, zone: str | None, units: dict[str, str], ignore: Sequence[str]
) -> Cells:
    columns = [str(name) for name in table.columns]
    for name in (ecosystem, "area"):
        _need(name in columns, name, "column", columns)
    stated = table.attrs.get("units", {})
    geometry = getattr(getattr(table, "_geometry_column_name", None), "__str__", lambda: "")()
    left = [name for name in columns if name not in {ecosystem, zone, "area", geometry, *ignore}]
    layers = []
    months: dict[str, list[str]] = {}
    for name in left:
        beginning, _, end = name.rpartition("_")
        if end.isdigit() and beginning and f"{beginning}_1" in columns:
            months.setdefault(beginning, []).append(name)
        else:
            months[name] = [name]
    for name, held in months.items():
        unit, bands = quantity(name)
        if len(held) != bands:
            refuse("EV-I007", f"`{name}` needs {bands} columns, found {len(held)}", f"name them {name}_1 to {name}_{bands}", name)
        held = sorted(held, key=lambda column: int(column.rpartition("_")[2])) if bands > 1 else held
        arrays = [numbers(table[column], column) for column in held]
        found = units.get(name) or stated_unit(table[held[0]]) or dict(stated).get(name) or unit
        found, fahrenheit = library_unit(found, unit, name)
        packing = Packing(name, fahrenheit=fahrenheit)
        layers.append(Layer(name, bands, found, unit, np.stack(arrays) if bands > 1 else arrays[0], packing=packing))
    area_unit = units.get("area") or stated_unit(table["area"]) or dict(stated).get("area") or "m2"
    area_unit, _ = library_unit(area_unit, "m2", "area")
    zones = table[zone] if zone is not None and zone in columns else None
    if zones is not None and zones.isna().any():
        row = int(np.flatnonzero(zones.isna().to_numpy())[0]) + 1
        refuse("EV-I012", f"the zone of row {row} is empty", "name the zone of the parcel", str(zone))
    return Cells(
        ecosystem=table[ecosystem].to_numpy(),
        zone=None if zones is None else zones.to_numpy(),
        area=Layer("area", 1, area_unit, "m2", numbers(table["area"], "area")),
        layers=layers,
        frame=table.index,
    )


def _read_map(
    data: xarray.Dataset,
    ecosystem: str,
    zone: str | None,
    zones: Any,
    zone_name: str | None,
    units: dict[str, str],
    ignore: Sequence[str],
    crs: object,
) -> Cells:
    names = [str(name) for name in data.data_vars]
    _need(ecosystem in names, ecosystem, "variable", names)
    classes = cells_of(data[ecosystem], ecosystem)
    stored, class_packing = packing_of(classes, ecosystem)
    dims = [str(name) for name in classes.dims]
    wanted = [name for name in names if name not in {ecosystem, zone, "area", *ignore}]
    layers = [_layer(name, data[name], dims, units) for name in wanted if data[name].ndim or name in units]
    told: list[Told] = []
    drawn = zones is not None and hasattr(zones, "geometry")
    grid: Grid | None = None
    rows: dict[str, npt.NDArray[np.float64]] = {}
    reference: Reference | None = None
    if "area" not in names or drawn or (crs is not None and None not in place_of(classes)):
        reference = reference_of(data, classes, crs)
        grid = grid_of(classes, data, told)
        rows = rows_of(grid, reference.text)
    if "area" in names:
        area = _layer("area", data["area"], dims, units, bands=1, unit="m2")
    else:
        assert grid is not None
        area = Layer("area", 1, "m2", "m2", _spread(rows["area"], grid.rows, dims))
    if grid is not None:
        layers += _of_the_grid(grid, rows, dims, layers)
    held = Cells(
        ecosystem=stored,
        zone=None,
        area=area,
        layers=layers,
        grid=grid,
        attributes={"template": classes, "reference": reference and reference.name},
        class_packing=class_packing,
        told=told,
    )
    if drawn:
        assert grid is not None and reference is not None
        _draw(held, zones, zone_name, reference.text, rows["area"])
    elif zone is not None and zone in names:
        _read_zones(held, ecosystem, classes, zone, data[zone])
    return held


def _of_the_grid(
    grid: Grid, rows: dict[str, npt.NDArray[np.float64]], dims: list[str], layers: list[Layer]
) -> list[Layer]:
    """What the grid itself tells of its cells, where no layer does."""
    given = {layer.name for layer in layers}
    found = []
    for name in ("latitude", "cell_width", "cell_height"):
        if name in rows and name not in given:
            unit, _ = quantity(name)
            found.append(Layer(name, 1, unit, unit, _spread(rows[name], grid.rows, dims)))
    heights = next((layer for layer in layers if layer.name == "elevation"), None)
    if heights is not None and "elevation_window" not in given and heights.values.ndim == 2:
        window = _window(unpacked(heights.values, heights.packing))
        found.append(Layer("elevation_window", 9, heights.unit, "m", window))
    return found


def _draw(held: Cells, zones: Any, zone_name: str | None, reference: str, areas: npt.NDArray[np.float64]) -> None:
    """Zones from polygons."""
    grid, template = held.grid, held.attributes["template"]
    assert grid is not None
    burnt, names = rasterise(zones, grid, reference, zone_name, areas, held.told)
    values = burnt.astype(np.float64)
    values[burnt < 0] = np.nan
    dims = [str(name) for name in template.dims]  # type: ignore[attr-defined]
    held.zone = values.T if dims.index(grid.rows) > dims.index(grid.columns) else values
    held.zone_names = dict(enumerate(names))


def _read_zones(held: Cells, ecosystem: str, classes: xarray.DataArray, zone: str, found: xarray.DataArray) -> None:
    """Zones from a variable, with the names that CF gives its numbers."""
    dims = [str(name) for name in classes.dims]
    found = without_single(found, dims)
    _same_grid(ecosystem, classes, zone, found)
    for dim in map(str, found.dims):
        if dim not in dims:
            refuse_dimension(found, dim, zone)
    stored, held.zone_packing = packing_of(found, zone)
    held.zone = _ordered(found.copy(data=stored), dims, []).data
    meanings = found.attrs.get("flag_meanings")
    if isinstance(meanings, str) and "flag_values" in found.attrs:
        values, texts = np.atleast_1d(found.attrs["flag_values"]).tolist(), meanings.split()
        if len(values) != len(texts):
            refuse(
                "EV-I012",
                f"`{zone}` has {len(values)} flag_values and {len(texts)} flag_meanings",
                "give one name without blanks for each number",
                zone,
            )
        held.zone_names = dict(zip(values, texts, strict=True))


def _same_grid(first: str, one: xarray.DataArray, second: str, other: xarray.DataArray) -> None:
    for name in set(one.dims) & set(other.dims):
        if one.sizes[name] != other.sizes[name]:
            refuse(
                "EV-I007",
                f"`{first}` has {one.sizes[name]} along `{name}`, `{second}` has {other.sizes[name]}",
                "bring both onto one grid first",
                second,
            )
        both = name in one.indexes and name in other.indexes
        if both and not one.indexes[name].equals(other.indexes[name]):
            refuse(
                "EV-G001",
                f"`{first}` and `{second}` differ in the coordinate `{name}`",
                "resample one onto the grid of the other, e.g. with reindex_like",
                second,
            )


def _layer(
    name: str,
    own: xarray.DataArray,
    dims: list[str],
    units: dict[str, str],
    bands: int | None = None,
    unit: str | None = None,
) -> Layer:
    if unit is None or bands is None:
        unit, bands = quantity(name)
    own = without_pint(own, name)
    band: list[str] = []
    if bands > 1:
        band = [band_dimension(own, bands, dims, name)]
        own = in_order(own, band[0], bands, name)
        own = one_chunk(own, band[0])
    own = without_single(own, [*dims, *band])
    for dim in map(str, own.dims):
        if dim not in [*dims, *band]:
            refuse_dimension(own, dim, name)
    if own.dtype.kind not in "fiub":
        numbers(np.empty(0, own.dtype), name)
    found, fahrenheit = library_unit(units.get(name) or stated_unit(own) or unit, unit, name)
    stored, packing = packing_of(own, name)
    values = _ordered(own.copy(data=stored), dims, band).data
    source = str(own.attrs.get("source", ""))
    return Layer(name, bands, found, unit, values, source, replace(packing, fahrenheit=fahrenheit))


def _ordered(own: xarray.DataArray, dims: list[str], band: list[str]) -> xarray.DataArray:
    """The bands first, then the cells in the order of the classes; axes that are missing have one cell."""
    missing = {name: 1 for name in dims if name not in own.dims}
    return (own.expand_dims(missing) if missing else own).transpose(*band, *dims)


def _spread(values: npt.NDArray[np.float64], rows: str, dims: list[str]) -> npt.NDArray[np.float64]:
    """One number for each row, along the axis of the rows."""
    shape = [1] * len(dims)
    shape[dims.index(rows)] = len(values)
    return values.reshape(shape)


def _window(heights: Any) -> Any:
    """The cells around every cell, row by row from the first corner; NaN beyond the map."""
    if is_lazy(heights):
        import dask.array as da

        def around(block: npt.NDArray[Any]) -> npt.NDArray[Any]:
            return _window(block)[:, 1:-1, 1:-1]  # type: ignore[no-any-return]

        padded: Any = da.overlap.overlap(  # type: ignore[no-untyped-call]
            heights.astype(np.float64), depth=1, boundary=np.nan
        )
        return da.map_blocks(  # type: ignore[no-untyped-call]
            around, padded, dtype=np.float64, new_axis=0, chunks=((9,), *heights.chunks)
        )
    height, width = heights.shape
    padded = np.full((height + 2, width + 2), np.nan)
    padded[1:-1, 1:-1] = heights
    shifts = [padded[down : down + height, across : across + width] for down in range(3) for across in range(3)]
    return np.stack(shifts)


def found_in(
    values: Any, name: str, ordered: bool = True, packing: Packing = Packing()
) -> list[tuple[Any, int]]:
    """Every value that is there and how often: numbers in their order, texts in the order of the table."""
    array = np.asarray(values).reshape(-1)
    absent = packing.absent(array)
    if packing.scaled or packing.valid is not None:
        array = packing.unpack(array)
    elif absent is not None:
        array = array[~absent]
    if array.dtype.kind in "iu" and array.size and 0 <= array.min() and array.max() < TABLE:
        counts = np.bincount(array.astype(np.int64))
        return [(int(value), int(counts[value])) for value in np.flatnonzero(counts)]
    if array.dtype.kind in "OUST":
        texts = pd.Series(array, dtype=object)
        texts = texts[~texts.isna() & (texts != "")]
        counted = texts.value_counts(sort=False)
        keys = list(counted.index)
        if ordered and all(isinstance(key, str) for key in keys):
            keys.sort()
        return [(key, int(counted[key])) for key in keys]
    if array.dtype.kind not in "fiub":
        refuse("EV-I008", f"`{name}` holds {array.dtype}", "give whole numbers or texts", name)
    if array.dtype.kind == "f":
        array = array[~np.isnan(array)]
    unique, counts = np.unique(array, return_counts=True)
    return [(value, int(count)) for value, count in zip(unique.tolist(), counts.tolist(), strict=True)]


def encode(
    values: npt.NDArray[Any], known: Sequence[Any], packing: Packing = Packing()
) -> npt.NDArray[np.uint32]:
    """Positions of values among the known ones; absent elsewhere."""
    flat = values.reshape(-1)
    absent = packing.absent(flat)
    if packing.scaled or packing.valid is not None:
        return _positions(packing.unpack(flat), known)
    found = _positions(flat, known)
    if absent is not None:
        found[absent] = ABSENT
    return found


def _positions(flat: npt.NDArray[Any], known: Sequence[Any]) -> npt.NDArray[np.uint32]:
    places: npt.NDArray[np.uint32]
    whole = all(isinstance(value, (int, float)) for value in known)
    small = whole and all(0 <= value < TABLE and float(value).is_integer() for value in known)
    if small and flat.dtype.kind in "iuf":
        places = np.full(TABLE + 1, ABSENT, np.uint32)
        for position, value in enumerate(known):
            places[int(value)] = position
        if flat.dtype.kind == "u" and flat.dtype.itemsize <= 2:
            return np.asarray(places[flat])
        inside = (flat >= 0) & (flat < TABLE)
        if flat.dtype.kind == "f":
            inside &= flat == np.floor(flat)
        return np.asarray(places[np.where(inside, flat, TABLE).astype(np.int64)])
    index = pd.Index(list(known), dtype=object if not whole else None)
    found = index.get_indexer(pd.Index(flat, dtype=object if not whole else None))
    return np.asarray(found.astype(np.int64).astype(np.uint32))


def planned(
    held: Cells,
    question: Mapping[str, Any],
    classes: Sequence[tuple[Any, int]],
    zones: Sequence[tuple[Any, int]] | None,
    around: Surroundings = Surroundings(),
) -> Plan:
    """The plan for cells whose classes and zones are known."""
    table = held.frame is not None
    if table:
        # The order of the rows leaves no trace.
        classes = sorted(classes, key=lambda own: code_of(own[0], "ecosystem"))
    if zones is None:
        names = ["all"]
    else:
        if table:
            zones = [zones[place] for place in _ecovalue.order_of_names([_zone_name(held, value) for value, _ in zones])]
        if held.is_map and held.zone_names is None:
            refuse_fills(held.variables[1], zones)
        names = [_zone_name(held, value) for value, _ in zones]
    keywords = dict(question)
    keywords["zones"] = names
    keywords["classes"] = [(code_of(value, "ecosystem"), count) for value, count in classes]
    keywords["columns"] = [(layer.name, layer.unit, layer.source) for layer in held.layers]
    keywords["zone_layer"] = held.zone_layer
    keywords["table"] = table
    keywords["cover"] = held.variables[0]
    keywords["holes"], keywords["rims"] = around.holes, list(around.rims)
    keywords["land"] = "covered" if held.is_map and zones is None else "zones"
    return Plan(
        pickle.dumps(keywords),
        tuple(value for value, _ in classes),
        None if zones is None else tuple(value for value, _ in zones),
        (held.area.reading, *(own.reading for own in held.layers)),
        held.class_packing,
        held.zone_packing,
    )


def _zone_name(held: Cells, value: Any) -> str:
    if held.zone_names is None:
        return code_of(value, "zone")
    name = held.zone_names.get(value, held.zone_names.get(str(value)))
    if name is None and isinstance(value, float) and value.is_integer():
        name = held.zone_names.get(int(value))
    if name is None:
        refuse("EV-I012", f"zone {value} has no name", "name it in `zones`, or make it NaN", "zone")
    return name


def partial_of(
    plan: Plan,
    ecosystem: Any,
    zone: Any,
    area: Any,
    layers: Sequence[Any],
    threads: int = 1,
    maps: Sequence[int] = (),
) -> tuple[bytes, list[npt.NDArray[np.float64]], Looks]:
    """The partial account of a block of cells as bytes, maps, and what looks like missing values in it."""
    accountant = plan.accountant()
    needed = set(accountant.needed)
    classes = np.asarray(ecosystem)
    shape = classes.shape
    columns: list[npt.NDArray[np.float64] | None] = []
    looks: Looks = {}
    sized: list[npt.NDArray[np.float64]] = []
    for reading, values in zip(plan.layers, [area, *layers], strict=True):
        name = reading.name
        if name != "area" and name not in needed:
            columns.append(None)
            continue
        column = _column(reading, values, shape, looks)
        if name == "area" and not sized:
            sized.append(column)
        else:
            columns.append(column)
    if plan.zones is None:
        zones = np.zeros(classes.size, np.uint32)
    else:
        zones = encode(np.broadcast_to(np.asarray(zone), shape), plan.zones, plan.zone_packing)
    encoded = encode(classes, plan.classes, plan.class_packing)
    try:
        return (*accountant.add(sized[0], zones, encoded, columns, threads, list(maps)), looks)
    except InputError as error:
        if error.code == "EV-I017":
            for reading, values, own in zip(plan.layers[1:], layers, columns, strict=True):
                if own is not None:
                    name_fills(reading, values, own)
        raise


def _column(reading: Reading, values: Any, shape: tuple[int, ...], looks: Looks) -> npt.NDArray[np.float64]:
    name, bands, unit, wanted, packing = reading
    stored = numbers(values, name)
    array = packing.unpack(stored)
    if packing.kind and name != "area":
        looks[name] = look(reading, stored, array)
    if unit != wanted:
        array = in_unit(array, unit, wanted, name)
    array = array.astype(np.float64, copy=False)
    if name != "area" and array.size == bands and array.ndim == 1 and shape != (1,):
        return np.require(array, requirements=["C", "A"])
    full = shape if bands == 1 else (bands, *shape)
    try:
        spread = np.broadcast_to(array, full)
    except ValueError:
        refuse(
            "EV-I007",
            f"`{name}` has the shape {array.shape}, `ecosystem` has the shape {shape}",
            "give one value per cell and month",
            name,
        )
    return np.require(spread, requirements=["C", "A"]).reshape(-1)


def positions_of(plan: Plan, maps: Sequence[str]) -> list[tuple[str, str, int]]:
    """Service, indicator and position of what is mapped."""
    known = plan.accountant().mapped
    for service in maps:
        if all(own != service for own, _, _ in known):
            names = sorted({own for own, _, _ in known})
            hint = _ecovalue.did_you_mean(str(service), names)
            refuse("EV-I006", f"no map of `{service}` can be made", hint, "maps")
    return [own for own in known if own[0] in maps]


def maps_of(held: Cells, positions: Sequence[tuple[str, str, int]], made: Sequence[Any]) -> Any:
    """Maps on the grid of the cells, with its coordinates and reference system."""
    rows = pd.DataFrame(_ecovalue.services()).to_dict("records")
    indicators: dict[tuple[Any, Any], Any] = {(row["service"], row["indicator"]): row for row in rows}
    template = held.attributes.get("template")
    data: dict[str, Any] = {}
    for (service, indicator, _), values in zip(positions, made, strict=True):
        told = indicators[service, indicator]
        name = service if service not in data else f"{service}_{indicator}"
        attributes = {
            "units": str(told["unit"]),
            "long_name": f"{told['indicator_name']} per cell",
            "long_name_zh": f"{told['indicator_name_zh']}（每像元）",
        }
        if template is None:
            data[name] = pd.Series(values, index=held.frame, name=name)
            data[name].attrs.update(attributes)
        else:
            data[name] = template.copy(data=values.reshape(template.shape)).rename(name)  # type: ignore[attr-defined]
            data[name].attrs = attributes
            if held.attributes.get("reference") is not None:
                data[name].attrs["crs"] = held.attributes["reference"]
    if template is None:
        return pd.DataFrame(data)
    import xarray as xr

    return xr.Dataset(data)


__all__ = ["account"]
