"""Equations on arrays: the reference numbers of the crate, layouts that must not be misread, labels, and bad input."""

from __future__ import annotations

import math
import threading
import time
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ecovalue
from ecovalue import driver, service
from ecovalue._arrays import flat
from ecovalue._functions import Equation, equations
from ecovalue._memory import LEAST, WAIT, _SHELF, empty_again

ANY_TYPE: Any = "int64"
REFERENCE = Path(__file__).resolve().parents[3] / "tests" / "reference"
EQUATIONS = {own.path: own for own in equations()}


def function(own: Equation) -> Any:
    group = driver if own.group == "driver" else service
    return getattr(getattr(group, own.module), own.name)


def cases() -> list[dict[str, Any]]:
    held: list[dict[str, Any]] = []
    for file in sorted(REFERENCE.glob("*.toml")):
        held.extend(tomllib.loads(file.read_text(encoding="utf-8"))["case"])
    return held


def beyond(own: Any, given: dict[str, Any]) -> bool:
    """Whether a number is outside what the docstring of an equation states, or is none."""
    ranges = {argument.name: argument.range or (-np.inf, np.inf) for argument in own.arguments}
    outside = [(value < ranges[name][0]) | (value > ranges[name][1]) | np.isinf(value) for name, value in given.items()]
    return any(bool(np.any(found)) for found in outside)


def test_every_reference_number_comes_out_of_its_function() -> None:
    met = 0
    for case in cases():
        path = case["equation"] + ("/total" if "total" in case.get("inputs", {}) else "")
        if case["expected"] == "left out":
            continue
        own = EQUATIONS[path]
        # Arrays of one cell, since a single NaN is refused.
        given = {
            name: np.reshape(np.asarray(value, np.float64), (-1, 1) if isinstance(value, list) else (1,))
            for name, value in case.get("inputs", {}).items()
        }
        if not given:
            continue
        expected = case["expected"]
        if beyond(own, given):
            # A kernel answers all the same; the function refuses what its docstring does not allow.
            with pytest.raises(ecovalue.InputError, match="EV-I017"):
                function(own)(**given)
            continue
        found = np.ravel(function(own)(**given))
        if expected == "missing":
            assert np.isnan(found).all(), (path, case["name"])
            continue
        wanted = np.ravel(np.asarray(expected, np.float64))
        tolerance = case["absolute"] if "absolute" in case else case["relative"] * np.abs(wanted)
        both_missing = np.isnan(found) & np.isnan(wanted)
        assert np.all(both_missing | (np.abs(found - wanted) <= tolerance)), (path, case["name"], found, wanted)
        met += 1
    assert met > 500


def test_names_are_unique_and_every_argument_has_a_unit() -> None:
    names = [(own.group, own.module, own.name) for own in equations()]
    assert len(names) == len(set(names))
    for own in equations():
        assert own.name.isidentifier()
        assert all(argument.name.isidentifier() and argument.unit for argument in own.arguments)
        told = function(own).__doc__
        for part in ("Parameters", "Returns", "Missing values", "Raises", "Source", own.equation):
            assert part in told, own.path


def test_every_docstring_has_a_worked_example() -> None:
    without = [own.path for own in equations() if own.example is None]
    assert without == []


def shaken(values: np.ndarray, kind: int, dtype: str) -> np.ndarray:
    """The same numbers in another layout."""
    array = values.astype(dtype)
    match kind % 8:
        case 0:
            return np.asfortranarray(array)
        case 1:
            return np.ascontiguousarray(array[::-1])[::-1]
        case 2:
            wide = np.empty((array.shape[0], array.shape[1] * 3), dtype)
            wide[:, ::3] = array
            return wide[:, ::3]
        case 3:
            raw = np.zeros(array.nbytes + 1, np.uint8)
            shifted = raw[1:].view(dtype) if np.dtype(dtype).itemsize == 1 else np.frombuffer(
                raw, dtype, count=array.size, offset=1
            )
            shifted = shifted.reshape(array.shape)
            shifted.flags.writeable = True
            shifted[...] = array
            return shifted
        case 4:
            return np.ascontiguousarray(array.T).T
        case 5:
            record = np.zeros(array.shape, [("pad", "u1"), ("value", dtype)])
            record["value"] = array
            return record["value"]
        case 6:
            return np.ascontiguousarray(array[:, ::-1])[:, ::-1]
        case _:
            return array


