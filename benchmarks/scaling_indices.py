"""How the time of indices grows from 10^4 to 10^7 rows: a table, and its figure.

Run with ``python benchmarks/scaling_indices.py [figure.png]``.
"""

import statistics
import sys

import numpy as np
import pandas as pd
from bench_indices import THREE, tidy
from ratios import block

from kzelect.measures.by_election import indices_by


def measured(rows):
    results = tidy(rows // 10)
    mixed = results.sample(frac=1, random_state=1, ignore_index=True)
    ways = {
        "three, sorted": lambda: indices_by(results, by="election", indices=THREE),
        "three, unsorted": lambda: indices_by(mixed, by="election", indices=THREE),
        "all, sorted": lambda: indices_by(results, by="election"),
        "all, unsorted": lambda: indices_by(mixed, by="election"),
    }
    times = max(1, 10**5 // rows)
    return {
        way: statistics.median(block(function, times) for _ in range(5)) * 1e3
        for way, function in ways.items()
    }


def main():
    table = pd.DataFrame({rows: measured(rows) for rows in (10**4, 10**5, 10**6, 10**7)}).T
    table.index.name = "rows"
    print("milliseconds\n", table.round(1).to_string())
    print("\nnanoseconds a row\n", table.mul(1e6).div(table.index, axis=0).round(0).to_string())
    steepness = np.log10(table.iloc[-1] / table.iloc[1]) / 2
    print("\nexponent from 10^5 to 10^7 rows\n", steepness.round(2).to_string())
    if len(sys.argv) > 1:
        import matplotlib.pyplot as plt

        fig, ax = plt.subplots(figsize=(6, 4), layout="constrained")
        for (way, column), style in zip(table.items(), ["o-", "s--", "^-.", "v:"], strict=True):
            ax.loglog(table.index, column, style, label=way)
        ax.set(xlabel="rows", ylabel="milliseconds", title="indices_by, ten parties an election")
        ax.legend()
        fig.savefig(sys.argv[1], dpi=100)


if __name__ == "__main__":
    main()
