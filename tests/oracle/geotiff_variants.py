"""Writes small GeoTIFFs of many forms with rasterio (GDAL) and what rasterio reads from them.

    python tests/oracle/geotiff_variants.py            writes tests/data/geotiff/ and its tables
    python tests/oracle/geotiff_variants.py --maps DIR  checks the maps that the tests wrote
    python tests/oracle/geotiff_variants.py --options DIR  checks those in every form

Made with rasterio 1.4.4, GDAL 3.10.3, numpy 2.4.6. Every table holds, per band, the sum of the stored numbers over
valid cells, their sum weighted with the cell's position from 1 (which sees any shift), and the count of valid
cells. The numbers are multiples of 1/8, so every sum is exact.
"""

import csv
import itertools
import pathlib
import sys
import warnings

import numpy as np
import rasterio
from rasterio.control import GroundControlPoint
from rasterio.crs import CRS
from rasterio.errors import NotGeoreferencedWarning
from rasterio.transform import Affine

warnings.filterwarnings("ignore", category=NotGeoreferencedWarning)
ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "tests" / "data" / "geotiff"
REAL = ROOT / "examples" / "sichuan_basin_2019"
WIDTH, HEIGHT = 21, 18
TRANSFORM = Affine(0.05, 0.0, 97.0, 0.0, -0.05, 35.0)
HEAD = ["file", "band", "bands", "width", "height", "origin_x", "origin_y", "step_x", "step_y", "epsg",
        "nodata", "scale", "offset", "sum", "weighted_sum", "valid"]


def cells(dtype, band, seed=0):
    """Smooth numbers with a few jumps; different in every band. `i8` is numpy's name of 64 bit integers."""
    row, column = np.mgrid[0:HEIGHT, 0:WIDTH]
    number = (7 * row + 3 * column + 11 * band + seed + 20 * (row * column % 5 == 0)) % 120
    if dtype.startswith("f"):
        number = number / 8 - 4
    elif dtype.startswith("i"):
        number = number - 60
    number = number.astype(dtype)
    if np.dtype(dtype).itemsize == 8 and dtype[0] in "iu":
        number = number + np.array(2**33, dtype)
    return number


def write(name, dtype="i2", bands=1, missing=None, crs="EPSG:4326", transform=TRANSFORM, scale=None, edit=None,
          sparse=False, **creation):
    options = dict(driver="GTiff", width=WIDTH, height=HEIGHT, count=bands, dtype=np.dtype(dtype).name,
                   transform=transform)
    if crs:
        options["crs"] = CRS.from_user_input(crs)
    if missing is not None:
        options["nodata"] = missing
    if sparse:
        options["SPARSE_OK"] = "TRUE"
    options.update(creation)
    path = OUT / f"{name}.tif"
    with rasterio.open(path, "w", **options) as file:
        for band in range(1, bands + 1):
            data = cells(dtype, band)
            if missing is not None:
                data[2:5, 3:9] = np.array(missing).astype(dtype)
                data[-1, -1] = np.array(missing).astype(dtype)
            if sparse:
                data[:, 16:] = np.array(missing).astype(dtype)
            file.write(data, band)
        if scale:
            file.scales, file.offsets = scale
        if edit:
            edit(file)
    return path


def tiles(side=16):
    return dict(tiled=True, blockxsize=side, blockysize=side)


