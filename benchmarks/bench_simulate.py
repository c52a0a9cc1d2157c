"""Simulations of 2004: time and memory of a million draws, and growth with their number.

    python -m benchmarks.bench_simulate

Hare, 10 seats, 7 %, as the list seats were allocated. Time is the median of three
calls; memory the peak of what Python and NumPy hold during a call, which the block
bounds whatever the number of draws.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from statistics import median

import pandas as pd

import kzelect as kz

ERRORS = [kz.UniformSwing(0.01), kz.DirichletShares(2000), kz.Recount(50_000)]
LIMIT = 3.0


def run(votes: pd.Series, error: object, draws: int) -> kz.Simulation:
    return kz.simulate(
        votes,
        10,
        error=error,
        draws=draws,
        rng=2004,
        method="hare",
        threshold=0.07,
        progress=False,
    )


def seconds(votes: pd.Series, error: object, draws: int, runs: int = 3) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run(votes, error, draws)
        times.append(time.perf_counter() - start)
    return median(times)


def peak(votes: pd.Series, error: object, draws: int) -> float:
    """Peak of traced memory in MiB."""
    tracemalloc.start()
    run(votes, error, draws)
    most = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return most


def report() -> Iterator[str]:
    """Give the figures of the README, line by line."""
    votes = kz.load(2004).proportional.set_index("party")["votes"]
    run(votes, ERRORS[0], 2000)
    yield "| draws | " + " | ".join(f"`{error}`, s; MiB" for error in ERRORS) + " |"
    yield "|---|---|---|---|"
    for draws in (10**4, 10**5, 10**6, 10**7):
        runs = 3 if draws <= 10**6 else 1
        cells = []
        for error in ERRORS:
            spent = seconds(votes, error, draws, runs)
            if draws == 10**6 and spent > LIMIT:
                message = f"{error}: {spent:.2f} s for a million draws; the limit is {LIMIT} s"
                raise SystemExit(message)
            held = f"; {peak(votes, error, draws):.0f}" if draws <= 10**6 else ""
            cells.append(f"{spent:.3f}{held}")
        yield f"| {draws:,} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    for line in report():
        print(line, flush=True)
