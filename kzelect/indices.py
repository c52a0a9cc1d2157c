"""Disproportionality, effective numbers of parties, concentration.

All values are in shares from 0 to 1, never in per cent. Votes and seats are
joined by label; winners without votes must be dealt with by ``unmatched`` (see
`kzelect.shares.align`). An index of votes or seats of which one is missing, or
which are all 0, is missing.

The formulas themselves stand in `kzelect.formulas`; `kzelect.by_election` puts many
elections into them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from kzelect import formulas
from kzelect.formulas import Array
from kzelect.shares import Labelled, Unmatched, align, non_negative

__all__ = [
    "dhondt_index",
    "effective_parties",
    "entropy",
    "gallagher",
    "gini",
    "golosov",
    "grofman",
    "herfindahl",
    "lijphart",
    "loosemore_hanby",
    "molinar",
    "rae",
    "rose",
    "sainte_lague_index",
]

Value: TypeAlias = float | NAType


def gallagher(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Least squares index of Gallagher: √(Σ(v - s)² / 2).

    Parameters
    ----------
    votes, seats : Series or mapping
        By party; v and s are their shares.
    unmatched : {"raise", "drop", "zero"}
        What becomes of parties that only one side has.

    Returns
    -------
    float or NA
        From 0 (proportional) to 1.

    Raises
    ------
    LabelError
        If labels repeat, or do not match and nothing was said about it.
    KzelectError
        If votes or seats are negative or not numbers.

    References
    ----------
    M. Gallagher, Proportionality, disproportionality and electoral systems, Electoral Studies
    10 (1991) 33-51.

    Examples
    --------
    >>> from kzelect.indices import gallagher
    >>> round(gallagher({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return _of_both(formulas.gallagher, votes, seats, unmatched)


def loosemore_hanby(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Index of Loosemore and Hanby: Σ|v - s| / 2.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 to 1: the part of the seats that would have to change hands.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    J. Loosemore, V. J. Hanby, The theoretical limits of maximum distortion, British Journal of
    Political Science 1 (1971) 467-477.

    Examples
    --------
    >>> from kzelect.indices import loosemore_hanby
    >>> round(loosemore_hanby({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return _of_both(formulas.loosemore_hanby, votes, seats, unmatched)


def rae(
    votes: Labelled,
    seats: Labelled,
    *,
    min_share: float = 0.0,
    unmatched: Unmatched = "raise",
) -> Value:
    """Index of Rae: the mean of |v - s| over the parties.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.
    min_share : float
        Only parties with at least this share of the votes count; by default all.

    Returns
    -------
    float or NA
        From 0 to 1. It falls with every small party that is counted.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    D. W. Rae, The Political Consequences of Electoral Laws, Yale UP 1967.

    Examples
    --------
    >>> from kzelect.indices import rae
    >>> round(rae({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.0667
    """
    return _of_both(formulas.rae, votes, seats, unmatched, min_share=min_share)


def lijphart(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Largest deviation of Lijphart: max |v - s|.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 to 1.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    A. Lijphart, Electoral Systems and Party Systems, Oxford UP 1994.

    Examples
    --------
    >>> from kzelect.indices import lijphart
    >>> round(lijphart({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return _of_both(formulas.lijphart, votes, seats, unmatched)


def sainte_lague_index(
    votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise"
) -> Value:
    """Index of Sainte-Laguë: Σ (s - v)² / v.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 up; infinite if a party has seats and no votes.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    A. Sainte-Laguë, La représentation proportionnelle et la méthode des moindres carrés,
    Annales scientifiques de l'ENS 27 (1910) 529-542.
    M. Gallagher, Proportionality, disproportionality and electoral systems, Electoral Studies
    10 (1991) 33-51.

    Examples
    --------
    >>> from kzelect.indices import sainte_lague_index
    >>> round(sainte_lague_index({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1167
    """
    return _of_both(formulas.sainte_lague_index, votes, seats, unmatched)


def dhondt_index(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Index of D'Hondt: max s / v, the largest advantage ratio.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 1 (proportional) up; infinite if a party has seats and no votes.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    M. Gallagher, Proportionality, disproportionality and electoral systems, Electoral Studies
    10 (1991) 33-51.

    Examples
    --------
    >>> from kzelect.indices import dhondt_index
    >>> round(dhondt_index({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    1.1667
    """
    return _of_both(formulas.dhondt_index, votes, seats, unmatched)


def grofman(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Index of Grofman: Σ|v - s| / N, N the effective number of parties by votes.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 to 2: what Rae's index is with N parties.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    R. Taagepera, B. Grofman, Mapping the indices of seats-votes disproportionality and
    inter-election volatility, Party Politics 9 (2003) 659-677.

    Examples
    --------
    >>> from kzelect.indices import grofman
    >>> round(grofman({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.092
    """
    return _of_both(formulas.grofman, votes, seats, unmatched)


def gini(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Gini index: twice the area between the Lorenz curve and the diagonal.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 to 1. The curve takes the parties in the order of s/v.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    R. Taagepera, B. Grofman, Mapping the indices of seats-votes disproportionality and
    inter-election volatility, Party Politics 9 (2003) 659-677.

    Examples
    --------
    >>> from kzelect.indices import gini
    >>> round(gini({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.13
    """
    return _of_both(formulas.gini, votes, seats, unmatched)


def rose(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Proportionality of Rose: 1 - Σ|v - s| / 2.

    Parameters
    ----------
    votes, seats, unmatched
        As in `gallagher`.

    Returns
    -------
    float or NA
        From 0 to 1 (proportional). Another way to say `loosemore_hanby`.

    Raises
    ------
    LabelError, KzelectError
        As in `gallagher`.

    References
    ----------
    T. T. Mackie, R. Rose, The International Almanac of Electoral History, 3rd ed., Macmillan
    1991.

    Examples
    --------
    >>> from kzelect.indices import rose
    >>> round(rose({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.9
    """
    return _of_both(formulas.rose, votes, seats, unmatched)


def effective_parties(values: Iterable[Any]) -> Value:
    """Effective number of parties of Laakso and Taagepera: 1 / Σp².

    Parameters
    ----------
    values : Series, mapping or iterable of numbers
        Votes or seats by party (or shares of them).

    Returns
    -------
    float or NA
        From 1 (one party has all) to the number of parties (all have the same).

    Raises
    ------
    KzelectError
        If values are negative or not numbers.

    References
    ----------
    M. Laakso, R. Taagepera, "Effective" number of parties, Comparative Political Studies 12
    (1979) 3-27.

    Examples
    --------
    >>> from kzelect.indices import effective_parties
    >>> round(effective_parties([0.75, 0.25]), 2)
    1.6
    """
    return _of_one(formulas.effective_parties, values)


def golosov(values: Iterable[Any]) -> Value:
    """Effective number of parties of Golosov: Σ p / (p + p₁² - p²), p₁ the largest share.

    Parameters
    ----------
    values
        As in `effective_parties`.

    Returns
    -------
    float or NA
        From 1 to the number of parties; small parties count for less than in
        `effective_parties`, and a large first party for more.

    Raises
    ------
    KzelectError
        As in `effective_parties`.

    References
    ----------
    G. V. Golosov, The effective number of parties: a new approach, Party Politics 16 (2010)
    171-192.

    Examples
    --------
    >>> from kzelect.indices import golosov
    >>> round(golosov([0.75, 0.25]), 2)
    1.33
    """
    return _of_one(formulas.golosov, values)


def molinar(values: Iterable[Any]) -> Value:
    """Effective number of parties of Molinar: 1 + N (Σp² - p₁²) / Σp², with N = 1 / Σp².

    Parameters
    ----------
    values
        As in `effective_parties`.

    Returns
    -------
    float or NA
        From 1 to the number of parties; the largest party (share p₁) counts
        as one, the others by their part of the squares.

    Raises
    ------
    KzelectError
        As in `effective_parties`.

    References
    ----------
    J. Molinar, Counting the number of parties: an alternative index, American Political
    Science Review 85 (1991) 1383-1391.

    Examples
    --------
    >>> from kzelect.indices import molinar
    >>> round(molinar([0.75, 0.25]), 2)
    1.16
    """
    return _of_one(formulas.molinar, values)


def entropy(values: Iterable[Any]) -> Value:
    """Entropy of Shannon: -Σ p ln p, in nats.

    Parameters
    ----------
    values
        As in `effective_parties`.

    Returns
    -------
    float or NA
        From 0 (one party has all) to the logarithm of the number of parties.

    Raises
    ------
    KzelectError
        As in `effective_parties`.

    References
    ----------
    C. E. Shannon, A mathematical theory of communication, Bell System Technical Journal 27
    (1948) 379-423.

    Examples
    --------
    >>> from kzelect.indices import entropy
    >>> round(entropy([0.5, 0.5]), 2)
    0.69
    """
    return _of_one(formulas.entropy, values)


def herfindahl(values: Iterable[Any]) -> Value:
    """Concentration of Herfindahl and Hirschman: Σp².

    Parameters
    ----------
    values
        As in `effective_parties`.

    Returns
    -------
    float or NA
        From 1 / the number of parties to 1. Another way to say
        `effective_parties`: the one is 1 / the other.

    Raises
    ------
    KzelectError
        As in `effective_parties`.

    References
    ----------
    A. O. Hirschman, The paternity of an index, American Economic Review 54 (1964) 761.

    Examples
    --------
    >>> from kzelect.indices import herfindahl
    >>> round(herfindahl([0.75, 0.25]), 2)
    0.62
    """
    return _of_one(formulas.herfindahl, values)


def _of_one(formula: Callable[..., Array], values: Iterable[Any]) -> Value:
    return _value(formula, _column(values, "values"))


def _of_both(
    formula: Callable[..., Array],
    votes: Labelled,
    seats: Labelled,
    unmatched: Unmatched,
    **options: float,
) -> Value:
    joined = align(votes, seats, unmatched=unmatched)
    return _value(
        formula, _column(joined.votes, "votes"), _column(joined.seats, "seats"), **options
    )


def _column(values: Iterable[Any], what: str) -> Array:
    counts = non_negative(values, what=what).to_numpy(dtype="float64", na_value=np.nan)
    return np.asarray(counts, dtype=np.float64)[:, np.newaxis]


def _value(formula: Callable[..., Array], *counts: Array, **options: float) -> Value:
    if not counts[0].size:
        return pd.NA
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(formula(*map(formulas.proportions, counts), **options)[0])
    return pd.NA if np.isnan(value) else value
