"""Accounts on several processes: the same bits for 1 and 2 workers, and after a worker was killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ecovalue
from places import SICHUAN, SICHUAN_OPTIONS, figures, sichuan

distributed = pytest.importorskip("distributed")
pytest.importorskip("rasterio")

import ecovalue.dask  # noqa: E402


@pytest.fixture(scope="module")
def land() -> Any:
    return sichuan()


@pytest.fixture(scope="module")
def wanted() -> pd.DataFrame:
    return figures(ecovalue.run(SICHUAN / "run.toml", progress=False))


@pytest.fixture(params=[1, 2], scope="module")
def cluster(request: Any) -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=request.param, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
    ) as held, distributed.Client(held) as client:
        yield client


@pytest.mark.parametrize("chunks", [(11, 300), (37, 91), (220, 50)])
def test_workers_and_chunks_leave_no_trace(
    cluster: Any, land: Any, wanted: pd.DataFrame, chunks: tuple[int, int]
) -> None:
    lazy = land.chunk(latitude=chunks[0], longitude=chunks[1])
    pd.testing.assert_frame_equal(figures(ecovalue.dask.account(lazy, **SICHUAN_OPTIONS)), wanted)


def test_equations_run_on_the_workers(cluster: Any, land: Any) -> None:
    lazy = land.chunk(latitude=50, longitude=50)
    fu = ecovalue.driver.actual_evapotranspiration.fu
    found = fu(lazy["precipitation"], 900.0, 2.6).compute()
    assert found.to_numpy().tobytes() == fu(land["precipitation"], 900.0, 2.6).to_numpy().tobytes()


def test_maps_are_made_on_the_workers(cluster: Any, land: Any) -> None:
    lazy = land.chunk(latitude=110, longitude=150)
    found = ecovalue.dask.account(lazy, **SICHUAN_OPTIONS, maps=["water_retention"]).maps["water_retention"]
    wanted = ecovalue.account(land, **SICHUAN_OPTIONS, maps=["water_retention"]).maps["water_retention"]
    assert found.chunks is not None
    assert found.compute().to_numpy().tobytes() == wanted.to_numpy().tobytes()


def slowly(block: np.ndarray) -> np.ndarray:
    """A chunk that takes its time, so that a worker can be killed while it works."""
    time.sleep(0.15)
    return block


def test_a_worker_that_is_killed_leaves_no_trace(land: Any, wanted: pd.DataFrame) -> None:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
    ) as held, distributed.Client(held) as client:
        pids = {address: pid for address, pid in client.run(os.getpid).items()}
        assert len(set(pids.values())) == 2
        lazy = land.chunk(latitude=22, longitude=60)
        lazy["precipitation"] = lazy["precipitation"].copy(
            data=lazy["precipitation"].data.map_blocks(slowly, dtype=np.float64)
        )
        before = len(client.scheduler_info()["workers"])
        found: list[ecovalue.Account] = []
        work = threading.Thread(target=lambda: found.append(ecovalue.dask.account(lazy, **SICHUAN_OPTIONS)))
        work.start()
        deadline = time.monotonic() + 60
        # Until some chunks are done and others are not.
        while not any(client.who_has().values()) and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        assert work.is_alive(), "the account was done before a worker could be killed"
        victim = next(iter(pids.values()))
        os.kill(victim, signal.SIGKILL)
        work.join(timeout=240)
        assert not work.is_alive()
        assert before == 2
        pd.testing.assert_frame_equal(figures(found[0]), wanted)
        after = set(client.run(os.getpid).values())
        assert victim not in after


def test_only_bytes_of_partial_accounts_travel(land: Any) -> None:
    """The result of a chunk is some bytes, much smaller than the chunk."""
    from ecovalue._cells import found_in, partial_of, planned, question_of, read

    options = dict(SICHUAN_OPTIONS)
    question_keys = ("profile", "parameters", "crosswalk", "rules")
    question = question_of(
        **{key: options[key] for key in question_keys},
        statistics=None,
        year=2019,
        allow_unverified=True,
    )
    held = read(
        land, "landcover", "zone", options["zones"], None, "elevation", None, None, None, (), None
    )
    plan = planned(held, question, found_in(held.ecosystem, "ecosystem"), found_in(held.zone, "zone"))
    layers = [layer.values for layer in held.layers]
    made, _, _ = partial_of(plan, held.ecosystem, held.zone, held.area.values, layers)
    assert isinstance(made, bytes)
    read_bytes = sum(np.asarray(values).nbytes for values in layers)
    assert len(made) * 10 < read_bytes
