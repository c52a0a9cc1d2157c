"""What callers pass, read once: counts, shares, seats of each election, an order for ties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.errors import AllocationError, LabelError, MissingDataError, TieError
from kzelect.text import as_code, as_text

EXACT_FLOAT = 2.0**53
"""Below it every whole number is a float, so float arithmetic on whole numbers is exact."""
MOST_SEATS = 2**63 - 1
MOST_BASE = 2**64 - 1
"""Of many elections; a single one has no limit."""
INTEGERS = {int, np.int64}
"""Types that need no other look: bool, which is an int too, is not among them."""

Share = float | Decimal | Fraction
PerElection = int | Sequence[int] | npt.NDArray[np.integer[Any]] | pd.Series
PerParty = Share | Sequence[Share] | npt.NDArray[np.floating[Any]] | Mapping[Any, Share] | pd.Series
Labels = Sequence[Any] | pd.Index
Ties = Literal["raise"] | int | np.random.Generator | Sequence[Any] | pd.Index | pd.Series
Pick = Callable[[list[int], int], list[int]]


def native(value: Any) -> Any:
    """Return a NumPy scalar as Python's own, for messages that read ``2004``, not its type."""
    return value.item() if isinstance(value, np.generic) else value


def read_share(value: Any, *, name: str, most: int = 1) -> Fraction:
    """Read a number as the decimal it prints as: 0.07 is 7/100, not its binary neighbour."""
    if isinstance(value, Fraction):
        # The parts may be NumPy's, which neither hash nor stay exact.
        exact = Fraction(int(value.numerator), int(value.denominator))
    else:
        exact = _printed_decimal(as_text(value))
    if not 0 <= exact <= most:
        message = f"{name} is {as_code(native(value))}; expected a number from 0 to {most}"
        raise AllocationError(message)
    return exact


@lru_cache(maxsize=1024)
def _printed_decimal(printed: str) -> Fraction:
    with suppress(ArithmeticError):  # such as 1/3
        if abs(Decimal(printed).adjusted()) > 400:  # a Fraction of it would take all memory
            return Fraction(-1)
    with suppress(ValueError, ZeroDivisionError):
        return Fraction(printed)
    return Fraction(-1)


MOST_DIGITS = 4300  # of a Decimal; Python reads and writes no longer whole numbers either


def whole(value: Any, *, name: str, least: int = 0, most: int | None = None) -> int:
    """Read one count; what is missing, negative, fractional or no number is an error."""
    if type(value) in INTEGERS and value >= least and (most is None or value <= most):
        return int(value)
    if isinstance(value, (list, tuple, Mapping, np.ndarray, pd.Series, pd.Index, pd.DataFrame)):
        message = f"{name} has {np.size(value)} values; expected one whole number"  # type: ignore[arg-type]
        raise AllocationError(message)
    expected = f"a whole number of at least {least}" if least else "a non-negative whole number"
    is_nan = value.is_nan() if isinstance(value, Decimal) else value != value
    if value is None or value is pd.NA or value is np.ma.masked or is_nan:
        message = f"{name} is missing; expected {expected}"
        raise MissingDataError(message)
    if isinstance(value, Decimal) and value.is_finite() and value.adjusted() > MOST_DIGITS:
        message = f"{name} is {value.adjusted() + 1} digits long; expected at most {MOST_DIGITS}"
        raise AllocationError(message)
    try:
        no_number = isinstance(value, (bool, np.bool_, str, np.timedelta64, np.datetime64))
        count = None if no_number else int(value)
    except (TypeError, ValueError, OverflowError):
        count = None
    if count is None or count != value or count < least:
        message = f"{name} is {as_code(native(value))}; expected {expected}"
        raise AllocationError(message)
    if most is not None and count > most:
        message = f"{name} is too large; expected at most {most}"
        raise AllocationError(message)
    return count


def counts_by_label(values: Any, name: str, most: int | None = MOST_SEATS) -> dict[Any, int]:
    """Read the counts of a Series or a mapping."""
    return {
        label: whole(count, name=f"{name} of {native(label)!r}", most=most)
        for label, count in values.items()
    }


def base_of(threshold_base: Any) -> int | None:
    """Read the total that thresholds of one election are shares of, if one is given."""
    return None if threshold_base is None else whole(threshold_base, name="threshold_base", least=1)


