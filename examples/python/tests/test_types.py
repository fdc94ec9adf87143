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
"""


def check(text: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "text.py"
    path.write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder / "cache"), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_right_calls_pass(tmp_path: Path) -> None:
    made = check(RIGHT, tmp_path)
    assert made.returncode == 0, made.stdout


def test_wrong_calls_are_found(tmp_path: Path) -> None:
    made = check(WRONG, tmp_path)
    assert made.returncode == 1
    assert '"str"' in made.stdout
    assert 'Unexpected keyword argument "rain"' in made.stdout
    assert '"totl"' in made.stdout
    assert 'Unexpected keyword argument "yaer"' in made.stdout
    assert 'Argument "dtype"' in made.stdout
