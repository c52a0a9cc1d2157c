"""Who can pass what: minimal winning coalitions and voting power.

A house is a weighted voting game: each party casts its seats as one, and a coalition wins
with the quota of seats. Members of a label named in ``singly``, such as independents, do not
act as one: each is a player with one seat. All is computed in integers; an index is rounded
once, when it becomes a float.
"""

from __future__ import annotations

import math
import operator
import warnings
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
import pandas as pd

from kzelect.apportionment.inputs import whole
from kzelect.errors import AllocationError, LabelError
from kzelect.measures import majorities
from kzelect.measures.majorities import labels_of, majority_threshold
from kzelect.measures.shares import Labelled, labelled
from kzelect.text import as_code, as_text, with_sections

__all__ = [
    "banzhaf",
    "minimal_winning_coalitions",
    "power_table",
    "shapley_shubik",
    "veto_players",
    "wins_alone",
]

Quota: TypeAlias = int | float | str | Fraction | Decimal
Measure = TypeVar("Measure", bound=Callable[..., Any])

# Beyond these an answer would take minutes or all memory, and is refused.
MOST_PLAYERS = 10_000
MOST_PARTIES = 500  # of a table of coalitions
MOST_COALITIONS = 1_000_000
_MOST_CELLS = 1 << 24
_MOST_SUMS = {True: 1 << 31, False: 1 << 28}  # in 64 bits, or in integers of any size


def __getattr__(name: str) -> Any:
    if name == "majority":  # until the next minor release
        message = "kzelect.measures.power.majority is now kzelect.measures.majorities.majority"
        warnings.warn(message, FutureWarning, stacklevel=2)
        return majorities.majority
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


ARGUMENTS = """seats : Series or mapping
    Seats by party, non-negative whole numbers.
quota : int or share, optional
    Seats that win, from 1 to the house, or at least a share of the house such as ``"2/3"``;
    without it more than half.
singly : iterable of labels
    Labels whose members are players with one seat each, called ``"independents 1"``,
    ``"independents 2"`` and so on."""
WRONG = """Raises
------
LabelError, MissingDataError, AllocationError
    If labels repeat, seats are missing, no such house or quota exists, or there are too
    many players or coalitions to count."""


class Game(NamedTuple):
    """A weighted voting game: players, the seats of each, and the seats that win."""

    players: pd.Index[Any]
    weights: list[int]
    single: list[bool]  # whether a player is one of the members of a label
    quota: int

    def with_at_least(self, seats: int) -> tuple[Any, ...]:
        """Return the players that have so many seats."""
        return tuple(self.players[[weight >= seats for weight in self.weights]])

    def column(self, values: list[float], name: str) -> pd.Series[float]:
        """Return one value a player; none is missing."""
        array = pd.arrays.FloatingArray(np.array(values), np.zeros(len(values), dtype=bool))
        return pd.Series(array, index=self.players, name=name)


def _documented(measure: Measure) -> Measure:
    """Insert the arguments and errors that functions of a game share into a docstring."""
    doc = str(measure.__doc__)
    heading = "" if "Parameters\n" in doc else "Parameters\n----------\n"
    errors = "References" if "References\n" in doc else "Examples"
    measure.__doc__ = with_sections(doc, {"Returns": heading + ARGUMENTS, errors: WRONG})
    return measure


@_documented
def wins_alone(
    seats: Labelled, *, quota: Quota | None = None, singly: Iterable[Any] = ()
) -> tuple[Any, ...]:
    """Name the players that have the quota by themselves.

    Returns
    -------
    tuple
        Labels in the order of ``seats``.

    Examples
    --------
    >>> from kzelect.measures.power import wins_alone
    >>> wins_alone({"otan": 42, "aist": 11, "independents": 24})
    ('otan',)
    """
    game = _game(seats, quota, singly)
    return game.with_at_least(game.quota)


@_documented
def veto_players(
    seats: Labelled, *, quota: Quota | None = None, singly: Iterable[Any] = ()
) -> tuple[Any, ...]:
    """Name the players without whom nobody has the quota.

    Returns
    -------
    tuple
        Labels in the order of ``seats``.

    Examples
    --------
    >>> from kzelect.measures.power import veto_players
    >>> veto_players({"otan": 42, "aist": 11, "independents": 24}, quota=52)
    ('otan',)
    """
    game = _game(seats, quota, singly)
    return game.with_at_least(sum(game.weights) - game.quota + 1)


