"""Majorities: how many seats make one, who holds it and where the seats came from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.typing import NAType

from kzelect.apportionment.inputs import read_share
from kzelect.errors import AllocationError, LabelError
from kzelect.measures.frames import require
from kzelect.measures.shares import total
from kzelect.text import as_code, as_text

__all__ = ["majority", "majority_threshold"]

_FIELDS = ["needed", "holder", "seats", "surplus", "list", "first_round", "second_round"]
_FIELDS += ["after_first_round", "still_needed", "is_held"]


def majority_threshold(
    house: int, *, fraction: Fraction | Decimal | float | str | None = None
) -> int:
    """Return the fewest seats that are a majority of a house.

    Parameters
    ----------
    house : int
        Number of seats, at least 1.
    fraction : Fraction, Decimal, float or str, optional
        For a qualified majority: at least this part of the house, such as
        ``"2/3"``. Without it more than half.

    Returns
    -------
    int
        From 1 to ``house``.

    Raises
    ------
    AllocationError
        If the house has no seats, or the fraction is not above 0 and at most 1.

    Examples
    --------
    >>> from kzelect.measures.majorities import majority_threshold
    >>> majority_threshold(77)
    39
    >>> majority_threshold(77, fraction="2/3"), majority_threshold(77, fraction="3/4")
    (52, 58)
    """
    if not isinstance(house, (int, np.integer)) or house < 1:
        message = f"house is {as_code(house)}; expected a whole number of seats, at least 1"
        raise AllocationError(message)
    if fraction is None:
        return int(house) // 2 + 1
    try:
        part = read_share(fraction, name="fraction")
    except AllocationError:
        part = Fraction(0)
    if not part:
        message = f"fraction is {as_text(fraction)}; expected more than 0 and at most 1"
        raise AllocationError(message)
    return math.ceil(part * int(house))


def labels_of(singly: Iterable[Any]) -> list[Any]:
    """Read labels whose members do not act as one: any iterable but text."""
    if not isinstance(singly, (str, bytes)) and pd.api.types.is_list_like(singly):
        labels = list(singly)
        if all(map(pd.api.types.is_hashable, labels)):
            return labels
    message = f"singly is {as_code(singly)}; expected labels, such as ['independents']"
    raise LabelError(message)


def majority(
    seats: pd.DataFrame,
    *,
    needed: int | None = None,
    singly: Iterable[Any] = ("independents",),
) -> pd.Series[Any]:
    """Say who holds the majority of a house, by how much, and where the seats came from.

    Parameters
    ----------
    seats : DataFrame
        One row a party: ``party``, ``total`` and, where they are known, ``list``,
        ``first_round`` and ``second_round`` (seats).
    needed : int, optional
        Seats that are a majority, more than half of the house; without it just that.
    singly : iterable of labels
        Parties whose members do not act as one and so hold no majority.

    Returns
    -------
    Series
        Named ``majority``: ``needed``; ``holder`` (party); its ``seats``; ``surplus`` over
        ``needed``; its seats by ``list``, ``first_round`` and ``second_round``;
        ``after_first_round``, its list and first-round seats; ``still_needed`` after them, 0
        or more; ``is_held``. What was not published, and what follows from it, is missing; so
        is all of a holder if there is none, and ``is_held`` is False.

    Raises
    ------
    LabelError
        If ``party`` or ``total`` is no column, or a party stands twice.
    AllocationError
        If ``needed`` is not more than half of the seats.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.measures.majorities import majority
    >>> seats = pd.DataFrame(
    ...     [("otan", 7, 26, 9, 42), ("aist", 1, 9, 1, 11), ("others", 2, 10, 12, 24)],
    ...     columns=["party", "list", "first_round", "second_round", "total"],
    ... )
    >>> majority(seats)[["needed", "holder", "surplus", "after_first_round"]].to_dict()
    {'needed': 39, 'holder': 'otan', 'surplus': 3, 'after_first_round': 33}
    """
    require(seats, "seats", "party", "total")
    if seats["party"].duplicated().any():
        twice = seats.loc[seats["party"].duplicated(), "party"].iloc[0]
        message = f"party {twice!r} stands more than once in seats; expected one row a party"
        raise LabelError(message)
    house = total(seats["total"])
    known = sum(int(count) for count in seats["total"].dropna())
    if needed is not None and needed * 2 <= known:
        message = f"needed is {needed} of {known} seats; expected more than half"
        raise AllocationError(message)
    if needed is None and not isinstance(house, NAType):
        needed = majority_threshold(int(house))
    found: dict[str, Any] = dict.fromkeys(_FIELDS, pd.NA)
    if needed is not None:
        found["needed"] = needed
        eligible = seats[~seats["party"].isin(labels_of(singly))]
        holders = eligible[(eligible["total"] >= needed).fillna(False).astype(bool)]
        if len(holders):
            holder = holders.to_dict("records")[0]
            found |= {"holder": holder["party"], "seats": holder["total"], "is_held": True}
            found["surplus"] = holder["total"] - needed
            for tier in ("list", "first_round", "second_round"):
                count = holder.get(tier)
                found[tier] = pd.NA if pd.isna(count) else int(count)
            before = found["after_first_round"] = total([found["list"], found["first_round"]])
            found["still_needed"] = pd.NA if isinstance(before, NAType) else max(needed - before, 0)
        elif eligible["total"].notna().all():
            found["is_held"] = False
    return pd.Series(found, name="majority", dtype=object)
