"""The twelve methods: what each one's quota or sequence of divisors is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, get_args

import numpy as np

from kzelect.apportionment.inputs import MOST_SEATS, read_share, whole
from kzelect.errors import AllocationError
from kzelect.text import as_code

# A type checker knows the names: four quotas with largest remainders, then the divisor methods.
Method = Literal[
    "hare",
    "droop",
    "hagenbach_bischoff",
    "imperiali_quota",
    "dhondt",
    "sainte_lague",
    "modified_sainte_lague",
    "danish",
    "adams",
    "dean",
    "huntington_hill",
    "imperiali",
]

# The quota is votes / (seats + extra); Droop's alone is rounded to whole votes.
_EXTRA_SEATS = {"hare": 0, "droop": 1, "hagenbach_bischoff": 1, "imperiali_quota": 2}

_OTHER_NAMES = {
    "hamilton": "hare",
    "hare_niemeyer": "hare",
    "largest_remainder": "hare",
    "vinton": "hare",
    "jefferson": "dhondt",
    "hondt": "dhondt",
    "greatest_divisors": "dhondt",
    "webster": "sainte_lague",
    "schepers": "sainte_lague",
    "major_fractions": "sainte_lague",
    "hill": "huntington_hill",
    "equal_proportions": "huntington_hill",
    "smallest_divisors": "adams",
    "harmonic_mean": "dean",
    "imperiali_divisor": "imperiali",
}


@dataclass(frozen=True, slots=True)
class Quota:
    """A largest-remainder method; ``least`` seats are due to every admitted list."""

    name: str
    extra: int
    of_all_votes: bool
    least: int = 0

    def scale(self, seats: Any, total: Any) -> tuple[Any, Any]:
        """Return ``(times, by)``: a list has ``votes * times / by`` quotas, both whole numbers.

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
    the common divisor has about floor(x + shift / 6) seats. ``table`` holds the
    first divisors.
    """

    name: str
    low: int
    shift: int
    step: Callable[[Any], Any]
    priority: Callable[[int, int], Fraction]
    table: tuple[float, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", tuple(float(self.step(held)) for held in range(256)))


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
    as_float = float(first)  # may be 0: exact arithmetic takes over where a quotient overflows

    def step(held: Any) -> Any:
        if isinstance(held, np.ndarray):
            return np.where(held == 0, as_float, 2 * held + 1)
        return 2 * held + 1 if held else as_float

    return Divisor(
        name="modified_sainte_lague",
        low=0,
        shift=3,
        step=step,
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

METHODS: tuple[Method, ...] = get_args(Method)
"""Names of all methods: four quotas with largest remainders, then eight divisor methods."""


def rule_for(
    method: Any,
    *,
    quota_base: Any = "admitted",
    first_divisor: Any = None,
    min_seats: int = 0,
) -> Quota | Divisor:
    """Look a method up and check the options that only some methods have."""
    try:
        return _checked_rule(method, quota_base, first_divisor, min_seats)
    except TypeError:  # a list, say, which has no hash
        for name, value in (("method", method), ("quota_base", quota_base)):
            if not isinstance(value, str):
                message = f"{name} is {as_code(value)}; expected one name"
                raise AllocationError(message) from None
        whole(min_seats, name="min_seats")
        message = (
            f"first_divisor is {as_code(first_divisor)}; expected a number above 0 and up to 3"
        )
        raise AllocationError(message) from None


@lru_cache(maxsize=256, typed=True)
def _checked_rule(
    method: str, quota_base: str, first_divisor: Any, min_seats: int
) -> Quota | Divisor:
    if method not in METHODS:
        raise AllocationError(_not_known(method))
    if quota_base not in ("admitted", "all"):
        message = f"quota_base is {quota_base!r}; expected 'admitted' or 'all'"
        raise AllocationError(message)
    if first_divisor is not None and method != "modified_sainte_lague":
        message = f"first_divisor belongs to 'modified_sainte_lague', not to {method!r}"
        raise AllocationError(message)
    least = whole(min_seats, name="min_seats", most=MOST_SEATS)
    if method in _EXTRA_SEATS:
        return Quota(method, _EXTRA_SEATS[method], quota_base == "all", least)
    if quota_base == "all":
        message = (
            f"method {method!r} has no quota; quota_base='all' is for {', '.join(_EXTRA_SEATS)}"
        )
        raise AllocationError(message)
    rule = _DIVISORS[method]
    if first_divisor is not None:
        first = read_share(first_divisor, name="first_divisor", most=3)
        if first == 0:
            message = "first_divisor is 0; expected a number above 0"
            raise AllocationError(message)
        rule = _modified_sainte_lague(first)
    return replace(rule, low=max(rule.low, least)) if least > rule.low else rule


def _not_known(method: Any) -> str:
    known = f"expected one of {', '.join(METHODS)}"
    name = str(method).lower().replace("-", "_").replace(" ", "_").replace("'", "")
    name = name.replace("ü", "u").replace("é", "e")
    if name in _OTHER_NAMES:
        return f"method {method!r} is not known; it is called {_OTHER_NAMES[name]!r} here; {known}"
    near = get_close_matches(name, [*METHODS, *_OTHER_NAMES], n=1)
    if near:
        meant = _OTHER_NAMES.get(near[0], near[0])
        return f"method {method!r} is not known; did you mean {meant!r}? {known.capitalize()}"
    return f"method {method!r} is not known; {known}"
