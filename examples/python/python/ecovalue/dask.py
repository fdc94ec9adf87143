"""Accounts of maps of any size on Dask: every chunk becomes a partial account, and only its bytes travel.

Partial accounts are exact sums, so the figures have the same bits for every chunking and every number of workers, and are those of
the single machine. A chunk whose worker dies is computed again by another.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dask.base import compute
from dask.delayed import delayed

from ._account import Account
from ._cells import Cells, Plan, found_in, partial_of, planned, question_of, read

if TYPE_CHECKING:
    import os

    import pandas as pd
    import xarray

#: Partial accounts that one task puts together.
FOLD = 16


def account(
    dataset: xarray.Dataset,
    *,
    year: int,
    profile: str = "hj1173_2021",
    parameters: str | os.PathLike[str] | pd.DataFrame | None = None,
    statistics: str | os.PathLike[str] | pd.DataFrame | None = None,
    ecosystem: str = "ecosystem",
    zone: str | None = "zone",
    zones: Any = None,
    zone_name: str | None = None,
    zone_layer: str | None = None,
    crosswalk: str | os.PathLike[str] | None = None,
    rules: Mapping[object, str] | None = None,
    unmapped: str = "error",
    layers: Mapping[str, object] | None = None,
    units: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
    ignore: Sequence[str] = (),
    crs: object = None,
    constant_prices: int | None = None,
    regions: Sequence[str] = (),
    conditions: Sequence[str] = (),
    allow_unverified: bool = False,
    title: str = "",
    title_zh: str = "",
) -> Account:
    """The account of a lazy data set; arguments are those of :func:`ecovalue.account`.

    It is computed by the scheduler that dask has set: threads, or the workers of a ``distributed.Client``. Every task runs one thread.
    Land cover and zones are read twice: once for the classes that are there, once for the account.
    """
    question = question_of(
        year=year,
        profile=profile,
        parameters=parameters,
        statistics=statistics,
        crosswalk=crosswalk,
        rules=rules,
        unmapped=unmapped,
        constant_prices=constant_prices,
        regions=regions,
        conditions=conditions,
        allow_unverified=allow_unverified,
        title=title,
        title_zh=title_zh,
    )
    held = read(dataset, ecosystem, zone, zones, zone_name, zone_layer, layers, units, sources, ignore, crs)
    return fold(held, question)


def fold(held: Cells, question: Mapping[str, Any]) -> Account:
    """The account of cells that dask holds, chunk by chunk."""
    chunks = _chunks(held)
    classes, zones = _classes(held, chunks)
    plan = planned(held, question, classes, zones)
    needed = set(plan.accountant().needed)
    arrays = [
        layer.values if layer.name in needed else None for layer in held.layers
    ]
    parts = [
        delayed(_partial, pure=False)(plan, *block)
        for block in zip(
            _blocks(held.ecosystem, chunks),
            _blocks(held.zone, chunks),
            _blocks(held.area, chunks),
            *(_blocks(values, chunks, layer.bands) for values, layer in zip(arrays, held.layers, strict=True)),
            strict=True,
        )
    ]
    while len(parts) > 1:
        parts = [delayed(_merge, pure=False)(plan, *parts[at : at + FOLD]) for at in range(0, len(parts), FOLD)]
    (whole,) = compute(parts[0])  # type: ignore[no-untyped-call]
    return Account(plan.accountant().finish([whole]))


def _partial(plan: Plan, ecosystem: Any, zone: Any, area: Any, *layers: Any) -> bytes:
    filled = [np.empty(0) if layer is None else layer for layer in layers]
    return partial_of(plan, ecosystem, zone, area, filled, threads=1)[0]


def _merge(plan: Plan, *partials: bytes) -> bytes:
    return plan.accountant().merge(list(partials))


def _chunks(held: Cells) -> tuple[tuple[int, ...], ...]:
    """The chunks of the classes, or of the first layer that has any."""
    candidates = [(held.ecosystem, 1), (held.zone, 1), *((layer.values, layer.bands) for layer in held.layers)]
    for values, bands in candidates:
        if hasattr(values, "chunks") and values.chunks is not None:
            own: tuple[tuple[int, ...], ...] = values.chunks[1:] if bands > 1 else values.chunks
            if tuple(sum(axis) for axis in own) == tuple(np.shape(held.ecosystem)):
                return own
    return tuple((length,) for length in np.shape(held.ecosystem))


def _blocks(values: Any, chunks: tuple[tuple[int, ...], ...], bands: int = 1) -> Iterator[Any]:
    """The part of an array that belongs to every chunk, row by row; one number for each band goes to all of them."""
    count = int(np.prod([len(axis) for axis in chunks]))
    if values is None or (np.ndim(values) <= 1 and len(chunks) > 1):
        return itertools.repeat(values, count)
    axes = len(chunks)
    spread = tuple(
        axis if np.shape(values)[np.ndim(values) - axes + position] != 1 else (1,)
        for position, axis in enumerate(chunks)
    )
    if hasattr(values, "__dask_graph__"):
        wanted = ((np.shape(values)[0],), *spread) if bands > 1 else spread
        delayed = values.rechunk(wanted).to_delayed(optimize_graph=True)
        grid = delayed[0] if bands > 1 else delayed
    else:
        grid = None
    edges = [np.concatenate([[0], np.cumsum(axis)]) for axis in chunks]

    def each() -> Iterator[Any]:
        for place in np.ndindex(*(len(axis) for axis in chunks)):
            own = tuple(0 if len(spread[a]) == 1 and len(chunks[a]) > 1 else place[a] for a in range(axes))
            if grid is not None:
                yield grid[own]
                continue
            cut = tuple(
                slice(None) if np.shape(values)[np.ndim(values) - axes + a] == 1 else slice(edges[a][p], edges[a][p + 1])
                for a, p in enumerate(place)
            )
            yield values[(slice(None), *cut)] if bands > 1 else values[cut]

    return each()


def _classes(
    held: Cells, chunks: tuple[tuple[int, ...], ...]
) -> tuple[list[tuple[Any, int]], list[tuple[Any, int]] | None]:
    """The classes and zones of all chunks, counted."""
    classes = [delayed(found_in, pure=False)(block, "ecosystem") for block in _blocks(held.ecosystem, chunks)]
    zones = (
        []
        if held.zone is None
        else [delayed(found_in, pure=False)(block, "zone") for block in _blocks(held.zone, chunks)]
    )
    found_classes, found_zones = compute(classes, zones)  # type: ignore[no-untyped-call]
    return _joined(found_classes), None if held.zone is None else _joined(found_zones)


def _joined(found: Sequence[Sequence[tuple[Any, int]]]) -> list[tuple[Any, int]]:
    counts: dict[Any, int] = {}
    for value, count in itertools.chain.from_iterable(found):
        counts[value] = counts.get(value, 0) + count
    return sorted(counts.items(), key=lambda own: (str(type(own[0])), own[0]))


__all__ = ["account"]
