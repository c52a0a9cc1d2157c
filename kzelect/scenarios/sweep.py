"""What other rules would have given."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

import pandas as pd

from kzelect.apportionment import METHODS
from kzelect.apportionment.numbers import whole
from kzelect.apportionment.thresholds import read_thresholds
from kzelect.apportionment.ties import Ties
from kzelect.scenarios.inputs import (
    QuotaBase,
    Share,
    base_of,
    counts_of,
    label_dtype,
    rules_of,
    seats_or_problem,
    typed,
)

__all__ = ["sweep"]


def sweep(
    votes: pd.Series,
    *,
    seats: int | Iterable[int],
    methods: Iterable[str] = METHODS,
    thresholds: Iterable[Share] = (0.0,),
    quota_bases: Iterable[QuotaBase] = ("admitted",),
    threshold_base: int | None = None,
    ties: Ties = "raise",
) -> pd.DataFrame:
    """Allocate one election under many rules: a tidy table of counterfactuals.

    They are arithmetic on the votes as cast, no forecast of what voters and
    parties would have done under another rule.

    Parameters
    ----------
    votes : Series
        Votes of one election, whole numbers from 0 up; the index is the parties.
    seats : int or iterable of int
        Sizes of the house, or of its list tier, to try.
    methods : iterable of str
        Methods to try, of `METHODS`.
    thresholds : iterable of numbers from 0 to 1
        Thresholds to try, shares of ``threshold_base``.
    quota_bases : iterable of {"admitted", "all"}
        Bases of the quota to try for methods that have one.
    threshold_base : int, optional
        The total that thresholds are shares of; by default the sum of ``votes``.
    ties : {"raise"}, sequence of parties, or numpy.random.Generator
        As in `apportion`, but a tie that is not decided is a ``problem`` of its
        rule and no error.

    Returns
    -------
    DataFrame
        One row per rule and party: ``method``, ``quota_base`` (missing for
        divisor methods), ``threshold`` (0 to 1), ``house`` (seats to
        allocate), ``party``, ``votes``, ``seats`` and ``problem``. Where a rule
        gives no allocation the seats are missing and ``problem`` says why;
        elsewhere ``problem`` is missing.

    Raises
    ------
    AllocationError, LabelError, MissingDataError
        Votes, seats, thresholds or names of rules that are wrong in themselves.

    Examples
    --------
    >>> import pandas as pd
    >>> votes = pd.Series({"A": 60, "B": 25, "C": 15})
    >>> found = sweep(votes, seats=4, methods=["hare", "dhondt"], thresholds=[0.1, 0.2])
    >>> found.pivot(index=["method", "threshold"], columns="party", values="seats")
    party             A  B  C
    method threshold
    dhondt 0.1        3  1  0
           0.2        3  1  0
    hare   0.1        2  1  1
           0.2        3  1  0
    """
    counts = counts_of(votes, name="votes")
    houses = list(seats) if isinstance(seats, Iterable) else [seats]
    shares = list(thresholds)
    base = base_of(threshold_base) or sum(counts)
    rows: list[dict[str, Any]] = []
    for (method, quota_base), share, house in product(
        list(rules_of(methods, quota_bases)), shares, houses
    ):
        read_thresholds(share, counts.index, labelled=True)
        found, problem = seats_or_problem(
            counts, whole(house, name="seats", least=1), method, quota_base, share, base, ties
        )
        rows += [
            {
                "method": method,
                "quota_base": quota_base,
                "threshold": float(share),
                "house": house,
                "party": party,
                "votes": count,
                "seats": None if found is None else found[at],
                "problem": problem,
            }
            for at, (party, count) in enumerate(counts.items())
        ]
    return typed(
        rows,
        method="string[python]",
        quota_base="string[python]",
        threshold="Float64",
        house="Int64",
        party=label_dtype(counts),
        votes="Int64",
        seats="Int64",
        problem="string[python]",
    )
