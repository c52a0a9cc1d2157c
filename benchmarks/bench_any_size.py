"""Indices of polling stations from Parquet files larger than the workers' memory.

    pip install -e '.[dask]' duckdb
    python -m benchmarks.bench_any_size                      # 10**6 to 8 * 10**7 rows, twice
    python -m benchmarks.bench_any_size --rows 1e6 1e7       # three minutes

The files hold one row a polling station and party, ten parties. `mixed`: the rows of every
station lie in ten different files; `sorted`: by station. The task is the effective number of
parties of every station, read from the files and written to new ones:

- `pandas`: one process, everything in memory;
- `duckdb`: the same formula in SQL, two threads, with the two workers' memory as limit;
- `dask`: `indices_by` on a `distributed` cluster of two worker processes of one thread,
  400 MiB each, which the cluster enforces (a worker that reaches 95 % is killed);
- `killed`: the same, and one worker is killed once a third of the time has gone;
- `floor`: the least that Dask itself takes on the same cluster. It shuffles the three columns
  of a mixed file and counts the rows; of a sorted one it writes the sums of each partition.

Each runs in a process of its own that has imported what it needs, and so have the workers.
Memory is the peak of that process, or of the larger of the two workers, sampled 20 times a
second. Results of all but `floor` are compared.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

PARTIES = 10
ROWS_A_FILE = 150_000
WORKERS = 2
MIB = 2**20
LIMIT = 400 * MIB  # of one worker
KEYS = ["election", "station"]
INDEX = "effective_parties_votes"

# More than this takes pandas most of the memory of a common machine.
PANDAS_ROWS = 3 * 10**7


def make(folder: Path, rows: int, order: str) -> float:
    """Write the files; return their size in the memory of pandas, in bytes."""
    files = max(rows // ROWS_A_FILE, PARTIES) | 1  # odd, and below made coprime to PARTIES
    while files % 5 == 0:
        files += 2
    folder.mkdir()
    held = 0
    for at in range(files):
        row = np.arange(at, rows, files)
        if order == "sorted":
            row = np.arange(at * rows // files, (at + 1) * rows // files)
        station, party = row // PARTIES, row % PARTIES
        rng = np.random.default_rng(at)
        frame = pd.DataFrame(
            {
                "election": 2004 + station * PARTIES // (rows // 5 + 1),
                "district": station % 67,
                "station": station,
                "party": pd.Series(party).map(lambda p: f"party {p}").astype("string[pyarrow]"),
                "votes": (rng.pareto(1.1, len(row)) * 20 + 1).astype(np.int64).clip(max=3000),
            }
        )
        held += int(frame.memory_usage(index=False, deep=True).sum())
        frame.to_parquet(folder / f"{at:05}.parquet", index=False)
    return held


def with_pandas(source: Path, target: Path) -> dict[str, float]:
    from kzelect import indices_by

    target.mkdir()
    start = time.perf_counter()
    results = pd.read_parquet(source, columns=[*KEYS, "votes"])
    found = indices_by(results, by=KEYS, seats=None, indices=["effective_parties"])
    found.to_parquet(target / "all.parquet", index=False)
    return measured(start)


def with_duckdb(source: Path, target: Path) -> dict[str, float]:
    import duckdb

    target.mkdir()
    start = time.perf_counter()
    base = duckdb.connect(
        config={
            "threads": WORKERS,
            "memory_limit": f"{WORKERS * LIMIT // MIB}MiB",
            "temp_directory": str(target.parent / "spilled"),
            "preserve_insertion_order": False,
        }
    )
    base.execute(
        f"""
        COPY (
            SELECT election, station,
                   pow(sum(votes), 2) / sum(votes * votes) AS {INDEX}
            FROM read_parquet('{source}/*.parquet') GROUP BY election, station
        ) TO '{target}/all.parquet' (FORMAT parquet)
        """
    )
    return measured(start)


def measured(start: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"seconds": time.perf_counter() - start, "peak": peak}


def with_dask(
    source: Path, target: Path, *, kill_after: float | None = None, floor: bool = False
) -> dict[str, float]:
    import dask
    import dask.dataframe as dd
    import psutil
    from distributed import Client, LocalCluster

    from kzelect import indices_by

    dask.config.set({"temporary-directory": str(target.parent / "spilled")})
    # Half of 400 MiB holds the libraries: what is on its way between workers has to be little.
    # Dask has glibc give back every 64 KiB at once; to ask for them anew took most of the time.
    # With more than 1 MiB a shuffle left too little room to take over from a killed worker.
    presorted = target.parent.name == "sorted"
    kept = 4 * MIB if presorted else MIB
    environment = {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_TRIM_THRESHOLD_": kept,
        "MALLOC_MMAP_THRESHOLD_": kept,
    }
    dask.config.set(
        {
            "distributed.p2p.comm.buffer": "16 MiB",
            "distributed.p2p.storage.buffer": "16 MiB",
            "distributed.worker.memory.pause": False,
            **{f"distributed.nanny.pre-spawn-environ.{k}": v for k, v in environment.items()},
        }
    )
    with (
        LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            memory_limit=LIMIT,
            dashboard_address=None,
        ) as cluster,
        Client(cluster) as client,
    ):
        peaks: list[int] = []
        over = threading.Event()

        def sample() -> None:
            while not over.wait(0.05):
                for nanny in list(cluster.workers.values()):
                    try:
                        peaks.append(psutil.Process(nanny.pid).memory_info().rss)
                    except (psutil.Error, ValueError, TypeError):
                        continue  # a worker that was killed and is not there again yet

        watch = threading.Thread(target=sample, daemon=True)
        watch.start()
        for module in ("kzelect.measures.by_election", "dask.dataframe", "pyarrow.parquet"):
            client.run(importlib.import_module, module)
        start = time.perf_counter()
        victims = []
        if kill_after is not None:
            pid = next(iter(client.run(os.getpid).values()))
            timer = threading.Timer(kill_after, os.kill, (pid, signal.SIGKILL))
            victims.append(pid)
            timer.start()
        results = dd.read_parquet(source, split_row_groups=False, aggregate_files=False)
        if not floor:
            found = indices_by(
                results, by=KEYS, seats=None, indices=["effective_parties"], presorted=presorted
            )
            found.to_parquet(target, write_index=False)
        elif presorted:
            sums = results[[*KEYS, "votes"]].map_partitions(sums_of_partition)
            sums.to_parquet(target, write_index=False)
        else:
            moved = results[[*KEYS, "votes"]].shuffle(on=KEYS, ignore_index=True)
            moved.map_partitions(len).compute()
        seconds = time.perf_counter() - start
        over.set()
        watch.join()
        now = set(client.run(os.getpid).values())
        if victims and set(victims) & now:
            message = "the worker was not killed: the run was over before"
            raise SystemExit(message)
    return {"seconds": seconds, "peak": max(peaks)}


def sums_of_partition(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.groupby(KEYS, sort=False)[["votes"]].sum().reset_index()


def same(one: Path, other: Path) -> float:
    """Compare two results station by station; return the greatest relative difference."""
    import duckdb

    return float(
        duckdb.sql(
            f"""
            SELECT max(abs(a.{INDEX} / b.{INDEX} - 1))
                   + 1e9 * count(*) FILTER (a.{INDEX} IS NULL OR b.{INDEX} IS NULL)
            FROM read_parquet('{one}/*.parquet') a
            FULL JOIN read_parquet('{other}/*.parquet') b USING (election, station)
            """
        ).fetchall()[0][0]
    )


WAYS: dict[str, Callable[..., dict[str, float]]] = {
    "pandas": with_pandas,
    "duckdb": with_duckdb,
    "dask": with_dask,
    "killed": with_dask,
    "floor": partial(with_dask, floor=True),
}


def run(way: str, source: Path, target: Path, *options: str) -> dict[str, float]:
    """Measure one way in a process of its own."""
    shutil.rmtree(target, ignore_errors=True)
    command = [sys.executable, "-m", "benchmarks.bench_any_size", "--one", way, source, target]
    done = subprocess.run(
        [*map(str, command), *options], capture_output=True, text=True, timeout=1200
    )
    if done.returncode:
        raise SystemExit(done.stderr[-4000:])
    return json.loads(done.stdout.splitlines()[-1])


def report(sizes: list[int], killed: int, folder: Path) -> None:
    print("| rows | MiB in pandas | way | s | times duckdb | peak, MiB | difference |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for rows, order in product(sizes, ["mixed", "sorted"]):
        room = folder / order
        room.mkdir()
        source = room / "stations"
        held = make(source, rows, order) / MIB
        ways = ["duckdb", "pandas", "floor", "dask"]
        if rows > PANDAS_ROWS:
            ways.remove("pandas")
        if rows == killed:
            ways.append("killed")
        spent = {}
        for way in ways:
            options = [f"--kill-after={spent['dask'] / 3}"] if way == "killed" else []
            found = run(way, source, room / way, *options)
            spent[way] = found["seconds"]
            off = 0.0 if way == "floor" else same(room / way, room / "duckdb")
            print(
                f"| {rows:,} {order} | {held:,.0f} | {way} | {spent[way]:.1f} "
                f"| {spent[way] / spent['duckdb']:.1f} | {found['peak'] / MIB:,.0f} "
                f"| {'' if way == 'floor' else f'{off:.0e}'} |",
                flush=True,
            )
            if off > 1e-12:
                message = f"{way} and duckdb differ by {off}"
                raise SystemExit(message)
        shutil.rmtree(room)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", nargs="+", type=float, default=[1e6, 3e6, 1e7, 3e7, 8e7])
    parser.add_argument("--killed", type=float, default=8e7, help="rows of the run with a kill")
    parser.add_argument("--folder", type=Path, help="where the files are made (and removed)")
    parser.add_argument("--one", nargs=3, metavar=("WAY", "SOURCE", "TARGET"))
    parser.add_argument("--kill-after", type=float)
    options = parser.parse_args()
    if options.one:
        way, source, target = options.one
        extra = {} if options.kill_after is None else {"kill_after": options.kill_after}
        print(json.dumps(WAYS[way](Path(source), Path(target), **extra)))
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        report([int(rows) for rows in options.rows], int(options.killed), Path(folder))


if __name__ == "__main__":
    main()
