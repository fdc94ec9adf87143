"""Accounts: tables, indices, the summary, and what changed from one account to another."""

from __future__ import annotations

import html
import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from . import _ecovalue
from ._arrays import refuse

if TYPE_CHECKING:
    import pyarrow
    import xarray

#: Amounts of ten thousand yuan.
WAN = 1e4


class Account:
    """The account of one or more years: what every service supplies in every zone and ecosystem type, and its value.

    It is made by :func:`ecovalue.run`, :func:`ecovalue.account` and :func:`ecovalue.dask.account`, not by hand.
    """

    def __init__(self, native: _ecovalue.Account, maps: xarray.Dataset | None = None) -> None:
        self._native = native
        self._maps = maps

    @property
    def years(self) -> list[int]:
        """Accounting years."""
        return self._native.years

    @property
    def zones(self) -> list[str]:
        """Zones in the order of the input."""
        return self._native.zones

    @property
    def cells(self) -> int:
        """Number of cells."""
        return self._native.cells

    @property
    def closes(self) -> bool:
        """Whether valued, excluded, missing, unmapped and nodata land add up to the map, to the bit."""
        return self._native.closes

    @property
    def folder(self) -> str | None:
        """The folder that the run wrote, if it wrote one."""
        folder = self._native.folder
        return None if folder is None else os.fspath(folder)

    @property
    def remarks(self) -> list[str]:
        """Remarks and warnings: read them before using a figure."""
        return self._native.remarks()

    def total(self, zone: str | None = None, service: str | None = None, year: int | None = None) -> float | None:
        """Value of a zone and a service, or of everything, in yuan: the exact sum, rounded once; none if none has a value."""
        return self._native.total(zone, service, year)

    @property
    def gep(self) -> float | None:
        """Gross ecosystem product of the whole area in yuan, where there is one year; none where no service has a value."""
        if len(self.years) > 1:
            self._native.total()
        found = self.indices
        whole = found[(found["index"] == "gep") & (found["zone"] == "")]["value"]
        return None if whole.empty or np.isnan(whole.iloc[0]) else float(whole.iloc[0])

    @property
    def indices(self) -> pd.DataFrame:
        """GEP, GEP per area and per head, and the other indices: the columns of ``indices.csv``."""
        return pd.DataFrame(self._native.index_columns())

    def to_pandas(self) -> pd.DataFrame:
        """The rows of the account: the columns of ``account.csv``; NaN where there is no number."""
        return pd.DataFrame(self._native.account_columns())

    def table(self, name: str) -> pd.DataFrame:
        """Another table: ``account``, ``indices``, ``yields``, ``extent``, ``closure``, ``coverage``, ``drivers`` or ``switches``."""
        text = self._native.table(name)
        codes = {"ecosystem": str, "class": str, "zone": str, "reason": str, "variant": str}
        return pd.read_csv(io.StringIO(text), dtype=codes, keep_default_na=False, na_values={"value": [""]})

    def to_xarray(self) -> xarray.Dataset:
        """Quantity and value by year, zone, ecosystem type and indicator, with units and names as coordinates."""
        import xarray as xr

        rows = self.to_pandas()
        keys = ["year", "zone", "ecosystem", "indicator"]
        rows["indicator"] = rows["service"] + "/" + rows["indicator"]
        known = {key: pd.unique(rows[key]) for key in keys}
        shape = tuple(len(known[key]) for key in keys)
        places = tuple(pd.Index(known[key]).get_indexer(pd.Index(rows[key])) for key in keys)
        data = {}
        for name, unit in (("quantity", "see coordinate unit"), ("value", str(rows["currency"].iloc[0]) if len(rows) else "")):
            array = np.full(shape, np.nan)
            array[places] = rows[name].to_numpy()
            data[name] = (keys, array, {"units": unit, "long_name": name})
        first = rows.drop_duplicates("indicator").set_index("indicator")
        named = [str(name) for name in known["indicator"]]
        coordinates: dict[str, Any] = {key: [str(v) if key != "year" else int(v) for v in known[key]] for key in keys}
        coordinates["unit"] = ("indicator", [str(first["unit"][name]) for name in named])
        coordinates["service"] = ("indicator", [name.split("/")[0] for name in named])
        attributes: dict[str, object] = {}
        for key in ("currency", "price_year", "price_basis"):
            attributes[key] = rows[key].iloc[0] if len(rows) else ""
        return xr.Dataset(data, coords=coordinates, attrs=attributes)

    def to_arrow(self) -> pyarrow.Table:
        """The rows of the account as an Arrow table; a missing number is null."""
        import pyarrow as pa

        columns: dict[str, Any] = {}
        for name, column in self._native.account_columns().items():
            columns[name] = pa.array(column, from_pandas=True)
        return pa.table(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The rows over the Arrow C data interface, for polars, DuckDB and others."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    @property
    def maps(self) -> xarray.Dataset:
        """Maps of services per cell, with coordinates, reference system, units and names; those that were asked for."""
        if self._maps is not None:
            return self._maps
        if self.folder is not None and os.path.isdir(os.path.join(self.folder, "maps")):
            from ._geo import read_maps

            self._maps = read_maps(os.path.join(self.folder, "maps"))
            return self._maps
        refuse(
            "EV-I006",
            "the account has no maps",
            "ask for them: account(..., maps=[...]), or a run with [output] maps and out=",
        )

    def summary(self, language: str = "en", year: int | None = None) -> Summary:
        """What a statistician reads before publishing: services, values, indices, and what they rest on. Language en or zh."""
        return Summary(self, language, year)

    def explain(
        self,
        service: str | None = None,
        *,
        zone: str | None = None,
        ecosystem: str | None = None,
        indicator: str | None = None,
        index: str | None = None,
        year: int | None = None,
        price_basis: str | None = None,
    ) -> Explanation:
        """A figure of a run down to its equation, parameter rows with sources, inputs, shares by type, and one cell by hand.

        Name a service, or an index such as ``gep_per_area``. The inputs of the run are read again.
        """
        found = self._native.explain(service, zone, ecosystem, indicator, index, year, price_basis)
        return Explanation(*found)

    def verify(self, threads: int | None = None) -> Verification:
        """The folder of the result held against a second computation from its recorded inputs."""
        return Verification(*self._native.verify(threads))

    def compare(
        self, other: Account, method: str = "lmdi", from_year: int | None = None, to_year: int | None = None
    ) -> Comparison:
        """What changed from this account to another, in steps that add up. Method ``lmdi`` or ``shapley``."""
        return Comparison(*self._native.change(other._native, method, from_year, to_year))

    def __repr__(self) -> str:
        gep = "" if len(self.years) > 1 or self.gep is None else f", GEP {self.gep / 1e8:.4g} x 10^8 CNY"
        years = ", ".join(str(year) for year in self.years)
        return f"<ecovalue.Account of {years}: {len(self.zones)} zones, {self.cells} cells{gep}>"

    def _repr_html_(self) -> str:
        if len(self.years) == 1:
            return self.summary()._repr_html_()
        return f"<p>{html.escape(repr(self))}</p>"


class Summary:
    """A summary as text, as a table in the layout of the standard, and as HTML in a notebook."""

    def __init__(self, account: Account, language: str, year: int | None) -> None:
        self.text = account._native.summary_text(language, year)
        self.language = language
        rows = account.to_pandas()
        self.year = account.years[0] if year is None else year
        rows = rows[rows["year"] == self.year]
        self.table = _standard(rows[rows["price_basis"] == rows["price_basis"].iloc[0]] if len(rows) else rows, language)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        head = self.text.strip().splitlines()[0] if self.text.strip() else ""
        body: str = self.table.to_html(index=False, na_rep="–", float_format=lambda value: f"{value:,.2f}", border=0)
        return f"<h4>{html.escape(head)}</h4>\n{body}"


def _standard(rows: pd.DataFrame, language: str) -> pd.DataFrame:
    """Category, service, indicator, quantity and value, with sums of categories and the total, as the standard lays them out."""
    services = pd.DataFrame(_ecovalue.services())
    zh = language == "zh"
    names = (
        ("类别", "服务", "核算指标", "功能量", "单位", "价值量（万元）", "占比（%）")
        if zh
        else ("Category", "Service", "Indicator", "Quantity", "Unit", "Value (10^4 CNY)", "Share (%)")
    )
    suffix = "_zh" if zh else ""
    total = rows["value"].sum(min_count=1)
    body: list[list[object]] = []
    for category, of_category in services.groupby(f"category{suffix}", sort=False):
        met = rows["service"].isin(of_category["service"])
        if not met.any():
            continue
        for _, known in of_category.iterrows():
            own = rows[(rows["service"] == known["service"]) & (rows["indicator"] == known["indicator"])]
            if own.empty or own["status"].str.startswith("not_accounted").all():
                continue
            value = own["value"].sum(min_count=1)
            quantity = own["quantity"].sum(min_count=1)
            unit = known["unit"].replace("CNY", "元") if zh else known["unit"]
            body.append(
                [
                    category,
                    known[f"name{suffix}"],
                    known[f"indicator_name{suffix}"],
                    quantity,
                    unit,
                    value / WAN,
                    100 * value / total,
                ]
            )
        sum_of = rows.loc[met, "value"].sum(min_count=1)
        body.append([category, "合计" if zh else "Sum", "", np.nan, "", sum_of / WAN, 100 * sum_of / total])
    body.append(["合计" if zh else "Total", "", "", np.nan, "", total / WAN, 100.0 if total == total else np.nan])
    return pd.DataFrame(body, columns=list(names))


class Explanation:
    """A figure, explained."""

    def __init__(self, data: str, english: str, chinese: str) -> None:
        #: Everything that is said, as data.
        self.data: dict[str, Any] = json.loads(data)
        self._texts: Mapping[str, str] = {"en": english, "zh": chinese}

    def summary(self, language: str = "en") -> str:
        """The explanation as text, in English (en) or Chinese (zh)."""
        return self._texts[language]

    def __repr__(self) -> str:
        return self._texts["en"]

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self._texts['en'])}</pre>"


