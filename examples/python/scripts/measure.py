"""Measures what the package promises, each against a peer in the same run: python scripts/measure.py [name ...].

overhead  a call with out= on 1e7 cells against the Rust kernel alone
threads   two threads of Python on two kernels against one after the other
yield     water yield on 1e8 cells in chunks of dask against the formula written in xarray, with peak memory
account   cells accounted a second in memory
"""

from __future__ import annotations

import functools
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import ecovalue
from ecovalue import _ecovalue, driver
from ecovalue._functions import equations


def seconds(work: Callable[[], object]) -> float:
    """Wall time of some work."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def overhead() -> None:
    """A call with out= on 1e7 cells against the Rust kernel alone."""
    cells = 10_000_000
    random = np.random.default_rng(7)
    rain, energy = random.uniform(100, 3000, cells), random.uniform(100, 2000, cells)
    omega, out = np.full(cells, 2.6), np.zeros(cells)
    for name, arrays in {"fu": (rain, energy, omega), "zhang2001": (rain, energy, omega), "turc": (rain, energy / 100)}.items():
        own = next(e for e in equations() if e.module == "actual_evapotranspiration" and e.name == name)
        call = getattr(driver.actual_evapotranspiration, name)
        ratios, kernels = [], []
        for lap in range(16):
            # Whoever comes second finds the columns nearer to the processor, so that they take turns.
            if lap % 2:
                kernel = _ecovalue.kernel_seconds(own.index, list(arrays), out)
            whole = seconds(lambda: call(*arrays, out=out))  # noqa: B023
            if not lap % 2:
                kernel = _ecovalue.kernel_seconds(own.index, list(arrays), out)
            ratios.append(whole / kernel)
            kernels.append(kernel)
        least = min(ratio * kernel for ratio, kernel in zip(ratios, kernels, strict=True)) / min(kernels)
        print(
            f"overhead {name}: kernel {min(kernels) * 1e3:.1f} ms; call/kernel {least:.4f} of the fastest, "
            f"median {statistics.median(ratios):.4f} of {len(ratios)}"
        )


def threads() -> None:
    """Two threads of Python on two kernels against one after the other."""
    cells = 4_000_000
    random = np.random.default_rng(8)
    rain, energy = random.uniform(100, 3000, cells), random.uniform(100, 2000, cells)
    outs = [np.zeros(cells), np.zeros(cells)]

    def one(out: Any) -> None:
        driver.actual_evapotranspiration.fu(rain, energy, 2.6, out=out)

    def both() -> None:
        held = [threading.Thread(target=one, args=(out,)) for out in outs]
        for thread in held:
            thread.start()
        for thread in held:
            thread.join()

    one(outs[0])
    def in_turn() -> None:
        for out in outs:
            one(out)

    ratios = [seconds(in_turn) / seconds(both) for _ in range(9)]
    print(f"threads: one after the other / at once, median {statistics.median(ratios):.2f}, best {max(ratios):.2f}")


SIZE, CHUNK = 10_000, 2_500


@functools.lru_cache(maxsize=None)
def tile(kind: int, low: float, high: float) -> Any:
    """Numbers of one of four tiles; they are made once, so that what is timed is the equation."""
    return np.random.default_rng(kind).uniform(low, high, (CHUNK, CHUNK))


def chunk(block_info: Any = None, low: float = 0.0, high: float = 1.0) -> Any:
    """The numbers of a chunk."""
    rows, columns = block_info[None]["chunk-location"]
    return tile((rows + columns) % 4, low, high)


def maps() -> tuple[Any, Any]:
    """Rain and potential evapotranspiration, lazy."""
    import dask.array as da
    import xarray as xr

    chunks = ((CHUNK,) * (SIZE // CHUNK),) * 2
    for kind in range(4):
        tile(kind, 200.0, 3000.0), tile(kind, 500.0, 1400.0)

    def made(low: float, high: float) -> Any:
        values: Any = da.map_blocks(  # type: ignore[no-untyped-call]
            chunk, chunks=chunks, dtype=np.float64, low=low, high=high, meta=np.empty((0, 0))
        )
        return xr.DataArray(values, dims=("y", "x"))

    return made(200.0, 3000.0), made(500.0, 1400.0)


def zhang_package(rain: Any, energy: Any) -> Any:
    """Water yield by Zhang's curve with this package."""
    loss = driver.actual_evapotranspiration.zhang2001(rain, energy, 2.0)
    return driver.runoff.precipitation_less_evapotranspiration(rain, loss)


