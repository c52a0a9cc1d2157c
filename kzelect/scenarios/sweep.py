"""What other rules would have given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, Literal

import pandas as pd

from kzelect.apportionment import METHODS
from kzelect.apportionment.admission import Admission, read_thresholds
from kzelect.apportionment.exact import Procedure, allocate, decided
from kzelect.apportionment.inputs import (
    MOST_SEATS,
    Share,
    Ties,
    base_of,
    counts_by_label,
    picker,
    several,
    whole,
)
from kzelect.apportionment.methods import Divisor, Method, Quota, rule_for
from kzelect.errors import AllocationError
from kzelect.measures.frames import TEXT, typed
from kzelect.measures.shares import labelled

QuotaBase = Literal["admitted", "all"]


def sweep(
    votes: pd.Series | Mapping[Any, int],
    *,
    seats: int | Iterable[int],
    methods: Method | Iterable[Method] = METHODS,
    thresholds: Share | Iterable[Share] = (0.0,),
    quota_bases: QuotaBase | Iterable[QuotaBase] = ("admitted",),
    threshold_base: int | None = None,
    first_divisor: Share | None = None,
    ties: Ties = "raise",
) -> pd.DataFrame:
    """Allocate one election under many rules: a tidy table of counterfactuals.

    They are arithmetic on the votes as cast, no forecast of what voters and parties would
    have done under another rule.

    Parameters
    ----------
    votes : Series or mapping
        Votes of one election, non-negative whole numbers, by party.
    seats : int or iterable of int
        Sizes of the house, or of its list tier, to try.
    methods : str or iterable of str
        Methods to try, of `METHODS`.
    thresholds : number from 0 to 1, or iterable of them
        Thresholds to try, shares of ``threshold_base``.
    quota_bases : {"admitted", "all"} or iterable of them
        Bases of the quota to try for methods that have one.
    threshold_base : int, optional
        The total that thresholds are shares of; by default the sum of ``votes``.
    first_divisor : number above 0 and up to 3, optional
        In place of 1.4 in ``modified_sainte_lague``.
    ties : {"raise"}, sequence of parties, numpy.random.Generator or int
        As in `apportion`; a tie that is not decided is a ``problem`` of its rule.

    Returns
    -------
    DataFrame
        One row per rule and party: ``method``, ``quota_base`` (missing for divisor methods),
        ``threshold`` (0 to 1), ``house`` (seats to allocate), ``party``, ``votes``, ``seats``
        and ``problem``, which says why a rule gives no allocation and seats are missing.

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

    In seaborn, with the rules that give no allocation left empty:

    >>> import seaborn as sns
    >>> a = found.query("party == 'A'").pivot(index="method", columns="threshold", values="seats")
    >>> ax = sns.heatmap(a.astype(float), annot=True)
    """
    counts = counts_of(votes, name="votes")
    houses = [whole(house, name="seats", least=1, most=MOST_SEATS) for house in _tried(seats)]
    tried = _tried(thresholds)
    if any(isinstance(one, (Mapping, pd.Series, Admission)) for one in tried):
        message = (
            "thresholds has thresholds by party or a rule of admission; sweep tries numbers from "
            "0 to 1: pass the others to apportion, one rule at a time"
        )
        raise AllocationError(message)
    shares: list[Any] = [read_thresholds(one, ()) for one in tried]
    base, labels = base_of(threshold_base), counts.index
    picker(ties, labels)
    rows: list[tuple[Any, ...]] = []
    rules = list(rules_of(methods, quota_bases, first_divisor))
    for (method, quota_base, rule), least, house in product(rules, shares, houses):
        # A seed is a new lot for each rule.
        own = Procedure(labels, rule, read_thresholds(least, labels), base, picker(ties, labels))
        found, problem = seats_or_problem(counts, house, own)
        tried_now = (method, quota_base, float(least), house)
        rows += [
            (*tried_now, party, count, held, problem)
            for (party, count), held in zip(counts.items(), found, strict=True)
        ]
    return typed(
        rows,
        method=TEXT,
        quota_base=TEXT,
        threshold="Float64",
        house="Int64",
        party=label_dtype(counts),
        votes="Int64",
        seats="Int64",
        problem=TEXT,
    )


def _tried(values: Any) -> list[Any]:
    """Return one value or many as a list."""
    single = isinstance(values, (Admission, Mapping)) or not isinstance(values, Iterable)
    return [values] if single else several(values, name="values")


def counts_of(values: Any, *, name: str) -> pd.Series:
    """Read whole numbers by party into a Series of Python's own integers."""
    series = labelled(values, what=name)
    counts = list(counts_by_label(series, name).values())
    if not any(counts):
        message = f"{name} are all 0; expected one above 0 at least"
        raise AllocationError(message)
    return pd.Series(counts, index=series.index, dtype=object)


def rules_of(
    methods: Method | Iterable[Method],
    quota_bases: QuotaBase | Iterable[QuotaBase],
    first_divisor: Share | None = None,
) -> Iterator[tuple[Method, QuotaBase | None, Quota | Divisor]]:
    """Yield every method with each base of its quota; a divisor method once, with none."""
    modified = rule_for("modified_sainte_lague", first_divisor=first_divisor)
    bases = _tried(quota_bases)
    for method in _tried(methods):
        rule = rule_for(method)
        if isinstance(rule, Quota):
            for base in bases:
                yield method, base, rule_for(method, quota_base=base)
        else:
            yield method, None, modified if method == modified.name else rule


def seats_or_problem(
    votes: pd.Series, seats: int, procedure: Procedure
) -> tuple[list[Any], str | None]:
    """Return the seats, missing with the reason where there is no allocation."""
    try:
        outcome = allocate(votes.tolist(), seats, procedure)
        return decided(outcome, procedure.labels, procedure.pick), None
    except AllocationError as error:
        return [None] * len(votes), str(error)


def label_dtype(votes: pd.Series) -> str:
    """Return the type of a column that names the parties."""
    return TEXT if all(isinstance(party, str) for party in votes.index) else "object"
