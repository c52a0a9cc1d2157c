"""Which rules fit a published result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import groupby, pairwise
from math import nextafter
from typing import Any

import pandas as pd

from kzelect.apportionment import METHODS
from kzelect.apportionment.admission import read_thresholds
from kzelect.apportionment.exact import Procedure
from kzelect.apportionment.inputs import Share, base_of, native, off_labels
from kzelect.apportionment.methods import Method
from kzelect.errors import KzelectError, LabelError
from kzelect.measures.frames import TEXT, typed
from kzelect.scenarios.sweep import QuotaBase, counts_of, rules_of, seats_or_problem
from kzelect.text.contenders import contender_kind


def consistent_rules(
    votes: pd.Series | Mapping[Any, int],
    seats: pd.Series | Mapping[Any, int],
    *,
    methods: Method | Iterable[Method] = METHODS,
    quota_bases: QuotaBase | Iterable[QuotaBase] = ("admitted", "all"),
    threshold_base: int | None = None,
    first_divisor: Share | None = None,
) -> pd.DataFrame:
    """Find every rule that gives the published seats, with the thresholds for which it does.

    The intervals are exact: all thresholds between the shares of two neighbouring lists admit
    the same lists. A rule under which lots would have to be drawn does not give the seats.

    Parameters
    ----------
    votes : Series or mapping
        Votes of one election, non-negative whole numbers, by party.
    seats : Series or mapping
        Published seats of the same parties, joined by label.
    methods : str or iterable of str
        Methods to try, of `METHODS`.
    quota_bases : {"admitted", "all"} or iterable of them
        Bases of the quota to try for methods that have one.
    threshold_base : int, optional
        The total that thresholds are shares of; by default the sum of ``votes``.
    first_divisor : number above 0 and up to 3, optional
        In place of 1.4 in ``modified_sainte_lague``.

    Returns
    -------
    DataFrame
        One row per method, quota base and interval for which the rule fits, in the order of
        ``methods``: ``method``, ``quota_base`` (missing for divisor methods),
        ``threshold_low`` and ``threshold_high`` (shares from 0 to 1), ``low_included`` and
        ``high_included``. A bound is the nearest float at or below the exact fraction, so
        that `apportion` takes it as its column says.

    Raises
    ------
    LabelError
        Parties named twice, or not the same in ``votes`` and ``seats``.
    AllocationError, MissingDataError
        Votes or seats that are no whole numbers.
    KzelectError
        A party with more seats than votes (the two were swapped), or seats of "Others" or
        against all, which are no list.

    Examples
    --------
    >>> import pandas as pd
    >>> votes = pd.Series({"A": 60, "B": 25, "C": 15})
    >>> seats = pd.Series({"A": 3, "B": 1, "C": 0})
    >>> consistent_rules(votes, seats, methods=["hare", "dhondt"]).iloc[:, :4]
       method quota_base  threshold_low  threshold_high
    0    hare   admitted           0.15            0.25
    1    hare        all           0.15            0.25
    2  dhondt       <NA>            0.0            0.25
    """
    counts, published = counts_of(votes, name="votes"), counts_of(seats, name="seats")
    if set(counts.index) != set(published.index):
        off = off_labels(counts.index, published.index)
        message = f"votes and seats must be of the same parties; only in one: {off}"
        raise LabelError(message)
    target = published.reindex(counts.index).tolist()
    for party, count, held in zip(counts.index, counts, target, strict=True):
        if held > count:
            message = (
                f"{native(party)!r} has {held} seats and {count} votes; expected "
                "consistent_rules(votes, seats), votes first"
            )
            raise KzelectError(message)
        if held and isinstance(party, str) and contender_kind(party) in {"others", "against_all"}:
            message = (
                f"{party!r} is no single list, so that no rule can give its seats ({held}); "
                "expected the votes and seats of each list"
            )
            raise KzelectError(message)
    total, house = sum(counts), sum(target)
    base = base_of(threshold_base) or total
    # One case a set of admitted lists: those with so many votes or more.
    levels = sorted(set(counts) - {0})
    bounds = [Fraction(0), *(min(Fraction(level, base), Fraction(1)) for level in levels)]
    cases = [read_thresholds(Fraction(level, total), counts.index) for level in levels]
    rows: list[tuple[Any, ...]] = []
    for method, quota_base, rule in rules_of(methods, quota_bases, first_divisor):
        fits = [
            low < high
            and seats_or_problem(counts, house, Procedure(counts.index, rule, case))[0] == target
            for case, (low, high) in zip(cases, pairwise(bounds), strict=True)
        ]
        end = 0
        for is_fit, run in groupby(fits):
            start, end = end, end + len(list(run))
            if is_fit:
                low, high = _at_or_below(bounds[start]), _at_or_below(bounds[end])
                rows.append((method, quota_base, low, high, start == 0, True))
    return typed(
        rows,
        method=TEXT,
        quota_base=TEXT,
        threshold_low="Float64",
        threshold_high="Float64",
        low_included="boolean",
        high_included="boolean",
    )


def _at_or_below(exact: Fraction) -> float:
    """Give the nearest float that, as the decimal it prints as, does not exceed a fraction."""
    value = float(exact)
    while Fraction(str(value)) > exact:
        value = nextafter(value, 0)
    return value
