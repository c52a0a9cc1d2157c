"""Which lists are admitted to the seats, as rules that combine with ``|`` (or) and ``&`` (and).

They are for ``threshold=`` of `kzelect.apportion` and its relatives, and read as a law does:

- `share` of the votes, one for all lists or one for each;
- `districts` won, as in Germany or New Zealand;
- `exempt` lists, such as those of national minorities;
- the `largest` lists: ``share(0.05) & largest(4)`` admits no more than four, and
  ``share(0.07) | largest(2)`` never fewer than two.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, partial
from math import inf
from typing import Any
from weakref import ref

import numpy as np
import pandas as pd

from kzelect.apportionment.inputs import (
    Labels,
    PerParty,
    Pick,
    counts_by_label,
    native,
    off_labels,
    read_share,
    some_of,
    tie_error,
    whole,
)
from kzelect.errors import AllocationError, LabelError
from kzelect.text import as_code, type_of
from kzelect.text.contenders import contender_kind, no_contenders

__all__ = ["Admission", "districts", "exempt", "largest", "share"]

Parts = Fraction | tuple[Fraction | float, ...]
"""One least share of the votes for all lists, or one for each; infinity admits no one."""

Test = Callable[[list[int], int, Pick | None], list[bool]]
"""Say which lists are admitted, given votes, base and who settles equal ranks."""

Thresholds = Parts | Test


@dataclass(frozen=True, repr=False)
class Admission:
    """A rule of admission; ``|`` admits a list that either rule admits, ``&`` one that both do.

    ``read`` gives, for the labels of the parties, thresholds if the rule has no ranks, else a
    test; ``names`` are the parties that it names.
    """

    name: str
    given: tuple[Any, ...] = field(hash=False)
    options: tuple[tuple[str, Any], ...] = field(default=(), kw_only=True)
    read: Callable[[Labels], Thresholds] = field(compare=False)
    names: frozenset[Any] = field(default=frozenset(), compare=False)

    def __or__(self, other: Admission) -> Admission:
        return _both(self, other, " | ")

    def __and__(self, other: Admission) -> Admission:
        return _both(self, other, " & ")

    def __repr__(self) -> str:
        given = [*map(as_code, self.given), *(f"{key}={value}" for key, value in self.options)]
        is_call = self.name.isidentifier()
        return f"{self.name}({', '.join(given)})" if is_call else f"({self.name.join(given)})"


def share(least: PerParty) -> Admission:
    """Admit lists with a least share of the votes.

    Parameters
    ----------
    least : number from 0 to 1, or one per party
        Least share of ``threshold_base``; a list exactly at it is admitted. A float
        stands for the decimal it prints as, 0.07 for 7/100. Parties that a mapping does
        not name have no threshold.

    Returns
    -------
    Admission

    Examples
    --------
    >>> from kzelect import admission, apportion
    >>> votes = {"A": 60, "B": 36, "minority": 4}
    >>> apportion(votes, 10, method="sainte_lague", threshold=admission.share(0.05))
    {'A': 6, 'B': 4, 'minority': 0}
    """
    return Admission("share", (least,), partial(_least_shares, least), named_in(least))


def districts(won: Any, *, least: int) -> Admission:
    """Admit lists that won a number of districts.

    Parameters
    ----------
    won : mapping or Series
        Districts won by party; who is not named won none.
    least : int
        How many a list must have won, at least 1.

    Returns
    -------
    Admission

    Examples
    --------
    New Zealand admits lists with 5 % of the votes or one district:

    >>> from kzelect import admission, apportion
    >>> votes = {"A": 60, "B": 37, "C": 3}
    >>> rule = admission.share(0.05) | admission.districts({"A": 5, "C": 1}, least=1)
    >>> apportion(votes, 30, method="sainte_lague", threshold=rule)
    {'A': 18, 'B': 11, 'C': 1}
    """
    number = whole(least, name="least", least=1)
    if not isinstance(won, (Mapping, pd.Series)):
        message = f"won is a {type_of(won)}; expected a mapping or Series of districts by party"
        raise LabelError(message)
    counts = counts_by_label(won, "won", most=None)
    names = frozenset(party for party, count in counts.items() if count >= number)
    options = (("least", number),)
    return Admission("districts", (counts,), partial(_named_only, names), names, options=options)


def exempt(*parties: Any) -> Admission:
    """Admit lists by name, whatever their votes (but not without any).

    Parameters
    ----------
    *parties : labels
        Names of parties, each of them in the votes.

    Returns
    -------
    Admission

    Examples
    --------
    >>> from kzelect import admission, apportion
    >>> votes = {"A": 60, "B": 36, "minority": 4}
    >>> rule = admission.share(0.05) | admission.exempt("minority")
    >>> apportion(votes, 25, method="sainte_lague", threshold=rule)
    {'A': 15, 'B': 9, 'minority': 1}
    """
    if not all(isinstance(party, Hashable) for party in parties):
        message = 'exempt takes names one by one: exempt("A", "B"), or exempt(*names) of a list'
        raise LabelError(message)
    names = frozenset(parties)
    return Admission("exempt", parties, partial(_named_only, names, known=True), names)


def largest(lists: int) -> Admission:
    """Admit the lists with most votes.

    Parameters
    ----------
    lists : int
        How many; lists without votes do not count. Equal lists that tie for the last of
        these places are settled as ``ties=`` says.

    Returns
    -------
    Admission

    Examples
    --------
    If one list alone reaches 7 %, the next is admitted too:

    >>> from kzelect import admission, apportion
    >>> votes = {"A": 90, "B": 6, "C": 4}
    >>> rule = admission.share(0.07) | admission.largest(2)
    >>> apportion(votes, 20, method="hare", threshold=rule)
    {'A': 19, 'B': 1, 'C': 0}
    """
    number = whole(lists, name="lists", least=1)
    return Admission("largest", (number,), partial(_largest, number))


def _named_only(names: frozenset[Any], labels: Labels, *, known: bool = False) -> Parts:
    strange = sorted(map(str, names.difference(labels))) if known else ()
    if strange:
        message = f"exempt names no party of the votes: {some_of(strange)}"
        raise LabelError(message)
    return tuple(Fraction(0) if label in names else inf for label in labels)


def _largest(lists: int, labels: Labels) -> Test:
    def test(votes: list[int], base: int, pick: Pick | None) -> list[bool]:
        last = sorted(votes, reverse=True)[lists - 1] if lists < len(votes) else 0
        if not last:
            return [count > 0 for count in votes]
        admitted = [count > last for count in votes]
        equal = [at for at, count in enumerate(votes) if count == last]
        places = lists - sum(admitted)
        if places < len(equal):
            if pick is None:
                raise tie_error(labels, equal, places, what=f"place among the {lists} largest")
            equal = pick(equal, places)
        for at in equal:
            admitted[at] = True
        return admitted

    return test


def _both(one: Admission, other: Any, name: str) -> Admission:
    if not isinstance(other, Admission):
        message = f"{other!r} is no rule of admission; expected share(…), exempt(…) or the like"
        raise AllocationError(message)
    is_or = name == " | "
    read = partial(_combined, one, other, is_or)
    return Admission(name, (one, other), read, one.names | other.names)


def _combined(one: Admission, other: Admission, is_or: bool, labels: Labels) -> Thresholds:
    read = [rule.read(labels) for rule in (one, other)]
    if not any(map(callable, read)):
        each = [parts if isinstance(parts, tuple) else (parts,) * len(labels) for parts in read]
        return tuple(map(min if is_or else max, *each))
    either = any if is_or else all

    def test(votes: list[int], base: int, pick: Pick | None) -> list[bool]:
        masks = [reached(votes, rule, base, pick) for rule in read]
        return [either(pair) for pair in zip(*masks, strict=True)]

    return test


def read_thresholds(threshold: Any, labels: Labels, min_lists: int = 0) -> Thresholds:
    """Read ``threshold``: a number, one number a party joined by label, or an `Admission`.

    Labels that stand for no list of their own are not admitted, unless the threshold names
    them; a ``range`` is no labels but the positions of an array.
    """
    fewest = whole(min_lists, name="min_lists")
    barred = frozenset() if isinstance(labels, range) else _barred_of(labels)
    if type(threshold) in (int, float) and not fewest and not barred:
        return _same_for_all(threshold)
    rule = threshold if isinstance(threshold, Admission) else share(threshold)
    if fewest:
        rule |= largest(fewest)
    if barred and (barred := barred - named_in(threshold)):
        rule &= Admission("lists", (), partial(_named_only, frozenset(labels) - barred))
    return rule.read(labels)


_KEPT = 1000  # names that are worth keeping, of one election and as many elections
_ASKED: dict[int, tuple[ref[pd.Index], frozenset[Any]]] = {}


def _barred_of(labels: Labels) -> frozenset[Any]:
    """Look the labels up; an index, which never changes, is read once."""
    if not isinstance(labels, pd.Index):
        return (_barred if len(labels) <= _KEPT else _barred.__wrapped__)(tuple(labels))
    index, barred = _ASKED.get(id(labels), (None, frozenset()))
    if index is None or index() is not labels:
        barred = _barred.__wrapped__(tuple(labels.tolist()))
        if len(_ASKED) == _KEPT:
            _ASKED.clear()
        _ASKED[id(labels)] = ref(labels), barred
    return barred


@lru_cache(maxsize=256)
def _barred(labels: tuple[Any, ...]) -> frozenset[Any]:
    """Return words for what a table does not list singly; words for totals are an error."""
    no_contender = no_contenders(labels)
    if no_contender:
        label, what = next(iter(no_contender.items()))
        message = f"{label!r} is a word for {what.replace('_', ' ')}; expected the name of a list"
        raise LabelError(message)
    return frozenset(
        label
        for label in labels
        if isinstance(label, str) and contender_kind(label) in {"others", "against_all"}
    )


def named_in(threshold: Any) -> frozenset[Any]:
    """Return the parties that a threshold or a rule of admission names."""
    if isinstance(threshold, Admission):
        return threshold.names
    return frozenset(threshold.keys() if isinstance(threshold, (Mapping, pd.Series)) else ())


@lru_cache(maxsize=256, typed=True)
def _same_for_all(threshold: float) -> Fraction:
    return read_share(threshold, name="threshold")


def _least_shares(threshold: Any, labels: Labels) -> Parts:
    if isinstance(threshold, (Mapping, pd.Series)):
        named = dict(threshold.items())
        if len(named) != len(threshold) or not set(named) <= set(labels):
            off = off_labels(named, set(labels) & set(named))
            message = f"threshold must name parties of the votes, each once; wrong: {off}"
            raise LabelError(message)
        return tuple(
            read_share(named.get(label, 0), name=f"threshold of {native(label)!r}")
            for label in labels
        )
    if isinstance(threshold, (np.ndarray, list, tuple)) and np.ndim(threshold):
        if not isinstance(labels, range) or len(threshold) != len(labels):
            message = (
                f"threshold has {len(threshold)} values without labels; expected one number, "
                "a Series or a mapping of the parties, or for an array of votes one a column"
            )
            raise LabelError(message)
        return tuple(read_share(value, name="threshold") for value in threshold)
    return read_share(threshold, name="threshold")


def reached(votes: list[int], thresholds: Thresholds, base: int, pick: Pick | None) -> list[bool]:
    """Say which lists reach their threshold; a list without votes may."""
    if callable(thresholds):
        return thresholds(votes, base, pick)
    if isinstance(thresholds, Fraction):
        needed = -(-base * thresholds.numerator // thresholds.denominator)
        return [count >= needed for count in votes]
    return [
        part != inf and count >= base * part for count, part in zip(votes, thresholds, strict=True)
    ]


def admit(
    votes: list[int], thresholds: Thresholds, base: int, pick: Pick | None = None
) -> list[int]:
    """Keep the votes of admitted lists and put 0 for the others."""
    if isinstance(thresholds, Fraction) and not thresholds:
        return votes
    mask = reached(votes, thresholds, base, pick)
    admitted = [count if kept else 0 for count, kept in zip(votes, mask, strict=True)]
    if not any(admitted):
        lowest: Any = thresholds
        if isinstance(thresholds, tuple):
            lowest = min(thresholds)
        if callable(thresholds) or lowest == inf:
            message = "no list with votes is admitted; expected one at least"
            raise AllocationError(message)
        message = (
            f"no list reaches its threshold; expected one with {lowest} of {base} votes or more"
        )
        raise AllocationError(message)
    return admitted
