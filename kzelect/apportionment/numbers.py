"""Numbers as they were meant: whole votes, and decimals as they are printed."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from kzelect.errors import AllocationError, MissingDataError

__all__ = ["EXACT_FLOAT", "plain", "share", "whole"]

EXACT_FLOAT = 2.0**53
"""Below it every whole number is a float, so float arithmetic on whole numbers is exact."""


def plain(value: Any) -> Any:
    """Give a NumPy scalar as Python's own, for messages that read ``2004``, not its type."""
    return value.item() if isinstance(value, np.generic) else value


def share(value: Any, *, name: str, most: int = 1) -> Fraction:
    """Read a threshold as the decimal it prints as: 0.07 is 7/100, not its binary neighbour."""
    if isinstance(value, Fraction):
        # The parts may be NumPy's, which neither hash nor stay exact.
        exact = Fraction(int(value.numerator), int(value.denominator))
    else:
        exact = _decimal(str(value))
    if not 0 <= exact <= most:
        message = f"{name} is {plain(value)!r}; expected a number from 0 to {most}"
        raise AllocationError(message)
    return exact


@lru_cache(maxsize=1024)
def _decimal(printed: str) -> Fraction:
    try:
        return Fraction(printed)
    except (ValueError, ZeroDivisionError):
        return Fraction(-1)


def whole(value: Any, *, name: str, least: int = 0) -> int:
    """Read one count; what is missing, negative, fractional or no number is an error."""
    if value is None or value is pd.NA or value != value:
        message = f"{name} is missing; expected a whole number from {least} up"
        raise MissingDataError(message)
    try:
        count = None if isinstance(value, (bool, np.bool_, str)) else int(value)
    except (TypeError, ValueError, OverflowError):
        count = None
    if count is None or count != value or count < least:
        message = f"{name} is {plain(value)!r}; expected a whole number from {least} up"
        raise AllocationError(message)
    return count
