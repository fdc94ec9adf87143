"""A year of Beibei district: the account of a run, its tables, and bars by service and ecosystem type."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

import ecovalue
import ecovalue.plot

OUT = Path(__file__).parent / "out"
RUN = Path(__file__).resolve().parents[2] / "beibei_2019" / "run.toml"

# %% The account of the run, and the indices that the district reports.
account = ecovalue.run(RUN)
indices = account.indices
per_area = indices[(indices["index"] == "gep_per_area") & (indices["unit"] == "10^4 CNY/mu")]
print(per_area[["denominator", "variant", "value", "unit"]].to_string(index=False))

# %% The table in the layout of the standard, in Chinese.
print(account.summary("zh").table.round(2).to_string(index=False, na_rep="–"))

# %% Bars by service, and what other equations and prices would have given.
OUT.mkdir(exist_ok=True)
figure, (left, right) = plt.subplots(1, 2, figsize=(13, 5), layout="constrained")
ecovalue.plot.bars(account, left, language="zh")
ecovalue.plot.tornado(account, right)
figure.savefig(OUT / "beibei_year.png", dpi=110)
