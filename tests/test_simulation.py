"""Simulations against exact enumeration, and what must hold whatever is drawn."""

import sys
import tracemalloc
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from math import comb, factorial, prod

import numpy as np
import pandas as pd
import pytest

from kzelect.apportionment import apportion
from kzelect.errors import AllocationError, KzelectError, LabelError, MissingDataError
from kzelect.scenarios import simulation
from kzelect.scenarios.simulation import simulate
from kzelect.scenarios.uncertainty import DirichletShares, Poll, Recount, UniformSwing
from tests.helpers import exact

SMALL = pd.Series({"a": 6, "b": 3, "c": 2})
HARE = {"method": "hare", "rng": 2004}


@pytest.fixture(scope="module")
def votes(e2004):
    return e2004.proportional.set_index("party")["votes"]


def recounts(votes, ballots):
    """Give every outcome of a recount with its exact probability."""
    total, lists = sum(votes), len(votes)
    splits = [way for way in product(range(ballots + 1), repeat=lists) if sum(way) == ballots]
    for taken in splits:
        ways = prod(comb(have, gone) for have, gone in zip(votes, taken, strict=True))
        for given in splits:
            orders = factorial(ballots) // prod(map(factorial, given))
            chance = orders * prod(
                Fraction(have, total) ** came for have, came in zip(votes, given, strict=True)
            )
            changed = zip(votes, taken, given, strict=True)
            yield [v - t + g for v, t, g in changed], Fraction(ways, comb(total, ballots)) * chance


def enumerated(votes, ballots, seats, method, threshold):
    """Exact probabilities: of seats by party, of admission, and of a lot."""
    by_seats, admitted, lot = {}, [Fraction(0)] * len(votes), Fraction(0)
    for counts, chance in recounts(votes, ballots):
        for at, count in enumerate(counts):
            admitted[at] += chance * (count > 0 and count >= threshold * sum(counts))
        try:
            outcomes = [exact.allocate(counts, seats, method, threshold=threshold)]
        except exact.Undecided as tie:
            held, tied, spare = tie.args
            lot += chance
            outcomes = [
                [have + (at in lucky) for at, have in enumerate(held)]
                for lucky in combinations(tied, spare)
            ]
        for held in outcomes:
            for at, have in enumerate(held):
                key = (at, have)
                by_seats[key] = by_seats.get(key, 0) + chance / len(outcomes)
    return by_seats, admitted, lot


@pytest.mark.parametrize("method", ["hare", "dhondt"])
@pytest.mark.no_cover
def test_probabilities_are_those_of_exact_enumeration(method):
    seats, draws, threshold = 5, 60_000, Fraction(1, 5)
    by_seats, admitted, lot = enumerated(SMALL.tolist(), 4, seats, method, threshold)
    assert sum(by_seats.values()) == len(SMALL)
    found = simulate(
        SMALL,
        seats,
        error=Recount(4),
        draws=draws,
        rng=7,
        method=method,
        threshold=threshold,
        base={"a": 1, "b": 0, "c": 0, "d": 3},
    )

    def near(count, chance):
        chance = float(chance)
        return count / draws == pytest.approx(
            chance, abs=4.5 * (chance * (1 - chance) / draws) ** 0.5 + 1e-12
        )

    counted = found.seats.set_index(["party", "seats"])["count"]
    names = list(SMALL.index)
    for (at, have), chance in by_seats.items():
        assert near(counted.get((names[at], have), 0), chance), (names[at], have)
    assert {(names.index(party), have) for party, have in counted.index} <= set(by_seats)
    for count, chance in zip(found.threshold["count"], admitted, strict=True):
        assert near(count, chance)
    assert near(found.ties, lot)
    assert 0 < found.ties < draws
    # A house of 9, so 5 are a majority: 4 of a's own, or all 5 of b's or c's.
    assert found.majority["needed"].eq(5).all()
    for (at, least), count in zip([(0, 4), (1, 5), (2, 5)], found.majority["count"], strict=True):
        chance = sum(p for (party, have), p in by_seats.items() if party == at and have >= least)
        assert near(count, chance)


def test_without_error_it_is_the_published_result_for_sure(votes, e2004):
    found = simulate(votes, 10, error=UniformSwing(0), draws=3000, threshold=0.07, **HARE)
    published = e2004.proportional["seats"]
    assert found.seats["party"].tolist() == votes.index.tolist()
    assert found.seats["seats"].tolist() == published.tolist()
    assert found.seats["probability"].eq(1).all()
    assert found.seats["standard_error"].eq(0).all()
    assert found.threshold["count"].tolist() == [3000] * 4 + [0] * 6
    assert found.majority["needed"].eq(6).all()
    assert (found.draws, found.ties) == (3000, 0)
    assert repr(found) == "<Simulation: 10 parties, 3000 draws, 0 with a lot>"


