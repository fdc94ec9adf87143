"""What others do with the same cells: `rivals.py TOOL ROW FOLDER THREADS REPETITIONS`, a process for each, so that its
peak memory is its own. Prints the seconds of every repetition as JSON, by the clock
and of the processors. Reading, computing and writing are timed; the
start of Python, the imports and the compilation by numba, which a first small call triggers, are not.
"""
import json
import os
import sys
import time
from pathlib import Path

TOOL, ROW, FOLDER, THREADS, REPETITIONS = sys.argv[1:]
FOLDER, THREADS, REPETITIONS = Path(FOLDER), int(THREADS), int(REPETITIONS)
os.environ.setdefault("NUMBA_NUM_THREADS", str(THREADS))

import numpy as np

LAYERS = ["precipitation", "potential_evapotranspiration", "omega"]
IN_MEMORY = {
    "carbon": ["class.u8", "stock.f32"],
    "rusle": ["erosivity.f32", "erodibility.f32", "slope_length_steepness.f32", "practice.f32", "cover.f32"],
    "water_yield": ["precipitation.f32", "potential.f32", "omega.f32"],
}


def numpy_carbon(classes, stocks):
    return stocks[classes]


def numpy_rusle(r, k, ls, p, c):
    return r * k * ls * p * (1 - c)


def numpy_water_yield(p, pet, omega):
    x, omega = pet.astype("f8") / p, omega.astype("f8")
    return (p * ((1 + x**omega) ** (1 / omega) - x)).astype("f4")


def numba_kernels(parallel):
    """The loops that a user of numba writes: 64 bits inside, one pass, no temporary arrays."""
    import numba

    compiled = numba.njit(parallel=parallel, error_model="numpy")
    cells = numba.prange if parallel else range

    @compiled
    def carbon(classes, stocks, out):
        for i in cells(classes.size):
            out[i] = stocks[classes[i]]

    @compiled
    def rusle(r, k, ls, p, c, out):
        for i in cells(r.size):
            out[i] = r[i] * k[i] * ls[i] * p[i] * (np.float32(1) - c[i])

    @compiled
    def water_yield(p, pet, omega, out):
        for i in cells(p.size):
            rain, w = np.float64(p[i]), np.float64(omega[i])
            x = pet[i] / rain
            out[i] = rain * ((1.0 + x**w) ** (1.0 / w) - x)

    return {"carbon": carbon, "rusle": rusle, "water_yield": water_yield}


def timed(work):
    """Seconds of the clock and of the processors, for every repetition."""
    processors = lambda: sum(os.times()[:4])  # those of child processes too
    seconds = []
    for _ in range(REPETITIONS):
        start, used = time.perf_counter(), processors()
        work()
        seconds.append((time.perf_counter() - start, processors() - used))
    return seconds


def in_memory():
    columns = [np.fromfile(FOLDER / name, "u1" if name.endswith("u8") else "f4") for name in IN_MEMORY[ROW]]
    out = np.zeros(columns[0].size, "f4")
    if TOOL == "numpy_memory":
        kernel = {"carbon": numpy_carbon, "rusle": numpy_rusle, "water_yield": numpy_water_yield}[ROW]
        seconds = timed(lambda: kernel(*columns))
        out[:] = kernel(*columns)
    else:
        kernel = numba_kernels(THREADS > 1)[ROW]
        kernel(*(column[:64] for column in columns), out[:64])
        kernel(*columns, out)
        seconds = timed(lambda: kernel(*columns, out))
    out.tofile(FOLDER / f"{ROW}.{TOOL}.f32")
    return seconds


def files():
    names = ["landcover.tif"] if ROW == "carbon" else [f"{name}.tif" for name in LAYERS]
    return [FOLDER / name for name in names]


def stocks():
    return np.fromfile(FOLDER / "stock.f32", "f4")


def whole_arrays():
    """Read whole, compute, write whole."""
    import rasterio

    numba = TOOL == "numba"
    kernel = numba_kernels(THREADS > 1)[ROW] if numba else {"carbon": numpy_carbon, "water_yield": numpy_water_yield}[ROW]
    if numba:
        small = np.ones(64, "f4")
        columns = [np.ones(64, "u1"), stocks()] if ROW == "carbon" else [small] * 3
        kernel(*columns, np.zeros(64, "f4"))

    def work():
        columns = []
        for path in files():
            with rasterio.open(path) as source:
                profile = source.profile
                columns.append(source.read(1).ravel())
        if ROW == "carbon":
            columns.append(stocks())
        if numba:
            out = np.empty(columns[0].size, "f4")
            kernel(*columns, out)
        else:
            out = kernel(*columns)
        profile.update(dtype="float32", tiled=True, blockxsize=256, blockysize=256)
        with rasterio.open(FOLDER / f"{ROW}.{TOOL}.tif", "w", **profile) as target:
            target.write(out.reshape(profile["height"], profile["width"]), 1)

    return timed(work)


def dask():
    """Chunks of 2048 by 2048 cells through xarray; the write is parallel, with a lock on the file."""
    import threading
    from concurrent.futures import ThreadPoolExecutor

    import dask as of_dask
    import rioxarray
    import xarray

    of_dask.config.set(scheduler="threads", pool=ThreadPoolExecutor(THREADS))

    def work():
        layers = [rioxarray.open_rasterio(path, chunks={"x": 2048, "y": 2048}, lock=False) for path in files()]
        if ROW == "carbon":
            table = stocks()
            result = xarray.apply_ufunc(lambda classes: table[classes], *layers, dask="parallelized", output_dtypes=["f4"])
        else:
            result = xarray.apply_ufunc(numpy_water_yield, *layers, dask="parallelized", output_dtypes=["f4"])
        result = result.rio.write_crs(layers[0].rio.crs)
        result.rio.to_raster(FOLDER / f"{ROW}.{TOOL}.tif", tiled=True, blockxsize=256, blockysize=256, lock=threading.Lock())

    return timed(work)


def gdal_calc():
    """The command; its start is part of it. It computes in the types of the files, so the layers are widened."""
    import shutil
    import subprocess

    program = shutil.which("gdal_calc") or shutil.which("gdal_calc.py")
    if ROW == "carbon":
        formula = f"numpy.array({stocks().tolist()},'f4')[A]"
    else:
        formula = "A*((1+(B.astype('f8')/A)**C.astype('f8'))**(1/C.astype('f8'))-B.astype('f8')/A)"
    target = FOLDER / f"{ROW}.{TOOL}.tif"

    def work():
        target.unlink(missing_ok=True)
        inputs = [text for letter, path in zip("ABC", files()) for text in (f"-{letter}", str(path))]
        options = [f"--outfile={target}", "--type=Float32", "--quiet", "--co=TILED=YES", f"--calc={formula}"]
        subprocess.run([program, *inputs, *options], check=True)

    return timed(work)


TOOLS = {"numpy_memory": in_memory, "numba_memory": in_memory, "numpy": whole_arrays, "numba": whole_arrays, "dask": dask, "gdal_calc": gdal_calc}
print(json.dumps(TOOLS[TOOL]()))