def test_a_hundred_layouts_agree_with_a_plain_formula() -> None:
    random = np.random.default_rng(20191128)
    kinds = ["<f8", ">f8", "<f4", ">f4", "<i4", ">i2", "<u2", "<i8", "?", "<f2"]
    for trial in range(100):
        shape = (int(random.integers(1, 40)), int(random.integers(1, 40)))
        plain = [random.integers(1, 1000, shape).astype(np.float64) for _ in range(4)]
        plain[0] *= 900
        dtypes = [str(random.choice(kinds[:6])) for _ in plain]
        held: list[Any] = [
            shaken(np.clip(values, 0, 30000), int(random.integers(8)), dtype)
            for values, dtype in zip(plain, dtypes, strict=True)
        ]
        expected_from: list[Any] = [array.astype(np.float64) for array in held]
        if trial % 5 == 0:
            held[1] = held[1][:1]
            expected_from[1] = expected_from[1][:1]
        if trial % 7 == 0:
            held[3] = held[3].mean()
            expected_from[3] = np.float64(held[3])
        area, rain, runoff, loss = expected_from
        expected = area * ((rain - runoff - loss) * 1e-3)
        found = service.water_retention.water_balance(*held, threads=1 + trial % 2)
        np.testing.assert_allclose(found, expected, rtol=2e-15, atol=0, err_msg=f"{trial} {dtypes}")
        out = shaken(np.zeros(np.broadcast_shapes(*map(np.shape, held))), trial, "<f8")
        back = service.water_retention.water_balance(*held, out=out)
        assert back is out
        assert out.tobytes() == found.tobytes()


def test_columns_of_64_bits_in_c_order_are_not_copied() -> None:
    array = np.arange(12.0).reshape(3, 4)
    assert np.shares_memory(flat(array, array.shape), array)
    assert not np.shares_memory(flat(np.asfortranarray(array), array.shape), array)


def test_a_result_may_replace_an_argument() -> None:
    rain, loss = np.full(5000, 900.0), np.arange(5000.0)
    expected = rain - loss
    yielded = driver.runoff.precipitation_less_evapotranspiration
    yielded(precipitation=rain, actual_evapotranspiration=loss, out=loss)
    assert loss.tobytes() == expected.tobytes()


def test_results_have_the_same_bits_for_any_number_of_threads() -> None:
    random = np.random.default_rng(1)
    rain, energy = random.uniform(0, 3000, 50_001), random.uniform(0, 2000, 50_001)
    one = driver.actual_evapotranspiration.fu(rain, energy, 2.6)
    for threads in (2, 3, 7):
        assert driver.actual_evapotranspiration.fu(rain, energy, 2.6, threads=threads).tobytes() == one.tobytes()
    pairs = [driver.actual_evapotranspiration.fu(p, e, 2.6) for p, e in zip(rain[:50], energy[:50])]
    assert pairs == one[:50].tolist()


def test_months_stand_on_the_first_axis() -> None:
    random = np.random.default_rng(2)
    months = random.uniform(-5, 30, (12, 7, 9))
    found = driver.temperature.mean_of_months(temperature_monthly=months)
    np.testing.assert_allclose(found, months.sum(axis=0) / 12, rtol=1e-14)
    one_year = driver.temperature.mean_of_months(temperature_monthly=months[:, 0, 0].tolist())
    assert one_year == found[0, 0]
    turned = driver.temperature.mean_of_months(temperature_monthly=np.asfortranarray(months), threads=2)
    assert turned.tobytes() == found.tobytes()


def test_results_in_32_bits_are_rounded_once() -> None:
    rain = np.linspace(100, 3000, 10_000)
    whole = driver.actual_evapotranspiration.fu(rain, 900.0, 2.6)
    out = np.empty(rain.shape, np.float32)
    driver.actual_evapotranspiration.fu(rain, 900.0, 2.6, out=out)
    assert out.tobytes() == whole.astype(np.float32).tobytes()
    made = driver.actual_evapotranspiration.fu(rain, 900.0, 2.6, dtype="float32", threads=2)
    assert made.dtype == np.float32
    assert made.tobytes() == out.tobytes()
    with pytest.raises(ecovalue.InputError, match="`dtype` is int64"):
        driver.actual_evapotranspiration.fu(rain, 900.0, 2.6, dtype=ANY_TYPE)


