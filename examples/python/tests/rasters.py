"""GeoTIFFs of many conventions, and runs that read them: 10 x 10 cells of one hectare, the right half of each convention without data.

Each writer makes one file of a folder that has two more, `landcover.tif`, `zones.tif` and `rain.tif`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import rasterio
from rasterio.enums import ColorInterp
from rasterio.transform import from_origin

NUMBER = np.arange(100).reshape(10, 10)
LEFT = NUMBER % 10 < 5
RAIN = 900.0 + 2.0 * NUMBER
COVER = np.where(NUMBER // 10 < 6, 2, 4)
ZONES = np.where(NUMBER // 10 < 3, 1, 2)
#: What the files hold where nothing is said of them.
PLAIN: dict[str, Any] = {"landcover": COVER.astype("u1"), "zones": ZONES.astype("u1"), "rain": RAIN.astype("f4")}
RULES: dict[object, str] = {2: "13", 4: "32"}
LOSSES = {"surface_runoff": 200.0, "actual_evapotranspiration": 300.0}


class Convention(NamedTuple):
    """One way to write a raster."""

    name: str
    #: The file that is written so: landcover, zones or rain.
    file: str
    write: Callable[[Path], None]
    #: The band that is read, where the array has several.
    band: int | None = None
    #: Whether a mask or an alpha band says what is valid, of which an array that was read without it knows nothing.
    mask: bool = False


def write(
    path: Path,
    values: Any,
    nodata: float | None = None,
    scale: float | None = None,
    offset: float | None = None,
    mask: Any = None,
    internal: bool = True,
    alpha: Any = None,
    aux: str | None = None,
    **options: Any,
) -> None:
    """A GeoTIFF of one or several bands."""
    bands = values if np.ndim(values) == 3 else values[None]
    count = len(bands) + (alpha is not None)
    profile = {
        "driver": "GTiff",
        "dtype": bands.dtype,
        "count": count,
        "height": bands.shape[1],
        "width": bands.shape[2],
        "crs": "EPSG:32648",
        "transform": from_origin(500_000.0, 3_300_000.0, 100.0, 100.0),
        "nodata": nodata,
        **options,
    }
    if alpha is not None and len(bands) == 1:
        profile["ALPHA"] = "YES"
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=internal), rasterio.open(path, "w", **profile) as file:
        if alpha is not None:
            file.colorinterp = [*[ColorInterp.gray] * len(bands), ColorInterp.alpha]
            file.write(alpha.astype(bands.dtype), count)
        for number, band in enumerate(bands, start=1):
            file.write(band, number)
        if scale is not None or offset is not None:
            file.scales = [1.0 if scale is None else scale] * count
            file.offsets = [0.0 if offset is None else offset] * count
        if mask is not None:
            file.write_mask(mask)
    if aux is not None:
        metadata = f'<PAMDataset><PAMRasterBand band="1">{aux}</PAMRasterBand></PAMDataset>'
        Path(f"{path}.aux.xml").write_text(metadata, encoding="utf-8")


def sparse(path: Path, values: Any, nodata: float) -> None:
    """A GeoTIFF whose second column of tiles was never written."""
    wide = np.tile(values, (4, 4))[:32, :32]
    options = {"tiled": True, "blockxsize": 16, "blockysize": 16, "SPARSE_OK": "TRUE"}
    profile = {
        "driver": "GTiff",
        "dtype": values.dtype,
        "count": 1,
        "height": 32,
        "width": 32,
        "crs": "EPSG:32648",
        "transform": from_origin(500_000.0, 3_300_000.0, 100.0, 100.0),
        "nodata": nodata,
        **options,
    }
    with rasterio.open(path, "w", **profile) as file:
        file.write(wide[:, :16], 1, window=((0, 32), (0, 16)))


def _of(name: str, file: str, values: Any, band: int | None = None, hidden: bool = False, **how: Any) -> Convention:
    return Convention(name, file, lambda path: write(path, values, **how), band, hidden)


def conventions() -> list[Convention]:
    """Every convention, of land cover, zones and a layer."""
    found: list[Convention] = []
    for file, values in PLAIN.items():
        # The numbers under a mask could be true.
        whole = values.astype("i2")
        filled = np.where(LEFT, whole, 0).astype("i2")
        bands = np.stack([np.full_like(filled, 1), filled, np.full_like(filled, 3)])
        floats = np.where(LEFT, values, np.nan).astype("f4")
        found += [
            _of("plain", file, values),
            _of("nodata_0", file, filled, nodata=0),
            _of("nodata_in_bytes", file, np.where(LEFT, values % 200, 255).astype("u1") if file != "rain" else filled, nodata=255),
            _of("nodata_float32_that_is_no_binary_fraction", file, np.where(LEFT, values, -99.9).astype("f4"), nodata=-99.9)
            if file == "rain"
            else _of("nodata_float32_lowest", file, np.where(LEFT, values, -3.4028234663852886e38).astype("f4"), nodata=-3.4028234663852886e38),
            _of("not_a_number", file, floats),
            _of("not_a_number_declared", file, floats, nodata=np.nan),
            _of("float64_not_a_number", file, floats.astype("f8")),
            _of("internal_mask", file, whole, hidden=True, mask=LEFT),
            _of("mask_beside_the_file", file, whole, hidden=True, mask=LEFT, internal=False),
            _of("alpha_band", file, whole.astype("u2"), band=1, hidden=True, alpha=np.where(LEFT, 65535, 0)),
            _of("nodata_in_aux_xml", file, filled, aux="<NoDataValue>0</NoDataValue>"),
            _of("second_of_three_bands", file, bands, band=2, nodata=0),
            _of("deflate_tiles_with_predictor", file, filled, nodata=0, compress="deflate", predictor=2, tiled=True, blockxsize=16, blockysize=16),
            _of("int32", file, np.where(LEFT, whole.astype("i4"), np.int32(-2147483648)), nodata=-2147483648),
            _of("uint32", file, np.where(LEFT, whole.astype("u4"), np.uint32(4294967295)), nodata=4294967295),
        ]
    packed = ((RAIN - 500.0) * 5.0).astype("i2")
    missing = np.where(LEFT, packed, -1).astype("i2")
    for name, values, how in (
        ("scale_and_offset", packed, {"scale": 0.2, "offset": 500.0}),
        ("scale_offset_and_nodata", missing, {"scale": 0.2, "offset": 500.0, "nodata": -1}),
        ("scale_of_no_binary_fraction", (RAIN * 10 + 3).astype("u2"), {"scale": 0.1, "offset": -0.3}),
        ("scale_below_0", (1100 - RAIN).astype("i2"), {"scale": -1.0, "offset": 1100.0}),
        ("scaled_float32", (RAIN / 3).astype("f4"), {"scale": 3.0}),
        ("scale_in_aux_xml", packed, {"aux": "<Offset>500</Offset><Scale>0.2</Scale>"}),
        ("mask_under_scale", packed, {"scale": 0.2, "offset": 500.0, "mask": LEFT}),
    ):
        found.append(_of(name, "rain", values, hidden="mask" in how, **how))
    return found


def folder(place: Path, convention: Convention) -> Path:
    """A folder with three rasters, one of them of a convention, and the run that reads them."""
    for file, values in PLAIN.items():
        if file != convention.file:
            write(place / f"{file}.tif", values)
    convention.write(place / f"{convention.file}.tif")
    # An alpha band is no band of its own in a run.
    chosen = convention.file if convention.band and not convention.mask else None
    band = {file: f", band = {convention.band}" if file == chosen else "" for file in PLAIN}
    rules = ", ".join(f'"{code}" = "{ecosystem}"' for code, ecosystem in RULES.items())
    text = f"""schema = 1
title = "rasters"
year = 2019
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "raster"
landcover = {{ file = "landcover.tif", crosswalk = "clcd", rules = {{ {rules} }}{band["landcover"]} }}
zones = {{ file = "zones.tif"{band["zones"]} }}

[[layer]]
name = "precipitation"
file = "rain.tif"
unit = "mm"
{band["rain"].removeprefix(", ")}
"""
    for name, value in LOSSES.items():
        text += f'\n[[layer]]\nname = "{name}"\nvalue = {value}\nunit = "mm"\n'
    path = place / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path
