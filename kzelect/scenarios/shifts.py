"""The fewest votes that change a list's seats: an exact search, no step left out.

While the admitted lists stay the same, more votes for a list never cost it a
seat, so the turning point is found by halving. The search therefore runs from
one change of the admitted lists to the next. Two things break the rule and
have their own treatment: Droop's quota, which is rounded to whole votes, and
quotas that award more seats than there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from kzelect.apportionment.methods import Divisor, Quota
from kzelect.apportionment.single import allocate
from kzelect.apportionment.thresholds import Thresholds
from kzelect.errors import AllocationError

__all__ = ["Contest", "Shift"]

Test = Callable[[int], bool]


@dataclass(frozen=True)
class Contest:
    """One election and its rule, ready to be asked what other votes would have given."""

    votes: tuple[int, ...]
    seats: int
    rule: Quota | Divisor
    thresholds: Thresholds
    base: int | None

    def outcome(self, votes: list[int]) -> tuple[list[int], list[int]]:
        """Give each list's sure seats and its possible seats, which differ in a tie."""
        sure, tied, _ = allocate(
            votes,
            range(len(votes)),
            seats=self.seats,
            rule=self.rule,
            thresholds=self.thresholds,
            base=self.base,
        )
        return sure, [held + (at in tied) for at, held in enumerate(sure)]

    def admits(self, votes: list[int], at: int) -> bool:
        """Say whether a list is admitted."""
        part = self.thresholds if isinstance(self.thresholds, Fraction) else self.thresholds[at]
        base = sum(votes) if self.base is None else self.base
        return votes[at] > 0 and votes[at] * part.denominator >= base * part.numerator


@dataclass(frozen=True)
class Shift:
    """Votes that a list gains (``sign`` 1) or loses (-1), from or to a partner or nobody."""

    contest: Contest
    at: int
    sign: int
    partner: int | None
    held: int

    def votes(self, moved: int) -> list[int]:
        """Give the votes after ``moved`` of them have moved."""
        votes = list(self.contest.votes)
        votes[self.at] += self.sign * moved
        if self.partner is not None:
            votes[self.partner] -= self.sign * moved
        return votes

    def most(self) -> int:
        """Give the most votes that can move: all of a list's, or more than any rule asks for."""
        votes = self.contest.votes
        if self.sign < 0:
            return votes[self.at]
        if self.partner is not None:
            return votes[self.partner]
        return min(10**6 * self.contest.seats * sum(votes), 2**62)

    def fewest(self, most: int) -> int | None:
        """Find the fewest votes, ``most`` or less, that change the list's seats for certain."""
        for low, high in self._regimes(min(most, self.most())):
            found = self._first_in(low, high)
            if found is not None:
                return found
        return None

    def _regimes(self, most: int) -> Iterator[tuple[int, int]]:
        """Split 1 to ``most`` where the admitted lists change."""
        starts = {1}
        before = self.votes(0)
        for at in range(len(before)):
            admitted = self.contest.admits(before, at)

            def flips(moved: int, at: int = at, admitted: bool = admitted) -> bool:
                return self.contest.admits(self.votes(moved), at) != admitted

            starts.add(_first(flips, 1, most))
        ordered = [*sorted(start for start in starts if start <= most), most + 1]
        for low, after in pairwise(ordered):
            yield low, after - 1

    def _first_in(self, low: int, high: int) -> int | None:
        while low <= high:
            found = self._turn(low, high)
            if found > high:
                return None
            try:
                self.contest.outcome(self.votes(found))
            except AllocationError:
                low = self._next_allocation(found, high)
            else:
                return found
        return None

    def _turn(self, low: int, high: int) -> int:
        """Find the first success from ``low`` to ``high``, or ``high + 1``."""
        rule = self.contest.rule
        if isinstance(rule, Quota) and rule.name == "droop":
            total, after = self._quota_totals(low)
            if total != after:
                # Droop's quota moves by 1 for each S + 1 votes. Between two such steps the
                # list's standing changes one way only, and so it does from end to end of steps.
                step = self.contest.seats + 1
                to_end = step - 1 - total % step if after > total else total % step
                ends = range(low + to_end, high + 1, step)
                block = bisect_left(ends, True, key=self._changed)
                low = ends[block - 1] + 1 if block else low
                end = ends[block] if block < len(ends) else high
                found = _first(self._changed, low, end)
                return found if found <= end else high + 1
        return _first(self._changed, low, high)

    def _quota_totals(self, moved: int) -> tuple[int, int]:
        """Give the votes that make the quota, now and after one vote more with the same lists."""
        votes, after = self.votes(moved), self.votes(moved + 1)
        rule = self.contest.rule
        every = isinstance(rule, Quota) and rule.of_all_votes
        lists = [at for at in range(len(votes)) if every or self.contest.admits(votes, at)]
        return sum(votes[at] for at in lists), sum(after[at] for at in lists)

    def _changed(self, moved: int) -> bool:
        """Say whether the list's seats have changed for certain, however lots may fall."""
        votes, rule = self.votes(moved), self.contest.rule
        if isinstance(rule, Quota):
            return self._changed_by_quota(votes, rule)
        try:
            sure, possible = self.contest.outcome(votes)
        except AllocationError:
            return False
        return sure[self.at] > self.held if self.sign > 0 else possible[self.at] < self.held

    def _changed_by_quota(self, votes: list[int], rule: Quota) -> bool:
        """Count the claims of other lists that rank before this list's.

        Largest remainders give the seats to the claims ``quotas - 1``, ``quotas - 2``, … of
        all lists that rank highest. So put, the question has an answer even where whole
        quotas outnumber the seats and the method itself gives none.
        """
        if not self.contest.admits(votes, self.at):
            return self.sign < 0 and self.held > 0
        rivals = [
            at for at in range(len(votes)) if self.contest.admits(votes, at) and at != self.at
        ]
        own = votes[self.at]
        total = sum(votes) if rule.of_all_votes else own + sum(votes[at] for at in rivals)
        times, by = rule.scale(self.contest.seats, total)
        leads = [(votes[at] - own) * times for at in rivals]
        if self.sign > 0:
            # The next claim wins for certain if those at least level leave it a seat.
            claim = self.held + 1
            ahead: int = sum(max(lead // by + claim, 0) for lead in leads)
            return ahead <= self.contest.seats - claim
        # The last claim fails for certain if those strictly ahead leave it none.
        ahead = sum(max(-(-lead // by) + self.held - 1, 0) for lead in leads)
        return ahead > self.contest.seats - self.held

    def _next_allocation(self, moved: int, high: int) -> int:
        """Skip to where the whole quotas change, if the method gives no seats at ``moved``."""
        rule = self.contest.rule
        if isinstance(rule, Divisor) or rule.name == "droop":
            return moved + 1
        before = self._whole_quotas(moved, rule)

        def differs(at: int) -> Test:
            return lambda more: self._whole_quotas(more, rule)[at] != before[at]

        return min(_first(differs(at), moved, high) for at in range(len(before)))

    def _whole_quotas(self, moved: int, rule: Quota) -> list[int]:
        votes = self.votes(moved)
        admitted = [
            count if self.contest.admits(votes, at) else 0 for at, count in enumerate(votes)
        ]
        times, by = rule.scale(self.contest.seats, sum(votes if rule.of_all_votes else admitted))
        return [count * times // by for count in admitted] if by else [0]


def _first(test: Test, low: int, high: int) -> int:
    """Find the first number from ``low`` to ``high`` that passes, or ``high + 1``."""
    return bisect_left(range(high + 1), True, low, key=test)
