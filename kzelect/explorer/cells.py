"""Figures as the cells of a table show them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from kzelect.text import MISSING

__all__ = ["change", "count", "decimal", "yes_or_no"]


def count(number: Any) -> str:
    """Return a count with its thousands set apart; what is missing as a dash."""
    return MISSING if pd.isna(number) else f"{int(number):,}"


def decimal(number: Any, decimals: int, *, times: int = 1) -> str:
    """Return a number with so many decimals; what is missing as a dash."""
    return MISSING if pd.isna(number) else f"{times * number:.{decimals}f}"


def yes_or_no(value: Any) -> str:
    """Return yes or no; what is missing as a dash."""
    return MISSING if pd.isna(value) else "yes" if value else "no"


def change(number: Any) -> str:
    """Return a change with its sign; none is 0; what is missing as a dash."""
    return MISSING if pd.isna(number) else f"{number:+}".replace("-", "–") if number else "0"
