"""The formulas of the indices: shares in, one value an election out.

Shares are arrays whose rows are parties and whose columns are elections, nan
where missing. Each formula stands here once; `kzelect.measures.indices` puts one
election into it and `kzelect.measures.by_election` many. What each means, its range and its
paper stand in `kzelect.measures.indices`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from kzelect.errors import KzelectError

__all__ = ["INDICES", "Array", "Index", "chosen_indices", "proportions"]

Array: TypeAlias = npt.NDArray[np.float64]


def proportions(counts: Array) -> Array:
    """Divide counts by the total of their column; a total of 0 gives nan.

    Parameters
    ----------
    counts : array, parties x elections
        Votes or seats, nan where missing.

    Returns
    -------
    array, parties x elections
        Shares from 0 to 1; a column with a nan, or with only zeros, is nan.

    Examples
    --------
    >>> import numpy as np
    >>> from kzelect.measures.formulas import proportions
    >>> proportions(np.array([[3.0, 0.0], [1.0, 0.0]])).tolist()
    [[0.75, nan], [0.25, nan]]
    """
    totals = _sum(counts)
    totals[totals == 0] = np.nan
    return counts / totals


def _sum(x: Array) -> Array:
    return np.asarray(x.sum(axis=0))


def _largest(x: Array) -> Array:
    return np.asarray(x.max(axis=0))


def herfindahl(p: Array) -> Array:
    """Σp²."""
    return np.asarray(np.einsum("ij,ij->j", p, p))


def effective_parties(p: Array) -> Array:
    """1 / Σp²."""
    return 1 / herfindahl(p)


def golosov(p: Array) -> Array:
    """Σ p / (p + p₁² - p²)."""
    largest = _largest(p)
    return _sum(p / (p + largest * largest - p * p))


def molinar(p: Array) -> Array:
    """1 + N (Σp² - p₁²) / Σp², with N = 1 / Σp²."""
    squares, largest = herfindahl(p), _largest(p)
    return 1 + (squares - largest * largest) / (squares * squares)


def entropy(p: Array) -> Array:
    """-Σ p ln p."""
    # p ln p goes to 0 with p; nan stays nan.
    return 0 - _sum(p * np.log(p, where=p > 0, out=np.zeros_like(p)))


def gallagher(v: Array, s: Array) -> Array:
    """√(Σ(v - s)² / 2)."""
    return np.sqrt(herfindahl(v - s) / 2)


def loosemore_hanby(v: Array, s: Array) -> Array:
    """Σ|v - s| / 2."""
    return _sum(np.abs(v - s)) / 2


def rae(v: Array, s: Array, min_share: float = 0.0) -> Array:
    """Mean of |v - s| over the parties with at least ``min_share`` of the votes."""
    counted = v >= min_share
    return _sum(np.abs(v - s) * counted) / _sum(counted.astype(np.float64))


def lijphart(v: Array, s: Array) -> Array:
    """Largest |v - s|."""
    return _largest(np.abs(v - s))


def sainte_lague_index(v: Array, s: Array) -> Array:
    """Σ (s - v)² / v."""
    terms = (s - v) ** 2 / v
    terms[(v == 0) & (s == 0)] = 0
    return _sum(terms)


def _ratios(v: Array, s: Array) -> Array:
    """Return s/v, 0 for parties without votes and seats, inf for seats without votes."""
    ratios = s / v
    ratios[(v == 0) & (s == 0)] = 0
    return ratios


def dhondt_index(v: Array, s: Array) -> Array:
    """Largest s / v."""
    return _largest(_ratios(v, s))


def grofman(v: Array, s: Array) -> Array:
    """Σ|v - s| / N, with N = 1 / Σv²."""
    return _sum(np.abs(v - s)) * herfindahl(v)


def gini(v: Array, s: Array) -> Array:
    """Twice the area between the diagonal and the Lorenz curve, parties in the order of s / v."""
    order = _ratios(v, s).argsort(axis=0)
    v, s = np.take_along_axis(v, order, axis=0), np.take_along_axis(s, order, axis=0)
    # Under the curve, over one step of the votes, lies the mean of the seats before and after.
    return _sum(v * (2 * v.cumsum(axis=0) - v - 2 * s.cumsum(axis=0) + s))


def rose(v: Array, s: Array) -> Array:
    """1 - Σ|v - s| / 2."""
    return 1 - loosemore_hanby(v, s)


class Index(NamedTuple):
    """The formula of an index, and whether it takes votes and seats or either of them.

    Attributes
    ----------
    formula : callable
        From shares (parties x elections) to one value an election; nan where
        missing.
    of_both : bool
        True for an index of votes against seats.
    """

    formula: Callable[..., Array]
    of_both: bool


INDICES: Mapping[str, Index] = MappingProxyType(
    {
        "effective_parties": Index(effective_parties, of_both=False),
        "gallagher": Index(gallagher, of_both=True),
        "loosemore_hanby": Index(loosemore_hanby, of_both=True),
        "rae": Index(rae, of_both=True),
        "lijphart": Index(lijphart, of_both=True),
        "sainte_lague_index": Index(sainte_lague_index, of_both=True),
        "dhondt_index": Index(dhondt_index, of_both=True),
        "grofman": Index(grofman, of_both=True),
        "gini": Index(gini, of_both=True),
        "golosov": Index(golosov, of_both=False),
        "molinar": Index(molinar, of_both=False),
        "entropy": Index(entropy, of_both=False),
        "herfindahl": Index(herfindahl, of_both=False),
        "rose": Index(rose, of_both=True),
    }
)


def chosen_indices(names: Sequence[str] | None) -> list[str]:
    """Return the names of indices, checked; all of them for None.

    Examples
    --------
    >>> from kzelect.measures.formulas import chosen_indices
    >>> chosen_indices(["gini"])
    ['gini']
    """
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
