"""Measures of a result: numbers of parties, disproportionality, worth of votes, volatility.

A decorated function below is the formula of an index: it takes shares as arrays of
parties by elections, nan where missing, and returns one value an election. The decorator
makes it a function of the counts of one election, and completes its docstring; `INDICES`
keeps the formula, into which `kzelect.measures.by_election` puts many elections. Shares are
0 to 1, never per cent.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from textwrap import indent
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from kzelect.errors import KzelectError, LabelError
from kzelect.measures.frames import TEXT, typed
from kzelect.measures.shares import (
    Array,
    Labelled,
    Unmatched,
    align,
    aligned_counts,
    counts,
    labelled,
    number_or_na,
    seat_shares,
    share,
    total,
    vote_shares,
)
from kzelect.text import as_code

Value: TypeAlias = float | NAType


class Index(NamedTuple):
    """An index: a function of one election, and its formula for many."""

    function: Callable[..., Value]
    formula: Callable[..., Array]
    of_both: bool  # votes against seats
    takes_others: bool  # the share of the votes that parties have which are not listed


class OfOne(Protocol):
    """An index of votes or of seats, for one election."""

    def __call__(
        self, values: Iterable[Any], *, total_votes: float | NAType | None = None
    ) -> Value: ...


class OfBoth(Protocol):
    """An index of votes against seats, for one election."""

    def __call__(
        self,
        votes: Labelled,
        seats: Labelled,
        *,
        total_votes: float | NAType | None = None,
        unmatched: Unmatched = "raise",
        **options: float,
    ) -> Value: ...


INDICES: dict[str, Index] = {}

ROUNDED = 1 + 1e-12  # sums of shares may be a little more than their total

_DOCSTRING = """{summary}

Parameters
----------
{parameters}

Returns
-------
float or NA
{values}

Raises
------
{errors}

References
----------
{source}