class Verification:
    """What became of a result that was computed once more."""

    def __init__(
        self,
        same: bool,
        compared: int,
        differences: list[tuple[str, str, str | None, str | None]],
        english: str,
        chinese: str,
    ) -> None:
        #: Whether every file and every figure is the same.
        self.same = same
        #: Number of figures that were compared.
        self.compared = compared
        #: What differs: file, column, recorded and recomputed.
        self.differences = pd.DataFrame(differences, columns=["file", "column", "recorded", "recomputed"])
        self._texts: Mapping[str, str] = {"en": english, "zh": chinese}

    def __bool__(self) -> bool:
        return self.same

    def summary(self, language: str = "en") -> str:
        """The verification as text, in English (en) or Chinese (zh)."""
        return self._texts[language]

    def __repr__(self) -> str:
        return self._texts["en"]


class Comparison:
    """What changed between two accounts."""

    def __init__(self, change: str, extent: str, english: str, chinese: str) -> None:
        codes = {"ecosystem": str, "zone": str}
        #: The change of every row in steps that add up: the columns of ``change.csv``.
        self.change: pd.DataFrame = pd.read_csv(io.StringIO(change), dtype=codes, keep_default_na=True)
        #: Opening and closing extent of every type: the columns of ``extent_change.csv``.
        self.extent: pd.DataFrame = pd.read_csv(io.StringIO(extent), dtype=codes)
        self._texts: Mapping[str, str] = {"en": english, "zh": chinese}

    def summary(self, language: str = "en") -> str:
        """The comparison as text, in English (en) or Chinese (zh)."""
        return self._texts[language]

    def __repr__(self) -> str:
        return self._texts["en"]

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self._texts['en'])}</pre>"


