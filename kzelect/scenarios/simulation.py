"""What the seats could have been under a stated uncertainty of the votes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from kzelect.apportionment.batch import allocate_many
from kzelect.apportionment.methods import rule_for
from kzelect.apportionment.numbers import whole
from kzelect.apportionment.thresholds import Thresholds, read_thresholds
from kzelect.errors import KzelectError, LabelError
from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import Labelled, labelled
from kzelect.scenarios.uncertainty import Uncertainty

__all__ = ["Simulation", "simulate"]

Counts: TypeAlias = npt.NDArray[np.int64]
Share: TypeAlias = float | Decimal | Fraction

# Draws that share one stream of chance. A block is a whole number of such lots, so its size
# cannot change what is drawn.
_LOT = 1024
# Working memory of one draw, in arrays of eight bytes a party: votes while they are drawn, votes
# by list, seats, and what is compared on the way.
_ARRAYS = 8


@dataclass(frozen=True, slots=True, repr=False)
class Simulation:
    """What came out of a simulation, as tidy frames.

    A standard error is that of the Monte Carlo method alone, √(p(1 - p)/draws): how
    far the same simulation with other draws would be off. It is 0 where
    something always or never came up; then the probability that was missed is
    with 95 % confidence below 3/draws [1]_.

    Attributes
    ----------
    seats : DataFrame
        ``party``, ``seats`` (Int64), ``count`` (Int64: draws with so many seats),
        ``probability`` and ``standard_error`` (Float64, 0–1): one row for every number
        of seats that came up, parties in the order of the votes. A number without a
        row never came up.
    majority : DataFrame
        ``party``, ``base`` (Int64: seats held beforehand), ``needed`` (Int64: seats of
        the house that are a majority), ``count``, ``probability`` and
        ``standard_error``: one row a party of the votes. Only one party can hold the
        majority, so the rest of the probabilities to 1 is that none of them does.
    threshold : DataFrame
        ``party``, ``threshold`` (Float64: its share of the base), ``count``,
        ``probability`` and ``standard_error`` of being admitted.
    draws : int
        How many draws.
    ties : int
        In how many of them a lot decided a seat.

    References
    ----------
    .. [1] J. A. Hanley and A. Lippman-Hand (1983), "If Nothing Goes Wrong, Is
       Everything All Right?", JAMA 249, 1743–1745.
    """

    seats: pd.DataFrame
    majority: pd.DataFrame
    threshold: pd.DataFrame
    draws: int
    ties: int

    def __repr__(self) -> str:
        parties = len(self.majority)
        return f"<Simulation: {parties} parties, {self.draws} draws, {self.ties} with a lot>"


def simulate(
    votes: pd.Series,
    seats: int,
    *,
    error: Uncertainty,
    draws: int,
    rng: int | np.random.Generator,
    method: str,
    threshold: Share | Mapping[Any, Share] | pd.Series = 0,
    threshold_base: int | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    base: Labelled | None = None,
    needed: int | None = None,
    block_memory: int = 32 * 2**20,
    progress: bool = True,
) -> Simulation:
    """Draw votes under a stated uncertainty, turn each draw into seats, count what comes out.

    Parameters
    ----------
    votes : Series
        Votes of one election, whole numbers from 0 up; the index is the parties.
    seats : int
        Seats to allocate in every draw, from 1 up.
    error : Uncertainty
        What is uncertain: `UniformSwing`, `DirichletShares`, `Recount`, or an object
        with a ``draw`` method like theirs.
    draws : int
        How many, from 1 up.
    rng : int or numpy.random.Generator
        The seed or source of chance. The same seed gives the same result, whatever
        ``block_memory`` is.
    method, threshold, quota_base, first_divisor
        The rule, as in `apportion`. Each draw is apportioned exactly; a tie is
        decided by lot and counted.
    threshold_base : int, optional
        The total that ``threshold`` is a share of, the same in every draw; by default
        the sum of the draw's votes.
    base : Series or mapping, optional
        Seats held beforehand by party, such as those won in districts. It names every
        party of ``votes`` (with 0 if it holds none) and may name others, who count in
        the house.
    needed : int, optional
        Seats that are a majority, more than half of the house; without it the fewest
        that are. The house is ``seats`` and all of ``base``.
    block_memory : int
        Bytes that arrays for the draws may take at a time; it bounds memory, whatever
        ``draws`` is.
    progress : bool
        Whether a run of more than two seconds shows its progress (on stderr).

    Returns
    -------
    Simulation
        The frames ``seats``, ``majority`` and ``threshold``, and the numbers ``draws``
        and ``ties``.

    Raises
    ------
    AllocationError
        As in `apportion`, or for a draw (named by its number, from 0) from which no
        allocation follows, for example because no list reaches the threshold.
    LabelError
        Parties named twice, or not the same in ``votes`` and ``base``.
    MissingDataError
        A missing number of votes or seats.
    KzelectError
        Draws that do not fit the votes, or too little memory for one lot of draws.

    Examples
    --------
    >>> import pandas as pd
    >>> from kzelect.scenarios.simulation import simulate
    >>> from kzelect.scenarios.uncertainty import UniformSwing
    >>> votes = pd.Series({"otan": 2883706, "aist": 336177, "asar": 541239, "aq_jol": 572672})
    >>> found = simulate(votes, 10, error=UniformSwing(0.01), draws=2000, rng=1, method="hare")
    >>> found.seats.query("party == 'otan'").round(3)
      party  seats  count  probability  standard_error
    0  otan      6     55        0.028           0.004
    1  otan      7   1945        0.972           0.004
    """
    labels: Any = labelled(votes, what="votes").index
    counts = [whole(count, name=f"votes of {party!r}") for party, count in votes.items()]
    seats = whole(seats, name="seats", least=1)
    draws = whole(draws, name="draws", least=1)
    fixed = (
        None if threshold_base is None else whole(threshold_base, name="threshold_base", least=1)
    )
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor)
    thresholds = read_thresholds(threshold, labels, labelled=True)
    held, house = _held(base, labels, seats)
    needed = _needed(needed, house)
    tally = _Tally(len(labels), seats)
    with _bar(draws, progress) as bar:
        for first, drawn, lots in _blocks(error, counts, draws, rng, block_memory):
            found, _ = allocate_many(
                list(drawn),
                range(first, first + drawn.shape[1]),
                labels,
                seats=seats,
                rule=rule,
                thresholds=thresholds,
                base=fixed,
                pick=tally.picker(lots),
            )
            tally.add(drawn, found, thresholds, fixed)
            if bar is not None:
                bar.update(drawn.shape[1])
    return Simulation(
        seats=_seats_frame(tally, labels, draws),
        majority=_majority_frame(tally, labels, draws, held, needed),
        threshold=_threshold_frame(tally, labels, draws, thresholds),
        draws=draws,
        ties=tally.ties,
    )


@dataclass(slots=True)
class _Tally:
    """What is kept of the draws: how often each party had so many seats, and was admitted."""

    parties: int
    seats: int
    ties: int = 0
    by_seats: Counts = field(init=False)
    admitted: Counts = field(init=False)

    def __post_init__(self) -> None:
        self.by_seats = np.zeros((self.parties, self.seats + 1), dtype=np.int64)
        self.admitted = np.zeros(self.parties, dtype=np.int64)

    def picker(self, lots: np.random.Generator) -> Any:
        """Return a lot that counts itself."""

        def pick(tied: list[int], spare: int) -> list[int]:
            self.ties += 1
            chosen: list[int] = lots.choice(tied, spare, replace=False).tolist()
            return chosen

        return pick

    def add(self, drawn: Counts, found: Counts, thresholds: Thresholds, base: int | None) -> None:
        """Count a block, a party a row."""
        for party, held in enumerate(found):
            self.by_seats[party] += np.bincount(held, minlength=self.seats + 1)
        if base is None:
            totals, of_draw = _distinct(drawn.sum(axis=0))
        else:
            totals, of_draw = [base], np.zeros(1, dtype=np.intp)
        for party, cast in enumerate(drawn):
            part = thresholds if isinstance(thresholds, Fraction) else thresholds[party]
            # In Python's integers: the least whole number of votes that meets the threshold.
            least = [max(-(-total * part.numerator // part.denominator), 1) for total in totals]
            self.admitted[party] += np.count_nonzero(cast >= np.array(least)[of_draw])


def _distinct(totals: Counts) -> tuple[list[int], npt.NDArray[np.intp]]:
    if (totals == totals[0]).all():  # as they are unless an uncertainty of your own says otherwise
        return [int(totals[0])], np.zeros(1, dtype=np.intp)
    values, of_draw = np.unique(totals, return_inverse=True)
    return values.tolist(), of_draw


def _blocks(
    error: Uncertainty,
    counts: list[int],
    draws: int,
    rng: int | np.random.Generator,
    block_memory: int,
) -> Iterator[tuple[int, Counts, np.random.Generator]]:
    """Give blocks of draws, a party a row, with the number of the first and the lot for ties."""
    votes = np.array(counts, dtype=np.int64)
    if not votes.any():
        message = "no party has a vote; expected one at least"
        raise KzelectError(message)
    least = _LOT * _ARRAYS * votes.nbytes
    if whole(block_memory, name="block_memory", least=1) < least:
        message = (
            f"block_memory is {block_memory} bytes; expected {least} or more, the working memory "
            f"of {_LOT} draws of {len(votes)} parties"
        )
        raise KzelectError(message)
    chance = np.random.default_rng(rng)
    seeds = np.random.SeedSequence(chance.integers(2**32, size=8).tolist())
    (for_ties,) = seeds.spawn(1)
    lots = np.random.default_rng(for_ties)
    size = block_memory // least * _LOT
    for first in range(0, draws, size):
        block = np.empty((len(votes), min(size, draws - first)), dtype=np.int64)
        for start in range(0, block.shape[1], _LOT):
            part = block[:, start : start + _LOT]
            (seed,) = seeds.spawn(1)
            drawn = error.draw(votes.copy(), size=part.shape[1], rng=np.random.default_rng(seed))
            part[:] = _checked(drawn, part.shape[::-1], error).T
        yield first, block, lots


def _checked(drawn: Counts, shape: tuple[int, ...], error: Uncertainty) -> Counts:
    if drawn.shape != shape or drawn.dtype.kind not in "iu":
        message = (
            f"{error!r} drew an array of {drawn.dtype} {drawn.shape}; "
            f"expected whole votes, {shape}: draws by parties"
        )
        raise KzelectError(message)
    return drawn


def _held(base: Labelled | None, labels: pd.Index, seats: int) -> tuple[list[int], int]:
    """Return the seats each party of the votes holds beforehand, and the size of the house."""
    if base is None:
        return [0] * len(labels), seats
    given = {
        party: whole(count, name=f"base of {party!r}")
        for party, count in labelled(base, what="base").items()
    }
    absent = [party for party in labels if party not in given]
    if absent:
        message = (
            f"base does not name {', '.join(map(repr, absent))}; expected every party of votes, "
            "with 0 if it holds no seat"
        )
        raise LabelError(message)
    return [given[party] for party in labels], seats + sum(given.values())


def _needed(needed: int | None, house: int) -> int:
    least = majority_threshold(house)
    if needed is None:
        return least
    if not least <= whole(needed, name="needed") <= house:
        message = f"needed is {needed} of {house} seats; expected from {least} to {house}"
        raise KzelectError(message)
    return needed


def _bar(draws: int, progress: bool) -> AbstractContextManager[Any]:
    if not progress:
        return nullcontext()
    from tqdm import tqdm

    bar: AbstractContextManager[Any] = tqdm(
        total=draws, unit="draw", unit_scale=True, delay=2, leave=False
    )
    return bar


def _with_probability(frame: pd.DataFrame, count: Any, draws: int) -> pd.DataFrame:
    """Add how often, how likely, and how far that is off."""
    probability = np.asarray(count) / draws
    spread = np.sqrt(probability * (1 - probability) / draws)
    return frame.assign(
        count=pd.array(count, dtype="Int64"),
        probability=pd.array(probability, dtype="Float64"),
        standard_error=pd.array(spread, dtype="Float64"),
    )


def _seats_frame(tally: _Tally, labels: pd.Index, draws: int) -> pd.DataFrame:
    party, held = np.nonzero(tally.by_seats)
    frame = pd.DataFrame({"party": labels.take(party), "seats": pd.array(held, dtype="Int64")})
    return _with_probability(frame, tally.by_seats[party, held], draws)


def _majority_frame(
    tally: _Tally, labels: pd.Index, draws: int, held: list[int], needed: int
) -> pd.DataFrame:
    count = [
        int(by_seats[max(needed - base, 0) :].sum())
        for by_seats, base in zip(tally.by_seats, held, strict=True)
    ]
    frame = pd.DataFrame({"party": labels, "base": pd.array(held, dtype="Int64")})
    return _with_probability(frame.assign(needed=needed).astype({"needed": "Int64"}), count, draws)


def _threshold_frame(
    tally: _Tally, labels: pd.Index, draws: int, thresholds: Thresholds
) -> pd.DataFrame:
    parts = [thresholds] * len(labels) if isinstance(thresholds, Fraction) else thresholds
    shares = pd.array([float(part) for part in parts], dtype="Float64")
    frame = pd.DataFrame({"party": labels, "threshold": shares})
    return _with_probability(frame, tally.admitted, draws)