def zhang_formula(rain: Any, energy: Any) -> Any:
    """The same written in xarray; zero rain and missing cells are not even looked at."""
    phi = energy / rain
    return rain - rain * (1 + 2.0 * phi) / (1 + 2.0 * phi + 1 / phi)


def fu_package(rain: Any, energy: Any) -> Any:
    """Water yield by Fu's curve with this package."""
    return driver.runoff.fu(rain, energy, 2.6)


def fu_formula(rain: Any, energy: Any) -> Any:
    """The same written in xarray, as it is printed: two large numbers cancel in arid cells."""
    phi = energy / rain
    return rain - rain * (1 + phi - (1 + phi**2.6) ** (1 / 2.6))


def timed(name: str) -> None:
    """One way in a process of its own, so that its peak memory is its own."""
    import dask

    found: list[float] = []
    with dask.config.set(scheduler="threads", num_workers=2):
        rain, energy = maps()
        # dask brings in its scheduler at the first call, which is no part of either way.
        float(rain[0, 0])
        made = globals()[name](rain, energy)
        before = time.process_time()
        took = seconds(lambda: found.append(float(made.sum(skipna=False))))
        worked = time.process_time() - before
    peak = next(line.split()[1] for line in open("/proc/self/status", encoding="ascii") if line.startswith("VmHWM"))
    print(f"{name} {took:.3f} s, {worked:.3f} s of processors, peak {int(peak) / 1024:.0f} MiB, sum {found[0]:.9e}")


def water_yield() -> None:
    """Water yield on 1e8 cells in chunks of dask, by this package and by the formula written in xarray."""
    for curve in ("zhang", "fu"):
        took: dict[str, list[float]] = {}
        worked: dict[str, list[float]] = {}
        for _ in range(5):
            for way in ("package", "formula"):
                made = subprocess.run(
                    [sys.executable, __file__, "timed", f"{curve}_{way}"], capture_output=True, text=True, check=True
                )
                took.setdefault(way, []).append(float(made.stdout.split()[1]))
                worked.setdefault(way, []).append(float(made.stdout.split()[3]))
                print(f"  {made.stdout.strip()}")
        ratios, of_work = (
            statistics.median(slow / fast for slow, fast in zip(own["formula"], own["package"], strict=True))
            for own in (took, worked)
        )
        print(
            f"yield {curve}: 1e8 cells, formula/package median {ratios:.2f}, of processors {of_work:.2f}; "
            f"the two maps and the result alone would be {3 * SIZE * SIZE * 8 / 2**20:.0f} MiB"
        )


def account() -> None:
    """Cells accounted a second in memory."""
    import pandas as pd

    cells = 2_000_000
    random = np.random.default_rng(9)
    table = pd.DataFrame(
        {
            "zone": random.integers(0, 40, cells),
            "ecosystem": random.choice([13, 33, 51], cells),
            "area": 900.0,
            "precipitation": random.uniform(600, 1500, cells),
            "temperature": random.uniform(5, 20, cells),
        }
    )
    took = min(seconds(lambda: ecovalue.account(table, year=2019, allow_unverified=True)) for _ in range(3))
    print(f"account: {cells / took / 1e6:.1f} million cells a second from a table")


def main() -> None:
    if sys.argv[1:2] == ["timed"]:
        timed(sys.argv[2])
        return
    known = {"overhead": overhead, "threads": threads, "yield": water_yield, "account": account}
    for name in sys.argv[1:] or list(known):
        known[name]()


if __name__ == "__main__":
    main()
