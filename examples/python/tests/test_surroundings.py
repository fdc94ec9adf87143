"""Frames and holes of maps, and numbers that look like missing values: the same of arrays as of files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("rasterio")
rioxarray = pytest.importorskip("rioxarray")

import xarray as xr  # noqa: E402
from rasters import COVER, RAIN, RULES, write  # noqa: E402

import ecovalue  # noqa: E402
from ecovalue._cells import Reading  # noqa: E402
from ecovalue._fills import joined, judge, look  # noqa: E402
from ecovalue._packing import Packing  # noqa: E402

CONSTANTS = {"precipitation": 1500.0, "surface_runoff": 200.0, "actual_evapotranspiration": 300.0}
HEAD = """schema = 1
title = "rasters"
year = 2019
profile = "hj1173_2021"
allow_unverified = true
[cells]
kind = "raster"
landcover = { file = "cover.tif", crosswalk = "clcd", rules = { "2" = "13", "4" = "32", "255" = "13" } }
"""
WAYS: list[dict[str, Any]] = [{"masked": False}, {"masked": True}, {"masked": True, "chunks": {"x": 4, "y": 3}}]
IDS = ["stored", "masked", "lazy"]


def of_files(folder: Path, names: dict[str, str]) -> ecovalue.Account:
    """A run of the files of a folder: variables by their file."""
    text = HEAD + ('zones = { file = "zone.tif" }\n' if "zone" in names else "")
    for name, value in CONSTANTS.items():
        source = 'file = "layer.tif"' if names.get("layer") == name else f"value = {value}"
        text += f'[[layer]]\nname = "{name}"\n{source}\nunit = "mm"\n'
    (folder / "run.toml").write_text(text, encoding="utf-8")
    return ecovalue.run(folder / "run.toml", progress=False)


def of_arrays(folder: Path, names: dict[str, str], way: dict[str, Any], **attributes: Any) -> ecovalue.Account:
    """The account of the same files as arrays."""
    data = {name: rioxarray.open_rasterio(folder / f"{file}.tif", **way).squeeze("band", drop=True) for file, name in names.items()}
    for name, attrs in attributes.items():
        data[name].attrs.update(attrs)
    layers = {name: value for name, value in CONSTANTS.items() if name not in data}
    return ecovalue.account(
        xr.Dataset(data), year=2019, ecosystem="cover", crosswalk="clcd", rules={**RULES, 255: "13"}, layers=layers, allow_unverified=True
    )


def per_area(account: ecovalue.Account) -> pd.DataFrame:
    rows = account.indices
    return rows[rows["index"] == "gep_per_area"].reset_index(drop=True)


def saying(account: ecovalue.Account, text: str) -> list[str]:
    return [own for own in account.warnings if text in own]


@pytest.mark.parametrize("way", WAYS, ids=IDS)
def test_the_frame_is_no_land_and_holes_are_told(way: dict[str, Any], tmp_path: Path) -> None:
    """Forest on 30 of 100 hectares, a frame of 67, a hole of 3 that corners join: per area is per 30 hectares."""
    cover = np.full((10, 10), 255, "u1")
    cover[2:8, 2:7] = 2
    cover[2:5, 6] = 255
    hole = (np.array([4, 5, 6]), np.array([3, 4, 4]))
    cover[hole] = 255
    assert (cover == 2).sum() == 24
    write(tmp_path / "cover.tif", cover, nodata=255)
    run = of_files(tmp_path, {})
    account = of_arrays(tmp_path, {"cover": "cover"}, way)
    pd.testing.assert_frame_equal(per_area(account), per_area(run), check_exact=True)
    row = per_area(account).query("unit == 'CNY/hm2' and zone == ''").iloc[0]
    assert row["value"] == pytest.approx(account.gep / 24, rel=1e-12)  # type: ignore[operator]
    (told,) = saying(account, "missing on 3 hm2 that land encloses, 11.1 % of the land")
    assert told.split(":", 1)[1] == saying(run, "encloses")[0].split(":", 1)[1]
    # Every cell of a zone is land, and the hole is told of it.
    write(tmp_path / "zone.tif", np.ones((10, 10), "u1"))
    zoned = of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, way)
    pd.testing.assert_frame_equal(per_area(zoned), per_area(of_files(tmp_path, {"zone": "zone"})), check_exact=True)
    row = per_area(zoned).query("unit == 'CNY/hm2' and zone == ''").iloc[0]
    assert row["value"] == pytest.approx(zoned.gep / 100, rel=1e-12)  # type: ignore[operator]
    assert len(saying(zoned, "missing on 76 hm2 inside of zones")) == 1


def test_a_hole_at_the_edge_is_a_frame_and_rows_of_a_table_are_land(tmp_path: Path) -> None:
    cover = COVER.astype("u1").copy()
    cover[0:4, 5] = 255
    write(tmp_path / "cover.tif", cover, nodata=255)
    account = of_arrays(tmp_path, {"cover": "cover"}, WAYS[0])
    assert not saying(account, "encloses") and not saying(of_files(tmp_path, {}), "encloses")
    table = pd.DataFrame({"ecosystem": ["13", None], "area": [1e4, 1e4]})
    of_table = ecovalue.account(table, year=2019, layers=CONSTANTS, allow_unverified=True)
    row = per_area(of_table).query("unit == 'CNY/hm2' and zone == ''").iloc[0]
    assert row["value"] == pytest.approx(of_table.gep / 2, rel=1e-12)  # type: ignore[operator]


def test_transposed_maps_have_the_same_holes(tmp_path: Path) -> None:
    cover = np.full((12, 9), 2, "u1")
    cover[3:5, 4] = 255
    cover[0, 0] = 255
    write(tmp_path / "cover.tif", cover, nodata=255)
    data = rioxarray.open_rasterio(tmp_path / "cover.tif").squeeze("band", drop=True)
    found = []
    for own in (data, data.transpose("x", "y"), data.transpose("x", "y").chunk({"x": 4, "y": 5}), data.isel(y=slice(None, None, -1))):
        account = ecovalue.account(
            xr.Dataset({"cover": own}), year=2019, ecosystem="cover", crosswalk="clcd", rules=RULES, layers=CONSTANTS, allow_unverified=True
        )
        found.append((per_area(account)["value"].tolist(), saying(account, "encloses")))
    assert len(found[0][1]) == 1 and "missing on 2 hm2" in found[0][1][0]
    assert all(own == found[0] for own in found)


@pytest.mark.parametrize("way", WAYS, ids=IDS)
def test_a_background_that_frames_the_map_is_told(way: dict[str, Any], tmp_path: Path) -> None:
    cover = COVER.astype("u1").copy()
    cover[:, :3] = 255
    write(tmp_path / "cover.tif", cover)
    zone = np.ones((10, 10), "u1")
    zone[:, :4] = 0
    zone[:, 7:] = 5
    write(tmp_path / "zone.tif", zone)
    run, account = of_files(tmp_path, {"zone": "zone"}), of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, way)
    for text in ("class `255` lies on", "zone `0` lies on"):
        assert len(saying(run, text)) == len(saying(account, text)) == 1, account.warnings
        # The same share and area; what declares it differs.
        assert saying(run, text)[0].split(": ")[1].split("; hint")[0] == saying(account, text)[0].split(": ")[1].split("; hint")[0]
    # The hint works when followed.
    assert 'set .attrs["nodata"] = 255 on `cover`' in saying(account, "class `255`")[0]
    declared = of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, way, cover={"nodata": 255}, zone={"nodata": 0})
    assert not saying(declared, "lies on") and declared.zones == ["1", "5"]


@pytest.mark.parametrize("number", [-1, -9999, 32767])
def test_zones_that_look_like_missing_values_are_refused(number: int, tmp_path: Path) -> None:
    zone = np.ones((10, 10), "i2")
    zone[:, 7:] = number
    write(tmp_path / "cover.tif", COVER.astype("u1"))
    write(tmp_path / "zone.tif", zone)
    with pytest.raises(ecovalue.EcovalueError, match=f"zone {number} on 30 cells"):
        of_files(tmp_path, {"zone": "zone"})
    for way in WAYS:
        with pytest.raises(ecovalue.EcovalueError, match=f"zone {number} on 30 cells"):
            of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, way)
        assert of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, way, zone={"nodata": number}).zones == ["1"]


def test_zones_that_are_counted_through_the_end_of_a_type_are_zones(tmp_path: Path) -> None:
    zone = np.where(np.arange(100).reshape(10, 10) < 50, 32766, 32767).astype("i4")
    write(tmp_path / "cover.tif", COVER.astype("u1"))
    write(tmp_path / "zone.tif", zone)
    assert of_files(tmp_path, {"zone": "zone"}).zones == ["32766", "32767"]
    assert of_arrays(tmp_path, {"cover": "cover", "zone": "zone"}, WAYS[0]).zones == ["32766", "32767"]


#: Quantity, type, scale, other numbers, what looks like a fill, and what becomes of it.
FILLS: list[tuple[str, str, float | None, float, float, str]] = [
    ("actual_evapotranspiration", "i2", 0.1, 5000, 32766, "refused"),
    ("actual_evapotranspiration", "u2", 0.1, 5000, 65535, "refused"),
    ("precipitation", "i2", 0.1, 12000, 32767, "told"),
    ("precipitation", "i2", None, 900, 32767, "refused"),
    ("precipitation", "f4", None, 900, -9999, "refused"),
    ("precipitation", "f4", None, 900, float(np.float32(-3.4e38)), "refused"),
    ("precipitation", "f8", None, 900, 1e20, "refused"),
    ("precipitation", "u1", 10.0, 120, 255, "told"),
    ("precipitation", "f4", None, 900, 9999, "told"),
    ("precipitation", "i4", None, 900, 9999, ""),
    # Others lie near, or beyond.
    ("precipitation", "u1", 10.0, 252, 255, ""),
    ("precipitation", "f4", None, 10500, 9999, ""),
    ("precipitation", "i2", 0.1, 12000, 32760, ""),
]


@pytest.mark.parametrize("case", FILLS, ids=lambda own: f"{own[0]}-{own[1]}-{own[4]}-{own[5]}")
def test_numbers_that_look_like_fills(case: tuple[str, str, float | None, float, float, str], tmp_path: Path) -> None:
    name, dtype, scale, others, fill, outcome = case
    values = np.full((10, 10), others, dtype)
    values[3, 4:9] = fill
    write(tmp_path / "cover.tif", COVER.astype("u1"))
    write(tmp_path / "layer.tif", values, scale=scale)
    names = {"cover": "cover", "layer": name}
    looks = "looks like a missing value"
    if outcome == "refused":
        with pytest.raises(ecovalue.InputError) as of_run:
            of_files(tmp_path, names)
    else:
        run = of_files(tmp_path, names)
        assert len(saying(run, looks)) == (outcome == "told"), run.warnings
    for way in WAYS:
        if outcome == "refused":
            with pytest.raises(ecovalue.InputError) as of_account:
                of_arrays(tmp_path, names, way)
            assert of_account.value.code == of_run.value.code
            assert "for missing values" in str(of_account.value) and "for missing values" in str(of_run.value)
        else:
            account = of_arrays(tmp_path, names, way)
            assert len(saying(account, looks)) == (outcome == "told"), account.warnings
            assert account.gep == run.gep
            assert all(f"5 cells hold {fill}" in own for own in saying(account, looks))
        # Both hints work when followed.
        missing = of_arrays(tmp_path, names, way, **{name: {"nodata": fill}})
        assert not saying(missing, looks)
        if outcome == "told":
            kept = of_arrays(tmp_path, names, way, **{name: {"nodata": "none"}})
            assert not saying(kept, looks) and kept.gep == run.gep


def test_fills_of_some_bands_are_told_by_their_band() -> None:
    months = np.full((12, 4, 5), 100, "i2")
    months[4, 1, 1:4] = 32767
    reading = Reading("precipitation_monthly", 12, "mm", "mm", Packing("precipitation_monthly", scale=0.1, kind="i2"))

    def looked(block: Any) -> Any:
        return {reading.name: look(reading, block, reading.packing.unpack(block))}

    for looks in (looked(months), joined(looked(months[:, :, part]) for part in (slice(0, 2), slice(2, 5)))):
        (told,) = judge([reading], looks)
        assert "band 5: 3 cells hold 32767" in told.message and told.column == "precipitation_monthly"
