"""What is told beside the figures: found while cells are read, and kept with the warnings of the account."""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """A warning of the account."""

    code: str
    column: str
    message: str
    hint: str
    chinese: str