def test_district_seats_count_towards_a_majority(votes, e2004):
    won = e2004.seats.set_index("party")
    held = (won["first_round"] + won["second_round"]).astype("Int64")
    found = simulate(
        votes, 10, error=DirichletShares(500), draws=5000, threshold=0.07, base=held, **HARE
    )
    otan = found.majority.set_index("party").loc["otan"]
    assert (otan["base"], otan["needed"]) == (35, 39)
    least = found.seats.query("party == 'otan' and seats >= 4")["count"].sum()
    assert otan["count"] == least
    assert found.majority["party"].tolist() == votes.index.tolist()  # independents hold none
    more = simulate(
        votes,
        10,
        error=DirichletShares(500),
        draws=5000,
        threshold=0.07,
        base=held,
        needed=43,
        **HARE,
    )
    assert (
        more.majority["count"].iloc[0]
        == found.seats.query("party == 'otan' and seats >= 8")["count"].sum()
    )
    assert 0 < more.majority["count"].iloc[0] < 5000


@pytest.mark.parametrize("error", [UniformSwing(0.05), DirichletShares(100), Recount(9)])
def test_the_same_seed_gives_the_same_whatever_the_block(error, monkeypatch):
    # Few votes, so that lots are drawn, and a number of draws that fills no block.
    few = pd.Series({"a": 9, "b": 6, "c": 4})
    runs = [
        simulate(few, 3, error=error, draws=5000, rng=11, method="hare")
        for memory in (2**18, 2**19, 2**25)
        if not monkeypatch.setattr(simulation, "_MEMORY", memory)
    ]
    other = simulate(few, 3, error=error, draws=5000, rng=12, method="hare")
    assert runs[0].ties > 0
    for run in runs[1:]:
        for frame in ("outcomes", "seats", "majority", "threshold"):
            pd.testing.assert_frame_equal(getattr(run, frame), getattr(runs[0], frame))
        assert run.ties == runs[0].ties
    assert not other.seats.equals(runs[0].seats)


def test_a_party_alone_holds_all_seats_in_every_block(monkeypatch):
    monkeypatch.setattr(simulation, "_MEMORY", 2**17)
    run = simulate({"a": 5}, 3, error=Recount(1), draws=20_000, rng=1, method="hare")
    assert run.outcomes.to_dict("records") == [{"a": 3, "count": 20_000}]
    assert run.seats["probability"].tolist() == [1]


def test_a_generator_goes_on_from_run_to_run():
    rng = np.random.default_rng(3)
    first, second = (
        simulate(SMALL, 5, error=Recount(4), draws=500, rng=rng, method="hare") for _ in range(2)
    )
    alone = simulate(
        SMALL, 5, error=Recount(4), draws=500, rng=np.random.default_rng(3), method="hare"
    )
    pd.testing.assert_frame_equal(first.seats, alone.seats)
    assert not first.seats.equals(second.seats)


@dataclass(frozen=True)
class Turnout:
    """An uncertainty of one's own: all lists grow or shrink together."""

    most: int

    def draw(self, votes, *, size, rng):
        return votes * rng.integers(1, self.most, (size, 1), endpoint=True)


def test_an_uncertainty_of_ones_own_and_totals_that_vary():
    base = 100
    found = simulate(
        pd.Series({"a": 30, "b": 10}),
        4,
        error=Turnout(4),
        draws=4000,
        threshold=Fraction(3, 10),
        threshold_base=base,
        **HARE,
    )
    # b has 10, 20, 30 or 40 votes, of which 30 and 40 reach 30 % of 100.
    assert found.threshold["count"].iloc[0] == 4000
    share = found.threshold["probability"].iloc[1]
    assert share == pytest.approx(0.5, abs=4.5 * 0.5 / 4000**0.5)
    of_own_total = simulate(
        pd.Series({"a": 30, "b": 10}),
        4,
        error=Turnout(4),
        draws=4000,
        threshold={"a": 0.75, "b": 0.25},
        **HARE,
    )
    # Exactly at the threshold, whatever the total is.
    assert of_own_total.threshold["count"].tolist() == [4000, 4000]
    assert of_own_total.threshold["threshold"].tolist() == [0.75, 0.25]


def test_each_draw_is_what_apportion_gives(votes):
    draws = 700
    seen = []

    @dataclass(frozen=True)
    class Kept:
        def draw(self, votes, *, size, rng):
            seen.append(DirichletShares(200).draw(votes, size=size, rng=rng))
            return seen[-1]

    found = simulate(votes, 10, error=Kept(), draws=draws, threshold=0.07, **HARE)
    seats = apportion(np.vstack(seen), 10, method="hare", threshold=0.07)
    for at, party in enumerate(votes.index):
        rows = found.seats[found.seats["party"] == party]
        held, count = np.unique(seats[:, at], return_counts=True)
        assert rows["seats"].tolist() == held.tolist()
        assert rows["count"].tolist() == count.tolist()
        chance = count / draws
        spread = np.sqrt(chance * (1 - chance) / draws)
        assert rows["probability"].to_numpy() == pytest.approx(chance)
        assert rows["standard_error"].to_numpy() == pytest.approx(spread)


