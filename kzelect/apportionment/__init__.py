"""Apportionment: votes into seats, exactly, for one election or a million."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required, TypedDict, TypeVar, Unpack, overload

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.admission import Admission, read_thresholds
from kzelect.apportionment.batch import allocate_many
from kzelect.apportionment.exact import Procedure, allocate, decided
from kzelect.apportionment.inputs import (
    MOST_SEATS,
    PerElection,
    PerParty,
    Share,
    Ties,
    base_of,
    per_election,
    picker,
    some_of,
    whole,
)
from kzelect.apportionment.methods import METHODS, Method, rule_for
from kzelect.errors import AllocationError, LabelError, MissingDataError
from kzelect.text import type_of

__all__ = ["METHODS", "apportion"]

SeriesOrFrame = TypeVar("SeriesOrFrame", pd.Series, pd.DataFrame)


class _Rule(TypedDict, total=False):
    """The keywords of `apportion`, for its overloads."""

    method: Required[Method]
    threshold: PerParty | Admission
    threshold_base: PerElection | None
    quota_base: Literal["admitted", "all"]
    first_divisor: Share | None
    min_lists: int
    min_seats: int
    ties: Ties


@overload
def apportion(votes: SeriesOrFrame, seats: PerElection, **rule: Unpack[_Rule]) -> SeriesOrFrame: ...
@overload
def apportion(
    votes: npt.NDArray[Any], seats: PerElection, **rule: Unpack[_Rule]
) -> npt.NDArray[np.int64]: ...
@overload
def apportion(
    votes: Mapping[Any, int], seats: PerElection, **rule: Unpack[_Rule]
) -> dict[Any, int]: ...
@overload
def apportion(votes: Sequence[int], seats: PerElection, **rule: Unpack[_Rule]) -> list[int]: ...
def apportion(
    votes: pd.Series | pd.DataFrame | npt.NDArray[Any] | Mapping[Any, int] | Sequence[int],
    seats: PerElection,
    *,
    method: Method,
    threshold: PerParty | Admission = 0,
    threshold_base: PerElection | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    min_lists: int = 0,
    min_seats: int = 0,
    ties: Ties = "raise",
) -> pd.Series | pd.DataFrame | npt.NDArray[np.int64] | dict[Any, int] | list[int]:
    """Turn votes into seats, exactly.

    The result equals that of rational arithmetic: seats never hang on how a float was
    rounded. Lists below the threshold or without a vote are not admitted and get no seat.

    Parameters
    ----------
    votes : Series, mapping, list, DataFrame or ndarray
        Votes, non-negative whole numbers. A Series, a mapping or a list is one election, a
        DataFrame one a row with the parties as columns, where a missing cell is a party that
        did not run. An array, without gaps, is either, by its number of dimensions.
    seats : int, or one per election
        Seats to allocate, at least 1. A Series is joined to the rows of ``votes`` by label.
    method : str
        One of `METHODS`. Largest remainders with the quota of V votes and S
        seats: ``hare`` V/S, ``droop`` ⌊V/(S+1)⌋+1, ``hagenbach_bischoff``
        V/(S+1), ``imperiali_quota`` V/(S+2) [1]_. Highest averages with the
        divisors: ``dhondt`` 1, 2, 3; ``sainte_lague`` 1, 3, 5;
        ``modified_sainte_lague`` 1.4, 3, 5; ``danish`` 1, 4, 7; ``imperiali``
        2, 3, 4; and, from k seats to k+1, ``adams`` k, ``dean``
        2k(k+1)/(2k+1), ``huntington_hill`` √(k(k+1)) [2]_. These last three
        first give a seat to every admitted list.
    threshold : number from 0 to 1, one per party, or a rule of admission
        Least share of ``threshold_base``; a list exactly at it is admitted. A float stands
        for the decimal it prints as, 0.07 for 7/100. A Series or mapping (for an array of
        votes, a sequence) has thresholds of parties; who is not named has none. Rules of
        `kzelect.admission` combine: ``share(0.05) | districts(won, least=3) | exempt("SSW")``.
        A label such as "Other parties" or "Against all" is admitted only if named here.
    threshold_base : int, or one per election
        The total that ``threshold`` is a share of, ballots cast for example; by default
        the sum of the votes given.
    quota_base : {"admitted", "all"}
        Votes that the quota of a largest-remainder method is computed from: those of
        admitted lists, or all that are given.
    first_divisor : number above 0 and up to 3, optional
        In place of 1.4 in ``modified_sainte_lague``: Sweden has 1.2 since 2018.
    min_lists : int
        The fewest lists to admit: if fewer reach the threshold, those with most votes too.
    min_seats : int
        The fewest seats of an admitted list. Divisor methods give them out first. Of a
        quota method, lists that are not sure of so many get them, and the others share
        the rest by the same rule.
    ties : {"raise"}, sequence of parties, numpy.random.Generator or int
        Who gets seats that the votes cannot assign: nobody (an error), the tied parties
        that come first in a full order of the parties (of an array or a list: positions),
        or those drawn by lot; an integer is the seed of a lot.

    Returns
    -------
    Series, dict, list, DataFrame or ndarray
        Seats, of the kind and with the labels of ``votes``. A Series, named ``seats``, or a
        DataFrame is int64 if all votes are of a NumPy integer type, else Int64, missing
        where a party did not run.

    Raises
    ------
    AllocationError
        No allocation exists: votes that are negative, fractional or all zero, no admitted
        list, a quota that awards several lists too many seats or leaves too many, fewer
        seats than lists where each is due one.
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
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor, min_seats=min_seats)
    labels, values = _one_or_many(votes)
    thresholds = read_thresholds(threshold, labels, min_lists)
    pick = picker(ties, labels)
    if values is None:
        procedure = Procedure(labels, rule, thresholds, threshold_base, pick)
        return _many(votes, seats, procedure)  # type: ignore[no-any-return]
    house = whole(seats, name="seats", least=1, most=MOST_SEATS)
    base = base_of(threshold_base)
    outcome = allocate(values, house, Procedure(labels, rule, thresholds, base, pick))
    held = decided(outcome, labels, pick)
    if isinstance(votes, pd.Series):
        # Naming the dtype of an array of int64 again would double the time.
        array, dtype = np.array(held, dtype=np.int64), votes.dtype
        if isinstance(dtype, np.dtype) and dtype.kind in "iu":
            return pd.Series(array, index=labels, name="seats", copy=False)
        return pd.Series(array, index=labels, name="seats", dtype="Int64")
    if isinstance(votes, np.ndarray):
        return np.array(held, dtype=np.int64)
    return dict(zip(labels, held, strict=True)) if isinstance(votes, Mapping) else held


