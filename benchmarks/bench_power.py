"""Power indices of 27 states and of the Mazhilis, side by side with the peers.

Run with ``pytest benchmarks/bench_power.py``; the peers that are not installed
are skipped.
"""

import math
import random
from fractions import Fraction

import pytest
from ratios import ratio, seconds

from kzelect.measures.power import banzhaf, minimal_winning_coalitions, shapley_shubik

# The Council of the EU by the Treaty of Nice, 255 of 345; the house of 2004 with 18
# independents singly, two thirds.
NICE = [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
MAZHILIS = [42, 11, 4, 1, 1] + [1] * 18
GAMES = {"27 states": (NICE, 255), "Mazhilis, 23 players": (MAZHILIS, 52)}


def ours(weights, quota):
    seats = dict(enumerate(weights))
    return banzhaf(seats, quota=quota), shapley_shubik(seats, quota=quota)


def powerindex(weights, quota):
    game = pytest.importorskip("powerindex").Game(quota, weights=list(weights))
    game.calc_banzhaf()
    game.calc_shapley_shubik()
    return game.banzhaf, game.shapley_shubik


def powerindices(weights, quota):
    peer = pytest.importorskip("powerindices")
    return peer.compute_pbi(quota, list(weights)), peer.compute_ssi(quota, list(weights))


def power_bdd(weights, quota):
    peer = pytest.importorskip("power_bdd.bdd")
    game = peer.WeightedGame(quota, list(weights))
    return peer.BDD(game).calc_banzhaf(), peer.BDD(game).calc_shapley()


PEERS = [powerindex, powerindices, power_bdd]


def exact(weights, quota):
    """Compute both indices as fractions: coalitions without each player by size and seats."""
    n = len(weights)
    swings, shapley = [], []
    for i, own in enumerate(weights):
        ways = {(0, 0): 1}
        for j, weight in enumerate(weights):
            if j != i:
                grown = dict(ways)
                for (size, held), count in ways.items():
                    key = size + 1, held + weight
                    grown[key] = grown.get(key, 0) + count
                ways = grown
        pivotal = [(size, k) for (size, held), k in ways.items() if held < quota <= held + own]
        swings.append(sum(k for _, k in pivotal))
        orders = sum(k * math.factorial(s) * math.factorial(n - 1 - s) for s, k in pivotal)
        shapley.append(Fraction(orders, math.factorial(n)))
    return [Fraction(k, sum(swings)) for k in swings], shapley


@pytest.mark.parametrize("game", GAMES)
def test_equal_to_exact_arithmetic(game):
    found = ours(*GAMES[game])
    for index, expected in zip(found, exact(*GAMES[game]), strict=True):
        assert index.to_list() == [float(value) for value in expected]


@pytest.mark.parametrize("game", GAMES)
@pytest.mark.parametrize("peer", PEERS)
def test_both_indices_against_a_peer(peer, game):
    found = ratio(lambda: peer(*GAMES[game]), lambda: ours(*GAMES[game]), rounds=15)
    print(f"\n{peer.__name__}, {game}: {found:.0f} times ours")
    if game == "27 states":
        assert found >= 20


@pytest.mark.parametrize("game", GAMES)
@pytest.mark.parametrize("way", [ours, *PEERS])
def test_time(benchmark, way, game):
    benchmark.group = game
    benchmark.name = way.__name__
    benchmark.pedantic(way, args=GAMES[game], rounds=15, warmup_rounds=1)


def test_coalitions_of_twenty_players():
    """The house of 2004 has three or four; this is one of twenty parties of 1 to 40 seats."""
    chance = random.Random(2004)
    seats = {f"party {i}": chance.randint(1, 40) for i in range(20)}
    found = minimal_winning_coalitions(seats)
    spent = seconds(lambda: minimal_winning_coalitions(seats), 1)
    print(f"\n{len(found):,} minimal winning coalitions of 20 players: {1e3 * spent:.0f} ms")
    assert spent <= 0.05


def test_coalitions_against_plain_recursion():
    chance = random.Random(2004)
    seats = {f"party {i}": chance.randint(1, 40) for i in range(20)}
    weights = sorted(seats.values(), reverse=True)
    quota = sum(weights) // 2 + 1

    def recursion():
        found = []

        def grow(chosen, start, held):
            for i in range(start, len(weights)):
                now = (*chosen, i)
                if held + weights[i] >= quota:
                    found.append(now)
                else:
                    grow(now, i + 1, held + weights[i])

        grow((), 0, 0)
        return found

    assert len(recursion()) == len(minimal_winning_coalitions(seats))
    print(f"\n{ratio(lambda: minimal_winning_coalitions(seats), recursion):.2f} of plain recursion")
