"""Accounts of cells in memory and on Dask have the bits of a run from files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ecovalue
from places import BEIBEI, SICHUAN, SICHUAN_OPTIONS, figures, indices, sichuan

pytest.importorskip("rasterio")


@pytest.fixture(scope="module")
def land() -> Any:
    return sichuan()


@pytest.fixture(scope="module")
def of_files() -> ecovalue.Account:
    return ecovalue.run(SICHUAN / "run.toml", progress=False)


def test_memory_has_the_bits_of_files(land: Any, of_files: ecovalue.Account) -> None:
    found = ecovalue.account(land, **SICHUAN_OPTIONS)
    pd.testing.assert_frame_equal(figures(found), figures(of_files))
    pd.testing.assert_frame_equal(indices(found), indices(of_files))
    assert found.cells == of_files.cells
    assert found.closes and of_files.closes
    closure = [account.table("closure").astype(str) for account in (found, of_files)]
    keys = ["zone", "service", "state", "reason"]
    first, second = (table.sort_values(keys).reset_index(drop=True) for table in closure)
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_leave_no_trace(land: Any, of_files: ecovalue.Account, threads: int) -> None:
    found = ecovalue.account(land, **SICHUAN_OPTIONS, threads=threads)
    pd.testing.assert_frame_equal(figures(found), figures(of_files))


@pytest.mark.parametrize("chunks", [(220, 300), (64, 64), (1, 300), (37, 91), (220, 7)])
def test_chunks_leave_no_trace(land: Any, of_files: ecovalue.Account, chunks: tuple[int, int]) -> None:
    pytest.importorskip("dask")
    import ecovalue.dask

    lazy = land.chunk(latitude=chunks[0], longitude=chunks[1])
    found = ecovalue.dask.account(lazy, **SICHUAN_OPTIONS)
    pd.testing.assert_frame_equal(figures(found), figures(of_files))
    pd.testing.assert_frame_equal(indices(found), indices(of_files))


def test_a_table_has_the_bits_of_files() -> None:
    of_files = ecovalue.run(BEIBEI / "run.toml", progress=False)
    table = pd.read_csv(BEIBEI / "cells.csv", dtype={"ecosystem": str})
    ignored = [name for name in table.columns if name not in ("zone", "ecosystem", "area")]
    months = [7.41, 9.43, 13.28, 18.14, 22.03, 24.83, 27.76, 27.53, 23.47, 18.34, 13.83, 8.90]
    found = ecovalue.account(
        table,
        year=2019,
        ignore=ignored,
        units={"area": "mu"},
        layers={"precipitation": 1098.65, "temperature_monthly": months, "latitude": 29.85},
        statistics=BEIBEI / "statistics.csv",
        parameters=BEIBEI / "parameters.csv",
        regions=["Chongqing", "south"],
        allow_unverified=True,
    )
    pd.testing.assert_frame_equal(figures(found), figures(of_files))
    pd.testing.assert_frame_equal(indices(found), indices(of_files))


def test_maps_have_the_numbers_of_the_maps_of_a_run(land: Any, tmp_path: Path) -> None:
    found = ecovalue.account(land, **SICHUAN_OPTIONS, maps=["water_retention"]).maps["water_retention"]
    written = ecovalue.run(SICHUAN / "run.toml", tmp_path / "out", progress=False).maps["water_retention"]
    assert found.attrs["units"] == written.attrs["units"] == "m3"
    np.testing.assert_array_equal(found.to_numpy().astype(np.float32), written.to_numpy().astype(np.float32))
    np.testing.assert_allclose(found["latitude"], written["latitude"], rtol=1e-12)
    assert "4326" in found.attrs["crs"]


def test_maps_of_lazy_cells_are_lazy_and_have_the_same_bits(land: Any) -> None:
    dask = pytest.importorskip("dask")
    import ecovalue.dask

    wanted = ecovalue.account(land, **SICHUAN_OPTIONS, maps=["water_retention", "carbon_sequestration"])
    for chunks in [(220, 300), (64, 64), (37, 91)]:
        lazy = land.chunk(latitude=chunks[0], longitude=chunks[1])
        found = ecovalue.dask.account(lazy, **SICHUAN_OPTIONS, maps=["water_retention", "carbon_sequestration"])
        pd.testing.assert_frame_equal(figures(found), figures(wanted))
        assert list(found.maps) == list(wanted.maps)
        assert all(found.maps[name].chunks is not None for name in found.maps)
        (maps,) = dask.compute(found.maps)
        for name in wanted.maps:
            assert maps[name].to_numpy().tobytes() == wanted.maps[name].to_numpy().tobytes()
            assert maps[name].attrs == wanted.maps[name].attrs
            assert maps[name].dims == wanted.maps[name].dims
    with pytest.raises(ecovalue.InputError, match="no map of `tourism`"):
        ecovalue.account(land.chunk(), **SICHUAN_OPTIONS, maps=["tourism"])


def test_polygons_become_zones(land: Any) -> None:
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import box

    west, south, east, north = 97.0, 24.0, 112.0, 35.0
    middle = float(land["longitude"].mean())
    halves = geopandas.GeoDataFrame(
        {"name": ["west", "east"]},
        geometry=[box(west, south, middle, north), box(middle, south, east, north)],
        crs="EPSG:4326",
    )
    options = {key: value for key, value in SICHUAN_OPTIONS.items() if key not in ("zone", "zones")}
    found = ecovalue.account(land.drop_vars("zone"), **options, zones=halves)
    assert found.zones == ["west", "east"]
    # Every cell lies in one of the halves, so that they add up to the whole.
    extent = found.table("extent").groupby("zone")["area_m2"].sum()
    whole = ecovalue.account(land.drop_vars("zone"), **options).table("extent")["area_m2"].sum()
    assert extent.sum() == pytest.approx(whole, rel=1e-12)
    cells = {"west": land["longitude"] < middle, "east": land["longitude"] >= middle}
    for name, inside in cells.items():
        part = ecovalue.account(land.drop_vars("zone").sel(longitude=land["longitude"][inside]), **options)
        assert part.table("extent")["area_m2"].sum() == pytest.approx(extent[name], rel=1e-12)


def test_tables_leave_without_copying_by_hand(of_files: ecovalue.Account) -> None:
    rows = of_files.to_pandas()
    arrow = pytest.importorskip("pyarrow")
    table = of_files.to_arrow()
    assert table.column_names == list(rows.columns)
    assert table["value"].null_count == int(rows["value"].isna().sum())
    assert arrow.table(of_files).equals(table)
    cube = of_files.to_xarray()
    total = float(cube["value"].sum())
    assert total == pytest.approx(of_files.total(), rel=1e-12)
    water = cube.sel(indicator="water_retention/retained_water")
    assert str(water["unit"].item()) == "m3"


def test_the_summary_is_laid_out_as_the_standard_has_it(of_files: ecovalue.Account) -> None:
    summary = of_files.summary("zh")
    assert "水源涵养" in str(summary)
    assert list(summary.table.columns) == ["类别", "服务", "核算指标", "功能量", "单位", "价值量（万元）", "占比（%）"]
    total = summary.table["价值量（万元）"].iloc[-1]
    assert total == pytest.approx((of_files.gep or 0.0) / 1e4, rel=1e-12)
    assert "<table" in of_files._repr_html_()


def test_the_change_of_two_accounts_closes(land: Any) -> None:
    before = ecovalue.account(land, **SICHUAN_OPTIONS)
    wetter = land.assign(precipitation=land["precipitation"] * 1.02)
    wetter["precipitation"].attrs["units"] = "mm"
    after = ecovalue.account(wetter, **SICHUAN_OPTIONS)
    found = before.compare(after, method="shapley")
    rows = found.change[found.change["measure"] == "value"]
    assert rows["change"].sum() == pytest.approx((after.total() or 0.0) - (before.total() or 0.0), rel=1e-9)
    assert "2019" in found.summary("zh")


def test_a_figure_is_explained_down_to_its_rows(of_files: ecovalue.Account, land: Any) -> None:
    found = of_files.explain("water_retention", zone="hill_500_1000m")
    assert found.data["adds_up"] is True
    assert "runoff_coefficient" in found.summary("en")
    assert "水源涵养" in found.summary("zh")
    with pytest.raises(ecovalue.ProfileError, match="did you mean `water_retention`"):
        of_files.explain("water_retntion")
    with pytest.raises(ecovalue.AccountError, match="cells in memory"):
        ecovalue.account(land, **SICHUAN_OPTIONS).explain("water_retention")


def test_a_result_is_verified_and_an_altered_figure_is_found(tmp_path: Path) -> None:
    account = ecovalue.run(BEIBEI / "run.toml", tmp_path / "out", progress=False)
    found = account.verify()
    assert found.same and found.compared >= 9, found.summary()
    file = tmp_path / "out" / "account.csv"
    text = file.read_text(encoding="utf-8")
    value = next(row["value"] for row in csv.DictReader(text.splitlines()) if len(row["value"]) > 8)
    file.write_text(text.replace(value, "123456789.5"), encoding="utf-8")
    again = account.verify()
    assert not again
    assert "account.csv" in again.summary("zh")
    assert "123456789.5" in set(again.differences["recorded"])


def test_registries_are_tables() -> None:
    assert {"water_retention", "tourism"} <= set(ecovalue.services()["service"])
    assert "hj1173_2021" in set(ecovalue.profiles()["profile"])
    row = ecovalue.parameters("runoff_coefficient")
    assert float(row.loc[row["ecosystem"] == "11e", "value"].iloc[0]) == 0.0465


def test_zones_may_be_large_numbers_and_classes_texts() -> None:
    table = small(zone=[500109, 500110], ecosystem=["13", "51"])
    found = account(table)
    assert found.zones == ["500109", "500110"]
    named = account(table.astype({"zone": float}), zones={500109: "Beibei", 500110: "Wansheng"})
    assert named.zones == ["Beibei", "Wansheng"]
    assert [float.hex(v) for v in named.to_pandas()["value"]] == [float.hex(v) for v in found.to_pandas()["value"]]
    with pytest.raises(ecovalue.InputError, match="zone 500110 has no name"):
        account(table, zones={500109: "Beibei"})
    with pytest.raises(ecovalue.InputError, match="no variable or column `county`"):
        account(table, zone="county")


def small(**changed: Any) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "zone": ["north", "south"],
        "ecosystem": ["13", "51"],
        "area": [1e6, 2e6],
        "precipitation": [1000.0, 1100.0],
        "temperature": [0.0, 10.0],
    }
    return pd.DataFrame(columns | changed)


@pytest.mark.parametrize(
    ("call", "kind", "code", "words"),
    [
        (lambda: account(small(area=[1e6, -3.0])), ecovalue.InputError, "EV-I010", ["area[1]", "-3"]),
        (lambda: account(small(precipitation=[1000.0, 99999.0])), ecovalue.InputError, "EV-I017", ["precipitation[1]"]),
        (lambda: account(small(ecosystem=["13", "99"])), ecovalue.InputError, "EV-I011", ["`99`", "rules"]),
        (lambda: account(small(zone=["north", None])), ecovalue.InputError, "EV-I012", ["row 2"]),
        (lambda: account(small(precipitaton=[1.0, 2.0])), ecovalue.InputError, "EV-I014", ["did you mean `precipitation`"]),
        (lambda: account(small(precipitation=["wet", "dry"])), ecovalue.InputError, "EV-I008", ["precipitation"]),
        (lambda: account(small(), units={"precipitation": "K"}), ecovalue.UnitError, "EV-U002", ["precipitation", "`K`"]),
        (lambda: account(small(), units={"area": "furlong"}), ecovalue.UnitError, "EV-U001", ["furlong"]),
        (lambda: account(small().drop(columns="area")), ecovalue.InputError, "EV-I007", ["`area`"]),
        (lambda: account(small(), profile="hj1173"), ecovalue.ProfileError, "EV-R001", ["did you mean `hj1173_2021`"]),
        (lambda: account(small(), allow_unverified=False), ecovalue.ParameterError, "EV-P003", ["allow_unverified"]),
        (lambda: account(small(), crosswalk="igpb"), ecovalue.InputError, "EV-I006", ["did you mean `igbp`"]),
        (lambda: account([1, 2]), ecovalue.InputError, "EV-I006", ["list"]),
        (
            lambda: account(small().drop(columns="precipitation"), layers={"precipitation": np.nan}),
            ecovalue.InputError,
            "EV-I008",
            ["`precipitation` is NaN"],
        ),
        (
            lambda: account(small(), parameters=pd.DataFrame({"key": ["rain"], "value": [1], "unit": ["mm"], "source": ["s"], "verified": ["yes"]})),
            ecovalue.ParameterError,
            "EV-P005",
            ["`rain`"],
        ),
    ],
)
def test_bad_cells_are_refused_as_a_run_refuses_them(
    call: Any, kind: type[ecovalue.EcovalueError], code: str, words: list[str]
) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code, str(caught.value)
    assert caught.value.hint
    assert all(word in str(caught.value) for word in words), str(caught.value)


def account(cells: Any, **options: Any) -> ecovalue.Account:
    return ecovalue.account(cells, **(dict[str, Any](year=2019, allow_unverified=True) | options))


def test_a_map_without_coordinates_or_system_has_no_area(land: Any) -> None:
    with pytest.raises(ecovalue.GridError) as caught:
        ecovalue.account(land.drop_vars("latitude"), **SICHUAN_OPTIONS)
    assert caught.value.code == "EV-G002" and "`latitude`" in str(caught.value)
    bare = land.copy()
    bare.attrs = {}
    with pytest.raises(ecovalue.GridError) as caught:
        ecovalue.account(bare, **SICHUAN_OPTIONS)
    assert caught.value.code == "EV-G002" and "EPSG:4326" in caught.value.hint


def test_layers_of_another_shape_name_both(land: Any) -> None:
    held = land.drop_vars(["latitude", "longitude"])
    held["precipitation"] = (("latitude_of_rain", "longitude"), np.zeros((219, 300)))
    with pytest.raises(ecovalue.InputError) as caught:
        ecovalue.account(held, **SICHUAN_OPTIONS)
    assert caught.value.code == "EV-I007"
    assert "precipitation" in str(caught.value)


def test_findings_of_files_come_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "run.toml"
    path.write_text('schema = 1\ntitel = "x"\nyear = 2019\n', encoding="utf-8")
    with pytest.raises(ecovalue.EcovalueError) as caught:
        ecovalue.run(path, progress=False)
    assert len(caught.value.findings) > 1
    assert "did you mean `title`?" in str(caught.value)
    assert {finding.file for finding in caught.value.findings} == {"run.toml"}
