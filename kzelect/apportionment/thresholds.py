"""Legal thresholds: which lists are admitted, decided exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.numbers import EXACT_FLOAT, plain, share
from kzelect.errors import AllocationError, LabelError

__all__ = ["Thresholds", "admit", "admit_block", "read_thresholds"]

Floats = npt.NDArray[np.float64]

Thresholds = Fraction | tuple[Fraction, ...]
"""One threshold for all lists, or one for each in their order."""


def read_thresholds(
    threshold: Any, labels: Sequence[Any] | pd.Index, *, labelled: bool
) -> Thresholds:
    """Read ``threshold``: a number, or one number a party joined by label."""
    if isinstance(threshold, (Mapping, pd.Series)):
        return _by_label(threshold, labels)
    if isinstance(threshold, (np.ndarray, list, tuple)):
        if labelled or len(threshold) != len(labels):
            message = (
                f"threshold has {len(threshold)} values without labels; expected one number, "
                "a Series or a mapping of the parties, or for an array of votes one a column"
            )
            raise LabelError(message)
        return tuple(share(value, name="threshold") for value in threshold)
    return share(threshold, name="threshold")


def _by_label(
    threshold: Mapping[Any, Any] | pd.Series, labels: Sequence[Any] | pd.Index
) -> Thresholds:
    named = dict(threshold.items())
    if len(named) != len(threshold) or set(named) != set(labels):
        off = sorted(map(str, set(named) ^ set(labels))) or ["one named twice"]
        message = f"threshold must name every party once; wrong: {', '.join(off)}"
        raise LabelError(message)
    return tuple(share(named[label], name=f"threshold of {plain(label)!r}") for label in labels)


def admit(votes: list[int], thresholds: Thresholds, base: int) -> list[int]:
    """Keep the votes of admitted lists and put 0 for the others."""
    if isinstance(thresholds, Fraction):
        if not thresholds:
            return votes
        needed = -(-base * thresholds.numerator // thresholds.denominator)
        admitted = [count if count >= needed else 0 for count in votes]
    else:
        admitted = [
            count if count >= base * part else 0
            for count, part in zip(votes, thresholds, strict=True)
        ]
    if not any(admitted):
        lowest = thresholds if isinstance(thresholds, Fraction) else min(thresholds)
        message = (
            f"no list reaches its threshold; expected one with {lowest} of {base} votes or more"
        )
        raise AllocationError(message)
    return admitted


def admit_block(
    votes: Floats, thresholds: Thresholds, base: Any
) -> tuple[Floats, npt.NDArray[np.bool_] | bool]:
    """Do the same for a block, one election a column, and mark elections in doubt.

    In doubt are elections with a list so near its threshold that rounding
    could decide; a list that meets it exactly is always among them.
    """
    if isinstance(thresholds, Fraction):
        if not thresholds:
            return votes, False
        margin = votes - base * float(thresholds)
    else:
        margin = votes - np.outer(np.array(thresholds, dtype=float), base)
    # Two roundings of base * threshold are less than this.
    near = (np.abs(margin) <= base * 2.0**-51) & (votes > 0)
    return votes * (margin >= 0), near.any(axis=0) | (base >= EXACT_FLOAT)
