"""Apportionment as its definitions read, in fractions: slow, plain, the measure of the engine.

Seats go one at a time, and Huntington-Hill compares squares, so that nothing
here is ever rounded. It shares no code with the package.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

QUOTAS: dict[str, Callable[[int, int], Fraction | int]] = {
    "hare": lambda total, seats: Fraction(total, seats),
    "droop": lambda total, seats: total // (seats + 1) + 1,
    "hagenbach_bischoff": lambda total, seats: Fraction(total, seats + 1),
    "imperiali_quota": lambda total, seats: Fraction(total, seats + 2),
}

# Quotient for the next seat of a list that holds k; None: the seat comes before all others.
QUOTIENTS: dict[str, Callable[[int, int], Fraction | None]] = {
    "dhondt": lambda v, k: Fraction(v, k + 1),
    "sainte_lague": lambda v, k: Fraction(v, 2 * k + 1),
    "modified_sainte_lague": lambda v, k: Fraction(v, 2 * k + 1) if k else Fraction(v * 10, 14),
    "danish": lambda v, k: Fraction(v, 3 * k + 1),
    "adams": lambda v, k: Fraction(v, k) if k else None,
    "dean": lambda v, k: Fraction(v * (2 * k + 1), 2 * k * (k + 1)) if k else None,
    "huntington_hill": lambda v, k: Fraction(v * v, k * (k + 1)) if k else None,
    "imperiali": lambda v, k: Fraction(v, k + 2),
}


class Undecided(Exception):
    """A tie: sure seats, tied parties (as positions), seats they tie for."""


class Impossible(Exception):
    """No allocation follows: nobody admitted, too many whole quotas, too few seats."""


def allocate(
    votes: list[int],
    seats: int,
    method: str,
    *,
    threshold: Fraction = Fraction(0),
    base: int | None = None,
    quota_base: str = "admitted",
) -> list[int]:
    """Seats of one election."""
    total = sum(votes)
    needed = threshold * (total if base is None else base)
    lists = [at for at, count in enumerate(votes) if count > 0 and count >= needed]
    if not lists:
        raise Impossible
    held = [0] * len(votes)
    if method in QUOTAS:
        counted = total if quota_base == "all" else sum(votes[at] for at in lists)
        quota = QUOTAS[method](counted, seats)
        for at in lists:
            held[at] = int(votes[at] // quota)
        rest = {at: votes[at] - held[at] * quota for at in lists}
        left = seats - sum(held)
        if len(lists) == 1 and (left < 0 or quota_base == "admitted"):
            held[lists[0]] = seats  # a sole list has no rival, whatever the quota leaves over
            return held
        if method == "hagenbach_bischoff" and left == -1 and not any(rest.values()):
            sure = [max(have - 1, 0) for have in held]  # every claim to the last seats is equal
            raise Undecided(sure, lists, seats - sum(sure))
        if not 0 <= left <= len(lists):
            raise Impossible
        _give(held, rest, left)
        return held
    quotient = QUOTIENTS[method]
    for at in lists:
        held[at] = int(quotient(votes[at], 0) is None)
    left = seats - sum(held)
    if left < 0:
        raise Impossible
    while left:
        nexts = {at: quotient(votes[at], held[at]) for at in lists}
        best = max(nexts.values())
        equal = [at for at in lists if nexts[at] == best]
        if len(equal) > left:
            raise Undecided(held, equal, left)
        for at in equal:
            held[at] += 1
        left -= len(equal)
    return held


def _give(held: list[int], rest: dict[int, Fraction], left: int) -> None:
    for more in sorted(set(rest.values()), reverse=True):
        equal = [at for at in rest if rest[at] == more]
        if left and len(equal) > left:
            raise Undecided(held, equal, left)
        if not left:
            return
        for at in equal:
            held[at] += 1
        left -= len(equal)
