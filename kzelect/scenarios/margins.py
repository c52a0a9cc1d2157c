"""How near each seat was: the fewest votes that change it, by an exact search.

While the admitted lists stay the same, more votes for a list never cost it a
seat, so the turning point is found by halving. The search therefore runs from
one change of the admitted lists to the next. Two things break the rule and
have their own treatment: Droop's quota, which is rounded to whole votes, and
quotas that award more seats than there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import Any, cast

import pandas as pd

from kzelect.apportionment.admission import Admission, Parts, reached, read_thresholds
from kzelect.apportionment.exact import Procedure, allocate, decided
from kzelect.apportionment.inputs import MOST_SEATS, Share, base_of, flag, native, whole
from kzelect.apportionment.methods import Divisor, Method, Quota, rule_for
from kzelect.errors import AllocationError
from kzelect.measures.frames import TEXT, typed
from kzelect.scenarios.sweep import QuotaBase, counts_of, label_dtype

# Numbers of votes without an allocation that a search steps over one by one.
_STEPS = 1000


def seat_margins(
    votes: pd.Series | Mapping[Any, int],
    seats: int,
    *,
    method: Method,
    threshold: Share | Mapping[Any, Share] | pd.Series | Admission = 0,
    threshold_base: int | None = None,
    quota_base: QuotaBase = "admitted",
    first_divisor: Share | None = None,
    transfer: bool = True,
) -> pd.DataFrame:
    """Count the fewest votes that would have given each list a seat more or a seat less.

    The answer is exact: one vote fewer is not guaranteed to change the seats. A seat that would
    depend on a lot is neither gained nor lost, and numbers of votes without an allocation (a
    quota that awards too much, say) do not count.

    Parameters
    ----------
    votes : Series or mapping
        Votes of one election, non-negative whole numbers, by party.
    seats : int
        Seats to allocate.
    method, threshold, threshold_base, quota_base, first_divisor
        The rule; see `kzelect.apportion`. Of rules of admission all but ``largest``. A
        ``threshold_base`` stays as given; by default it is the sum of the votes and moves.
    transfer : bool
        True: votes move between the list and one other list, the one with which the fewest
        are enough (the first in ``votes`` if several are alike), and the total stays. False:
        votes are cast or not cast for the list alone, all others stay.

    Returns
    -------
    DataFrame
        One row per party in the order of ``votes``: ``party``, ``votes``, ``seats``;
        ``votes_to_gain``, the list ``votes_from`` which they come (missing with
        ``transfer=False``) and ``seat_from``, the list that pays; ``votes_to_lose``,
        ``votes_to`` and ``seat_to``. Missing where no number of votes would do. Several
        lists that pay or profit are joined by a comma, by "or" if lots decide among them.

    Raises
    ------
    TieError
        The seats themselves depend on a lot.
    AllocationError, LabelError, MissingDataError
        If votes, seats or the rule are wrong, or no allocation exists; also where a margin
        lies beyond a thousand numbers of votes for which Droop's quota leaves seats to
        nobody (far more seats than votes allow for).

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
    transfer = flag(transfer, name="transfer")
    counts = counts_of(votes, name="votes")
    thresholds = read_thresholds(threshold, counts.index)
    if callable(thresholds):
        message = "seat_margins cannot search a rule of admission with largest(…); leave it out"
        raise AllocationError(message)
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor)
    house = whole(seats, name="seats", least=1, most=MOST_SEATS)
    procedure = Procedure(counts.index, rule, thresholds, base_of(threshold_base))
    held = decided(allocate(tuple(counts), house, procedure), counts.index, None)
    contest = Contest(tuple(counts), house, procedure)
    rows = []
    for at, (party, count) in enumerate(counts.items()):
        gain = _cheapest(contest, held, at, 1, transfer)
        lose = _cheapest(contest, held, at, -1, transfer)
        rows.append((party, count, held[at], *gain, *lose))
    label = label_dtype(counts)
    return typed(
        rows,
        party=label,
        votes="Int64",
        seats="Int64",
        votes_to_gain="Int64",
        votes_from=label,
        seat_from=TEXT,
        votes_to_lose="Int64",
        votes_to=label,
        seat_to=TEXT,
    )


