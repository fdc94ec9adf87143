"""Accounts: tables, indices, the summary, and what changed from one account to another."""

from __future__ import annotations

import copy
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
from ._arrays import refuse, threads_of
from ._frozen import Frozen, freeze

if TYPE_CHECKING:
    import pyarrow
    import xarray

#: Amounts of ten thousand yuan.
WAN = 1e4


class Account:
    """The account of one or more years: what every service supplies in every zone and ecosystem type, and its value.

    It is made by :func:`ecovalue.run`, :func:`ecovalue.account` and :func:`ecovalue.dask.account`, not by hand.
    """

    def __init__(
        self,
        native: _ecovalue.Account | Frozen,
        maps: xarray.Dataset | None = None,
        made_of: tuple[Callable[..., Any], tuple[Any, ...]] | None = None,
    ) -> None:
        self._native = native
        self._maps = maps
        #: What makes the native account once more in another process.
        self._made_of = made_of

    def __reduce__(self) -> tuple[Any, ...]:
        if self._made_of is not None or isinstance(self._native, Frozen):
            return _again, (self._made_of or (_itself, (self._native,)), self._maps)
        return _again, ((Frozen, (freeze(self._native),)), self._maps)

    def __copy__(self) -> Account:
        return Account(self._native, self._maps, self._made_of)

    def __deepcopy__(self, memo: dict[int, Any]) -> Account:
        # The native account never changes.
        return Account(self._native, copy.deepcopy(self._maps, memo), self._made_of)

    @property
    def years(self) -> list[int]:
        """Accounting years."""
        return self._native.years

    @property
    def zones(self) -> list[str]:
        """Zones: those of a table in the order of their names, those of a map in the order of their numbers."""
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
    def price_bases(self) -> list[str]:
        """Kinds of prices, such as ``current`` and ``constant 2019``; figures are of the first where none is named."""
        return self._native.price_bases

    @property
    def notes(self) -> list[str]:
        """Remarks on how figures were made."""
        return self._native.notes()

    @property
    def warnings(self) -> list[str]:
        """What looks like a slip, or was left out: read it before using a figure."""
        return self._native.warnings()

    @property
    def remarks(self) -> list[str]:
        """Notes and warnings: read them before using a figure."""
        return self.notes + self.warnings

    def total(
        self,
        zone: str | None = None,
        service: str | None = None,
        year: int | None = None,
        price_basis: str | None = None,
    ) -> float | None:
        """Value of a zone and a service, or of everything, in yuan: the exact sum, rounded once; none if none has a value.

        Unknown zones, services, years and kinds of prices are refused.
        """
        return self._native.total(zone, service, year, price_basis)

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
        """The rows of the account: the columns of ``account.csv``; NaN where there is no number.

        With several kinds of prices every row stands once for each, told apart by the column ``price_basis``: choose one
        before adding up.
        """
        return pd.DataFrame(self._native.account_columns())

    def table(self, name: str) -> pd.DataFrame:
        """Another table: ``account``, ``indices``, ``yields``, ``extent``, ``closure``, ``coverage``, ``drivers`` or ``switches``."""
        text = self._native.table(name)
        codes = {"ecosystem": str, "class": str, "zone": str, "reason": str, "variant": str}
        return pd.read_csv(io.StringIO(text), dtype=codes, keep_default_na=False, na_values={"value": [""]})

    def to_xarray(self) -> xarray.Dataset:
        """Quantity and value by year, zone, ecosystem type and indicator, with units and names as coordinates.

        With several kinds of prices, values have the dimension ``price_basis`` too.
        """
        import xarray as xr

        rows = self.to_pandas()
        keys = ["year", "zone", "ecosystem", "indicator"]
        rows["indicator"] = rows["service"] + "/" + rows["indicator"]
        bases = self.price_bases
        priced = [*keys, "price_basis"] if len(bases) > 1 else keys
        known = {key: pd.unique(rows[key]) for key in keys} | {"price_basis": np.asarray(bases, object)}
        currency = str(rows["currency"].iloc[0]) if len(rows) else ""
        first = rows[rows["price_basis"] == bases[0]] if bases else rows
        data = {
            "quantity": (keys, _spread(first, "quantity", keys, known), {"units": "see coordinate unit", "long_name": "quantity"}),
            "value": (priced, _spread(rows, "value", priced, known), {"units": currency, "long_name": "value"}),
        }
        named = [str(name) for name in known["indicator"]]
        units = rows.drop_duplicates("indicator").set_index("indicator")["unit"]
        coordinates: dict[str, Any] = {key: [str(v) if key != "year" else int(v) for v in known[key]] for key in priced}
        coordinates["unit"] = ("indicator", [str(units[name]) for name in named])
        coordinates["service"] = ("indicator", [name.split("/")[0] for name in named])
        of_prices = ["year", "price_basis"] if len(bases) > 1 else ["year"]
        prices = rows.drop_duplicates(of_prices)
        coordinates["price_year"] = (of_prices, _spread(prices, "price_year", of_prices, known).astype(np.int64))
        attributes: dict[str, object] = {"currency": currency}
        if len(bases) == 1:
            attributes["price_basis"] = bases[0]
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

    def summary(self, language: str = "en", year: int | None = None, price_basis: str | None = None) -> Summary:
        """What a statistician reads before publishing: services, values, indices, and what they rest on. Language en or zh."""
        return Summary(self, language, year, price_basis)

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
        return Verification(*self._native.verify(None if threads is None else threads_of(threads)))

    def compare(
        self,
        other: Account,
        method: str = "lmdi",
        from_year: int | None = None,
        to_year: int | None = None,
        price_basis: str | None = None,
    ) -> Comparison:
        """What changed from this account to another, in steps that add up. Method ``lmdi`` or ``shapley``.

        With several kinds of prices, choose the one that both sides are compared at.
        """
        if not isinstance(other, Account):
            refuse("EV-A003", f"an account is compared with {type(other).__name__}", "give another ecovalue.Account", "other")
        native = other._native
        if isinstance(native, Frozen):
            return Comparison(*native.change())
        return Comparison(*self._native.change(native, method, from_year, to_year, price_basis))

    def __repr__(self) -> str:
        gep = "" if len(self.years) > 1 or self.gep is None else f", GEP {self.gep / 1e8:.4g} x 10^8 CNY"
        years = ", ".join(str(year) for year in self.years)
        return f"<ecovalue.Account of {years}: {len(self.zones)} zones, {self.cells} cells{gep}>"

    def _repr_html_(self) -> str:
        if len(self.years) == 1:
            return self.summary()._repr_html_()
        return f"<p>{html.escape(repr(self))}</p>"


