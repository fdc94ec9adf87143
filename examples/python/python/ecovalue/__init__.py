"""Ecosystem accounts from land-use cells: physical supply of each service, its value, the gross ecosystem product (GEP).

``ecovalue.driver`` and ``ecovalue.service`` hold every equation as a function on arrays. :func:`run` computes a ``run.toml``,
:func:`account` cells in memory, and ``ecovalue.dask.account`` cells of any number on a cluster: the same bits, all three.
"""

from . import driver, service
from ._account import (
    Account,
    Comparison,
    Explanation,
    Summary,
    Verification,
    ecosystems,
    parameters,
    profiles,
    quantities,
    run,
    services,
)
from ._cells import account
from ._ecovalue import __version__
from ._errors import (
    AccountError,
    EcovalueError,
    Finding,
    GridError,
    InputError,
    LimitError,
    OutputError,
    ParameterError,
    PathError,
    ProfileError,
    StatisticsError,
    UnitError,
)
from ._raster import read_raster

__all__ = [
    "Account",
    "AccountError",
    "Comparison",
    "EcovalueError",
    "Explanation",
    "Finding",
    "GridError",
    "InputError",
    "LimitError",
    "OutputError",
    "ParameterError",
    "PathError",
    "ProfileError",
    "StatisticsError",
    "Summary",
    "UnitError",
    "Verification",
    "__version__",
    "account",
    "driver",
    "ecosystems",
    "parameters",
    "profiles",
    "quantities",
    "read_raster",
    "run",
    "service",
    "services",
]
