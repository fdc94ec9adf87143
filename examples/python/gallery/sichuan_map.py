"""The Sichuan basin from GeoTIFFs: ten lines to 万元/亩 with rasterio and xarray, and a map of water retention."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import rasterio
import xarray as xr

import ecovalue
import ecovalue.plot

OUT = Path(__file__).parent / "out"
DATA = Path(__file__).resolve().parents[2] / "sichuan_basin_2019"

# %% Layers as rasterio reads them, on the coordinates of the cells' centres.


def layer(name: str) -> np.ndarray:
    with rasterio.open(DATA / name) as source:
        return np.ma.filled(source.read(masked=True).astype(float), np.nan)


with rasterio.open(DATA / "landcover_igbp_2019.tif") as source:
    grid, crs = source.transform, source.crs.to_string()
    rows, columns = source.shape
place = ("latitude", "longitude")
land = xr.Dataset(
    {
        "landcover": (place, layer("landcover_igbp_2019.tif")[0]),
        "precipitation": (place, layer("precipitation_monthly_mm.tif").sum(axis=0), {"units": "mm"}),
        "temperature_monthly": (("month", *place), layer("temperature_monthly_0p1degC.tif"), {"units": "0.1 degC"}),
        "elevation": (place, layer("elevation_m.tif")[0], {"units": "m"}),
    },
    coords={
        "latitude": grid.f + (np.arange(rows) + 0.5) * grid.e,
        "longitude": grid.c + (np.arange(columns) + 0.5) * grid.a,
    },
    attrs={"crs": crs},
)

# %% The account without any file of settings.
account = ecovalue.account(
    land,
    year=2019,
    ecosystem="landcover",
    crosswalk="igbp",
    rules={10: "32a"},
    parameters=DATA / "parameters.csv",
    allow_unverified=True,
    maps=["water_retention"],
)
print(account.summary("zh"))

# %% An equation on the same arrays, beside the account.
annual = land["precipitation"]
warmth = ecovalue.driver.temperature.mean_of_months(temperature_monthly=land["temperature_monthly"])
loss = ecovalue.driver.actual_evapotranspiration.turc(precipitation=annual, temperature=warmth)
print(f"actual evapotranspiration: {float(loss.mean()):.0f} {loss.attrs['units']} on average")

# %% The map.
OUT.mkdir(exist_ok=True)
figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4.5), layout="constrained")
ecovalue.plot.service_map(account, "water_retention", left, language="zh")
loss.plot(ax=right, cmap="YlGnBu", robust=True)
figure.savefig(OUT / "sichuan_map.png", dpi=110)
