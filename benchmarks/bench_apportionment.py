"""Apportionment beside its peers: one process, the whole public call, ratios.

    pip install -r benchmarks/requirements.txt
    pytest benchmarks/bench_apportionment.py -W ignore   # table per group
    python -m benchmarks.bench_apportionment              # ratios, growth and memory

Elections are frames of Int64 votes with missing cells, as they come from a
table. Peers take lists, so the way from the frame to lists of the parties that
ran belongs to their call.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import apportionment.methods
import biprop
import numpy as np
import pandas as pd
import pytest
import votelib.evaluate.proportional
from apportionpy.apportionment import Apportion
from voting import apportionment as voting_apportionment

from kzelect.apportionment import apportion

SINGLE = pd.Series(
    [2883706, 572672, 541239, 336177, 163824, 94140, 82523, 36379, 26287, 20826],
    index=[f"party {at}" for at in range(10)],
)
NAMES = [f"party {at}" for at in range(20)]
DHONDT = votelib.evaluate.proportional.HighestAverages("d_hondt")
HARE = votelib.evaluate.proportional.LargestRemainder("hare")

ListCall = Callable[[list[int], int], object]
PEERS: dict[str, dict[str, ListCall]] = {
    "dhondt": {
        "apportionment": lambda votes, seats: apportionment.methods.compute(
            "dhondt", votes, seats, tiesallowed=False
        ),
        "apportionpy": lambda votes, seats: Apportion(seats, votes, "Jefferson").fair_shares,
        "biprop": lambda votes, seats: biprop.Election(
            [[count] for count in votes], region_names=["all"]
        ).upper_apportionment(total_seats=seats, rounding_method=np.floor),
        "votelib": lambda votes, seats: DHONDT.evaluate(
            dict(zip(NAMES, votes, strict=False)), seats
        ),
        "voting": voting_apportionment.dhondt,
    },
    "hare": {
        "apportionment": lambda votes, seats: apportionment.methods.compute(
            "largest_remainder", votes, seats, tiesallowed=False
        ),
        "votelib": lambda votes, seats: HARE.evaluate(dict(zip(NAMES, votes, strict=False)), seats),
        "voting": voting_apportionment.hamilton,
    },
}
CASES = [("dhondt", 10), ("dhondt", 450), ("hare", 10), ("hare", 450)]


def elections(count: int, parties: int) -> pd.DataFrame:
    """Votes of half to all parties an election; the others did not run."""
    rng = np.random.default_rng(2004)
    votes = (rng.pareto(1.1, (count, parties)) * 1e5 + 1000).astype(np.int64)
    absent = np.arange(parties) >= rng.integers(parties // 2, parties + 1, (count, 1))
    return pd.DataFrame(votes, columns=NAMES[:parties]).astype("Int64").mask(absent)


def ours(frame: pd.DataFrame, seats: int, method: str) -> pd.DataFrame:
    """Every tie is found; a lot keeps the run going where one is."""
    return apportion(frame, seats, method=method, ties=np.random.default_rng(1))


def theirs(frame: pd.DataFrame, seats: int, call: ListCall) -> list[object]:
    """Give each election to a peer as a list; ties, which some cannot do, are passed over."""
    found = []
    for votes in frame.to_numpy(dtype=float, na_value=0).astype(int).tolist():
        try:
            found.append(call([count for count in votes if count], seats))
        except (RecursionError, apportionment.methods.TiesException):
            found.append(None)
    return found


@pytest.mark.parametrize("parties", [15, 20])
@pytest.mark.parametrize(("method", "seats"), CASES)
@pytest.mark.parametrize(
    "name", ["kzelect", "apportionment", "apportionpy", "biprop", "votelib", "voting"]
)
def test_many(benchmark, name: str, method: str, seats: int, parties: int) -> None:
    if name != "kzelect" and name not in PEERS[method]:
        pytest.skip(f"{name} has no {method}")
    benchmark.group = f"{method}, {seats} seats, {parties} parties, 5,000 elections"
    frame = elections(5000, parties)
    if name == "kzelect":
        benchmark(ours, frame, seats, method)
    else:
        benchmark.pedantic(theirs, (frame, seats, PEERS[method][name]), rounds=1)


CENSUS = pd.read_csv(
    Path(__file__).parent.parent / "tests" / "helpers" / "data" / "us_census_2020.csv",
    index_col="state",
)
PEOPLE = CENSUS["resident"] + CENSUS["overseas"]

# One election: name, votes, seats, rule, and what the quickest peer takes for its list.
SINGLES: list[tuple[str, pd.Series, int, dict[str, object], str, ListCall]] = [
    (
        "Hare, 10 lists, 10 seats, 7 %",
        SINGLE,
        10,
        {"method": "hare", "threshold": 0.07},
        "apportionment",
        lambda votes, seats: apportionment.methods.compute(
            "largest_remainder", votes, seats, threshold=0.07, tiesallowed=False
        ),
    ),
    (
        "Sainte-Laguë, 10 lists, 10 seats",
        SINGLE,
        10,
        {"method": "sainte_lague"},
        "voting",
        voting_apportionment.sainte_lague,
    ),
    (
        "Huntington–Hill, 50 states, 435 seats",
        PEOPLE,
        435,
        {"method": "huntington_hill"},
        "voting",
        voting_apportionment.huntington_hill,
    ),
]


@pytest.mark.parametrize("kind", ["Series", "dict", "peer"])
@pytest.mark.parametrize("case", SINGLES, ids=lambda case: case[0])
def test_one(benchmark, case, kind: str) -> None:
    name, votes, seats, rule, _, peer = case
    benchmark.group = f"one election: {name}"
    if kind == "peer":
        benchmark(peer, votes.tolist(), seats)
    else:
        given = votes.to_dict() if kind == "dict" else votes
        benchmark(lambda: apportion(given, seats, **rule))


def seconds(call: Callable[[], object], runs: int = 5) -> float:
    """Median processor time of a call, which a busy machine does not add to."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return median(times)