def per_election(value: Any, rows: Sequence[Any] | pd.Index, *, name: str) -> Any:
    """Read one whole number, or one for each election (a Series is joined by label).

    One election of many may have no seats.
    """
    least, most = (0, MOST_SEATS) if name == "seats" else (1, MOST_BASE)
    if isinstance(value, pd.Series):
        if not isinstance(rows, pd.Index):
            message = f"{name} is a Series but the votes have no labels; pass an array"
            raise LabelError(message)
        if not value.index.equals(rows):
            if not (value.index.is_unique and rows.is_unique and set(value.index) == set(rows)):
                off = sorted(map(str, set(value.index) ^ set(rows))) or ["a label named twice"]
                message = f"{name} must name every election once; wrong: {', '.join(off[:5])}"
                raise LabelError(message)
            value = value.reindex(rows)
        value = value.array
    elif not isinstance(value, (np.ndarray, list, tuple, pd.api.extensions.ExtensionArray)):
        return whole(value, name=name, least=1, most=most)
    if np.ndim(value) != 1 or len(value) != len(rows):
        message = f"{name} has {np.size(value)} values; expected one number or {len(rows)}"
        raise LabelError(message)
    integers = not isinstance(value, (list, tuple)) and value.dtype.kind in "iu"
    known = integers and not pd.isna(value).any()
    if known and (value >= least).all() and (value <= MOST_SEATS).all():
        return np.asarray(value, dtype=np.int64)
    counts = [
        whole(count, name=f"{name} of election {native(row)!r}", least=least, most=most)
        for row, count in zip(rows, value, strict=True)
    ]
    fits = max(counts, default=0) <= MOST_SEATS
    return np.array(counts, dtype=np.int64 if fits else object)


def several(values: Any, *, name: str) -> list[Any]:
    """Return many values as a list, or one text or number of an array in a list."""
    if isinstance(values, (str, bytes)) or (isinstance(values, np.ndarray) and not values.ndim):
        return [native(values[()]) if isinstance(values, np.ndarray) else values]
    if not isinstance(values, Iterable):
        message = f"{name} is {as_code(values)}; expected a list"
        raise AllocationError(message)
    return list(values)


def flag(value: Any, *, name: str) -> bool:
    """Read a switch."""
    if not isinstance(value, (bool, np.bool_)):
        message = f"{name} is {as_code(value)}; expected True or False"
        raise AllocationError(message)
    return bool(value)


def off_labels(given: Iterable[Any], labels: Iterable[Any]) -> str:
    """Name the labels that only one of two has; without any, one was named twice."""
    return some_of(sorted(map(str, set(given) ^ set(labels))) or ["one named twice"])


def some_of(labels: Sequence[Any]) -> str:
    """Name labels in a message, and say how many more than twenty there are."""
    more = f" and {len(labels) - 20} more" if len(labels) > 20 else ""
    return ", ".join(map(str, labels[:20])) + more


def picker(ties: Any, labels: Labels) -> Pick | None:
    """Turn ``ties`` into a choice among tied positions; None if a tie is an error."""
    if isinstance(ties, str) and ties == "raise":
        return None
    counts = isinstance(ties, (int, np.integer)) and not isinstance(ties, (bool, np.timedelta64))
    if counts and ties >= 0:
        ties = np.random.default_rng(int(ties))
    if isinstance(ties, np.random.Generator):
        return _lot(ties)
    no_order = isinstance(ties, (str, set, frozenset)) or not isinstance(ties, Iterable)
    if no_order or (isinstance(ties, np.ndarray) and ties.ndim != 1):
        message = (
            f"ties is {as_code(ties)}; expected 'raise', an order of the parties or a NumPy "
            "Generator"
        )
        raise AllocationError(message)
    order = list(ties)
    try:
        rank = {label: at for at, label in enumerate(order)}
    except TypeError:  # a list, say, which has no hash
        message = f"ties is {as_code(order)}; expected labels of the parties, each once, in order"
        raise LabelError(message) from None
    if len(rank) != len(order) or set(rank) != set(labels):
        message = f"ties must name every party once, in order; wrong: {off_labels(rank, labels)}"
        raise LabelError(message)
    ranks = [rank[label] for label in labels]
    return lambda tied, seats: sorted(tied, key=ranks.__getitem__)[:seats]


def _lot(chance: np.random.Generator) -> Pick:
    def pick(tied: list[int], seats: int) -> list[int]:
        if len(set(tied)) == len(tied):
            return chance.choice(tied, seats, replace=False).tolist()  # type: ignore[no-any-return]
        # A party with two equal quotients has one chance for each seat, as the others do.
        claims, drawn = list(tied), []
        for _ in range(seats):
            drawn.append(int(chance.choice(sorted(set(claims)))))
            claims.remove(drawn[-1])
        return drawn

    return pick


def tie_error(
    labels: Labels,
    tied: list[int],
    seats: int,
    rows: tuple[Any, ...] = (),
    *,
    what: str = "seat",
) -> TieError:
    """Say who ties for what and, in a batch, where."""
    parties = tuple(native(labels[at]) for at in dict.fromkeys(tied))
    where = f"election {rows[0]!r}: " if rows else ""
    also = f" ({len(rows)} elections tie)" if len(rows) > 1 else ""
    message = (
        f"{where}{len(parties)} parties tie for {seats} {what}{'s' * (seats > 1)}: "
        f"{some_of(parties)}{also}; "
        "pass ties= an order of the parties or a NumPy Generator for a lot"
    )
    return TieError(message, parties=parties, seats=seats, rows=rows)
