"""Seats of every election in one long table."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Iterator, Sequence
from fractions import Fraction
from functools import wraps
from typing import Any, Literal, TypeVar, cast

import numpy as np
import pandas as pd

from kzelect.apportionment.admission import Admission, named_in, read_thresholds
from kzelect.apportionment.batch import allocate_many
from kzelect.apportionment.exact import Procedure
from kzelect.apportionment.inputs import (
    PerParty,
    Share,
    Ties,
    per_election,
    picker,
    several,
    tie_error,
)
from kzelect.apportionment.methods import Method, rule_for
from kzelect.errors import AllocationError, LabelError, MissingDataError, TieError
from kzelect.measures.by_election.tables import (
    Elections,
    Frame,
    Rows,
    elections_of,
    gathered,
    is_partitioned,
    keys_of,
    one_per_election,
    refuse_totals,
    require_columns,
    require_labels,
    row_of,
    whole_counts,
)

Function = TypeVar("Function", bound=Callable[..., Any])


def _by_keyword(function: Function) -> Function:
    """Take ``by`` by position too, as version 0.1.0 did."""

    @wraps(function)
    def called(results: Any, *by: Any, **options: Any) -> Any:
        if by:
            message = "pass by= by keyword, as indices_by and turnout_by take it"
            warnings.warn(message, FutureWarning, stacklevel=2)
            options = dict(zip(["by"], by, strict=True)) | options
        return function(results, **options)

    return cast("Function", called)


@_by_keyword
def apportion_by(
    results: Frame,
    *,
    by: Hashable | Sequence[Hashable],
    seats: int | str | pd.Series,
    method: Method,
    party: str = "party",
    votes: str = "votes",
    name: str = "seats",
    threshold: PerParty | Admission = 0,
    threshold_base: int | str | pd.Series | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    min_lists: int = 0,
    min_seats: int = 0,
    ties: Ties = "raise",
    presorted: bool = False,
) -> Frame:
    """Turn votes into seats for every election of a long table, exactly.

    Parameters
    ----------
    results : DataFrame or Dask DataFrame
        One row per election and party, in any order; none for a party that did not run.
    by : column name or sequence of column names
        The key of an election: year, or year and district; of any type.
    seats : int, column name or Series
        Seats to allocate, at least 1: the same for all elections, a column that is constant
        within each, or a Series with the (only) key as its index.
    method, threshold, quota_base, first_divisor, min_lists, min_seats, ties
        The rule, as in `apportion`; thresholds by party and an order for ties name every
        party of the table. A Dask DataFrame has no order in which lots could be drawn.
    party, votes : str
        Columns of the parties, each once per election, and of their votes, whole numbers.
    name : str
        Column to add; it must not exist, published seats are never overwritten.
    threshold_base : int, column name or Series, optional
        As ``seats``; by default the sum of the election's votes. A Series may name
        elections that a Dask DataFrame does not have.
    presorted : bool
        Rows of a Dask DataFrame are sorted by the keys over all partitions: no shuffle is
        needed, and rows that are not are an error.

    Returns
    -------
    DataFrame or Dask DataFrame
        ``results`` with the column ``name``: seats, the same for either kind of frame, as
        int64, or Int64 unless votes are of a NumPy integer type. Rows, their index and,
        but for a Dask DataFrame, their order stay.

    Raises
    ------
    LabelError
        A column missing or in the way, a key or party missing, a party twice in an election.
    MissingDataError
        A missing number of votes or of seats.
    AllocationError, TieError
        If an election, named by its key, has no allocation, or a tie. What is wrong with
        rows of a Dask DataFrame is raised when it is computed.

    Examples
    --------
    >>> import pandas as pd
    >>> results = pd.DataFrame({
    ...     "year": [2004, 1999, 2004, 1999], "party": ["A", "A", "B", "C"],
    ...     "votes": [60, 55, 40, 45]})
    >>> apportion_by(results, by="year", seats=5, method="dhondt")
       year party  votes  seats
    0  2004     A     60      3
    1  1999     A     55      3
    2  2004     B     40      2
    3  1999     C     45      2
    """
    keys = keys_of(by)
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor, min_seats=min_seats)
    if isinstance(ties, (int, np.integer)):
        ties = np.random.default_rng(ties)
    in_parts = is_partitioned(results)
    if in_parts and isinstance(ties, np.random.Generator):
        message = "a lot cannot be drawn in partitions; expected ties to be an order of the parties"
        raise AllocationError(message)
    named = named_in(threshold)
    if in_parts and not isinstance(ties, str):
        order = several(ties, name="ties")
        picker(ties, order)  # says what is wrong with the order itself
        named |= set(order)

    def checked(rows: pd.DataFrame) -> pd.DataFrame:
        """Check that the columns are there, and nothing is in the way of the new one."""
        require_columns(rows, [*keys, party, votes])
        refuse_totals(rows, keys, party=party)
        if name in rows:
            message = (
                f"results already has a column {name!r}; pass name= for the seats computed here"
            )
            raise LabelError(message)
        return rows

    def apportioned(rows: pd.DataFrame) -> pd.DataFrame:
        """Apportion complete elections; in a partition, some of the parties that a rule names."""
        elections = elections_of(rows, keys)
        require_labels(rows, [party], what="party")
        counts = whole_counts(rows, votes)
        if counts.isna().any():
            row = row_of(rows, int(counts.isna().argmax()))
            message = f"{votes} of row {row!r} are missing; expected every row to have a number"
            raise MissingDataError(message)
        code, here = pd.factorize(rows[party])
        twice = pd.DataFrame({"election": elections.numbers, "party": code}).duplicated()
        if twice.any():
            row = rows[[*keys, party]].iloc[[int(twice.argmax())]]
            what = ", ".join(f"{name} {values.tolist()[0]!r}" for name, values in row.items())
            message = f"more than one row for {what}; expected one"
            raise LabelError(message)
        names = [*here, *named.difference(here)] if in_parts else list(here)
        pick, ordered = picker(ties, names), not isinstance(ties, (str, np.random.Generator))
        if ordered:  # columns stand in the order of the parties
            names = list(cast("Any", ties))
            code = pd.Index(names, tupleize_cols=False).get_indexer(rows[party])
            pick = _first_of
        thresholds = read_thresholds(threshold, names, min_lists) if names else Fraction(0)
        labels = _labels(rows[keys].iloc[elections.firsts])

        def per_each(value: Any, what: str) -> Rows:
            if isinstance(value, str):
                if value not in rows:
                    message = (
                        f"results has no column {value!r}, named as {what}; "
                        "expected a column or a number"
                    )
                    raise LabelError(message)
                value = one_per_election(rows, value, elections, keys).array
            elif isinstance(value, pd.Series) and in_parts:
                value = value[value.index.isin(labels)]
            return np.broadcast_to(per_election(value, labels, name=what), len(labels))

        each = per_each(seats, "seats")
        base = None if threshold_base is None else per_each(threshold_base, "threshold_base")
        procedure = Procedure(names, rule, thresholds, base, pick)
        held = _seats_of_rows(
            elections, labels, code, counts.to_numpy(np.int64), each, procedure, ordered
        )
        dtype = rows[votes].dtype
        integers = isinstance(dtype, np.dtype) and dtype.kind in "iu"
        found = rows.copy(deep=False)
        found[name] = held if integers else pd.array(held, dtype="Int64")
        return found

    def rows_of_named(rows: pd.DataFrame) -> pd.DataFrame:
        """Return the parties of a partition that the rule names."""
        here = rows[[party]].drop_duplicates()
        return here[np.array([label in named for label in here[party].tolist()], dtype=bool)]

    def require_named(rows: pd.DataFrame) -> None:
        """Raise LabelError if no partition has a party that the rule names."""
        labels = rows[party].tolist()
        read_thresholds(threshold, labels)
        picker(ties, labels)

    return gathered(
        results,
        apportioned,
        keys=keys,
        first=checked,
        keep_index=True,
        presorted=presorted,
        whole=(rows_of_named, require_named) if named else None,
    )


def _first_of(tied: list[int], seats: int) -> list[int]:
    return sorted(tied)[:seats]


# Cells of a table of votes that are apportioned at once: 8 MiB of them.
_CELLS = 1 << 20


def _seats_of_rows(
    elections: Elections,
    labels: pd.Index,
    code: Rows,
    votes: Rows,
    seats: Rows,
    procedure: Procedure,
    ordered: bool,
) -> Rows:
    """Apportion some elections after the other, and give the seats of every row.

    ``code`` is the number of each row's party among the labels of the procedure.
    """
    names, _, thresholds, base, _ = procedure
    parties = 0 if isinstance(thresholds, Fraction) else len(names)
    starts, sizes = elections.starts, elections.sizes
    held = np.zeros(len(code), dtype=np.int64)
    ties: list[tuple[TieError, list[Any]]] = []
    for first, last in _parts(sizes, parties):
        election = np.repeat(np.arange(last - first), sizes[first:last])
        place = np.arange(len(election)) - np.searchsorted(election, election)
        rows = elections.rows(starts[first:last][election] + place)
        if ordered:
            rows = rows[np.lexsort((code[rows], election))]
        own, column, width = thresholds, code[rows], parties
        if isinstance(own, Fraction):  # a table of places is narrower than one of parties
            column, width = place, int(place.max()) + 1
        elif isinstance(own, tuple):
            here, column = np.unique(column, return_inverse=True)
            own, width = tuple(own[at] for at in here.tolist()), len(here)
        table = np.zeros((width, last - first), dtype=np.int64)
        table[column, election] = votes[rows]
        try:
            found, _ = allocate_many(
                list(table),
                labels[first:last],
                seats[first:last],
                procedure._replace(
                    labels=range(len(table)),
                    thresholds=own,
                    base=None if base is None else base[first:last],
                ),
            )
        except TieError as tie:
            at = labels[first:last].tolist().index(tie.rows[0])
            its = election == at
            in_column = dict(zip(column[its].tolist(), code[rows[its]].tolist(), strict=True))
            ties.append((tie, [names[in_column[place]] for place in tie.parties]))
        else:
            held[rows] = found[column, election]
    if ties:
        (first_tie, tied), rows_tied = ties[0], sum((each.rows for each, _ in ties), ())
        raise tie_error(tied, list(range(len(tied))), first_tie.seats, rows_tied)
    return held


def _parts(sizes: Rows, width: int) -> Iterator[tuple[int, int]]:
    """Cut elections into parts whose tables, as wide as the largest election, stay small."""
    first, last = 0, len(sizes)
    while first < len(sizes):
        here = sizes[first:last]
        most = max(1, _CELLS // int(min(width, here.sum()) or here.max()))
        if len(here) > most:
            last = first + most
        else:
            yield first, last
            first, last = last, len(sizes)


def _labels(keys: pd.DataFrame) -> pd.Index:
    """Give each election one label: its key, a tuple if that has several columns."""
    if keys.shape[1] == 1:
        labels: pd.Index = pd.Index(keys.iloc[:, 0])
        return labels
    return pd.Index(list(keys.itertuples(index=False, name=None)), tupleize_cols=False)
