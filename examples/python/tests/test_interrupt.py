"""Ctrl-C ends a run soon; what was there before stays, and what was done is not done again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ecovalue
from ecovalue._cells import planned, question_of, read
from places import figures

rasterio = pytest.importorskip("rasterio")

from rasterio.transform import from_origin  # noqa: E402

#: A run whose display takes its time, so that it lasts some seconds on any machine.
SLOW_RUN = """
import sys, time, ecovalue
ecovalue.run(sys.argv[1], sys.argv[2], lambda done, parts: time.sleep(0.6), force=True, threads=1)
"""

RUN = """
schema = 1
title = "{title}"
title_zh = "方格地"
year = 2019
price_basis = "current"
profile = "hj1173_2021"
allow_unverified = true

[cells]
kind = "raster"
landcover = {{ file = "cover.tif", crosswalk = "igbp", rules = {{ "10" = "32a" }} }}

[[layer]]
name = "precipitation"
file = "rain.tif"
unit = "mm"
source = "made for a test"

[[layer]]
name = "temperature"
file = "warmth.tif"
unit = "degC"
source = "made for a test"

[output]
maps = ["water_retention"]
"""


def made_land(folder: Path, size: int = 2000) -> Path:
    """A run of squares of forest, shrub, grass and fields, with rain from west to east and warmth from north to south."""
    rows, columns = np.arange(size)[:, None], np.arange(size)[None, :]
    grid: dict[str, Any] = {
        "driver": "GTiff", "height": size, "width": size, "count": 1, "crs": "EPSG:4326",
        "transform": from_origin(100, 30, 5 / size, 5 / size), "tiled": True, "compress": "deflate", "zlevel": 1,
    }  # fmt: skip
    layers = {
        "cover": np.array([1, 5, 10, 12], np.uint8)[(rows // 100 + columns // 170) % 4],
        "rain": np.broadcast_to((800 + columns * 0.3).astype(np.float32), (size, size)),
        "warmth": np.broadcast_to((5 + rows * 0.003).astype(np.float32), (size, size)),
    }
    for name, values in layers.items():
        with rasterio.open(folder / f"{name}.tif", "w", dtype=values.dtype, **grid) as file:
            file.write(values, 1)
    path = folder / "run.toml"
    path.write_text(RUN.format(title="Before"), encoding="utf-8")
    return path


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.skipif(sys.platform == "win32", reason="a console sends Ctrl-C in another way there")
def test_a_run_that_is_interrupted_leaves_the_folder_and_goes_on_later(tmp_path: Path) -> None:
    path, out = made_land(tmp_path), tmp_path / "out"
    begin = time.monotonic()
    first = ecovalue.run(path, out, progress=False)
    whole = time.monotonic() - begin
    before = held(out)
    path.write_text(RUN.format(title="After"), encoding="utf-8")

    child = subprocess.Popen(
        [sys.executable, "-c", SLOW_RUN, str(path), str(out)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    journal = tmp_path / "out.partial" / "journal"
    deadline = time.monotonic() + 60
    while not journal.exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert child.poll() is None, child.communicate()
    begin = time.monotonic()
    child.send_signal(signal.SIGINT)
    told = child.communicate(timeout=60)[1]
    took = time.monotonic() - begin
    assert told.strip().endswith("KeyboardInterrupt"), told
    assert child.returncode == -signal.SIGINT
    # A part and its display are 0.6 s; nine parts and the tables would be 5 s.
    assert took < 2.0 + 0.3 * whole
    assert held(out) == before

    second = ecovalue.run(path, out, progress=False, force=True)
    assert json.loads((out / "run_log.json").read_text(encoding="utf-8"))["resumed"], "it began anew"
    assert not journal.exists()
    pd.testing.assert_frame_equal(figures(second), figures(first))
    maps = Path("maps") / "water_retention.tif"
    assert held(out)[str(maps)] == before[str(maps)]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no such timer")
def test_an_account_in_memory_is_interrupted() -> None:
    cells = 8_000_000
    table = pd.DataFrame({"ecosystem": ["13"], "area": [900.0], "precipitation": [1000.0], "temperature": [10.0]})
    held_cells = read(table, "ecosystem", None, None, None, None, None, None, None, (), None)
    question = question_of(
        profile="hj1173_2021", parameters=None, statistics=None, crosswalk=None, rules=None, year=2019, allow_unverified=True
    )
    accountant = planned(held_cells, question, [("13", cells)], None).accountant()
    codes, area = np.zeros(cells, np.uint32), np.full(cells, 900.0)
    columns = [np.full(cells, float(layer.values[0])) for layer in held_cells.layers]

    def work() -> bytes:
        return accountant.add(area, codes, codes, columns)[0]

    begin = time.monotonic()
    assert work()
    whole = time.monotonic() - begin

    def ring(*_: object) -> None:
        raise TimeoutError

    former = signal.signal(signal.SIGALRM, ring)
    begin = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        with pytest.raises(TimeoutError):
            work()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, former)
    assert time.monotonic() - begin < 0.6 * whole