def variants():
    for dtype in ["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f4", "f8"]:
        missing = 250 if dtype == "u1" else (-9999 if dtype[0] in "if" and dtype != "i1" else 99)
        yield f"strip_deflate_{dtype}", dict(dtype=dtype, missing=missing, compress="deflate", blockysize=5)
        yield f"tile_lzw_{dtype}", dict(dtype=dtype, missing=missing, compress="lzw", **tiles())
    for dtype, predictor in [("u1", 2), ("i2", 2), ("u4", 2), ("i8", 2), ("f4", 2), ("f4", 3), ("f8", 3)]:
        for compress, form in [("deflate", "tile"), ("lzw", "strip")]:
            shape = tiles() if form == "tile" else dict(blockysize=7)
            yield (f"{form}_{compress}_p{predictor}_{dtype}",
                   dict(dtype=dtype, compress=compress, predictor=predictor, missing=77, **shape))
    for interleave, form, (dtype, predictor) in itertools.product(
            ["pixel", "band"], ["strip", "tile"], [("i2", 1), ("i2", 2), ("f4", 3)]):
        shape = tiles() if form == "tile" else dict(blockysize=4)
        yield (f"bands_{interleave}_{form}_p{predictor}_{dtype}",
               dict(dtype=dtype, bands=3, missing=-50, interleave=interleave, compress="deflate",
                    predictor=predictor, **shape))
    for dtype, predictor in [("i2", 1), ("i2", 2), ("f4", 3), ("f8", 1)]:
        yield (f"big_endian_p{predictor}_{dtype}",
               dict(dtype=dtype, compress="deflate", predictor=predictor, ENDIANNESS="BIG", missing=-1, **tiles()))
    yield "big_endian_bigtiff_bands", dict(dtype="f4", bands=2, ENDIANNESS="BIG", BIGTIFF="YES", interleave="band",
                                           compress="lzw", predictor=3, missing=-1)
    yield "bigtiff_tile", dict(dtype="f4", BIGTIFF="YES", compress="deflate", missing=-1, **tiles())
    yield "bigtiff_strip", dict(dtype="u1", BIGTIFF="YES", blockysize=3)
    yield "raw_strip", dict(dtype="i2", missing=0)
    yield "raw_tile", dict(dtype="u1", **tiles())
    yield "raw_big_endian", dict(dtype="i4", ENDIANNESS="BIG", blockysize=5)
    yield "packbits_strip", dict(dtype="u1", compress="packbits", missing=0)
    yield "packbits_tile", dict(dtype="i2", compress="packbits", **tiles())
    yield "zstd_p2_i2", dict(dtype="i2", compress="zstd", predictor=2, missing=-1, **tiles())
    yield "zstd_p3_f4", dict(dtype="f4", compress="zstd", predictor=3, missing=-1, blockysize=6)
    yield "nodata_nan_f4", dict(dtype="f4", missing=float("nan"), compress="deflate", **tiles())
    yield "nodata_nan_f8", dict(dtype="f8", missing=float("nan"), compress="deflate")
    yield "nodata_float_min", dict(dtype="f4", missing=-3.4028234663852886e38, compress="deflate")
    yield "nodata_fraction", dict(dtype="f4", missing=0.1, compress="deflate")
    yield "scale_offset", dict(dtype="i2", bands=2, missing=-60, scale=((0.1, 1.0), (-273.15, 5.0)), compress="deflate")
    yield "sparse_tile", dict(dtype="i2", missing=-32768, sparse=True, compress="deflate", **tiles())
    yield "sparse_bands", dict(dtype="f4", bands=2, missing=-1, sparse=True, compress="lzw", interleave="band", **tiles())
    yield "colour_table", dict(dtype="u1", missing=0, compress="deflate",
                               edit=lambda file: file.write_colormap(1, {0: (0, 0, 0), 10: (0, 99, 0)}))
    yield "pixel_is_point", dict(dtype="i2", compress="deflate", edit=lambda file: file.update_tags(AREA_OR_POINT="Point"))
    yield "south_up", dict(dtype="i2", compress="deflate", transform=Affine(0.05, 0, 97.0, 0, 0.05, 24.0))
    yield "utm", dict(dtype="u1", compress="deflate", crs="EPSG:32648",
                      transform=Affine(30.0, 0, 400000.0, 0, -30.0, 3300000.0))
    yield "gauss_kruger", dict(dtype="u1", compress="deflate", crs="EPSG:4513",
                               transform=Affine(10.0, 0, 37400000.0, 0, -10.0, 3300000.0))
    yield "cgcs2000", dict(dtype="u1", compress="deflate", crs="EPSG:4490")
    yield "beijing1954", dict(dtype="u1", compress="deflate", crs="EPSG:4214")
    yield "own_ellipsoid", dict(dtype="u1", compress="deflate", crs="+proj=longlat +a=6378140 +rf=298.257 +no_defs")
    yield "own_albers", dict(dtype="u1", compress="deflate",
                             crs="+proj=aea +lat_0=0 +lon_0=105 +lat_1=25 +lat_2=47 +ellps=krass +units=m +no_defs",
                             transform=Affine(1000.0, 0, 0.0, 0, -1000.0, 3300000.0))
    yield "web_mercator", dict(dtype="u1", compress="deflate", crs="EPSG:3857",
                               transform=Affine(30.0, 0, 11800000.0, 0, -30.0, 3300000.0))
    yield "feet", dict(dtype="u1", compress="deflate", crs="EPSG:2263",
                       transform=Affine(30.0, 0, 900000.0, 0, -30.0, 200000.0))
    yield "no_crs", dict(dtype="u1", compress="deflate", crs=None)


