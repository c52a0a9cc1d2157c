"""One election in exact integers: the last word on every allocation, tie and error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kzelect.apportionment.divisors import divide
from kzelect.apportionment.methods import Divisor, Quota
from kzelect.apportionment.numbers import plain, whole
from kzelect.apportionment.quotas import fill_quotas
from kzelect.apportionment.thresholds import Thresholds, admit
from kzelect.errors import AllocationError

__all__ = ["allocate"]


def allocate(
    values: Sequence[Any],
    labels: Sequence[Any],
    *,
    seats: int,
    rule: Quota | Divisor,
    thresholds: Thresholds,
    base: int | None,
) -> tuple[list[int], list[int], int]:
    """Allocate one election: sure seats, positions that tie, and the seats they tie for."""
    votes = [
        value
        if type(value) is int and value >= 0
        else whole(value, name=f"votes of {plain(labels[at])!r}")
        for at, value in enumerate(values)
    ]
    total = sum(votes)
    if not total:
        message = "no party has a vote; expected one at least"
        raise AllocationError(message)
    admitted = admit(votes, thresholds, total if base is None else base)
    if isinstance(rule, Quota):
        return fill_quotas(admitted, seats, rule, total if rule.of_all_votes else sum(admitted))
    return divide(admitted, seats, rule)