def _cheapest(
    contest: Contest, held: list[int], at: int, sign: int, transfer: bool
) -> tuple[int | None, Hashable | None, str | None]:
    """Find the fewest votes over all partners, the partner, and who pays or profits."""
    best: tuple[int, Shift] | None = None
    for partner in range(len(held)) if transfer else [None]:
        if partner == at:
            continue
        shift = Shift(contest, at, sign, partner, held[at])
        fewest = shift.fewest(shift.most() if best is None else best[0] - 1)
        if fewest is not None:
            best = fewest, shift
    if best is None:
        return None, None, None
    fewest, shift = best
    labels, (sure, possible) = contest.procedure.labels, contest.outcome(shift.votes(fewest))
    others = [
        str(labels[other])
        for other, had in enumerate(held)
        if other != at and (sure[other] < had if sign > 0 else possible[other] > had)
    ]
    partner = None if shift.partner is None else native(labels[shift.partner])
    return fewest, partner, (", " if sure == possible else " or ").join(others)


@dataclass(frozen=True)
class Contest:
    """One election and its rule, ready to be asked what other votes would have given."""

    votes: tuple[int, ...]
    seats: int
    procedure: Procedure

    def outcome(self, votes: list[int]) -> tuple[list[int], list[int]]:
        """Return each list's sure seats and its possible seats, which differ in a tie."""
        sure, tied, _ = allocate(votes, self.seats, self.procedure)
        return sure, [held + tied.count(at) for at, held in enumerate(sure)]

    def admitted(self, votes: list[int]) -> list[int]:
        """Return the votes of admitted lists, and 0 for the others; all may be out."""
        _, _, thresholds, base, _ = self.procedure
        mask = reached(votes, thresholds, base or sum(votes), None)
        return [count if kept else 0 for count, kept in zip(votes, mask, strict=True)]


