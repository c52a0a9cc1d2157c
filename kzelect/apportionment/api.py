"""`apportion`: the public call, for a Series, a DataFrame or an array of votes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.batch import allocate_many, per_election
from kzelect.apportionment.methods import rule_for
from kzelect.apportionment.numbers import whole
from kzelect.apportionment.single import allocate
from kzelect.apportionment.thresholds import read_thresholds
from kzelect.apportionment.ties import Ties, picker, tie_error
from kzelect.errors import AllocationError, LabelError, MissingDataError

__all__ = ["apportion"]

Share = float | Decimal | Fraction
PerElection = int | Sequence[int] | npt.NDArray[np.integer[Any]] | pd.Series
PerParty = Share | Sequence[Share] | npt.NDArray[np.floating[Any]] | Mapping[Any, Share] | pd.Series


@overload
def apportion(
    votes: pd.Series,
    seats: PerElection,
    *,
    method: str,
    threshold: PerParty = ...,
    threshold_base: PerElection | None = ...,
    quota_base: Literal["admitted", "all"] = ...,
    first_divisor: Share | None = ...,
    ties: Ties = ...,
) -> pd.Series: ...


@overload
def apportion(
    votes: pd.DataFrame,
    seats: PerElection,
    *,
    method: str,
    threshold: PerParty = ...,
    threshold_base: PerElection | None = ...,
    quota_base: Literal["admitted", "all"] = ...,
    first_divisor: Share | None = ...,
    ties: Ties = ...,
) -> pd.DataFrame: ...


@overload
def apportion(
    votes: npt.NDArray[Any],
    seats: PerElection,
    *,
    method: str,
    threshold: PerParty = ...,
    threshold_base: PerElection | None = ...,
    quota_base: Literal["admitted", "all"] = ...,
    first_divisor: Share | None = ...,
    ties: Ties = ...,
) -> npt.NDArray[np.int64]: ...


def apportion(
    votes: pd.Series | pd.DataFrame | npt.NDArray[Any],
    seats: PerElection,
    *,
    method: str,
    threshold: PerParty = 0,
    threshold_base: PerElection | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    ties: Ties = "raise",
) -> pd.Series | pd.DataFrame | npt.NDArray[np.int64]:
    """Turn votes into seats, exactly.

    The result equals that of rational arithmetic: seats never hang on how a
    float was rounded. Lists below the threshold, and lists without a vote,
    are not admitted and get no seat.

    Parameters
    ----------
    votes : Series, DataFrame or ndarray
        Votes, whole numbers from 0 up. A Series is one election, its index
        the parties. A DataFrame is one election a row, its columns the
        parties; a missing cell is a party that did not run. An array is
        either, by its number of dimensions; nothing may be missing in it.
    seats : int, or one per election
        Seats to allocate, from 1 up. A Series is joined to the rows of
        ``votes`` by label.
    method : str
        One of `METHODS`. Largest remainders with the quota of V votes and S
        seats: ``hare`` V/S, ``droop`` ⌊V/(S+1)⌋+1, ``hagenbach_bischoff``
        V/(S+1), ``imperiali_quota`` V/(S+2) [1]_. Highest averages with the
        divisors: ``dhondt`` 1, 2, 3; ``sainte_lague`` 1, 3, 5;
        ``modified_sainte_lague`` 1.4, 3, 5; ``danish`` 1, 4, 7; ``imperiali``
        2, 3, 4; and, from k seats to k+1, ``adams`` k, ``dean``
        2k(k+1)/(2k+1), ``huntington_hill`` √(k(k+1)) [2]_. These last three
        first give a seat to every admitted list.
    threshold : number from 0 to 1, or one per party
        Least share of ``threshold_base``; a list exactly at it is admitted. A
        float stands for the decimal it prints as, 0.07 for 7/100. A Series or
        mapping names each party's own threshold (0 exempts it); for an array
        of votes, a sequence does.
    threshold_base : int, or one per election
        The total that ``threshold`` is a share of, ballots cast for example;
        by default the sum of the votes given.
    quota_base : {"admitted", "all"}
        Votes that the quota is computed from: those of admitted lists, or all
        that are given. Only largest-remainder methods have a quota.
    first_divisor : number above 0 and up to 3, optional
        In place of 1.4 in ``modified_sainte_lague``: Sweden has 1.2 since 2018.
    ties : {"raise"}, sequence of parties, or numpy.random.Generator
        Who gets seats that the votes cannot assign: nobody (an error), the
        tied parties that come first in a full order of the parties (for an
        array, of its positions), or those drawn by lot.

    Returns
    -------
    Series, DataFrame or ndarray
        Seats, of the kind and with the labels of ``votes``: int64, or Int64
        unless all votes are of a NumPy integer type; missing where a party
        did not run. A Series is named ``seats``.

    Raises
    ------
    AllocationError
        Votes, seats or a rule from which no allocation follows: votes that
        are negative or fractional or all zero, no admitted list, a quota that
        awards too many seats or leaves too many, fewer seats than lists where
        each is due one.
    TieError
        An AllocationError too: tied parties, with ``ties="raise"``.
    LabelError
        Parties named twice, or labels that do not match those of ``votes``.
    MissingDataError
        A missing value other than a party's cell in a DataFrame.

    References
    ----------
    .. [1] M. Gallagher (1992), "Comparing proportional representation
       electoral systems: quotas, thresholds, paradoxes and majorities",
       British Journal of Political Science 22, 469–496.
    .. [2] F. Pukelsheim (2017), Proportional Representation, 2nd ed., ch. 3–5.

    Examples
    --------
    >>> import pandas as pd
    >>> votes = pd.Series({"Otan": 2883706, "Aq Jol": 572672, "Asar": 541239, "AIST": 336177})
    >>> apportion(votes, 10, method="hare")
    Otan      7
    Aq Jol    1
    Asar      1
    AIST      1
    Name: seats, dtype: int64

    Of the ballots cast AIST had 6.87 %, below the threshold of 7 %:

    >>> apportion(votes, 10, method="hare", threshold=0.07, threshold_base=4893204)
    Otan      7
    Aq Jol    2
    Asar      1
    AIST      0
    Name: seats, dtype: int64

    Two elections at once; the second without C:

    >>> panel = pd.DataFrame({"A": [50, 60], "B": [30, 40], "C": [20, None]}, index=["x", "y"])
    >>> apportion(panel, pd.Series({"y": 5, "x": 10}), method="sainte_lague")
       A  B     C
    x  5  3     2
    y  3  2  <NA>
    """
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor)
    labels: Any
    if isinstance(votes, pd.Series):
        labels = votes.index
    elif isinstance(votes, pd.DataFrame):
        labels = votes.columns
    elif isinstance(votes, np.ndarray) and votes.ndim in (1, 2):
        labels = range(votes.shape[-1])
    else:
        message = (
            f"votes is {type(votes).__name__}; expected a Series, a DataFrame or an "
            "array of one or two dimensions"
        )
        raise AllocationError(message)
    labelled = isinstance(labels, pd.Index)
    if labelled and not labels.is_unique:
        message = (
            f"parties named twice: {', '.join(map(str, labels[labels.duplicated()].unique()))}"
        )
        raise LabelError(message)
    if not len(labels):
        message = "votes has no parties; expected one at least"
        raise AllocationError(message)
    thresholds = read_thresholds(threshold, labels, labelled=labelled)
    pick = picker(ties, labels)
    if isinstance(votes, pd.DataFrame) or votes.ndim == 2:
        rows: Any = votes.index if isinstance(votes, pd.DataFrame) else range(len(votes))
        table, missing = allocate_many(
            _columns(votes),
            rows,
            labels,
            seats=per_election(seats, rows, name="seats"),
            rule=rule,
            thresholds=thresholds,
            base=None
            if threshold_base is None
            else per_election(threshold_base, rows, name="threshold_base"),
            pick=pick,
        )
        if isinstance(votes, pd.DataFrame):
            return _frame(table, missing, rows, labels)
        if missing is not None and missing.any():
            at, row = np.argwhere(missing)[0]
            message = f"votes[{row}, {at}] is missing; expected a number in every cell of an array"
            raise MissingDataError(message)
        return table.T
    base = threshold_base
    held, tied, spare = allocate(
        votes.tolist(),
        labels,
        seats=whole(seats, name="seats", least=1),
        rule=rule,
        thresholds=thresholds,
        base=None if base is None else whole(base, name="threshold_base", least=1),
    )
    if tied and pick is None:
        raise tie_error(labels, tied, spare)
    if tied and pick is not None:
        for at in pick(tied, spare):
            held[at] += 1
    result = np.array(held, dtype=np.int64)
    if isinstance(votes, np.ndarray):
        return result
    # An int64 array is the fast way in: naming its dtype again would double the time.
    integers = isinstance(votes.dtype, np.dtype) and votes.dtype.kind in "iu"
    return pd.Series(result, index=labels, name="seats", dtype=None if integers else "Int64")


def _columns(votes: pd.DataFrame | pd.Series | npt.NDArray[Any]) -> list[Any]:
    """Give the columns without a copy: NumPy arrays, or pandas' own where it has its own type."""
    if isinstance(votes, np.ndarray):
        return list(votes.T)
    return [
        column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array
        for _, column in votes.items()
    ]


def _frame(
    seats: npt.NDArray[np.int64], missing: npt.NDArray[np.bool_] | None, rows: Any, labels: Any
) -> pd.DataFrame:
    if missing is None:
        return pd.DataFrame(seats.T, index=rows, columns=labels, copy=False)
    columns = {
        at: pd.arrays.IntegerArray(held, gone)
        for at, (held, gone) in enumerate(zip(seats, missing, strict=True))
    }
    return pd.DataFrame(columns, index=rows, copy=False).set_axis(labels, axis=1)
