"""Indices of every election in one long table."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.by_election.columns import keys_of, require_columns
from kzelect.measures.by_election.partitions import Frame, gathered
from kzelect.measures.indices import INDICES, chosen_indices, proportions
from kzelect.measures.shares import Array

__all__ = ["indices_by"]

Rows: TypeAlias = npt.NDArray[np.int64]
Plan: TypeAlias = dict[str, tuple[str, tuple[int, ...]]]


def indices_by(
    results: Frame,
    *,
    by: Hashable | Sequence[Hashable],
    votes: str = "votes",
    seats: str | None = "seats",
    indices: Sequence[str] | None = None,
) -> Frame:
    """Compute indices of every election in a tidy frame, one row an election.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        One row a party (or other contender) and election, in any order.
    by : column name or sequence of column names
        The keys that tell elections apart, of any type.
    votes, seats : str
        Columns of counts. Only ``votes`` is needed, with ``seats=None``, for
        the indices of votes alone.
    indices : sequence of str, optional
        Names from `kzelect.measures.indices.INDICES`, without it all (of those that
        do not need seats if there are none).

    Returns
    -------
    DataFrame or Dask DataFrame
        Of the kind of ``results``. The keys, then the indices (Float64, defined
        as the functions of the same names in `kzelect.measures.indices`): ``gallagher``
        and other indices of votes against seats under their name, indices of
        either as ``effective_parties_votes`` and ``effective_parties_seats``.
        Elections come in the order in which they first appear. An index is
        missing for an election with a missing count or no votes (or seats) at
        all: a winner whose row has no votes has to be left out, or given 0,
        first. Elections of a Dask DataFrame come in no order; nor do rows reach
        each other in one, so that indices equal those of a single frame within
        1e-12.

    Raises
    ------
    LabelError
        If a column is absent, stands twice or would be called as an index is,
        or a key is missing.
    KzelectError
        If counts are negative, infinite or not numbers, or an index is unknown. For a
        Dask DataFrame what is wrong with rows is raised when it is computed.

    See Also
    --------
    kzelect.measures.indices : The definitions, ranges and papers.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.by_election import indices_by
    >>> results = pd.DataFrame(
    ...     {
    ...         "election": [2004, 2004, 2007, 2007],
    ...         "votes": [60, 40, 90, 10],
    ...         "seats": [7, 3, 10, 0],
    ...     }
    ... )
    >>> indices_by(results, by="election", indices=["effective_parties", "gallagher"]).round(3)
       election  effective_parties_votes  effective_parties_seats  gallagher
    0      2004                    1.923                    1.724        0.1
    1      2007                     1.22                      1.0        0.1
    """
    keys = keys_of(by)
    names = chosen_indices(indices)
    if seats is None and indices is None:
        names = [name for name in names if not INDICES[name].of_both]
    plan = _planned(names, seats is not None)
    columns = [votes] if seats is None else [votes, seats]
    return gathered(
        results,
        partial(_computed, keys=keys, columns=columns, plan=plan),
        keys=keys,
        first=partial(_needed, keys=keys, columns=columns, plan=plan),
        columns=[*keys, *columns],
    )


def _needed(
    results: pd.DataFrame, *, keys: list[Hashable], columns: list[str], plan: Plan
) -> pd.DataFrame:
    """Leave the columns that are needed."""
    require_columns(results, [*keys, *columns])
    clash = [key for key in keys if key in plan]
    if clash:
        message = f"key {clash[0]!r} is also the name of an index; expected another column name"
        raise LabelError(message)
    return results[[*keys, *columns]]


def _computed(
    results: pd.DataFrame, *, keys: list[Hashable], columns: list[str], plan: Plan
) -> pd.DataFrame:
    """Compute the indices of complete elections."""
    counts = [_counts(results, column) for column in columns]
    elections = _elections(results, keys)
    values = _evaluated(plan, counts, elections)
    order = np.argsort(elections.first)
    found = results[keys].iloc[elections.first[order]].reset_index(drop=True)
    for name, value in values.items():
        found[name] = pd.array(value[order], dtype="Float64")
    return found


def _planned(names: list[str], has_seats: bool) -> Plan:
    """Say for each column which formula it takes, and of which counts: 0 votes, 1 seats."""
    plan: Plan = {}
    for name in names:
        if INDICES[name].of_both:
            if not has_seats:
                message = f"{name!r} compares votes with seats; expected a column of seats"
                raise KzelectError(message)
            plan[name] = (name, (0, 1))
        else:
            plan[f"{name}_votes"] = (name, (0,))
            if has_seats:
                plan[f"{name}_seats"] = (name, (1,))
    return plan


def _counts(results: pd.DataFrame, column: str) -> Array:
    values = results[column]
    if not pd.api.types.is_numeric_dtype(values.dtype):
        message = f"column {column!r} is of type {values.dtype}; expected numbers"
        raise KzelectError(message)
    counts: Array = (
        values.to_numpy(dtype=np.float64)
        if isinstance(values.dtype, np.dtype)
        else values.to_numpy(dtype=np.float64, na_value=np.nan)
    )
    # Only if one is negative, infinite or nan is it worth to look for it.
    if len(counts) and not (counts.min() >= 0 and counts.max() < np.inf):
        wrong = (counts < 0) | (counts == np.inf)
        row = int(wrong.argmax())
        if not wrong[row]:
            return counts
        message = (
            f"{column} of row {results.index[row]!r} are {counts[row]:g}; "
            "expected a number from 0 up"
        )
        raise KzelectError(message)
    return counts


class _Elections(NamedTuple):
    """Rows sorted by election, and where each election stands among them.

    ``order`` lists the rows (None: as they stand); ``starts`` and ``sizes``
    cut that list into elections; ``first`` is the first row of each.
    """

    order: Rows | None
    starts: Rows
    sizes: Rows
    first: Rows


def _elections(results: pd.DataFrame, keys: Sequence[Hashable]) -> _Elections:
    rows = len(results)
    codes = _codes(results, keys)
    order = None
    if (codes[1:] < codes[:-1]).any():
        # Code and row in one integer: to sort plain integers is several times faster than a
        # stable argsort, and rows of an election stay in their order.
        shift = rows.bit_length()
        packed = codes << shift
        packed |= np.arange(rows)
        packed.sort()
        order = packed & ((1 << shift) - 1)
        codes = np.right_shift(packed, shift, out=packed)
    new = np.ones(rows, dtype=bool)
    np.not_equal(codes[1:], codes[:-1], out=new[1:])
    starts = np.flatnonzero(new)
    sizes = np.diff(starts, append=rows)
    return _Elections(order, starts, sizes, starts if order is None else order[starts])


def _codes(results: pd.DataFrame, keys: Sequence[Hashable]) -> Rows:
    """Return numbers of the elections, small enough to be packed with a row into 63 bits."""
    most = 1 << (62 - len(results).bit_length())
    codes, size = _codes_of(results[keys[0]], keys[0], most)
    for key in keys[1:]:
        of_key, size_of_key = _codes_of(results[key], key, most)
        if size * size_of_key > most:
            (codes, size), (of_key, size_of_key) = _dense(codes), _dense(of_key)
        codes, size = codes * size_of_key + of_key, size * size_of_key
        if size > most:
            codes, size = _dense(codes)
    return codes


def _dense(values: Any) -> tuple[Rows, int]:
    codes, labels = pd.factorize(values)
    return codes.astype(np.int64, copy=False), len(labels)


def _codes_of(values: pd.Series[Any], key: Hashable, most: int) -> tuple[Rows, int]:
    whole = isinstance(values.dtype, np.dtype) and values.dtype.kind in "iu"
    if not whole and values.isna().any():
        row = values.index[int(values.isna().to_numpy().argmax())]
        message = f"key {key!r} of row {row!r} is missing; expected every row to have one"
        raise LabelError(message)
    if len(values) and pd.api.types.is_integer_dtype(values.dtype):
        numbers = values.to_numpy()
        low, high = int(numbers.min()), int(numbers.max())
        if high - low < most:
            return (numbers - low).astype(np.int64, copy=False), high - low + 1
    return _dense(values)


# Counts a formula takes at once: few enough to stay in the cache.
_CELLS = 1 << 16


def _evaluated(plan: Plan, counts: list[Array], elections: _Elections) -> dict[str, Array]:
    """Evaluate the formulas on elections of one size at a time, parties by elections."""
    if elections.order is not None:
        counts = [column.take(elections.order) for column in counts]
    values = {column: np.empty(len(elections.starts)) for column in plan}
    for size in np.unique(elections.sizes):
        of_size = np.flatnonzero(elections.sizes == size)
        step = max(1, _CELLS // int(size))
        for chunk in (of_size[i : i + step] for i in range(0, len(of_size), step)):
            rows = elections.starts[chunk] + np.arange(size)[:, np.newaxis]
            with np.errstate(divide="ignore", invalid="ignore"):
                shares = [proportions(column.take(rows)) for column in counts]
                for column, (name, of) in plan.items():
                    values[column][chunk] = INDICES[name].formula(*(shares[i] for i in of))
    return values