def refused():
    """Forms that must be refused, with a word of the message."""
    yield "refused_rotated", "rotated", dict(dtype="u1", compress="deflate",
                                             transform=TRANSFORM @ Affine.rotation(10))
    yield "refused_no_transform", "where it lies", dict(dtype="u1", compress="deflate", transform=None, crs=None)
    yield "refused_rgb", "RGB", dict(dtype="u1", bands=3, compress="deflate", photometric="RGB")
    yield "refused_bits", "4 bits", dict(dtype="u1", compress="deflate", NBITS=4)
    yield "refused_complex", "complex", dict(dtype="c8", compress="deflate")
    yield "refused_lerc", "LERC", dict(dtype="f4", compress="lerc")
    yield "refused_lzma", "LZMA", dict(dtype="u1", compress="lzma")
    yield "refused_white_is_zero", "white as zero", dict(dtype="u1", compress="deflate", photometric="MINISWHITE")


def rows(path, name):
    with rasterio.open(path) as file:
        for band in range(1, file.count + 1):
            valid = file.read(band, masked=True)
            mask = np.ma.getmaskarray(valid)
            if np.issubdtype(valid.dtype, np.floating):
                mask = mask | np.isnan(valid.data)
            data = valid.data.astype("f8")
            weight = np.arange(1, data.size + 1, dtype="f8").reshape(data.shape)
            data[mask] = 0.0
            t = file.transform
            yield [name, band, file.count, file.width, file.height, repr(t.c), repr(t.f), repr(t.a), repr(t.e),
                   (file.crs and file.crs.to_epsg()) or "",
                   "" if file.nodata is None else repr(float(file.nodata)),
                   repr(file.scales[band - 1]), repr(file.offsets[band - 1]),
                   repr(float(data.sum())), repr(float((data * weight).sum())), int((~mask).sum())]


def table(path, head, lines):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


def make():
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    lines = []
    for name, options in variants():
        path = write(name, **options)
        lines += rows(path, path.name)
    table(OUT / "expected.csv", HEAD, lines)
    lines = []
    for name, word, options in refused():
        lines.append([write(name, **options).name, word])
    points = [GroundControlPoint(row=0, col=0, x=97.0, y=35.0), GroundControlPoint(row=0, col=9, x=97.5, y=35.1),
              GroundControlPoint(row=9, col=0, x=97.1, y=34.5)]
    path = OUT / "refused_ground_points.tif"
    with rasterio.open(path, "w", driver="GTiff", width=WIDTH, height=HEIGHT, count=1, dtype="uint8",
                       compress="deflate", gcps=points, crs="EPSG:4326") as file:
        file.write(cells("u1", 1), 1)
    lines.append([path.name, "control points"])
    path = OUT / "refused_sparse_without_nodata.tif"
    with rasterio.open(path, "w", driver="GTiff", width=WIDTH, height=HEIGHT, count=1, dtype="uint8", crs="EPSG:4326",
                       transform=TRANSFORM, SPARSE_OK="TRUE", **tiles()) as file:
        data = cells("u1", 1)
        data[:, 16:] = 0
        file.write(data, 1)
    lines.append([path.name, "never written"])
    table(OUT / "refused.csv", ["file", "message"], lines)
    real = [line for path in sorted(REAL.glob("*.tif")) for line in rows(path, path.name)]
    table(ROOT / "tests" / "data" / "sichuan_basin_2019.csv", HEAD, real)
    size = sum(path.stat().st_size for path in OUT.iterdir())
    print(len(list(OUT.glob("*.tif"))), "files,", size, "bytes")