@_documented
def minimal_winning_coalitions(
    seats: Labelled, *, quota: Quota | None = None, singly: Iterable[Any] = ()
) -> pd.DataFrame:
    """List the coalitions that have the quota and lose it with any member.

    Members of a ``singly`` label are counted, not named: any of them will do.

    Returns
    -------
    DataFrame
        One row a coalition: ``parties`` (tuple of labels, by falling seats), ``singles``
        (members of ``singly`` labels it takes), ``ways`` (choices of them), ``members``,
        ``seats`` and ``surplus`` over the quota; fewest members, then fewest seats, first.
        More than 1,000,000 are refused.

    References
    ----------
    W. H. Riker, The Theory of Political Coalitions, Yale UP 1962.

    Examples
    --------
    >>> from kzelect.measures.power import minimal_winning_coalitions
    >>> seats = {"otan": 42, "aist": 11, "asar": 4, "aq_jol": 1, "adilet": 1, "independents": 18}
    >>> minimal_winning_coalitions(seats, quota=52)[["parties", "seats", "surplus"]]
                    parties  seats  surplus
    0          (otan, aist)     53        1
    1  (otan, independents)     60        8
    """
    game = _game(seats, quota, singly)
    held = [
        (name, weight)
        for name, weight, single in zip(game.players, game.weights, game.single, strict=True)
        if weight and not single
    ]
    held.sort(key=operator.itemgetter(1), reverse=True)
    if len(held) > MOST_PARTIES:
        message = f"{len(held)} parties hold seats; expected at most {MOST_PARTIES}"
        raise AllocationError(message)
    independents = sum(game.single)
    parties, singles, sums = _minimal(held, independents, game.quota)
    table = pd.DataFrame({"parties": parties, "singles": singles})
    table["ways"] = [math.comb(independents, few) if few else 1 for few in singles]
    table["members"] = np.array([*map(len, parties)]) + singles
    table["seats"] = sums
    table["surplus"] = table["seats"] - game.quota
    return table.sort_values(["members", "seats"], ignore_index=True)


def _minimal(
    held: list[tuple[Any, int]], independents: int, quota: int
) -> tuple[list[tuple[Any, ...]], list[int], list[int]]:
    """Return minimal winning coalitions: parties by falling weight, singles beside them, seats."""
    names, weights = [name for name, _ in held], [weight for _, weight in held]
    rest = [sum(weights[i:]) for i in range(len(weights))]
    falling = [-weight for weight in weights]
    parties: list[tuple[Any, ...]] = []
    singles: list[int] = []
    seats: list[int] = []

    def grow(chosen: tuple[Any, ...], start: int, short: int) -> None:
        # The last one in is the lightest: without it, and so without anyone, the quota is missed.
        enough = bisect_right(falling, -short, start)
        parties.extend([(*chosen, name) for name in names[start:enough]])
        singles.extend([0] * (enough - start))
        seats.extend([quota - short + weight for weight in weights[start:enough]])
        for i in range(enough, len(weights)):
            if rest[i] + independents < short:
                return
            grow((*chosen, names[i]), i + 1, short - weights[i])
        if short <= independents:
            parties.append(chosen)
            singles.append(short)
            seats.append(quota)
        if len(parties) > MOST_COALITIONS:
            message = (
                f"{len(weights)} parties have more than {MOST_COALITIONS:,} minimal winning "
                "coalitions; expected fewer parties, or a quota that fewer coalitions reach"
            )
            raise AllocationError(message)

    grow((), 0, quota)
    return parties, singles, seats


