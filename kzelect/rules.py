"""Which rules fit a published result, how near each seat was, and what other rules would give."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import nextafter
from typing import Any, Literal

import pandas as pd

from kzelect.apportionment import METHODS, apportion
from kzelect.apportionment.margins import Contest, Shift
from kzelect.apportionment.methods import Quota, rule_for
from kzelect.apportionment.numbers import plain, whole
from kzelect.apportionment.thresholds import read_thresholds
from kzelect.apportionment.ties import Ties
from kzelect.errors import AllocationError, LabelError

__all__ = ["consistent_rules", "seat_margins", "sweep"]

QuotaBase = Literal["admitted", "all"]
Share = float | Decimal | Fraction


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
    counts, published = _counts(votes, name="votes"), _counts(seats, name="seats")
    if set(counts.index) != set(published.index):
        off = sorted(map(str, set(counts.index) ^ set(published.index)))
        msg = f"votes and seats must be of the same parties; only in one: {', '.join(off)}"
        raise LabelError(msg)
    target = published.reindex(counts.index).tolist()
    total = sum(counts)
    base = (
        total if threshold_base is None else whole(threshold_base, name="threshold_base", least=1)
    )
    # One case a set of admitted lists: those with so many votes or more.
    levels = sorted(set(counts) - {0})
    bounds = [Fraction(0), *(min(Fraction(level, base), Fraction(1)) for level in levels)]
    rows: list[dict[str, Any]] = []
    for method, quota_base in _rules(methods, quota_bases):
        start = None
        for case, level in enumerate([*levels, None]):
            found = None
            if level is not None and bounds[case] < bounds[case + 1]:
                found, _ = _seats_or_problem(
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
    return _typed(
        rows,
        method="string[python]",
        quota_base="string[python]",
        threshold_low="Float64",
        threshold_high="Float64",
        low_included="boolean",
        high_included="boolean",
    )


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
    counts = _counts(votes, name="votes")
    houses = list(seats) if isinstance(seats, Iterable) else [seats]
    shares = list(thresholds)
    base = _base(threshold_base) or sum(counts)
    rows: list[dict[str, Any]] = []
    for (method, quota_base), share, house in product(
        list(_rules(methods, quota_bases)), shares, houses
    ):
        read_thresholds(share, counts.index, labelled=True)
        found, problem = _seats_or_problem(
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
    return _typed(
        rows,
        method="string[python]",
        quota_base="string[python]",
        threshold="Float64",
        house="Int64",
        party=_label_dtype(counts),
        votes="Int64",
        seats="Int64",
        problem="string[python]",
    )


def seat_margins(
    votes: pd.Series,
    seats: int,
    *,
    method: str,
    threshold: Share | Mapping[Any, Share] | pd.Series = 0,
    threshold_base: int | None = None,
    quota_base: QuotaBase = "admitted",
    first_divisor: Share | None = None,
    transfer: bool = True,
) -> pd.DataFrame:
    """Count the fewest votes that would have given each list a seat more or a seat less.

    The answer is exact: with one vote fewer nothing certain follows. A seat
    that would hang on a lot is neither gained nor lost. Outcomes in which the
    method gives no allocation (a quota that awards too much, say) do not count.

    Parameters
    ----------
    votes : Series
        Votes of one election, whole numbers from 0 up; the index is the parties.
    seats : int
        Seats to allocate.
    method, threshold, threshold_base, quota_base, first_divisor
        The rule, as in `apportion`. A ``threshold_base`` that is given stays as it
        is; by default it is the sum of the votes and moves with them.
    transfer : bool
        True: votes move between the list and one other list, the one with which the
        fewest are enough, and the total stays. False: votes are cast or not cast
        for the list alone, all others stay.

    Returns
    -------
    DataFrame
        One row per party in the order of ``votes``: ``party``, ``votes``, ``seats``;
        ``votes_to_gain``, the list ``votes_from`` which they come (missing with
        ``transfer=False``) and ``seat_from``, the list that pays; ``votes_to_lose``,
        ``votes_to`` and ``seat_to``. Missing where no number of votes would do.
        If several lists pay or profit their names are joined by a comma, by "or"
        if lots decide among them.

    Raises
    ------
    TieError
        The seats themselves hang on a lot.
    AllocationError, LabelError, MissingDataError
        As in `apportion`.

    Notes
    -----
    Ties of partners (the same number of votes from or to either) are resolved to the
    party that comes first in ``votes``.

    Examples
    --------
    AIST was 3,133 votes above the threshold if they had gone to other lists, and
    3,369 if they had not been cast:

    >>> import pandas as pd
    >>> votes = pd.Series({"Otan": 2883706, "Aq Jol": 572672, "Asar": 541239,
    ...                    "AIST": 336177, "others": 423979})
    >>> rule = {"method": "hare", "threshold": {"Otan": 0.07, "Aq Jol": 0.07, "Asar": 0.07,
    ...                                         "AIST": 0.07, "others": 1}}
    >>> for transfer in (True, False):
    ...     margins = seat_margins(votes, 10, transfer=transfer, **rule).set_index("party")
    ...     print(margins.loc["AIST", "votes_to_lose"], margins.loc["AIST", "seat_to"])
    3133 Aq Jol
    3369 Aq Jol
    """
    counts = _counts(votes, name="votes")
    held = apportion(
        counts,
        seats,
        method=method,
        threshold=threshold,
        threshold_base=threshold_base,
        quota_base=quota_base,
        first_divisor=first_divisor,
    ).tolist()
    contest = Contest(
        votes=tuple(counts),
        seats=whole(seats, name="seats"),
        rule=rule_for(method, quota_base=quota_base, first_divisor=first_divisor),
        thresholds=read_thresholds(threshold, counts.index, labelled=True),
        base=_base(threshold_base),
    )
    rows = []
    for at, (party, count) in enumerate(counts.items()):
        gain, donor, payers = _cheapest(contest, held, at, 1, transfer, counts.index)
        lose, taker, winners = _cheapest(contest, held, at, -1, transfer, counts.index)
        rows.append(
            {
                "party": party,
                "votes": count,
                "seats": held[at],
                "votes_to_gain": gain,
                "votes_from": donor,
                "seat_from": payers,
                "votes_to_lose": lose,
                "votes_to": taker,
                "seat_to": winners,
            }
        )
    label = _label_dtype(counts)
    return _typed(
        rows,
        party=label,
        votes="Int64",
        seats="Int64",
        votes_to_gain="Int64",
        votes_from=label,
        seat_from="string[python]",
        votes_to_lose="Int64",
        votes_to=label,
        seat_to="string[python]",
    )


def _cheapest(
    contest: Contest, held: list[int], at: int, sign: int, transfer: bool, labels: pd.Index
) -> tuple[int | None, Hashable | None, str | None]:
    """Find the fewest votes over all partners, the partner, and who pays or profits."""
    partners = [other for other in range(len(held)) if other != at] if transfer else [None]
    best: tuple[int, Shift] | None = None
    for partner in partners:
        shift = Shift(contest, at, sign, partner, held[at])
        fewest = shift.fewest(shift.most() if best is None else best[0] - 1)
        if fewest is not None:
            best = fewest, shift
    if best is None:
        return None, None, None
    fewest, shift = best
    sure, possible = contest.outcome(shift.votes(fewest))
    others = [
        str(labels[other])
        for other in range(len(held))
        if other != at
        and (sure[other] < held[other] if sign > 0 else possible[other] > held[other])
    ]
    partner = None if shift.partner is None else plain(labels[shift.partner])
    return fewest, partner, (", " if sure == possible else " or ").join(others)


def _counts(values: pd.Series, *, name: str) -> pd.Series:
    """Read a Series of whole numbers by party into Python's own integers."""
    if not values.index.is_unique:
        twice = values.index[values.index.duplicated()].unique()
        msg = f"{name}: parties named twice: {', '.join(map(str, twice))}"
        raise LabelError(msg)
    counts = [
        whole(value, name=f"{name} of {plain(party)!r}")
        for party, value in zip(values.index, values.tolist(), strict=True)
    ]
    if not any(counts):
        msg = f"{name} are all 0; expected one above 0 at least"
        raise AllocationError(msg)
    return pd.Series(counts, index=values.index, dtype=object)


