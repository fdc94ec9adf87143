"""Equations of the drivers: the physics that several services share, one module for each quantity."""

import sys as _sys

from ._functions import modules as _modules

__path__: list[str] = []
__all__ = _modules("driver", _sys.modules[__name__])
