"""Put the counts of one election into a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from kzelect.measures import formulas
from kzelect.measures.formulas import Array
from kzelect.measures.shares import Labelled, Unmatched, align, non_negative

__all__ = ["Value", "of_both", "of_one"]

Value: TypeAlias = float | NAType


def of_one(formula: Callable[..., Array], values: Iterable[Any]) -> Value:
    """Evaluate an index of votes or of seats."""
    return _value(formula, _column(values, "values"))


def of_both(
    formula: Callable[..., Array],
    votes: Labelled,
    seats: Labelled,
    unmatched: Unmatched,
    **options: float,
) -> Value:
    """Evaluate an index of votes against seats, joined by label."""
    joined = align(votes, seats, unmatched=unmatched)
    return _value(
        formula, _column(joined.votes, "votes"), _column(joined.seats, "seats"), **options
    )


def _column(values: Iterable[Any], what: str) -> Array:
    counts = np.asarray(non_negative(values, what=what), dtype=np.float64)  # nan where missing
    return counts[:, np.newaxis]


def _value(formula: Callable[..., Array], *counts: Array, **options: float) -> Value:
    if not counts[0].size:
        return pd.NA
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(formula(*map(formulas.proportions, counts), **options)[0])
    return pd.NA if np.isnan(value) else value
