"""The columns of a long table that a computation names."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pandas as pd

from kzelect.errors import LabelError

__all__ = ["keys_of", "require_columns"]


def keys_of(by: Hashable | Sequence[Hashable]) -> list[Hashable]:
    """Return the columns that tell elections apart.

    Raises
    ------
    LabelError
        If there is none.
    """
    keys = list(by) if isinstance(by, (list, tuple)) else [by]
    if not keys:
        message = "by names no column; expected at least one key"
        raise LabelError(message)
    return keys


def require_columns(results: pd.DataFrame, columns: Sequence[Hashable]) -> None:
    """Raise LabelError unless every column is there once and named for one use only."""
    for column in columns:
        found = int((results.columns == column).sum())
        if found != 1:
            there = ", ".join(map(str, results.columns))
            message = f"results has {found} columns {column!r}; expected one among {there}"
            raise LabelError(message)
    if len(set(columns)) < len(columns):
        message = f"the columns {list(columns)} are not all different; expected one use of each"
        raise LabelError(message)
