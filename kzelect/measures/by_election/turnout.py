"""Turnout of every election or district in one long table."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.by_election.tables import (
    Frame,
    elections_of,
    gathered,
    is_partitioned,
    keys_of,
    label_of,
    refuse_totals,
    require_columns,
    whole_counts,
)
from kzelect.measures.shares import share

# Totals are added in 64 bits; the sum in floats that says whether they fit is a little off.
_MOST = 2.0**63 * (1 - 1e-9)

# Each rate, with the count that is divided and its base.
_RATES = {
    "turnout_share": ("ballots_cast", "registered"),
    "valid_registered_share": ("valid_votes", "registered"),
    "invalid_cast_share": ("invalid_votes", "ballots_cast"),
}


def turnout_by(
    results: Frame,
    *,
    by: Hashable | Sequence[Hashable],
    registered: str = "registered",
    ballots_cast: str = "ballots_cast",
    valid_votes: str | None = "valid_votes",
    invalid_votes: str | None = "invalid_votes",
    presorted: bool = False,
) -> Frame:
    """Add up voters and ballots by election or district, and give the rates, one row each.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        One row a polling station, district or ballot, in any order.
    by : column name or sequence of column names
        The keys that tell elections, districts or ballots apart, of any type.
    registered, ballots_cast : str
        Columns of counts, non-negative whole numbers, or missing.
    valid_votes, invalid_votes : str or None
        The same; None if the table has no such column.
    presorted : bool
        Rows of a Dask DataFrame are sorted by the keys over all partitions: no shuffle is
        needed, and rows that are not are an error.

    Returns
    -------
    DataFrame or Dask DataFrame
        Of the kind of ``results``. The keys; ``rows`` added up, and ``rows_missing``, how many
        of them lack a count (Int64); the totals ``registered``, ``ballots_cast``,
        ``valid_votes`` and ``invalid_votes`` (Int64), missing if a part is; and the rates
        (Float64), missing if a total is missing or its base 0: ``turnout_share`` (ballots
        cast of registered voters), ``valid_registered_share`` (valid votes of registered
        voters) and ``invalid_cast_share`` (invalid votes of ballots cast).

        Rates are 0 to 1, but not capped: some laws let voters be added on election day. Rows
        come as keys first appear; those of a Dask DataFrame in no order, and the same to the
        last digit.

    Raises
    ------
    LabelError
        If a column is absent, stands twice or is called as a result, or a key is missing.
    KzelectError
        If counts are negative, fractional, infinite or not numbers, or add up to 2**63 or
        more. What is wrong with rows of a Dask DataFrame is raised when it is computed.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.by_election import turnout_by
    >>> stations = pd.DataFrame({
    ...     "district": [1, 1, 2], "registered": [900, 600, 1000],
    ...     "ballots_cast": [500, 250, None]})
    >>> found = turnout_by(stations, by="district", valid_votes=None, invalid_votes=None)
    >>> found[["district", "rows", "rows_missing", "ballots_cast", "turnout_share"]]
       district  rows  rows_missing  ballots_cast  turnout_share
    0         1     2             0           750            0.5
    1         2     1             1          <NA>           <NA>
    """
    keys = keys_of(by)
    given: dict[str, str | None] = {
        "registered": registered,
        "ballots_cast": ballots_cast,
        "valid_votes": valid_votes,
        "invalid_votes": invalid_votes,
    }
    for name in ("registered", "ballots_cast"):
        if given[name] is None:
            message = f"{name} is None; expected a column: turnout is ballots cast of registered"
            raise LabelError(message)
    columns = {name: column for name, column in given.items() if column is not None}
    in_parts = is_partitioned(results)

    def added(results: pd.DataFrame) -> pd.DataFrame:
        """Check the rows and add them up by key."""
        require_columns(results, [*keys, *columns.values()])
        refuse_totals(results, keys)
        for key in keys:
            if key in ("rows", "rows_missing", *columns, *_RATES):
                message = f"key {key!r} is also the name of a result; expected another column name"
                raise LabelError(message)
        counts = {name: whole_counts(results, column) for name, column in columns.items()}
        lacking = np.zeros(len(results), dtype=np.int64)
        for count in counts.values():
            lacking |= count.isna()
        rows = results[keys].assign(rows=np.int64(1), rows_missing=lacking, **counts)
        return _totals(rows.astype({"rows": "Int64", "rows_missing": "Int64"}), keys)

    def rated(totals: pd.DataFrame) -> pd.DataFrame:
        """Divide the totals, once those of partitions are added up."""
        totals = _totals(totals, keys) if in_parts else totals.copy()
        for name, (part, base) in _RATES.items():
            if part in totals.columns:
                totals[name] = share(totals[part], totals[base])
        return totals

    # Partitions are added up before anything travels, and what arrives once more.
    needed = [*keys, *columns.values()]
    return gathered(results, rated, keys=keys, first=added, columns=needed, presorted=presorted)


def _totals(rows: pd.DataFrame, keys: list[Hashable]) -> pd.DataFrame:
    elections = elections_of(rows, keys)
    added = rows.drop(columns=keys)
    totals = added.groupby(elections.numbers).sum(skipna=False)
    floats = added.astype("Float64")
    if (floats.sum() >= _MOST).any():  # a total may be too large
        for name, sums in floats.groupby(elections.numbers).sum().items():
            for number in np.flatnonzero(sums >= _MOST)[:1]:
                key = label_of(rows, keys, int(elections.firsts[number]))
                message = f"{name} of {key!r} add up to {sums[number]:g}; expected less than 2**63"
                raise KzelectError(message)
    return rows[keys].iloc[elections.firsts].reset_index(drop=True).join(totals)
