"""What the equations take: a number, an array, a pandas Series, an xarray DataArray or a dask array."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

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
