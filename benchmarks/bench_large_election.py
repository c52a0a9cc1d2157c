"""One large election read, checked and drawn, and how the time grows with its districts.

python -m pytest benchmarks/bench_large_election.py -W ignore -s    # 1,250 to 5,000 districts
python -m benchmarks.bench_large_election 10000                     # up to this number
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure

import kzelect as kz

CANDIDATES = 10  # in each district
MOST_GROWTH = 2.8  # times as long for twice the districts; a square would take 4


def results(districts: int) -> pd.DataFrame:
    """Return made results: every district has another order of ten parties."""
    rows = range(districts * CANDIDATES)
    places = [(row // CANDIDATES * 7 + row * 3) % CANDIDATES for row in rows]
    return pd.DataFrame(
        {
            "district": [f"District {row // CANDIDATES + 1}" for row in rows],
            "candidate": [f"Candidate {row + 1}" for row in rows],
            "party": [f"Party {row % CANDIDATES + 1}" for row in rows],
            "votes": [
                1000 * (CANDIDATES - place) + row % 97
                for row, place in zip(rows, places, strict=True)
            ],
            "elected": [place == 0 for place in places],
        }
    )


def processor_time(function: Callable[[], object]) -> tuple[float, object]:
    """Return seconds of processor time, in which other processes do not count."""
    start = time.process_time()
    found = function()
    return time.process_time() - start, found


def measured(districts: int) -> dict[str, float]:
    """Return the seconds that one election takes, step by step."""
    frame = results(districts)
    seconds = {}
    limits = kz.Limits(rows=len(frame) + 1, cells=6 * len(frame))  # the header is a row
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "districts.csv"
        frame.to_csv(path, index=False)
        seconds["read"], election = processor_time(lambda: kz.Election.read(folder, limits=limits))
    assert isinstance(election, kz.Election)
    assert election.seats["total"].sum() == districts
    seconds["check"], checks = processor_time(election.check)
    assert not (checks["status"] == "differs").any()
    ax = Figure().add_subplot()
    seconds["hemicycle"], _ = processor_time(lambda: kz.plots.hemicycle(election, ax=ax))
    return seconds


def table(sizes: list[int]) -> pd.DataFrame:
    """Return seconds by number of districts, after one small election that warms up."""
    measured(100)
    return pd.DataFrame({size: measured(size) for size in sizes}).T.rename_axis("districts")


@pytest.mark.parametrize("step", ["read", "check", "hemicycle"])
def test_time_grows_with_the_districts(step, large):
    assert large[step].iloc[-1] < MOST_GROWTH**2 * large[step].iloc[0] + 0.2


@pytest.fixture(scope="module")
def large():
    """Return the table of three sizes, each twice the one before."""
    found = table([1250, 2500, 5000])
    print("\n", found.round(2).to_string())
    return found


if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    print(table([most // 4, most // 2, most]).round(2).to_string())