def report() -> Iterator[str]:
    """Give the figures of the README, line by line."""
    yield "| one election | from a Series, µs | from a dict, µs | quickest peer, µs |"
    yield "|---|---|---|---|"
    for name, votes, seats, rule, peer, call in SINGLES:
        given, listed = votes.to_dict(), votes.tolist()
        times = [
            1e6 * seconds(run, 2001)
            for run in (
                lambda: apportion(votes, seats, **rule),  # noqa: B023
                lambda: apportion(given, seats, **rule),  # noqa: B023
                lambda: call(listed, seats),  # noqa: B023
            )
        ]
        yield f"| {name} | {times[0]:.1f} | {times[1]:.1f} | {peer} {times[2]:.1f} |"
    yield ""
    yield "| method | seats | parties | kzelect, µs an election | peers, times as long |"
    yield "|---|---|---|---|---|"
    for parties in (15, 20):
        frame = elections(100_000, parties)
        for method, seats in CASES:
            own = seconds(lambda: ours(frame, seats, method)) / len(frame)  # noqa: B023
            sample = frame.head(300)
            ratios = {
                name: seconds(lambda: theirs(sample, seats, call), 3) / len(sample) / own  # noqa: B023
                for name, call in PEERS[method].items()
            }
            shown = ", ".join(
                f"{name} {ratio:,.0f}" for name, ratio in sorted(ratios.items(), key=lambda r: r[1])
            )
            yield f"| {method} | {seats} | {parties} | {own * 1e6:.2f} | {shown} |"
    yield "\n| elections | D'Hondt, 450 seats | Hare, 450 seats | peak memory, times the frame |"
    yield "|---|---|---|---|"
    for power in range(3, 7):
        frame = elections(10**power, 20)
        times = [
            seconds(lambda: ours(frame, 450, method), 3) / len(frame)  # noqa: B023
            for method in ("dhondt", "hare")
        ]
        tracemalloc.start()
        ours(frame, 450, "dhondt")
        peak = tracemalloc.get_traced_memory()[1] / frame.memory_usage(index=False).sum()
        tracemalloc.stop()
        shown = " | ".join(f"{spent * 1e6:.2f} µs" for spent in times)
        yield f"| 10^{power} | {shown} | {peak:.2f} |"


if __name__ == "__main__":
    for line in report():
        print(line, flush=True)