def run(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    progress: bool | Callable[[int, int], object] = True,
    *,
    force: bool = False,
    threads: int | None = None,
    input_root: str | os.PathLike[str] | None = None,
) -> Account:
    """Reads a ``run.toml``, checks everything that it names, and computes the account.

    Parameters
    ----------
    path : path
        The ``run.toml``.
    out : path, optional
        Folder of the result; it appears whole or not at all.
    progress : bool or function of parts done and parts in all
        A bar on a terminal; quiet elsewhere.
    force : bool
        Replace a result that is there.
    threads : int, optional
        As many as there are cores if left out; the figures have the same bits.
    input_root : path, optional
        A second folder for inputs.

    Raises
    ------
    EcovalueError
        Everything that was found, at once, in ``findings``.
    """
    tell = progress if callable(progress) else (_bar if progress and sys.stderr.isatty() else None)
    native = _ecovalue.run(
        os.fspath(path),
        None if out is None else os.fspath(out),
        force,
        threads,
        tell,
        None if input_root is None else os.fspath(input_root),
    )
    return Account(native)


def _bar(done: int, parts: int) -> None:
    width = 30
    full = width * done // max(parts, 1)
    end = "\n" if done >= parts else ""
    sys.stderr.write(f"\r[{'#' * full}{' ' * (width - full)}] {done}/{parts}{end}")
    sys.stderr.flush()


def ecosystems() -> pd.DataFrame:
    """Every ecosystem type of HJ 1166-2021 with its names, and the class of level I that it belongs to."""
    return pd.DataFrame(_ecovalue.ecosystems())


def services() -> pd.DataFrame:
    """Every indicator of every service, with its names, unit and equation variants."""
    return pd.DataFrame(_ecovalue.services())


def parameters(key: str | None = None) -> pd.DataFrame:
    """Every parameter row that ships with the package, with unit, source and mark of verification; or those of one key."""
    rows = pd.DataFrame(_ecovalue.parameters())
    return rows if key is None else rows[rows["key"] == key].reset_index(drop=True)


def profiles() -> pd.DataFrame:
    """Every profile that ships with the package, and the services that it has on."""
    return pd.DataFrame(_ecovalue.profiles())


def quantities() -> pd.DataFrame:
    """Every quantity that a cell can carry: id, unit, numbers per cell, possible range and names."""
    return pd.DataFrame(_ecovalue.quantities())
