"""How near each seat was."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from kzelect.apportionment import apportion
from kzelect.apportionment.methods import rule_for
from kzelect.apportionment.numbers import plain, whole
from kzelect.apportionment.thresholds import read_thresholds
from kzelect.scenarios.inputs import QuotaBase, Share, base_of, counts_of, label_dtype, typed
from kzelect.scenarios.shifts import Contest, Shift

__all__ = ["seat_margins"]


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
    counts = counts_of(votes, name="votes")
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
        base=base_of(threshold_base),
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
    label = label_dtype(counts)
    return typed(
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
