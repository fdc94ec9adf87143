"""Two dates of one place: what changed in value, in steps that add up, as a waterfall.

The second date is made here for the sake of the example: a twentieth of the cropland becomes broadleaf forest, and rain is 3 % more.
"""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

import ecovalue
import ecovalue.plot

OUT = Path(__file__).parent / "out"
DATA = Path(__file__).resolve().parents[2] / "beibei_2019"

# %% The parcels of Beibei, and the same land a year later.
parcels = pd.read_csv(DATA / "cells.csv", dtype={"ecosystem": str})[["zone", "ecosystem", "area"]]
later = parcels.copy()
crops = later["ecosystem"].str.startswith("5")
moved = float((later.loc[crops, "area"] * 0.05).sum())
later.loc[crops, "area"] *= 0.95
later = pd.concat([later, pd.DataFrame({"zone": [later["zone"].iloc[0]], "ecosystem": ["11e"], "area": [moved]})])


def account(cells: pd.DataFrame, year: int, rain: float) -> ecovalue.Account:
    """The account of some parcels under the rain of a year."""
    return ecovalue.account(
        cells.reset_index(drop=True),
        year=year,
        units={"area": "mu"},
        layers={
            "precipitation": rain,
            "temperature_monthly": [7.41, 9.43, 13.28, 18.14, 22.03, 24.83, 27.76, 27.53, 23.47, 18.34, 13.83, 8.90],
            "latitude": 29.85,
        },
        parameters=DATA / "parameters.csv",
        constant_prices=2019,
        regions=["Chongqing", "south"],
        allow_unverified=True,
    )


# %% Both accounts, and the change between them.
comparison = account(parcels, 2019, 1098.65).compare(account(later, 2020, 1098.65 * 1.03), method="shapley")
print(comparison.summary("zh"))

# %% The waterfall.
OUT.mkdir(exist_ok=True)
figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
ecovalue.plot.change(comparison, axes, language="zh")
figure.savefig(OUT / "change_of_two_dates.png", dpi=110)
