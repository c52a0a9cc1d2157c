"""Who can pass what: minimal winning coalitions and voting power.

A house is a weighted voting game: each party casts its seats as one, and a
coalition wins with the quota of seats. Where members of a label do not act as
one, such as independents, name the label in ``singly`` and each of them is a
player with one seat.

Everything is computed in exact integers; an index is rounded once, when it
becomes a float.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from kzelect.errors import AllocationError, LabelError, MissingDataError
from kzelect.measures.majorities import majority, majority_threshold
from kzelect.measures.shares import Labelled, labelled

__all__ = [
    "banzhaf",
    "majority",
    "majority_threshold",
    "minimal_winning_coalitions",
    "power_table",
    "shapley_shubik",
    "veto_players",
    "wins_alone",
]


def wins_alone(
    seats: Labelled, *, quota: int | None = None, singly: Sequence[str] = ()
) -> tuple[Any, ...]:
    """Players that have the quota by themselves.

    Parameters
    ----------
    seats : Series or mapping
        Seats by party, whole numbers from 0 up.
    quota : int, optional
        Seats that win, from 1 to the house; without it more than half.
    singly : sequence of str
        Labels whose members are players with one seat each, called
        ``"independents 1"``, ``"independents 2"`` and so on.

    Returns
    -------
    tuple
        Labels in the order of ``seats``.

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        If labels repeat, seats are missing, or no such house or quota exists.

    Examples
    --------
    >>> from kzelect.measures.power import wins_alone
    >>> wins_alone({"otan": 42, "aist": 11, "independents": 24})
    ('otan',)
    """
    game = _game(seats, quota, singly)
    return _with_at_least(game, game.quota)


def veto_players(
    seats: Labelled, *, quota: int | None = None, singly: Sequence[str] = ()
) -> tuple[Any, ...]:
    """Players without whom nobody has the quota.

    Parameters
    ----------
    seats, quota, singly
        As in `wins_alone`.

    Returns
    -------
    tuple
        Labels in the order of ``seats``.

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        As in `wins_alone`.

    Examples
    --------
    >>> from kzelect.measures.power import veto_players
    >>> veto_players({"otan": 42, "aist": 11, "independents": 24}, quota=52)
    ('otan',)
    """
    game = _game(seats, quota, singly)
    blocking = sum(game.weights) - game.quota + 1
    return _with_at_least(game, blocking)


def minimal_winning_coalitions(
    seats: Labelled, *, quota: int | None = None, singly: Sequence[str] = ()
) -> pd.DataFrame:
    """Coalitions that have the quota and lose it with any member.

    Parameters
    ----------
    seats, quota, singly
        As in `wins_alone`. Members of a ``singly`` label are counted, not
        named, as any of them will do.

    Returns
    -------
    DataFrame
        One row a coalition: ``parties`` (tuple of labels, by falling seats),
        ``singles`` (members of ``singly`` labels it takes), ``ways`` (choices
        of them), ``members``, ``seats`` and ``surplus`` over the quota; fewest
        members, then fewest seats, first. Their number can double with every party.

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        As in `wins_alone`.

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
    quota = _game(seats, quota, singly).quota
    counts = labelled(seats).astype("int64")
    alone = np.array([label in singly for label in counts.index])
    singles = int(counts[alone].sum())
    parties = counts[~alone & (counts > 0)].sort_values(ascending=False, kind="stable")
    labels = list(parties.index)
    rows = [
        {
            "parties": tuple(labels[i] for i in chosen),
            "singles": few,
            "ways": math.comb(singles, few),
            "members": len(chosen) + few,
            "seats": int(parties.iloc[list(chosen)].sum()) + few,
        }
        for chosen, few in _minimal(parties.to_list(), singles, quota)
    ]
    found = pd.DataFrame(rows)
    found["surplus"] = found["seats"] - quota
    return found.sort_values(["members", "seats"], ignore_index=True)