def _one_or_many(votes: Any) -> tuple[Any, list[Any] | None]:
    """Return the parties and the votes of one election; None for the votes of many."""
    values: list[Any] | None = None
    if isinstance(votes, pd.Series):
        labels: Any = votes.index
        _check_kind(votes.dtype)
        values = votes.tolist()
    elif isinstance(votes, pd.DataFrame):
        labels = votes.columns
        for dtype in votes.dtypes:
            _check_kind(dtype)
    elif isinstance(votes, Mapping):
        labels, values = list(votes), list(votes.values())
    elif isinstance(votes, np.ndarray) and votes.ndim in (1, 2):
        if isinstance(votes, np.matrix) or (np.ma.isMaskedArray(votes) and np.ma.is_masked(votes)):
            message = "votes is a matrix or has masked cells; expected a plain array without gaps"
            raise AllocationError(message)
        labels = range(votes.shape[-1])
        _check_kind(votes.dtype)
        values = votes.tolist() if votes.ndim == 1 else None
    elif isinstance(votes, (list, tuple)) and not any(
        isinstance(value, (list, tuple, Mapping, np.ndarray, pd.Series)) for value in votes
    ):
        labels, values = range(len(votes)), list(votes)
    else:
        message = (
            f"votes is a {type_of(votes)}; expected a Series, a mapping or a list of one "
            "election, a DataFrame of several, or an array of one or two dimensions"
        )
        raise AllocationError(message)
    if isinstance(labels, pd.Index) and not labels.is_unique:
        message = f"parties named twice: {some_of(labels[labels.duplicated()].unique().tolist())}"
        raise LabelError(message)
    if not len(labels):
        message = "votes has no parties; expected one at least"
        raise AllocationError(message)
    return labels, values


def _check_kind(dtype: Any) -> None:
    """Refuse dates, durations, complex numbers and the like; objects are read one by one."""
    if dtype.kind in "mMcSV" and isinstance(dtype, np.dtype):
        message = f"votes are of type {dtype}; expected whole numbers"
        raise AllocationError(message)


def _many(votes: Any, seats: Any, procedure: Procedure) -> Any:
    """Allocate the rows of a frame or an array."""
    is_frame = isinstance(votes, pd.DataFrame)
    rows: Any = votes.index if is_frame else range(len(votes))
    # Without a copy: NumPy arrays, or pandas' own where it has its own type.
    columns = (
        list(votes.T)
        if not is_frame
        else [
            column.to_numpy() if isinstance(column.dtype, np.dtype) else column.array
            for _, column in votes.items()
        ]
    )
    seats = per_election(seats, rows, name="seats")
    if procedure.base is not None:
        base = per_election(procedure.base, rows, name="threshold_base")
        procedure = procedure._replace(base=base)
    found, missing = allocate_many(columns, rows, seats, procedure)
    if not is_frame:
        if missing is not None and missing.any():
            at, row = np.argwhere(missing)[0]
            message = f"votes[{row}, {at}] is missing; expected a number in every cell of an array"
            raise MissingDataError(message)
        return found.T
    if missing is None:
        return pd.DataFrame(found.T, index=rows, columns=votes.columns, copy=False)
    both = enumerate(zip(found, missing, strict=True))
    table = {at: pd.arrays.IntegerArray(held, absent) for at, (held, absent) in both}
    return pd.DataFrame(table, index=rows, copy=False).set_axis(votes.columns, axis=1)
