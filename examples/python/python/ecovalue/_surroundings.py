"""What lies around and inside of a map: holes of its land cover, and numbers that frame it as a background does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import _ecovalue
from ._arrays import refuse
from ._packing import Packing

if TYPE_CHECKING:
    from ._cells import Cells

#: Values and how often they are there.
Counts = Sequence[tuple[Any, int]]


class Missing(NamedTuple):
    """Which cells of a block have no class; small, and sent from every worker."""

    shape: tuple[int, ...]
    #: One bit for every cell, or whether all are missing, or none.
    bits: npt.NDArray[np.uint8] | bool

    def cells(self) -> npt.NDArray[np.bool_]:
        """The cells in their shape."""
        if isinstance(self.bits, bool):
            return np.full(self.shape, self.bits)
        count = int(np.prod(self.shape))
        return np.unpackbits(self.bits, count=count).astype(np.bool_).reshape(self.shape)


class Surroundings(NamedTuple):
    """Cells and area of the holes of the land cover, and the numbers on the rim of the map."""

    holes: tuple[int, float] = (0, 0.0)
    #: Land cover or zones, variable, number, share of the rim, and area.
    rims: tuple[tuple[str, str, int, float, float], ...] = ()


def missing_in(values: Any, packing: Packing) -> Missing:
    """The cells of a block that have no class."""
    stored = np.asarray(values)
    found: npt.NDArray[np.bool_] | None
    if stored.dtype.kind in "OUST":
        held = stored.astype(object)
        found = np.asarray(pd.isna(held) | (held == ""), np.bool_)
        absent = packing.absent(stored)
        found = found if absent is None else found | absent
    elif stored.dtype.kind == "f" or packing.scaled or packing.valid is not None:
        found = np.isnan(packing.unpack(stored))
    else:
        found = packing.absent(stored)
    if found is None or not found.any():
        return Missing(stored.shape, False)
    return Missing(stored.shape, True if found.all() else np.packbits(found))


def rim_of(values: Any) -> list[Any]:
    """The cells on the rim of a map, each once: numpy arrays or lazy ones."""
    height, width = np.shape(values)
    if height < 3 or width < 3:
        return [values.reshape(-1)]
    return [values[0], values[-1], values[1:-1, 0], values[1:-1, -1]]


def is_surveyed(held: Cells) -> bool:
    """Whether the cells are a map whose grid gives their area."""
    return held.grid is not None and held.is_map and np.ndim(held.area.values) == 2 and np.size(held.area.values) in np.shape(held.ecosystem)


def holes_of(held: Cells, blocks: Iterable[tuple[tuple[int, ...], Missing]]) -> tuple[int, float]:
    """Cells and area of the holes of the land cover. Blocks come with the place of their first cell, row by row."""
    known = sorted(((place, missing) for place, missing in blocks), key=lambda own: own[0])
    if all(missing.bits is False for _, missing in known):
        return (0, 0.0)
    areas = np.ravel(held.area.values).astype(np.float64)
    height, width = np.shape(held.ecosystem)
    across = np.shape(held.area.values)[0] == 1 and height > 1
    if across:
        # Rows run along the second axis.
        known = sorted(((place[::-1], missing) for place, missing in known), key=lambda own: own[0])
        height, width = width, height
    search = _ecovalue.Holes(width, areas)
    done = 0
    for (row, column), missing in known:
        if row > done:
            search.complete(done, row)
            done = row
        if missing.bits is not False:
            cells = missing.cells()
            search.mark(row, column, np.ascontiguousarray(cells.T) if across else cells)
    search.complete(done, height)
    return search.together()


def framed(key: str, variable: str, rim: Counts, rim_cells: int, counts: Counts, cell: float) -> list[tuple[str, str, int, float, float]]:
    """Numbers on the rim of a map that no missing cell frames; a zone that is counted on from another is none."""
    if sum(cells for _, cells in rim) < rim_cells:
        return []
    every = {code: cells for value, cells in counts if (code := _whole(value)) is not None}
    on_rim = ((_whole(value), cells) for value, cells in rim)
    return [
        (key, variable, code, cells / rim_cells, every.get(code, 0) * cell)
        for code, cells in on_rim
        if code is not None and not (key == "zones" and code > 0 and code - 1 in every)
    ]


def refuse_fills(variable: str, counts: Counts) -> None:
    """Refuses zones without a name whose number is what programs write where there is no data."""
    every = {code: cells for value, cells in counts if (code := _whole(value)) is not None}
    for code, cells in every.items():
        if _ecovalue.is_fill(code) and not (code > 0 and code - 1 in every):
            refuse(
                "EV-I012",
                f"zone {code} on {cells} cells: R, GDAL and others write this number where there is no data",
                f'declare it as nodata: set .attrs["nodata"] = {code} on `{variable}`; if it is a zone, name it in `zones`',
                variable,
            )


def _whole(value: Any) -> int | None:
    """A number of a class or zone; none for a text and for what no class is."""
    if isinstance(value, (str, bytes)) or not abs(float(value)) < 2.0**63 or not float(value).is_integer():
        return None
    return int(value)
