"""Which rules fit a published result."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import nextafter
from typing import Any

import pandas as pd

from kzelect.apportionment import METHODS
from kzelect.errors import LabelError
from kzelect.scenarios.inputs import (
    QuotaBase,
    base_of,
    counts_of,
    rules_of,
    seats_or_problem,
    typed,
)

__all__ = ["consistent_rules"]


def consistent_rules(
    votes: pd.Series,
    seats: pd.Series,
    *,
    methods: Iterable[str] = METHODS,
    quota_bases: Iterable[QuotaBase] = ("admitted", "all"),
    threshold_base: int | None = None,
) -> pd.DataFrame:
    """Find every rule that gives the published seats, with the thresholds for which it does.

    A threshold matters only through the lists it admits, so the intervals are
    exact: all thresholds between two neighbouring lists' shares are one case.
    A rule under which lots would have to be drawn does not give the seats.

    Parameters
    ----------
    votes : Series
        Votes of one election, whole numbers from 0 up; the index is the parties.
    seats : Series
        Published seats of the same parties, joined by label.
    methods : iterable of str
        Methods to try, of `METHODS`.
    quota_bases : iterable of {"admitted", "all"}
        Bases of the quota to try for methods that have one.
    threshold_base : int, optional
        The total that thresholds are shares of; by default the sum of ``votes``.

    Returns
    -------
    DataFrame
        One row per method, quota base and interval, in the order of ``methods``:
        ``method``, ``quota_base`` (missing for divisor methods),
        ``threshold_low`` and ``threshold_high`` (shares from 0 to 1) and
        ``low_included``, ``high_included``. Rules that never fit have no row.
        Bounds are computed as fractions and given as the nearest float at or
        below them, so that a bound passed on to `apportion` lands on the side
        that its column says.

    Raises
    ------
    LabelError
        Parties named twice, or not the same in ``votes`` and ``seats``.
    AllocationError, MissingDataError
        Votes or seats that are no whole numbers.

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
        off = sorted(map(str, set(counts.index) ^ set(published.index)))
        message = f"votes and seats must be of the same parties; only in one: {', '.join(off)}"
        raise LabelError(message)
    target = published.reindex(counts.index).tolist()
    total = sum(counts)
    base = base_of(threshold_base) or total
    # One case a set of admitted lists: those with so many votes or more.
    levels = sorted(set(counts) - {0})
    bounds = [Fraction(0), *(min(Fraction(level, base), Fraction(1)) for level in levels)]
    rows: list[dict[str, Any]] = []
    for method, quota_base in rules_of(methods, quota_bases):
        start = None
        for case, level in enumerate([*levels, None]):
            found = None
            if level is not None and bounds[case] < bounds[case + 1]:
                found, _ = seats_or_problem(
                    counts, sum(target), method, quota_base, Fraction(level, total), total, "raise"
                )
            if found == target and start is None:
                start = case
            elif found != target and start is not None:
                rows.append(
                    {
                        "method": method,
                        "quota_base": quota_base,
                        "threshold_low": _at_or_below(bounds[start]),
                        "threshold_high": _at_or_below(bounds[case]),
                        "low_included": start == 0,
                        "high_included": True,
                    }
                )
                start = None
    return typed(
        rows,
        method="string[python]",
        quota_base="string[python]",
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
