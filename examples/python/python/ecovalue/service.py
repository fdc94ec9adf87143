"""Equations of the services: physical supply and value, one module for each service."""

import sys as _sys

from ._functions import modules as _modules

__path__: list[str] = []
__all__ = _modules("service", _sys.modules[__name__])
