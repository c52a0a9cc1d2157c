"""Missing-aware arithmetic: totals, shares on a named base, votes and seats joined by label.

Missing is not zero: a total with a missing part is missing, and so is a share of nothing.
Whoever joins votes and seats says what becomes of a label that only one of them has.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, Literal, NamedTuple, TypeAlias, get_args, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.typing import NAType

from kzelect.apportionment.inputs import some_of
from kzelect.errors import KzelectError, LabelError
from kzelect.text import as_code, type_of

Unmatched: TypeAlias = Literal["raise", "drop", "zero"]
Labelled: TypeAlias = "pd.Series[Any] | Mapping[Any, Any]"
Array: TypeAlias = npt.NDArray[np.float64]


def total(values: Iterable[Any]) -> int | float | NAType:
    """Sum counts; the sum is missing if any part is missing or there is no part.

    Parameters
    ----------
    values : Series, mapping, array or iterable of numbers
        Counts or shares. Of a Series or a mapping the values count.

    Returns
    -------
    int, float or NA
        An int if every part is one, exact at any size; a sum of floats is rounded once.

    Raises
    ------
    KzelectError
        If a part is not a number.

    Examples
    --------
    >>> from kzelect.measures.shares import total
    >>> total([10, 45, 22])
    77
    >>> total([10, None, 22])
    <NA>
    >>> total([])
    <NA>
    """
    kinds = set(map(type, values)) if isinstance(values, list) else set()
    if kinds == {int}:  # plain counts need no Series
        return sum(map(int, values))
    if NAType in kinds:
        return pd.NA
    parts = _as_series(values, "values")
    if parts.empty or parts.isna().any():
        return pd.NA
    numbers = parts.tolist()
    if all(isinstance(number, Integral) for number in numbers):
        return sum(map(int, numbers))
    return math.fsum(_as_number(number, f"values of {label!r}") for label, number in parts.items())


@overload
def share(values: pd.Series[Any], base: Any) -> pd.Series[float]: ...
@overload
def share(values: float | NAType | None, base: float | NAType | None) -> float | NAType: ...
def share(values: Any, base: Any) -> Any:
    """Divide a part by its base; a share of 0, or of a missing base, is missing.

    Parameters
    ----------
    values : Series or number
        The parts.
    base : number or Series
        What they are parts of; a Series has the labels of ``values`` in the same order.

    Returns
    -------
    Series of Float64, or float or NA
        Shares, 0 to 1 where the parts are within the base; a Series without a name, which
        would say the base.

    Raises
    ------
    LabelError
        If ``base`` is a Series with other labels than ``values``.
    KzelectError
        If a value or a base is not a number.

    Examples
    --------
    >>> from kzelect.measures.shares import share
    >>> share(42, 77)
    0.5454545454545454
    >>> share(0, 0)
    <NA>
    """
    if isinstance(values, pd.Series):
        if isinstance(base, pd.Series) and not values.index.equals(base.index):
            message = (
                f"the labels of values {list(values.index[:5])} and of base "
                f"{list(base.index[:5])} differ; expected the same labels in the same order"
            )
            raise LabelError(message)
        return (_as_numbers(values, "values") / _base(base)).rename(None)
    if isinstance(base, pd.Series):
        message = (
            f"base is a Series and values is {as_code(values)}; expected values to be a Series too"
        )
        raise LabelError(message)
    return number_or_na(values, "values") / _base(base)


def _base(base: Any) -> Any:
    """Return a base, or NA where no share can be had: of 0, which would give inf or nan."""
    if isinstance(base, pd.Series):
        bases = _as_numbers(base, "base")
        return bases.mask(bases == 0)
    number = number_or_na(base, "base")
    return pd.NA if isinstance(number, NAType) or number == 0 else number


def vote_shares(
    votes: pd.Series[Any],
    *,
    valid_votes: float | None = None,
    ballots_cast: float | None = None,
    registered: float | None = None,
) -> pd.Series[float]:
    """Compute votes as shares of one base, which the name of the result says.

    Parameters
    ----------
    votes : Series
        Votes by party.
    valid_votes, ballots_cast, registered : number, optional
        The base, at most one; without any the total of ``votes`` as the valid votes.

    Returns
    -------
    Series of Float64
        From 0 to 1, with the labels of ``votes``, named ``vote_share`` (of valid votes),
        ``cast_share`` or ``registered_share``; all missing if the base is missing or 0.

    Raises
    ------
    KzelectError
        If there are several bases, or votes are negative, no numbers, or more than the base.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.shares import vote_shares
    >>> votes = pd.Series({"otan": 2883706, "aist": 336177}, dtype="Int64")
    >>> vote_shares(votes, valid_votes=4757773).round(4).to_dict()
    {'otan': 0.6061, 'aist': 0.0707}
    >>> vote_shares(votes, ballots_cast=4893650).name
    'cast_share'
    """
    bases = {
        "valid_votes": (valid_votes, "vote_share"),
        "ballots_cast": (ballots_cast, "cast_share"),
        "registered": (registered, "registered_share"),
    }
    given = [name for name, (base, _) in bases.items() if base is not None]
    if len(given) > 1:
        message = f"{len(given)} bases were given ({', '.join(given)}); expected at most one"
        raise KzelectError(message)
    base, name = bases[given[0] if given else "valid_votes"]
    return _shares_of(votes, base, what="votes", name=name)


def seat_shares(seats: pd.Series[Any], *, house: float | None = None) -> pd.Series[float]:
    """Compute seats as shares of the house.

    Parameters
    ----------
    seats : Series
        Seats by party.
    house : int, optional
        Number of seats of the house or tier; without it the total of ``seats``.

    Returns
    -------
    Series of Float64
        From 0 to 1, with the labels of ``seats``, named ``seat_share``; all missing if the
        house is missing or 0.

    Raises
    ------
    KzelectError
        If seats are negative, not numbers, or more than the house.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.shares import seat_shares
    >>> seat_shares(pd.Series({"otan": 7, "aist": 1, "asar": 1, "aq_jol": 1})).to_list()
    [0.7, 0.1, 0.1, 0.1]
    """
    return _shares_of(seats, house, what="seats", name="seat_share")


class Aligned(NamedTuple):
    """Votes and seats of the same parties in the same order, and what did not match.

    Attributes
    ----------
    votes, seats : Series
        By party in the order of the votes; last those that only have seats.
    without_votes, without_seats : tuple
        Labels found on one side only: winners without votes, lists without stated seats.
    unmatched : {"raise", "drop", "zero"}
        What was done with them.
    """

    votes: pd.Series[Any]
    seats: pd.Series[Any]
    without_votes: tuple[Any, ...]
    without_seats: tuple[Any, ...]
    unmatched: Unmatched


def labelled(values: Any, *, what: str = "values") -> pd.Series[Any]:
    """Return values by label as a Series; no label is missing or stands twice.

    Parameters
    ----------
    values : Series or mapping
        Votes, seats or the like by party.
    what : str
        What an error calls them.

    Returns
    -------
    Series
        The Series itself, or one made of the mapping in its order.

    Raises
    ------
    LabelError
        If there are no labels, one is missing, or one stands more than once.

    Examples
    --------
    >>> from kzelect.measures.shares import labelled
    >>> labelled({"otan": 42, "aist": 11}, what="seats").to_list()
    [42, 11]
    """
    if not isinstance(values, (pd.Series, Mapping)):
        message = (
            f"{what} is a {type_of(values)}; "
            "expected a Series or a mapping: parties are told apart by label, never by position"
        )
        raise LabelError(message)
    series = _as_series(values, what)
    if isinstance(series.index, pd.MultiIndex):
        series = series.set_axis(series.index.to_flat_index())
    if series.index.hasnans:
        message = f"a label of {what} is missing; expected every value to have a label"
        raise LabelError(message)
    if not series.index.is_unique:
        twice = series.index[series.index.duplicated()][0]
        message = f"label {twice!r} stands more than once in {what}; expected unique labels"
        raise LabelError(message)
    return series


def non_negative(values: Iterable[Any], *, what: str = "values") -> pd.Series[float]:
    """Return counts or shares as Float64; refuse what is negative, infinite or not a number."""
    numbers = _as_numbers(_as_series(values, what), what)
    for label, wrong in numbers[numbers.lt(0) | numbers.eq(math.inf)].items():
        message = f"{what} of {label!r} are {wrong:.15g}; expected a non-negative number"
        raise KzelectError(message)
    return numbers


def align(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Aligned:
    """Join votes and seats by label, never by position.

    Parameters
    ----------
    votes, seats : Series or mapping
        Votes and seats by party. The labels of each are unique.
    unmatched : {"raise", "drop", "zero"}
        What becomes of a label that only one side has, such as winners without list
        votes: an error, left out, or 0 on the other side. Missing values stay missing.

    Returns
    -------
    Aligned
        The two Series and the labels that did not match.

    Raises
    ------
    LabelError
        If labels repeat or are missing, or do not match and ``unmatched="raise"``, or if
        either side has none.

    Examples
    --------
    >>> from kzelect.measures.shares import align
    >>> joined = align({"otan": 2883706}, {"otan": 42, "independents": 18}, unmatched="zero")
    >>> joined.votes.to_dict()
    {'otan': 2883706, 'independents': 0}
    >>> joined.without_votes
    ('independents',)
    """
    if unmatched not in get_args(Unmatched):
        message = (
            f"unmatched is {as_code(unmatched)}; expected one of {', '.join(get_args(Unmatched))}"
        )
        raise KzelectError(message)
    votes, seats = labelled(votes, what="votes"), labelled(seats, what="seats")
    if votes.index.equals(seats.index):
        return Aligned(votes, seats, (), (), unmatched)
    without_votes = seats.index.difference(votes.index, sort=False)
    without_seats = votes.index.difference(seats.index, sort=False)
    if unmatched == "raise" and len(without_votes) + len(without_seats):
        sides = {"seats but no votes": without_votes, "votes but no seats": without_seats}
        found = [
            f"{what}: {some_of(list(map(repr, off)))}" for what, off in sides.items() if len(off)
        ]
        message = (
            f"votes and seats have different labels ({'; '.join(found)}); "
            'expected the same labels, or unmatched="drop" or "zero"'
        )
        raise LabelError(message)
    if unmatched == "zero":
        labels = votes.index.append(without_votes)
        votes, seats = votes.reindex(labels, fill_value=0), seats.reindex(labels, fill_value=0)
    else:
        labels = votes.index.difference(without_seats, sort=False)
        votes, seats = votes.loc[labels], seats.loc[labels]
    return Aligned(votes, seats, tuple(without_votes), tuple(without_seats), unmatched)


def counts(values: Iterable[Any], *, what: str = "values") -> Array:
    """Return counts as an array, nan where missing; the quick way to `non_negative`."""
    known: Array | None = None
    if isinstance(values, pd.Series):
        if pd.api.types.is_any_real_numeric_dtype(values.dtype):
            known = as_floats(values)
    elif isinstance(values, (dict, list, tuple)):
        numbers = list(values.values() if isinstance(values, dict) else values)
        if set(map(type, numbers)) == {int} and max(numbers) < 2**53:
            known = np.array(numbers, dtype=np.float64)
    if known is not None and known.size and known.min() >= 0 and known.max() < math.inf:
        return known
    return as_floats(non_negative(values, what=what))


def as_floats(values: pd.Series[Any]) -> Array:
    """Return a Series of numbers as an array, nan where missing."""
    if isinstance(values.dtype, np.dtype):
        return np.asarray(values.to_numpy(dtype=np.float64))
    return np.asarray(values.to_numpy(dtype=np.float64, na_value=math.nan))


def aligned_counts(
    votes: Labelled, seats: Labelled, *, unmatched: Unmatched
) -> tuple[Array, Array]:
    """Return the counts of votes and seats joined by `align`."""
    if (
        isinstance(votes, dict)
        and isinstance(seats, dict)
        and set(map(type, votes)) == {str}
        and votes.keys() == seats.keys()
        and unmatched in get_args(Unmatched)
    ):  # nothing to align: spares the Series
        return counts(votes, what="votes"), counts({k: seats[k] for k in votes}, what="seats")
    joined = align(votes, seats, unmatched=unmatched)
    return counts(joined.votes, what="votes"), counts(joined.seats, what="seats")


def _as_series(values: Any, what: str) -> pd.Series[Any]:
    if not pd.api.types.is_list_like(values):
        message = f"{what} is {as_code(values)}; expected a Series or other collection of numbers"
        raise KzelectError(message)
    if isinstance(values, Mapping):
        # pandas would spread a tuple among the labels over several levels.
        index = pd.Index(list(values), tupleize_cols=False)
        values = _made(list(values.values()), index)
    series = values if isinstance(values, pd.Series) else _made(list(values))
    if series.dtype == object:
        for label, value in series.items():  # pandas cannot look at a signalling NaN
            if isinstance(value, Decimal) and value.is_snan():
                message = f"{what} of {label!r} is {value}; expected a number"
                raise KzelectError(message)
    return series


def _made(values: list[Any], index: pd.Index | None = None) -> pd.Series[Any]:
    try:
        return pd.Series(values, index=index)
    except OverflowError:  # pandas 2 finds no type for 10**400
        return pd.Series(values, index=index, dtype=object)


def _as_numbers(values: pd.Series[Any], what: str) -> pd.Series[Any]:
    """Return values as Float64 with NA for whatever is missing."""
    if not pd.api.types.is_any_real_numeric_dtype(values.dtype):
        # pandas would read text as numbers without a word.
        for label, value in values.items():
            if not (np.ndim(value) == 0 and pd.isna(value)):
                _as_number(value, f"{what} of {label!r}")
    return values.astype("Float64")


def _as_number(value: Any, what: str) -> float:
    try:
        if isinstance(value, Real):
            return float(value)
    except OverflowError:
        message = f"{what} is a number of {len(str(value))} digits; expected at most 1.8e308"
        raise KzelectError(message) from None
    message = f"{what} is {as_code(value)}; expected a number"
    raise KzelectError(message)


def number_or_na(value: Any, what: str) -> Any:
    """Return a number, or NA for None and whatever else is missing."""
    if value is None or value is pd.NA or value != value:
        return pd.NA
    _as_number(value, what)
    return value


def _shares_of(
    parts: pd.Series[Any], base: float | None, *, what: str, name: str
) -> pd.Series[float]:
    numbers = non_negative(parts, what=what)
    whole = total(numbers) if base is None else _base(base)
    if not isinstance(whole, NAType):
        for label, over in numbers[numbers.gt(whole)].items():
            message = (
                f"{what} of {label!r} are {over:.15g}; "
                f"expected at most the base, {float(whole):.15g}"
            )
            raise KzelectError(message)
    return share(numbers, whole).rename(name)
