"""How many parties there are in effect: indices of votes or of seats alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kzelect.measures import formulas
from kzelect.measures.indices.evaluation import Value, of_one

__all__ = ["effective_parties", "entropy", "golosov", "herfindahl", "molinar"]


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
    >>> from kzelect.measures.indices import effective_parties
    >>> round(effective_parties([0.75, 0.25]), 2)
    1.6
    """
    return of_one(formulas.effective_parties, values)


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
    >>> from kzelect.measures.indices import golosov
    >>> round(golosov([0.75, 0.25]), 2)
    1.33
    """
    return of_one(formulas.golosov, values)


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
    >>> from kzelect.measures.indices import molinar
    >>> round(molinar([0.75, 0.25]), 2)
    1.16
    """
    return of_one(formulas.molinar, values)


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
    >>> from kzelect.measures.indices import entropy
    >>> round(entropy([0.5, 0.5]), 2)
    0.69
    """
    return of_one(formulas.entropy, values)


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
    >>> from kzelect.measures.indices import herfindahl
    >>> round(herfindahl([0.75, 0.25]), 2)
    0.62
    """
    return of_one(formulas.herfindahl, values)
