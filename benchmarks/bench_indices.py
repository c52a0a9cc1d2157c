"""Indices of 100,000 elections in a tidy frame of 1,000,000 rows, side by side.

Run with ``pytest benchmarks/bench_indices.py``; the peers that are not
installed are skipped.
"""

import math

import numpy as np
import pandas as pd
import pytest
from ratios import ratio, seconds

from kzelect.measures.by_election import indices_by
from kzelect.measures.indices import INDICES

ELECTIONS, PARTIES = 100_000, 10
THREE = ["effective_parties", "gallagher"]
# Loops in Python are timed on some elections only.
SOME = 2_000


def tidy(elections=ELECTIONS):
    rng = np.random.default_rng(2004)
    votes = (rng.pareto(1.1, (elections, PARTIES)) * 1e5 + 1000).astype(np.int64)
    seats = votes * 77 // votes.sum(axis=1, keepdims=True)
    return pd.DataFrame(
        {
            "election": np.repeat(np.arange(elections), PARTIES),
            "votes": votes.ravel(),
            "seats": seats.ravel(),
        }
    )


SORTED = tidy()
UNSORTED = SORTED.sample(frac=1, random_state=1, ignore_index=True)
FRAMES = {"sorted": SORTED, "unsorted": UNSORTED}


def moments(results):
    """Write the three indices by hand: sums of squares and products by group."""
    v, s = results["votes"].astype(float), results["seats"].astype(float)
    columns = {"v": v, "s": s, "vv": v * v, "ss": s * s, "vs": v * s}
    q = pd.DataFrame(columns).groupby(results["election"], sort=False).sum()
    squares = q.vv / q.v**2 - 2 * q.vs / (q.v * q.s) + q.ss / q.s**2
    return q.v**2 / q.vv, q.s**2 / q.ss, np.sqrt(squares.clip(lower=0) / 2)


def transformed(results):
    """Write the three indices by hand through shares."""
    by_election = results.groupby("election", sort=False)
    v = results["votes"] / by_election["votes"].transform("sum")
    s = results["seats"] / by_election["seats"].transform("sum")
    columns = {"v": v * v, "s": s * s, "d": (v - s) ** 2}
    q = pd.DataFrame(columns).groupby(results["election"], sort=False).sum()
    return 1 / q.v, 1 / q.s, np.sqrt(q.d / 2)


def three(results):
    return indices_by(results, by="election", indices=THREE)


@pytest.mark.parametrize("order", FRAMES)
def test_all_agree(order):
    found = three(FRAMES[order])
    for by_hand in (moments, transformed):
        for column, value in zip(found.columns[1:], by_hand(FRAMES[order]), strict=True):
            np.testing.assert_allclose(found[column], value, atol=1e-6)


@pytest.mark.parametrize(("order", "most"), [("unsorted", 0.6), ("sorted", 1.0)])
def test_three_indices_against_moments(order, most):
    found = ratio(lambda: three(FRAMES[order]), lambda: moments(FRAMES[order]))
    print(f"\nthree indices, {order}: {found:.2f} of the moments")
    assert found <= most


@pytest.mark.parametrize("order", FRAMES)
def test_all_indices_against_three_by_moments(order):
    results = FRAMES[order]
    found = ratio(lambda: indices_by(results, by="election"), lambda: moments(results))
    print(f"\nall indices, {order}: {found:.2f} of the moments of three")
    assert found <= 2


def test_nearly_proportional_elections_are_exact():
    rng = np.random.default_rng(7)
    seats = rng.integers(1, 10**6, (1000, PARTIES)) * 10**6
    shift = rng.integers(-1000, 1000, (1000, PARTIES))
    votes = seats + shift - shift.mean(axis=1, keepdims=True).astype(np.int64)
    results = pd.DataFrame(
        {
            "election": np.repeat(np.arange(1000), PARTIES),
            "votes": votes.ravel(),
            "seats": seats.ravel(),
        }
    )

    def exact(v, s):
        # Integers of Python, one division at the end.
        total_v, total_s = sum(v), sum(s)
        squares = sum((a * total_s - b * total_v) ** 2 for a, b in zip(v, s, strict=True))
        return math.sqrt(squares / (2 * (total_v * total_s) ** 2))

    reference = [exact(v, s) for v, s in zip(votes.tolist(), seats.tolist(), strict=True)]
    worst = {}
    worst["shares"] = np.abs(three(results)["gallagher"].to_numpy(float) - reference).max()
    worst["moments"] = np.abs(moments(results)[2].to_numpy() - reference).max()
    print("\nlargest error of Gallagher's index:", {k: f"{v:.1e}" for k, v in worst.items()})
    assert worst["shares"] < 1e-12


@pytest.mark.parametrize("order", FRAMES)
@pytest.mark.parametrize("way", [three, moments, transformed])
def test_time(benchmark, order, way):
    benchmark.group = f"1,000,000 rows {order}"
    benchmark.name = way.__name__
    benchmark.pedantic(way, args=[FRAMES[order]], rounds=7, warmup_rounds=1)


ONE = {
    "dict": dict,
    "Series": lambda counts: pd.Series(counts),
    "Int64": lambda counts: pd.Series(counts, dtype="Int64"),
}
VOTES = {f"party {i}": count for i, count in enumerate(SORTED["votes"].head(PARTIES).tolist())}
SEATS = dict(zip(VOTES, SORTED["seats"].head(PARTIES).tolist(), strict=True))


@pytest.mark.parametrize("name", INDICES)
@pytest.mark.parametrize("kind", ONE)
def test_one_index_of_one_election(name, kind):
    counts = [ONE[kind](VOTES), ONE[kind](SEATS)][: 1 + INDICES[name].of_both]
    index = INDICES[name].function
    micros = 1e6 * seconds(lambda: index(*counts), 200)
    print(f"\n{name} from {kind}: {micros:.0f} µs")
    assert micros <= 60


def test_one_gallagher_against_a_peer():
    peer = pytest.importorskip("votelib.crit.proportionality").gallagher
    assert peer(VOTES, SEATS) == pytest.approx(INDICES["gallagher"].function(VOTES, SEATS))
    ours = lambda: INDICES["gallagher"].function(VOTES, SEATS)  # noqa: E731
    print(f"\ngallagher: {ratio(ours, lambda: peer(VOTES, SEATS)):.1f} times votelib")


def test_three_indices_against_a_loop_over_a_peer():
    diversity = pytest.importorskip("voting.diversity")
    proportion = pytest.importorskip("voting.proportion")
    # The peer gets lists made beforehand, and some elections only; we get the whole frame.
    some = [
        (group["votes"].tolist(), group["seats"].tolist())
        for _, group in SORTED.head(SOME * PARTIES).groupby("election")
    ]

    def loop():
        for v, s in some:
            diversity.laakso_taagepera(v)
            diversity.laakso_taagepera(s)
            proportion.gallagher(v, s)

    found = ratio(loop, lambda: three(SORTED)) * ELECTIONS / SOME
    print(f"\nvoting, a loop over elections: {found:.0f} times ours")
    assert found > 10
