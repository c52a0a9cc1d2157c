"""Seats of every election in one long table."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment import apportion
from kzelect.apportionment.admission import Admission
from kzelect.apportionment.inputs import PerParty, Share, Ties, native, tie_error
from kzelect.apportionment.methods import Method, rule_for
from kzelect.errors import AllocationError, LabelError, MissingDataError, TieError
from kzelect.measures.by_election.partitions import Frame, gathered, is_partitioned

__all__ = ["apportion_by"]

Positions = npt.NDArray[np.integer[Any]]


def apportion_by(
    results: Frame,
    by: Hashable | list[Hashable],
    *,
    seats: int | str | pd.Series,
    method: Method,
    party: str = "party",
    votes: str = "votes",
    name: str = "seats",
    threshold: PerParty | Admission = 0,
    threshold_base: int | str | pd.Series | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    ties: Ties = "raise",
) -> Frame:
    """Turn votes into seats for every election of a long table, exactly.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        One row per election and party, in any order. A party that did not run
        has no row.
    by : column name or list of column names
        The key of an election: year, or year and district; of any type.
    seats : int, column name or Series
        Seats to allocate, from 1 up: the same for all elections, a column
        that is constant within each, or a Series with the keys as its index
        (for a key of one column).
    method, threshold, quota_base, first_divisor, ties
        The rule, as in `apportion`; thresholds by party and an order for ties
        name every party of the table. With a Dask DataFrame there can be no lot:
        its partitions have no order in which to draw. Nor is a label that the table
        does not have an error there, since no partition has all of them.
    party, votes : str
        Columns of the parties, each once per election, and of their votes, whole
        numbers from 0 up.
    name : str
        Column to add; it must not exist, published seats are never overwritten.
    threshold_base : int, column name or Series, optional
        As ``seats``; by default the sum of the election's votes.

    Returns
    -------
    DataFrame or Dask DataFrame
        ``results`` with the column ``name``: seats, int64, or Int64 unless votes are
        of a NumPy integer type. Rows, their order and index stay; of a Dask DataFrame
        all but the order. Seats are the same for either kind of frame.

    Raises
    ------
    LabelError
        A column that is missing or in the way, or a party twice in an election.
    MissingDataError
        A missing key, party, number of votes or of seats.
    AllocationError, TieError
        As in `apportion`, naming the election by its key. For a Dask DataFrame what is
        wrong with rows is raised when it is computed.

    Examples
    --------
    >>> import pandas as pd
    >>> results = pd.DataFrame({
    ...     "year": [2004, 1999, 2004, 1999], "party": ["A", "A", "B", "C"],
    ...     "votes": [60, 55, 40, 45]})
    >>> apportion_by(results, "year", seats=5, method="dhondt")
       year party  votes  seats
    0  2004     A     60      3
    1  1999     A     55      3
    2  2004     B     40      2
    3  1999     C     45      2
    """
    keys = list(by) if isinstance(by, list) else [by]
    rule_for(method, quota_base=quota_base, first_divisor=first_divisor)
    if isinstance(ties, int):
        ties = np.random.default_rng(ties)
    in_parts = is_partitioned(results)
    if in_parts and isinstance(ties, np.random.Generator):
        message = "a lot cannot be drawn in partitions; expected ties to be an order of the parties"
        raise AllocationError(message)
    return gathered(
        results,
        partial(
            _apportioned,
            keys=keys,
            party=party,
            votes=votes,
            name=name,
            seats=seats,
            threshold=threshold,
            threshold_base=threshold_base,
            ties=ties,
            in_parts=in_parts,
            rule={"method": method, "quota_base": quota_base, "first_divisor": first_divisor},
        ),
        keys=keys,
        first=partial(_with_columns, keys=keys, party=party, votes=votes, name=name),
        keep_index=True,
    )


def _with_columns(
    results: pd.DataFrame, *, keys: list[Hashable], party: str, votes: str, name: str
) -> pd.DataFrame:
    """Check that the columns are there, and nothing is in the way of the new one."""
    lacking = [column for column in (*keys, party, votes) if column not in results]
    if lacking:
        there = ", ".join(map(str, results.columns))
        message = f"results has no column {', '.join(map(repr, lacking))}; found {there}"
        raise LabelError(message)
    if name in results:
        message = f"results already has a column {name!r}; pass name= for the seats computed here"
        raise LabelError(message)
    return results


def _apportioned(
    results: pd.DataFrame,
    *,
    keys: list[Hashable],
    party: str,
    votes: str,
    name: str,
    seats: int | str | pd.Series,
    threshold: PerParty | Admission,
    threshold_base: int | str | pd.Series | None,
    ties: Ties,
    in_parts: bool,
    rule: dict[str, Any],
) -> pd.DataFrame:
    """Apportion complete elections."""
    for what, value in (("seats", seats), ("threshold_base", threshold_base)):
        if isinstance(value, str) and value not in results:
            message = (
                f"results has no column {value!r}, named as {what}; expected a column or a number"
            )
            raise LabelError(message)
    _check_rows(results, keys, party, votes)
    counts = _counts(results[votes])
    if results.empty:
        return results.assign(**{name: counts.astype(_dtype(results[votes]))})
    groups = results.groupby(keys, sort=False, observed=True)
    election = groups.ngroup().to_numpy(dtype=np.intp)
    firsts = np.flatnonzero(~pd.Series(election).duplicated().to_numpy())
    labels = _labels(results[keys].iloc[firsts])
    if in_parts:
        parties, here = set(results[party]), set(labels)
        threshold, ties = _of_these(threshold, parties), _of_these(ties, parties, order=True)
        seats, threshold_base = _of_these(seats, here), _of_these(threshold_base, here)
    # Positions keep the table narrow; parties as columns are needed only where they are named.
    by_party = isinstance(threshold, (Mapping, pd.Series, Admission)) or not isinstance(
        ties, (str, np.random.Generator)
    )
    place: Positions
    if by_party:
        place, names = pd.factorize(results[party])
    else:
        place = groups.cumcount().to_numpy(dtype=np.intp)
        names = pd.RangeIndex(place.max() + 1)
    table = np.zeros((len(names), len(firsts)), dtype=np.int64)
    absent = np.ones(table.shape, dtype=bool)
    table[place, election] = counts
    absent[place, election] = False
    columns = {
        at: pd.arrays.IntegerArray(*cells)
        for at, cells in enumerate(zip(table, absent, strict=True))
    }
    try:
        found = apportion(
            pd.DataFrame(columns, index=labels, copy=False).set_axis(names, axis=1),
            _per_election(results, seats, election, firsts, labels),
            threshold=threshold,
            threshold_base=None
            if threshold_base is None
            else _per_election(results, threshold_base, election, firsts, labels),
            ties=ties,
            **rule,
        )
    except TieError as tie:
        if by_party:
            raise
        tied = results[party][election == [native(key) for key in labels].index(tie.rows[0])]
        places = cast("list[int]", list(tie.parties))
        raise tie_error(tied.tolist(), places, tie.seats, tie.rows) from None
    held = np.empty_like(table)
    for at, column in enumerate(found):
        held[at] = found[column].to_numpy(dtype=np.int64, na_value=0)
    return results.assign(**{name: held[place, election]}).astype({name: _dtype(results[votes])})


def _of_these(value: Any, labels: set[Any], *, order: bool = False) -> Any:
    """Leave what names these parties or elections: a partition has not all of the table's."""
    if isinstance(value, str):
        return value
    if order:
        return [label for label in value if label in labels]
    if isinstance(value, pd.Series):
        return value[value.index.isin(labels)]
    if isinstance(value, Mapping):
        return {label: value[label] for label in value if label in labels}
    return value


