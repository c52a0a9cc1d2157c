"""The twelve methods: what each one's quota or sequence of divisors is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from kzelect.apportionment.numbers import share
from kzelect.errors import AllocationError

__all__ = ["METHODS", "Divisor", "Quota", "rule_for"]

# The quota is votes / (seats + extra); Droop's alone is rounded to whole votes.
_EXTRA_SEATS = {"hare": 0, "droop": 1, "hagenbach_bischoff": 1, "imperiali_quota": 2}


@dataclass(frozen=True, slots=True)
class Quota:
    """A largest-remainder method."""

    name: str
    extra: int
    of_all_votes: bool

    def scale(self, seats: Any, total: Any) -> tuple[Any, Any]:
        """Give ``(times, by)``: a list has ``votes * times / by`` quotas, both whole numbers.

        Integers in, integers out; NumPy floats below 2**53 stay exact too.
        """
        if self.name == "droop":
            return 1, total // (seats + 1) + 1
        return seats + self.extra, total


@dataclass(frozen=True, slots=True)
class Divisor:
    """A highest-averages method.

    ``step(k)`` is the divisor of a list that holds k seats and ``priority(v, k)``
    the exact quotient (of Huntington-Hill its square, which orders alike).
    ``low`` seats come first to every admitted list. ``shift`` sixths is where
    the method rounds up, near enough for a first guess: a list with x times
    the common divisor has about floor(x + shift / 6) seats.
    """

    name: str
    low: int
    shift: int
    step: Callable[[Any], Any]
    priority: Callable[[int, int], Fraction]


def _linear(name: str, *, slope: int, start: int) -> Divisor:
    """Divisors ``start, start + slope, start + 2 * slope, …``; a start of 0 is a seat for all."""
    return Divisor(
        name=name,
        low=int(start == 0),
        shift=6 - 6 * start // slope,
        step=lambda held: slope * held + start,
        priority=lambda votes, held: Fraction(votes, slope * held + start),
    )


def _modified_sainte_lague(first: Fraction) -> Divisor:
    first_float = float(first)
    return Divisor(
        name="modified_sainte_lague",
        low=0,
        shift=3,
        # (held == 0) works for one number and for an array alike.
        step=lambda held: 2 * held + 1 + (held == 0) * (first_float - 1),
        priority=lambda votes, held: votes / (Fraction(2 * held + 1) if held else first),
    )


_DIVISORS = {
    "dhondt": _linear("dhondt", slope=1, start=1),
    "sainte_lague": _linear("sainte_lague", slope=2, start=1),
    "modified_sainte_lague": _modified_sainte_lague(Fraction(7, 5)),
    "danish": _linear("danish", slope=3, start=1),
    "adams": _linear("adams", slope=1, start=0),
    "dean": Divisor(
        name="dean",
        low=1,
        shift=3,
        step=lambda held: held * (held + 1) / (held + 0.5),
        priority=lambda votes, held: Fraction(votes * (2 * held + 1), 2 * held * (held + 1)),
    ),
    "huntington_hill": Divisor(
        name="huntington_hill",
        low=1,
        shift=3,
        step=lambda held: (held * (held + 1)) ** 0.5,
        priority=lambda votes, held: Fraction(votes * votes, held * (held + 1)),
    ),
    "imperiali": _linear("imperiali", slope=1, start=2),
}

METHODS: tuple[str, ...] = (*_EXTRA_SEATS, *_DIVISORS)
"""Names of all methods: four quotas with largest remainders, then eight divisor methods."""


@lru_cache(maxsize=64, typed=True)
def rule_for(
    method: str, *, quota_base: Literal["admitted", "all"], first_divisor: Any
) -> Quota | Divisor:
    """Look a method up and check the options that only some methods have."""
    if method not in METHODS:
        message = f"method {method!r} is not known; expected one of {', '.join(METHODS)}"
        raise AllocationError(message)
    if quota_base not in ("admitted", "all"):
        message = f"quota_base is {quota_base!r}; expected 'admitted' or 'all'"
        raise AllocationError(message)
    if first_divisor is not None and method != "modified_sainte_lague":
        message = f"first_divisor belongs to 'modified_sainte_lague', not to {method!r}"
        raise AllocationError(message)
    if method in _EXTRA_SEATS:
        return Quota(method, _EXTRA_SEATS[method], quota_base == "all")
    if quota_base == "all":
        message = (
            f"method {method!r} has no quota; quota_base='all' is for {', '.join(_EXTRA_SEATS)}"
        )
        raise AllocationError(message)
    if first_divisor is None:
        return _DIVISORS[method]
    first = share(first_divisor, name="first_divisor", most=3)
    if first == 0:
        message = "first_divisor is 0; expected a number above 0"
        raise AllocationError(message)
    return _modified_sainte_lague(first)
