"""Largest-remainder methods: one election in integers, a block of elections in floats."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from kzelect.apportionment.methods import Quota
from kzelect.apportionment.numbers import EXACT_FLOAT
from kzelect.errors import AllocationError

__all__ = ["fill_quotas", "fill_quotas_block"]

Floats = npt.NDArray[np.float64]


def fill_quotas(
    votes: list[int], seats: int, rule: Quota, total: int
) -> tuple[list[int], list[int], int]:
    """Allocate one election: sure seats, positions that tie, and the seats they tie for.

    ``votes`` holds 0 for a list that is not admitted; ``total`` is the base of the quota.
    """
    times, by = rule.scale(seats, total)
    held = [count * times // by for count in votes]
    left = seats - sum(held)
    if left == 0:
        return held, [], 0
    lists = sum(map(bool, votes))
    if left < 0:
        message = (
            f"the {rule.name} quota awards {seats - left} whole quotas to {lists} admitted "
            f"list{'s' * (lists > 1)}, more than the {seats} seats"
        )
        raise AllocationError(message)
    if left > lists:
        message = (
            f"the {rule.name} quota leaves {left} of {seats} seats to the remainders of only "
            f"{lists} admitted list{'s' * (lists > 1)}"
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


def fill_quotas_block(
    votes: Floats, seats: Any, rule: Quota, total: Floats
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Allocate a block, one election a column: seats, and which elections are in doubt.

    In doubt is what `fill_quotas` must decide: ties, errors, and totals too
    large for floats. While ``total * times`` is below 2**53 every product and
    remainder here is a whole number and exact, and a division that is no whole
    number is too far from one to be rounded to it.
    """
    lists, elections = votes.shape
    times, by = rule.scale(seats, total)
    doubt = (total * times >= EXACT_FLOAT) | (total == 0)
    rest = votes * times
    held = rest / by
    np.floor(held, out=held)
    rest -= held * by
    left = seats - held.sum(axis=0)
    doubt |= (left < 0) | (left > lists)
    left[doubt] = 0
    # Sorted remainders between two sentinels: no seat left needs infinity, one each needs -1.
    ranked = np.full((elections, lists + 2), -1.0)
    ranked[:, -1] = np.inf
    ranked[:, 1:-1] = rest.T
    ranked[:, 1:-1].sort(axis=1)
    row = np.arange(elections)
    place = lists + 1 - left.astype(np.intp)
    cut = ranked[row, place]
    # No list gets a seat on no remainder unless integers say so.
    doubt |= (cut <= 0) | (ranked[row, place - 1] == cut)
    held += rest >= cut
    return held, doubt
