"""Many elections at once: a block in floats, and one by one what floats leave in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from numbers import Number
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.divisors import divide_block
from kzelect.apportionment.methods import Divisor, Quota
from kzelect.apportionment.numbers import EXACT_FLOAT, plain, whole
from kzelect.apportionment.quotas import fill_quotas_block
from kzelect.apportionment.single import allocate
from kzelect.apportionment.thresholds import Thresholds, admit_block
from kzelect.apportionment.ties import Pick, tie_error
from kzelect.errors import AllocationError, LabelError

__all__ = ["allocate_many", "per_election"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Column = Any  # a NumPy array or a pandas extension array

# Elections to a block: few enough for the processor's cache, and working space for them that
# stays small beside the votes; enough to make NumPy's overhead per call small as well.
_BLOCK = (256, 4096)
_BLOCKS = 8


def per_election(value: Any, rows: Sequence[Any] | pd.Index, *, name: str) -> int | Ints:
    """Read one whole number, or one for each election (a Series is joined by label)."""
    if isinstance(value, pd.Series):
        if not isinstance(rows, pd.Index):
            message = f"{name} is a Series but the votes have no labels; pass an array"
            raise LabelError(message)
        if not value.index.equals(rows):
            if not (value.index.is_unique and rows.is_unique and set(value.index) == set(rows)):
                off = sorted(map(str, set(value.index) ^ set(rows))) or ["a label named twice"]
                message = f"{name} must name every election once; wrong: {', '.join(off[:5])}"
                raise LabelError(message)
            value = value.reindex(rows)
        value = value.array
    elif not isinstance(value, (np.ndarray, list, tuple, pd.api.extensions.ExtensionArray)):
        return whole(value, name=name, least=1)
    if np.ndim(value) != 1 or len(value) != len(rows):
        message = f"{name} has {np.size(value)} values; expected one number or {len(rows)}"
        raise LabelError(message)
    integers = not isinstance(value, (list, tuple)) and value.dtype.kind in "iu"
    if integers and not pd.isna(value).any() and (value >= 1).all():
        return np.asarray(value, dtype=np.int64)
    return np.array(
        [
            whole(count, name=f"{name} of election {plain(row)!r}", least=1)
            for row, count in zip(rows, value, strict=True)
        ],
        dtype=np.int64,
    )


def allocate_many(
    columns: list[Column],
    rows: Sequence[Any] | pd.Index,
    labels: Sequence[Any],
    *,
    seats: int | Ints,
    rule: Quota | Divisor,
    thresholds: Thresholds,
    base: int | Ints | None,
    pick: Pick | None,
) -> tuple[Ints, npt.NDArray[np.bool_] | None]:
    """Allocate elections given as columns of votes.

    Returns the seats and what is missing (None if nothing can be), a party a row.
    """
    shape = (len(columns), len(rows))
    seats = np.broadcast_to(seats, len(rows))
    base = None if base is None else np.broadcast_to(base, len(rows))
    out = np.empty(shape, dtype=np.int64)
    complete = all(_holds_integers(column) for column in columns)
    missing = None if complete else np.empty(shape, dtype=bool)
    ties: list[tuple[int, list[int], int]] = []
    size = min(max(len(rows) // _BLOCKS, _BLOCK[0]), _BLOCK[1])
    for start in range(0, len(rows), size):
        part = slice(start, start + size)
        votes = np.array([_floats(column[part]) for column in columns])
        doubt = votes.min(axis=0) < 0
        if missing is not None:
            missing[:, part] = np.isnan(votes)
            votes[missing[:, part]] = 0
            doubt |= (np.floor(votes) != votes).any(axis=0)
        with np.errstate(all="ignore"):  # a column that divides by zero is in doubt and not used
            held, unsure = _allocate_block(
                votes, seats[part], rule, thresholds, None if base is None else base[part]
            )
        doubt |= unsure
        held[:, doubt] = 0
        out[:, part] = held
        for row in (np.flatnonzero(doubt) + start).tolist():
            values = [column[row] for column in columns]
            if missing is not None:
                values = [0 if missing[at, row] else value for at, value in enumerate(values)]
            try:
                sure, tied, spare = allocate(
                    values,
                    labels,
                    seats=int(seats[row]),
                    rule=rule,
                    thresholds=thresholds,
                    base=None if base is None else int(base[row]),
                )
            except AllocationError as error:
                message = f"election {plain(rows[row])!r}: {error}"
                raise AllocationError(message) from None
            if tied and pick is None:
                ties.append((row, tied, spare))
            elif tied and pick is not None:
                for at in pick(tied, spare):
                    sure[at] += 1
            out[:, row] = sure
    if ties:
        _, tied, spare = ties[0]
        raise tie_error(labels, tied, spare, tuple(plain(rows[row]) for row, _, _ in ties))
    return out, missing


def _allocate_block(
    votes: Floats, seats: Ints, rule: Quota | Divisor, thresholds: Thresholds, base: Ints | None
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Allocate a block in floats; say which of its elections are in doubt."""
    total = votes.sum(axis=0)
    doubt = total >= EXACT_FLOAT
    admitted, near = admit_block(votes, thresholds, total if base is None else base)
    if isinstance(rule, Quota):
        quota_total = total if rule.of_all_votes else admitted.sum(axis=0)
        held, unsure = fill_quotas_block(admitted, seats, rule, quota_total)
    else:
        held, unsure = divide_block(admitted, seats, rule)
    return held, doubt | near | unsure


def _holds_integers(column: Column) -> bool:
    """Whether a column is of a NumPy integer type, in which nothing can be missing."""
    return isinstance(column, np.ndarray) and column.dtype.kind in "iu"


def _floats(column: Column) -> Floats:
    """Give votes as floats, NaN where missing, infinite where they are no numbers at all."""
    if isinstance(column, np.ndarray):
        if column.dtype.kind in "iuf":
            return column.astype(np.float64)
    elif column.dtype.kind in "iuf":
        floats: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return floats
    return np.array([_float(value) for value in column], dtype=np.float64)


def _float(value: Any) -> float:
    if value is None or value is pd.NA:
        return np.nan
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (Number, Decimal)):
        return np.inf
    return float(value)  # type: ignore[arg-type]  # a Number has no __float__ for the checker
