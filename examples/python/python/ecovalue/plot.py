"""Plots of accounts: a map of a service, bars by service and ecosystem type, the steps of a change, the largest switches.

Every function takes matplotlib axes, or makes them, and gives them back. Labels are Chinese only where a font has the letters.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from . import _ecovalue
from ._arrays import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from ._account import Account, Comparison

#: Fonts that have Chinese letters, the likeliest first.
CHINESE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "AR PL UMing CN",
    "Microsoft YaHei",
    "SimHei",
    "PingFang SC",
    "Heiti SC",
)
YI = 1e8


def chinese_font() -> str | None:
    """A font of this machine that has Chinese letters; none if there is none."""
    from matplotlib import font_manager

    known = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in known), None)


class _Words:
    """Labels in the language that was asked for, if the letters can be drawn."""

    def __init__(self, language: str) -> None:
        if language not in ("en", "zh"):
            refuse("EV-I006", f"no language `{language}`", "write en or zh", "language")
        self.font = chinese_font() if language == "zh" else None
        self.chinese = self.font is not None
        told = _ecovalue.services()
        names = told["name_zh" if self.chinese else "name"]
        self.services = dict(zip(told["service"], names, strict=True))
        types = _ecovalue.ecosystems()
        suffix = "_zh" if self.chinese else ""
        groups = zip(types["group"], types[f"group_name{suffix}"], strict=True)
        #: Names of ecosystem types by code, of level I and level II.
        self.ecosystems = dict(groups) | dict(zip(types["ecosystem"], types[f"name{suffix}"], strict=True))

    def of(self, english: str, chinese: str) -> str:
        """The text in the language of the plot."""
        return chinese if self.chinese else english

    def dress(self, axes: Axes) -> None:
        """Sets the font of every text of the axes."""
        if self.font is None:
            return
        texts = [axes.title, axes.xaxis.label, axes.yaxis.label, *axes.texts]
        texts += [*axes.get_xticklabels(), *axes.get_yticklabels()]
        legend = axes.get_legend()
        if legend is not None:
            texts += [*legend.get_texts(), legend.get_title()]
        for text in texts:
            text.set_fontfamily(self.font)


def _axes(axes: Axes | None) -> Axes:
    if axes is not None:
        return axes
    import matplotlib.pyplot as plt

    made: Axes = plt.subplots(layout="constrained")[1]
    return made


def service_map(
    account: Account, service: str, axes: Axes | None = None, language: str = "en", **options: Any
) -> Axes:
    """A map of a service of an account that has maps; `options` go to xarray's plot."""
    words = _Words(language)
    maps = account.maps
    if service not in maps:
        hint = _ecovalue.did_you_mean(str(service), [str(known) for known in maps])
        refuse("EV-I006", f"the account has no map of `{service}`", hint, "service")
    array = maps[service]
    axes = _axes(axes)
    label = array.attrs.get("long_name_zh") if words.chinese else array.attrs.get("long_name")
    unit = str(array.attrs.get("units", ""))
    drawn = array.plot(ax=axes, robust=True, cmap="viridis", cbar_kwargs={"label": f"{label or service} [{unit}]"}, **options)
    axes.set_title(words.services.get(service, service))
    words.dress(axes)
    if words.font is not None and drawn.colorbar is not None:
        drawn.colorbar.ax.yaxis.label.set_fontfamily(words.font)
    return axes


def _of_year(account: Account, year: int | None) -> int:
    """The year that is drawn: the first where none is named."""
    if year is not None and year not in account.years:
        known = ", ".join(map(str, account.years))
        refuse("EV-A003", f"the account has no year {year}", f"choose one of {known}", "year")
    return account.years[0] if year is None else year


def _of_prices(account: Account, basis: str | None) -> str:
    """The kind of prices that is drawn: the first where none is named."""
    known = account.price_bases
    if basis is not None and basis not in known:
        hint = _ecovalue.did_you_mean(str(basis), known)
        refuse("EV-I006", f"the account has no prices `{basis}`", hint, "price_basis")
    return known[0] if basis is None else basis


def _name(axes: Axes, words: _Words, account: Account, year: int, basis: str | None = None) -> None:
    """Writes above the axes what is drawn, where the account has more than that."""
    parts = [str(year)] if len(account.years) > 1 or basis is not None and len(account.price_bases) > 1 else []
    if basis is not None and len(account.price_bases) > 1:
        chinese = basis.replace("current", "当年价").replace("constant", "不变价")
        parts.append(words.of(f"{basis} prices", chinese))
    if parts:
        axes.set_title(words.of(", ", "，").join(parts))


