"""Arrays as others write them: fill values, scales, ranges, dimensions, months, systems, units; each gives its right figure or is refused.

One hectare to the cell; 900, 902, ... 1098 mm of rain; 200 mm of runoff and 300 mm of evapotranspiration leave 499 000 m3 on 100 cells,
and 247 000 m3 on the left half.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

xr = pytest.importorskip("xarray")
pytest.importorskip("pyproj")

import ecovalue  # noqa: E402
from ecovalue._cells import read  # noqa: E402

NUMBER = np.arange(100).reshape(10, 10)
RAIN = 900.0 + 2.0 * NUMBER
LEFT = NUMBER % 10 < 5
COVER = np.where(NUMBER // 10 < 6, 2, 4)
PLACE = {"y": np.arange(10)[::-1] * 100 + 3299050.0, "x": np.arange(10) * 100 + 500050.0}
ALL, HALF = 499_000.0, 247_000.0
OPTIONS: dict[str, Any] = {
    "year": 2019,
    "ecosystem": "cover",
    "crosswalk": "clcd",
    "rules": {2: "13", 4: "32"},
    "allow_unverified": True,
}
LOSSES = {"surface_runoff": 200.0, "actual_evapotranspiration": 300.0}
#: Means of the months of one place [degree Celsius], and its yearly potential evapotranspiration by Thornthwaite at 30 degrees north.
WARMTH = np.array([8.0, 10.0, 14.0, 19.0, 23.0, 26.0, 29.0, 28.0, 24.0, 19.0, 14.0, 9.0])
PET = 983.029
thornthwaite = ecovalue.driver.potential_evapotranspiration.thornthwaite
fu = ecovalue.driver.actual_evapotranspiration.fu


def land(rain: Any = RAIN, cover: Any = COVER, crs: object = "EPSG:32648", **attributes: Any) -> Any:
    data = xr.Dataset({"cover": (("y", "x"), cover), "precipitation": (("y", "x"), rain)}, PLACE)
    if crs is not None:
        data.attrs["crs"] = crs
    data.precipitation.attrs.update(attributes)
    return data


def account(data: Any, **more: Any) -> ecovalue.Account:
    return ecovalue.account(data, **{**OPTIONS, "layers": LOSSES, **more})


def water(data: Any, **more: Any) -> float:
    rows = account(data, **more).to_pandas()
    return float(rows.loc[rows["service"] == "water_retention", "quantity"].sum())


PACKED = ((RAIN - 500.0) * 5.0).astype("i2")
HALVES = np.where(LEFT, RAIN, -1.0)
SCALE = {"scale_factor": 0.2, "add_offset": 500.0}
#: The rain of the cells of at most 1020 mm, 61 of them.
UPTO_1020 = float(((RAIN - 500.0) * 10.0)[RAIN <= 1020.0].sum())


def unsigned() -> Any:
    """Bytes that are meant without a sign: 90 ... 109 times 10 on the left, 255 on the right."""
    stored = np.where(LEFT, RAIN // 10, 255).astype("u1").view("i1")
    return land(stored, _Unsigned="true", _FillValue=np.int8(-1), scale_factor=10.0)


def decoded_then_multiplied() -> Any:
    data = xr.decode_cf(land(PACKED, **SCALE, valid_range=np.array([0, 5000], "i2")))
    data["precipitation"] = data.precipitation * 1.0
    return data


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        # Scale and offset.
        (lambda: land(PACKED, **SCALE), ALL),
        (lambda: land((RAIN / 2).astype("u2"), scale_factor=np.float32(2.0)), ALL),
        (lambda: land((RAIN / 2).astype(">i4"), scale_factor="2.0"), ALL),
        (lambda: land(RAIN, scale_factor=1.0, add_offset=0.0), ALL),
        (lambda: land((1100 - RAIN).astype("i2"), scale_factor=-1.0, add_offset=1100.0), ALL),
        # Decoded already: not once more.
        (lambda: xr.decode_cf(land(PACKED, **SCALE)), ALL),
        (lambda: xr.decode_cf(land(PACKED, **SCALE, _FillValue=np.int16(-1))), ALL),
        (lambda: xr.decode_cf(land(PACKED, **SCALE, valid_range=np.array([0, 5000], "i2"))), ALL),
        # Fill values, compared as they are stored.
        (lambda: land(HALVES.astype("i2"), _FillValue=np.int16(-1)), HALF),
        (lambda: land(HALVES.astype("i2"), _FillValue=-1.0), HALF),
        (lambda: land(HALVES.astype("f4"), missing_value=-1), HALF),
        (lambda: land(np.where(LEFT, RAIN, -99.9).astype("f4"), _FillValue=-99.9), HALF),
        (lambda: land(np.where(LEFT, RAIN, -3.4028234663852886e38).astype("f4"), nodata=-3.4028234663852886e38), HALF),
        (lambda: land(np.where(LEFT, RAIN, np.where(NUMBER < 50, -1, -2)).astype("i2"), missing_value=np.array([-1, -2])), HALF),
        (lambda: land(np.where(LEFT, PACKED, -1).astype("i2"), _FillValue=-1, **SCALE), HALF),
        (lambda: land(np.where(LEFT, RAIN, np.nan), _FillValue=np.nan), HALF),
        (lambda: land(RAIN.astype("u2"), _FillValue=-9999), ALL),
        (unsigned, 245_000.0),
        # Ranges: of what is stored, or of the values if they have their type.
        (lambda: land(np.where(LEFT, RAIN, 3276.0), valid_max=3000.0), HALF),
        (lambda: land(np.where(LEFT, RAIN, 3276.0), valid_range=[0, 3000]), HALF),
        (lambda: land(PACKED, **SCALE, valid_range=np.array([0, 2600], "i2")), UPTO_1020),
        (lambda: land(PACKED, **SCALE, valid_range=np.array([0.0, 1020.0])), UPTO_1020),
        (lambda: xr.decode_cf(land(PACKED, **SCALE, valid_range=np.array([0, 2600], "i2"))), UPTO_1020),
        (lambda: land(HALVES.astype("i2"), valid_min=np.int16(0)), HALF),
        # Lazy.
        (lambda: land(PACKED, **SCALE).chunk(y=3, x=4), ALL),
        (lambda: land(HALVES, _FillValue=-1.0).chunk(y=3, x=4), HALF),
    ],
)
def test_numbers_are_what_they_stand_for(make: Callable[[], Any], expected: float) -> None:
    assert water(make()) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        # Scaled by hand, with the attribute still there.
        (lambda: land(RAIN, scale_factor=0.1), "scale_factor"),
        (lambda: land(PACKED, scale_factor="one tenth"), "scale_factor"),
        (lambda: land(PACKED, scale_factor=0.0), "scale_factor"),
        (lambda: land(PACKED, scales=(0.1, 0.2)), "scales"),
        (lambda: land(PACKED, valid_range=[0]), "valid_range"),
        # A range of stored numbers, and nobody knows any more how they were stored.
        (lambda: land(RAIN, valid_range=np.array([0, 500], "i2")), "valid_range"),
        (lambda: land(np.where(NUMBER == 7, np.inf, RAIN)), "inf"),
        (lambda: land(np.where(NUMBER == 7, -np.inf, RAIN)), "-inf"),
    ],
)
def test_what_cannot_be_read_is_refused(make: Callable[[], Any], words: str) -> None:
    with pytest.raises(ecovalue.InputError, match=words):
        water(make())


def test_a_range_that_outlived_its_packing_harms_nobody_whose_numbers_are_in_it() -> None:
    assert water(decoded_then_multiplied()) == pytest.approx(ALL)


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize(
    ("stored", "attributes"),
    [
        (np.where(LEFT, COVER, 0).astype("u1"), {"_FillValue": np.uint8(0)}),
        (np.where(LEFT, COVER, 0).astype("i4"), {"missing_value": [0, 99]}),
        (np.where(LEFT, COVER, 255).astype("u1").view("i1"), {"_Unsigned": "true", "_FillValue": np.int8(-1)}),
        (np.where(LEFT, COVER, 127).astype("u1"), {"valid_range": [1, 9]}),
        (np.where(LEFT, COVER, np.nan), {}),
    ],
)
def test_a_fill_value_is_no_class_and_no_zone(stored: Any, attributes: dict[str, Any], lazy: bool, tmp_path: Any) -> None:
    # 0, 127 and 255 would have a type of their own.
    walk = tmp_path / "classes.csv"
    rows = [f"{code},class {code},{'32' if code == 4 else '13'},,test,no," for code in (0, 2, 4, 127, 255)]
    walk.write_text("\n".join(["class_code,class_name,ecosystem,rule,source,verified,note", *rows]), encoding="utf-8")
    data = land(cover=stored)
    data.cover.attrs.update(attributes)
    assert water(data.chunk(y=3, x=4) if lazy else data, crosswalk=walk, rules=None) == HALF
    data = land()
    data["zone"] = (("y", "x"), stored, attributes)
    found = account(data.chunk(y=3, x=4) if lazy else data)
    assert set(found.zones) == {"2", "4"}
    assert found.closes


def test_an_array_of_one_band_or_one_date_is_a_map() -> None:
    assert water(land().expand_dims("band")) == ALL
    assert water(land().expand_dims(time=pd.to_datetime(["2019-07-01"])).transpose("y", "time", "x")) == ALL
    data = land()
    data["precipitation"] = data.precipitation.expand_dims(band=[1])
    assert water(data) == ALL
    data["zone"] = (("band", "y", "x"), COVER[None])
    assert water(data) == ALL


@pytest.mark.parametrize("coordinate", [{"time": [2018, 2019]}, {"year": 2}, {"band": [1, 2, 3]}, {"depth": [5.0, 10.0]}])
def test_any_other_dimension_is_refused_by_name(coordinate: dict[str, Any]) -> None:
    (name,) = coordinate
    for whole in (True, False):
        data = land()
        if whole:
            data = data.expand_dims(coordinate)
        else:
            data["precipitation"] = data.precipitation.expand_dims(coordinate)
        with pytest.raises(ecovalue.InputError, match=rf"`{name}`.*sel\({name}=") as error:
            water(data)
        # What the hint says works.
        way = error.value.hint.split("with .")[1].split(")")[0] + ")"
        assert water(eval(f"data.{way}", {"data": data})) == ALL  # noqa: S307


def test_months_of_an_annual_quantity_are_refused_and_the_hint_works() -> None:
    data = land()
    dates = pd.date_range("2019-01-01", periods=12, freq="MS")
    data["precipitation"] = (data.precipitation / 12).expand_dims(time=dates)
    with pytest.raises(ecovalue.InputError, match=r"`time`.*sum\(\"time\"\)"):
        water(data)
    data["precipitation"] = data.precipitation.sum("time")
    assert water(data) == pytest.approx(ALL)


def months(values: Any, dim: str, coordinate: Any = None) -> Any:
    coords = {} if coordinate is None else {dim: coordinate}
    return xr.DataArray(values, dims=dim, coords=coords)


def cftime_months(calendar: str) -> Any:
    cftime = pytest.importorskip("cftime")
    return [cftime.datetime(2018 + (6 + month) // 12, (6 + month) % 12 + 1, 15, calendar=calendar) for month in range(12)]


@pytest.mark.parametrize(
    "months_of",
    [
        lambda: months(WARMTH, "month"),
        lambda: months(WARMTH, "month", np.arange(1, 13)),
        lambda: months(WARMTH[::-1], "month", np.arange(1, 13)[::-1]),
        lambda: months(WARMTH, "band", np.arange(1, 13)),
        lambda: months(np.roll(WARMTH, -6), "time", pd.date_range("2018-07-01", periods=12, freq="MS")),
        lambda: months(np.roll(WARMTH, -6), "valid_time", pd.date_range("2018-07-31", periods=12, freq="ME")),
        lambda: months(np.roll(WARMTH, -6), "time", cftime_months("360_day")),
        lambda: months(np.roll(WARMTH, -6), "time", cftime_months("noleap")),
        lambda: months(WARMTH, "time", xr.DataArray(31 * np.arange(12) + 1, dims="time", attrs={"units": "days since 2019-01-01"})),
        lambda: months(WARMTH[::-1], "time", pd.date_range("2019-01-01", periods=12, freq="MS")[::-1]).chunk(time=5),
        lambda: months(WARMTH, "month").expand_dims(band=[1]),
    ],
)
def test_months_go_by_their_name(months_of: Callable[[], Any]) -> None:
    assert float(thornthwaite(months_of(), 30.0).squeeze()) == pytest.approx(PET, abs=5e-4)
    data = land().assign(temperature_monthly=months_of().expand_dims(x=PLACE["x"]))
    found = read(data, "cover", None, None, None, None, LOSSES, None, None, (), None)
    layer = next(layer for layer in found.layers if layer.name == "temperature_monthly")
    assert np.asarray(layer.values)[:, 0, 3].tolist() == WARMTH.tolist()


@pytest.mark.parametrize(
    ("dim", "coordinate"),
    [
        ("time", pd.date_range("2018-01-01", periods=24, freq="MS")),
        ("time", pd.date_range("2019-01-01", periods=12, freq="D")),
        ("time", pd.date_range("2019-01-01", periods=11, freq="MS")),
        ("month", np.arange(12)),
        ("month", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11]),
        ("month", np.arange(1, 12)),
        ("time", [f"m{number}" for number in range(12)]),
        ("member", np.arange(12)),
    ],
)
def test_months_that_are_there_twice_or_not_are_refused(dim: str, coordinate: Any) -> None:
    warmth = months(np.resize(WARMTH, len(coordinate)), dim, coordinate)
    with pytest.raises(ecovalue.InputError, match=rf"month|{dim}"):
        thornthwaite(warmth, 30.0)
    with pytest.raises(ecovalue.InputError, match=rf"month|{dim}"):
        account(land().assign(temperature_monthly=warmth.expand_dims(x=PLACE["x"])))


def test_functions_unpack_too() -> None:
    attributes = {"scale_factor": 0.5, "add_offset": 10.0, "_FillValue": np.int16(-1), "units": "mm"}
    rain = xr.DataArray(np.array([1980, -1], "i2"), dims="x", attrs=attributes)
    for own in (rain, rain.chunk(x=1), xr.decode_cf(rain.to_dataset(name="rain")).rain):
        assert np.array_equal(fu(own, 750.0, 2.0).values, [500.0, np.nan], equal_nan=True)
    warmth = xr.DataArray((WARMTH * 10).astype("i2"), dims="month", attrs={"scale_factor": 0.1, "units": "degree_Celsius"})
    assert float(thornthwaite(warmth, 30.0)) == pytest.approx(PET, abs=5e-4)
    with pytest.raises(ecovalue.InputError, match="`latitude` has 12 values along `time`"):
        thornthwaite(months(WARMTH, "time"), months(np.full(12, 30.0), "time"))


@pytest.mark.parametrize(
    ("rain", "place"),
    [
        (np.array([[1.0, 2.0], [np.inf, np.nan]]), r"inf mm at \[1, 0\]"),
        (np.array([1.0, np.nan, -np.inf]), r"-inf mm at \[2\]"),
        (np.array([1.0, -5.0], "f4"), r"-5 mm at \[1\], outside 0 to 15000 mm"),
        (np.full(10_000, 1000) - np.where(np.arange(10_000) == 8191, 2000, 0), r"-1000 mm at \[8191\]"),
        (-1.0, "-1 mm, outside"),
        (np.inf, "inf"),
    ],
)
def test_numbers_that_cannot_be_are_refused_with_their_place(rain: Any, place: str) -> None:
    for threads in (1, 3):
        with pytest.raises(ecovalue.InputError, match=place) as error:
            fu(rain, 750.0, 2.0, threads=threads)
        assert (error.value.code, error.value.column) == ("EV-I017", "precipitation")


def test_a_missing_number_stays_missing_and_the_ends_of_a_range_are_in_it() -> None:
    assert np.array_equal(fu(np.array([0.0, np.nan]), 750.0, 2.0), [0.0, np.nan], equal_nan=True)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1.0, "m", 1000.0),
        (1000.0, "kg m-2", 1000.0),
        (1000.0, "kg/m^2", 1000.0),
        (1000.0, "kg m**-2", 1000.0),
        (1000.0, "millimeters", 1000.0),
        (1000.0, "mm year-1", 1000.0),
        (40.0, "inches", 1016.0),
    ],
)
def test_units_of_cf_for_water(value: float, unit: str, expected: float) -> None:
    rain = xr.DataArray([value], dims="x", attrs={"units": unit})
    assert float(fu(rain, 750.0, 2.0)[0]) == pytest.approx(fu(expected, 750.0, 2.0), rel=1e-14)
    assert water(land(RAIN / expected * value, units=unit)) == pytest.approx(ALL, rel=1e-12)


@pytest.mark.parametrize("unit", ["kelvin", "K", "degree_Celsius", "celsius", "degrees_C", "degF", "degree_Fahrenheit", "deg_F"])
def test_units_of_cf_for_warmth(unit: str) -> None:
    stored = {"k": WARMTH + 273.15, "f": WARMTH * 1.8 + 32.0, "c": WARMTH}
    kind = "k" if unit.lower().startswith("k") else "f" if "f" in unit.lower() else "c"
    for warmth in (months(stored[kind], "month"), months(stored[kind], "month").chunk(month=4)):
        warmth.attrs["units"] = unit
        assert float(thornthwaite(warmth, 30.0)) == pytest.approx(PET, abs=5e-4)


def test_percent_is_a_share() -> None:
    data = land().assign(
        net_primary_productivity=(("y", "x"), np.full((10, 10), 400.0), {"units": "gC m-2"}),
        nep_npp_ratio=(("y", "x"), np.full((10, 10), 20.0), {"units": "percent"}),
    )
    rows = account(data).to_pandas()
    assert rows.loc[rows["service"] == "carbon_sequestration", "quantity"].sum() == pytest.approx(400 * 0.2 * 44 / 12)


@pytest.mark.parametrize("unit", ["kg m-2 s-1", "mm/day", "mm d-1", "furlong", "degC", "Pa"])
def test_units_that_are_no_depth_of_water_are_refused_by_name(unit: str) -> None:
    with pytest.raises(ecovalue.UnitError, match=f"`{unit}`"):
        water(land(units=unit))
    with pytest.raises(ecovalue.UnitError, match=f"`{unit}`"):
        fu(xr.DataArray([1.0], dims="x", attrs={"units": unit}), 750.0, 2.0)


def test_quantities_of_pint_are_converted() -> None:
    pint = pytest.importorskip("pint")
    own = pint.UnitRegistry()
    assert thornthwaite(own.Quantity(WARMTH + 273.15, "kelvin"), 30.0) == pytest.approx(PET, abs=5e-4)
    assert thornthwaite(own.Quantity(WARMTH * 1.8 + 32.0, "degF"), own.Quantity(30.0, "degree")) == pytest.approx(PET, abs=5e-4)
    assert fu(own.Quantity(1.0, "m"), own.Quantity(75.0, "cm"), 2.0) == pytest.approx(500.0)
    assert fu(own.Quantity(1000.0, "kg/m**2"), 750.0, 2.0) == pytest.approx(500.0)
    assert fu(xr.DataArray(own.Quantity(np.array([1.0]), "m"), dims="x"), 750.0, 2.0).values == pytest.approx([500.0])
    assert water(land(), layers={"surface_runoff": own.Quantity(20.0, "cm"), "actual_evapotranspiration": 300.0}) == pytest.approx(ALL)
    for wrong in ("degC", "kg", "mm/day"):
        with pytest.raises(ecovalue.UnitError):
            fu(own.Quantity(1000.0, wrong), 750.0, 2.0)


def with_mapping(system: Any, name: str = "spatial_ref", coordinate: bool = True, variables: bool = True, **attributes: Any) -> Any:
    data = land(crs=None)
    held = ((), 0, attributes or system.to_cf())
    data = data.assign_coords({name: held}) if coordinate else data.assign({name: held})
    for variable in ("cover", "precipitation") if variables else ():
        data[variable].attrs["grid_mapping"] = name
    return data


ALBERS = "+proj=aea +lat_0=0 +lon_0=105 +lat_1=25 +lat_2=47 +x_0=0 +y_0=0 +ellps=krass +units=m +no_defs"


@pytest.mark.parametrize(
    "make",
    [
        lambda crs: with_mapping(crs("EPSG:32648"), "utm"),
        lambda crs: with_mapping(crs("EPSG:32648"), "utm", coordinate=False),
        lambda crs: with_mapping(crs(ALBERS), crs_wkt=crs(ALBERS).to_wkt()),
        lambda crs: with_mapping(crs(ALBERS), "crs", variables=False, spatial_ref=crs(ALBERS).to_wkt("WKT1_GDAL")),
        # The parameters of CF alone.
        lambda crs: with_mapping(
            None,
            "mapping",
            grid_mapping_name="albers_conical_equal_area",
            standard_parallel=[25.0, 47.0],
            longitude_of_central_meridian=105.0,
            latitude_of_projection_origin=0.0,
            false_easting=0.0,
            false_northing=0.0,
            semi_major_axis=6378245.0,
            inverse_flattening=298.3,
        ),
        lambda crs: land(crs=crs("EPSG:32648+5773").to_wkt()),
        lambda crs: land(crs=crs(ALBERS)),
        lambda crs: land(crs=ALBERS),
        lambda crs: land(crs="ESRI:102025"),
        lambda crs: land(crs=32648),
        lambda crs: land(crs="epsg:4545"),
        lambda crs: land(crs=crs("EPSG:4545").to_wkt("WKT1_ESRI")),
        lambda crs: land(crs="EPSG:6933"),
    ],
)
def test_systems_that_keep_areas_are_read_by_pyproj(make: Callable[[Any], Any]) -> None:
    from pyproj import CRS

    assert water(make(CRS)) == pytest.approx(ALL, rel=1e-12)


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("ESRI:102012", "not true to area"),
        ("+proj=stere +lat_0=90 +datum=WGS84", "not true to area"),
        ("EPSG:2263", "foot"),
        ("the usual one", "cannot be read"),
        (None, "no coordinate reference system"),
    ],
)
def test_systems_without_areas_are_refused_by_name(crs: object, words: str) -> None:
    with pytest.raises(ecovalue.GridError, match=words):
        water(land(crs=crs))


def test_rounded_coordinates_are_an_even_grid_and_told() -> None:
    step = 1 / 120
    exact = {"lat": 32 - step * (np.arange(300) + 0.5), "lon": 105 + step * (np.arange(300) + 0.5)}
    figures = []
    for coordinates in (exact, {key: np.round(value, 4) for key, value in exact.items()}):
        shape = (("lat", "lon"), np.full((300, 300), 2))
        data = xr.Dataset({"cover": shape, "precipitation": (shape[0], np.full((300, 300), 1000.0))}, coordinates, {"crs": 4326})
        found = account(data)
        figures.append(found.to_pandas()["quantity"].sum())
        assert any("rounded" in warning for warning in found.warnings) == bool(figures[1:])
    assert figures[1] == pytest.approx(figures[0], rel=1e-3)
    data = land().assign_coords(x=PLACE["x"].astype("f4"))
    assert water(data) == ALL
    for x in (PLACE["x"] + np.where(np.arange(10) == 4, 2.0, 0.0), np.geomspace(1, 2, 10), np.where(np.arange(10) == 4, np.nan, PLACE["x"])):
        with pytest.raises(ecovalue.GridError, match="even"):
            water(land().assign_coords(x=x))


def zones(**shapes: Any) -> Any:
    geopandas = pytest.importorskip("geopandas")
    return geopandas.GeoDataFrame({"name": list(shapes)}, geometry=list(shapes.values()), crs="EPSG:32648")


def test_polygons_that_a_map_cannot_show_are_told() -> None:
    pytest.importorskip("rasterio")
    from shapely.geometry import Point, Polygon, box

    x, y = 500_000.0, 3_299_000.0
    left = box(x, y, x + 500, y + 1000)
    for other, words in (
        (box(x + 90_000, y, x + 91_000, y + 1000), "off the map"),
        (Polygon(), "empty"),
        (box(x + 701, y + 1, x + 720, y + 20), "smaller than the cells"),
    ):
        found = account(land(), zones=zones(a=left, b=other), zone_name="name")
        assert found.zones == ["a"] and found.total("a") is not None
        assert any("`b`" in warning and words in warning for warning in found.warnings)
        assert "b" in str(found.summary()) and "b" in str(found.summary("zh"))
        again = pickle.loads(pickle.dumps(found))
        assert again.warnings == found.warnings
    partly = account(land(), zones=zones(a=box(x - 500, y, x + 500, y + 1000)), zone_name="name")
    assert any("50 %" in warning for warning in partly.warnings)
    # Neighbours are no overlap, even where their border runs through the centres of cells.
    for edge in (500.0, 450.0):
        both = zones(a=box(x, y, x + edge, y + 1000), b=box(x + edge, y, x + 1000, y + 1000))
        assert water(land(), zones=both, zone_name="name") == ALL
        assert not account(land(), zones=both, zone_name="name").warnings
    both = zones(a=box(x, y, x + 1000, y + 450), b=box(x, y + 450, x + 1000, y + 1000))
    assert water(land(), zones=both, zone_name="name") == ALL
    with pytest.raises(ecovalue.InputError, match="`a` and `b` share 10 hm2"):
        account(land(), zones=zones(a=box(x, y, x + 600, y + 1000), b=box(x + 500, y, x + 1000, y + 1000)), zone_name="name")
    with pytest.raises(ecovalue.InputError, match="Point"):
        account(land(), zones=zones(a=Point(x, y)), zone_name="name")
    with pytest.raises(ecovalue.InputError, match="did you mean `name`"):
        account(land(), zones=zones(a=left), zone_name="nam")
    with pytest.raises(ecovalue.InputError, match="no name"):
        account(land(), zones=zones(a=left).assign(name=[None]), zone_name="name")


def test_accounts_are_copied_and_pickled() -> None:
    found = account(land(), maps=["water_retention"])
    for other in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
        assert other.to_pandas().equals(found.to_pandas())
        assert other.indices.equals(found.indices)
        assert other.total("all", "water_retention") == found.total("all", "water_retention")
        assert other.maps.equals(found.maps)
        assert str(other.summary("zh")) == str(found.summary("zh"))
        assert other.compare(found).change["change"].abs().max() == 0.0
