"""Accounts of cells in memory and on Dask have the bits of a run from files."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ecovalue
from places import BEIBEI, EXAMPLES, SICHUAN, SICHUAN_OPTIONS, figures, indices, sichuan

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


@pytest.fixture(scope="module")
def two_prices() -> ecovalue.Account:
    """Two years, each at current prices and at those of 2019."""
    return ecovalue.run(EXAMPLES / "constructed_district_2019_2020" / "run.toml", progress=False)


def test_kinds_of_prices_are_kept_apart(two_prices: ecovalue.Account) -> None:
    current, constant = 268_944_397.0, 262_384_778.0
    assert two_prices.price_bases == ["current", "constant 2019"]
    assert two_prices.total(year=2020) == pytest.approx(current, abs=1.0)
    assert two_prices.total(year=2020, price_basis="constant 2019") == pytest.approx(constant, abs=1.0)
    cube = two_prices.to_xarray()
    assert cube["value"].sel(year=2020, price_basis="current").sum() == pytest.approx(current, abs=1.0)
    assert cube["value"].sel(year=2020, price_basis="constant 2019").sum() == pytest.approx(constant, abs=1.0)
    assert "price_basis" not in cube["quantity"].dims
    assert cube["price_year"].sel(year=2020).values.tolist() == [2020, 2019]
    for basis, value in (("current", current), ("constant 2019", constant)):
        summary = two_prices.summary(year=2020, price_basis=basis)
        assert summary.table["Value (10^4 CNY)"].iloc[-1] == pytest.approx(value / 1e4, abs=1e-3)
        assert basis in summary._repr_html_()
    with pytest.raises(ecovalue.InputError, match="did you mean `current`"):
        two_prices.total(year=2020, price_basis="curent")
    found = two_prices.compare(two_prices, from_year=2019, to_year=2020, price_basis="constant 2019")
    assert found.change.loc[found.change["measure"] == "value", "value_to"].sum() == pytest.approx(constant, abs=1.0)


def test_the_table_says_what_part_it_is_and_what_is_left_out(two_prices: ecovalue.Account) -> None:
    for language, partial, unit, left in (("en", "partial: 3 of 14", "10^4 CNY/mu", "Not accounted"), ("zh", "3", "万元/亩", "未核算")):
        summary = two_prices.summary(language, year=2020)
        total = summary.table.iloc[-1]
        assert partial in str(total.iloc[1])
        assert (total.iloc[3], total.iloc[4]) == (pytest.approx(0.2401289, rel=1e-6), unit)
        assert (summary.table.iloc[:, 0] == left).sum() == 11
        assert unit in summary._repr_html_() and "0.2401" in summary._repr_html_() and left in summary._repr_html_()


def test_an_account_of_a_run_travels_with_its_figures(two_prices: ecovalue.Account) -> None:
    other = pickle.loads(pickle.dumps(two_prices))
    assert other.to_pandas().equals(two_prices.to_pandas())
    assert other.indices.equals(two_prices.indices)
    assert other.table("switches").equals(two_prices.table("switches"))
    for year in (2019, 2020):
        for basis in two_prices.price_bases:
            assert other.total(year=year, price_basis=basis) == two_prices.total(year=year, price_basis=basis)
            for language in ("en", "zh"):
                assert str(other.summary(language, year, basis)) == str(two_prices.summary(language, year, basis))
    assert pickle.loads(pickle.dumps(other)).remarks == two_prices.remarks
    for what in (lambda: other.explain("water_retention"), lambda: other.compare(two_prices), lambda: two_prices.compare(other, from_year=2019)):
        with pytest.raises(ecovalue.AccountError, match="run it again"):
            what()


def test_names_and_kinds_that_are_unknown_are_refused(two_prices: ecovalue.Account) -> None:
    land = pd.DataFrame({"zone": ["north"], "ecosystem": ["13"], "area": [1e6]})
    layers = {"precipitation": 1000.0, "temperature": 0.0}
    for wrong, words in (
        (lambda: two_prices.total(service="water_retentoin", year=2019), "did you mean `water_retention`"),
        (lambda: two_prices.total("eats", year=2019), "did you mean `east`"),
        (lambda: two_prices.compare(3), "compared with int"),  # type: ignore[arg-type]
        (lambda: ecovalue.parameters("co2_prise"), "did you mean `co2_price`"),
        (lambda: ecovalue.account(land, year=2019, layers=layers, profile=3), "`profile` is int"),  # type: ignore[arg-type]
        (lambda: ecovalue.account(land, year=2019, layers=layers, parameters={}), "`parameters` is dict"),  # type: ignore[arg-type]
        (lambda: ecovalue.account(land, year=2019, layers=layers, threads=-1), "`threads` is -1"),
        (lambda: ecovalue.account(land, year=2019, layers=layers, allow_unverified=True, maps=["water"]), "no map of `water`"),
        (lambda: ecovalue.account(3, year=2019), "come as int"),  # type: ignore[arg-type]
    ):
        with pytest.raises(ecovalue.EcovalueError, match=words):
            wrong()
    one = ecovalue.account(land, year=2019, layers=layers, allow_unverified=True, maps="water_retention", profile=Path("hj1173_2021"))
    assert list(one.maps) == ["water_retention"]


def test_exceptions_carry_their_chinese_text(tmp_path: Path) -> None:
    with pytest.raises(ecovalue.EcovalueError) as caught:
        ecovalue.run(tmp_path / "nowhere.toml")
    error = caught.value
    assert str(error).startswith("nowhere.toml: cannot be read: ")
    assert (error.message_zh, error.hint_zh) == ("无法读取：文件或文件夹不存在", "指定一次核算的 run.toml")
    assert error.text_zh == "nowhere.toml：无法读取：文件或文件夹不存在；提示：指定一次核算的 run.toml [EV-I001]"
    assert [finding.text_zh for finding in error.findings] == [error.text_zh]
