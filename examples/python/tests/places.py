"""Real places of the examples as data sets in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

import ecovalue

EXAMPLES = Path(__file__).resolve().parents[2]
SICHUAN = EXAMPLES / "sichuan_basin_2019"
BEIBEI = EXAMPLES / "beibei_2019"

#: Zones of the Sichuan basin: belts of elevation, and the height at which each ends.
BELTS = {
    "plain_below_500m": 500.0,
    "hill_500_1000m": 1000.0,
    "low_mountain_1000_2000m": 2000.0,
    "mountain_2000_3500m": 3500.0,
    "plateau_above_3500m": np.inf,
}

#: What the run of the Sichuan basin states beside its rasters.
SICHUAN_OPTIONS: dict[str, Any] = {
    "year": 2019,
    "profile": "hj1173_2021",
    "ecosystem": "landcover",
    "zone": "zone",
    "zones": dict(enumerate(BELTS)),
    "zone_layer": "elevation",
    "crosswalk": "igbp",
    "rules": {10: "32a"},
    "parameters": SICHUAN / "parameters.csv",
    "allow_unverified": True,
}


def sichuan() -> xr.Dataset:
    """Land cover, elevation, rain and temperature of the Sichuan basin, as rasterio reads them."""
    import rasterio

    def read(name: str) -> tuple[Any, Any]:
        with rasterio.open(SICHUAN / name) as source:
            values = source.read(masked=True)
            numbers = np.ma.filled(values.astype(np.float64), np.nan)
            scale, offset = np.array(source.scales), np.array(source.offsets)
            return numbers * scale[:, None, None] + offset[:, None, None], source

    cover, source = read("landcover_igbp_2019.tif")
    elevation, _ = read("elevation_m.tif")
    rain, _ = read("precipitation_monthly_mm.tif")
    warmth, _ = read("temperature_monthly_0p1degC.tif")
    height, width = cover.shape[1:]
    transform = source.transform
    map_of = ("latitude", "longitude")
    belts = np.searchsorted(list(BELTS.values()), elevation[0], side="right").astype(float)
    belts[np.isnan(elevation[0])] = np.nan
    return xr.Dataset(
        {
            "landcover": (map_of, cover[0]),
            "zone": (map_of, belts),
            "elevation": (map_of, elevation[0], {"units": "m"}),
            # Month by month, as the run adds its bands.
            "precipitation": (map_of, np.add.reduce(rain, axis=0), {"units": "mm"}),
            "temperature_monthly": (("month", *map_of), warmth, {"units": "0.1 degC"}),
        },
        coords={
            "latitude": transform.f + (np.arange(height) + 0.5) * transform.e,
            "longitude": transform.c + (np.arange(width) + 0.5) * transform.a,
        },
        attrs={"crs": source.crs.to_string()},
    )


def figures(account: ecovalue.Account) -> pd.DataFrame:
    """The figures of an account by what they are of, with the bits of every number as text."""
    rows = account.to_pandas()
    keys = ["year", "zone", "ecosystem", "service", "indicator"]
    for name in ("quantity", "price", "value"):
        rows[name] = [float.hex(value) for value in rows[name].astype(float)]
    kept = [*keys, "quantity", "price", "value", "status"]
    return rows[kept].sort_values(keys).reset_index(drop=True)


def indices(account: ecovalue.Account) -> pd.DataFrame:
    """The indices with the bits of every number as text."""
    rows = account.indices
    rows["value"] = [float.hex(value) for value in rows["value"]]
    keys = ["year", "zone", "index", "unit", "numerator", "denominator"]
    return rows.sort_values(keys).reset_index(drop=True)