@_documented
def banzhaf(
    seats: Labelled,
    *,
    quota: Quota | None = None,
    normalised: bool = True,
    singly: Iterable[Any] = (),
) -> pd.Series[float]:
    """Compute the Banzhaf index: how often a player turns a losing coalition into a winning one.

    Parameters
    ----------
    normalised : bool
        True: the player's part of all swings, with sum 1. False: the part of the coalitions
        of the others that the player swings (absolute or Penrose-Banzhaf index).

    Returns
    -------
    Series of Float64
        From 0 to 1 by player, named ``banzhaf`` or ``banzhaf_absolute``; rounded once.

    References
    ----------
    L. S. Penrose, The elementary statistics of majority voting, JRSS 109 (1946) 53-57.
    J. F. Banzhaf, Weighted voting doesn't work, Rutgers Law Review 19 (1965) 317-343.
    S. J. Brams, P. J. Affuso, Power and size: a new paradox, Theory and Decision 7 (1976)
    29-56, for the generating functions.

    Examples
    --------
    >>> from kzelect.measures.power import banzhaf
    >>> banzhaf({"a": 4, "b": 3, "c": 2, "d": 1}, quota=6).round(4).to_dict()
    {'a': 0.4167, 'b': 0.25, 'c': 0.25, 'd': 0.0833}
    """
    game = _game(seats, quota, singly)
    swings = {weight: int(ways.sum()) for weight, ways in _swings(game, by_size=False)}
    counts = [swings.get(weight, 0) for weight in game.weights]
    base = sum(counts) if normalised else 2 ** (sum(map(bool, game.weights)) - 1)
    name = "banzhaf" if normalised else "banzhaf_absolute"
    return game.column([count / base for count in counts], name)


@_documented
def shapley_shubik(
    seats: Labelled, *, quota: Quota | None = None, singly: Iterable[Any] = ()
) -> pd.Series[float]:
    """Compute the Shapley-Shubik index: in what part of all orders each player is the pivot.

    Returns
    -------
    Series of Float64
        From 0 to 1 by player, named ``shapley_shubik``, with sum 1; rounded once.

    References
    ----------
    L. S. Shapley, M. Shubik, A method for evaluating the distribution of power in a committee
    system, APSR 48 (1954) 787-792.
    I. Mann, L. S. Shapley, Values of large games VI, RAND RM-3158 (1962), for the generating
    functions.

    Examples
    --------
    >>> from kzelect.measures.power import shapley_shubik
    >>> shapley_shubik({"a": 4, "b": 3, "c": 2, "d": 1}, quota=6).round(4).to_dict()
    {'a': 0.4167, 'b': 0.25, 'c': 0.25, 'd': 0.0833}
    """
    game = _game(seats, quota, singly)
    n = sum(map(bool, game.weights))
    orders = [math.factorial(size) * math.factorial(n - 1 - size) for size in range(n)]
    pivots = {
        weight: sum(map(operator.mul, ways.tolist(), orders))
        for weight, ways in _swings(game, by_size=True)
    }
    every = math.factorial(n)
    return game.column([pivots.get(w, 0) / every for w in game.weights], "shapley_shubik")


def power_table(
    seats: Labelled, *, quotas: Iterable[Quota] | None = None, singly: Iterable[Any] = ()
) -> pd.DataFrame:
    """Compute the voting power of every player under one quota or several.

    Parameters
    ----------
    seats : Series or mapping
        Seats by party, non-negative whole numbers.
    quotas : iterable of int or share, optional
        Seats that win, each from 1 to the house, or a share of it such as ``"2/3"``;
        without them more than half of the house.
    singly : iterable of labels
        Labels whose members are players with one seat each.

    Returns
    -------
    DataFrame
        One row a quota and player: ``quota``, ``party``, ``seats`` (Int64),
        ``banzhaf``, ``banzhaf_absolute`` and ``shapley_shubik`` (0 to 1),
        ``has_veto`` and ``wins_alone`` (boolean).

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        If labels repeat, seats are missing, no such house or quota exists, or there are
        too many players to count.

    Examples
    --------
    >>> from kzelect.measures.power import power_table
    >>> seats = {"otan": 42, "aist": 11, "independents": 24}
    >>> power_table(seats, quotas=[39, 52])[["quota", "party", "banzhaf", "has_veto"]].round(3)
       quota         party  banzhaf  has_veto
    0     39          otan      1.0      True
    1     39          aist      0.0     False
    2     39  independents      0.0     False
    3     52          otan      0.6      True
    4     52          aist      0.2     False
    5     52  independents      0.2     False
    """
    if isinstance(quotas, str) or not isinstance(quotas, Iterable | None):
        message = f"quotas is {as_code(quotas)}; expected a sequence, such as [{as_code(quotas)}]"
        raise AllocationError(message)
    singly = labels_of(singly)
    games = [_game(seats, quota, singly) for quota in ([None] if quotas is None else quotas)]
    if not games:
        message = "quotas is empty; expected at least one number of seats"
        raise AllocationError(message)
    parts = []
    for game in games:
        same: Any = game  # taken as it is by each of these
        columns = {
            "quota": game.quota,
            "party": game.players,
            "seats": game.weights,
            "banzhaf": banzhaf(same).array,
            "banzhaf_absolute": banzhaf(same, normalised=False).array,
            "shapley_shubik": shapley_shubik(same).array,
            "has_veto": game.players.isin(veto_players(same)),
            "wins_alone": game.players.isin(wins_alone(same)),
        }
        parts.append(pd.DataFrame(columns))
    types = {"quota": "Int64", "seats": "Int64", "has_veto": "boolean", "wins_alone": "boolean"}
    return pd.concat(parts, ignore_index=True).astype(types)