@pytest.mark.parametrize("memory", [2**20, 2**22])
@pytest.mark.no_cover
def test_arrays_stay_within_the_stated_memory(votes, memory, monkeypatch):
    monkeypatch.setattr(simulation, "_MEMORY", memory)

    def run(draws):
        simulate(votes, 10, error=UniformSwing(0.01), draws=draws, **HARE)

    run(2000)  # what is imported and cached is there now
    tracemalloc.start()
    run(60_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < memory


def test_outcomes_are_what_all_frames_count(votes):
    found = simulate(votes, 10, error=UniformSwing(0.02), draws=3000, threshold=0.07, **HARE)
    outcomes = found.outcomes
    assert list(outcomes) == [*votes.index, "count"]
    assert outcomes["count"].sum() == 3000
    assert (outcomes[list(votes.index)].sum(axis=1) == 10).all()
    assert not outcomes.duplicated(list(votes.index)).any()
    assert outcomes["count"].is_monotonic_decreasing
    for row in found.seats.itertuples():
        held = outcomes[row.party] == row.seats
        assert outcomes.loc[held, "count"].sum() == row.count


def test_coalitions_are_counted_over_outcomes(votes):
    base = {party: at for at, party in enumerate(votes.index)}
    found = simulate(votes, 10, error=UniformSwing(0.05), draws=2000, base=base, **HARE)
    some = {"two": list(votes.index[:2]), "rest": list(votes.index[1:])}
    table = found.coalitions(some)
    needed = found.majority["needed"].iloc[0]
    for name, parties in some.items():
        row = table[table["coalition"] == name].iloc[0]
        held = found.outcomes[parties].sum(axis=1) + sum(base[party] for party in parties)
        count = found.outcomes.loc[held >= needed, "count"].sum()
        assert (row["count"], row["needed"]) == (count, needed)
        assert row["base"] == sum(base[party] for party in parties)
        assert row["probability"] == count / 2000
    alone = found.coalitions([[party] for party in votes.index])
    assert alone["coalition"].tolist() == votes.index.tolist()
    assert alone["count"].tolist() == found.majority["count"].tolist()
    everybody = found.coalitions([list(votes.index)])
    assert everybody["coalition"].item() == " + ".join(votes.index)
    assert everybody["probability"].item() == 1
    assert found.coalitions(["aist"])["coalition"].tolist() == ["aist"]
    with pytest.raises(KzelectError, match="coalition is 5; expected a list"):
        found.coalitions([5])
    for wrong in ([["nobody"]], [[votes.index[0]] * 2], [[]]):
        with pytest.raises(LabelError, match="expected parties of the votes, each once"):
            found.coalitions(wrong)


def test_a_coalition_with_just_the_majority_has_it():
    found = simulate(
        {"A": 60, "B": 30, "C": 10}, 10, error=Recount(0), draws=3, progress=False, **HARE
    )
    table = found.coalitions([["A"], ["B", "C"]])
    assert table["needed"].tolist() == [6, 6]
    assert table["count"].tolist() == [3, 0]


def test_a_poll_is_a_sample_of_its_size():
    shares = {"a": 48.5, "b": 46.5, "c": 5}
    found = simulate(shares, 100, error=Poll(1000), draws=4000, **HARE)
    seats = found.seats.query("party == 'a'")
    mean = (seats["seats"] * seats["count"]).sum() / 4000
    spread = ((seats["seats"] - mean) ** 2 * seats["count"]).sum() / 4000
    # A share p of n people is off by a standard deviation of √(p(1 - p)/n), in seats 100 times it.
    assert spread**0.5 == pytest.approx(100 * (0.485 * 0.515 / 1000) ** 0.5, rel=0.1)
    admitted = simulate(shares, 100, error=Poll(1000), draws=4000, threshold=0.05, **HARE)
    assert admitted.threshold["probability"].iloc[2] == pytest.approx(0.5, abs=0.05)
    larger = simulate(shares, 100, error=Poll(100_000), draws=1000, **HARE)
    assert larger.seats.query("party == 'a'")["seats"].nunique() < seats["seats"].nunique()


@pytest.mark.parametrize(
    ("shares", "text"),
    [
        ({"a": 48, "b": 20}, "the percentages sum to 68.0; expected 100"),
        ({"a": 48000, "b": 52000}, "percentage of 'a' is 48000; expected a number from 0 to 100"),
        ({"a": -1, "b": 101}, "percentage of 'a' is -1"),
        ({"a": "most", "b": 50}, "percentage of 'a' is 'most'"),
    ],
)
def test_percentages_that_are_none_are_named(shares, text):
    with pytest.raises(KzelectError, match=text):
        simulate(shares, 10, error=Poll(1000), draws=10, **HARE)


def test_a_size_of_memory_is_no_longer_asked_for():
    with pytest.warns(FutureWarning, match="block_memory is ignored"):
        simulate(SMALL, 5, error=Recount(1), draws=10, block_memory=2**20, **HARE)


def test_fewest_lists_and_seats_in_every_draw():
    found = simulate(
        {"a": 9000, "b": 500, "c": 500},
        20,
        error=Recount(10),
        draws=200,
        threshold=0.2,
        min_lists=2,
        min_seats=2,
        **HARE,
    )
    assert (found.outcomes[["a", "b", "c"]].gt(0).sum(axis=1) == 2).all()
    assert found.threshold["count"].sum() == 400
    assert found.outcomes["a"].max() <= 18


def test_votes_stay_as_they_are():
    before = SMALL.copy()

    @dataclass(frozen=True)
    class Spoils:
        def draw(self, votes, *, size, rng):
            votes[:] += 1
            return np.tile(votes, (size, 1))

    simulate(SMALL, 5, error=Spoils(), draws=3000, **HARE)
    pd.testing.assert_series_equal(SMALL, before)


def test_progress_is_shown_only_if_a_run_is_long_and_it_is_wanted(monkeypatch, capsys):
    import tqdm

    bars = []

    class Bar(tqdm.tqdm):
        def __init__(self, **options):
            bars.append(options["total"])
            super().__init__(**options | {"delay": 0, "mininterval": 0})

    monkeypatch.setattr(tqdm, "tqdm", Bar)
    simulate(SMALL, 5, error=Recount(1), draws=100, progress=False, **HARE)
    assert bars == []
    simulate(SMALL, 5, error=Recount(1), draws=100, **HARE)
    assert bars == [100]
    assert "100/100" in capsys.readouterr().err
    monkeypatch.undo()
    simulate(SMALL, 5, error=Recount(1), draws=100, **HARE)
    assert capsys.readouterr().err == ""


def test_progress_is_imported_only_when_it_is_used():
    import subprocess

    code = "import sys, kzelect as kz; kz.simulate; print('tqdm' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


class Wrong:
    def __init__(self, drawn):
        self.drawn = drawn

    def draw(self, votes, *, size, rng):
        return self.drawn

    def __repr__(self):
        return "Wrong"


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"draws": 0}, AllocationError, "draws is 0"),
        ({"seats": 0}, AllocationError, "seats is 0"),
        ({"votes": pd.Series({"a": 0})}, KzelectError, "no party has a vote"),
        ({"votes": pd.Series({"a": 1, "b": None})}, MissingDataError, "votes of 'b' is missing"),
        ({"votes": pd.Series([1, 2], index=["a", "a"])}, LabelError, "'a' stands more than once"),
        ({"base": {"a": 1}}, LabelError, "base does not name 'b', 'c'"),
        ({"base": {"a": 1, "b": None, "c": 0}}, MissingDataError, "base of 'b' is missing"),
        ({"needed": 2}, KzelectError, "needed is 2 of 5 seats; expected from 3 to 5"),
        ({"needed": 6}, KzelectError, "needed is 6 of 5"),
        ({"threshold": 0.9}, AllocationError, "election 0: no list reaches its threshold"),
        ({"threshold_base": 0}, AllocationError, "threshold_base is 0"),
        ({"method": "lot"}, AllocationError, "method 'lot'"),
        ({"rng": "x"}, KzelectError, "rng is 'x'"),
        ({"error": None}, KzelectError, "error is None"),
        ({"needed": 2.5}, KzelectError, "needed is 2.5"),
        ({"draws": 2**70}, AllocationError, "draws is too large; expected at most 1000000000"),
        ({"progress": pd.NA}, AllocationError, "progress is <NA>; expected True or False"),
        ({"votes": {"count": 1, "b": 2}}, LabelError, "called 'count'"),
        ({"error": Wrong(np.ones((9, 2), dtype=int))}, KzelectError, r"Wrong drew .* \(9, 2\)"),
        ({"error": Wrong(np.ones((9, 3)))}, KzelectError, "an array of float64"),
        ({"error": Wrong(-np.ones((9, 3), dtype=int))}, AllocationError, "votes of 'a' is -1"),
    ],
)
def test_what_is_wrong_is_named(change, error, text):
    call = {"votes": SMALL, "seats": 5, "error": Recount(1), "draws": 9, **HARE} | change
    with pytest.raises(error, match=text):
        simulate(call.pop("votes"), call.pop("seats"), **call)
