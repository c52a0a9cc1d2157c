"""Loading every table, beside a bare `pandas.read_csv` of the same files.

python -m pytest benchmarks/bench_load.py -W ignore
"""

import pandas as pd
import pytest

from kzelect.io.package import data_folder, read_tables

FILES = sorted(data_folder().glob("*.csv"))


@pytest.mark.benchmark(group="load everything")
def test_read_tables(benchmark):
    assert len(benchmark(read_tables)) == len(FILES)


@pytest.mark.benchmark(group="load everything")
def test_bare_read_csv(benchmark):
    assert len(benchmark(lambda: [pd.read_csv(path) for path in FILES])) == len(FILES)
