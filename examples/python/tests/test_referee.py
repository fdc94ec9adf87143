"""GDAL as referee: rasters of mixed conventions as `ecovalue.read_raster` sees them, against rasterio's masked arrays with scale and offset.

Each raster is a type x nodata x scale x mask x side file x layout x compression x byte order x size of offsets. Where a mask and nodata
stand together, each of them makes a cell missing in ecovalue, as documented; GDAL looks at the mask alone, so the test adds its nodata.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

rasterio = pytest.importorskip("rasterio")

from rasterio.enums import ColorInterp, MaskFlags  # noqa: E402
from rasters import write  # noqa: E402

import ecovalue  # noqa: E402

HEIGHT, WIDTH = 29, 37
TILES: dict[str, Any] = {"tiled": True, "blockxsize": 16, "blockysize": 16}
LAYOUTS: tuple[dict[str, Any], ...] = (
    {},
    {"blockysize": 1},
    TILES,
    {"interleave": "pixel"},
    {**TILES, "interleave": "band", "blockysize": 32},
)
PACKS: tuple[dict[str, Any], ...] = (
    {},
    {"compress": "deflate"},
    {"compress": "lzw", "predictor": 2},
    {"compress": "packbits"},
    {"compress": "zstd"},
)
ORDERS: tuple[dict[str, Any], ...] = ({}, {"ENDIANNESS": "BIG"}, {"BIGTIFF": "YES"}, {"ENDIANNESS": "BIG", "BIGTIFF": "YES"})
NODATA: dict[str, float] = {
    "uint8": 255,
    "int8": -128,
    "uint16": 65535,
    "int16": -32768,
    "uint32": 4294967295,
    "int32": -2147483648,
    "float32": -99.9,
    "float64": -9999.5,
    "int64": -1234567890123,
    "uint64": 12345678,
}
LOWEST = float(np.finfo("f4").min)


class Raster(NamedTuple):
    """A raster: how it is written, and why it is refused, if it is."""

    name: str
    write: Callable[[Path], None]
    refused: str = ""


def data(dtype: str, bands: int, fill: Any = None) -> Any:
    """Numbers with a block of fills and, where they can be, a NaN."""
    rng = np.random.default_rng(5)
    if np.dtype(dtype).kind == "f":
        values = rng.normal(100, 30, (bands, HEIGHT, WIDTH)).astype(dtype)
        values[:, 5, 5] = np.nan
    else:
        ends = np.iinfo(dtype)
        values = rng.integers(max(ends.min, -1000), min(ends.max, 3000), (bands, HEIGHT, WIDTH)).astype(dtype)
    if fill is not None:
        values[:, 2:6, 1:9] = np.array(fill).astype(dtype)
    return values


MASK = np.random.default_rng(6).integers(0, 3, (HEIGHT, WIDTH)) > 0


def raster(name: str, dtype: str, bands: int = 1, fill: Any = None, sides: str = "", refused: str = "", **how: Any) -> Raster:
    """A raster as `rasters.write` writes it; `sides` is the text of the file beside it."""

    def make(path: Path) -> None:
        write(path, data(dtype, bands, fill), **how)
        if sides:
            Path(f"{path}.aux.xml").write_text(f"<PAMDataset>{sides}</PAMDataset>", encoding="utf-8")

    return Raster(name, make, refused)


def sparse(name: str, dtype: str, nodata: float | None, bands: int = 1, refused: str = "", **options: Any) -> Raster:
    """A raster of which one tile was written."""

    def make(path: Path) -> None:
        write(path, data(dtype, bands), nodata=nodata)
        with rasterio.open(path) as file:
            profile = {**file.profile, **TILES, **options}
        with rasterio.open(path, "w", SPARSE_OK="TRUE", **profile) as file:
            file.write(data(dtype, bands)[:, :16, :16], window=((0, 16), (0, 16)))

    return Raster(name, make, refused)


def side(inside: str, band: int = 1) -> str:
    return f'<PAMRasterBand band="{band}">{inside}</PAMRasterBand>'


def alpha(least: int, most: int) -> Any:
    """Opaque, transparent, and partly transparent cells."""
    values = np.full((HEIGHT, WIDTH), most)
    values[10:15] = 0
    values[20] = least
    return values


def overviews(path: Path) -> None:
    write(path, data("int16", 1), mask=MASK, **TILES)
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "r+") as file:
        file.build_overviews([2, 4])


def byte_below_0(path: Path) -> None:
    """A missing value that the samples cannot hold."""
    write(path, data("uint8", 1, 111), nodata=111)
    path.write_bytes(path.read_bytes().replace(b"111\0", b"-99\0"))


def of_types() -> list[Raster]:
    """Every type: plain, with nodata, with a mask, over the layouts."""
    found = []
    for i, (dtype, nodata) in enumerate(NODATA.items()):
        order = ORDERS[i % 4]
        plain = {**LAYOUTS[i % 5], **PACKS[i * 2 % 5], **order}
        declared = {**LAYOUTS[(i + 2) % 5], **PACKS[(i + 1) % 5], **ORDERS[(i + 3) % 4]}
        for options in (plain, declared):
            if "predictor" in options and dtype.startswith("float"):
                options["predictor"] = 3
        scale: dict[str, Any] = {"scale": 0.1, "offset": -5.0} if i % 3 == 0 else {}
        found += [
            raster(f"{dtype}", dtype, 1 + i % 3, **plain),
            raster(f"{dtype}_nodata", dtype, 1 + (i + 1) % 3, nodata, nodata=nodata, **declared),
            raster(f"{dtype}_mask", dtype, 1 + i % 2, mask=MASK, internal=i % 2 == 1, **scale, **LAYOUTS[(i + 1) % 5], **order),
        ]
    return found


def rasters() -> list[Raster]:
    statistics = '<Metadata><MDI key="STATISTICS_MEAN">12</MDI></Metadata><Histograms><HistItem><HistMin>0</HistMin></HistItem></Histograms>'
    hexadecimal = '<NoDataValue le_hex_equiv="000000E0FFFFEFC7">-3.40282346638529E+38</NoDataValue>'
    seven = side("<NoDataValue>7</NoDataValue>")
    pixels = {"interleave": "pixel", "compress": "deflate"}
    return [
        *of_types(),
        # Numbers that texts of nodata round.
        raster("lowest_float32", "float32", fill=LOWEST, nodata=LOWEST),
        raster("lowest_float32_in_float64", "float64", fill=LOWEST, nodata=-3.40282346638529e38),
        raster("lowest_float64", "float64", fill=np.finfo("f8").min, nodata=float(np.finfo("f8").min)),
        raster("not_a_number", "float32", fill=np.nan, nodata=np.nan),
        raster("nodata_of_r", "float32", fill=-3.4e38, nodata=-3.3999999521443642e38),
        raster("nodata_0", "int16", fill=0, nodata=0),
        Raster("nodata_that_no_byte_is", byte_below_0),
        # Masks.
        raster("mask_in_tiles", "float32", mask=MASK, compress="deflate", **TILES),
        raster("mask_under_lzw", "uint8", mask=MASK, compress="lzw"),
        raster("mask_of_three_bands", "int16", 3, mask=MASK, interleave="band"),
        raster("mask_and_nodata", "float32", fill=-9999, nodata=-9999, mask=MASK),
        raster("mask_beside_and_nodata", "uint8", fill=255, nodata=255, mask=MASK, internal=False),
        Raster("mask_with_overviews", overviews),
        # Alpha bands.
        raster("alpha_of_bytes", "uint8", alpha=alpha(128, 255)),
        raster("alpha_scaled_in_planes", "uint8", alpha=alpha(77, 255), scale=0.5, offset=3.0, interleave="band", **TILES),
        raster("alpha_behind_three_bands", "uint16", 3, alpha=alpha(1, 65535), **pixels),
        # The file has an alpha in its second band and in its last one.
        raster("alpha_twice", "uint16", 3, alpha=alpha(1, 65535), ALPHA="YES", refused="several alpha bands", **pixels),
        # Files beside.
        raster("aux_nodata", "int16", fill=7, sides=seven),
        raster("aux_nodata_over_that_of_the_file", "int16", fill=7, nodata=-1, sides=seven),
        raster("aux_scale", "int16", sides=side("<Offset>2.5</Offset><Scale>0.25</Scale>")),
        raster("aux_scale_over_that_of_the_file", "int16", scale=10.0, offset=1.0, sides=side("<Scale>0.25</Scale>")),
        raster("aux_second_band", "float32", 2, -1, sides=side("<NoDataValue>-1</NoDataValue>", 2) + side("<Scale>3</Scale>")),
        raster("aux_statistics", "int16", fill=-1, nodata=-1, scale=2.0, sides=side(statistics)),
        raster("aux_hexadecimal", "float32", fill=LOWEST, sides=side(hexadecimal)),
        raster("aux_exponent", "float32", fill=-9999, sides=side("<NoDataValue>-9.99900000000000E+03</NoDataValue>")),
        raster("aux_nodata_and_mask", "uint8", fill=9, mask=MASK, sides=side("<NoDataValue>9</NoDataValue>")),
        # Tiles that were never written.
        sparse("sparse_int16", "int16", -1, compress="deflate"),
        sparse("sparse_float32", "float32", np.nan, compress="deflate"),
        sparse("sparse_bytes", "uint8", 255),
        sparse("sparse_nodata_0", "int16", 0, compress="lzw"),
        sparse("sparse_bands", "float32", -9999, 2, interleave="band"),
        # GDAL takes zeros, which could be classes or values.
        sparse("sparse_without_nodata", "uint8", None, compress="deflate", refused="never written"),
    ]


ALL = rasters()


def test_there_are_many() -> None:
    assert len({own.name for own in ALL}) == len(ALL) >= 40


@pytest.mark.parametrize("raster", ALL, ids=lambda own: own.name)
def test_cells_and_values_are_those_of_gdal(raster: Raster, tmp_path: Path) -> None:
    path = tmp_path / f"{raster.name}.tif"
    raster.write(path)
    if raster.refused:
        with pytest.raises(ecovalue.InputError, match=raster.refused):
            ecovalue.read_raster(path, band=1)
        return
    with rasterio.open(path) as file:
        bands = [number for number, meaning in enumerate(file.colorinterp, start=1) if meaning != ColorInterp.alpha]
        for band in bands:
            masked = file.read(band, masked=True)
            stored = np.asarray(masked.data)
            missing = np.ma.getmaskarray(masked).copy()
            nodata = file.nodatavals[band - 1]
            if nodata is not None and MaskFlags.per_dataset in file.mask_flag_enums[band - 1]:
                missing |= stored == np.array(nodata).astype(stored.dtype)
            wanted = stored.astype(np.float64) * file.scales[band - 1] + file.offsets[band - 1]
            wanted[missing] = np.nan
            found = ecovalue.read_raster(path, band)
            assert found.dtype == np.float64
            np.testing.assert_array_equal(found, wanted, err_msg=f"band {band}")


def test_a_band_is_chosen_where_there_are_several(tmp_path: Path) -> None:
    write(tmp_path / "two.tif", data("int16", 2))
    with pytest.raises(ecovalue.InputError, match=r"2 bands.*band=1"):
        ecovalue.read_raster(tmp_path / "two.tif")
    for band in (0, 3, 70_000, True, 1.5):
        with pytest.raises(ecovalue.InputError, match="EV-I016"):
            ecovalue.read_raster(tmp_path / "two.tif", band)  # type: ignore[arg-type]


def test_stated_nodata_is_added_or_takes_the_place(tmp_path: Path) -> None:
    path = tmp_path / "one.tif"
    write(path, np.array([[1, 2, 3, 4]], "i2"), nodata=4, scale=0.5)
    expected: list[tuple[Any, list[float]]] = [
        (None, [0.5, 1.0, 1.5, np.nan]),
        (2, [0.5, np.nan, 1.5, np.nan]),
        ([1.0, np.int16(3)], [np.nan, 1.0, np.nan, np.nan]),
        ("2..3", [0.5, np.nan, np.nan, np.nan]),
        ("none", [0.5, 1.0, 1.5, 2.0]),
        (["none", 1], [np.nan, 1.0, 1.5, 2.0]),
    ]
    for nodata, wanted in expected:
        np.testing.assert_array_equal(ecovalue.read_raster(str(path), nodata=nodata), [wanted])
    with pytest.raises(ecovalue.InputError, match="EV-I006"):
        ecovalue.read_raster(path, nodata="x")


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ecovalue.InputError, match="EV-I001"):
        ecovalue.read_raster(tmp_path / "none.tif")
    (tmp_path / "text.tif").write_text("1 2 3")
    with pytest.raises(ecovalue.InputError, match="EV-I015"):
        ecovalue.read_raster(tmp_path / "text.tif")
