"""What the seats could have been under a stated uncertainty of the votes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any, Literal, TypeAlias
from warnings import warn

import numpy as np
import pandas as pd

from kzelect.apportionment.admission import Admission, Thresholds, reached, read_thresholds
from kzelect.apportionment.batch import allocate_many
from kzelect.apportionment.exact import Procedure
from kzelect.apportionment.inputs import (
    MOST_BASE,
    MOST_SEATS,
    Share,
    counts_by_label,
    flag,
    picker,
    read_share,
    several,
    whole,
)
from kzelect.apportionment.methods import Method, rule_for
from kzelect.errors import KzelectError, LabelError
from kzelect.measures.majorities import majority_threshold
from kzelect.measures.shares import Labelled, labelled
from kzelect.scenarios.uncertainty import Counts, Poll, Uncertainty
from kzelect.text import as_code

Coalitions: TypeAlias = Iterable[Iterable[Any]] | Mapping[str, Iterable[Any]]

# Draws from one seed. A block is a whole number of them, so its size changes nothing drawn.
_LOT = 1024
# Working memory of one draw, in arrays of eight bytes a party.
_ARRAYS = 8
# Bytes that arrays for a block of draws may take.
_MEMORY = 32 * 2**20
# Votes that stand for the whole of a poll, whose percentages have no votes of their own.
_POLL_VOTES = 10**9


@dataclass(frozen=True, slots=True, repr=False)
class Simulation:
    """What came out of a simulation, as tidy frames.

    A standard error is that of the Monte Carlo method alone, √(p(1 - p)/draws): how far the
    same simulation with other draws would be off. It is 0 where something always or never
    came up; then the probability that was missed is with 95 % confidence below 3/draws [1]_.

    Attributes
    ----------
    outcomes : DataFrame
        One row for every allocation that came up: a column of seats for each party of
        the votes, and ``count`` (draws that gave it), most frequent first.
    seats : DataFrame
        One row for every number of seats of a party that came up: ``party``, ``seats``
        (Int64), ``count`` (Int64: draws), ``probability`` and ``standard_error`` (Float64,
        0–1), parties in the order of the votes.
    majority : DataFrame
        One row a party: ``party``, ``base`` (Int64: seats held beforehand), ``needed``
        (Int64: seats that are a majority), ``count``, ``probability`` and
        ``standard_error``. Only one party can hold the majority: the rest of the
        probabilities to 1 is that none does.
    threshold : DataFrame
        One row a party: ``party``, ``threshold`` (Float64: its share of the base; missing
        where no share of the votes admits it), ``count``, ``probability`` and
        ``standard_error`` of being admitted.
    draws : int
        How many draws.
    ties : int
        In how many of them a lot decided a seat.

    References
    ----------
    .. [1] J. A. Hanley and A. Lippman-Hand (1983), "If Nothing Goes Wrong, Is
       Everything All Right?", JAMA 249, 1743–1745.
    """

    outcomes: pd.DataFrame
    seats: pd.DataFrame
    majority: pd.DataFrame
    threshold: pd.DataFrame
    draws: int
    ties: int

    def __repr__(self) -> str:
        parties = len(self.majority)
        return f"<Simulation: {parties} parties, {self.draws} draws, {self.ties} with a lot>"

    def coalitions(self, of: Coalitions) -> pd.DataFrame:
        """Return how likely parties are to hold a majority together.

        Parameters
        ----------
        of : iterable of iterables of parties, or mapping of names to them
            Coalitions; without names they are called by their parties.

        Returns
        -------
        DataFrame
            ``coalition``, ``base``, ``needed``, ``count``, ``probability`` and
            ``standard_error``, as ``majority`` has them of single parties.

        Raises
        ------
        LabelError
            A party that is not of the votes, or twice in a coalition.

        Examples
        --------
        >>> import kzelect as kz
        >>> votes = {"A": 44, "B": 34, "C": 22}
        >>> poll = kz.simulate(
        ...     votes, 100, error=kz.Poll(1000), draws=2000, rng=1, method="sainte_lague")
        >>> poll.coalitions([["A", "C"], ["B", "C"]])[["coalition", "probability"]].round(2)
          coalition  probability
        0     A + C          1.0
        1     B + C          1.0
        """
        given: Any = of
        if not isinstance(of, Mapping):
            some = [several(parties, name="coalition") for parties in several(of, name="of")]
            given = {" + ".join(map(str, parties)): parties for parties in some}
        base = self.majority.set_index("party")["base"].to_dict()
        groups = {name: several(some, name=f"coalition {name!r}") for name, some in given.items()}
        for name, parties in groups.items():
            if not parties or len(set(parties)) < len(parties) or not base.keys() >= set(parties):
                message = (
                    f"coalition {name!r} is {as_code(parties)}; expected parties of the votes, "
                    f"each once: {', '.join(map(str, base))}"
                )
                raise LabelError(message)
        needed = int(self.majority["needed"].iloc[0])
        names = pd.DataFrame({"coalition": list(groups)})
        return _majorities(names, self.outcomes, groups.values(), base, needed, self.draws)


def simulate(
    votes: pd.Series | Mapping[Any, Any],
    seats: int,
    *,
    error: Uncertainty,
    draws: int,
    rng: int | np.random.Generator,
    method: Method,
    threshold: Share | Mapping[Any, Share] | pd.Series | Admission = 0,
    threshold_base: int | None = None,
    quota_base: Literal["admitted", "all"] = "admitted",
    first_divisor: Share | None = None,
    min_lists: int = 0,
    min_seats: int = 0,
    base: Labelled | None = None,
    needed: int | None = None,
    block_memory: int | None = None,
    progress: bool = True,
) -> Simulation:
    """Draw votes under a stated uncertainty, turn each draw into seats, count what comes out.

    Parameters
    ----------
    votes : Series or mapping
        Votes of one election, non-negative whole numbers, by party; with `Poll` as the
        error, percentages that sum to 100 up to rounding.
    seats : int
        Seats to allocate in every draw, at least 1.
    error : Uncertainty
        What is uncertain: `UniformSwing`, `DirichletShares`, `Recount`, `Poll`, or an
        object with a ``draw`` method like theirs.
    draws : int
        How many, at least 1.
    rng : int or numpy.random.Generator
        The seed or source of chance. The same seed gives the same result.
    method, threshold, quota_base, first_divisor, min_lists, min_seats
        The rule; see `kzelect.apportion`. Each draw is apportioned exactly; a tie is
        decided by lot and counted.
    threshold_base : int, optional
        The total that ``threshold`` is a share of, the same in every draw; by default
        the sum of the draw's votes.
    base : Series or mapping, optional
        Seats held beforehand, such as those won in districts, of every party of ``votes``
        and perhaps of others, who count in the house.
    needed : int, optional
        Seats that are a majority of the house (``seats`` and all of ``base``), more than
        half; by default the fewest that are.
    block_memory : int, optional
        Ignored, with a FutureWarning: memory is bounded in any case.
    progress : bool
        Whether a run of more than two seconds shows its progress (on stderr).

    Returns
    -------
    Simulation

    Raises
    ------
    AllocationError
        If the rule is wrong, or a draw (named by its number, from 0) has no allocation, for
        example because no list reaches the threshold.
    LabelError
        Parties named twice, or not the same in ``votes`` and ``base``.
    MissingDataError
        A missing number of votes or seats.
    KzelectError
        Draws that do not fit the votes, or percentages that do not sum to 100.

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

    In seaborn:

    >>> import seaborn as sns
    >>> ax = sns.barplot(found.seats, x="seats", y="probability", hue="party")
    """
    if block_memory is not None:
        warn("block_memory is ignored: memory is bounded in any case", FutureWarning, stacklevel=2)
    if not callable(getattr(error, "draw", None)):
        message = f"error is {as_code(error)}; expected UniformSwing(…), Poll(…) or the like"
        raise KzelectError(message)
    given = labelled(votes, what="votes")
    labels: Any = given.index
    if isinstance(error, Poll):
        counts = _percentages(given)
    else:
        counts = list(counts_by_label(given, "votes").values())
    if sum(counts) > MOST_SEATS:
        message = f"the votes sum to {sum(counts)}; expected at most {MOST_SEATS}"
        raise KzelectError(message)
    seats = whole(seats, name="seats", least=1, most=MOST_SEATS)
    draws = whole(draws, name="draws", least=1, most=10**9)
    progress = flag(progress, name="progress")
    if threshold_base is not None:
        threshold_base = whole(threshold_base, name="threshold_base", least=1, most=MOST_BASE)
    rule = rule_for(method, quota_base=quota_base, first_divisor=first_divisor, min_seats=min_seats)
    thresholds = read_thresholds(threshold, labels, min_lists)
    held, house = _held(base, labels, seats)
    least = majority_threshold(house)
    needed = least if needed is None else whole(needed, name="needed")
    if not least <= needed <= house:
        message = f"needed is {needed} of {house} seats; expected from {least} to {house}"
        raise KzelectError(message)
    if "count" in labels:
        message = "a party is called 'count', as a column of the outcomes is; rename it"
        raise LabelError(message)
    seeds, lots = _chance(rng)
    draw_lot: Any = picker(lots, labels)
    ties = 0

    def pick(tied: list[int], spare: int) -> Any:
        nonlocal ties
        ties += 1
        return draw_lot(tied, spare)

    procedure = Procedure(labels, rule, thresholds, threshold_base, pick)
    found: list[pd.DataFrame] = []
    admitted: Counts = np.zeros(len(labels), dtype=np.int64)
    bar: Any = nullcontext()
    if progress:
        from tqdm import tqdm

        bar = tqdm(total=draws, unit="draw", unit_scale=True, delay=2, leave=False)
    with bar as shown:
        for first, drawn in _drawn_blocks(error, counts, draws, seeds):
            numbers = range(first, first + drawn.shape[1])
            seats_won, _ = allocate_many(list(drawn), numbers, seats, procedure)
            admitted += _admitted(drawn, thresholds, threshold_base)
            # Small integers are counted three times as fast.
            rows = pd.DataFrame(seats_won.T.astype(np.min_scalar_type(seats)))
            found.append(rows.value_counts(sort=False).reset_index())
            # Merging when the new rows outnumber the old bounds memory and keeps the work linear.
            if sum(map(len, found[1:])) > len(found[0]):
                found = [_merged(found)]
            if shown is not None:
                shown.update(drawn.shape[1])
    outcomes = _merged(found).sort_values("count", ascending=False, kind="stable")
    outcomes = outcomes.reset_index(drop=True).set_axis([*labels, "count"], axis=1).astype("Int64")
    names = pd.DataFrame({"party": labels})
    alone = [[party] for party in labels]
    return Simulation(
        outcomes=outcomes,
        seats=_seats_frame(outcomes, labels, draws),
        majority=_majorities(names, outcomes, alone, held, needed, draws),
        threshold=_threshold_frame(names, admitted, thresholds, draws),
        draws=draws,
        ties=ties,
    )


def _merged(found: list[pd.DataFrame]) -> pd.DataFrame:
    """Add up the counts of equal outcomes."""
    rows = pd.concat(found)
    return rows.groupby([*rows.columns[:-1]], as_index=False).agg({"count": "sum"})


def _admitted(drawn: Counts, thresholds: Thresholds, base: int | None) -> Counts:
    """Count the draws that admit each party."""
    if callable(thresholds):
        order = picker(range(len(drawn)), range(len(drawn)))
        masks = [
            reached(votes, thresholds, sum(votes) if base is None else base, order)
            for votes in drawn.T.tolist()
        ]
        return (np.array(masks) & (drawn.T > 0)).sum(axis=0)  # type: ignore[no-any-return]
    # One total, unless an uncertainty of your own says otherwise.
    of_draw, totals = pd.factorize(drawn.sum(axis=0) if base is None else np.array([base]))
    counts = np.zeros(len(drawn), dtype=np.int64)
    for party, cast in enumerate(drawn):
        part = thresholds if isinstance(thresholds, Fraction) else thresholds[party]
        if part != inf:
            exact = Fraction(part)
            # In Python's integers: the least whole number of votes that meets the threshold.
            least = [
                max(-(-total * exact.numerator // exact.denominator), 1)
                for total in totals.tolist()
            ]
            counts[party] = np.count_nonzero(cast >= np.array(least)[of_draw])
    return counts


def _percentages(given: pd.Series) -> list[int]:
    """Read the percentages of a poll into votes that stand for them."""
    parts = [
        read_share(part, name=f"percentage of {party!r}", most=100) for party, part in given.items()
    ]
    # Each is off by half a point at most: polls are published in whole per cent.
    if abs(float(sum(parts)) - 100) > len(parts) / 2:
        message = (
            f"the percentages sum to {float(sum(parts))}; expected 100 (within rounding): add the "
            "parties that are left out, as one with a threshold of 1 if they are several"
        )
        raise KzelectError(message)
    return [round(part * _POLL_VOTES / 100) for part in parts]


def _chance(rng: Any) -> tuple[np.random.SeedSequence, np.random.Generator]:
    """Return the source of seeds for draws, and the lot for ties."""
    try:
        chance = np.random.default_rng(rng)
    except (TypeError, ValueError, ArithmeticError) as wrong:
        message = f"rng is {as_code(rng)}; expected a seed or a NumPy Generator"
        raise KzelectError(message) from wrong
    seeds = np.random.SeedSequence(chance.integers(2**32, size=8).tolist())
    (for_ties,) = seeds.spawn(1)
    return seeds, np.random.default_rng(for_ties)


def _drawn_blocks(
    error: Uncertainty, counts: list[int], draws: int, seeds: np.random.SeedSequence
) -> Iterator[tuple[int, Counts]]:
    """Give blocks of draws, a party a row, with the number of the first."""
    votes = np.array(counts, dtype=np.int64)
    if not votes.any():
        message = "no party has a vote; expected one at least"
        raise KzelectError(message)
    size = max(_MEMORY // (_LOT * _ARRAYS * votes.nbytes), 1) * _LOT
    for first in range(0, draws, size):
        block = np.empty((len(votes), min(size, draws - first)), dtype=np.int64)
        for start in range(0, block.shape[1], _LOT):
            part = block[:, start : start + _LOT]
            (seed,) = seeds.spawn(1)
            drawn = error.draw(votes.copy(), size=part.shape[1], rng=np.random.default_rng(seed))
            if drawn.shape != part.shape[::-1] or drawn.dtype.kind not in "iu":
                message = (
                    f"{error!r} drew an array of {drawn.dtype} {drawn.shape}; "
                    f"expected whole votes, {part.shape[::-1]}: draws by parties"
                )
                raise KzelectError(message)
            part[:] = drawn.T
        yield first, block


def _held(base: Labelled | None, labels: pd.Index, seats: int) -> tuple[dict[Any, int], int]:
    """Return the seats each party of the votes holds beforehand, and the size of the house."""
    if base is None:
        return dict.fromkeys(labels, 0), seats
    given = counts_by_label(labelled(base, what="base"), "base", most=MOST_SEATS // 4)
    absent = [party for party in labels if party not in given]
    if absent:
        message = (
            f"base does not name {', '.join(map(repr, absent))}; expected every party of votes, "
            "with 0 if it holds no seat"
        )
        raise LabelError(message)
    return {party: given[party] for party in labels}, seats + sum(given.values())


def _with_probability(frame: pd.DataFrame, count: Any, draws: int) -> pd.DataFrame:
    """Add how often, how likely, and how far that is off."""
    probability = np.asarray(count) / draws
    spread = np.sqrt(probability * (1 - probability) / draws)
    return frame.assign(
        count=pd.array(count, dtype="Int64"),
        probability=pd.array(probability, dtype="Float64"),
        standard_error=pd.array(spread, dtype="Float64"),
    )


def _seats_frame(outcomes: pd.DataFrame, labels: pd.Index, draws: int) -> pd.DataFrame:
    held = [outcomes.groupby(party)["count"].sum() for party in labels]
    of_party = np.repeat(np.arange(len(labels)), [len(counts) for counts in held])
    every = pd.concat(held)
    frame = pd.DataFrame({"party": labels.take(of_party), "seats": every.index.astype("Int64")})
    return _with_probability(frame, every.to_numpy(dtype=np.int64), draws)


def _majorities(
    names: pd.DataFrame,
    outcomes: pd.DataFrame,
    groups: Collection[Iterable[Any]],
    held: Mapping[Any, int],
    needed: int,
    draws: int,
) -> pd.DataFrame:
    """Add to the name of each group how likely its parties are to hold a majority together."""
    base = [sum(held[party] for party in parties) for parties in groups]
    counts = [
        int(outcomes.loc[sum(outcomes[party] for party in parties) + own >= needed, "count"].sum())
        for parties, own in zip(groups, base, strict=True)
    ]
    columns = {"base": base, "needed": [needed] * len(base)}
    frame = names.assign(**{name: pd.array(of, dtype="Int64") for name, of in columns.items()})
    return _with_probability(frame, counts, draws)


def _threshold_frame(
    names: pd.DataFrame, admitted: Counts, thresholds: Thresholds, draws: int
) -> pd.DataFrame:
    each: Any = thresholds
    if not isinstance(thresholds, tuple):
        each = [inf if callable(thresholds) else thresholds] * len(names)
    parts = [None if part == inf else float(part) for part in each]
    frame = names.assign(threshold=pd.array(parts, dtype="Float64"))
    return _with_probability(frame, admitted, draws)
