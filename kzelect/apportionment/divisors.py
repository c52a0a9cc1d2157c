"""Divisor methods: one election with an exact certificate, a block of elections in floats.

An allocation is the method's own if and only if the smallest quotient that won
a seat exceeds the largest that did not. Floats find the allocation; where
these two quotients are near, fractions decide.
"""

from __future__ import annotations

from heapq import heapify, heapreplace
from math import inf
from typing import Any

import numpy as np
import numpy.typing as npt

from kzelect.apportionment.methods import Divisor
from kzelect.errors import AllocationError

__all__ = ["divide", "divide_block"]

Floats = npt.NDArray[np.float64]

# Quotients in floats are good to a few parts in 10**16.
_NEAR = 1 + 1e-12
_MOVES = 64


def divide(votes: list[int], seats: int, rule: Divisor) -> tuple[list[int], list[int], int]:
    """Allocate one election: sure seats, positions that tie, and the seats they tie for.

    ``votes`` holds 0 for a list that is not admitted.
    """
    low, step = rule.low, rule.step
    lists = [at for at, count in enumerate(votes) if count]
    if low * len(lists) > seats:
        message = (
            f"{rule.name} gives a seat to every admitted list: "
            f"{seats} seats are too few for {len(lists)} lists"
        )
        raise AllocationError(message)
    total = sum(votes)
    rate = 6 * seats + len(lists) * (3 - rule.shift)
    held = [0] * len(votes)
    for at in lists:
        held[at] = max((votes[at] * rate + rule.shift * total) // (6 * total), low)
    surplus = sum(held) - seats
    if surplus:
        _move(votes, held, lists, surplus, rule)
    while True:
        wins = {at: votes[at] / step(held[at] - 1) for at in lists if held[at] > low}
        bids = {at: votes[at] / step(held[at]) for at in lists}
        worst, best = min(wins.values(), default=inf), max(bids.values())
        if worst > best * _NEAR:
            return held, [], 0
        exact_wins = {
            at: rule.priority(votes[at], held[at] - 1)
            for at, quotient in wins.items()
            if quotient <= worst * _NEAR
        }
        exact_bids = {
            at: rule.priority(votes[at], held[at])
            for at, quotient in bids.items()
            if quotient * _NEAR >= best
        }
        bottom, top = min(exact_wins.values()), max(exact_bids.values())
        if bottom > top:
            return held, [], 0
        weakest = [at for at, quotient in exact_wins.items() if quotient == bottom]
        strongest = [at for at, quotient in exact_bids.items() if quotient == top]
        if bottom == top:
            for at in weakest:
                held[at] -= 1
            return held, sorted(weakest + strongest), len(weakest)
        held[weakest[0]] -= 1
        held[strongest[0]] += 1


def _move(votes: list[int], held: list[int], lists: list[int], surplus: int, rule: Divisor) -> None:
    """Take back the weakest seats of a first guess, or give out the ones that are missing."""
    step = rule.step
    if surplus < 0:
        bids = [(-votes[at] / step(held[at]), at) for at in lists]
        heapify(bids)
        for _ in range(-surplus):
            at = bids[0][1]
            held[at] += 1
            heapreplace(bids, (-votes[at] / step(held[at]), at))
        return
    wins = [(votes[at] / step(held[at] - 1), at) for at in lists if held[at] > rule.low]
    heapify(wins)
    for _ in range(surplus):
        at = wins[0][1]
        held[at] -= 1
        more = held[at] > rule.low
        heapreplace(wins, (votes[at] / step(held[at] - 1) if more else inf, at))


def divide_block(votes: Floats, seats: Any, rule: Divisor) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Allocate a block, one election a column: seats, and which elections are in doubt.

    In doubt is what `divide` must decide: near or equal quotients and errors.
    """
    admitted = votes > 0
    lists = np.count_nonzero(admitted, axis=0)
    total = votes.sum(axis=0)
    doubt = (total == 0) | (lists * rule.low > seats)
    shift = rule.shift / 6
    least = rule.low * admitted if rule.low else 0.0
    rate = (seats + lists * (0.5 - shift)) / total
    held = _guess(votes, rate, shift, least)
    for _ in range(2):
        rate += (seats - held.sum(axis=0)) / total
        held = _guess(votes, rate, shift, least)
    active = np.flatnonzero(~doubt)
    seats = np.broadcast_to(seats, total.shape)
    for _ in range(_MOVES):
        if not active.size:
            break
        every = active.size == total.size
        now = held if every else held[:, active]
        open_, stuck = _exchange(votes if every else votes[:, active], now, seats[active], rule)
        if not every:
            held[:, active] = now
        doubt[active[stuck]] = True
        active = active[open_]
    doubt[active] = True
    return held, doubt


def _guess(votes: Floats, rate: Floats, shift: float, least: Any) -> Floats:
    held = votes * rate
    held += shift
    np.floor(held, out=held)
    np.maximum(held, least, out=held)
    if shift == 1:  # Adams rounds up, and no votes are no seat all the same
        held *= votes > 0
    return held


def _exchange(
    votes: Floats, held: Floats, seats: Any, rule: Divisor
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Move one seat per election, in place; say which elections stay open and which are stuck."""
    low = rule.low
    bids = rule.step(np.maximum(held, low) if low else held)
    np.divide(votes, bids, out=bids)
    best = bids.max(axis=0)
    wins = rule.step(held - 1)
    np.divide(votes, wins, out=wins)
    wins[held <= low] = np.inf
    worst = wins.min(axis=0)
    surplus = held.sum(axis=0) - seats
    level = surplus == 0
    settled = level & (worst > best * _NEAR)
    swap = level & (best > worst * _NEAR)
    stuck = level & ~settled & ~swap
    give = np.where(swap, 1, -surplus)
    take = np.where(swap, 1, surplus)
    at = np.flatnonzero(~settled & ~stuck)
    if at.size:
        gain = (bids[:, at] == best[at]) & (give[at] > 0)
        lose = (wins[:, at] == worst[at]) & (take[at] > 0)
        # Equal quotients move together if there are seats for all of them.
        crowd = (gain.sum(axis=0) > give[at].clip(0)) | (lose.sum(axis=0) > take[at].clip(0))
        held[:, at] += gain.astype(float) - lose
        stuck[at[crowd]] = True
    return ~(settled | stuck), stuck
