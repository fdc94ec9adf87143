"""Accounts of maps of any size on Dask: every chunk becomes a partial account, and only its bytes travel.

Partial accounts are exact sums, so the figures have the same bits for every chunking and every number of workers, and are those of
the single machine. A chunk whose worker dies is computed again by another.

:func:`account` is :func:`ecovalue.account`. A lazy data set is computed by the scheduler that dask has set: threads, or the workers of
a ``distributed.Client``. Every task runs one thread. Land cover and zones are read twice: once for the classes that are there, once for
the account. Maps stay lazy, and read their cells again when they are computed.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

import dask.array as da
from dask.base import compute, tokenize
from dask.delayed import delayed
from dask.highlevelgraph import HighLevelGraph

from ._account import Account
from ._fills import Looks, joined, judge
from ._cells import Cells, Plan, account, found_in, made_of, maps_of, partial_of, planned, positions_of, surroundings_of
from ._surroundings import Surroundings, holes_of, is_surveyed, missing_in, rim_of

#: Partial accounts that one task puts together.
FOLD = 16


def fold(held: Cells, question: Mapping[str, Any], maps: Sequence[str] = ()) -> Account:
    """The account of cells that dask holds, chunk by chunk, and lazy maps of some services."""
    chunks = _chunks(held)
    classes, zones, around = _classes(held, chunks)
    plan = planned(held, question, classes, zones, around)
    positions = positions_of(plan, maps)
    needed = set(plan.accountant().needed)
    arrays = [
        layer.values if layer.name in needed else None for layer in held.layers
    ]
    blocks = list(
        zip(
            _blocks(held.ecosystem, chunks),
            _blocks(held.zone, chunks),
            _blocks(held.area.values, chunks),
            *(_blocks(values, chunks, layer.bands) for values, layer in zip(arrays, held.layers, strict=True)),
            strict=True,
        )
    )
    parts = [delayed(_partial, pure=False)(plan, *block) for block in blocks]
    while len(parts) > 1:
        parts = [delayed(_merge, pure=False)(plan, *parts[at : at + FOLD]) for at in range(0, len(parts), FOLD)]
    ((whole, looks),) = compute(parts[0])  # type: ignore[no-untyped-call]
    told = held.told + judge(plan.layers, looks)
    if not positions:
        return made_of(plan, whole, told)
    lazy = _mapped(plan, [place for _, _, place in positions], blocks, chunks)
    return made_of(plan, whole, told, maps_of(held, positions, lazy))


def _mapped(plan: Plan, places: list[int], blocks: list[Any], chunks: tuple[tuple[int, ...], ...]) -> list[Any]:
    """A lazy array for each indicator that is mapped; those of a chunk come out of one task."""
    made = [delayed(_maps, pure=False)(plan, places, *block) for block in blocks]
    chunk_places = list(np.ndindex(*(len(axis) for axis in chunks)))
    arrays = []
    for position in range(len(places)):
        name = f"ecovalue-map-{tokenize(made[0].key, position)}"
        tasks: dict[Any, Any] = {
            (name, *place): (operator.getitem, part.key, position)
            for place, part in zip(chunk_places, made, strict=True)
        }
        graph = HighLevelGraph.from_collections(name, tasks, dependencies=made)
        arrays.append(da.Array(graph, name, chunks, dtype=np.float64))  # type: ignore[no-untyped-call]
    return arrays


def _maps(plan: Plan, places: list[int], ecosystem: Any, zone: Any, area: Any, *layers: Any) -> list[Any]:
    maps = partial_of(plan, ecosystem, zone, area, _filled(layers), maps=places)[1]
    return [values.reshape(np.shape(ecosystem)) for values in maps]


def _partial(plan: Plan, ecosystem: Any, zone: Any, area: Any, *layers: Any) -> tuple[bytes, Looks]:
    partial, _, looks = partial_of(plan, ecosystem, zone, area, _filled(layers))
    return partial, looks


def _filled(layers: Sequence[Any]) -> list[Any]:
    """Layers with nothing in the place of those that are not read."""
    return [np.empty(0) if layer is None else layer for layer in layers]


def _merge(plan: Plan, *parts: tuple[bytes, Looks]) -> tuple[bytes, Looks]:
    return plan.accountant().merge([partial for partial, _ in parts]), joined(looks for _, looks in parts)


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
) -> tuple[list[tuple[Any, int]], list[tuple[Any, int]] | None, Surroundings]:
    """The classes and zones of all chunks, counted, and what lies around and inside of the map."""
    surveyed = is_surveyed(held)
    counts: list[list[Any]] = []
    rims: list[list[Any]] = []
    missing: list[Any] = []
    for values, name, packing in held.named:
        blocks = [] if values is None else list(_blocks(values, chunks))
        counts.append([delayed(found_in, pure=False)(block, name, packing=packing) for block in blocks])
        rim = rim_of(values) if surveyed and blocks else []
        rims.append([delayed(found_in, pure=False)(part, name, packing=packing) for part in rim])
        if surveyed and values is held.ecosystem:
            missing = [delayed(missing_in, pure=False)(block, packing) for block in blocks]
    (classes, zones), found_rims, found_missing = compute(counts, rims, missing)  # type: ignore[no-untyped-call]
    counted = _joined(classes), None if held.zone is None else _joined(zones)
    if not surveyed:
        return (*counted, Surroundings())
    edges = [np.concatenate([[0], np.cumsum(axis)]) for axis in chunks]
    places = [tuple(int(edges[a][p]) for a, p in enumerate(place)) for place in np.ndindex(*map(len, chunks))]
    holes = holes_of(held, zip(places, found_missing, strict=True))
    return (*counted, surroundings_of(held, holes, counted, [_joined(own) if own else None for own in found_rims]))


def _joined(found: Sequence[Sequence[tuple[Any, int]]]) -> list[tuple[Any, int]]:
    counts: dict[Any, int] = {}
    for value, count in itertools.chain.from_iterable(found):
        counts[value] = counts.get(value, 0) + count
    return sorted(counts.items(), key=lambda own: (str(type(own[0])), own[0]))


__all__ = ["account"]
