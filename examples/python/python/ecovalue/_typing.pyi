"""What the equations take: a number, an array, a pandas Series, an xarray DataArray or a dask array."""

from collections.abc import Sequence
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

class Labelled(Protocol):
    """An array with labels or lazy parts."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> Any: ...

N: TypeAlias = float | Sequence[float] | npt.NDArray[Any] | Labelled
O: TypeAlias = npt.NDArray[np.float64] | npt.NDArray[np.float32] | None
D: TypeAlias = type[np.float64] | type[np.float32] | np.dtype[np.float64] | np.dtype[np.float32] | Literal["float64", "float32"]
