"""Every equation of the registries as a function on numbers, arrays, Series and DataArrays."""

from __future__ import annotations

import functools
import inspect
import json
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from . import _ecovalue
from ._arrays import (
    BAND_DIMENSIONS,
    Argument,
    Asked,
    compute,
    is_data_set,
    is_labelled,
    is_lazy,
    is_series,
    numbers,
    refuse,
    stated_unit,
    threads_of,
    type_of,
)
from ._dims import ALIASES, band_dimension, in_order, one_chunk, refuse_dimension
from ._packing import Packing, packing_of
from ._units import carried, library_unit, without_pint


class Equation:
    """One equation of the registries."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.index: int = told["index"]
        self.group: str = told["group"]
        self.module: str = told["module"]
        self.name: str = told["name"]
        self.path: str = told["path"]
        self.equation: str = told["equation"]
        self.source: str = told["source"]
        self.example: tuple[str, str, str, float] | None = told["example"]
        self.arguments = tuple(Argument(**argument) for argument in told["arguments"])
        self.result = Argument(**told["result"])

    def __call__(self, given: dict[str, object], asked: Asked) -> Any:
        values: list[Any] = []
        units: list[str | None] = []
        warm: list[bool] = []
        for argument in self.arguments:
            value, unit, fahrenheit = self._plain(argument, given[argument.name])
            values.append(value)
            units.append(unit)
            warm.append(fahrenheit)
        if any(is_labelled(value) for value in values):
            return self._labelled(values, units, asked, warm)
        if any(is_lazy(value) for value in values):
            return self._lazy(values, units, asked)
        if any(is_series(value) for value in values):
            return self._series(values, units, asked)
        result = compute(self.index, self.arguments, self.result, values, units, asked)
        return result if asked.out is not None or result.ndim else float(result)

    def _plain(self, argument: Argument, value: Any) -> tuple[Any, str | None, bool]:
        """A value without the unit that it carries, that unit in the spelling of the library, and whether it is still in °F."""
        name = argument.name
        if is_data_set(value):
            numbers(value, name)
        if is_labelled(value):
            value = without_pint(value, name)
            unit = stated_unit(value)
        else:
            value, unit = carried(value, name)
            unit = unit or stated_unit(value)
        if unit is None:
            return value, None, False
        unit, fahrenheit = library_unit(unit, argument.unit, name)
        if fahrenheit and not is_labelled(value):
            return _like(value, Packing(name, fahrenheit=True).unpack(numbers(value, name))), unit, False
        return value, unit, fahrenheit

    def _attributes(self) -> dict[str, str]:
        return {
            "units": self.result.unit,
            "long_name": self.result.meaning,
            "long_name_zh": self.result.chinese,
            "equation": self.equation,
            "references": self.source,
        }

    def _series(self, values: Sequence[object], units: Sequence[str | None], asked: Asked) -> Any:
        import pandas as pd

        named = [(a, v) for a, v in zip(self.arguments, values, strict=True) if is_series(v)]
        (first, own), *others = named
        index = own.index  # type: ignore[attr-defined]
        for argument, other in others:
            if not index.equals(other.index):  # type: ignore[attr-defined]
                refuse(
                    "EV-I007",
                    f"`{first.name}` and `{argument.name}` do not have the same rows",
                    "bring them to one index first, with reindex",
                    argument.name,
                )
        if self.result.bands != 1 or any(argument.bands != 1 for argument, _ in named):
            refuse(
                "EV-I007",
                f"`{self.name}` reads or gives several numbers per cell, a Series has one",
                "give an array with the bands on the first axis",
                first.name,
            )
        result = compute(self.index, self.arguments, self.result, values, units, asked)
        if result.shape != (len(index),):
            refuse("EV-I007", f"the arguments spread beyond the rows of `{first.name}`", "give one value per row")
        series = pd.Series(result, index=index, name=self.result.name)
        series.attrs.update(self._attributes())
        return series

    def _labelled(
        self, values: Sequence[Any], units: Sequence[str | None], asked: Asked, warm: Sequence[bool] | None = None
    ) -> Any:
        import xarray as xr

        if asked.out is not None:
            refuse("EV-I006", "`out` is for arrays without labels", "leave it out: the result keeps its labels", "out")
        values = [
            value if is_labelled(value) or np.ndim(value) == 0 else self._with_labels(argument, value)
            for argument, value in zip(self.arguments, values, strict=True)
        ]
        packings = []
        for position, (argument, value) in enumerate(zip(self.arguments, values, strict=True)):
            if is_labelled(value):
                values[position], packing = self._arranged(argument, value)
            else:
                packing = Packing(argument.name)
            packings.append(replace(packing, fahrenheit=bool(warm and warm[position])))
        self._same_coordinates(values)
        self._no_second_months(values)
        core = [
            [_core(argument)] if argument.bands > 1 and is_labelled(value) else []
            for argument, value in zip(self.arguments, values, strict=True)
        ]
        result_dimension = [BAND_DIMENSIONS[self.result.bands]] if self.result.bands > 1 else []
        index, arguments, result = self.index, self.arguments, self.result
        banded = [bool(own) for own in core]
        # Chunks come and go; an array in memory stays with its holder.
        asked = asked._replace(again=any(is_lazy(getattr(value, "data", None)) for value in values))

        def block(*arrays: object) -> Any:
            moved = [
                packing.unpack(numbers(np.moveaxis(np.asarray(array), -1, 0) if own else array, packing.name))
                for array, own, packing in zip(arrays, banded, packings, strict=True)
            ]
            made = compute(index, arguments, result, moved, units, asked)
            return np.moveaxis(made, 0, -1) if result.bands > 1 else made

        made = xr.apply_ufunc(
            block,
            *values,
            input_core_dims=core,
            output_core_dims=[result_dimension],
            join="exact",
            # Older versions of xarray would leave out what coordinates say, and with it the reference system.
            keep_attrs=True,
            dask="parallelized",
            output_dtypes=[asked.dtype],
            dask_gufunc_kwargs={"output_sizes": {name: self.result.bands for name in result_dimension}},
        )
        first = next(value for value in values if is_labelled(value))
        kept = {
            key: value
            for key, value in first.attrs.items()
            if key in ("crs", "grid_mapping", "transform", "res")
        }
        made.attrs = kept | self._attributes()
        if "grid_mapping" in first.encoding:
            made.encoding["grid_mapping"] = first.encoding["grid_mapping"]
        made.name = self.result.name
        return made

    def _with_labels(self, argument: Argument, value: object) -> Any:
        """Twelve numbers for every cell, beside arrays with labels."""
        import xarray as xr

        array = numbers(value, argument.name)
        if argument.bands > 1 and array.shape == (argument.bands,):
            return xr.DataArray(array, dims=[BAND_DIMENSIONS[argument.bands]])
        refuse(
            "EV-I007",
            f"`{argument.name}` is an array without labels beside arrays with labels",
            "give it dimensions: xarray.DataArray(values, dims=...)",
            argument.name,
        )

    def _arranged(self, argument: Argument, value: Any) -> tuple[Any, Packing]:
        """An array as it is stored, its months in their order along a dimension of their own; and its packing."""
        stored, packing = packing_of(value, argument.name)
        if stored is not value.data:
            value = value.copy(data=stored)
        if argument.bands == 1:
            return value, packing
        dim = band_dimension(value, argument.bands, [], argument.name)
        value = in_order(value, dim, argument.bands, argument.name)
        value = one_chunk(value, dim).rename({dim: _core(argument)})
        # Months of other years, or without a year, are the same months.
        along = [key for key in value.coords if _core(argument) in value.coords[key].dims]
        return value.drop_vars(along), packing

    def _no_second_months(self, values: Sequence[Any]) -> None:
        """Refuses the months of an argument that has one number for each cell beside those of another."""
        for wanted in {argument.bands for argument in self.arguments} & set(ALIASES):
            for argument, value in zip(self.arguments, values, strict=True):
                if argument.bands == 1 and is_labelled(value):
                    for dim in value.dims:
                        if str(dim).lower() in ALIASES[wanted] and value.sizes[dim] > 1:
                            refuse_dimension(value, str(dim), argument.name)

    def _same_coordinates(self, values: Sequence[object]) -> None:
        """Two arguments whose labels differ are named; xarray alone would not say which."""
        named = [(a, v) for a, v in zip(self.arguments, values, strict=True) if is_labelled(v)]
        for position, (argument, value) in enumerate(named):
            for other_argument, other in named[:position]:
                for name in set(value.dims) & set(other.dims):  # type: ignore[attr-defined]
                    own, theirs = value.sizes[name], other.sizes[name]  # type: ignore[attr-defined]
                    if own != theirs:
                        refuse(
                            "EV-I007",
                            f"`{other_argument.name}` has {theirs} along `{name}`, `{argument.name}` has {own}",
                            "bring both onto one grid first",
                            argument.name,
                        )
                    both = name in value.indexes and name in other.indexes  # type: ignore[attr-defined]
                    if both and not value.indexes[name].equals(other.indexes[name]):  # type: ignore[attr-defined]
                        refuse(
                            "EV-G001",
                            f"`{other_argument.name}` and `{argument.name}` differ in the coordinate `{name}`",
                            "resample one onto the grid of the other, e.g. with reindex_like",
                            argument.name,
                        )

    def _lazy(self, values: Sequence[object], units: Sequence[str | None], asked: Asked) -> Any:
        """Dask arrays without labels: labelled by position, and the labels taken off again."""
        import xarray as xr

        def labelled(argument: Argument, value: Any) -> Any:
            if np.ndim(value) == 0:
                return value
            array = value if is_lazy(value) else numbers(value, argument.name)
            depth = array.ndim - (argument.bands > 1)
            dims = [f"axis_{depth - position}" for position in range(depth)]
            return xr.DataArray(array, dims=[BAND_DIMENSIONS[argument.bands], *dims] if argument.bands > 1 else dims)

        made = self._labelled(
            [labelled(argument, value) for argument, value in zip(self.arguments, values, strict=True)], units, asked
        )
        dims = sorted((name for name in made.dims if str(name).startswith("axis_")), key=str, reverse=True)
        dims.sort(key=lambda name: -int(str(name)[5:]))
        bands = [name for name in made.dims if name not in dims]
        return made.transpose(*bands, *dims).data


def _core(argument: Argument) -> str:
    """The dimension of the bands of an argument, once they are in their order."""
    return BAND_DIMENSIONS[argument.bands]


def _like(value: Any, numbers_of: Any) -> Any:
    """Numbers with the rows of a Series, if they are of one."""
    if not is_series(value):
        return numbers_of
    import pandas as pd

    return pd.Series(numbers_of, index=value.index)


def docstring(own: Equation) -> str:
    """Equation, units, missing values, errors, source and an example, from the registry."""
    bands = {1: ""} | {count: f", {count} numbers on the first axis" for count in BAND_DIMENSIONS}
    lines = [f"{own.result.meaning[:1].upper()}{own.result.meaning[1:]} ({own.result.chinese}), in {own.result.unit}.", ""]
    lines += [own.equation, "", "Parameters", "----------"]
    for argument in own.arguments:
        lines.append(f"{argument.name} : float or array, in {argument.unit}{bands[argument.bands]}")
        span = "" if argument.range is None else f", {argument.range[0]:g} to {argument.range[1]:g}"
        chinese = f" ({argument.chinese})" if argument.chinese else ""
        lines.append(f"    {argument.meaning}{chinese}{span}.")
    shape = "" if own.result.bands == 1 else f", its {own.result.bands} bands on the first axis"
    lines += [
        "out : numpy array of float64 or float32, optional",
        "    Where to write; it has the shape of the result. Not for arrays with labels.",
        "dtype : float64 or float32",
        "    Type of the result, where there is no `out`. Numbers are computed in 64 bits and rounded once.",
        "threads : int",
        "    Threads of this call; the numbers do not depend on it.",
        "",
        "Returns",
        "-------",
        f"float or array of float64, in {own.result.unit}{shape}; of float32 where `dtype` asks for it",
        "    Arguments spread to one shape as numpy spreads them. A pandas Series or xarray DataArray gives one again, with",
        "    its labels and its reference system; one that dask holds stays lazy. `attrs['units']` is converted.",
        "",
        "Missing values",
        "--------------",
        "NaN in any argument of a cell gives NaN there. A single NaN for every cell is refused. Of a DataArray, `_FillValue`,",
        "`missing_value` and what is outside `valid_range` is missing; `scale_factor` and `add_offset` are applied; months go by",
        "their coordinate.",
        "",
        "Raises",
        "------",
        "InputError",
        "    EV-I007 where two shapes do not fit; EV-I008 where something is no number; EV-I017 where one is infinite or outside",
        "    the range of its argument, with its place.",
        "UnitError",
        "    EV-U001 or EV-U002 where a stated unit is unknown or of another kind.",
        "",
        "Source",
        "------",
        own.source,
    ]
    if own.example is not None:
        given, expected, name, slack = own.example
        lines += ["", "Examples", "--------", f"{name}:", "", *_example(own, given, expected, slack)]
    return "\n".join(lines) + "\n"


def _example(own: Equation, given: str, expected: str, slack: float) -> list[str]:
    values = _read(given)
    call = f"ecovalue.{own.group}.{own.module}.{own.name}"
    body = ", ".join(f"{argument.name}={values[argument.name]}" for argument in own.arguments)
    wanted = json.loads(expected.replace("_", ""))
    lines = [">>> import ecovalue", f">>> found = {call}({body})"]
    if isinstance(wanted, list):
        return [*lines, ">>> [float(f'{value:.6g}') for value in found]", str([float(f"{v:.6g}") for v in wanted])]
    if slack:
        return [*lines, f">>> abs(found - {expected}) <= {slack:.3g}", "True"]
    return [*lines, ">>> float(f'{found:.9g}')", repr(float(f"{float(wanted):.9g}"))]


def _read(inputs: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(f"inputs = {inputs}")["inputs"]  # type: ignore[no-any-return]


def _function(own: Equation) -> Callable[..., Any]:
    names = [argument.name for argument in own.arguments]

    def call(*args: object, out: Any = None, dtype: Any = np.float64, threads: int = 1, **kwargs: object) -> Any:
        given = dict(zip(names, args, strict=False))
        if len(args) > len(names):
            raise TypeError(f"{own.name}() takes {len(names)} arguments, {len(args)} were given")
        for name, value in kwargs.items():
            if name not in names:
                raise TypeError(f"{own.name}() has no argument `{name}`; it takes {', '.join(names)}")
            if name in given:
                raise TypeError(f"{own.name}() got `{name}` twice")
            given[name] = value
        missing = [name for name in names if name not in given]
        if missing:
            raise TypeError(f"{own.name}() needs {', '.join(missing)}")
        return own(given, Asked(out, type_of(dtype), threads_of(threads)))

    plain = inspect.Parameter.POSITIONAL_OR_KEYWORD
    keyword = inspect.Parameter.KEYWORD_ONLY
    call.__name__ = own.name
    call.__qualname__ = own.name
    call.__module__ = f"ecovalue.{own.group}.{own.module}"
    call.__doc__ = docstring(own)
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, plain) for name in names]
        + [
            inspect.Parameter(name, keyword, default=default)
            for name, default in (("out", None), ("dtype", np.float64), ("threads", 1))
        ]
    )
    return call


@functools.cache
def equations() -> tuple[Equation, ...]:
    """Every equation, in the order of the registries."""
    return tuple(Equation(told) for told in _ecovalue.equations())


def modules(group: str, parent: types.ModuleType) -> list[str]:
    """Fills a package with a module for each file of the registry, and gives their names."""
    made: dict[str, types.ModuleType] = {}
    for own in equations():
        if own.group != group:
            continue
        module = made.get(own.module)
        if module is None:
            module = types.ModuleType(f"{parent.__name__}.{own.module}", f"Equations of {own.module.replace('_', ' ')}.")
            module.__dict__["__all__"] = []
            made[own.module] = module
            sys.modules[module.__name__] = module
            setattr(parent, own.module, module)
        setattr(module, own.name, _function(own))
        module.__dict__["__all__"].append(own.name)
    return list(made)
