"""Many elections at once, in floats; what floats leave in doubt goes to `exact`, one by one.

This file is a fast path: without it every election would go there, with the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.admission import Parts, Thresholds
from kzelect.apportionment.exact import NEAR, Procedure, allocate, decided
from kzelect.apportionment.inputs import EXACT_FLOAT, native, tie_error
from kzelect.apportionment.methods import Divisor, Quota
from kzelect.errors import AllocationError, TieError

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
VoteColumn = Any  # a NumPy array or a pandas extension array

# Elections to a block: few enough for the processor's cache, and working space for them that
# stays small beside the votes; enough to make NumPy's overhead per call small as well.
_BLOCK = (256, 4096)
_BLOCKS = 8
_MOVES = 64


def allocate_many(
    columns: list[VoteColumn],
    rows: Sequence[Any] | pd.Index,
    seats: int | Ints,
    procedure: Procedure,
) -> tuple[Ints, npt.NDArray[np.bool_] | None]:
    """Allocate elections given as columns of votes.

    Returns the seats and what is missing (None if nothing can be), a party a row.
    """
    labels, rule, thresholds, base, pick = procedure
    shape = (len(columns), len(rows))
    seats = np.broadcast_to(seats, len(rows))
    base = None if base is None else np.broadcast_to(base, len(rows))
    out = np.empty(shape, dtype=np.int64)
    # In a NumPy integer type nothing can be missing.
    complete = all(
        isinstance(column, np.ndarray) and column.dtype.kind in "iu" for column in columns
    )
    missing = None if complete else np.empty(shape, dtype=bool)
    ties: list[tuple[int, list[int], int]] = []
    size = min(max(len(rows) // _BLOCKS, _BLOCK[0]), _BLOCK[1])
    for start in range(0, len(rows), size):
        part = slice(start, start + size)
        votes = np.array([_floats(column[part]) for column in columns])
        doubt = (votes.min(axis=0) < 0) | (seats[part] == 0)
        if missing is not None:
            missing[:, part] = np.isnan(votes)
            votes[missing[:, part]] = 0
            doubt |= (np.floor(votes) != votes).any(axis=0)
        with np.errstate(all="ignore"):  # a column that divides by zero is in doubt and not used
            held, unsure = _allocate_block(
                votes, seats[part], rule, thresholds, None if base is None else base[part]
            )
        doubt |= unsure
        held[:, doubt] = 0
        out[:, part] = held
        for row in (np.flatnonzero(doubt) + start).tolist():
            values = [column[row] for column in columns]
            if missing is not None:
                values = [0 if missing[at, row] else value for at, value in enumerate(values)]
            try:
                own = procedure if base is None else procedure._replace(base=int(base[row]))
                sure, tied, spare = allocate(values, int(seats[row]), own)
            except AllocationError as error:
                where = native(rows[row])
                error.args = (f"election {where!r}: {error}",)
                if isinstance(error, TieError):
                    error.rows = (where,)
                raise
            if tied and pick is None:
                ties.append((row, tied, spare))
            else:
                out[:, row] = decided((sure, tied, spare), labels, pick)
    if ties:
        _, tied, spare = ties[0]
        raise tie_error(labels, tied, spare, tuple(native(rows[row]) for row, _, _ in ties))
    return out, missing


def _allocate_block(
    votes: Floats, seats: Ints, rule: Quota | Divisor, thresholds: Thresholds, base: Ints | None
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Allocate a block in floats; say which of its elections are in doubt."""
    if callable(thresholds):
        return votes, np.ones(votes.shape[1], dtype=bool)
    total = votes.sum(axis=0)
    doubt = total >= EXACT_FLOAT
    admitted, near = admit_block(votes, thresholds, total if base is None else base)
    if isinstance(rule, Quota):
        quota_total = total if rule.of_all_votes else admitted.sum(axis=0)
        held, unsure = fill_quotas_block(admitted, seats, rule, quota_total)
    else:
        held, unsure = divide_block(admitted, seats, rule)
    return held, doubt | near | unsure


def _floats(column: VoteColumn) -> Floats:
    """Give votes as floats, NaN where missing, infinite where they are no numbers at all."""
    if isinstance(column, np.ndarray):
        if column.dtype.kind in "iuf":
            return column.astype(np.float64)
    elif column.dtype.kind in "iuf":
        floats: Floats = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return floats
    return np.array([_float(value) for value in column], dtype=np.float64)


def _float(value: Any) -> float:
    if value is None or value is pd.NA:
        return np.nan
    no_count = isinstance(value, (bool, np.bool_, complex, np.complexfloating, np.timedelta64))
    if no_count or not isinstance(value, (Number, Decimal)):
        return np.inf
    try:
        return float(value)  # type: ignore[arg-type]  # a Number has no __float__ for the checker
    except OverflowError:
        return np.inf


def admit_block(
    votes: Floats, thresholds: Parts, base: Any
) -> tuple[Floats, npt.NDArray[np.bool_] | bool]:
    """Keep the votes of admitted lists, one election a column, and mark elections in doubt.

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
    if not rule.of_all_votes and doubt.any():
        # All seats go to a list that is alone, whatever its quotas.
        sole = doubt & (np.count_nonzero(votes, axis=0) == 1) & (total < EXACT_FLOAT)
        held[:, sole] = ((votes > 0) * seats)[:, sole]
        doubt &= ~sole
    if rule.least:
        doubt |= ((held < rule.least) & (votes > 0)).any(axis=0)
    return held, doubt


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
    settled = level & (worst > best * NEAR)
    swap = level & (best > worst * NEAR)
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
