"""The stubs under a strict type checker: what is right passes, what is wrong is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")

RIGHT = """
import numpy as np
import pandas as pd
import ecovalue
import ecovalue.dask

evaporation = ecovalue.driver.actual_evapotranspiration.fu(1000.0, np.ones(3), 2.0, threads=2, dtype="float32")
spread: ecovalue.Account = ecovalue.dask.account(pd.DataFrame(), year=2019, maps=["water_retention"])
price: float | None = ecovalue.run("run.toml").total("north")
cells: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = ecovalue.read_raster("rain.tif", band=2, nodata=[65535, "32761..32767"])
table: pd.DataFrame = ecovalue.account(pd.DataFrame(), year=2019).to_pandas()
try:
    ecovalue.run("run.toml")
except ecovalue.UnitError as error:
    code: str = error.code
"""

WRONG = """
import ecovalue
import ecovalue.dask

ecovalue.driver.actual_evapotranspiration.fu(1000.0, "wet", 2.0)
ecovalue.driver.actual_evapotranspiration.fu(rain=1.0)
ecovalue.driver.actual_evapotranspiration.fu(1000.0, 900.0, 2.0, dtype="int64")
ecovalue.run("run.toml").totl()
ecovalue.dask.account(None, yaer=2019)
ecovalue.read_raster("rain.tif", band="2")
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What one check of both texts says."""
    folder = tmp_path_factory.mktemp("types")
    for name, text in (("right", RIGHT), ("wrong", WRONG)):
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), "right.py", "wrong.py"]
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert made.returncode == 1, made.stdout + made.stderr
    return made.stdout.splitlines()


def test_right_calls_pass(found: list[str]) -> None:
    assert not [line for line in found if not line.startswith(("wrong.py:", "Found "))]


def test_wrong_calls_are_found(found: list[str]) -> None:
    wrong = [line for line in found if line.startswith("wrong.py:") and "error:" in line]
    texts = ['"str"', 'Unexpected keyword argument "rain"', '"totl"', 'Unexpected keyword argument "yaer"', 'Argument "dtype"', '"band"']
    for text in texts:
        assert any(text in line for line in wrong), text