def _minimal(weights: list[int], singles: int, quota: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield minimal winning coalitions as positions in falling weights and a count of singles."""
    rest = [sum(weights[i:]) for i in range(len(weights))]

    def grow(
        chosen: tuple[int, ...], start: int, short: int
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        # The last one in is the lightest: without it, and so without anyone, the quota is missed.
        for i in range(start, len(weights)):
            if rest[i] + singles < short:
                return
            if weights[i] >= short:
                yield (*chosen, i), 0
            else:
                yield from grow((*chosen, i), i + 1, short - weights[i])
        if short <= singles:
            yield chosen, short

    return grow((), 0, quota)


def banzhaf(
    seats: Labelled,
    *,
    quota: int | None = None,
    normalised: bool = True,
    singly: Sequence[str] = (),
) -> pd.Series[float]:
    """Banzhaf index: how often a player turns a losing coalition into a winning one.

    Parameters
    ----------
    seats, quota, singly
        As in `wins_alone`.
    normalised : bool
        True: the player's part of all swings; the values sum to 1. False: the
        part of the coalitions of the others that the player swings (absolute
        or Penrose-Banzhaf index), a probability.

    Returns
    -------
    Series of Float64
        From 0 to 1 by player, named ``banzhaf`` or ``banzhaf_absolute``;
        exact but for one rounding.

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        As in `wins_alone`.

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
    swings = {weight: sum(by_size) for weight, by_size in _swings(game).items()}
    counts = [swings[weight] if weight else 0 for weight in game.weights]
    voting = sum(weight > 0 for weight in game.weights)
    base = sum(counts) if normalised else 2 ** (voting - 1)
    name = "banzhaf" if normalised else "banzhaf_absolute"
    return _by_player(game, [count / base for count in counts], name)


def shapley_shubik(
    seats: Labelled, *, quota: int | None = None, singly: Sequence[str] = ()
) -> pd.Series[float]:
    """Shapley-Shubik index: in what part of all orders of the players each is the pivot.

    Parameters
    ----------
    seats, quota, singly
        As in `wins_alone`.

    Returns
    -------
    Series of Float64
        From 0 to 1 by player, named ``shapley_shubik``, with sum 1; exact but
        for one rounding.

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        As in `wins_alone`.

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
    n = sum(weight > 0 for weight in game.weights)
    orders = [math.factorial(size) * math.factorial(n - 1 - size) for size in range(n)]
    pivots = {
        weight: sum(map(operator.mul, by_size, orders)) for weight, by_size in _swings(game).items()
    }
    whole = math.factorial(n)
    values = [pivots[weight] / whole if weight else 0.0 for weight in game.weights]
    return _by_player(game, values, "shapley_shubik")


def power_table(
    seats: Labelled, *, quotas: Sequence[int] | None = None, singly: Sequence[str] = ()
) -> pd.DataFrame:
    """Voting power of every player under one quota or several.

    Parameters
    ----------
    seats, singly
        As in `wins_alone`.
    quotas : sequence of int, optional
        Seats that win; without them more than half of the house.

    Returns
    -------
    DataFrame
        One row a quota and player: ``quota``, ``party``, ``seats`` (Int64),
        ``banzhaf``, ``banzhaf_absolute`` and ``shapley_shubik`` (0 to 1),
        ``has_veto`` and ``wins_alone`` (boolean).

    Raises
    ------
    LabelError, MissingDataError, AllocationError
        As in `wins_alone`.

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
    parts = []
    for quota in [None] if quotas is None else quotas:
        game = _game(seats, quota, singly)
        given: dict[str, Any] = {"quota": quota, "singly": singly}
        parts.append(
            pd.DataFrame(
                {
                    "quota": game.quota,
                    "party": game.players,
                    "seats": game.weights,
                    "banzhaf": banzhaf(seats, **given).array,
                    "banzhaf_absolute": banzhaf(seats, normalised=False, **given).array,
                    "shapley_shubik": shapley_shubik(seats, **given).array,
                    "has_veto": game.players.isin(veto_players(seats, **given)),
                    "wins_alone": game.players.isin(wins_alone(seats, **given)),
                }
            ).astype(
                {"quota": "Int64", "seats": "Int64", "has_veto": "boolean", "wins_alone": "boolean"}
            )
        )
    return pd.concat(parts, ignore_index=True)


class _Game(NamedTuple):
    players: pd.Index[Any]
    weights: list[int]
    quota: int


def _game(seats: Labelled, quota: int | None, singly: Sequence[str]) -> _Game:
    series = labelled(seats, what="seats")
    players: list[Any] = []
    weights: list[int] = []
    for label, count in series.items():
        if count is pd.NA or count is None or count != count:
            message = f"the seats of {label!r} are missing; expected a whole number from 0 up"
            raise MissingDataError(message)
        if not isinstance(count, (int, float, np.integer, np.floating)) or count < 0 or count % 1:
            message = f"the seats of {label!r} are {count!r}; expected a whole number from 0 up"
            raise AllocationError(message)
        alone = label in singly
        players += [f"{label} {i + 1}" for i in range(int(count))] if alone else [label]
        weights += [1] * int(count) if alone else [int(count)]
    unknown = [label for label in singly if label not in series.index]
    if unknown:
        there = list(series.index)
        message = f"{unknown[0]!r} acts singly but has no seats; expected one of {there}"
        raise LabelError(message)
    house = sum(weights)
    quota = majority_threshold(house) if quota is None else quota
    if quota % 1 or not 1 <= quota <= house:
        message = f"quota is {quota} of {house} seats; expected a whole number from 1 to {house}"
        raise AllocationError(message)
    index = pd.Index(players, tupleize_cols=False)
    if not index.is_unique:
        message = f"{index[index.duplicated()][0]!r} would name two players; expected other labels"
        raise LabelError(message)
    return _Game(index, weights, int(quota))


def _with_at_least(game: _Game, seats: int) -> tuple[Any, ...]:
    return tuple(game.players[[weight >= seats for weight in game.weights]])


# From 68 players on, coalitions of one size can be too many for 64 bits.
_MOST_IN_64_BITS = 67


def _swings(game: _Game) -> dict[int, list[int]]:
    """Count, for each weight, the coalitions of others that its player swings, by their size."""
    weights = sorted(weight for weight in game.weights if weight)
    n = len(weights)
    # A player swings as often when the others need q seats to win as when they need
    # house - q + 1 to block, so that the smaller of the two will do.
    quota = min(game.quota, sum(weights) - game.quota + 1)
    # ways[x, s]: coalitions of s players with x seats, the coefficients of the product of all
    # (1 + y z^w). As no size passes n, a factor shifts the flat array.
    ways = np.zeros((quota, n + 1), dtype=np.int64 if n <= _MOST_IN_64_BITS else object)
    flat = ways.ravel()
    flat[0] = 1
    for weight in weights:
        shift = weight * (n + 1) + 1
        flat[shift:] += flat[:-shift]
    # fewer[x, n + s]: coalitions of s players with fewer than x seats; none of negative size.
    # Sums may pass 64 bits and wrap round; the differences taken of them are right again.
    fewer = np.zeros((quota + 1, 2 * n + 1), dtype=ways.dtype)
    np.cumsum(ways, axis=0, out=fewer[1:, n:])
    # To take a player out of the product is to divide it by 1 + y z^w, which makes an
    # alternating sum; its steps for all weights are the rows of one table.
    steps = {weight: range(min((quota - 1) // weight, n) + 1) for weight in sorted(set(weights))}
    tops = [quota - k * weight for weight, ks in steps.items() for k in ks]
    k = np.array([k for ks in steps.values() for k in ks])
    at = np.array(tops) * (2 * n + 1) + n - k
    terms = fewer.take(at[:, np.newaxis] + np.arange(n + 1))
    # Those who miss the quota, less those who miss it by more than the weight.
    terms = terms[:, :n] + terms[:, 1:] * (k > 0)[:, np.newaxis]
    terms[k % 2 == 1] *= -1
    starts = np.cumsum([0, *map(len, steps.values())])[:-1]
    return dict(zip(steps, np.add.reduceat(terms, starts, axis=0).tolist(), strict=True))


def _by_player(game: _Game, values: list[float], name: str) -> pd.Series[float]:
    known = np.zeros(len(values), dtype=bool)
    array = pd.arrays.FloatingArray(np.array(values), known)
    return pd.Series(array, index=game.players, name=name)