def _base(threshold_base: int | None) -> int | None:
    return None if threshold_base is None else whole(threshold_base, name="threshold_base", least=1)


def _rules(
    methods: Iterable[str], quota_bases: Iterable[QuotaBase]
) -> Iterator[tuple[str, QuotaBase | None]]:
    """Give every method with each base of its quota; a divisor method once, with none."""
    bases = list(quota_bases)
    for method in methods:
        has_quota = isinstance(rule_for(method, quota_base="admitted", first_divisor=None), Quota)
        for base in bases if has_quota else [None]:
            rule_for(method, quota_base=base or "admitted", first_divisor=None)
            yield method, base


def _seats_or_problem(
    votes: pd.Series,
    house: int,
    method: str,
    quota_base: QuotaBase | None,
    threshold: Share,
    threshold_base: int,
    ties: Ties,
) -> tuple[list[int] | None, str | None]:
    try:
        found = apportion(
            votes,
            house,
            method=method,
            threshold=threshold,
            threshold_base=threshold_base,
            quota_base=quota_base or "admitted",
            ties=ties,
        )
    except AllocationError as error:
        return None, str(error)
    return found.tolist(), None


def _at_or_below(exact: Fraction) -> float:
    """Give the nearest float that, as the decimal it prints as, does not exceed a fraction."""
    value = float(exact)
    while Fraction(str(value)) > exact:
        value = nextafter(value, 0)
    return value


def _label_dtype(votes: pd.Series) -> str:
    return "string[python]" if all(isinstance(party, str) for party in votes.index) else "object"


def _typed(rows: list[dict[str, Any]], **dtypes: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(dtypes)).astype(dtypes)
