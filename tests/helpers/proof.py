"""The whole proof: many elections a method, the engine against plain fractions.

python -m tests.helpers.proof            # 100,000 elections a method
python -m tests.helpers.proof 2000       # a sample
"""

from __future__ import annotations

import sys
from fractions import Fraction

import numpy as np
import pandas as pd

from kzelect.apportionment import METHODS, apportion
from kzelect.errors import AllocationError, TieError
from tests.helpers import exact

KINDS = ("random", "small", "near tie", "exact tie", "at the threshold", "huge", "skewed")
SHARES = (0, 0.07, 0.05, 0.03, 0.0725, Fraction(1, 30))


def election(rng: np.random.Generator, kind: str, share: Fraction) -> list[int]:
    """Votes of one election of a kind that is hard to get right."""
    parties = int(rng.integers(1, 13))
    if kind == "small":
        votes = rng.integers(0, 40, parties)
    elif kind == "huge":
        votes = rng.integers(10**11, 10**12, parties, endpoint=True)
    elif kind == "skewed":
        votes = (rng.pareto(0.6, parties) * 1000).clip(max=10**12).astype(np.int64)
    else:
        votes = rng.integers(1, 10 ** int(rng.integers(2, 8)), parties)
    counts = [int(count) for count in votes]
    if kind in ("near tie", "exact tie"):
        # Multiples of one number tie in every method; one vote more is the nearest miss.
        unit = int(rng.integers(1, 10**9))
        counts = [unit * int(times) for times in rng.integers(1, 12, parties)]
        if kind == "near tie":
            counts[int(rng.integers(parties))] += int(rng.choice([-1, 1]))
    if kind == "at the threshold" and share and parties > 1:
        # The last party gets exactly the share of all votes, if that is a whole number.
        rest = sum(counts[:-1]) * share.denominator
        counts[:-1] = [count * share.denominator for count in counts[:-1]]
        own = rest * share / (1 - share)
        counts[-1] = int(own) + int(rng.integers(-1, 2)) * int(rng.integers(2))
    return [max(count, 0) for count in counts]


def expected(votes: list[int], seats: int, method: str, **rule: object) -> object:
    """Seats, or what is wrong: the outcome in a form that can be compared."""
    try:
        return exact.allocate(votes, seats, method, **rule)
    except exact.Undecided as tie:
        return ("tie", tuple(tie.args[1]), tie.args[2])
    except exact.Impossible:
        return "impossible"


def found(votes: list[int], seats: int, method: str, **rule: object) -> object:
    """The same of the engine, for one election."""
    try:
        return apportion(np.array(votes), seats, method=method, **rule).tolist()
    except TieError as tie:
        return ("tie", tie.parties, tie.seats)
    except AllocationError:
        return "impossible"


def prove(method: str, count: int, seed: int) -> None:
    """Compare ``count`` elections one by one, then in one batch a rule; raise at a difference."""
    rng = np.random.default_rng(seed)
    batches: dict[tuple[object, str], list[tuple[list[int], int, list[int]]]] = {}
    for number in range(count):
        share = SHARES[int(rng.integers(len(SHARES)))]
        exact_share = share if isinstance(share, Fraction) else Fraction(str(share))
        votes = election(rng, KINDS[number % len(KINDS)], exact_share)
        seats = int(rng.integers(1, 25 if number % 3 else 120))
        quota_base = "all" if method in exact.QUOTAS and number % 5 == 0 else "admitted"
        want = expected(votes, seats, method, threshold=exact_share, quota_base=quota_base)
        got = found(votes, seats, method, threshold=share, quota_base=quota_base)
        if got != want:
            msg = f"{method} {votes} {seats} {share} {quota_base}: {got}, expected {want}"
            raise AssertionError(msg)
        if isinstance(want, list):
            batches.setdefault((share, quota_base), []).append((votes, seats, want))
        elif want != "impossible":
            _prove_order(rng, votes, seats, method, share, quota_base)
    for (share, quota_base), cases in batches.items():
        frame = _frame([votes for votes, _, _ in cases])
        want = _frame([held for _, _, held in cases])
        got = apportion(
            frame,
            [seats for _, seats, _ in cases],
            method=method,
            threshold=share,
            quota_base=quota_base,
        )
        pd.testing.assert_frame_equal(got, want)


def _frame(rows: list[list[int]]) -> pd.DataFrame:
    """Rows of different lengths; parties that a shorter one lacks are missing."""
    cells = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    absent = np.ones(cells.shape, dtype=bool)
    for at, row in enumerate(rows):
        cells[at, : len(row)] = row
        absent[at, : len(row)] = False
    return pd.DataFrame(cells).astype("Int64").mask(absent)


def _prove_order(
    rng: np.random.Generator,
    votes: list[int],
    seats: int,
    method: str,
    share: float | Fraction,
    quota_base: str,
) -> None:
    """A tie, decided by an order: the sure seats and the first of the tied."""
    order = rng.permutation(len(votes)).tolist()
    rule = {"threshold": Fraction(str(share)), "quota_base": quota_base}
    try:
        exact.allocate(votes, seats, method, **rule)
    except exact.Undecided as tie:
        want, tied, left = tie.args
        for at in sorted(tied, key=order.index)[:left]:
            want[at] += 1
    many = apportion(
        np.array([votes]), seats, method=method, threshold=share, quota_base=quota_base, ties=order
    )
    if many.tolist() != [want]:
        msg = f"{method} {votes} {seats} {share}, order {order}: {many}, expected {want}"
        raise AssertionError(msg)


def main(count: int) -> None:
    """Prove every method."""
    for seed, method in enumerate(METHODS):
        prove(method, count, seed)
        sys.stdout.write(f"{method}: {count} elections equal\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
