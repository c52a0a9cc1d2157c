"""What happens to seats that the votes alone cannot assign."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from kzelect.apportionment.numbers import plain
from kzelect.errors import AllocationError, LabelError, TieError

__all__ = ["Pick", "Ties", "picker", "tie_error"]

Ties = Literal["raise"] | np.random.Generator | Sequence[Any] | pd.Index | pd.Series
Pick = Callable[[list[int], int], list[int]]


def picker(ties: Ties, labels: Sequence[Any]) -> Pick | None:
    """Turn ``ties`` into a choice among tied positions; None if a tie is an error."""
    if isinstance(ties, str):
        if ties == "raise":
            return None
        message = (
            f"ties is {ties!r}; expected 'raise', an order of the parties or a NumPy Generator"
        )
        raise AllocationError(message)
    if isinstance(ties, np.random.Generator):
        return lambda tied, seats: ties.choice(tied, seats, replace=False).tolist()
    order = list(ties)
    rank = {label: at for at, label in enumerate(order)}
    if len(rank) != len(order) or set(rank) != set(labels):
        off = sorted(map(str, set(rank) ^ set(labels))) or ["one named twice"]
        message = f"ties must name every party once, in order; wrong: {', '.join(off)}"
        raise LabelError(message)
    ranks = [rank[label] for label in labels]
    return lambda tied, seats: sorted(tied, key=ranks.__getitem__)[:seats]


def tie_error(
    labels: Sequence[Any], tied: list[int], seats: int, rows: tuple[Any, ...] = ()
) -> TieError:
    """Say who ties for what and, in a batch, where."""
    parties = tuple(plain(labels[at]) for at in tied)
    where = f"election {rows[0]!r}: " if rows else ""
    also = f" ({len(rows)} elections tie)" if len(rows) > 1 else ""
    message = (
        f"{where}{len(parties)} parties tie for {seats} seat{'s' * (seats > 1)}: "
        f"{', '.join(map(str, parties))}{also}; "
        "pass ties= an order of the parties or a NumPy Generator for a lot"
    )
    return TieError(message, parties=parties, seats=seats, rows=rows)