def _check_rows(results: pd.DataFrame, keys: list[Hashable], party: str, votes: str) -> None:
    for column in (*keys, party, votes):
        gone = results[[column]].isna().to_numpy()[:, 0]
        if gone.any():
            row = native(results.index[int(gone.argmax())])
            message = f"row {row!r}: {column!r} is missing; expected a value in every row"
            raise MissingDataError(message)
    twice = results.duplicated([*keys, party]).to_numpy()
    if twice.any():
        row = results[[*keys, party]].iloc[int(twice.argmax())]
        what = ", ".join(f"{column} {native(value)!r}" for column, value in row.items())
        message = f"more than one row for {what}; expected one"
        raise LabelError(message)


def _counts(votes: pd.Series) -> npt.NDArray[np.int64]:
    wrong = np.zeros(len(votes), dtype=bool)
    counts = np.zeros(len(votes), dtype=np.int64)
    if pd.api.types.is_numeric_dtype(votes.dtype) and not pd.api.types.is_bool_dtype(votes.dtype):
        floats = votes.to_numpy(dtype=np.float64)
        wrong = (floats < 0) | (np.floor(floats) != floats) | (floats >= 2.0**63)
        if not wrong.any():
            counts = votes.to_numpy(dtype=np.int64)
    else:
        wrong[:] = True
    if wrong.any():
        at = int(wrong.argmax())
        found, row = native(votes.iloc[at]), native(votes.index[at])
        message = f"row {row!r}: votes is {found!r}; expected a whole number from 0 up"
        raise AllocationError(message)
    return counts


def _dtype(votes: pd.Series) -> str:
    return "int64" if isinstance(votes.dtype, np.dtype) and votes.dtype.kind in "iu" else "Int64"


def _labels(keys: pd.DataFrame) -> pd.Index:
    """Give each election one label: its key, a tuple if that has several columns."""
    labels: pd.Index
    if keys.shape[1] == 1:
        labels = pd.Index(keys.iloc[:, 0])
    else:
        tuples = list(keys.itertuples(index=False, name=None))
        labels = pd.Index(np.fromiter(tuples, dtype=object, count=len(tuples)))
    return labels


def _per_election(
    results: pd.DataFrame,
    value: int | str | pd.Series,
    election: Positions,
    firsts: Positions,
    labels: pd.Index,
) -> Any:
    if not isinstance(value, str):
        return value
    column = results[value]
    first = column.iloc[firsts]
    every = first.iloc[election]
    differs = (column.to_numpy() != every.to_numpy()) & column.notna().to_numpy()
    differs |= column.isna().to_numpy() != every.isna().to_numpy()
    if differs.any():
        at = int(np.argmax(differs))
        key = native(labels[int(election[at])])
        message = (
            f"election {key!r}: {value!r} is {native(column.iloc[at])!r} and "
            f"{native(every.iloc[at])!r}; expected one number"
        )
        raise AllocationError(message)
    return first.array if isinstance(first.array, pd.api.extensions.ExtensionArray) else first
