"""One election in exact arithmetic: the last word on every allocation, tie and error.

Largest remainders are integers throughout. An allocation of a divisor method
is its own if and only if the smallest quotient that won a seat exceeds the
largest that did not: floats find it, and fractions decide where the two are near.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heapify, heapreplace
from math import inf
from typing import Any, NamedTuple

from kzelect.apportionment.admission import Thresholds, admit
from kzelect.apportionment.inputs import INTEGERS, Labels, Pick, native, tie_error, whole
from kzelect.apportionment.methods import Divisor, Quota
from kzelect.errors import AllocationError

Allocation = tuple[list[int], list[int], int]
"""Sure seats, positions that tie (twice if a party has two equal quotients), seats left to them."""

NEAR = 1 + 1e-12
"""Quotients in floats are good to a few parts in 10**16."""


class Procedure(NamedTuple):
    """How the votes of these parties become seats."""

    labels: Labels
    rule: Quota | Divisor
    thresholds: Thresholds
    base: Any = None  # that thresholds are shares of, or one an election; None: the votes
    pick: Pick | None = None  # who gets seats for which lists tie; None: an error


_FEW = 32  # exchanges for which looking through all lists is quicker than a queue
_MANY = 1000  # lists from which on a guess is made so good that there are hardly any


def allocate(values: Sequence[Any], seats: int, procedure: Procedure) -> Allocation:
    """Allocate one election; its ``pick`` settles equal ranks of lists, not ties for seats."""
    labels, rule, thresholds, base, pick = procedure
    if INTEGERS.issuperset(map(type, values)) and min(values) >= 0:
        votes = list(map(int, values))
    else:
        votes = [
            whole(value, name=f"votes of {native(labels[at])!r}") for at, value in enumerate(values)
        ]
    if not seats:  # a district without any does not stop a batch
        return [0] * len(votes), [], 0
    total = sum(votes)
    if not total:
        message = "no party has a vote; expected one at least"
        raise AllocationError(message)
    admitted = admit(votes, thresholds, total if base is None else base, pick)
    if isinstance(rule, Divisor):
        return divide(admitted, seats, rule)
    return fill_quotas(admitted, seats, rule, total if rule.of_all_votes else sum(admitted))


def decided(outcome: Allocation, labels: Labels, pick: Pick | None) -> list[int]:
    """Give the seats, those of a tie to whom ``pick`` names; without it a tie is an error."""
    held, tied, spare = outcome
    if tied:
        if pick is None:
            raise tie_error(labels, tied, spare)
        for at in pick(tied, spare):
            held[at] += 1
    return held


def fill_quotas(
    votes: list[int], seats: int, rule: Quota, total: int, least: Sequence[int] | None = None
) -> Allocation:
    """Allocate by quotas and largest remainders.

    ``votes`` holds 0 for a list that is not admitted; ``total`` is the base of the quota.
    Lists that are not sure of the ``least`` seats they are due get them, and the others
    share what is left by the same rule.
    """
    if not rule.least and least is None:
        return _remainders(votes, seats, rule, total)
    lows = [
        max(rule.least, own) if count else 0
        for count, own in zip(votes, least or [0] * len(votes), strict=True)
    ]
    if sum(lows) > seats:
        raise _too_few(rule.least, seats, votes)
    fixed = [0] * len(votes)
    while any(votes):
        sure, tied, spare = _remainders(votes, seats, rule, total)
        short = {at for at, held in enumerate(sure) if votes[at] and held < lows[at]}
        if not short:
            return [held + own for held, own in zip(sure, fixed, strict=True)], tied, spare
        for at in short:
            fixed[at] = lows[at]
            total, seats = total - votes[at], seats - lows[at]
        votes = [0 if at in short else count for at, count in enumerate(votes)]
    if seats:
        message = f"the {rule.name} quota leaves {seats} seats to nobody"
        raise AllocationError(message)
    return fixed, [], 0


def _remainders(votes: list[int], seats: int, rule: Quota, total: int) -> Allocation:
    times, by = rule.scale(seats, total)
    held = [count * times // by for count in votes]
    left = seats - sum(held)
    if left == 0:
        return held, [], 0
    lists = sum(map(bool, votes))
    if lists == 1 and (left < 0 or not rule.of_all_votes):
        return [seats if count else 0 for count in votes], [], 0
    if left == -1 and rule.name == "hagenbach_bischoff":
        # Every list has whole quotas and no remainder: all claims to the last seat are equal.
        sure = [have - (have > 0) for have in held]
        return sure, [at for at, have in enumerate(held) if have], lists - 1
    some = f"{lists} admitted list{'s' * (lists > 1)}" if not 0 <= left <= lists else ""
    if left < 0:
        message = (
            f"the {rule.name} quota awards {seats - left} whole quotas to {some}, more than the "
            f"{seats} seats"
        )
        raise AllocationError(message)
    if left > lists:
        message = (
            f"the {rule.name} quota leaves {left} of {seats} seats to the remainders of only {some}"
        )
        raise AllocationError(message)
    # A list that is not admitted ranks below every remainder.
    rest = [count * times % by if count else -1 for count in votes]
    ranked = sorted(rest, reverse=True)
    cut = ranked[left - 1]
    if left == len(votes) or ranked[left] < cut:
        return [have + (more >= cut) for have, more in zip(held, rest, strict=True)], [], 0
    sure = [have + (more > cut) for have, more in zip(held, rest, strict=True)]
    return sure, [at for at, more in enumerate(rest) if more == cut], seats - sum(sure)


def divide(
    votes: list[int], seats: int, rule: Divisor, least: Sequence[int] | None = None
) -> Allocation:
    """Allocate by highest averages.

    ``votes`` holds 0 for a list that is not admitted; ``least`` are seats that a list has
    before all others, whatever its votes.
    """
    lists = [at for at, count in enumerate(votes) if count]
    every = len(lists) == len(votes)
    counts = votes if every else [votes[at] for at in lists]
    lows = [rule.low] * len(lists)
    if least is not None:
        lows = [max(rule.low, least[at]) for at in lists]
    if sum(lows) > seats:
        raise _too_few(rule.low, seats, counts, "min_seats" if rule.low > 1 else rule.name)
    total = sum(counts)
    rate, shift, by = 6 * seats + len(lists) * (3 - rule.shift), rule.shift * total, 6 * total
    guess = [(count * rate + shift) // by for count in counts]
    if least is not None or rule.low or rule.shift < 0:
        guess = list(map(max, guess, lows))
    table, step = rule.table, rule.step
    if len(counts) > _MANY:
        slope = table[-1] - table[-2]
        shares = [count * rate / by * slope for count in counts]
        guess = [
            _rounded(share, have, low, table)
            for share, have, low in zip(shares, guess, lows, strict=True)
        ]

    def quotient(count: int, held: int) -> float:
        return count / (table[held] if held < len(table) else step(held))

    try:
        held, claims, spare = _settle(counts, list(guess), lows, seats, quotient, NEAR, rule)
    except (OverflowError, ZeroDivisionError):  # votes or divisors that no float holds
        held, claims, spare = _settle(counts, guess, lows, seats, rule.priority, 1, rule)
    if every:
        return held, claims, spare
    result = [0] * len(votes)
    for at, have in zip(lists, held, strict=True):
        result[at] = have
    return result, [lists[at] for at in claims], spare


def _rounded(share: float, have: int, low: int, table: tuple[float, ...]) -> int:
    """Mend a guess where the first divisors are no even steps: 1.4 instead of 1, say."""
    while low < have < len(table) and share < table[have - 1]:
        have -= 1
    while have < len(table) and share >= table[have]:
        have += 1
    return have


def _settle(
    counts: list[int],
    held: list[int],
    lows: list[int],
    seats: int,
    quotient: Callable[[int, int], Any],
    near: float,
    rule: Divisor,
) -> Allocation:
    """Mend a guess: first its sum, then until the least quotient that won exceeds all others."""
    if abs(sum(held) - seats) > _FEW:
        _fill(counts, held, lows, seats, quotient)
    bids = list(map(quotient, counts, held))
    wins = [
        quotient(count, have - 1) if have > low else inf
        for count, have, low in zip(counts, held, lows, strict=True)
    ]

    def move(at: int, by: int) -> None:
        held[at] += by
        bids[at] = quotient(counts[at], held[at])
        wins[at] = quotient(counts[at], held[at] - 1) if held[at] > lows[at] else inf

    for _ in range(seats - sum(held)):
        move(bids.index(max(bids)), 1)
    for _ in range(sum(held) - seats):
        move(wins.index(min(wins)), -1)
    while True:
        worst, best = min(wins), max(bids)
        if worst > best * near:
            return held, [], 0
        last = {
            at: rule.priority(counts[at], held[at] - 1)
            for at, won in enumerate(wins)
            if won <= worst * near and held[at] > lows[at]
        }
        first = {
            at: rule.priority(counts[at], held[at])
            for at, bid in enumerate(bids)
            if bid * near >= best
        }
        bottom, top = min(last.values()), max(first.values())
        if bottom > top:
            return held, [], 0
        weakest = [at for at, won in last.items() if won == bottom]
        strongest = [at for at, bid in first.items() if bid == top]
        if bottom == top:
            return _tie(held, lows, weakest, strongest, rule)
        move(weakest[0], -1)
        move(strongest[0], 1)


def _fill(
    counts: list[int],
    held: list[int],
    lows: list[int],
    seats: int,
    quotient: Callable[[int, int], Any],
) -> None:
    """Give out the many seats that a guess lacks, or take back the weakest it has too many."""
    surplus = sum(held) - seats
    if surplus < 0:
        queue = [(-quotient(counts[at], have), at) for at, have in enumerate(held)]
    else:
        queue = [
            (quotient(counts[at], have - 1), at) for at, have in enumerate(held) if have > lows[at]
        ]
    heapify(queue)
    for _ in range(abs(surplus)):
        at = queue[0][1]
        if surplus < 0:
            held[at] += 1
            heapreplace(queue, (-quotient(counts[at], held[at]), at))
        else:
            held[at] -= 1
            more = held[at] > lows[at]
            heapreplace(queue, (quotient(counts[at], held[at] - 1) if more else inf, at))


def _tie(
    held: list[int],
    lows: list[int],
    weakest: list[int],
    strongest: list[int],
    rule: Divisor,
) -> Allocation:
    """Take the seats of equal quotients back and name every claim to them."""
    seats, claims = sum(held), weakest + strongest
    if rule.table[0] == rule.table[1]:  # a party's first two quotients are equal
        claims += [at for at in strongest if held[at] == 0]
        claims += [at for at in weakest if held[at] == 2 and lows[at] == 0]
        for at in weakest:
            held[at] -= held[at] == 2 and lows[at] == 0
    for at in weakest:
        held[at] -= 1
    spare = seats - sum(held)
    if len(set(claims)) == 1:  # two equal quotients of one party
        held[claims[0]] += spare
        return held, [], 0
    return held, sorted(claims), spare


def _too_few(least: int, seats: int, votes: list[int], name: str = "min_seats") -> AllocationError:
    lists = sum(map(bool, votes))
    what = {0: "the seats it is due", 1: "a seat"}.get(least, f"{least} seats")
    return AllocationError(
        f"{name} gives {what} to every admitted list: {seats} seats are too few for {lists} lists"
    )
