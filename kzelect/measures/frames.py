"""Frames with columns that a caller needs, or of a stated type, with or without rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from kzelect.errors import LabelError
from kzelect.text import listing

TEXT = "string[python]"


def typed(rows: Sequence[Sequence[Any]], **dtypes: Any) -> pd.DataFrame:
    """Return rows as a frame; each column has its type from the start, so integers stay exact.

    Examples
    --------
    >>> from kzelect.measures.frames import typed
    >>> typed([(2**60 + 1,), (None,)], seats="Int64")["seats"].tolist()
    [1152921504606846977, <NA>]
    """
    columns = zip(*rows, strict=True) if rows else [()] * len(dtypes)
    return pd.DataFrame(
        {
            name: pd.Series(list(values), dtype=kind)
            for (name, kind), values in zip(dtypes.items(), columns, strict=True)
        }
    )


def require(table: pd.DataFrame, what: str, *columns: str) -> None:
    """Raise LabelError if a table lacks a column."""
    for column in columns:
        if column not in table:
            message = f"{what} has no column {column!r}; expected {listing(columns)}"
            raise LabelError(message)
