"""Indices of every election in one long table."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.by_election.tables import (
    Elections,
    Frame,
    elections_of,
    gathered,
    keys_of,
    label_of,
    numbers_in,
    one_per_election,
    refuse_totals,
    require_columns,
    row_of,
)
from kzelect.measures.indices import INDICES, ROUNDED, check_base, chosen_indices, proportions
from kzelect.measures.shares import Array, as_floats

Plan: TypeAlias = dict[str, tuple[str, tuple[int, ...]]]


def indices_by(
    results: Frame,
    *,
    by: Hashable | Sequence[Hashable],
    votes: str = "votes",
    seats: str | None = "seats",
    indices: Sequence[str] | None = None,
    total_votes: str | None = None,
    presorted: bool = False,
) -> Frame:
    """Compute indices of every election in a tidy frame, one row an election.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        One row a party (or other contender) and election, in any order.
    by : column name or sequence of column names
        The keys that tell elections apart, of any type.
    votes, seats : str
        Columns of counts; with ``seats=None`` for the indices of votes alone.
    indices : sequence of str, optional
        Names from `kzelect.measures.indices.INDICES`, without it all that can be had.
    total_votes : str, optional
        Column of all valid votes, the same in every row of an election, where the parties
        listed have not all of them; see `kzelect.gallagher`.
    presorted : bool
        Rows of a Dask DataFrame are sorted by the keys over all partitions: no shuffle is
        needed, and rows that are not are an error.

    Returns
    -------
    DataFrame or Dask DataFrame
        Of the kind of ``results``. The keys, then the indices (Float64, as defined in
        `kzelect.measures.indices`): those of votes against seats under their name, such as
        ``gallagher``, those of either as ``effective_parties_votes`` and
        ``effective_parties_seats``. Elections come as they first appear. An index is missing
        for an election with a missing count or no votes (or seats) at all: leave out a winner
        whose row has no votes, or give it 0, first. A Dask DataFrame has no order: elections
        come in none, and indices equal those of a single frame within 1e-12.

    Raises
    ------
    LabelError
        If a column is absent, stands twice or is called as an index, or a key is missing.
    KzelectError
        If counts are negative, infinite or not numbers, or an index is unknown. What is
        wrong with rows of a Dask DataFrame is raised when it is computed.

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
    needed = [*keys, *columns] if total_votes is None else [*keys, *columns, total_votes]

    def checked(results: pd.DataFrame) -> pd.DataFrame:
        """Leave the columns that are needed."""
        require_columns(results, needed)
        refuse_totals(results, keys)
        for key in keys:
            if key in plan:
                message = f"key {key!r} is also the name of an index; expected another column name"
                raise LabelError(message)
        return results[needed]

    def computed(results: pd.DataFrame) -> pd.DataFrame:
        """Compute the indices of complete elections."""
        counts = [_counts_in(results, column) for column in columns]
        elections = elections_of(results, keys)
        totals = None
        if total_votes is not None:
            one_per_election(results, total_votes, elections, keys)
            totals = _counts_in(results, total_votes)[elections.firsts]
            listed = np.bincount(elections.numbers, weights=counts[0], minlength=len(totals))
            for election in np.flatnonzero(listed > totals * ROUNDED)[:1]:
                label = label_of(results, keys, int(elections.firsts[election]))
                check_base(listed[election], totals[election], where=f"election {label!r}: ")
        found = results[keys].iloc[elections.firsts].reset_index(drop=True)
        for name, value in _evaluated(plan, counts, totals, elections).items():
            found[name] = pd.arrays.FloatingArray(value, np.isnan(value))
        return found

    return gathered(
        results, computed, keys=keys, first=checked, columns=needed, presorted=presorted
    )


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


def _counts_in(results: pd.DataFrame, column: Hashable) -> Array:
    """Return a column of counts as floats, nan where missing."""
    counts = as_floats(numbers_in(results, column))
    # Only if one is negative, infinite or nan is it worth looking for it.
    if len(counts) and not (counts.min() >= 0 and counts.max() < np.inf):
        for at in np.flatnonzero((counts < 0) | (counts == np.inf))[:1].tolist():
            message = (
                f"{column} of row {row_of(results, at)!r} are {counts[at]:g}; "
                "expected a non-negative number"
            )
            raise KzelectError(message)
    return counts


# Counts that a formula takes at once: 125 KiB, which stay in the cache, and less than the
# 128 KiB from which on glibc may ask the system for every array anew (Dask's workers do).
_CELLS = 16_000


def _evaluated(
    plan: Plan, counts: list[Array], totals: Array | None, elections: Elections
) -> dict[str, Array]:
    """Evaluate the formulas on elections of one size at a time, parties by elections."""
    starts, sizes = elections.starts, elections.sizes
    values = {column: np.empty(len(sizes)) for column in plan}
    for size in np.flatnonzero(np.bincount(sizes)):
        of_size = np.flatnonzero(sizes == size)
        step = max(1, _CELLS // int(size))
        for chunk in (of_size[i : i + step] for i in range(0, len(of_size), step)):
            rows = elections.rows(starts[chunk] + np.arange(size)[:, np.newaxis])
            bases = [None if totals is None else totals[chunk], None]
            shares = [
                proportions(column.take(rows), base)
                for column, base in zip(counts, bases, strict=False)
            ]
            others = [] if totals is None else [1 - shares[0].sum(axis=0)]
            with np.errstate(divide="ignore", invalid="ignore"):
                for column, (name, of) in plan.items():
                    index = INDICES[name]
                    more = others if index.takes_others else []
                    values[column][chunk] = index.formula(*(shares[i] for i in of), *more)
    return values