@dataclass(frozen=True)
class Shift:
    """Votes that a list gains (``sign`` 1) or loses (-1), from or to a partner or nobody."""

    contest: Contest
    at: int
    sign: int
    partner: int | None
    held: int

    def votes(self, moved: int) -> list[int]:
        """Return the votes after ``moved`` of them have moved."""
        votes = list(self.contest.votes)
        votes[self.at] += self.sign * moved
        if self.partner is not None:
            votes[self.partner] -= self.sign * moved
        return votes

    def most(self) -> int:
        """Return the most votes that can move: all of a list's, or more than any rule asks for."""
        votes = self.contest.votes
        if self.sign < 0:
            return votes[self.at]
        if self.partner is not None:
            return votes[self.partner]
        return min(10**6 * self.contest.seats * sum(votes), 2**62)

    def fewest(self, most: int) -> int | None:
        """Find the fewest votes, ``most`` or less, that change the list's seats for certain."""
        most = min(most, self.most())
        starts = sorted(start for start in self._regimes(most) if start <= most)
        for low, after in pairwise([*starts, most + 1]):
            found = self._first_in(low, after - 1)
            if found is not None:
                return found
        return None

    def _regimes(self, most: int) -> set[int]:
        """Return 1 and where, up to ``most``, the admitted lists change."""
        votes, (_, _, thresholds, base, _) = self.contest.votes, self.contest.procedure
        change = {self.at: self.sign}
        if self.partner is not None:
            change[self.partner] = -self.sign
        total, grows, parts = sum(votes), sum(change.values()), cast("Parts", thresholds)

        def admits(at: int, least: Fraction, moved: int) -> bool:
            count, now = votes[at] + change.get(at, 0) * moved, base or total + grows * moved
            return count > 0 and count * least.denominator >= now * least.numerator

        starts = {1}
        # Where the base stays, only the lists whose votes move can come and go.
        for at in change if base or not grows else range(len(votes)):
            least: Any = parts if isinstance(parts, Fraction) else parts[at]
            if least != inf:
                now = admits(at, least, 0)
                starts.add(_first(lambda moved: admits(at, least, moved) != now, 1, most))  # noqa: B023
        return starts

    def _first_in(self, low: int, high: int) -> int | None:
        """Find the first success from ``low`` to ``high`` for which there is an allocation."""
        for _ in range(_STEPS):
            found = self._turn(low, high)
            if found > high:
                return None
            try:
                self.contest.outcome(self.votes(found))
            except AllocationError:
                low = self._next_allocation(found, high)
            else:
                return found
        rule = self.contest.procedure.rule
        message = (
            f"{sum(self.contest.votes)} votes are too few for {self.contest.seats} seats: the "
            f"{rule.name} quota has no allocation for {_STEPS} numbers of votes in a row; expected "
            "fewer seats or another method"
        )
        raise AllocationError(message)

    def _turn(self, low: int, high: int) -> int:
        """Find the first success from ``low`` to ``high``, or ``high + 1``."""
        total, after = self._droop_totals(low)
        if total == after:
            return _first(self._changed, low, high)
        # Droop's quota moves by 1 for each S + 1 votes. Between two such steps the list's
        # standing changes one way only, and so it does from end to end of steps.
        step = self.contest.seats + 1
        to_end = step - 1 - total % step if after > total else total % step
        ends = range(low + to_end, high + 1, step)
        block = bisect_left(ends, True, key=self._changed)
        low = ends[block - 1] + 1 if block else low
        end = ends[block] if block < len(ends) else high
        found = _first(self._changed, low, end)
        return found if found <= end else high + 1

    def _droop_totals(self, moved: int) -> tuple[int, int]:
        """Return the votes that make Droop's quota, now and after one vote more.

        The lists stay the same, and so does what makes the quota of another method.
        """
        rule = self.contest.procedure.rule
        if not isinstance(rule, Quota) or rule.name != "droop":
            return 0, 0
        votes, after = self.votes(moved), self.votes(moved + 1)
        if rule.of_all_votes:
            return sum(votes), sum(after)
        kept = self.contest.admitted(votes)
        return sum(kept), sum(more for more, count in zip(after, kept, strict=True) if count)

    def _changed(self, moved: int) -> bool:
        """Say whether the list's seats have changed for certain, however lots may fall.

        Largest remainders give the seats to the claims ``quotas - 1``, ``quotas - 2``, … of
        all lists that rank highest. So put, the question has an answer even where whole
        quotas outnumber the seats and the method itself gives none.
        """
        votes, seats = self.votes(moved), self.contest.seats
        if isinstance(self.contest.procedure.rule, Divisor):
            try:
                sure, possible = self.contest.outcome(votes)
            except AllocationError:
                return False
            return sure[self.at] > self.held if self.sign > 0 else possible[self.at] < self.held
        admitted, times, by = self._in_quotas(votes)
        own, admitted[self.at] = admitted[self.at], 0
        if not own:
            return self.sign < 0 and self.held > 0
        leads = [(count - own) * times for count in admitted if count]
        if self.sign > 0:
            # The next claim wins for certain if those at least level leave it a seat.
            claim = self.held + 1
            return sum(max(lead // by + claim, 0) for lead in leads) <= seats - claim
        # The last claim fails for certain if those strictly ahead leave it none.
        return sum(max(-(-lead // by) + self.held - 1, 0) for lead in leads) > seats - self.held

    def _next_allocation(self, moved: int, high: int) -> int:
        """Skip to where the whole quotas change, if the method gives no seats at ``moved``."""
        total, after = self._droop_totals(moved)
        if total != after:
            return moved + 1
        before = self._whole_quotas(moved)
        return _first(lambda more: self._whole_quotas(more) != before, moved, high)

    def _whole_quotas(self, moved: int) -> list[int]:
        admitted, times, by = self._in_quotas(self.votes(moved))
        return [count * times // by for count in admitted] if by else [0]

    def _in_quotas(self, votes: list[int]) -> tuple[list[int], int, int]:
        """Return the votes of admitted lists, and what makes quotas of them (`Quota.scale`)."""
        rule: Any = self.contest.procedure.rule
        admitted = self.contest.admitted(votes)
        total = sum(votes if rule.of_all_votes else admitted)
        return admitted, *rule.scale(self.contest.seats, total)


def _first(test: Callable[[int], bool], low: int, high: int) -> int:
    """Find the first number from ``low`` to ``high`` that passes, or ``high + 1``.

    Where one passes all higher ones do, so the highest is tried first.
    """
    if low > high or not test(high):
        return high + 1
    return bisect_left(range(high + 1), True, low, key=test)
