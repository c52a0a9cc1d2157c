"""How far seats are from votes: indices of the two together."""

from __future__ import annotations

from kzelect.measures import formulas
from kzelect.measures.indices.evaluation import Value, of_both
from kzelect.measures.shares import Labelled, Unmatched

__all__ = [
    "dhondt_index",
    "gallagher",
    "gini",
    "grofman",
    "lijphart",
    "loosemore_hanby",
    "rae",
    "rose",
    "sainte_lague_index",
]


def gallagher(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Least squares index of Gallagher: ``√(Σ(v - s)² / 2)``.

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
    >>> from kzelect.measures.indices import gallagher
    >>> round(gallagher({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return of_both(formulas.gallagher, votes, seats, unmatched)


def loosemore_hanby(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Index of Loosemore and Hanby: ``Σ|v - s| / 2``.

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
    >>> from kzelect.measures.indices import loosemore_hanby
    >>> round(loosemore_hanby({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return of_both(formulas.loosemore_hanby, votes, seats, unmatched)


def rae(
    votes: Labelled,
    seats: Labelled,
    *,
    min_share: float = 0.0,
    unmatched: Unmatched = "raise",
) -> Value:
    """Index of Rae: the mean of ``|v - s|`` over the parties.

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
    >>> from kzelect.measures.indices import rae
    >>> round(rae({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.0667
    """
    return of_both(formulas.rae, votes, seats, unmatched, min_share=min_share)


def lijphart(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Largest deviation of Lijphart: ``max |v - s|``.

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
    >>> from kzelect.measures.indices import lijphart
    >>> round(lijphart({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1
    """
    return of_both(formulas.lijphart, votes, seats, unmatched)


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
    >>> from kzelect.measures.indices import sainte_lague_index
    >>> round(sainte_lague_index({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.1167
    """
    return of_both(formulas.sainte_lague_index, votes, seats, unmatched)


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
    >>> from kzelect.measures.indices import dhondt_index
    >>> round(dhondt_index({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    1.1667
    """
    return of_both(formulas.dhondt_index, votes, seats, unmatched)


def grofman(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Index of Grofman: ``Σ|v - s| / N``, N the effective number of parties by votes.

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
    >>> from kzelect.measures.indices import grofman
    >>> round(grofman({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.092
    """
    return of_both(formulas.grofman, votes, seats, unmatched)


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
    >>> from kzelect.measures.indices import gini
    >>> round(gini({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.13
    """
    return of_both(formulas.gini, votes, seats, unmatched)


def rose(votes: Labelled, seats: Labelled, *, unmatched: Unmatched = "raise") -> Value:
    """Proportionality of Rose: ``1 - Σ|v - s| / 2``.

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
    >>> from kzelect.measures.indices import rose
    >>> round(rose({"a": 60, "b": 30, "c": 10}, {"a": 7, "b": 3, "c": 0}), 4)
    0.9
    """
    return of_both(formulas.rose, votes, seats, unmatched)