def test_series_keep_their_index_and_convert_their_unit() -> None:
    rain = pd.Series([100.0, 120.0], index=["north", "south"])
    rain.attrs["units"] = "cm"
    found = driver.actual_evapotranspiration.turc(precipitation=rain, temperature=0.0)
    assert list(found.index) == ["north", "south"]
    assert found.attrs["units"] == "mm"
    whole = pd.Series([100, 120], index=rain.index, dtype=np.int16)
    whole.attrs["units"] = "cm"
    assert driver.actual_evapotranspiration.turc(whole, 0.0).tolist() == found.tolist()
    # L = 300 mm; ET = P/√(0.9 + (P/L)²)
    np.testing.assert_allclose(found, [1000 / math.sqrt(0.9 + (10 / 3) ** 2), 1200 / math.sqrt(16.9)], rtol=1e-14)


def test_labels_reference_system_and_units_are_kept() -> None:
    xr = pytest.importorskip("xarray")
    place = {"y": [2.0, 1.0], "x": [1.0, 2.0, 3.0], "spatial_ref": ((), 0, {"crs_wkt": "WKT"})}
    rain = xr.DataArray(
        np.full((2, 3), 1.0), dims=("y", "x"), coords=place, attrs={"units": "m", "grid_mapping": "spatial_ref"}
    )
    loss = xr.DataArray(np.full((3, 2), 300.0), dims=("x", "y"), coords={"y": [2.0, 1.0], "x": [1.0, 2.0, 3.0]})
    found = driver.runoff.precipitation_less_evapotranspiration(rain, loss)
    assert found.dims == ("y", "x")
    assert found.attrs["units"] == "mm"
    assert found.attrs["grid_mapping"] == "spatial_ref"
    assert found["spatial_ref"].attrs == {"crs_wkt": "WKT"}
    assert found.name == "water_yield"
    assert (found == 700.0).all()


def test_lazy_arrays_stay_lazy() -> None:
    xr = pytest.importorskip("xarray")
    da = pytest.importorskip("dask.array")
    random = np.random.default_rng(3)
    months = random.uniform(0, 200, (12, 30, 40))
    held = xr.DataArray(da.from_array(months, chunks=(5, 10, 11)), dims=("month", "y", "x"))
    found = driver.precipitation.sum_of_months(precipitation_monthly=held.chunk(month=-1))
    assert found.chunks is not None
    whole = driver.precipitation.sum_of_months(precipitation_monthly=months)
    assert found.compute().to_numpy().tobytes() == whole.tobytes()
    rain = da.from_array(whole, chunks=(7, 13))
    lazy = driver.actual_evapotranspiration.fu(rain, 900.0, 2.6)
    assert hasattr(lazy, "chunks")
    assert lazy.compute().tobytes() == driver.actual_evapotranspiration.fu(whole, 900.0, 2.6).tobytes()
    small = driver.actual_evapotranspiration.fu(rain.astype(np.float32), 900.0, 2.6, dtype=np.float32)
    assert small.dtype == small.compute().dtype == np.float32
    # 32 bits in, 64 within, rounded once.
    inside = driver.actual_evapotranspiration.fu(whole.astype(np.float32).astype(np.float64), 900.0, 2.6)
    assert small.compute().tobytes() == inside.astype(np.float32).tobytes()