def check_maps(folder):
    """Every map `x.tif` of the folder was copied from the raster whose path stands in `x.txt`."""
    for note in sorted(pathlib.Path(folder).glob("*.txt")):
        source = ROOT / note.read_text(encoding="utf-8").strip()
        with rasterio.open(source) as raster, rasterio.open(note.with_suffix(".tif")) as map_:
            expected = raster.read(1, masked=True).astype("f4").filled(np.nan)
            same = {
                "values": np.array_equal(map_.read(1), expected, equal_nan=True),
                "mask": np.array_equal(map_.read_masks(1) == 0, np.isnan(expected)),
                "crs": map_.crs == raster.crs,
                "transform": map_.transform == raster.transform,
                "nodata": map_.nodata is not None and np.isnan(map_.nodata),
                "blocks": map_.block_shapes == [(256, 256)],
                "labels": map_.descriptions == ("copy of <band> 1",) and map_.units == ("m³ & more",),
                "form": map_.profile["compress"] == "deflate" and map_.dtypes == ("float32",),
            }
            wrong = [name for name, right in same.items() if not right]
            print(note.stem, "exact" if not wrong else f"WRONG: {wrong}")
            if wrong:
                sys.exit(1)


def check_options(folder):
    """Every map that tests/geotiff/options.rs wrote, whose name says its form, against the same cells made here."""
    width, height = 531, 300
    names = sorted(pathlib.Path(folder).glob("*.tif"))
    for path in names:
        sample, compression, predictor, tile, big = path.stem.split("_")
        kind = {"u": "uint", "i": "int", "f": "float"}[sample[0]] + sample[1:]
        index = np.arange(width * height, dtype="u4").reshape(height, width)
        stored = index % 249 + (1.0 if sample[0] == "u" else -120.0) + (0.125 if sample[0] == "f" else 0.0)
        missing = index % 17 == 3
        scaled = tile == "64"
        nodata = np.nan if sample[0] == "f" and tile == "256" else 255.0
        with open(path, "rb") as file:
            version = file.read(4)[2]
        with rasterio.open(path) as map_:
            found = map_.read(1)
            tags = map_.tags(ns="IMAGE_STRUCTURE")
            number = {"none": None, "horizontal": "2", "floatingpoint": "3"}[predictor]
            same = {
                "values": np.array_equal(found[~missing].astype("f8"), stored[~missing]),
                "mask": np.array_equal(map_.read_masks(1) == 0, missing),
                "nodata": map_.nodata == nodata or (np.isnan(map_.nodata) and np.isnan(nodata)),
                "type": map_.dtypes == (kind,),
                "compression": (tags.get("COMPRESSION") or "NONE").lower() == compression,
                "predictor": tags.get("PREDICTOR") == number,
                "tiles": map_.block_shapes == [(int(tile), int(tile))],
                "bigtiff": (version == 43) == (big == "true"),
                "scale": (map_.scales, map_.offsets) == (((0.5,), (-3.0,)) if scaled else ((1.0,), (0.0,))),
                "crs": map_.crs.to_epsg() == 4490,
                "transform": map_.transform == rasterio.Affine(0.01, 0, 105.0, 0, -0.005, 31.0),
            }
        wrong = [name for name, right in same.items() if not right]
        if wrong:
            sys.exit(f"{path.name} WRONG: {wrong}")
    print(len(names), "maps exact")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--maps"]:
        check_maps(sys.argv[2])
    elif sys.argv[1:2] == ["--options"]:
        check_options(sys.argv[2])
    else:
        make()