def bars(
    account: Account,
    axes: Axes | None = None,
    language: str = "en",
    year: int | None = None,
    price_basis: str | None = None,
) -> Axes:
    """Value by service, each bar in the parts of its ecosystem types: of one year at one kind of prices, the first of each."""
    words = _Words(language)
    rows = account.to_pandas()
    year, basis = _of_year(account, year), _of_prices(account, price_basis)
    rows = rows[(rows["year"] == year) & (rows["price_basis"] == basis)]
    rows = rows[rows["value"].notna()]
    table = rows.pivot_table(index="service", columns="ecosystem", values="value", aggfunc="sum", sort=False) / YI
    table = table.loc[table.sum(axis=1).sort_values().index]
    axes = _axes(axes)
    left = np.zeros(len(table))
    # A value of a whole zone stands under no code.
    names = words.ecosystems | {"": words.of("not allotted", "未分摊")}
    paints = _paints()
    for code in table.columns:
        width = table[code].fillna(0.0).to_numpy()
        paint = next(paints) if code else {"color": "0.7"}
        axes.barh(range(len(table)), width, left=left, label=names.get(str(code), str(code)), **paint)
        left += width
    axes.set_yticks(range(len(table)), [words.services.get(str(name), str(name)) for name in table.index])
    axes.set_xlabel(words.of("value, 10^8 CNY", "价值量（亿元）"))
    axes.legend(title=words.of("ecosystem type", "生态系统类型"), fontsize="small", ncols=2)
    _name(axes, words, account, year, basis)
    words.dress(axes)
    return axes


def _paints() -> Iterator[dict[str, Any]]:
    """What tells types of ecosystems apart: eighteen colours, then the same with lines and dots, and so on."""
    from matplotlib import colormaps

    # Each colour before its lighter neighbour; the two greys are what is not allotted.
    places = [place for place in (*range(0, 20, 2), *range(1, 20, 2)) if place not in (14, 15)]
    for hatch in itertools.cycle([None, "///", "..."]):
        for place in places:
            yield {"color": colormaps["tab20"](place), "hatch": hatch}


def change(comparison: Comparison, axes: Axes | None = None, language: str = "en") -> Axes:
    """The steps of a change as a waterfall, from the value before to the value after."""
    words = _Words(language)
    rows = comparison.change
    rows = rows[rows["measure"] == "value"]
    columns = [str(name) for name in rows.columns]
    between = columns[columns.index("change") + 1 : columns.index("currency")]
    steps = [name for name in between if rows[name].notna().any()]
    before, after = float(rows["value_from"].sum()), float(rows["value_to"].sum())
    axes = _axes(axes)
    labels = [words.of("before", "期初"), *steps, words.of("after", "期末")]
    height = before / YI
    axes.bar(0, height, color="0.5")
    for position, name in enumerate(steps, start=1):
        step = float(rows[name].sum()) / YI
        axes.bar(position, step, bottom=height, color="tab:green" if step >= 0 else "tab:red")
        height += step
    axes.bar(len(steps) + 1, after / YI, color="0.5")
    axes.set_xticks(range(len(labels)), labels, rotation=30, ha="right")
    axes.set_ylabel(words.of("value, 10^8 CNY", "价值量（亿元）"))
    # Bars stick to the edge of the picture by themselves.
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.06 * (high - low))
    words.dress(axes)
    return axes


def tornado(
    account: Account, axes: Axes | None = None, language: str = "en", largest: int = 10, year: int | None = None
) -> Axes:
    """What other equations and prices would have changed in one year, the largest first. Those that turn a service below 0 say so."""
    words = _Words(language)
    rows: pd.DataFrame = account.table("switches")
    year = _of_year(account, year)
    rows = rows[rows["year"] == year]
    rows = rows.loc[rows["change"].astype(float).abs().sort_values(ascending=False, kind="stable").index].head(largest)
    if rows.empty:
        refuse(
            "EV-I006",
            "the account has no switches",
            "compute it with ecovalue.run: equations and prices are exchanged there",
            "account",
        )
    change_of = rows["change"].astype(float).to_numpy() / YI
    below = words.of(" (below 0)", "（为负）")
    columns = zip(rows["switch"], rows["to"], rows["turns_negative"], strict=True)
    labels = [f"{what}: {to}{below if negative else ''}" for what, to, negative in columns]
    axes = _axes(axes)
    places = np.arange(len(rows))[::-1]
    axes.barh(places, change_of, color=["tab:green" if value >= 0 else "tab:red" for value in change_of])
    axes.set_yticks(places, labels, fontsize="small")
    axes.axvline(0.0, color="0.3", linewidth=0.8)
    axes.locator_params(axis="x", nbins=6)
    axes.set_xlabel(words.of("change of GEP, 10^8 CNY", "GEP变化（亿元）"))
    _name(axes, words, account, year)
    words.dress(axes)
    return axes


__all__ = ["bars", "change", "chinese_font", "service_map", "tornado"]