def _again(made_of: tuple[Callable[..., Any], tuple[Any, ...]], maps: xarray.Dataset | None) -> Account:
    """An account that comes from another process."""
    make, arguments = made_of
    return Account(make(*arguments), maps, None if make is _itself else made_of)


def _itself(native: Frozen) -> Frozen:
    return native


def _spread(rows: pd.DataFrame, column: str, keys: list[str], known: Mapping[str, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A column by its keys, with NaN where there is no row."""
    array = np.full(tuple(len(known[key]) for key in keys), np.nan)
    array[tuple(pd.Index(known[key]).get_indexer(pd.Index(rows[key])) for key in keys)] = rows[column].to_numpy()
    return array


class Summary:
    """A summary as text, as a table in the layout of the standard, and as HTML in a notebook.

    The services that are not accounted stand above the total; the total says what part of all services it is, and has the value
    per area in 10^4 yuan per mu (万元/亩) beside it.
    """

    def __init__(self, account: Account, language: str, year: int | None, price_basis: str | None = None) -> None:
        self.text = account._native.summary_text(language, year, price_basis)
        self.language = language
        self.year = account.years[0] if year is None else year
        #: The kind of prices of all figures.
        self.price_basis = account.price_bases[0] if price_basis is None else price_basis
        rows, indices = (
            own[(own["year"] == self.year) & (own["price_basis"] == self.price_basis)]
            for own in (account.to_pandas(), account.indices)
        )
        self.table = _standard(rows, language)
        *body, total = self.table.itertuples(index=False, name=None)
        body += _left_out(rows, language) + _per_area(indices, total, language)
        self.table = pd.DataFrame(body, columns=self.table.columns)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        head = self.text.strip().splitlines()[0] if self.text.strip() else ""
        body: str = self.table.to_html(index=False, na_rep="–", float_format=_figure, border=0)
        prices = f"{'价格' if self.language == 'zh' else 'prices'}: {_basis_zh(self.price_basis) if self.language == 'zh' else self.price_basis}"
        return f"<h4>{html.escape(head)}</h4>\n<p>{html.escape(f'{self.year}, {prices}')}</p>\n{body}"


def _figure(value: float) -> str:
    """A number with two decimals, or with the digits that a small one needs."""
    return f"{value:,.2f}" if abs(value) >= 1.0 or value == 0.0 else f"{value:.4g}"


def _basis_zh(basis: str) -> str:
    return basis.replace("current", "当年价").replace("constant", "不变价")


def _per_area(indices: pd.DataFrame, total: tuple[object, ...], language: str) -> list[tuple[object, ...]]:
    """The total, with what part of all services it is and its value per area; a row for each area that it is divided by."""
    zh = language == "zh"
    whole = indices[(indices["zone"] == "") & (indices["unit"] == "10^4 CNY/mu")]
    unit = "万元/亩" if zh else "10^4 CNY/mu"
    found: list[tuple[object, ...]] = []
    for variant, numerator, area, value in zip(
        whole["variant"], whole["numerator"], whole["denominator"], whole["value"], strict=True
    ):
        found.append((total[0], variant, f"{numerator} / {area}", value, unit, *total[5:]))
    return found or [total]


def _left_out(rows: pd.DataFrame, language: str) -> list[tuple[object, ...]]:
    """The services of which nothing is accounted, and why."""
    zh = language == "zh"
    found: list[tuple[object, ...]] = []
    services = pd.DataFrame(_ecovalue.services())
    for service, known in services.groupby("service", sort=False):
        own = rows[rows["service"] == service]
        if own.empty or not own["status"].str.startswith("not_accounted").all():
            continue
        why = str(own["status"].iloc[0]).removeprefix("not_accounted: ")
        title = str(known["name_zh" if zh else "name"].iloc[0])
        found.append(("未核算" if zh else "Not accounted", title, why, np.nan, "", np.nan, np.nan))
    return found


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
    if threads is not None:
        threads_of(threads)
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
    if key is None:
        return rows
    known = [str(own) for own in pd.unique(rows["key"])]
    if key not in known:
        refuse("EV-P005", f"no parameter `{key}` ships with the package", _ecovalue.did_you_mean(str(key), known), "key")
    return rows[rows["key"] == key].reset_index(drop=True)


def profiles() -> pd.DataFrame:
    """Every profile that ships with the package, and the services that it has on."""
    return pd.DataFrame(_ecovalue.profiles())


def quantities() -> pd.DataFrame:
    """Every quantity that a cell can carry: id, unit, numbers per cell, possible range and names."""
    return pd.DataFrame(_ecovalue.quantities())
