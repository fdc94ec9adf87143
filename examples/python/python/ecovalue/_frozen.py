"""Accounts of runs that travel to another process: their tables and texts, with the bits that they had."""

from __future__ import annotations

import math
from pathlib import PurePath
from typing import Any

from . import _ecovalue
from ._arrays import refuse

#: Tables of an account.
TABLES = ("account", "indices", "yields", "extent", "closure", "coverage", "drivers", "switches")
LANGUAGES = ("en", "zh")


def freeze(native: _ecovalue.Account) -> dict[str, Any]:
    """What an account says, without its inputs."""
    bases = native.price_bases
    kinds = [(language, year, basis) for language in LANGUAGES for year in native.years for basis in bases]
    return {
        "years": native.years,
        "zones": native.zones,
        "cells": native.cells,
        "closes": native.closes,
        "folder": None if native.folder is None else str(native.folder),
        "price_bases": bases,
        "notes": native.notes(),
        "warnings": native.warnings(),
        "account": native.account_columns(),
        "index": native.index_columns(),
        "tables": {name: native.table(name) for name in TABLES},
        "texts": {kind: native.summary_text(*kind) for kind in kinds},
    }


class Frozen:
    """An account that was read back, in the place of a native one: its figures, not its inputs."""

    def __init__(self, held: dict[str, Any]) -> None:
        self._held = held
        self.years: list[int] = held["years"]
        self.zones: list[str] = held["zones"]
        self.cells: int = held["cells"]
        self.closes: bool = held["closes"]
        self.price_bases: list[str] = held["price_bases"]

    def __reduce__(self) -> tuple[Any, ...]:
        return Frozen, (self._held,)

    @property
    def folder(self) -> PurePath | None:
        """The folder that the run wrote, if it wrote one."""
        return None if self._held["folder"] is None else PurePath(self._held["folder"])

    def notes(self) -> list[str]:
        """Remarks for the reader."""
        return list(self._held["notes"])

    def warnings(self) -> list[str]:
        """What to look at before using the figures."""
        return list(self._held["warnings"])

    def account_columns(self) -> dict[str, Any]:
        """The rows of the account."""
        return {name: column.copy() for name, column in self._held["account"].items()}

    def index_columns(self) -> dict[str, Any]:
        """The indices."""
        return {name: column.copy() for name, column in self._held["index"].items()}

    def table(self, name: str) -> str:
        """A table by its name."""
        if name not in self._held["tables"]:
            refuse("EV-I006", f"no table `{name}`", f"known: {', '.join(TABLES)}")
        return str(self._held["tables"][name])

    def summary_text(self, language: str = "en", year: int | None = None, price_basis: str | None = None) -> str:
        """The summary of a year."""
        if language not in LANGUAGES:
            refuse("EV-I006", f"no language `{language}`", "write en or zh")
        return str(self._held["texts"][language, *self._kind(year, price_basis)])

    def total(
        self, zone: str | None = None, service: str | None = None, year: int | None = None, price_basis: str | None = None
    ) -> float | None:
        """The exact sum of values, rounded once."""
        if zone is not None and zone not in self.zones:
            refuse("EV-I012", f"unknown zone `{zone}`", _ecovalue.did_you_mean(zone, self.zones), "zone")
        services = _ecovalue.services()["service"]
        if service is not None and service not in services:
            refuse("EV-I006", f"unknown service `{service}`", _ecovalue.did_you_mean(service, services), "service")
        year, basis = self._kind(year, price_basis)
        rows = self._held["account"]
        columns = (rows[name] for name in ("zone", "service", "year", "price_basis", "value"))
        values = [
            float(value)
            for own_zone, own_service, own_year, own_basis, value in zip(*columns, strict=True)
            if zone in (None, own_zone)
            and service in (None, own_service)
            and (own_year, own_basis) == (year, basis)
            and value == value
        ]
        return math.fsum(values) if values else None

    def _kind(self, year: int | None, basis: str | None) -> tuple[int, str]:
        if basis is not None and basis not in self.price_bases:
            hint = _ecovalue.did_you_mean(basis, self.price_bases)
            refuse("EV-I006", f"the account has no prices `{basis}`", hint, "price_basis")
        if year is None and len(self.years) == 1:
            year = self.years[0]
        if year not in self.years:
            what = "several years" if year is None else f"no year {year}"
            refuse("EV-A003", f"the account has {what}", f"choose one of {', '.join(map(str, self.years))}")
        return year, basis or self.price_bases[0]

    def _without_inputs(self, what: str) -> None:
        refuse("EV-A003", f"an account that was read back from a pickle has no inputs to {what}", "run it again: ecovalue.run(...)")

    def explain(self, *_: object) -> Any:
        """Needs the inputs."""
        self._without_inputs("explain")

    def verify(self, *_: object) -> Any:
        """Needs the inputs."""
        self._without_inputs("verify")

    def change(self, *_: object) -> Any:
        """Needs the inputs."""
        self._without_inputs("compare")