def _game(seats: Labelled | Game, quota: Quota | None, singly: Iterable[Any]) -> Game:
    if isinstance(seats, Game):
        return seats
    series = labelled(seats, what="seats")
    labels: list[Any] = series.index.tolist()
    values: list[Any] = series.tolist()
    counts = [whole(n, name=f"seats of {label!r}") for label, n in zip(labels, values, strict=True)]
    house = sum(counts)
    alone = dict.fromkeys(labels_of(singly))
    for label in alone:
        if label not in series.index:
            there = as_code(labels)
            message = f"{label!r} acts singly but has no seats; expected one of {there}"
            raise LabelError(message)
    number = sum(n if label in alone else 1 for label, n in zip(labels, counts, strict=True))
    if number > MOST_PLAYERS:
        message = f"{number} players; expected at most {MOST_PLAYERS}, or fewer seats held singly"
        raise AllocationError(message)
    players: list[tuple[Any, int, bool]] = []
    for label, count in zip(labels, counts, strict=True):
        if label in alone:
            players += [(f"{label} {i + 1}", 1, True) for i in range(count)]
        else:
            players.append((label, count, False))
    index = pd.Index([name for name, _, _ in players], tupleize_cols=False)
    if not index.is_unique:
        message = f"{index[index.duplicated()][0]!r} would name two players; expected other labels"
        raise LabelError(message)
    weights, singles = [seats for _, seats, _ in players], [single for *_, single in players]
    return Game(index, weights, singles, _seats_of(quota, house))


def _seats_of(quota: Quota | None, house: int) -> int:
    """Read a quota: a number of seats, or at least a share of the house."""
    if quota is None:
        return majority_threshold(house)
    try:
        if isinstance(quota, (str, Fraction)) or 0 < quota < 1:
            needed = majority_threshold(house, fraction=quota)
            if needed < house or Fraction(str(quota)) < 1:  # "1" could be meant as one seat
                return needed
        elif quota % 1 == 0 and 1 <= quota <= house:
            return int(quota)
    except (TypeError, ValueError, ArithmeticError):
        pass
    message = (
        f"quota is {as_text(quota)} of {house} seats; expected a whole number from 1 to {house}, "
        'or a share of the house such as "2/3"'
    )
    raise AllocationError(message)


def _swings(game: Game, *, by_size: bool) -> Iterator[tuple[int, Any]]:
    """Yield each weight and the coalitions its player swings, by their size or all in one."""
    weights = sorted(weight for weight in game.weights if weight)
    n = len(weights)
    # A player swings as often when the others need q seats to win as when they need
    # house - q + 1 to block, so that the smaller of the two will do.
    quota = min(game.quota, sum(weights) - game.quota + 1)
    one = int(by_size)
    sizes = n * one + 1
    # 2**n coalitions: up to 62 players their numbers fit into 64 bits.
    fits = n <= 62
    if quota * sizes > _MOST_CELLS or quota * sizes * n > _MOST_SUMS[fits]:
        message = (
            f"{n} players with {sum(weights)} seats are too many to count all coalitions; "
            "expected seats, not votes, and fewer players"
        )
        raise AllocationError(message)
    # ways[x * sizes + s]: coalitions of s players with x seats; to join one is to move on.
    ways: Any = np.zeros(quota * sizes, dtype=np.int64 if fits else object)
    ways[0] = 1
    for weight in weights:
        step = weight * sizes + one
        ways[step:] += ways[:-step]
    for weight in sorted(set(weights)):
        # Without one player of this weight: take out the coalitions it has joined.
        others, step = ways.copy(), weight * sizes + one
        for x in range(step, len(others), step):
            block = others[x : x + step]
            block -= others[x - step : x][: len(block)]
        pivotal = others.reshape(quota, sizes)[max(quota - weight, 0) :]
        yield weight, pivotal.sum(axis=0)[: max(n * one, 1)]