def test_memory_of_a_lazy_result_is_used_again_when_nobody_holds_it() -> None:
    shape = (LEAST // 8 + 7,)
    first = empty_again(shape, np.dtype(np.float64))
    place = first.ctypes.data
    first[...] = 1.0
    part = first[5:9]
    del first
    # A view is enough to hold it.
    second = empty_again(shape, np.dtype(np.float64))
    assert second.ctypes.data != place
    second[...] = 2.0
    assert part.tolist() == [1.0] * 4
    del part
    # A little less is fine, in another type too.
    third = empty_again((2 * (LEAST // 8),), np.dtype(np.float32))
    assert third.ctypes.data == place
    third[...] = 3.0
    assert (second == 2.0).all()
    assert third.flags.c_contiguous and third.flags.aligned and third.flags.writeable
    del second, third
    # After a while it goes back to the system.
    deadline = time.monotonic() + 10 * WAIT
    while _SHELF.waiting and time.monotonic() < deadline:
        time.sleep(WAIT / 10)
    assert not _SHELF.waiting


def test_lazy_results_do_not_write_into_each_other() -> None:
    xr = pytest.importorskip("xarray")
    da = pytest.importorskip("dask.array")
    random = np.random.default_rng(4)
    rain, energy = (random.uniform(200, 3000, (1200, 1100)) for _ in range(2))
    held = [xr.DataArray(da.from_array(own, chunks=(500, 400)), dims=("y", "x")) for own in (rain, energy)]
    loss = driver.actual_evapotranspiration.zhang2001(held[0], held[1], 2.0)
    left = driver.runoff.precipitation_less_evapotranspiration(held[0], loss)
    plain = driver.actual_evapotranspiration.zhang2001(rain, energy, 2.0)
    for _ in range(3):
        found = xr.Dataset({"loss": loss, "left": left}).compute()
        assert found["loss"].to_numpy().tobytes() == plain.tobytes()
        assert found["left"].to_numpy().tobytes() == (rain - plain).tobytes()


def test_two_threads_of_the_interpreter_work_at_once() -> None:
    """The interpreter's lock is released: another thread counts on while an equation runs."""
    rain = np.linspace(100, 3000, 3_000_000)
    counted = 0
    done = threading.Event()

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    other = threading.Thread(target=count)
    other.start()
    before = counted
    driver.actual_evapotranspiration.fu(rain, 900.0, 2.6)
    during = counted - before
    done.set()
    other.join()
    assert during > 100


FU = driver.actual_evapotranspiration.fu
#: The same for calls that no type checker would let pass.
ANY: Any = FU


@pytest.mark.parametrize(
    ("call", "kind", "code", "words"),
    [
        (
            lambda: FU(np.zeros(3), np.zeros(4), 2.6),
            ecovalue.InputError,
            "EV-I007",
            ["`precipitation`", "(3,)", "`potential_evapotranspiration`", "(4,)"],
        ),
        (lambda: FU(np.array(["wet"], object), 900.0, 2.6), ecovalue.InputError, "EV-I008", ["precipitation", "object"]),
        (lambda: FU(np.zeros(3), 900.0, math.nan), ecovalue.InputError, "EV-I008", ["`budyko_fu_omega` is NaN"]),
        (lambda: FU(np.complex128(1 + 2j), 900.0, 2.6), ecovalue.InputError, "EV-I008", ["precipitation", "complex"]),
        (
            lambda: driver.temperature.mean_of_months(np.zeros((11, 3))),
            ecovalue.InputError,
            "EV-I007",
            ["12 numbers per cell", "11x3"],
        ),
        (lambda: FU(np.zeros(3), 900.0, 2.6, out=np.zeros(4)), ecovalue.InputError, "EV-I007", ["`out`", "(4,)", "(3,)"]),
        (lambda: FU(np.zeros(3), 900.0, 2.6, out=np.zeros(3, int)), ecovalue.InputError, "EV-I008", ["`out`"]),
    ],
)
def test_bad_arguments_are_named(call: Any, kind: type[ecovalue.EcovalueError], code: str, words: list[str]) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.hint
    text = str(caught.value)
    assert text.endswith(f"; hint: {caught.value.hint} [{code}]")
    assert all(word in text for word in words), text


def test_a_unit_of_another_kind_is_refused_as_a_run_refuses_it() -> None:
    xr = pytest.importorskip("xarray")
    rain = xr.DataArray(np.zeros(3), dims="x", attrs={"units": "degC"})
    with pytest.raises(ecovalue.UnitError) as caught:
        FU(rain, 900.0, 2.6)
    assert caught.value.code == "EV-U002"
    assert str(caught.value).startswith("`precipitation`: unit `degC` cannot be converted to `mm`; hint: ")


def test_coordinates_that_differ_are_named() -> None:
    xr = pytest.importorskip("xarray")
    one = xr.DataArray(np.zeros(3), dims="x", coords={"x": [0.0, 1.0, 2.0]})
    other = xr.DataArray(np.zeros(3), dims="x", coords={"x": [0.0, 1.0, 2.5]})
    with pytest.raises(ecovalue.GridError) as caught:
        FU(one, other, 2.6)
    assert caught.value.code == "EV-G001"
    assert all(word in str(caught.value) for word in ("precipitation", "potential_evapotranspiration", "`x`"))


def test_errors_travel_between_processes() -> None:
    import pickle

    with pytest.raises(ecovalue.UnitError) as caught:
        ecovalue._ecovalue.convert(np.zeros(1), "furlong", "m")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is ecovalue.UnitError
    assert (str(again), again.code, again.findings) == (str(caught.value), "EV-U001", caught.value.findings)


def test_misspelt_arguments_are_told() -> None:
    with pytest.raises(TypeError, match="no argument `rain`"):
        ANY(rain=1.0, potential_evapotranspiration=1.0, budyko_fu_omega=2.0)
    with pytest.raises(TypeError, match="needs budyko_fu_omega"):
        ANY(1.0, 1.0)
