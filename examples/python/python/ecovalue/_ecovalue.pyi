"""Types of the native module."""

from collections.abc import Callable, Sequence
from os import PathLike
from typing import Any

import numpy as np
import numpy.typing as npt

__version__: str

class Account:
    @property
    def years(self) -> list[int]: ...
    @property
    def zones(self) -> list[str]: ...
    @property
    def cells(self) -> int: ...
    @property
    def folder(self) -> PathLike[str] | None: ...
    @property
    def closes(self) -> bool: ...
    @property
    def price_bases(self) -> list[str]: ...
    def total(
        self,
        zone: str | None = None,
        service: str | None = None,
        year: int | None = None,
        price_basis: str | None = None,
    ) -> float | None: ...
    def account_columns(self) -> dict[str, Any]: ...
    def index_columns(self) -> dict[str, Any]: ...
    def table(self, name: str) -> str: ...
    def summary_text(
        self, language: str = "en", year: int | None = None, price_basis: str | None = None
    ) -> str: ...
    def explain(
        self,
        service: str | None = None,
        zone: str | None = None,
        ecosystem: str | None = None,
        indicator: str | None = None,
        index: str | None = None,
        year: int | None = None,
        price_basis: str | None = None,
    ) -> tuple[str, str, str]: ...
    def verify(
        self, threads: int | None = None
    ) -> tuple[bool, int, list[tuple[str, str, str | None, str | None]], str, str]: ...
    def notes(self) -> list[str]: ...
    def warnings(self) -> list[str]: ...
    def change(
        self,
        other: Account,
        method: str = "lmdi",
        from_year: int | None = None,
        to_year: int | None = None,
        price_basis: str | None = None,
    ) -> tuple[str, str, str, str]: ...

class Accountant:
    def __init__(
        self,
        year: int,
        profile: tuple[str, str | None],
        zones: Sequence[str],
        classes: Sequence[tuple[str, int]],
        columns: Sequence[tuple[str, str, str]],
        *,
        crosswalk: tuple[str, str | None] | None = None,
        rules: dict[str, str] = ...,
        unmapped: str = "error",
        parameters: tuple[str, str] | None = None,
        statistics: tuple[str, str] | None = None,
        constant_prices: int | None = None,
        regions: Sequence[str] = ...,
        conditions: Sequence[str] = ...,
        allow_unverified: bool = False,
        zone_layer: str | None = None,
        land: str = "zones",
        cover: str = "ecosystem",
        holes: tuple[int, float] = (0, 0.0),
        rims: Sequence[tuple[str, str, int, float, float]] = ...,
        table: bool = False,
        title: str = "",
        title_zh: str = "",
    ) -> None: ...
    @property
    def needed(self) -> list[str]: ...
    @property
    def mapped(self) -> list[tuple[str, str, int]]: ...
    def add(
        self,
        area: npt.NDArray[np.float64],
        zone: npt.NDArray[np.uint32],
        class_: npt.NDArray[np.uint32],
        columns: Sequence[npt.NDArray[np.float64] | None],
        threads: int = 1,
        maps: Sequence[int] = ...,
    ) -> tuple[bytes, list[npt.NDArray[np.float64]]]: ...
    def merge(self, partials: Sequence[bytes]) -> bytes: ...
    def finish(self, partials: Sequence[bytes], told: Sequence[tuple[str, str, str, str, str]] = ...) -> Account: ...

class Holes:
    def __init__(self, width: int, areas: npt.NDArray[np.float64]) -> None: ...
    def mark(self, row: int, column: int, missing: npt.NDArray[np.bool_]) -> None: ...
    def complete(self, first: int, end: int) -> None: ...
    def together(self) -> tuple[int, float]: ...

def order_of_names(names: Sequence[str]) -> list[int]: ...
def is_fill(number: int) -> bool: ...
def run(
    path: str,
    out: str | None = None,
    force: bool = False,
    threads: int | None = None,
    progress: Callable[[int, int], object] | None = None,
    input_root: str | None = None,
) -> Account: ...
def evaluate(
    index: int,
    columns: Sequence[npt.NDArray[Any]],
    units: Sequence[str | None],
    shape: Sequence[int],
    out: npt.NDArray[Any],
    threads: int,
) -> None: ...
def convert(
    values: npt.NDArray[np.float64], from_: str, to: str, name: str | None = None
) -> npt.NDArray[np.float64] | None: ...
def equations() -> list[dict[str, Any]]: ...
def refuse(code: str, message: str, hint: str, column: str | None = None, file: str | None = None) -> None: ...
def did_you_mean(found: str, known: Sequence[str]) -> str: ...
def grid_rows(
    reference: str, width: int, height: int, origin: tuple[float, float], step: tuple[float, float]
) -> tuple[
    npt.NDArray[np.float64], npt.NDArray[np.float64] | None, npt.NDArray[np.float64], npt.NDArray[np.float64]
]: ...
def suspected(stored: tuple[str, str, str, float, float, bool]) -> list[tuple[float, float]]: ...
def judged(
    stored: tuple[str, str, str, float, float, bool], cells: Sequence[int], others: tuple[float, float], band: str
) -> list[tuple[bool, tuple[str, str, str, str, str]]]: ...
def named(
    stored: tuple[str, str, str, float, float, bool], impossible: Sequence[float]
) -> tuple[str, str, str, str] | None: ...
def read_raster(path: str, band: int | None = None, nodata: Sequence[str] = ...) -> npt.NDArray[np.float64]: ...
def quantities() -> dict[str, Any]: ...
def ecosystems() -> dict[str, Any]: ...
def services() -> dict[str, Any]: ...
def parameters() -> dict[str, Any]: ...
def profiles() -> dict[str, Any]: ...
def quantity(name: str) -> tuple[str, int]: ...
def kernel_seconds(
    index: int, columns: Sequence[npt.NDArray[np.float64]], out: npt.NDArray[np.float64]
) -> float: ...
