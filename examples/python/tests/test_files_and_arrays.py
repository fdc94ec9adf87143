"""The same files by `ecovalue.run` and by `ecovalue.account` over rioxarray: the same bits, for every convention of GeoTIFF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("rasterio")
rioxarray = pytest.importorskip("rioxarray")

import xarray as xr  # noqa: E402
from rasters import LOSSES, RULES, Convention, conventions, folder, sparse, write  # noqa: E402

import ecovalue  # noqa: E402

VARIABLES = {"landcover": "cover", "zones": "zone", "rain": "precipitation"}
OPTIONS: dict[str, Any] = {
    "year": 2019,
    "ecosystem": "cover",
    "crosswalk": "clcd",
    "rules": RULES,
    "layers": LOSSES,
    "allow_unverified": True,
}


def figures(account: ecovalue.Account) -> pd.DataFrame:
    """Rows with a figure, in one order."""
    rows = account.to_pandas()
    keys = ["zone", "ecosystem", "service", "indicator"]
    return rows[[*keys, "quantity", "value"]].sort_values(keys).reset_index(drop=True)


def closure(account: ecovalue.Account) -> pd.DataFrame:
    rows = account.table("closure")
    keys = [name for name in ("service", "zone", "state", "reason") if name in rows.columns]
    return rows.sort_values(keys).reset_index(drop=True)


def arrays(place: Path, convention: Convention | None, masked: bool, chunks: Any = None) -> Any:
    """The three rasters as a data set."""
    data = {}
    for file, name in VARIABLES.items():
        array = rioxarray.open_rasterio(place / f"{file}.tif", masked=masked, chunks=chunks)
        if convention is not None and convention.file == file and convention.band:
            array = array.sel(band=convention.band)
        data[name] = array.squeeze("band", drop=True) if "band" in array.dims else array.drop_vars("band")
    return xr.Dataset(data)


def same(found: ecovalue.Account, wanted: ecovalue.Account) -> None:
    own, others = figures(found), figures(wanted)
    told = f"{own['quantity'].sum()!r} in memory, {others['quantity'].sum()!r} from files"
    assert own.equals(others), told
    assert found.zones == wanted.zones
    assert closure(found).equals(closure(wanted))
    assert found.closes and wanted.closes


@pytest.mark.parametrize("convention", conventions(), ids=lambda own: f"{own.file}-{own.name}")
def test_files_and_arrays_have_the_same_bits(convention: Convention, tmp_path: Path) -> None:
    of_files = ecovalue.run(folder(tmp_path, convention), progress=False)
    same(ecovalue.account(arrays(tmp_path, convention, masked=True), **OPTIONS), of_files)
    if convention.mask:
        # Nothing but the file tells of the mask, so the file is asked.
        with pytest.raises(ecovalue.InputError, match="masked=True"):
            ecovalue.account(arrays(tmp_path, convention, masked=False), **OPTIONS)
    else:
        same(ecovalue.account(arrays(tmp_path, convention, masked=False), **OPTIONS), of_files)


@pytest.mark.parametrize("convention", conventions(), ids=lambda own: f"{own.file}-{own.name}")
def test_arrays_have_the_cells_that_gdal_has(convention: Convention, tmp_path: Path) -> None:
    """The area with a figure is that of the cells which rasterio reads as valid."""
    import rasterio

    folder(tmp_path, convention)
    valid = np.ones((10, 10), bool)
    for file in VARIABLES:
        with rasterio.open(tmp_path / f"{file}.tif") as source:
            values = source.read(convention.band or 1 if file == convention.file else 1, masked=True)
        valid &= ~np.ma.getmaskarray(values) & ~np.isnan(np.ma.getdata(values).astype(float))
    account = ecovalue.account(arrays(tmp_path, convention, masked=True), **OPTIONS)
    rows = account.table("closure")
    rows = rows[(rows["service"] == "water_retention") & (rows["state"] == "valued")]
    assert rows["area_m2"].astype(float).sum() == pytest.approx(1e4 * valid.sum(), rel=1e-12)


@pytest.mark.parametrize("chunks", [{"x": 3, "y": 4}, {"x": 10, "y": 1}])
def test_lazy_arrays_have_the_same_bits(tmp_path: Path, chunks: dict[str, int]) -> None:
    pytest.importorskip("dask")
    for number, convention in enumerate(own for own in conventions() if own.name in ("nodata_0", "scale_offset_and_nodata")):
        place = tmp_path / str(number)
        place.mkdir()
        of_files = ecovalue.run(folder(place, convention), progress=False)
        for masked in (True, False):
            same(ecovalue.account(arrays(place, convention, masked, chunks), **OPTIONS), of_files)


@pytest.mark.parametrize("file", ["landcover", "zones", "rain"])
def test_tiles_that_were_never_written_have_no_data(file: str, tmp_path: Path) -> None:
    from rasters import PLAIN

    run = folder(tmp_path, conventions()[0])
    for own, values in PLAIN.items():
        if own == file:
            sparse(tmp_path / f"{own}.tif", values.astype("i2"), -1)
        else:
            write(tmp_path / f"{own}.tif", np.tile(values, (4, 4))[:32, :32])
    of_files = ecovalue.run(run, progress=False)
    for masked in (True, False):
        same(ecovalue.account(arrays(tmp_path, None, masked), **OPTIONS), of_files)


def test_several_bands_without_a_choice_are_refused(tmp_path: Path) -> None:
    for number, convention in enumerate(own for own in conventions() if own.name == "second_of_three_bands"):
        place = tmp_path / str(number)
        place.mkdir()
        folder(place, convention)
        data = arrays(place, convention, masked=True)
        several = rioxarray.open_rasterio(place / f"{convention.file}.tif", masked=True)
        name = VARIABLES[convention.file]
        with pytest.raises(ecovalue.InputError, match=r"`band`.*sel\(band="):
            ecovalue.account(data.drop_vars(name).assign({name: several}), **OPTIONS)