Examples
--------
>>> from kzelect.measures.indices import {name}
>>> round({name}({arguments}), {digits})
{example}
"""
_TOTAL_VOTES = """total_votes : number, optional
    All valid votes, where the parties listed have not all of them. Shares of votes are
    of this total; {others}."""
_OF_ONE = f"""values : Series, mapping or iterable of numbers
    Votes or seats by party, or shares of them.
{_TOTAL_VOTES.format(others="the votes of others enter no sum")}"""
_OF_BOTH = f"""votes, seats : Series or mapping
    By party; v and s are their shares.
{_TOTAL_VOTES}
unmatched : {{{{"raise", "drop", "zero"}}}}
    What becomes of parties that only one side has."""
_WRONG = """KzelectError
    If counts are negative, infinite or not numbers, or more than ``total_votes``."""
_WRONG_LABELS = f"""LabelError
    If labels repeat, or do not match and ``unmatched`` is "raise".
{_WRONG}"""


def _complete(index: Any, formula: Callable[..., Array], **sections: str) -> None:
    """Give a function of one election the name of its formula, and a complete docstring."""
    index.__name__ = index.__qualname__ = formula.__name__
    if formula.__doc__ is None:  # Python was told to leave docstrings out
        return
    about = inspect.cleandoc(formula.__doc__)
    summary, values, source, example = re.split(r"\n+(?:Range|Source|Example): ", about)
    index.__doc__ = _DOCSTRING.format(
        summary=summary,
        values=indent(values, "    "),
        source=source,
        example=example,
        name=formula.__name__,
        **sections,
    )


def _of_one(formula: Callable[[Array], Array]) -> OfOne:
    """Make the formula of an index of votes or of seats a function of one election."""

    def index(values: Iterable[Any], *, total_votes: float | NAType | None = None) -> Value:
        column = counts(values, what="values")
        return _value(formula, _proportions(column, total_votes))

    shared = {"parameters": _OF_ONE, "errors": _WRONG, "arguments": "[0.75, 0.25]"}
    _complete(index, formula, digits="2", **shared)
    INDICES[formula.__name__] = Index(index, formula, of_both=False, takes_others=False)
    return index


def _of_both(formula: Callable[..., Array]) -> OfBoth:
    """Make the formula of an index of votes against seats a function of one election."""
    own = list(inspect.signature(formula).parameters.values())[2:]
    own_options = [p.replace(kind=p.KEYWORD_ONLY) for p in own if p.name != "others"]
    known = {option.name for option in own_options}
    takes_others = len(own_options) < len(own)

    def index(
        votes: Labelled,
        seats: Labelled,
        *,
        total_votes: float | NAType | None = None,
        unmatched: Unmatched = "raise",
        **options: float,
    ) -> Value:
        for option in options.keys() - known:
            message = f"{formula.__name__}() got an unexpected keyword argument {option!r}"
            raise TypeError(message)
        of_votes, of_seats = aligned_counts(votes, seats, unmatched=unmatched)
        v, s = _proportions(of_votes, total_votes), _proportions(of_seats)
        others = [1 - v.sum()] if takes_others and total_votes is not None else []
        return _value(formula, v, s, *others, **options)

    others = "others are parties without a seat" if takes_others else "others enter no sum"
    shared = {"parameters": _OF_BOTH.format(others=others), "errors": _WRONG_LABELS}
    arguments = '{"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}'
    _complete(index, formula, arguments=arguments, digits="4", **shared)
    public = inspect.signature(index)
    index.__signature__ = public.replace(  # type: ignore[attr-defined]
        parameters=[*list(public.parameters.values())[:-1], *own_options]
    )
    INDICES[formula.__name__] = Index(index, formula, of_both=True, takes_others=takes_others)
    return index


def _proportions(column: Array, base: Any = None) -> Array:
    """Return the shares of one election as an array of one column."""
    if base is not None:
        base = number_or_na(base, "total_votes")
        if isinstance(base, NAType):
            base = np.nan
        else:
            check_base(column.sum(), base, where="")
    return proportions(column[:, np.newaxis], base)


def check_base(listed: float, whole: float, *, where: str) -> None:
    """Raise KzelectError if parties have more votes than all votes are, beyond rounding."""
    if listed > whole * ROUNDED:
        message = (
            f"{where}the parties have {listed:.15g} votes and total_votes is {whole:.15g}; "
            "expected all valid votes, those of the parties listed among them"
        )
        raise KzelectError(message)


def _value(formula: Callable[..., Array], *shares: Array, **options: float) -> Value:
    if not shares[0].size:
        return pd.NA
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(formula(*shares, **options)[0])
    return pd.NA if value != value else value


def proportions(columns: Array, totals: Any = None) -> Array:
    """Divide counts (parties by elections) by the totals of elections, or else by their sums.

    An election with a nan, or with only zeros, is nan.
    """
    sums = _sum(columns)
    # A sum of 0 or nan stays what it is: of no votes there is no share.
    totals = sums if totals is None else np.where(sums > 0, totals, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(columns / totals)


# Over the parties, and quicker for one election than np.sum and np.max.
_sum: Callable[[Array], Array] = np.add.reduce
_largest: Callable[[Array], Array] = np.maximum.reduce


def _squares(p: Array) -> Array:
    """Return Σp², the sum of squares."""
    return np.asarray(np.einsum("ij,ij->j", p, p))


def _running(x: Array) -> Array:
    """Return running sums over the parties; np.cumsum is slow where elections are many."""
    return x.cumsum(axis=0) if x.shape[1] < len(x) else np.array([*accumulate(x)])


def _ratios(v: Array, s: Array) -> Array:
    """Return s/v, 0 for parties without votes and seats, inf for seats without votes."""
    ratios = s / v
    ratios[(v == 0) & (s == 0)] = 0
    return ratios


@_of_one
def effective_parties(p: Array) -> Array:
    """Compute the effective number of parties of Laakso and Taagepera: 1 / Σp².

    Range: From 1 (one party has all) to the number of parties (all have the same).
    Source: M. Laakso, R. Taagepera, "Effective" number of parties, Comparative Political Studies
    12 (1979) 3-27.
    Example: 1.6
    """
    return 1 / _squares(p)


@_of_both
def gallagher(v: Array, s: Array) -> Array:
    """Compute the least squares index of Gallagher: ``√(Σ(v - s)² / 2)``.

    With ``total_votes`` the row "others" of a published result can be left out, instead of
    being taken for one large party without a seat:

    >>> round(gallagher({"a": 60, "b": 30}, {"a": 7, "b": 3}, total_votes=100), 4)
    0.0707

    Range: From 0 (proportional) to 1.
    Source: M. Gallagher, Proportionality, disproportionality and electoral systems, Electoral
    Studies 10 (1991) 33-51.
    Example: 0.1
    """
    return np.sqrt(_squares(v - s) / 2)


@_of_both
def loosemore_hanby(v: Array, s: Array, others: Array | float = 0) -> Array:
    """Compute the index of Loosemore and Hanby: ``Σ|v - s| / 2``.

    Range: From 0 to 1: the share of the seats that would have to change hands.
    Source: J. Loosemore, V. J. Hanby, The theoretical limits of maximum distortion, British
    Journal of Political Science 1 (1971) 467-477.
    Example: 0.1
    """
    return (_sum(np.abs(v - s)) + others) / 2


@_of_both
def rae(v: Array, s: Array, min_share: float = 0.0) -> Array:
    """Compute the index of Rae: the mean of ``|v - s|`` over the parties.

    Only parties with at least ``min_share`` of the votes count; by default all.

    Range: From 0 to 1. It falls with every small party that is counted.
    Source: D. W. Rae, The Political Consequences of Electoral Laws, Yale UP 1967.
    Example: 0.0667
    """
    counted = v >= min_share
    return _sum(np.abs(v - s) * counted) / _sum(counted.astype(np.float64))


@_of_both
def lijphart(v: Array, s: Array) -> Array:
    """Compute the largest deviation of Lijphart: ``max |v - s|``.

    Range: From 0 to 1.
    Source: A. Lijphart, Electoral Systems and Party Systems, Oxford UP 1994.
    Example: 0.1
    """
    return _largest(np.abs(v - s))


@_of_both
def sainte_lague_index(v: Array, s: Array, others: Array | float = 0) -> Array:
    """Compute the index of Sainte-Laguë: Σ (s - v)² / v.

    Range: 0 (proportional) or more; infinite if a party has seats and no votes.
    Source: A. Sainte-Laguë, La représentation proportionnelle et la méthode des moindres carrés,
    Annales scientifiques de l'ENS 27 (1910) 529-542. M. Gallagher, Proportionality,
    disproportionality and electoral systems, Electoral Studies 10 (1991) 33-51.
    Example: 0.1167
    """
    terms = (s - v) ** 2 / v
    terms[(v == 0) & (s == 0)] = 0
    return _sum(terms) + others


@_of_both
def dhondt_index(v: Array, s: Array) -> Array:
    """Compute the index of D'Hondt: max s / v, the largest advantage ratio.

    Range: 1 (proportional) or more; infinite if a party has seats and no votes.
    Source: M. Gallagher, Proportionality, disproportionality and electoral systems, Electoral
    Studies 10 (1991) 33-51.
    Example: 1.1667
    """
    return _largest(_ratios(v, s))


@_of_both
def grofman(v: Array, s: Array, others: Array | float = 0) -> Array:
    """Compute the index of Grofman: ``Σ|v - s| / N``, N the effective number by votes.

    Range: From 0 to 2: what Rae's index is with N parties.
    Source: R. Taagepera, B. Grofman, Mapping the indices of seats-votes disproportionality and
    inter-election volatility, Party Politics 9 (2003) 659-677.
    Example: 0.092
    """
    return (_sum(np.abs(v - s)) + others) * _squares(v)


@_of_both
def gini(v: Array, s: Array, others: Array | float = 0) -> Array:
    """Compute the Gini index: twice the area between the Lorenz curve and the diagonal.

    Range: From 0 to 1. The curve takes the parties in the order of s/v.
    Source: R. Taagepera, B. Grofman, Mapping the indices of seats-votes disproportionality and
    inter-election volatility, Party Politics 9 (2003) 659-677.
    Example: 0.13
    """
    order = _ratios(v, s).argsort(axis=0) * v.shape[1] + np.arange(v.shape[1])
    v, s = v.take(order), s.take(order)
    # Under the curve, over one step of the votes, lies the mean of the seats before and after;
    # votes of others come first, without a seat.
    steps = v * (2 * (_running(v) - _running(s)) - v + s)
    return _sum(steps) + others * (2 * _sum(v) + others)


@_of_one
def golosov(p: Array) -> Array:
    """Compute Golosov's effective number of parties: Σ p / (p + p₁² - p²), p₁ the largest share.

    Range: From 1 to the number of parties; small parties count for less than in
    `effective_parties`, and a large first party for more.
    Source: G. V. Golosov, The effective number of parties: a new approach, Party Politics 16
    (2010) 171-192.
    Example: 1.33
    """
    largest = _largest(p)
    return _sum(p / (p + largest * largest - p * p))


@_of_one
def molinar(p: Array) -> Array:
    """Compute Molinar's effective number of parties: 1 + N (Σp² - p₁²) / Σp², with N = 1 / Σp².

    Range: From 1 to the number of parties; the largest party (share p₁) counts as one, the
    others by their part of the squares.
    Source: J. Molinar, Counting the number of parties: an alternative index, American Political
    Science Review 85 (1991) 1383-1391.
    Example: 1.16
    """
    squares, largest = _squares(p), _largest(p)
    return 1 + (squares - largest * largest) / (squares * squares)


@_of_one
def entropy(p: Array) -> Array:
    """Compute the entropy of Shannon: -Σ p ln p, in nats.

    Range: From 0 (one party has all) to the logarithm of the number of parties.
    Source: C. E. Shannon, A mathematical theory of communication, Bell System Technical Journal
    27 (1948) 379-423.
    Example: 0.56
    """
    # p ln p goes to 0 with p; nan stays nan.
    return 0 - _sum(p * np.log(np.where(p == 0, 1, p)))


@_of_one
def herfindahl(p: Array) -> Array:
    """Compute the concentration of Herfindahl and Hirschman: Σp².

    Range: From 1 / the number of parties to 1. The same as 1 / `effective_parties`.
    Source: A. O. Hirschman, The paternity of an index, American Economic Review 54 (1964) 761.
    Example: 0.62
    """
    return _squares(p)


@_of_both
def rose(v: Array, s: Array, others: Array | float = 0) -> Array:
    """Compute the proportionality of Rose: ``1 - Σ|v - s| / 2``.

    Range: From 0 to 1 (proportional). The same as 1 - `loosemore_hanby`.
    Source: T. T. Mackie, R. Rose, The International Almanac of Electoral History, 3rd ed.,
    Macmillan 1991.
    Example: 0.9
    """
    return 1 - INDICES["loosemore_hanby"].formula(v, s, others)


def chosen_indices(names: Sequence[str] | None) -> list[str]:
    """Return the names of indices, checked; all of them for None."""
    if isinstance(names, str):
        message = (
            f"indices is the text {names!r}; expected a sequence of names, such as [{names!r}]"
        )
        raise KzelectError(message)
    chosen = list(INDICES) if names is None else list(names)
    for name in chosen:
        if name not in INDICES:
            message = f"{name!r} is not an index; expected one of {', '.join(INDICES)}"
            raise KzelectError(message)
    return chosen


def advantage_ratio(
    votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise"
) -> pd.Series[float]:
    """Compute the advantage ratio of each party: s / v.

    Parameters
    ----------
    votes, seats : Series or mapping
        By party; v and s are their shares.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    Series of Float64
        Named ``advantage_ratio``: 0 without a seat, 1 for equal shares; infinite for seats
        without votes, missing without both.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and ``unmatched`` is "raise".
    KzelectError
        If votes or seats are negative or not numbers.

    References
    ----------
    R. Taagepera, M. Laakso, Proportionality profiles of West European electoral systems,
    European Journal of Political Research 8 (1980) 423-446.

    Examples
    --------
    >>> from kzelect.measures.indices import advantage_ratio
    >>> advantage_ratio({"a": 60, "b": 40}, {"a": 9, "b": 3}).round(3).to_dict()
    {'a': 1.25, 'b': 0.625}
    """
    joined = align(votes, seats, unmatched=unmatched)
    v, s = vote_shares(joined.votes), seat_shares(joined.seats)
    # s / v of Float64 is inf where only v is 0, and missing where both are.
    return (s / v).mask((v == 0) & (s == 0)).rename("advantage_ratio")


def unrepresented_votes(
    votes: Labelled, seats: Labelled | pd.DataFrame, *, unmatched: Unmatched = "raise"
) -> pd.DataFrame:
    """Sum the votes for parties without a seat, by tier.

    Parameters
    ----------
    votes : Series or mapping
        Votes by party.
    seats : Series, mapping or DataFrame
        Seats by party; a DataFrame with parties as its index has one column a tier.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    DataFrame
        One row a tier: ``tier`` (name of the Series or column, or ``"seats"``), ``parties``
        without a seat, their ``votes`` and ``vote_share`` (0 to 1); missing if the votes of
        one of them, or the seats of any party, are.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and ``unmatched`` is "raise".
    KzelectError
        If votes are negative or not numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.indices import unrepresented_votes
    >>> seats = pd.DataFrame({"list": [2, 0, 0], "house": [5, 1, 0]}, index=["a", "b", "c"])
    >>> unrepresented_votes({"a": 70, "b": 20, "c": 10}, seats)
        tier  parties  votes  vote_share
    0   list        2     30         0.3
    1  house        1     10         0.1
    """
    if isinstance(seats, pd.DataFrame):
        tiers: dict[Any, Any] = {tier: seats[tier] for tier in seats.columns}
    else:
        by_party = labelled(seats, what="seats")
        tiers = {"seats" if by_party.name is None else by_party.name: by_party}
    rows: list[tuple[Any, ...]] = []
    for tier, of_tier in tiers.items():
        joined = align(votes, of_tier, unmatched=unmatched)
        if joined.seats.isna().any():
            rows.append((tier, None, None, None))
            continue
        without = (joined.seats == 0).to_numpy(dtype=bool)
        # No such party is a count of 0 votes; the total of no parts would be missing.
        lost = total(joined.votes[without]) if without.any() else 0
        rows.append((tier, int(without.sum()), lost, share(lost, total(joined.votes))))
    return typed(rows, tier=object, parties="Int64", votes="Int64", vote_share="Float64")


def pedersen(before: Labelled, after: Labelled, *, mapping: Mapping[Any, Any]) -> float | NAType:
    """Compute the net volatility of Pedersen: Σ|change of share| / 2.

    Parameters
    ----------
    before, after : Series or mapping
        Votes by party at two elections.
    mapping : mapping
        From labels of either election to the label to compare them by. Parties with one
        label are taken together, other labels stay: with ``{}`` equal labels, and no others,
        are the same party.

    Returns
    -------
    float or NA
        From 0 (no change) to 1 (no party in common).

    Raises
    ------
    LabelError
        If labels repeat, or the mapping has a label that is in neither election.
    KzelectError
        If votes are negative or not numbers.

    References
    ----------
    M. N. Pedersen, The dynamics of European party systems, European Journal of Political
    Research 7 (1979) 1-26.

    Examples
    --------
    >>> from kzelect.measures.indices import pedersen
    >>> before, after = {"a": 50, "b": 30, "c": 20}, {"a": 55, "bloc": 45}
    >>> round(pedersen(before, after, mapping={"b": "bloc", "c": "bloc"}), 4)
    0.05
    >>> round(pedersen(before, after, mapping={}), 4)
    0.5
    """
    given: object = mapping
    if not isinstance(given, (Mapping, pd.Series)):
        message = f"mapping is a {type(mapping).__name__}; expected a dictionary of labels"
        raise LabelError(message)
    twice = isinstance(given, pd.Series) and not given.index.is_unique
    named = dict(mapping.items())
    if twice or not all(map(pd.api.types.is_hashable, named.values())):
        message = f"mapping is {as_code(mapping)}; expected one label for each"
        raise LabelError(message)
    sides = [labelled(before, what="before"), labelled(after, what="after")]
    known = list(dict.fromkeys([*sides[0].index, *sides[1].index]))
    for label in named:
        if label not in known:
            message = f"{label!r} of the mapping is in neither election; expected one of "
            raise LabelError(message + as_code(known))
    merged = []
    for side in sides:
        parts: dict[Any, list[Any]] = {}
        for label, count in side.items():
            parts.setdefault(named.get(label, label), []).append(count)
        merged.append({label: total(own) for label, own in parts.items()})
    # A party that stood in one of the elections only had 0 votes in the other.
    joined = align(*merged, unmatched="zero")
    changes = vote_shares(joined.votes) - vote_shares(joined.seats)
    return share(total(changes.abs()), 2)


def index_table(
    votes: Labelled,
    seats: Labelled,
    *,
    indices: Sequence[str] | None = None,
    unmatched: Unmatched = "raise",
) -> pd.DataFrame:
    """Compute several indices of one election, and say which parties did not match.

    Parameters
    ----------
    votes, seats : Series or mapping
        By party.
    indices : sequence of str, optional
        Names from `kzelect.measures.indices.INDICES`; without it all.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    DataFrame
        One row an index: ``index``; ``of`` (votes, seats, or both); ``value`` (Float64);
        ``unmatched``, labels that did not match and what was done with them, or empty.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and ``unmatched`` is "raise".
    KzelectError
        If votes or seats are negative or not numbers, or an index is unknown.

    Examples
    --------
    >>> from kzelect.measures.indices import index_table
    >>> votes, seats = {"a": 60, "b": 40}, {"a": 5, "b": 3, "independents": 2}
    >>> index_table(votes, seats, indices=["gallagher"], unmatched="zero").round(4)
           index                 of   value           unmatched
    0  gallagher  votes and seats  0.1732  zero: independents
    """
    joined = align(votes, seats, unmatched=unmatched)
    strangers = [str(label) for label in (*joined.without_votes, *joined.without_seats)]
    note = f"{unmatched}: {', '.join(strangers)}" if strangers else ""
    v = _proportions(counts(joined.votes, what="votes"))
    s = _proportions(counts(joined.seats, what="seats"))
    rows: list[tuple[Any, ...]] = []
    for name in chosen_indices(indices):
        index = INDICES[name]
        sides = {"votes and seats": (v, s)} if index.of_both else {"votes": (v,), "seats": (s,)}
        rows += [(name, of, _value(index.formula, *own), note) for of, own in sides.items()]
    return typed(rows, index=TEXT, of=TEXT, value="Float64", unmatched=TEXT)


__all__ = [*INDICES, "advantage_ratio", "index_table", "pedersen", "unrepresented_votes"]
