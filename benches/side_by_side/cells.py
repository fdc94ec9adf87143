"""The cells that everybody gets: seeded, the same on every machine, written a row of tiles at a time."""
import shutil
from pathlib import Path

import numpy as np
import rasterio
from rasterio.transform import from_origin
from rasterio.windows import Window

TILE = 256
#: Bounds of every layer of floating point; each is drawn evenly, which leaves a processor nothing to guess.
LAYERS = {
    "precipitation": (200, 2000),
    "potential_evapotranspiration": (300, 1500),
    "omega": (1.3, 5),
}
#: The columns of the rows in memory.
COLUMNS = {
    "precipitation": (200, 2000),
    "potential": (300, 1500),
    "omega": (1.3, 5),
    "erosivity": (500, 9000),
    "erodibility": (0.01, 0.06),
    "slope_length_steepness": (0.1, 20),
    "practice": (0.1, 1),
    "cover": (0, 1),
}
#: Classes of IGBP, 0 to 16.
CLASSES = 17
#: Patches of land cover have so many cells a side.
PATCH = 16


def stocks():
    """Carbon by class; the run has the same numbers in stock.csv."""
    return (10 * np.arange(1, CLASSES + 1)).astype("f4")


def draw(rng, count, low, high):
    return (low + (high - low) * rng.random(count, dtype="f4")).astype("f4")


def rasters(folder: Path, width: int, height: int):
    """Land cover and three layers, uncompressed tiled GeoTIFF, cells of about 30 m."""
    folder.mkdir(parents=True, exist_ok=True)
    common = dict(
        driver="GTiff", width=width, height=height, count=1, crs="EPSG:4490", tiled=True, blockxsize=TILE, blockysize=TILE,
        transform=from_origin(100, 40, 0.0003, 0.0003), BIGTIFF="IF_SAFER",
    )
    rng = np.random.default_rng(2019)
    with rasterio.open(folder / "landcover.tif", "w", dtype="uint8", **common) as target:
        for row in range(0, height, TILE):
            coarse = rng.integers(0, CLASSES, (TILE // PATCH, -(-width // PATCH)), dtype="u1")
            fine = np.kron(coarse, np.ones((PATCH, PATCH), "u1"))
            rows = min(TILE, height - row)
            target.write(fine[:rows, :width], 1, window=Window(0, row, width, rows))
    for name, (low, high) in LAYERS.items():
        with rasterio.open(folder / f"{name}.tif", "w", dtype="float32", **common) as target:
            for row in range(0, height, TILE):
                rows = min(TILE, height - row)
                values = draw(rng, rows * width, low, high).reshape(rows, width)
                target.write(values, 1, window=Window(0, row, width, rows))
    stocks().tofile(folder / "stock.f32")
    runs(folder)


def columns(folder: Path, cells: int):
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1990)
    rng.integers(0, CLASSES, cells, dtype="u1").tofile(folder / "class.u8")
    for name, (low, high) in COLUMNS.items():
        draw(rng, cells, low, high).tofile(folder / f"{name}.f32")
    stocks().tofile(folder / "stock.f32")


def runs(folder: Path):
    """The settings of our runs, which lie beside this script."""
    shutil.copytree(Path(__file__).parent / "runs", folder, dirs_exist_ok=True)
